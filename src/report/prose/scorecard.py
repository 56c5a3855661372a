"""Where each ally stands against the plan: finding, counts, names, and the table."""

from __future__ import annotations

from typing import Any

from report.facts import Fact, named, written
from report.facts.catalogue import chosen
from report.pages import Page
from report.pages.rows import Frame, Line
from report.pages.scorecard import CLOSE, STATUSES, STEP_RULE, SYMBOLS, TOLERANCE, Scorecard
from report.prose import words
from report.prose.passage import bullets, key_figures
from report.prose.table import described, is_known
from report.prose.words import say
from report.shown import Passage, Segment, Table

MEANING = {
    "met": "at or above what the plan asks",
    "ahead": "above the path by more than the tolerance",
    "on path": "within the tolerance",
    "behind": "below the path by more than the tolerance",
    "exempt": "treated here as exempt, measured against its own figure",
    "no forces": "a member without armed forces",
    "no figure": "no share for the last year in this edition",
}


def finding(page: Page) -> Passage:
    """How many are behind their path and how many ahead of it, as the headline."""
    score, ask = page.scorecard, page.ask()
    ahead = [*score.having("met"), *score.having("ahead")]
    if ask.whom == "nobody":
        return say("{plan} asks nothing of any ally.", "headline", of=page)
    if not score.is_measured:
        template = "{met} of {all} allies had already reached what {plan} asks in {year}{excused}."
    else:
        template = (
            "{behind} of {all} allies {are} behind the path that {plan} sets; "
            "{ahead} {have} reached its target or {lie} ahead."
        )
    behind = counted_of(page, "behind", "behind", score.having("behind"))
    there = counted_of(page, "met_or_ahead", "at the target or ahead of the path", ahead)
    return say(
        template,
        "headline",
        all=counted_of(page, "measured", "measured", _measured(page)),
        met=counted_of(page, "met", "met", score.having("met")),
        behind=behind,
        are=words.plural(behind, "is", "are"),
        ahead=there,
        have=words.plural(there, "has", "have"),
        lie=words.plural(there, "is", "are"),
        excused=page.excused,
        of=page,
    )


def _measured(page: Page) -> list[str]:
    """The allies that can be checked against the plan."""
    return [
        iso3 for status in ("met", "ahead", "on path", "behind", "exempt") for iso3 in page.scorecard.having(status)
    ]


def figures(page: Page) -> Passage | None:
    """Counts of the standings as tiles; None where no path is under way."""
    score = page.scorecard
    if not score.is_measured or page.ask().whom == "nobody":
        return None
    what = {"met": "at the target", "ahead": "ahead of the path", "on path": "on the path", "behind": "behind the path"}
    tiles = []
    for status, label in what.items():
        count = counted_of(page, status.replace(" ", "_"), status, score.having(status))
        tiles.append((count.written_as(str(len(score.having(status)))), label, _in_words(page, status)[1]))
    return key_figures(*tiles)


def summary(page: Page) -> Passage:
    """What is measured, and how."""
    if page.ask().whom == "nobody":
        return say("{plan} asks no ally for more than it spends: there is no path to check.", "note", of=page)
    if not page.scorecard.is_measured:  # every path starts in the edition's last year, or the plan names no year
        named_year = page.plan.agreed_year is not None
        return say(
            ("{plan} dates from {agreed} and" if named_year else "{plan} names no year from which it counts, and")
            + """ this edition ends with {year}. Every ally’s path would start there, so that none can be ahead or
            behind; what can be read off is who had already reached the target.""",
            "note",
            agreed=words.agreed(page) if named_year else "",
            of=page,
        )
    return say(
        """{target}The path checked here is the checking line: from the share an ally had in {agreed}, when the plan
        was agreed, {line}. {tolerance} either way counts as being on it. [Methods](methods.html) has the formulas.""",
        "note",
        target=target(page),
        agreed=words.agreed(page),
        line=_line(page),
        tolerance=tolerance().written_as(f"Up to {TOLERANCE:g} points"),
    )


def tolerance() -> Fact:
    """How far from its line an ally still counts as on it."""
    return chosen("tolerance", TOLERANCE).written_as(f"{TOLERANCE:g} points")


def _line(page: Page) -> tuple[Segment, ...]:
    """How the checking line runs: straight, whatever the plan's shape, but through shares named on the way."""
    ask, shape = page.ask(), words.shape(page)
    if ask.shape == "increment":
        return ("a line rises ", shape, " to what is asked of each ally in the end")
    if ask.shape == "waypoints":
        return ("straight lines run through the shares the plan names to what is asked of each ally in the end",)
    straight: tuple[Segment, ...] = ("a straight line runs to what is asked of each ally in the end",)
    return straight if ask.shape == "linear" else (*straight, ", although the plan has shares rise ", shape)


def target(page: Page) -> tuple[Segment, ...]:
    """What the plan asks of everybody, as a sentence; nothing where it asks no common share."""
    ask = page.ask()
    if not ask.is_something:
        return ()
    asks = "asked" if ask.year is not None and ask.year <= page.year else "asks"
    common = (f" {asks} ", *words.all_but(page), " to spend at least ", words.target(page), " of GDP on core defence")
    return (page.plan_name_fact(), *common, *words.by_when(page), ". ")


def headline(page: Page) -> Passage:
    """How many allies stand where, as the head of the page tells it."""
    score, reached = page.scorecard, "{met} had already reached what {plan} asks in {year}{excused}."
    counts = {status: score.having(status) for status in STATUSES}
    if page.ask().whom == "nobody":
        return say("{plan} asks nothing of any ally: all stand where they are.", "lead", of=page)
    if not score.is_measured:
        template = "Of {all} allies with a share in this edition, " + reached
    else:
        template = (
            "{some} of {all} allies measured against {plan} {have} reached its target in {year}. "
            "{more} {are} ahead of the path, {on} on it and {behind} behind.{exempt}"
        )
    met, ahead = (counted_of(page, status, status, counts[status]) for status in ("met", "ahead"))
    return say(
        template,
        "lead",
        all=counted_of(page, "measured", "measured", _measured(page)),
        met=met,
        some=words.opening(met),
        have=words.opened(met, "has", "have"),
        more=words.opening(ahead),
        are=words.opened(ahead, "is", "are"),
        on=counted_of(page, "on_path", "on path", counts["on path"]),
        behind=counted_of(page, "behind", "behind", counts["behind"]),
        exempt=_exempt(page, counts["exempt"]),
        excused=page.excused,
        of=page,
    )


def _exempt(page: Page, allies: list[str]) -> tuple[Segment, ...]:
    """Who is treated as exempt, and on what ground."""
    if not allies:
        return ()
    who = words.listed(page, "exempt", allies, page.plan.key, plan=page.plan.title)
    verb, reason = words.plural(len(allies), " is", " are"), ground(page, allies[0], len(allies) == 1)
    return (" ", who.written_as(written.sentence_case(str(who))), f"{verb} treated here as exempt", *reason, ".")


def ground(page: Page, iso3: str, given: bool = True) -> tuple[Segment, ...]:
    """Why an ally is treated as exempt, as a clause; nothing where the plan gives no reason."""
    reason = str(page.plan.exemptions[iso3].get("reason") or "").strip().rstrip(".")
    label = f"ground on which {page.names_in_text[iso3]} is treated as exempt"
    return (", ", named(f"exemption_ground.{iso3}", label, reason, f"plan {page.plan.id}")) if given and reason else ()


def counted_of(page: Page, name: str, status: str, allies: list[str]) -> Fact:
    """A number of allies of a status, as a fact."""
    called: dict[str, Any] = {"name": f"count_{name}.NATO.{page.year}.{page.plan.key}", "standing": status}
    called |= {"formula": MEANING.get(status, "allies with a status"), "plan": page.plan.title}
    return words.how_many(page, "count_of_status", allies, **called)


def standing_words(page: Page) -> dict[str, str]:
    """Each status with its sign, as a table or a map has it."""
    return {status: f"{SYMBOLS[status]} {_in_words(page, status)[0]}" for status in STATUSES}


def _in_words(page: Page, status: str) -> tuple[str, str]:
    """What a status is called, and what it means. Where every path only begins, to be on it says no more than that the
    target is not reached."""
    if status == "on path" and not page.scorecard.is_measured:
        return "short of the target", "the path begins here"
    if status == "met" and page.excused:
        return status, f"{MEANING[status]}, or asked nothing by it"
    return status, MEANING[status]


def standing_note(page: Page) -> str:
    """What the words of the map mean, as far as it uses them."""
    used = {status: sign for status, sign in standing_words(page).items() if page.scorecard.having(status)}
    meanings = "; ".join(f"{sign}: {_in_words(page, status)[1]}" for status, sign in used.items())
    tolerance = f" The tolerance is {TOLERANCE:g} points of GDP." if page.scorecard.is_measured else ""
    return written.sentence_case(meanings) + "." + tolerance


def by_status(page: Page) -> Passage:
    """The allies of each status by name."""
    return bullets(*(_status(page, status) for status in STATUSES if page.scorecard.having(status)))


def _status(page: Page, status: str) -> Passage:
    called: dict[str, Any] = {"name": f"names_{status}.NATO.{page.year}.{page.plan.key}", "formula": MEANING[status]}
    called |= {"standing": status, "plan": page.plan.title}
    name, meaning = _in_words(page, status)
    return say(
        "**{symbol} {status}** ({meaning}): {names}.",
        symbol=SYMBOLS[status],
        status=written.sentence_case(name),
        meaning=meaning,
        names=words.listed(page, "names_of_status", page.scorecard.having(status), ranked=True, **called),
    )


def table(page: Page) -> Table:
    """Status, share and path, next step, pace, precedent, own pledge and the review, for every ally."""
    score, year = page.scorecard, page.origin.year(page.year)
    proposed = written.listing([page.names[iso3] for iso3 in score.proposed])
    return described(
        "verification",
        page,
        _frame(page),
        without=("start_share" if score.start_year is None else "start", *([] if score.is_measured else ["later"])),
        year=year,
        begins="when the plan began" if score.is_measured else f"of {year}",
        start=score.start_year,
        tolerance=TOLERANCE,
        close=f" {CLOSE}: within the usual revision, {written.decimal(score.usual.half, 2)} points, of another status: "
        "half of all shares of an edition’s last year moved that far later or less."
        if score.close
        else "",
        step=STEP_RULE,
        spans=_spans(score),
        recorded=written.month(score.recorded),
        floated=f" Proposals are left out ({proposed})." if proposed else "",
        short=score.is_measured * f" The pace since {score.agreed}, when the plan began, is short; "
        "a longer one would hold what was added before.",
        exempt=_let_off(score),
    )


def _frame(page: Page) -> Frame:
    score, card, words = page.scorecard, page.scorecard.card, standing_words(page)
    later = score.review_since["status"].reindex(card.index)
    return card.assign(
        name=card["ally"],
        ally=[say("[{name}](country/" + iso3 + ".html)", name=name) for iso3, name in card["ally"].items()],
        sign=[sign(words[status], score.is_close(iso3)) for iso3, status in card["status"].items()],
        start=[_start(row) for _, row in card.iterrows()],
        precedent=[_often(row) for _, row in card.iterrows()],
        pledge=[_pledge(row) for _, row in card.iterrows()],
        later=[LATER.get(status) or unbroken(status) for status in later],
    ).reset_index(drop=True)


LATER = dict.fromkeys(("no forces", "no figure"), written.MISSING)
"""What stands for a status at the review where there is none."""


def sign(standing: str, close: bool = False) -> str:
    """A standing kept on one line: ``▼ behind``; ``▼ behind ≈`` where a usual revision could turn it."""
    return unbroken(f"{standing}{f' {CLOSE}' * close}")


def unbroken(text: str) -> str:
    """Words that stay on one line of a cell, whatever the width."""
    return text.replace(" ", "\u00a0")


def _start(row: Line) -> str:
    """Where the path begins: ``2.00% in 2025``."""
    if not is_known(row["start_share"]):
        return written.MISSING
    return unbroken(f"{written.decimal(float(row['start_share']), 2)}% in {int(row['start_year'])}")


def _often(row: Line) -> str:
    """How many spans were as fast, of how many, and of how many allies they are: ``20 of 124 (9)``."""
    if not is_known(row["precedent_share"]):
        return written.MISSING
    counts = [int(row[f"precedent_{what}"]) for what in ("reached", "windows", "allies")]
    return unbroken("{} of {} ({})".format(*counts))


def _pledge(row: Line) -> str:
    """The pledge that says most and what it is compared with: ``2.00 by 2029 (−0.61)``."""
    if not is_known(row["pledge_share"]):
        return written.MISSING
    marks = "†" * (row["pledge_component"] == "total") + "*" * (row["pledge_confidence"] == "unverified")
    pledge = unbroken(f"{written.decimal(float(row['pledge_share']), 2)}{marks} by {int(row['pledge_year'])}")
    against = row["pledge_test"] if row["pledge_test"] in ("as agreed", "own figure") else ""
    if is_known(row["pledge_gap_pp"]):
        against = written.signed(float(row["pledge_gap_pp"]), 2)
    elif is_known(row["pledge_spent"]):
        against = f"spent {written.decimal(float(row['pledge_spent']), 2)}"
    return f"{pledge} {unbroken(f'({against})')}" if against else pledge


def _let_off(score: Scorecard) -> str:
    """Who is treated as exempt, with the plan's reason where there is one such ally."""
    allies = [score.card.loc[iso3, "ally"] for iso3 in score.having("exempt")]
    if not allies:
        return ""
    reasons = [str(given.get("reason") or "").rstrip(".") for given in score.plan.exemptions.values()]
    ground = f", {reasons[0]}" if len(reasons) == 1 and reasons[0] else ""
    return f"{written.listing(allies)}: treated here as exempt{ground}; measured against its own figure."


def _spans(score: Scorecard) -> str:
    """What the spans are: ``: here 124 spans of 9 years ending 2023 to 2026e``; nothing where allies differ in them."""
    card = score.card.dropna(subset=["precedent_years"])
    if card.empty or card["precedent_share"].isna().all() or card["precedent_years"].nunique() != 1:
        return ""
    length, count = int(card["precedent_years"].iloc[0]), int(card["precedent_windows"].iloc[0])
    first = int(score.d.panel["share_gdp"].dropna().index.get_level_values("year").min()) + length
    last = score.origin.year(score.d.last_year)
    ends = f"ending {first} to {last}" if first < score.d.last_year else f"ending {last}"
    return f": here {count} spans of {length} years {ends}"

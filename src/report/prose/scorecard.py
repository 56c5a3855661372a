"""Where each ally stands against the plan: summary, changes since the edition before, the review, and the table."""

from __future__ import annotations

import pandas as pd

from report.facts import Fact, Row, counted, named, units, written
from report.facts.catalogue import chosen
from report.outlook.scorecard.verification import STATUSES, TOLERANCE
from report.pages import Page
from report.pages.scorecard import CLOSE, SYMBOLS
from report.prose import words
from report.prose.passage import Passage, Segment, bullets, key_figures, say

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
    if ask.of == "nobody":
        return say("{plan} asks nothing of any ally.", "headline", plan=page.plan_name_fact())
    if not score.is_measured:
        template = "{met} of {all} allies had already reached what {plan} asks in {year}."
    else:
        template = "{behind} of {all} allies {are} behind the path that {plan} sets; {ahead} {have} reached its target or {lie} ahead."
    behind = _counted(page, "behind", "behind", score.having("behind"))
    there = _counted(page, "met_or_ahead", "at the target or ahead of the path", ahead)
    return say(
        template,
        "headline",
        plan=page.plan_name_fact(),
        year=page.when(page.year),
        all=_counted(page, "measured", "measured", _measured(page)),
        met=_counted(page, "met", "met", score.having("met")),
        behind=behind,
        are=words.plural(behind, "is", "are"),
        ahead=there,
        have=words.plural(there, "has", "have"),
        lie=words.plural(there, "is", "are"),
    )


def _measured(page: Page) -> list[str]:
    """The allies that can be checked against the plan."""
    return [
        iso3 for status in ("met", "ahead", "on path", "behind", "exempt") for iso3 in page.scorecard.having(status)
    ]


def figures(page: Page) -> Passage | None:
    """Counts of the standings as tiles; None where no path is under way."""
    score = page.scorecard
    if not score.is_measured or page.ask().of == "nobody":
        return None
    what = {"met": "at the target", "ahead": "ahead of the path", "on path": "on the path", "behind": "behind the path"}
    return key_figures(
        *(
            (
                _counted(page, status.replace(" ", "_"), status, score.having(status)).written_as(
                    str(len(score.having(status)))
                ),
                label,
                MEANING[status],
            )
            for status, label in what.items()
        )
    )


def summary(page: Page) -> Passage:
    """What is measured, and how."""
    if page.ask().of == "nobody":
        return say(
            "{plan} asks no ally for more than it spends: there is no path to check.",
            "note",
            plan=page.plan_name_fact(),
        )
    if not page.scorecard.is_measured:
        return _not_yet(page)
    return say(
        """{target}The path checked here is the checking line: from the share an ally had in {agreed}, when the plan was agreed, {line}. {tolerance} either
        way counts as being on it. [Methods](methods.html) has the formulas.""",
        "note",
        target=target(page),
        agreed=words.agreed(page),
        line=_line(page),
        tolerance=tolerance().written_as(f"Up to {TOLERANCE:g} points"),
    )


def _not_yet(page: Page) -> Passage:
    """What is said where every path starts in the edition's last year: the plan dates from then or later, or names no year."""
    named_year = page.plan.agreed_year is not None
    return say(
        ("{plan} dates from {agreed} and" if named_year else "{plan} names no year from which it counts, and")
        + """ this edition ends with {year}. Every ally’s path would start there, so that none can be ahead or behind;
        what can be read off is who had already reached the target.""",
        "note",
        plan=page.plan_name_fact(),
        agreed=words.agreed(page) if named_year else "",
        year=page.when(page.year),
    )


def tolerance() -> Fact:
    """How far from its line an ally still counts as on it."""
    fact = chosen("tolerance", TOLERANCE)
    return fact.written_as(f"{TOLERANCE:g} points")


def _line(page: Page) -> tuple[Segment, ...]:
    """How the checking line runs: straight to what is asked, whatever shape the plan itself has, but through the shares it names on the way."""
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


def review_year(page: Page) -> Fact:
    """The year of the plan's review, else of The Hague's."""
    if page.plan.review_year is None:
        return words.guideline_review("core")
    return words.of_plan(page, "review_year", "year of the plan’s review", page.plan.review_year, units.YEAR)


def headline(page: Page) -> Passage:
    """How many allies stand where, as the head of the page tells it."""
    score = page.scorecard
    counts = {status: score.having(status) for status in STATUSES}
    if page.ask().of == "nobody":
        return say("{plan} asks nothing of any ally: all stand where they are.", "lead", plan=page.plan_name_fact())
    if not score.is_measured:
        template = "Of {all} allies with a share in this edition, {met} had already reached what {plan} asks in {year}."
    else:
        template = "{some} of {all} allies measured against {plan} {have} reached its target in {year}. {more} {are} ahead of the path, {on} on it and {behind} behind.{exempt}"
    met, ahead = (_counted(page, status, status, counts[status]) for status in ("met", "ahead"))
    return say(
        template,
        "lead",
        plan=page.plan_name_fact(),
        year=page.when(page.year),
        all=_counted(page, "measured", "measured", _measured(page)),
        met=met,
        some=words.opening(met),
        have=words.opened(met, "has", "have"),
        more=words.opening(ahead),
        are=words.opened(ahead, "is", "are"),
        on=_counted(page, "on_path", "on path", counts["on path"]),
        behind=_counted(page, "behind", "behind", counts["behind"]),
        exempt=_exempt(page, counts["exempt"]),
    )


def _exempt(page: Page, allies: list[str]) -> tuple[Segment, ...]:
    """Who is treated as exempt, and on what ground."""
    if not allies:
        return ()
    who = words.listed(page, "exempt", allies, page.plan.key, plan=page.plan.title)
    verb = " is treated here as exempt" if len(allies) == 1 else " are treated here as exempt"
    reason = ground(page, allies[0], len(allies) == 1)
    return (" ", who.written_as(written.sentence_case(str(who))), verb, *reason, ".")


def ground(page: Page, iso3: str, told: bool = True) -> tuple[Segment, ...]:
    """Why an ally is treated as exempt, as a clause; nothing where the plan gives no reason."""
    reason = str(page.plan.exemptions[iso3].get("reason") or "").strip().rstrip(".")
    label = f"ground on which {page.names_in_text[iso3]} is treated as exempt"
    return (", ", named(f"exemption_ground.{iso3}", label, reason, f"plan {page.plan.id}")) if told and reason else ()


def _counted(page: Page, name: str, status: str, allies: list[str]) -> Fact:
    return words.how_many(
        page,
        "count_of_status",
        allies,
        formula=MEANING.get(status, "allies with a status"),
        name=f"count_{name}.NATO.{page.year}.{page.plan.key}",
        standing=status,
        plan=page.plan.title,
    )


def standing_words(page: Page) -> dict[str, str]:
    """Each status with its sign, as a table or a map has it."""
    return {status: f"{SYMBOLS[status]} {_called(page, status)}" for status in STATUSES}


def _called(page: Page, status: str) -> str:
    """A status in words; where every path only begins, to be on it says no more than that the target is not reached."""
    return "short of the target" if _begins(page, status) else status


def _begins(page: Page, status: str) -> bool:
    return status == "on path" and not page.scorecard.is_measured


def standing_note(page: Page) -> str:
    """What the words of the map mean, as far as it uses them."""
    told = [
        f"{standing_words(page)[status]}: {_meaning(page, status)}"
        for status in STATUSES
        if page.scorecard.having(status)
    ]
    tolerance = f" The tolerance is {TOLERANCE:g} points of GDP." if page.scorecard.is_measured else ""
    return written.sentence_case("; ".join(told)) + "." + tolerance


def _meaning(page: Page, status: str) -> str:
    return "the path begins here" if _begins(page, status) else MEANING[status]


def by_status(page: Page) -> Passage:
    """The allies of each status by name."""
    return bullets(*(_status(page, status) for status in STATUSES if page.scorecard.having(status)))


def _status(page: Page, status: str) -> Passage:
    return say(
        "**{symbol} {status}** ({meaning}): {names}.",
        symbol=SYMBOLS[status],
        status=written.sentence_case(_called(page, status)),
        meaning=_meaning(page, status),
        names=words.listed(
            page,
            "names_of_status",
            page.scorecard.having(status),
            ranked=True,
            formula=MEANING[status],
            name=f"names_{status}.NATO.{page.year}.{page.plan.key}",
            standing=status,
            plan=page.plan.title,
        ),
    )


def close(page: Page) -> Passage | None:
    """How many statuses a usual revision could turn; None where none or where no path is under way."""
    card, near = page.scorecard.card, page.scorecard.close
    if not near or not page.scorecard.is_measured:
        return None
    return say(
        """**Handle with care.** {near} of {all} statuses could be turned by a usual revision and {are} marked {sign}. Shares that an edition gave
        for its own last year have moved since: half of them by more than {half} points, a fifth by more than {most}.""",
        "caution",
        near=_counted(page, "close", "with a status within the usual revision", near).written_as(
            written.sentence_case(written.number_word(len(near)))
        ),
        all=_counted(
            page, "turnable", "with a status that a revision can turn", card.index[card["margin_pp"].notna()].tolist()
        ),
        are=words.plural(len(near), "is", "are"),
        sign=CLOSE,
        half=usual(page, "half"),
        most=usual(page, "most"),
    )


USUAL = {
    "half": ("usual revision of a share of an edition’s last year", "median of |newest − first|"),
    "most": ("revision that four in five such shares stay within", "80th percentile of |newest − first|"),
}


def usual(page: Page, name: str) -> Fact:
    """What is measured of revisions of an edition’s last year: ``half``, ``most`` in points of GDP, or the ``count`` of shares."""
    found = page.scorecard.usual
    years = found.moves.groupby(["edition", "year"]).size()
    rows = tuple(
        Row(f"expenditure/{e}", f"share_gdp of allies, {year}", int(n), "figures") for (e, year), n in years.items()
    )
    if name == "count":
        label = "estimates of an edition’s last year that a later edition restates"
        return counted("usual_revision_count", label, len(found.moves), "figures counted", rows=rows)
    label, formula = USUAL[name]
    value = float(getattr(found, name))
    fact = Fact(
        f"usual_revision_{name}",
        label,
        value,
        units.POINTS,
        kind="computed",
        formula=f"{formula}, over all editions",
        rows=rows,
    )
    return fact.written_as(written.decimal(value, 2))


def changes(page: Page) -> Passage:
    """How many statuses changed since the edition before, and what that edition could tell."""
    before = page.scorecard.before
    if before is None:
        return say("There is no earlier edition that reaches the year of the plan: this is its first scorecard.")
    if page.plan.agreed_year is None:
        return say("The plan names no year from which it counts, so that no path is under way in any edition.")
    moved = _moved(page)["iso3"].tolist()
    begun = before.last_year <= page.scorecard.agreed
    template = (
        """In the edition of {edition} the path had only begun, and whoever had not met the target was on it. So this is the first test of the path, and that
        {count} allies have another status than there tells of that test rather than of a change of course.{withheld}"""
        if begun
        else "Since the edition of {edition}, {count} allies have changed status.{withheld}"
    )
    return say(
        template,
        edition=named(
            "edition_before", "edition before", written.month(before.edition), "table of editions", page.origin.edition
        ),
        count=words.how_many(page, "moved_status", moved, name="moved"),
        withheld=_withheld(page),
    )


def _withheld(page: Page) -> tuple[Segment, ...]:
    """Who had no figure in the edition before, and why."""
    moved = _moved(page)
    blank = moved.loc[moved["before"] == "no figure", "iso3"].tolist()
    if not blank:
        return ()
    who = words.listed(page, "no_figure_before", blank)
    return (" No figure: that edition withholds the last share of ", who, ".")


def _moved(page: Page) -> pd.DataFrame:
    history = page.scorecard.history
    return history[history["changed"]]


def moves(page: Page) -> Passage | None:
    """Who went from which status to which since the edition before; None where nobody did."""
    if page.scorecard.before is None or _moved(page).empty:
        return None
    groups = _moved(page).groupby(["before", "status"])
    return bullets(*(_move(page, before, now, group["iso3"].tolist()) for (before, now), group in groups))


def _move(page: Page, before: str, now: str, allies: list[str]) -> Passage:
    names = words.listed(page, "moved_between", allies, name=f"moved.{before}.{now}", before=before, now=now)
    return say("From {before} to {now}: {names}.", before=before, now=now, names=names)


def review(page: Page) -> Passage:
    """What the file would look like at the review if every ally kept its present pace."""
    score = page.scorecard
    told = score.review[score.review["status"].isin(["met", "ahead", "on path", "behind"])]
    when = (" in " if page.plan.review_year else " of The Hague in ", review_year(page))
    if told.empty:
        return say(
            "This edition holds too few years for a pace: what the file would show at the review{when} cannot be told.",
            when=when,
        )
    if page.ask().of == "nobody":
        return say("{plan} asks nothing that could be reviewed.", plan=page.plan_name_fact())
    groups = {status: told.index[told["status"] == status].tolist() for status in ("met", "behind")}
    return say(
        """**At the review{when}**, if every ally kept the pace of its last three years, {met} would have met the target and {behind} would be behind
        the path{names}.{since} These are yardsticks and not forecasts.""",
        when=when,
        met=words.how_many(page, "review_met", groups["met"]),
        behind=words.how_many(page, "review_behind", groups["behind"]),
        names=(
            ": ",
            words.listed(page, "review_behind_names", groups["behind"]),
        )
        if groups["behind"]
        else "",
        since=_since(page),
    )


def _since(page: Page) -> tuple[Segment, ...]:
    """The same at the pace since the plan began, which leaves out what allies did before."""
    then = page.scorecard.review_since["status"]
    if page.plan.agreed_year is None or not then.isin(["met", "ahead", "on path", "behind"]).any():
        return ()
    met, behind = (then.index[then == status].tolist() for status in ("met", "behind"))
    return (
        " At the pace since the plan began in ",
        words.agreed(page),
        ", ",
        words.how_many(page, "review_met_lately", met),
        " would have met it and ",
        words.how_many(page, "review_behind_lately", behind),
        " would be behind.",
    )


_PACE = "share + pace of three years × years to the review, against the required path"
_LATELY = "share + pace since the plan began × years to the review, against the required path"

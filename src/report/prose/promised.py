"""Whether the bill is promised: of one ally by its leading record, of the alliance by kinds of record."""

from __future__ import annotations

from dataclasses import replace

from report.facts import Fact
from report.facts.catalogue import count_of, declared
from report.facts.rows import budget_rows
from report.pages import CountryPage, Page
from report.pages.promised import COVERED, FINE, KINDS, NONE, OPEN, OwnPlan, Promised
from report.pages.rows import Line
from report.prose import words
from report.prose.words import ALL, US, run, say
from report.shown import Passage, Segment

WHOLE = 99.5
"""Percent from which a bill counts as covered whole."""
LEAST = 0.5
"""Million: a bill below this is none."""
OWN = {"exemption": "own lower figure"}
"""What a kind of record is called where it is not its name."""
NOTHING = "The plan adds nothing, so that there is nothing more to pay or to buy"
MAIN = 0.02
"""Part of what is covered from which a kind of record is named."""


def of_allies(page: Page) -> Passage:
    """The alliance's bill of the last year: what is covered, by which records, and what is open."""
    promise = Promised(page.frames, page.money("extra").removeprefix("extra_"), page.horizon)
    covered, open_ = (promise.fact(what, ALL) for what in (COVERED, OPEN))
    if page.plan.pledges != "none" or float(covered) + float(open_) < LEAST:
        return Passage(())
    american = promise.fact(OPEN, US) if US in promise.table.index else None
    return say(
        "{whose} own verified pledges cover {covered} of {bill} {horizon}, {prices}{kinds}; "
        "{open} is open{us}.{joint} {budgets}",
        # Counted from less than today's share, part of the bill is spent already, pledges or none.
        whose="Allies’" if page.baseline == "freeze" else "What allies spend already and their",
        covered=covered,
        # Below the baseline nothing is to be covered, and what is saved there pays for nobody else.
        bill="what those above the baseline add in" if page.below_baseline(page.money("extra")) else "the bill of",
        kinds=_kinds(promise, float(covered)),
        open=open_,
        us=(", ", american, " of it American") if american and float(american) >= LEAST else (),
        joint=_joint(page, promise),
        budgets=_adopted(page),
        of=page,
    )


def _kinds(promise: Promised, covered: float) -> tuple[Segment, ...]:
    """``, mostly by government plans (US$130 billion), announcements (US$54 billion)``, the most first and no trifles;
    ``, part of it by`` where together they are half or less."""
    facts = {f"{OWN.get(kind, kind)}s": promise.fact(COVERED, ALL, kind) for kind in KINDS}
    most = sorted((kind for kind in facts if float(facts[kind]) > MAIN * covered), key=lambda kind: -float(facts[kind]))
    by = ", mostly by " if sum(float(facts[kind]) for kind in most) > covered / 2 else ", part of it by "
    joints = [by, *[", "] * (len(most) - 2), *([" and "] if len(most) > 1 else [])]
    return tuple(
        part for joint, kind in zip(joints, most, strict=False) for part in (f"{joint}{kind} (", facts[kind], ")")
    )


def _joint(page: Page, promise: Promised) -> tuple[Segment, ...]:
    """What would be open if joint pledges covered the core part; nothing where they change nothing."""
    joint = replace(promise, joint=True)
    less = promise.table[f"open_{promise.path}"] - joint.table[f"open_{promise.path}"]
    if not (less > LEAST).any():
        return ()
    return run(
        " If the pledges of {who} to {total} for defence and related spending together hold the {core} for defence, "
        "{open} would be open.",
        who=words.listed(page, "joint_pledges", less[less > LEAST].index.tolist(), page.plan.key),
        total=words.guideline("total"),
        core=words.of_guideline("core"),
        open=joint.fact(OPEN, ALL),
    )


def _adopted(page: Page) -> tuple[Segment, ...]:
    """How many budgets of later years are adopted, of those on record."""
    later = page.frames.pledged.dropna(subset=["budget_low"])
    if later.empty:
        return ()
    adopted = int(later["adopted"].astype(bool).sum())
    ids = page.d.budgets[page.d.budgets["year"] > page.year]
    count = count_of("adopted_budgets", page.year, adopted, rows=budget_rows(ids))
    if not adopted:
        return (count.written_as("No"), " ally’s budget for a later year on our record is adopted.")
    return (words.opening(count), " of the budgets for later years on our record are adopted.")


def of_ally(page: CountryPage) -> tuple[Segment, ...]:
    """What the ally's own record covers of its bill; nothing of one whose own figure the plan follows."""
    promise = Promised(page.frames, page.own_column("extra").removeprefix("extra_"), page.horizon)
    if page.plan.pledges != "none" or page.is_exempt or page.iso3 not in promise.table.index:
        return ()
    row = promise.table.loc[page.iso3]
    covered, open_ = (promise.fact(what, page.iso3) for what in (COVERED, OPEN))
    if float(covered) + float(open_) < LEAST:
        return (*_own_word(page), *_budget(page, promise))
    return (*_promised(page, row, covered, open_), *_joint_of(page, promise), *_budget(page, promise))


def _own_word(page: CountryPage) -> tuple[Segment, ...]:
    """What an ally of whom nothing more is asked has said itself, beside what it spends."""
    own = OwnPlan(page.frames.own_plans, page.iso3, page.name, page.base_year)
    if own.records.empty:
        return (NOTHING, "; no verified pledge of its own on defence spending is on our record.")
    last, now = own.records.iloc[-1], page.bill(page.iso3, "core", "share_gdp", page.base_year)
    more, kind = float(last["pledge_share"]) - round(float(now), 2), last["pledge_kind"]
    return run(
        NOTHING
        + "; its own latest figure on our record is {latest} for {due} ({kind}), {place} what it spends in {year}.",
        latest=own.fact(last),
        due=_pledge_year(last["pledge_year"]),
        kind=f"its {OWN[kind]}" if kind in OWN else kind,
        place="exactly" if abs(more) < FINE else "above" if more > 0 else "below",
        year=page.when(page.base_year),
    )


def _promised(page: CountryPage, row: Line, covered: Fact, open_: Fact) -> tuple[Segment, ...]:
    """What covers how much of a bill: the ally's share of today, or its leading record where that is more."""
    amount, adds = page.bill(page.iso3, "core", page.own_column("extra")), " a year that the plan adds by "
    bill = (amount, adds, words.horizon(page), ", ", words.own_prices(page))
    pledges = page.d.pledges.set_index("id")
    said: tuple[Segment, ...] = ()
    share = 0.0
    if row["kind"] != NONE:
        share, due = (pledges.at[row["pledge"], name] for name in ("target_share_gdp", "target_year"))
        kind, own = OWN.get(row["kind"], row["kind"]), "own " * (row["kind"] not in OWN)
        record = declared("record", f"{page.iso3}.{row['pledge']}", kind, row=row["pledge"])
        said = (f"its {own}", record, " for ", _pledge_year(due))
    if float(covered) < LEAST:
        return _uncovered(page, said, bill)
    held, kept = said, ", if it is kept"
    if share <= float(page.bill(page.iso3, "core", "share_gdp", page.base_year)) + FINE:
        held, kept = ("holding its share of ", page.when(page.base_year)), ""
    proposal = () if said else _proposal(page)
    if row["covered_percent"] >= WHOLE:
        return (str(held[0]).capitalize(), *held[1:], " covers all of the ", *bill, f"{kept}.", *proposal)
    left = (open_, " is open.") if said else ("no verified pledge of its own covers the other ", open_, ".")
    return ("Of the ", *bill, ", ", *held, " covers ", covered, f"{kept}; ", *left, *proposal)


def _uncovered(page: CountryPage, said: tuple[Segment, ...], bill: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """That neither what the ally spends nor what it has said, if anything, covers any of the bill."""
    if not said:
        none = "No verified pledge of its own for defence spending alone covers any of the "
        return (none, *bill, ".", *_proposal(page))
    than = "it spends now" if page.baseline == "freeze" else words.than_baseline(page)
    return (str(said[0]).capitalize(), *said[1:], " asks no more than ", than, ": all of the ", *bill, ", is open.")


def _pledge_year(due: int) -> Fact:
    """The year for which a pledge was made; after it its share stays."""
    return words.year("pledge_year", int(due), "table of pledges")


def _proposal(page: CountryPage) -> tuple[Segment, ...]:
    """A proposal on record for the years ahead: it is no pledge."""
    found = OwnPlan(page.frames.own_plans, page.iso3, page.name, page.base_year).proposal
    if found is None:
        return ()
    share, year = found
    return (" A proposal of ", share, " for ", _pledge_year(year), " is on our record; a proposal is no pledge.")


def _joint_of(page: CountryPage, promise: Promised) -> tuple[Segment, ...]:
    """What a joint pledge would cover, if it includes the core part; nothing where it changes nothing."""
    joint = replace(promise, joint=True)
    open_, left = (float(one.table.at[page.iso3, f"open_{promise.path}"]) for one in (promise, joint))
    if open_ - left < LEAST:
        return ()
    return run(
        " If its {pledge} of {total} for defence and related spending together holds the {core} for defence, {open} is "
        "open.",
        pledge=declared("joint_record", page.iso3, joint.table.at[page.iso3, "kind"]),
        total=words.guideline("total"),
        core=words.of_guideline("core"),
        open="nothing" if left < LEAST else joint.fact(OPEN, page.iso3),
    )


def _budget(page: CountryPage, promise: Promised) -> tuple[Segment, ...]:
    """The share of GDP that the budget of a later year comes to, with both readings where there are two."""
    rows = page.frames.pledged
    rows = rows[(rows["iso3"] == page.iso3) & rows["budget_low"].notna()]
    if rows.empty:
        return ()
    row = rows.iloc[0]
    low, high = (promise.budget(row, end) for end in ("low", "high"))
    return run(
        " The budget of {year} comes, by our reckoning, to {low}{high} of GDP{state}.",
        year=words.year("budget_year", int(row["year"]), "table of budgets"),
        low=low,
        high=(" or, as sources differ, ", high) if str(low) != str(high) else (),
        state="" if row["adopted"] else "; it is not adopted yet",
    )

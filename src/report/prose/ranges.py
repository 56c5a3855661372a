"""How a range is written beside a projected number, and what is said of it."""

from __future__ import annotations

from report.facts import Fact, ends, units, written
from report.facts.catalogue import count_of, declared
from report.facts.rows import spending_rows
from report.facts.units import Unit
from report.pages import Page
from report.prose import words
from report.prose.passage import Passage, Segment
from report.prose.words import say
from report.tables import guideline

DELIVERED = "mean over allies of rise made ÷ rise aimed at, each between zero and one"


def spread(fact: Fact) -> tuple[Segment, ...]:
    """`` (likely range, growth only: US$362 to 446 billion)``, and on which side of it the figure lies."""
    if not fact.band or not _is_shown(fact):
        return ()
    return (f" ({fact.band.phrase} ", *_ends(fact), OUTSIDE[side(fact)], ")")


EDGE = 0.2
"""Part of a range at either end in which a figure is said to lie near it."""
OUTSIDE = {
    "": "",
    "above": "; the figure, on the IMF’s path, lies above it",
    "below": "; the figure, on the IMF’s path, lies below it",
}


def place(fact: Fact) -> str:
    """Where in its range a figure lies: outside, near an end (440 in 362 to 446: at 0.93), or nothing to say."""
    if side(fact) or fact.band is None or not _is_shown(fact):
        return OUTSIDE[side(fact)]
    at = (float(fact) - fact.band.low) / (fact.band.high - fact.band.low)
    if EDGE <= at <= 1 - EDGE:
        return ""
    return f"; the figure, on the IMF’s path, lies near its {'lower' if at < EDGE else 'upper'} end"


def placed(fact: Fact) -> tuple[Segment, ...]:
    """:func:`spread` of a headline figure, with its :func:`place`."""
    phrase = spread(fact)
    return (*phrase[:-2], place(fact), ")") if phrase else ()


def side(fact: Fact) -> str:
    """On which side of its range a figure lies: above, below or neither."""
    if fact.band is None or fact.band.low <= float(fact) <= fact.band.high:
        return ""
    return "above" if float(fact) > fact.band.high else "below"


def short(fact: Fact) -> tuple[Segment, ...]:
    """`` (US$362 to 446 billion)``, where the sentence before has said what a range is."""
    return (" (", *_ends(fact), ")") if _is_shown(fact) else ()


def detail(fact: Fact, otherwise: str) -> tuple[Segment, ...]:
    """The line under a headline number: its range, or other words where it has none."""
    return (f"{fact.band.name} ", *_ends(fact)) if fact.band and _is_shown(fact) else (otherwise,)


def _is_shown(fact: Fact) -> bool:
    return fact.band is not None and fact.band.is_wide and not fact.band.is_open


def _ends(fact: Fact) -> tuple[Segment, ...]:
    low, high = ends(fact)
    return (low, " to ", high)


def delivery(page: Page) -> Passage:
    """How the last promise was kept: what no range holds."""
    if page.wales is None:
        return Passage(())
    wales = guideline("wales")
    kept, part = int(page.wales["kept"].sum()), 100 * float(page.wales["delivered"].clip(0, 1).mean())
    rows = spending_rows(page.d, page.wales["iso3"].tolist(), [wales.agreed_year, wales.due_year], ["share_gdp"])
    edition = page.origin.edition
    return say(
        """How aims for shares are met is a record of its own: of {below} allies below the {wales} of Wales in {then},
        {kept} were there in {due}, as aimed at, and on average they made {part} of the rise they had aimed at: one
        that rose by more counts as having made all of it, one that fell as having made none.""",
        "note",
        below=count_of("wales_below_when_agreed", "", len(page.wales), edition=edition, rows=rows).written_as(
            str(len(page.wales))
        ),
        then=words.guideline_agreed("wales"),
        kept=count_of("wales_met_when_due", "", kept, edition=edition, rows=rows),
        due=words.guideline_due("wales"),
        part=Fact(
            "rise_delivered",
            "part of the rise aimed at made by then, mean over allies",
            part,
            units.PERCENT,
            edition,
            formula=DELIVERED,
            rows=rows,
        ).written_as(f"{written.decimal(part)}%"),
        of=page,
    )


SUM = (
    "e = ln(Σ weight × exp(error) ÷ Σ weight) over allies with an outcome, error = ln(outcome ÷ forecast) of an "
    "ally’s real GDP; weight:"
)
BELOW, ON_RECORD, MEAN = (
    "number of vintages with e < 0",
    "number of vintages with an outcome",
    "100 × (exp(mean of e over vintages) − 1)",
)
"""What is made of the errors e of the vintages on record."""
BILL = "extra for core defence at the end of the plan"
BEYOND = "beyond the IMF’s fifth year its last growth rate is held"


def lean(page: Page) -> Passage:
    """Where the range is centred and why: on which side of the IMF's path past sums came out."""
    found = page.ranges.lean
    bill = page.bill(words.ALL, "core", page.money("extra"))
    if bill.band is None or bill.band.beside is None:
        return Passage(())

    return say(
        """{bill} a year, {prices}, is what the IMF’s path gives; the likely range (growth only) is centred where
        outcomes have come out. Allies’ GDP {ahead} on, weighed by their part of this bill, came out below that path in
        {below} of {far} vintages since {first}, whose periods overlap, {size} on average. Around the path itself the
        range would be {beside}.{outside}""",
        bill=bill,
        ahead=declared("years_ahead", found.ahead, f"{written.number_word(found.ahead)} years"),
        below=sum_fact(page, "below_forecast", "outcomes below the IMF’s path", found.far_below, BELOW, BILL),
        far=sum_fact(page, "outcomes", "outcomes on record", found.far, ON_RECORD, BILL),
        first=words.year("first_vintage", page.ranges.first_vintage, "first vintage of the record"),
        size=_size(sum_fact(page, "mean_error", "mean error", found.far_mean, MEAN, BILL, units.PERCENT)),
        beside=beside(bill),
        outside=_outside(page),
        of=page,
    )


def beside(fact: Fact) -> Fact:
    """The range of a fact around the IMF's path, as one fact: ``US$377 to 509 billion``."""
    band = fact.band
    if band is None or band.beside is None:
        raise ValueError(f"“{fact.label}” has no range around the IMF’s path")
    reason = (
        "the same draws of past errors, without their mean and with the stretch learnt around the IMF’s path: "
        "report.risk(centre=“forecast”)"
    )
    text = " to ".join(written.ends(*band.beside, fact.unit))
    return Fact(
        f"{fact.name}.beside",
        f"{fact.label}: {band.name} around the IMF’s path",
        text,
        units.TEXT,
        fact.edition,
        "projection",
        "projected",
        reason,
        (fact, *band.assumptions),
    )


def _outside(page: Page) -> str:
    """That Europe and Canada's amount lies outside its range, where it does."""
    where = side(page.bill(words.EUROPE, "core", page.money("extra")))
    return f" The amount of Europe and Canada lies {where} its range for that reason." if where else ""


def sum_fact(page: Page, name: str, label: str, value: float, made: str, by: str, unit: Unit = units.COUNT) -> Fact:
    """A figure ``made`` of the record of the alliance's sum, as far ahead as the plan's end."""
    ahead = page.ranges.lean.ahead
    whole = f"{label}, real GDP of allies weighed by {by}, {ahead} years ahead"
    return Fact(
        f"{name}.{by}.{ahead}",
        whole,
        value,
        unit,
        formula=f"{made}; {SUM} {by}; {BEYOND}",
        rows=page.ranges.record.rows,
    )


def _size(fact: Fact) -> tuple[Segment, ...]:
    """How far off on average, and on which side: ``8.8% lower``."""
    side = " lower" if float(fact) < 0 else " higher"
    return (fact.written_as(str(fact).lstrip("−")), side)

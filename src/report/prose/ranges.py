"""How a range is written beside a projected number, and what is said of it."""

from __future__ import annotations

from typing import Any

from report.facts import Fact, ends, written
from report.facts.catalogue import count_of, declared
from report.facts.rows import spending_rows
from report.pages import Page
from report.prose import words
from report.prose.words import say
from report.shown import Passage, Segment
from report.tables import guideline


def spread(fact: Fact) -> tuple[Segment, ...]:
    """`` (likely range, growth only: US$362 to 446 billion)``, and on which side of it the figure lies."""
    if not fact.band or not _is_shown(fact):
        return ()
    return (f" ({fact.band.phrase} ", *_ends(fact), _outside(fact), ")")


EDGE = 0.2
"""Part of a range at either end in which a figure is said to lie near it."""


def _outside(fact: Fact) -> str:
    return f"; the figure, on the IMF’s path, lies {side(fact)} it" if side(fact) else ""


def place(fact: Fact) -> str:
    """Where in its range a figure lies: outside, near an end (440 in 362 to 446: at 0.93), or nothing to say."""
    if side(fact) or fact.band is None or not _is_shown(fact):
        return _outside(fact)
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
    of: dict[str, Any] = {"edition": page.origin.edition, "rows": rows}
    return say(
        """How aims for shares are met is a record of its own: of {below} allies below the {wales} of Wales in {then},
        {kept} were there in {due}, as aimed at, and on average they made {part} of the rise they had aimed at: one
        that rose by more counts as having made all of it, one that fell as having made none.""",
        "note",
        below=declared("wales_below_when_agreed", "", len(page.wales), **of),
        then=words.guideline_agreed("wales"),
        kept=count_of("wales_met_when_due", "", kept, **of),
        due=words.guideline_due("wales"),
        part=words.rounded(declared("rise_delivered", "", part, **of)),
        of=page,
    )


BILL = "extra for core defence at the end of the plan"
ERRORS = (
    "e = ln(Σ weight × exp(error) ÷ Σ weight) over allies with an outcome, error = ln(outcome ÷ forecast) of an ally’s "
    f"real GDP; weight: {BILL}; beyond the IMF’s fifth year its last growth rate is held"
)
"""How the errors e of the vintages on record are made."""


def bias(page: Page) -> Passage:
    """Where the range is centred and why: on which side of the IMF's path past sums came out."""
    found = page.ranges.bias
    bill = page.bill(words.ALL, "core", page.money("extra"))
    if bill.band is None or bill.band.beside is None:
        return Passage(())
    error = _sum_fact(page, "mean_error", found.far_mean)
    side_of_europe = side(page.bill(words.EUROPE, "core", page.money("extra")))
    outside = f" The amount of Europe and Canada lies {side_of_europe} its range for that reason."
    return say(
        """{bill} a year, {prices}, is what the IMF’s path gives; the likely range (growth only) is centred where
        outcomes have come out. Allies’ GDP {ahead} on, weighed by their part of this bill, came out below that path in
        {below} of {far} vintages since {first}, whose periods overlap, {size} on average. Around the path itself the
        range would be {beside}.{outside}""",
        bill=bill,
        ahead=declared("years_ahead", found.ahead, f"{written.number_word(found.ahead)} years"),
        below=_sum_fact(page, "below_forecast_of_sum", found.far_below, "below_forecast"),
        far=_sum_fact(page, "outcomes", found.far),
        first=words.year("first_vintage", page.ranges.first_vintage, "first vintage of the record"),
        size=(words.unsigned(error), " lower" if float(error) < 0 else " higher"),
        beside=beside(bill),
        outside=outside if side_of_europe else "",
        of=page,
    )


def beside(fact: Fact) -> Fact:
    """The range of a fact around the IMF's path, as one fact: ``US$377 to 509 billion``."""
    band = fact.band
    if band is None or band.beside is None:
        raise ValueError(f"“{fact.label}” has no range around the IMF’s path")
    made: dict[str, Any] = {"edition": fact.edition, "status": "projection", "kind": "projected"}
    made |= {"inputs": (fact, *band.assumptions), "what": fact.label, "band": band.name}
    return declared("beside", "", " to ".join(written.ends(*band.beside, fact.unit)), of=fact.name, **made)


def _sum_fact(page: Page, quantity: str, value: float, name: str = "") -> Fact:
    """A figure made of the record of the alliance's sum, as far ahead as the plan's end."""
    ahead = page.ranges.bias.ahead
    name, rows = f"{name or quantity}.{BILL}.{ahead}", page.ranges.record.rows
    return declared(quantity, "", value, name=name, rows=rows, by=BILL, ahead=ahead, errors=ERRORS)

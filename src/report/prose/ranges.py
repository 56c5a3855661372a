"""How a range is written beside a projected number, and what a reader is told of it."""

from __future__ import annotations

from report.facts import Fact, assumed, ends, named, units, written
from report.facts.rows import spending_rows
from report.outlook.delivery import AGREED, DUE
from report.outlook.lineage_risk import PERCENT, below, record
from report.outlook.simulation import DRAWS
from report.pages import CountryPage, Page
from report.prose import words
from report.prose.passage import Passage, Segment, say

NOTE = (
    f"“{PERCENT}% low” and “{PERCENT}% high” are the ends of the {PERCENT}% range, drawn from the errors of IMF forecasts since 1990 without their mean and with "
    "sizes pulled towards the typical ally’s; the plan carried out as written. Outcomes have more often been below the IMF’s path than above."
)
"""What a table says of its columns of ends."""


LOW, HIGH = f"{PERCENT}% low", f"{PERCENT}% high"
"""Heads of the columns that hold the ends."""
TOO_WIDE = 5.0
"""A range whose upper end is more than this many times its lower one says that the amount cannot be told; its ends stay in the panel."""

DELIVERED = "mean over allies of rise made ÷ rise aimed at, each between nought and one"


def width(percent: int) -> Fact:
    """How much of the outcomes a range holds: ``80%``."""
    reason = "from the 10th to the 90th percentile of the draws"
    return named("part of the outcomes a range holds", f"{percent}%", reason)


def is_too_wide(fact: Fact) -> bool:
    """Whether the ends of a fact's range are too far apart to be printed."""
    return fact.band is not None and are_too_far_apart(fact.band.low, fact.band.high)


def are_too_far_apart(low: float, high: float) -> bool:
    """TRY 238 billion to 22.8 trillion: a factor of 96, too far apart. 392 to 491: not."""
    return low > 0 and high / low > TOO_WIDE


def spread(fact: Fact, only: bool = False) -> tuple[Segment, ...]:
    """`` (80% range US$392 to 491 billion)``, with what is uncertain in it if ``only``; nothing for a fact without a range."""
    if fact.band is None or not fact.band.is_wide or is_too_wide(fact):
        return ()
    low, high = ends(fact)
    reason = f", {fact.band.drawn} uncertainty only" if only else ""
    return (" (", width(fact.band.percent), " range ", low, " to ", high, f"{reason})")


def short(fact: Fact) -> tuple[Segment, ...]:
    """`` (US$392 to 491 billion)``, where the sentence before has said what a range is."""
    whole = spread(fact)
    return (" (", *whole[3:]) if whole else ()


def detail(fact: Fact, otherwise: str) -> tuple[Segment, ...]:
    """The line under a headline number: its range, or other words where it has none."""
    return spread(fact)[1:-1] or (otherwise,)


def basis(page: Page, amount: Fact) -> tuple[Segment, ...]:
    """The prices of an amount and what it is measured against, to follow a headline number; nothing where nothing is asked."""
    if amount.band is None:
        return ()
    return (", ", words.price_words(page), ", over ", words.baseline_words(page))


def caution(page: Page) -> Passage:
    """How to read a projection: what it assumes, what drives its range and what is not in it."""
    return _assumptions(page) + _delivery(page)


def _delivery(page: Page) -> Passage:
    """How the last promise was kept: what no range holds."""
    if page.wales is None:
        return Passage(())
    kept, part = int(page.wales["kept"].sum()), 100 * float(page.wales["delivered"].clip(0, 1).mean())
    rows = spending_rows(page.d, page.wales["iso3"].tolist(), [AGREED, DUE], ["share_gdp"])
    edition = page.origin.edition
    return say(
        """How aims for shares are met is a record of its own: of {below} allies below {wales} in {then}, {kept} were there in {due}, as
        aimed at, and on average they made {part} of the rise they had aimed at, where none counts for more than all of its rise or for less than none
        of it.""",
        "note",
        below=Fact(
            "allies below the Wales guideline when it was agreed", len(page.wales), units.COUNT, edition, rows=rows
        ),
        wales=words.wales(),
        then=words.year(AGREED, "Wales summit"),
        kept=Fact("of these at the guideline when it was due", kept, units.COUNT, edition, rows=rows).written_as(
            written.number_word(kept)
        ),
        due=words.year(DUE, "year the Wales guideline was due"),
        part=Fact(
            "part of the rise aimed at made by then, mean over allies",
            part,
            units.PERCENT,
            edition,
            formula=DELIVERED,
            rows=rows,
        ).written_as(f"{written.decimal(part)}%"),
    )


def _assumptions(page: Page) -> Passage:
    return say(
        """This is arithmetic on stated assumptions, not a forecast. Shares move as the plan says; GDP follows the {macro}, and beyond its last
        year each country’s growth of that year is held.

        A range holds {width} of {draws} joint futures. The figure itself is what the IMF’s path gives, and need not lie in the middle between the ends. A future
        repeats, for all allies at once, the errors of past {record}, so that allies boom and slump together. These are not the raw errors: their mean is
        taken off, those of growth are pulled towards the size typical of allies, and years of high inflation are set aside
        ({methods}). In truth growth has come out below the IMF’s path more often than above it, {below} of the time in the years that the IMF forecasts ahead, so the
        lower part of a range deserves more weight than the upper. At constant
        prices a range is a matter of real growth alone, at current prices of growth and inflation. Not in any range: whether governments
        deliver what the plan says, how far NATO will revise the base year, and exchange rates, which are held as the IMF holds them.""",
        "note",
        macro=named("macro vintage", page.origin.macro, "page parameter", page.origin.edition),
        width=width(PERCENT),
        draws=assumed("joint draws", DRAWS, units.COUNT, "our choice").written_as(written.decimal(DRAWS)),
        methods=f"[methods]({'../' if isinstance(page, CountryPage) else ''}methods.html)",
        record=record(page.d),
        below=below(page.d),
    )

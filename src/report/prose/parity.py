"""When Europe and Canada would spend as much as the United States, and how sure that is."""

from __future__ import annotations

import numpy as np

from report.burdens.parity import parity as first_parity
from report.facts import Fact, combine, named, units, written
from report.facts.catalogue import declared
from report.outlook.draws import standard_error
from report.outlook.range_facts import assumptions
from report.outlook.risk import DRAWS, SEED
from report.pages import Page
from report.pages.ranges import ENDS, Floats
from report.prose import words
from report.prose.passage import Passage, Segment, say
from report.prose.ranges import short, spread
from report.prose.words import EUROPE, US


def parity(page: Page) -> Passage:
    """When Europe and Canada would spend as much as the United States, under the plan and if American spending stood still."""
    path = page.parity
    when, flat = first_parity(path).year, first_parity(path.assign(us=path["us"].iloc[0])).year
    rest, us = (page.bill(who, "core", "level_usd_m_constant") for who in (EUROPE, US))
    return say(
        """Under {plan} Europe and Canada would spend {rest} on core defence in {horizon}{rest_spread} and the United States {us}{us_spread}, {prices}: parity
        {when}. If American spending stayed at its sum of {year} in real terms, parity {flat}. Projections rest on the {macro}. Equal sums would not mean equal burdens, still less equal capability.""",
        plan=page.plan_name_fact(),
        rest=rest,
        rest_spread=spread(rest),
        us=us,
        us_spread=short(us),
        macro=named("macro_vintage", "macro vintage", page.origin.macro, "page parameter", page.origin.edition),
        horizon=words.year("horizon", page.horizon, "horizon of the plan"),
        prices=words.prices(page.year),
        when=_parity_words(page, when, held=False),
        year=page.when(page.year),
        flat=_parity_words(page, flat, held=True),
    )


def _parity_words(page: Page, year: int | None, held: bool) -> tuple[Segment, ...]:
    """Whether and when the two sides meet, and how sure that is: the span of the draws, or the part of them in which they do."""
    drawn = page.ranges.parity_years(page.parity["year"].astype(int).tolist(), held)
    name = "held" if held else "plan"
    if year is None:
        return ("would not come by then", *_chance(page, name, drawn))
    low, high = np.quantile(drawn, ENDS, method="nearest")
    when = _when(page, name, "with American spending held" if held else "under the plan", year)
    if low == high:
        return (when, *_chance(page, name, drawn, int(high) if np.isfinite(high) else None))
    return (when, " (likely range, growth only: ", _end(page, name, low), " to ", _end(page, name, high), ")")


def _chance(page: Page, name: str, drawn: Floats, year: int | None = None) -> tuple[Segment, ...]:
    """In what part of the draws they meet, by the end or in the year given, what is drawn, and how far drawing itself may be off."""
    part = float((drawn == year).mean() if year else np.isfinite(drawn).mean())
    formula = "draws in which Europe and Canada spend at least as much as the United States ÷ all draws"
    when = f", {year}" if year else ""
    fact = combine(
        f"parity_chance.{name}.{year or page.horizon}",
        f"part of the draws with parity{when}",
        100 * part,
        units.PERCENT,
        formula,
        assumptions(page.d, DRAWS, SEED),
    )
    error = combine(
        f"parity_chance_error.{name}.{year or page.horizon}",
        f"standard error of the part of the draws with parity{when}",
        100 * standard_error(part, len(drawn)),
        units.POINTS,
        "√(p × (1 − p) ÷ draws)",
        (fact,),
    )
    return (
        " (it would in ",
        fact.written_as(f"{written.decimal(100 * part)}%"),
        " of the draws, give or take ",
        error.written_as(f"{written.decimal(float(error), 1)} points"),
        " by the luck of drawing; growth alone is drawn and exchange rates are held)",
    )


def _end(page: Page, name: str, year: float) -> Fact:
    """An end of the span of years; draws without parity lie beyond the horizon."""
    return declared("parity_end", f"{name}.{year:.0f}", f"{year:.0f}" if np.isfinite(year) else f"after {page.horizon}")


def _when(page: Page, name: str, label: str, year: int) -> Fact:
    """The year of parity as a phrase, resting on what Europe and Canada would spend in it."""
    spent = page.bill(EUROPE, "core", "level_usd_m_constant", year)
    formula = "first year in which Europe and Canada spend at least as much as the United States"
    return combine(
        f"parity_year.{name}.{year}", f"parity {label}", f"would come in {year}", units.TEXT, formula, (spent,)
    )

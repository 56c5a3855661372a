"""The next step: what it would take next year, and at which pace."""

from __future__ import annotations

import pandas as pd

from report.facts import Fact, Row, units
from report.facts.rows import spending_rows
from report.pages import Page
from report.prose import words
from report.prose.passage import Passage, Segment, say

STEPS = "data/scorecard/verification.csv"
"""The download that holds every ally's step."""


def next_step(page: Page) -> Passage:
    """What it would take next year, and at which pace."""
    late = _late(page)
    if late.empty:
        return say("Nobody has a step left to take under this plan.")
    step = _money(page, late.index.tolist(), float(late["next_step_usd_m"].sum()))
    if not step.is_known:
        return say("This edition prints no money in which next year’s step could be told.")
    return _steps(page, late, step)


def _late(page: Page) -> pd.DataFrame:
    """Allies behind their paths; where nobody is, as when paths only begin, all that are short of next year's share."""
    card = page.scorecard.card
    behind = card[card["status"] == "behind"]
    return card[card["next_step_pp"] > 0] if behind.empty else behind


def _steps(page: Page, late: pd.DataFrame, step: Fact) -> Passage:
    alone, behind = len(late) == 1, bool((late["status"] == "behind").all())
    whose = f"now behind {'its' if alone else 'their'} path" if behind else "short of what the path asks next year"
    return say(
        """To be on the path in {next}, {count} {whose}{only} would have to add {step} at the GDP of {year}, {prices}{most}. That is the share required in
        {next} less that of {year}, so it makes up for what was missed: as GDP grows, the same points cost more.""",
        count=_number(page, late, whose),
        whose=whose,
        only=f", {page.names_in_text[str(late.index[0])]}," if alone else "",
        most=() if alone else _largest(page, late),
        step=step,
        year=page.when(page.year),
        next=words.year("next_year", page.year + 1, "year after the last of the edition"),
        prices=words.prices(None),
    )


def _largest(page: Page, late: pd.DataFrame) -> tuple[Segment, ...]:
    """The largest step of those added up."""
    iso3 = str(late["next_step_usd_m"].idxmax())
    money = page.scorecard.fact(iso3, "next_step_usd_m")
    return ("; the largest part of it, ", money, ", is that of ", page.names_in_text[iso3])


def _number(page: Page, late: pd.DataFrame, whose: str) -> Fact:
    """How many allies are added up: ``the one ally``, ``the ten allies``."""
    count = words.how_many(page, "next_step_of", late.index.tolist(), whose, whose=whose)
    return count.written_as(f"the {count} {words.plural(count, 'ally', 'allies')}")


def _money(page: Page, allies: list[str], total: float) -> Fact:
    rows = spending_rows(page.d, allies, [page.year], ("share_gdp", "spend_usd_current", "gdp_usd_current"))
    steps = page.scorecard.card.loc[allies, ["ally", "next_step_usd_m"]].itertuples(index=False)
    added = tuple(Row(STEPS, f"{ally} next_step_usd_m", money, units.USD_M.label) for ally, money in steps)
    return page.origin.measured(
        "next_steps",
        "",
        total if total > 0 else float("nan"),
        page.year,
        name=f"next_step_usd_m.NATO.{page.year}.{page.plan.key}.{len(allies)}",
        rows=added + rows,
        allies=len(allies),
        plan=page.plan.title,
    )

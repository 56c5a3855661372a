"""The scorecard as a table that can be read alone: one line an ally, every figure behind its status."""

from __future__ import annotations

import pandas as pd

from report.burdens.verification import STEP_RULE, TOLERANCE
from report.facts import units, written
from report.pages import Page
from report.pages.scorecard import SYMBOLS, Scorecard
from report.prose.precedents import frequency
from report.prose.table import Column, Table


def table(page: Page) -> Table:
    """Status, share and path, next step, pace against the 0.2 rule, precedent, own pledge and the review, for every ally."""
    score, year = page.scorecard, page.origin.year(page.year)
    frame = _frame(score)
    columns = (
        Column("ally", "Ally"),
        Column("sign", "Status"),
        Column("share", f"Share in {year}", units.PERCENT_GDP),
        Column("required_share", "Required by now", units.PERCENT_GDP),
        Column("drift_pp", "From path", units.POINTS, plus=True),
        Column("next_step_pp", "Next year’s step", units.POINTS),
        Column("next_step_usd_m", "Next year’s step in money", units.USD_M),
        Column("required_pp", "Needed a year", units.POINTS_A_YEAR),
        Column("rule", f"{STEP_RULE:g} a year"),
        Column("precedent", "Spans as fast"),
        Column("pledge", "Own pledge"),
        Column("pledge_gap_pp", "Pledge against plan", units.POINTS, plus=True),
        Column("later", f"In {score.review_year} at present pace"),
    )
    return Table(
        id="verification",
        caption=f"Every ally against “{page.plan.title}”",
        subtitle=f"Core defence expenditure in {year}, straight path from the share when the plan was agreed; money at current prices and exchange rates",
        frame=frame,
        columns=tuple(column for column in columns if _is_told(frame[column.name])),
        notes=_notes(score),
        source=f"{page.origin.nato}; table of pledges",
        edition=page.origin.edition,
    )


def _frame(score: Scorecard) -> pd.DataFrame:
    card = score.card
    return card.assign(
        sign=[sign(status) for status in card["status"]],
        rule=[_rule(pace, above) for pace, above in zip(card["required_pp"], card["above_0_2_rule"], strict=True)],
        precedent=[unbroken(frequency(share)) for share in card["precedent_share"]],
        pledge=[_pledge(row) for _, row in card.iterrows()],
        later=[_later(status) for status in score.review["status"].reindex(card.index)],
    ).reset_index(drop=True)


def sign(status: str) -> str:
    """A status with its sign, kept on one line: ``▼ behind``."""
    return unbroken(f"{SYMBOLS[status]} {status}")


def unbroken(text: str) -> str:
    """Words that stay on one line of a cell, whatever the width."""
    return text.replace(" ", "\u00a0")


def _rule(pace: float, above: bool) -> str:
    if pace != pace or pace == 0:
        return written.MISSING
    return "above" if above else "within"


def _pledge(row: pd.Series) -> str:
    if pd.isna(row["pledge_share"]):
        return written.MISSING
    marks = ("†" if row["pledge_component"] == "total" else "") + (
        "*" if row["pledge_confidence"] == "unverified" else ""
    )
    return unbroken(f"{written.decimal(float(row['pledge_share']), 2)}% by {int(row['pledge_year'])}{marks}")


def _later(status: str) -> str:
    return written.MISSING if status in ("no forces", "no figure") else unbroken(status)


def _is_told(column: pd.Series) -> bool:
    """Whether an edition has anything for a column, such as money."""
    return bool((column.notna() & (column != written.MISSING)).any())


def _notes(score: Scorecard) -> tuple[str, ...]:
    let_off = [score.card.loc[iso3, "ally"] for iso3 in score.having("exempt")]
    exempt = (
        (f"{written.listing(let_off)}: let off by the plan and measured against its own figure.",) if let_off else ()
    )
    return (
        f"On path: within {TOLERANCE:g} points of it. Next year’s step includes what has been missed so far; its money is at this year’s GDP.",
        f"{STEP_RULE:g} points a year were proposed in May 2025 and not adopted. Spans as fast: of all spans of as many years by any ally in this edition, those with at least that average pace.",
        "Own pledges by national definitions, the latest on record due by the plan’s year. † core and related together; * no text we could check.",
        *exempt,
    )

"""The scorecard as a table that can be read alone: one line an ally, every figure behind its status."""

from __future__ import annotations

import pandas as pd

from report.burdens.verification import STEP_RULE, TOLERANCE
from report.facts import units, written
from report.pages import Page
from report.pages.scorecard import SYMBOLS, Scorecard
from report.prose.table import Column, Table


def table(page: Page) -> Table:
    """Status, share and path, next step, pace, precedent, own pledge and the review, for every ally."""
    score, year = page.scorecard, page.origin.year(page.year)
    frame = _frame(score)
    columns = (
        Column("ally", "Ally"),
        Column("sign", "Status"),
        _begins(score.card),
        Column("share", f"Share in {year}", units.PERCENT_GDP),
        Column("required_share", "Required by now", units.PERCENT_GDP),
        Column("drift_pp", "From path", units.POINTS, plus=True),
        _step(frame),
        Column("required_pp", "Needed a year", units.POINTS_A_YEAR),
        Column("precedent", "Done before"),
        Column("pledge", "Own pledge, % of GDP (against path then)"),
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
        start=[_start(row) for _, row in card.iterrows()],
        precedent=[_often(share) for share in card["precedent_share"]],
        pledge=[_pledge(row) for _, row in card.iterrows()],
        later=[_later(status) for status in score.review["status"].reindex(card.index)],
    ).reset_index(drop=True)


def sign(status: str) -> str:
    """A status with its sign, kept on one line: ``▼ behind``."""
    return unbroken(f"{SYMBOLS[status]} {status}")


def unbroken(text: str) -> str:
    """Words that stay on one line of a cell, whatever the width."""
    return text.replace(" ", "\u00a0")


def _begins(card: pd.DataFrame) -> Column:
    """Where paths begin: one figure a line where all begin in the same year, else each with its year."""
    years = card["start_year"].dropna().unique()
    if len(years) == 1:
        return Column("start_share", f"Path from, {int(years[0])}", units.PERCENT_GDP)
    return Column("start", "Path from")


def _step(frame: pd.DataFrame) -> Column:
    """Next year's step in money; in points where the edition has no money."""
    if _is_told(frame["next_step_usd_m"]):
        return Column("next_step_usd_m", "Next year’s step", units.USD_M)
    return Column("next_step_pp", "Next year’s step", units.POINTS)


def _start(row: pd.Series) -> str:
    """Where the path begins: ``2.00% in 2025``."""
    if pd.isna(row["start_share"]):
        return written.MISSING
    return unbroken(f"{written.decimal(float(row['start_share']), 2)}% in {int(row['start_year'])}")


def _often(share: float) -> str:
    return written.MISSING if pd.isna(share) else f"{written.decimal(100 * share)}%"


def _pledge(row: pd.Series) -> str:
    if pd.isna(row["pledge_share"]):
        return written.MISSING
    marks = ("†" if row["pledge_component"] == "total" else "") + (
        "*" if row["pledge_confidence"] == "unverified" else ""
    )
    told = unbroken(f"{written.decimal(float(row['pledge_share']), 2)}{marks} by {int(row['pledge_year'])}")
    gap = row["pledge_gap_pp"]
    return told if pd.isna(gap) else f"{told} ({written.signed(float(gap), 2)})"


def _later(status: str) -> str:
    return written.MISSING if status in ("no forces", "no figure") else unbroken(status)


def _is_told(column: pd.Series) -> bool:
    """Whether an edition has anything for a column, such as money."""
    return bool((column.notna() & (column != written.MISSING)).any())


def _ground(score: Scorecard) -> str:
    """The reason the plan gives, where there is one exempt ally."""
    reasons = [str(given.get("reason") or "").rstrip(".") for given in score.plan.exemptions.values()]
    return f", {reasons[0]}" if len(reasons) == 1 and reasons[0] else ""


def _notes(score: Scorecard) -> tuple[str, ...]:
    let_off = [score.card.loc[iso3, "ally"] for iso3 in score.having("exempt")]
    exempt = (
        (f"{written.listing(let_off)}: treated here as exempt{_ground(score)}; measured against its own figure.",)
        if let_off
        else ()
    )
    return (
        f"On path: within {TOLERANCE:g} points of it. Next year’s step includes what has been missed so far; in money it is that share of this year’s GDP at this year’s prices, with no growth in it.",
        f"Needed a year: on average from here to the target; {STEP_RULE:g} points were proposed in May 2025 and not adopted. Done before: of all spans of as many years in this edition, how many saw the share of any ally rise at least that fast.",
        "Own pledges by national definitions, the latest on record due by the plan’s year; in brackets points above or below what the path requires in the pledge’s own year, left out where that year is past. † core and related together, not to be read beside core figures; * no text we could check.",
        f"A dash: nothing to tell, as for a pace where the target is met, a pledge where none is on record, or a member without forces. Behind now and ahead in {score.review_year}: the share rose faster over the last three years than the path does.",
        *exempt,
    )

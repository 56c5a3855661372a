"""The scorecard as a table that can be read alone: one line an ally, every figure behind its status."""

from __future__ import annotations

import pandas as pd

from report.facts import units, written
from report.outlook.scorecard.verification import STEP_RULE, TOLERANCE
from report.pages import Page
from report.pages.scorecard import CLOSE, Scorecard
from report.prose.passage import say
from report.prose.scorecard import standing_words
from report.prose.table import Column, Table


def table(page: Page) -> Table:
    """Status, share and path, next step, pace, precedent, own pledge and the review, for every ally."""
    score, year = page.scorecard, page.origin.year(page.year)
    frame = _frame(page)
    columns = (
        Column("ally", "Ally"),
        Column("sign", "Status"),
        _begins(score.card),
        Column("share", f"Share in {year}", units.PERCENT_GDP),
        Column("required_share", "Required by now", units.PERCENT_GDP),
        Column("drift_pp", "From path", units.POINTS, plus=True),
        Column("next_step_pp", "Next year’s step", units.POINTS),
        Column("next_step_usd_m", "The same in money", units.USD_M),
        Column("required_pp", "Needed a year", units.POINTS_A_YEAR),
        Column("precedent", "Done before (allies)"),
        Column("own_best_pp", "Own best", units.POINTS_A_YEAR, plus=True),
        Column("pledge", "Own pledge, % of GDP"),
        *([Column("later", f"In {score.review_year} at pace since {score.agreed}")] if score.is_measured else []),
    )
    return Table(
        id="verification",
        caption=f"Every ally against “{page.plan.title}”",
        subtitle=f"Core defence expenditure in {year}, checking line from the share {_from(page)}; money at current prices and exchange rates",
        frame=frame,
        columns=tuple(column for column in columns if _is_told(frame[column.name])),
        notes=_notes(page),
        source=f"{page.origin.nato}; table of pledges",
        edition=page.origin.edition,
    )


def _from(page: Page) -> str:
    """Where the line starts, in words."""
    return "when the plan began" if page.scorecard.is_measured else f"of {page.origin.year(page.year)}"


def _frame(page: Page) -> pd.DataFrame:
    score, card, words = page.scorecard, page.scorecard.card, standing_words(page)
    return card.assign(
        name=card["ally"],
        ally=[say("[{name}](country/" + iso3 + ".html)", name=name) for iso3, name in card["ally"].items()],
        sign=[sign(words[status], score.is_close(iso3)) for iso3, status in card["status"].items()],
        start=[_start(row) for _, row in card.iterrows()],
        precedent=[_often(row) for _, row in card.iterrows()],
        pledge=[_pledge(row) for _, row in card.iterrows()],
        later=[_later(status) for status in score.review_since["status"].reindex(card.index)],
    ).reset_index(drop=True)


def sign(standing: str, close: bool = False) -> str:
    """A standing kept on one line: ``▼ behind``; ``▼ behind ≈`` where a usual revision could turn it."""
    return unbroken(f"{standing}{f' {CLOSE}' * close}")


def unbroken(text: str) -> str:
    """Words that stay on one line of a cell, whatever the width."""
    return text.replace(" ", "\u00a0")


def _begins(card: pd.DataFrame) -> Column:
    """Where paths begin: one figure a line where all begin in the same year, else each with its year."""
    years = card["start_year"].dropna().unique()
    if len(years) == 1:
        return Column("start_share", f"Path from, {int(years[0])}", units.PERCENT_GDP)
    return Column("start", "Path from")


def _start(row: pd.Series) -> str:
    """Where the path begins: ``2.00% in 2025``."""
    if pd.isna(row["start_share"]):
        return written.MISSING
    return unbroken(f"{written.decimal(float(row['start_share']), 2)}% in {int(row['start_year'])}")


def _often(row: pd.Series) -> str:
    """How many spans were as fast, of how many, and of how many allies they are: ``20 of 124 (9)``."""
    if pd.isna(row["precedent_share"]):
        return written.MISSING
    counts = [int(row[f"precedent_{what}"]) for what in ("reached", "windows", "allies")]
    return unbroken("{} of {} ({})".format(*counts))


def _pledge(row: pd.Series) -> str:
    """The pledge that tells most and what it is held against: ``2.00 by 2029 (−0.61)``."""
    if pd.isna(row["pledge_share"]):
        return written.MISSING
    marks = ("†" if row["pledge_component"] == "total" else "") + (
        "*" if row["pledge_confidence"] == "unverified" else ""
    )
    told = unbroken(f"{written.decimal(float(row['pledge_share']), 2)}{marks} by {int(row['pledge_year'])}")
    against = _held_against(row)
    return f"{told} {unbroken(against)}" if against else told


def _held_against(row: pd.Series) -> str:
    """Points from the path then, what was spent in the pledge's year, or why neither is told."""
    if pd.notna(row["pledge_gap_pp"]):
        return f"({written.signed(float(row['pledge_gap_pp']), 2)})"
    if pd.notna(row["pledge_spent"]):
        spent = written.decimal(float(row["pledge_spent"]), 2)
        return f"(spent {spent})"
    return {"as agreed": "(as agreed)", "own figure": "(own figure)"}.get(row["pledge_test"], "")


def _later(status: str) -> str:
    return written.MISSING if status in ("no forces", "no figure") else unbroken(status)


def _is_told(column: pd.Series) -> bool:
    """Whether an edition has anything for a column, such as money."""
    return bool((column.notna() & (column != written.MISSING)).any())


def _ground(score: Scorecard) -> str:
    """The reason the plan gives, where there is one exempt ally."""
    reasons = [str(given.get("reason") or "").rstrip(".") for given in score.plan.exemptions.values()]
    return f", {reasons[0]}" if len(reasons) == 1 and reasons[0] else ""


def _notes(page: Page) -> tuple[str, ...]:
    score = page.scorecard
    let_off = [score.card.loc[iso3, "ally"] for iso3 in score.having("exempt")]
    exempt = (
        (f"{written.listing(let_off)}: treated here as exempt{_ground(score)}; measured against its own figure.",)
        if let_off
        else ()
    )
    proposed = written.listing([page.names[iso3] for iso3 in score.proposed])
    floated = f" Proposals are left out ({proposed})." if score.proposed else ""
    return (
        f"On path: within {TOLERANCE:g} points of it.{_close(score)} Next year’s step includes what has been missed so far; in money it is at this year’s GDP and prices.",
        f"Needed a year: on average from here to the target; {STEP_RULE:g} points were proposed in May 2025 and not adopted. Done before: how many of all spans of as many years in this edition saw a share rise at least that fast on average{_spans(score)}, and of how many allies they are. Spans overlap, so that they are neither independent trials nor odds. Own best: the ally’s own fastest such span.",
        f"Own pledge: as recorded to {written.month(score.recorded)}, by national definitions. Of core pledges still to come the one lowest against the path of its own year, in brackets points from it; else one that repeats what all agreed (“as agreed”), the exempt ally’s own figure, or the last that has come due, with what was spent in its year. † core and related together, shown only without a core pledge and not to be read beside core figures; * no text we could check.{floated}",
        "A dash: nothing to tell, as for a pace where the target is met, a pledge where none is on record, or a member without forces."
        + (
            f" The pace since {score.agreed}, when the plan began, is short; a longer one would hold what was added before."
            if score.is_measured
            else ""
        ),
        *exempt,
    )


def _close(score: Scorecard) -> str:
    """What the sign of a close status means; nothing where none is."""
    if not score.close:
        return ""
    return f" {CLOSE}: within the usual revision, {written.decimal(score.usual.half, 2)} points, of another status: half of all shares of an edition’s last year moved that far later or less."


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

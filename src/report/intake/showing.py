"""A comparison of two editions or forecasts as lines for the terminal, as a page and as one table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader

from report.facts import written
from report.pages.difference import Difference

TITLES = {
    "headline": "Headlines",
    "ally": "Allies with figures in one of the two",
    "guideline": "Guidelines met or missed",
    "status": "Scorecard",
    "claim": "Claims",
}
MADE = '<meta name="generator" content="burdenshare data diff">'
"""By which a page of a comparison is known."""
FEW = 5
"""How many moves of each measure the terminal shows."""
Rows = list[dict[Any, Any]]


def lines(found: Difference) -> Iterator[str]:
    """What turns, then the largest moves of each measure."""
    for title, rows in turns_by_kind(found).items():
        yield f"{title}: {len(rows)} differ" if rows else f"{title}: none differs"
        yield from (f"  {row['subject']}: {row['before']} → {row['after']}" for row in rows)
    for title, rows in moves_by_measure(found).items():
        yield f"{title}: {len(rows)} figures differ{', the largest' if len(rows) > FEW else ''}"
        yield from (f"  {r['ally']} {r['year']}: {r['before']} → {r['after']} ({r['size']})" for r in rows[:FEW])
    if found.apart:
        yield f"Not compared, as unit, price base or base year differ: {'; '.join(found.apart)}"


def turns_by_kind(found: Difference) -> dict[str, Rows]:
    """What turns, by kind; kinds that a comparison of forecasts does not have are left out."""
    kinds = ["headline"] if found.turns["kind"].isin(["headline"]).all() else list(TITLES)
    return {TITLES[kind]: found.turns[found.turns["kind"] == kind].to_dict("records") for kind in kinds}


def moves_by_measure(found: Difference) -> dict[str, Rows]:
    """The moves of each measure, figures as people write them."""
    groups = found.moves.groupby("what", sort=False)
    return {str(title): [_shown(row) for row in rows.to_dict("records")] for title, rows in groups}


def _shown(row: dict[Any, Any]) -> dict[Any, Any]:
    unit = " points" if row["unit"] == "points" else "%"
    figures = {side: written.decimal(row[side], row["digits"]) for side in ("before", "after")}
    return {**row, **figures, "size": f"{written.signed(row['size'], 2)}{unit}" if pd.notna(row["size"]) else "new"}


def as_table(found: Difference) -> pd.DataFrame:
    """Turns and moves in one table: kind, subject, iso3, measure, year, before, after, size, unit."""
    moves = found.moves.assign(kind="figure", subject=found.moves["what"])
    both = pd.concat([found.turns, moves], ignore_index=True)
    columns = ["kind", "subject", "iso3", "measure", "year", "before", "after", "size", "unit"]
    return both.reindex(columns=columns).astype({"year": "Int64"})


def as_html(found: Difference) -> str:
    """A page that needs nothing beside it."""
    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    page = templates.get_template("difference.html")
    return page.render(made=MADE, d=found, turns=turns_by_kind(found), moves=moves_by_measure(found))

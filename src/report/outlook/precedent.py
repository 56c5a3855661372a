"""Has it ever been done? The pace a plan requires of an ally against every span of the same length any ally has lived through.

Spans are those of one edition's own series, never two editions joined: since 2014 in the edition of July 2026, since 2012 in that of June 2019.
Spans of one ally overlap, so they are not independent. What it is not: the probability that the ally will do it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from report.outlook.base import chosen, refuse_misfits, standing
from report.outlook.paths import share_path
from report.outlook.plan import Plan
from report.outlook.plan import plan as find
from report.outlook.pledges import with_pledges
from report.tables import Dataset

ROUNDING = 1e-9
NAMED = 5
FINE = 0.05
"""Paces below this are written with three decimals."""


class Asked(NamedTuple):
    """What a path asks: the end share in percent of GDP, the years it takes from the base year, and the mean points of GDP a year."""

    target: float
    years: int
    pace: float


def precedent(
    d: Dataset, plan: Plan | str | Path, allies: Iterable[str] | str | None = None, since: int | None = None
) -> pd.DataFrame:
    """One row per ally: the pace the plan requires of its core share and how often any ally has kept it.

    - ``share``, ``base_year``; ``target`` in percent of GDP, ``years`` until the path reaches it, ``required_pp`` = (target − share) ÷ years
    - ``length`` years of a span: ``years``, at most what the edition holds. ``spans`` of all allies since ``since`` (default: the edition's first year)
    - ``reached`` spans whose mean rise was at least ``required_pp``; ``reached_percent`` of all; ``allies_reached``; ``which`` names each ally's fastest,
      at most five, fastest first
    - ``kept`` of those reached, spans that rose by at least ``required_pp`` in every single year, ``kept_percent`` of those reached
    - ``own_best_pp`` the ally's own best mean rise over such a span; ``reading`` one line

    Spain from 2.00 in 2026 to 2.10 in 2035: 0.10 ÷ 9 = 0.011 points a year, spans of nine years. Nothing is required, or the edition holds one year of most allies: blanks from ``length`` on.
    Raises what :func:`report.outlook.cost` raises for unknown names.
    """
    asked = find(plan)
    stand = standing(d, asked.base_year, "nato")
    refuse_misfits(asked, stand, d.edition)
    stand = chosen(d, stand, allies, asked.base_year)
    settled, shares = with_pledges(asked, d), held_shares(d, since)
    rows = [_row(str(iso3), start, settled, shares) for iso3, start in stand[["share", "base_year"]].iterrows()]
    frame = pd.DataFrame(rows)
    return frame.assign(reading=[_reading(row) for row in frame.to_dict("records")])


def held_shares(d: Dataset, since: int | None = None) -> pd.DataFrame:
    """Published shares of GDP of the allies with forces, allies × years, from ``since`` on.

    Years for which the edition has few allies are left out: one ally's series (the British in the edition of July 2023) is no record of all.
    """
    table = d.panel["share_gdp"].unstack("year").reindex(d.allies.loc[d.allies["has_forces"], "iso3"])
    told = table.notna().sum() > table.notna().any(axis=1).sum() / 2
    return table.loc[:, told & (table.columns >= (since or 0))]


def asked_of(path: pd.Series) -> Asked:
    """What a path asks between its first year and the year it first reaches its highest share. 2.0, 2.5, 3.0, 3.0: one point in two years."""
    top = float(path.max())
    due = int(path.index[np.argmax(path.to_numpy() >= top - ROUNDING)])
    years = due - int(path.index[0])
    return Asked(top, years, (top - float(path.iloc[0])) / years if years else 0.0)


def spans(shares: pd.DataFrame, length: int, pace: float) -> pd.DataFrame:
    """Every span of ``length`` years: ``iso3, start, end, rise_pp`` (mean points of GDP a year), ``reached`` and ``kept`` the pace.

    ``kept``: every single year rose by at least the pace. 1.0, 1.2, 1.2, 1.6 at a pace of 0.2 over three years: a mean of 0.2, reached, not kept.
    """
    found = []
    for start in [year for year in shares.columns if year + length in shares.columns]:
        window = shares.loc[:, start : start + length]
        steps = window.diff(axis=1).iloc[:, 1:]
        rise = (window[start + length] - window[start]) / length
        found.append(pd.DataFrame({"start": start, "rise_pp": rise, "slowest_pp": steps.min(axis=1, skipna=False)}))
    frame = pd.concat(found).dropna().rename_axis("iso3").reset_index()
    marks = {"reached": frame["rise_pp"] >= pace - ROUNDING, "kept": frame["slowest_pp"] >= pace - ROUNDING}
    return frame.assign(end=frame["start"] + length, **marks)[["iso3", "start", "end", "rise_pp", *marks]]


def _row(iso3: str, start: pd.Series, plan: Plan, shares: pd.DataFrame) -> dict[str, Any]:
    asked = asked_of(share_path(float(start["share"]), int(start["base_year"]), plan, iso3))
    row = {"iso3": iso3, "base_year": int(start["base_year"]), "share": float(start["share"]), "target": asked.target}
    row |= {"years": asked.years, "required_pp": asked.pace}
    if asked.pace <= ROUNDING or shares.shape[1] < 2:
        return row
    length = min(asked.years, int(shares.columns[-1] - shares.columns[0]))
    return row | _record(iso3, spans(shares, length, asked.pace), length)


def _record(iso3: str, found: pd.DataFrame, length: int) -> dict[str, Any]:
    """What the spans say of a pace."""
    reached = found[found["reached"]].sort_values(["rise_pp", "iso3"], ascending=[False, True])
    fastest = reached.drop_duplicates("iso3")
    own = found.loc[found["iso3"] == iso3, "rise_pp"]
    return {
        "length": length,
        "since": int(found["start"].min()),
        "spans": len(found),
        "reached": len(reached),
        "reached_percent": 100 * len(reached) / len(found),
        "allies_reached": len(fastest),
        "which": "; ".join(
            f"{row.iso3} {row.start}–{row.end} ({row.rise_pp:+.2f})" for row in fastest.head(NAMED).itertuples()
        ),
        "kept": int(reached["kept"].sum()),
        "kept_percent": 100 * float(reached["kept"].mean()) if len(reached) else np.nan,
        "own_best_pp": float(own.max()) if len(own) else np.nan,
    }


def _reading(row: dict[str, Any]) -> str:
    """One line for a reader."""
    if row["required_pp"] <= ROUNDING:
        return "Nothing is required: the share is at what the plan asks, or above it."
    if row.get("spans") is None or np.isnan(row["spans"]):
        return "The edition holds one year of most allies: there is no span to look back on."
    asked = (
        f"{row['required_pp']:.2f} points of GDP a year for {row['years']} {'year' if row['years'] == 1 else 'years'}"
    )
    over = f"of {row['spans']:.0f} spans of {row['length']:.0f} {'year' if row['length'] == 1 else 'years'} since {row['since']:.0f}"
    if not row["reached"]:
        return f"Required: {asked}. No ally has done it: none {over} rose as fast."
    done = f"{row['reached']:.0f} ({row['reached_percent']:.0f} %), of {row['allies_reached']:.0f} {'ally' if row['allies_reached'] == 1 else 'allies'},"
    kept = "none did so" if not row["kept"] else f"{row['kept']:.0f} did so"
    return (
        f"Required: {asked}. {over[0].upper() + over[1:]}, {done} rose as fast on average; {kept} in every single year."
    )

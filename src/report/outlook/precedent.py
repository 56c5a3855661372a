"""Has it ever been done? The pace a plan requires of an ally against every span of that length of any ally.

Spans are of one edition's series, never two joined: since 2014 in the edition of July 2026, since 2012 in that of June
2019. Spans of one ally overlap: they are not independent. What it is not: the probability that the ally will do it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from report.burdens.measures import required_pace
from report.outlook.base import starts
from report.outlook.paths import share_path
from report.outlook.plan import AnyPlan, Plan
from report.outlook.plan import plan as find
from report.outlook.pledges import with_pledges
from report.tables import Dataset

ROUNDING = 1e-9
NAMED = 5
SAID = ("spans", "reached", "reached_percent", "allies_reached", "which", "kept", "kept_percent", "own_best_pp")
"""Columns of what is on record of a pace."""


class Required(NamedTuple):
    """What a path asks: the end share in percent of GDP, the years from the base year, the mean points a year."""

    target: float
    years: int
    pace: float


def precedent(d: Dataset, plan: AnyPlan) -> pd.DataFrame:
    """One row per ally: the pace the plan requires of its core share and how often any ally has kept it.

    - ``share``, ``base_year``; ``target`` in percent of GDP, ``years`` until the path reaches it, ``required_pp`` =
      (target − share) ÷ years
    - ``length`` years of a span: ``years``, at most what the edition holds. ``spans`` of all allies, ``since`` when
    - ``reached`` spans whose mean rise was at least ``required_pp``; ``reached_percent`` of all; ``allies_reached``;
      ``which`` names each ally's fastest, at most five, fastest first
    - ``kept`` of those reached, spans that rose by at least ``required_pp`` in every single year, ``kept_percent``
    - ``own_best_pp`` the ally's own best mean rise over such a span; ``reading`` one line

    Spain from 2.00 in 2026 to 2.10 in 2035: 0.10 ÷ 9 = 0.011 points a year, spans of nine years. Nothing is required,
    or the edition holds one year of most allies: blanks from ``length`` on. Raises as :func:`report.outlook.cost`.
    """
    found = find(plan)
    settled, shares = with_pledges(found, d), shares_of_all(d)
    starting = starts(d, found)[["share", "base_year"]]
    of_length = cache(partial(spans, shares))
    rows = [_row(str(iso3), start, settled, shares, of_length) for iso3, start in starting.iterrows()]
    frame = pd.DataFrame(rows)
    return frame.assign(reading=[_reading(row) for row in frame.to_dict("records")])


def shares_of_all(d: Dataset) -> pd.DataFrame:
    """Published shares of GDP of the allies with forces, allies × years. Years for which the edition has few allies are
    left out: one ally's series (the British in the edition of July 2023) is no record of all."""
    table = d.panel["share_gdp"].unstack("year").reindex(d.allies.loc[d.allies["has_forces"], "iso3"])
    return table.loc[:, table.notna().sum() > table.notna().any(axis=1).sum() / 2]


def asked_of(path: pd.Series) -> Required:
    """What a path asks until it first reaches its highest share. 2.0, 2.5, 3.0, 3.0: one point in two years."""
    top = float(path.max())
    due = int(path.index[np.argmax(path.to_numpy() >= top - ROUNDING)])
    first, share = int(path.index[0]), float(path.iloc[0])
    return Required(top, due - first, required_pace(share, top, first, due) if due > first else 0.0)


def spans(shares: pd.DataFrame, length: int) -> pd.DataFrame:
    """Every span of ``length`` years with a figure in every year: ``iso3, start, end, rise_pp`` = (b_end −
    b_start)/length, points of GDP a year, and ``slowest_pp``, the least rise of a single year in it.

    ``shares``: published shares of GDP in percent, allies down, years across. 1.0, 1.2, 1.2, 1.6 over three years: a
    mean of 0.2, the slowest year 0.
    """
    found = [pd.DataFrame(columns=["start", "rise_pp", "slowest_pp"])]
    for start in [year for year in shares.columns if year + length in shares.columns]:
        window = shares.loc[:, start : start + length]
        slowest = window.diff(axis=1).iloc[:, 1:].min(axis=1, skipna=False)
        rise = (window[start + length] - window[start]) / length
        found.append(pd.DataFrame({"start": start, "rise_pp": rise, "slowest_pp": slowest}))
    frame = pd.concat(found[1:] or found).dropna().rename_axis("iso3").reset_index()
    return frame.assign(end=frame["start"] + length)[["iso3", "start", "end", "rise_pp", "slowest_pp"]]


def longest(shares: pd.DataFrame, years: int) -> int:
    """The span to look for: the years asked for, at most as many as the series has."""
    return min(years, int(max(shares.columns) - min(shares.columns)))


def record(found: pd.DataFrame, pace: float, iso3: str, top: int = NAMED) -> dict[str, Any]:
    """What :func:`spans` say of a pace in points of GDP a year.

    Of ``spans``, ``reached`` it on average, those of ``allies``, ``kept`` it in every single year; ``share`` = reached
    ÷ spans, 0 (never yet) to 1, nan without spans. ``which`` names the fastest span of each ally that reached it, at
    most ``top``, fastest first; ``own_best_pp`` is the best span of ``iso3``. Source: our definition, after the
    reference classes of Kahneman & Tversky (1979). What it is not: the probability that the ally will do it.
    """
    reached = found[found["rise_pp"] >= pace - ROUNDING].sort_values(["rise_pp", "iso3"], ascending=[False, True])
    fastest, own = reached.drop_duplicates("iso3"), found.loc[found["iso3"] == iso3, "rise_pp"]
    named = [f"{one.iso3} {one.start}–{one.end} ({one.rise_pp:+.2f})" for one in fastest.head(top).itertuples()]
    return {
        "spans": len(found),
        "reached": len(reached),
        "share": len(reached) / len(found) if len(found) else np.nan,
        "allies": len(fastest),
        "which": "; ".join(named),
        "kept": int((reached["slowest_pp"] >= pace - ROUNDING).sum()),
        "own_best_pp": float(own.max()) if len(own) else np.nan,
    }


def _row(
    iso3: str, start: pd.Series, plan: Plan, shares: pd.DataFrame, of_length: Callable[[int], pd.DataFrame]
) -> dict[str, Any]:
    base_year, share = int(start["base_year"]), float(start["share"])
    target, years, pace = asked_of(share_path(share, base_year, plan, iso3))
    row = {"iso3": iso3, "base_year": base_year, "share": share, "target": target, "years": years, "required_pp": pace}
    if pace <= ROUNDING or shares.shape[1] < 2:
        return row
    length = longest(shares, years)
    found = of_length(length)
    said = record(found, pace, iso3)
    said |= {"reached_percent": 100 * said["reached"] / said["spans"], "allies_reached": said["allies"]}
    said["kept_percent"] = 100 * (said["kept"] / said["reached"]) if said["reached"] else np.nan
    return row | {"length": length, "since": int(found["start"].min())} | {name: said[name] for name in SAID}


def _reading(row: dict[str, Any]) -> str:
    """One line for a reader."""
    if row["required_pp"] <= ROUNDING:
        return "Nothing is required: the share does not rise under the plan."
    if row.get("spans") is None or np.isnan(row["spans"]):
        return "The edition holds one year of most allies: there is no span to look back on."
    required = f"{row['required_pp']:.2f} points of GDP a year for {_years(row['years'])}"
    over = f"of {row['spans']:.0f} spans of {_years(row['length'])} since {row['since']:.0f}"
    if not row["reached"]:
        return f"Required: {required}. No ally has done it: none {over} rose as fast."
    allies = f"{row['allies_reached']:.0f} {'ally' if row['allies_reached'] == 1 else 'allies'}"
    done = f"{row['reached']:.0f} ({row['reached_percent']:.0f} %), of {allies}, rose as fast on average"
    kept = "none did so" if not row["kept"] else f"{row['kept']:.0f} did so"
    return f"Required: {required}. {over[0].upper() + over[1:]}, {done}; {kept} in every single year."


def _years(number: float) -> str:
    return f"{number:.0f} {'year' if number == 1 else 'years'}"

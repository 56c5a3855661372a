"""Precedents: how often an ally has sustained a given pace. Every window of the edition's own series, never two editions joined."""

from __future__ import annotations

import numpy as np
import pandas as pd


def windows(shares: pd.DataFrame, length: int) -> pd.DataFrame:
    """All spans of ``length`` years: ``iso3, start, end, pace_pp`` = (b_end − b_start)/length, points of GDP a year.

    ``shares``: published shares of GDP in percent, allies down, years across. Only spans with a figure at both ends; overlapping spans all
    count, so those of one ally are not independent. What it is not: a record of every single year within the span: the average pace.
    """
    years = [int(year) for year in shares.columns]
    paces = {year: (shares[year + length] - shares[year]) / length for year in years if year + length in years}
    long = (
        pd.DataFrame(paces, index=shares.index)
        .rename_axis("iso3")
        .reset_index()
        .melt("iso3", var_name="start", value_name="pace_pp")
    )
    spans = long.dropna().astype({"start": int, "pace_pp": float}).sort_values(["iso3", "start"], ignore_index=True)
    return spans.assign(end=spans["start"] + length)[["iso3", "start", "end", "pace_pp"]]


def window_length(shares: pd.DataFrame, years: int) -> int:
    """The span to look for: the years asked for, at most as many as the series holds."""
    held = [int(year) for year in shares.columns]
    return min(years, max(held) - min(held))


def precedent_share(spans: pd.DataFrame, pace_pp: float) -> float:
    """Part of all windows with an average pace of at least ``pace_pp``.

    Unit: fraction. Range: 0 (never yet) to 1; nan without windows or a pace. Source: our definition, after the reference classes of
    Kahneman & Tversky (1979). What it is not: the probability that the ally will do it.
    """
    return float((spans["pace_pp"] >= pace_pp - 1e-9).mean()) if len(spans) and np.isfinite(pace_pp) else np.nan


def precedents(spans: pd.DataFrame, pace_pp: float, top: int = 3) -> pd.DataFrame:
    """The fastest window of each ally that sustained the pace, at most ``top``, fastest first; empty when none did."""
    kept = spans[spans["pace_pp"] >= pace_pp - 1e-9].sort_values(
        ["pace_pp", "iso3", "start"], ascending=[False, True, True]
    )
    return kept.drop_duplicates("iso3").head(top).reset_index(drop=True)

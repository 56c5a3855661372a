"""SIPRI's figures beside NATO's: two definitions of one year's spending, and what of the difference can be told."""

from __future__ import annotations

import pandas as pd

from report.tables import Dataset

LARGE = 8.0
"""Percent: a difference beyond this is said to be large."""
FISCAL = {"CAN": 0.25, "GBR": 0.25}
"""Part of a calendar year that lies before the fiscal year NATO prints under it: both begin in April. SIPRI turns fiscal years into calendar years."""
UNKNOWN = (
    "The sources do not say: it is a difference of what each counts, such as pensions, coast guards, gendarmes or aid."
)


def beside_sipri(d: Dataset) -> pd.DataFrame:
    """NATO's figures of SIPRI's year and SIPRI's, one row per ally that SIPRI's table has: the largest difference first.

    ``nato_usd_m``, ``sipri_usd_m`` at current prices and rates; ``difference_percent`` = 100·(SIPRI ÷ NATO − 1); ``nato_share_gdp``, ``sipri_share_gdp``; ``calendar_percent``, for
    Canada and the United Kingdom, whose year at NATO begins in April: 100·((a·E(Y−1) + (1 − a)·E(Y)) ÷ E(Y) − 1), a = 1/4, E in national currency: the part of the
    difference that comes of SIPRI's calendar years; ``rate_percent`` = 100·((SIPRI ÷ its share) ÷ (NATO ÷ its share) − 1): the part that comes of another GDP in dollars,
    exchange rates included, within some 3 % for the rounding of SIPRI's shares; ``unexplained_percent`` the rest, what each counts; ``note``, of a difference above 8 %, what is on record of its cause.
    NATO's figures are estimates where ``status`` says so. Empty for an edition without the year. Source: NATO; SIPRI, Trends in World Military Expenditure, 2025.

    Spending 80 and 100 in two years: a quarter of the first and three of the second are 95, 5 % less.

    >>> import report
    >>> d = report.load("2026-07", "2026-04")
    >>> report.beside_sipri(d).set_index("iso3").loc["CAN", ["difference_percent", "calendar_percent"]].round(1).tolist()
    [-20.4, -8.3]
    """
    theirs = d.sipri
    wide = theirs.pivot(index=["iso3", "year"], columns="measure", values="value")
    panel = d.panel.reindex(columns=["spend_usd_current", "spend_ncu_current", "share_gdp", "status"])
    both = wide.rename(columns={"share_gdp": "sipri_share_gdp"}).join(panel, how="inner")
    rows = both.dropna(subset=["spend_usd_current"])
    frame = rows.reset_index().rename(columns={"spend_usd_current": "nato_usd_m", "share_gdp": "nato_share_gdp"})
    frame["sipri_usd_m"] = 1000 * frame["spending"]
    frame["difference_percent"] = 100 * (frame["sipri_usd_m"] / frame["nato_usd_m"] - 1)
    year_before = pd.MultiIndex.from_arrays([frame["iso3"], frame["year"] - 1])
    before = panel["spend_ncu_current"].reindex(year_before).to_numpy()
    frame["calendar_percent"] = 100 * frame["iso3"].map(FISCAL) * (before / frame["spend_ncu_current"] - 1)
    ratio = frame["sipri_usd_m"] / frame["sipri_share_gdp"] / (frame["nato_usd_m"] / frame["nato_share_gdp"])
    frame["rate_percent"] = 100 * (ratio - 1)
    known = (1 + frame["calendar_percent"].fillna(0) / 100) * ratio
    rest = (1 + frame["difference_percent"] / 100) / known
    frame["unexplained_percent"] = 100 * (rest - 1)
    large = frame["difference_percent"].abs() > LARGE
    notes = theirs[theirs["note"].fillna("") != ""].set_index("iso3")["note"]
    frame["note"] = frame["iso3"].map(notes).fillna(UNKNOWN).where(large, "")
    return frame.sort_values("difference_percent", key=abs, ascending=False, ignore_index=True)[COLUMNS]


COLUMNS = ["iso3", "year", "status", "nato_usd_m", "sipri_usd_m", "difference_percent", "calendar_percent"]
COLUMNS += ["rate_percent", "unexplained_percent", "nato_share_gdp", "sipri_share_gdp", "note"]

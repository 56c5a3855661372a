"""The United States and the rest: when, and at what spending, Europe and Canada would equal the United States."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

US = "USA"


class Parity(NamedTuple):
    """The first year in which the rest spend as much as the United States (None: not on the path), and both sums."""

    year: int | None
    us_usd_m: float
    rest_usd_m: float


def parity_path(cost: pd.DataFrame, money: str = "level_usd_m", us_path: pd.Series | None = None) -> pd.DataFrame:
    """Core spending of the United States against Europe and Canada along a plan.

    ``cost`` is a frame of ``report.cost``: ``iso3, year, component`` and the column ``money`` (``level_usd_m`` current
    prices or ``level_usd_m_constant``). ``us_path`` replaces the plan's American spending with any other path, in the
    same money, by year. Returns ``year, us, rest, gap`` (us − rest) and ``us_share`` (percent of the two together). A
    year in which any ally's money is unknown is unknown. What it is not: a forecast: the plan's shares times the IMF's
    path of GDP.
    """
    wide = cost[cost["component"] == "core"].pivot(index="year", columns="iso3", values=money)
    us = wide[US] if us_path is None else us_path.reindex(wide.index)
    spenders = wide.drop(columns=US).dropna(axis=1, how="all")
    # unknown in a year in which one that spends at all has no figure
    rest = spenders.sum(axis=1, min_count=spenders.shape[1])
    frame = pd.DataFrame({"us": us, "rest": rest})
    frame["gap"] = frame["us"] - frame["rest"]
    frame["us_share"] = 100 * frame["us"] / (frame["us"] + frame["rest"])
    return frame.reset_index()


def parity(path: pd.DataFrame) -> Parity:
    """The first year of a :func:`parity_path` with rest ≥ us, and the spending of both in it; without one, the last
    year's spending.

    Unit: year; money as in the path. Source: our definition. What it is not: equal capability or equal burden: equal
    *sums*, two groups whose economies are of about the same size.
    """
    reached = path[path["rest"] >= path["us"]]
    row = (reached if len(reached) else path.tail(1)).iloc[0]
    return Parity(int(row["year"]) if len(reached) else None, float(row["us"]), float(row["rest"]))


def equalising(us: float, rest: float, rest_gdp: float) -> dict[str, float]:
    """What equal sums would take today, if the United States kept its spending.

    ``extra_usd_m`` = us − rest; ``rise_percent`` = 100·(us/rest − 1); ``share_gdp_needed`` = 100·us/rest_gdp and
    ``share_gdp_now`` = 100·rest/rest_gdp, both of GDP at current prices; ``us_cut_percent`` = 100·(1 − rest/us), the
    American cut that would do the same. All negative or above the mark the other way round once the rest spend more.
    What it is not: a proposal.
    """
    return {
        "extra_usd_m": us - rest,
        "rise_percent": 100 * (us / rest - 1),
        "share_gdp_now": 100 * rest / rest_gdp,
        "share_gdp_needed": 100 * us / rest_gdp,
        "us_cut_percent": 100 * (1 - rest / us),
    }

"""The alliance year by year: ``alliance(d)``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from report.burdens import measures as m
from report.burdens.yearly import inequality
from report.tables import Dataset, guideline

US, EUR_CAN, TOTAL = "USA", "NATO_EUR_CAN", "NATO_TOTAL"
MONEY = {
    "spend_usd_current": "spend_usd_m",
    "spend_usd_constant": "spend_usd_m_constant",
    "gdp_usd_current": "gdp_usd_m",
}
PARTIES = {US: "us", EUR_CAN: "eur_can", TOTAL: "total"}


def alliance(d: Dataset) -> pd.DataFrame:
    """One row per year of the edition: who meets what, and the United States against Europe and Canada.

    - ``members``, ``members_with_forces`` (accession counted from its calendar year), ``reporting`` members with a published share
    - ``meeting_2``, ``meeting_3_5``, ``meeting_5`` members at or above the guideline at published precision (two decimals)
    - ``spend_usd_m_us | _eur_can | _total`` current US$ million, ``spend_usd_m_constant_…`` constant, ``gdp_usd_m_…`` current
    - ``us_share_current``, ``us_share_constant`` percent of all spending; ``us_gdp_share`` percent of all GDP
    - ``share_gdp_us | _eur_can | _total`` NATO's published shares of GDP; ``real_change_eur_can`` percent
    - ``gini``, ``theil`` (``theil_between`` the US and the rest, ``theil_within``), ``hhi``, ``kakwani``, ``spearman_rho`` with its two-sided
      ``spearman_p``, and those without the US (``…_without_us``); ``inequality_basis`` says in which prices
    - ``parity_usd_m`` what Europe and Canada would have to add to equal the United States (current US$ million)

    NATO's own aggregates are used; where the edition omits one it is the sum of its members, unknown if any member is. Source: NATO, the edition
    of ``d``; populations of the IMF.

    >>> import report
    >>> report.alliance(report.load("2024-06")).set_index("year").loc[2024, ["members", "meeting_2"]].tolist()
    [32, 23]
    """
    years = sorted(d.panel.index.get_level_values("year").unique())
    frame = pd.DataFrame({"year": years}).set_index("year")
    frame["status"] = _status(d, years)
    _add_counts(frame, d)
    _add_money(frame, d)
    for iso3, party in PARTIES.items():
        frame[f"share_gdp_{party}"] = _series(d, "share_gdp", iso3, years)
    frame["real_change_eur_can"] = _series(d, "real_change", EUR_CAN, years)
    return frame.join(inequality(d)).reset_index()


def _status(d: Dataset, years: list[int]) -> list[str]:
    estimated = (d.panel["status"] == "estimate").groupby(level="year").any()
    return ["estimate" if estimated[year] else "actual" for year in years]


def _add_counts(frame: pd.DataFrame, d: Dataset) -> None:
    shares = _wide(d, "share_gdp")
    with_forces = {year: d.with_forces(year) for year in frame.index}
    frame["members"] = [len(d.members(year)) for year in frame.index]
    frame["members_with_forces"] = [len(allies) for allies in with_forces.values()]
    counted = [shares[year].reindex(allies).dropna().to_numpy() for year, allies in with_forces.items()]
    frame["reporting"] = [len(share) for share in counted]
    for name, target in (("2", "wales"), ("3_5", "core"), ("5", "total")):
        frame[f"meeting_{name}"] = [int(np.sum(m.meets(share, guideline(target).value))) for share in counted]


def _wide(d: Dataset, measure: str) -> pd.DataFrame:
    """A measure with a row for each ally and aggregate and a column for each year; blank where the edition lacks it."""
    panel = d.panel
    return panel[measure].unstack("year") if measure in panel else panel["status"].unstack("year").map(lambda _: np.nan)


def _add_money(frame: pd.DataFrame, d: Dataset) -> None:
    for measure, column in MONEY.items():
        amounts = _wide(d, measure)
        for iso3, party in PARTIES.items():
            frame[f"{column}_{party}"] = [_amount(amounts[year], iso3, d.with_forces(year)) for year in frame.index]
    frame["us_share_current"] = 100 * frame["spend_usd_m_us"] / frame["spend_usd_m_total"]
    frame["us_share_constant"] = 100 * frame["spend_usd_m_constant_us"] / frame["spend_usd_m_constant_total"]
    frame["us_gdp_share"] = 100 * frame["gdp_usd_m_us"] / frame["gdp_usd_m_total"]
    frame["parity_usd_m"] = frame["spend_usd_m_us"] - frame["spend_usd_m_eur_can"]


def _amount(amounts: pd.Series, iso3: str, members: list[str]) -> float:
    """A party's money in one year: the ally's row, NATO's aggregate, or the sum of the members the aggregate stands for."""
    published = amounts.get(iso3, np.nan)
    if not np.isnan(published) or iso3 == US:
        return float(published)
    allies = [a for a in members if iso3 == TOTAL or a != US]
    return float(amounts.reindex(allies).sum(min_count=len(allies)))


def _series(d: Dataset, measure: str, iso3: str, years: list[int]) -> list[float]:
    wide = _wide(d, measure)
    return [float(value) for value in wide.reindex(index=[iso3], columns=years).to_numpy()[0]]

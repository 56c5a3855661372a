"""What the money is worth: at purchasing power parity beside market rates, at other exchange rates, and in terms people know.

Purchasing power parities are the IMF's, of GDP as a whole, not of defence: pay and building follow a country's price level, imported arms world prices. Who argues for
which: SIPRI compares at market rates, as no parity of military goods is published for all countries (Yearbook 2006, appendix 8E, by Ward); Robertson
(2021, The Real Military Balance, Review of Income and Wealth, doi 10.1111/roiw.12536) builds military parities from unit costs for 59 countries and finds that market rates
understate what poorer countries buy, and so do parities of GDP for many.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from report.outlook.base import standing
from report.outlook.cost import cost
from report.outlook.plan import Plan
from report.outlook.plan import plan as find
from report.outlook.treasury import treasury
from report.tables import Dataset
from report.tables.errors import ReportError
from report.tables.groups import allies_of

US = "USA"
GROUPS = {"NATO_TOTAL": lambda iso3: iso3 != "", "NATO_EUR_CAN": lambda iso3: iso3 != US}
CHANGES = (-20.0, -10.0, 0.0, 10.0, 20.0)
SPAN = 3
"""Years over which an ally's own past rise is averaged."""


def purchasing_power(
    d: Dataset,
    plan: Plan | str | Path,
    allies: Iterable[str] | str | None = None,
    baseline: str | float = "freeze",
    **options: Any,
) -> pd.DataFrame:
    """Spending of the base year and the bill of the plan's last year, at market rates and at purchasing power, one row per ally, then their sums.

    ``price_level`` = the IMF's GDP in US$ ÷ its GDP in international dollars in the base year: 0.41 says that a dollar buys in the country what 2.4 dollars buy in
    the United States. ``spend_usd_m`` NATO's spending, ``spend_ppp_m`` = spend ÷ price level; ``bill_usd_m``, ``bill_ppp_m`` the extra core spending of the last year at base-year
    prices and rates, both ways; ``spend_percent``, ``spend_ppp_percent`` of all allies' spending. ``NATO_TOTAL`` and ``NATO_EUR_CAN`` (Europe and Canada) are sums over all allies, given
    where no ``allies`` are named; their price level is that of the sums. Other parameters as in ``report.cost``. Source: NATO; IMF, PPPGDP and NGDPD.

    It is the price level of GDP as a whole, not of defence: imported arms cost world prices.

    >>> import report
    >>> d = report.load("2026-07", "2026-04")
    >>> report.purchasing_power(d, "hague-2025", "TUR")["price_level"].round(2).tolist()
    [0.41]
    """
    stand = standing(d, find(plan).base_year)
    imf = d.macro_panel.reindex(pd.MultiIndex.from_arrays([stand.index, stand["base_year"]]))
    level = pd.Series((imf["NGDPD"] / imf["PPPGDP"]).to_numpy(), stand.index)
    spent = stand["share"] / 100 * stand["k"] * stand["gdp_usd"]
    rows = cost(d, plan, baseline, **options).query("component == 'core'")
    bill = rows.groupby("iso3")["extra_usd_m_constant"].last().reindex(stand.index)
    amounts = {"spend_usd_m": spent, "spend_ppp_m": spent / level, "bill_usd_m": bill, "bill_ppp_m": bill / level}
    table = pd.DataFrame({"year": stand["base_year"], **amounts})
    whole = table[list(amounts)].sum()
    if allies is None:
        sums = {
            group: table.loc[[bool(held(one)) for one in table.index], list(amounts)].sum()
            for group, held in GROUPS.items()
        }
        table = pd.concat([table, pd.DataFrame(sums).T.assign(year=int(table["year"].max()))])
    table["price_level"] = table["spend_usd_m"] / table["spend_ppp_m"]
    table["spend_percent"] = 100 * table["spend_usd_m"] / whole["spend_usd_m"]
    table["spend_ppp_percent"] = 100 * table["spend_ppp_m"] / whole["spend_ppp_m"]
    frame = table.rename_axis("iso3").reset_index().astype({"year": int})[POWER]
    return frame if allies is None else frame[frame["iso3"].isin(allies_of(allies))].reset_index(drop=True)


POWER = ["iso3", "year", "price_level", "spend_usd_m", "spend_ppp_m", "spend_percent", "spend_ppp_percent"]
POWER += ["bill_usd_m", "bill_ppp_m"]


def exchange_rates(
    d: Dataset,
    plan: Plan | str | Path,
    changes: Sequence[float] = CHANGES,
    baseline: str | float = "freeze",
    **options: Any,
) -> pd.DataFrame:
    """What dollar figures of the alliance would be at other exchange rates, one row per change of the dollar against all other currencies.

    ``dollar_percent`` c; amounts of other currencies ÷ (1 + c ÷ 100), American ones as they are. ``spend_usd_m`` of Europe and Canada in the base year, ``us_percent`` the American part of all
    spending, ``bill_usd_m`` and ``bill_all_usd_m`` the extra of the plan's last year of Europe and Canada and of all, at base-year prices. Shares of GDP
    and amounts in national currency do not move. Raises :class:`ReportError` for a change of −100 or less. Source: NATO; IMF.

    Spending 300 beside an American 500, the dollar 10 % dearer: 272.7, and 64.7 instead of 62.5 %.

    >>> import report
    >>> d = report.load("2026-07", "2026-04")
    >>> report.exchange_rates(d, "hague-2025", changes=[0])["us_percent"].round(1).tolist()
    [57.1]
    """
    table = purchasing_power(d, plan, baseline=baseline, **options).set_index("iso3")
    others, american = table.loc["NATO_EUR_CAN"], table.loc[US]
    rows = []
    for change in changes:
        if not change > -100:
            raise ReportError(f"changes has {change!r}: give percent above −100")
        spend, bill = others["spend_usd_m"] / (1 + change / 100), others["bill_usd_m"] / (1 + change / 100)
        us = 100 * american["spend_usd_m"] / (american["spend_usd_m"] + spend)
        rows.append((float(change), spend, us, bill, bill + american["bill_usd_m"]))
    return pd.DataFrame(rows, columns=["dollar_percent", "spend_usd_m", "us_percent", "bill_usd_m", "bill_all_usd_m"])


def yardsticks(
    d: Dataset,
    plan: Plan | str | Path,
    allies: Iterable[str] | str | None = None,
    component: str = "core",
    baseline: str | float = "freeze",
    **options: Any,
) -> pd.DataFrame:
    """The bill in terms people know, one row per ally and year; national currency at base-year prices.

    ``extra_ncu_m_constant`` with ``currency``; ``per_head`` = extra ÷ inhabitants of the year (IMF); ``percent_revenue`` of all government revenue and ``percent_gdp``, both of
    the IMF's accounts; ``own_rise`` the mean yearly rise of spending over the three years up to the base year at its prices, and ``years_of_rise`` = extra ÷ own
    rise: how many such years it takes. Blank where spending fell. Per person in employment, or beside health and education: the tables
    hold no open series of these for all allies. Parameters as in ``report.cost``. Source: NATO; IMF.

    Spending 70, 80, 90, 100 at constant prices: a rise of 10 a year. An extra of 40 is four such years.

    >>> import report
    >>> d = report.load("2026-07", "2026-04")
    >>> report.yardsticks(d, "hague-2025", "ITA").query("year == 2035")["years_of_rise"].round(1).tolist()
    [6.7]
    """
    accounts = treasury(d, plan, allies, component, baseline=baseline, **options).set_index(["iso3", "year"])
    rows = cost(d, plan, baseline, allies, **options).query("component == @component").set_index(["iso3", "year"])
    base = rows.reset_index().groupby("iso3")["year"].first()
    rise = own_rises(d, base).reindex(rows.index, level="iso3")
    frame = pd.DataFrame(
        {
            "currency": rows["currency"],
            "extra_ncu_m_constant": rows["extra_ncu_m_constant"],
            "per_head": rows["extra_per_head_ncu_constant"],
            "percent_gdp": accounts["extra_percent_gdp"],
            "percent_revenue": accounts["extra_percent_revenue"],
            "own_rise": rise,
        }
    )
    frame["years_of_rise"] = frame["extra_ncu_m_constant"] / rise.where(rise > 0)
    return frame.reset_index()


def own_rises(d: Dataset, base: pd.Series) -> pd.Series:
    """Each ally's mean yearly rise of spending over the three years up to its base year (``base`` by iso3), million national currency at its prices."""
    now, then = (
        d.panel.reindex(pd.MultiIndex.from_arrays([base.index, base - ago])).set_index(base.index) for ago in (0, SPAN)
    )
    prices = now["spend_ncu_current"] / now["spend_ncu_constant"]
    return (now["spend_ncu_constant"] - then["spend_ncu_constant"]) / SPAN * prices

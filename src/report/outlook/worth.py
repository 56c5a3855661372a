"""What the money is worth: at purchasing power parity, at other exchange rates, and in terms people know.

Purchasing power parities are the IMF's, of GDP as a whole, not of defence: pay and building follow a country's price
level, imported arms world prices. Who argues for which: SIPRI compares at market rates, as no parity of military goods
is published for all countries (Yearbook 2006, appendix 8E, by Ward); Robertson (2021, The Real Military Balance, Review
of Income and Wealth, doi 10.1111/roiw.12536) builds military parities from unit costs for 59 countries and finds that
market rates understate what poorer countries buy, and so do parities of GDP for many.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from report.outlook.base import base_figures
from report.outlook.cost import PATHS, cost, marked
from report.outlook.plan import AnyPlan
from report.outlook.plan import plan as find
from report.outlook.tidy import within
from report.outlook.treasury import treasury
from report.tables import Dataset
from report.tables.errors import ReportError
from report.tables.groups import Names, allies_of

US = "USA"
SPAN = 3
"""Years over which a rise on record is measured, of spending or of money for equipment."""
CHANGES = (-20.0, -10.0, 0.0, 10.0, 20.0)


def purchasing_power(d: Dataset, plan: AnyPlan, allies: Names | None = None, **options: Any) -> pd.DataFrame:
    """Spending of the base year and the plan's last bill, at market rates and at purchasing power: allies, then sums.

    ``price_level`` = the IMF's GDP in US$ ÷ its GDP in international dollars in the base year: 0.41 says that a dollar
    buys in the country what 2.4 dollars buy in the United States. ``spend_usd_m`` NATO's spending, ``spend_ppp_m`` =
    spend ÷ price level; ``bill_usd_m``, ``bill_ppp_m`` the extra core spending of the last year at base-year prices and
    rates, both ways; ``spend_percent``, ``spend_ppp_percent`` of all allies' spending. ``NATO_TOTAL`` and
    ``NATO_EUR_CAN`` (Europe and Canada) are sums over all allies, given where no ``allies`` are named; their price
    level is that of the sums. Other parameters as in ``report.cost``. Source: NATO; IMF, PPPGDP and NGDPD.

    It is the price level of GDP as a whole, not of defence: imported arms cost world prices.

    >>> import report
    >>> d = report.load("2026-07", "2026-04")
    >>> report.purchasing_power(d, "hague-2025", "TUR")["price_level"].round(2).tolist()
    [0.41]
    """
    stand = base_figures(d, find(plan).base_year)
    imf = d.macro_panel.reindex(pd.MultiIndex.from_arrays([stand.index, stand["base_year"]]))
    level = pd.Series((imf["NGDPD"] / imf["PPPGDP"]).to_numpy(), stand.index)
    spent = stand["share"] / 100 * stand["k"] * stand["gdp_usd"]
    rows = cost(d, plan, **options).query("component == 'core'")
    bill = rows.groupby("iso3")["extra_usd_m_constant"].last().reindex(stand.index)
    amounts = {"spend_usd_m": spent, "spend_ppp_m": spent / level, "bill_usd_m": bill, "bill_ppp_m": bill / level}
    money = pd.DataFrame(amounts)
    table, whole = money.assign(year=stand["base_year"]), money.sum()
    if allies is None:
        sums = {"NATO_TOTAL": whole, "NATO_EUR_CAN": money.drop(index=US).sum()}
        table = pd.concat([table, pd.DataFrame(sums).T.assign(year=int(table["year"].max()))])
    table["price_level"] = table["spend_usd_m"] / table["spend_ppp_m"]
    table["spend_percent"] = 100 * table["spend_usd_m"] / whole["spend_usd_m"]
    table["spend_ppp_percent"] = 100 * table["spend_ppp_m"] / whole["spend_ppp_m"]
    frame = table.rename_axis("iso3").reset_index().astype({"year": int})[POWER]
    return frame if allies is None else frame[frame["iso3"].isin(allies_of(allies))].reset_index(drop=True)


POWER = ["iso3", "year", "price_level", "spend_usd_m", "spend_ppp_m", "spend_percent", "spend_ppp_percent"]
POWER += ["bill_usd_m", "bill_ppp_m"]


def exchange_rates(d: Dataset, plan: AnyPlan, changes: Sequence[float] = CHANGES, **options: Any) -> pd.DataFrame:
    """What dollar figures of the alliance would be at other exchange rates, a row per change of the dollar against all.

    ``dollar_percent`` c; amounts of other currencies ÷ (1 + c ÷ 100), American ones as they are. ``spend_usd_m`` of
    Europe and Canada in the base year, ``us_percent`` the American part of all spending, ``bill_usd_m`` and
    ``bill_all_usd_m`` the extra of the plan's last year of Europe and Canada and of all, at base-year prices. Shares of
    GDP and amounts in national currency do not move. Raises :class:`ReportError` for a change of −100 or less. Source:
    NATO; IMF.

    Spending 300 beside an American 500, the dollar 10 % dearer: 272.7, and 64.7 instead of 62.5 %.

    >>> import report
    >>> d = report.load("2026-07", "2026-04")
    >>> report.exchange_rates(d, "hague-2025", changes=[0])["us_percent"].round(1).tolist()
    [57.1]
    """
    table = purchasing_power(d, plan, **options).set_index("iso3")
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
    d: Dataset, plan: AnyPlan, allies: Names | None = None, component: str = "core", **options: Any
) -> pd.DataFrame:
    """The bill in terms people know, one row per ally and year; national currency at base-year prices.

    ``extra_ncu_m_constant`` with ``currency``; ``per_head`` = extra ÷ inhabitants of the year (IMF);
    ``percent_revenue`` of all government revenue and ``percent_gdp``, both of the IMF's accounts; ``own_rise`` the mean
    yearly rise of spending over the three years up to the base year at its prices, and ``years_of_rise`` = extra ÷ own
    rise: how many such years it takes. Blank where spending fell. Per person in employment, or beside health and
    education: the tables hold no open series of these for all allies. Parameters as in ``report.cost``. Source: NATO;
    IMF.

    Spending 70, 80, 90, 100 at constant prices: a rise of 10 a year. An extra of 40 is four such years.

    >>> import report
    >>> d = report.load("2026-07", "2026-04")
    >>> report.yardsticks(d, "hague-2025", "ITA").query("year == 2035")["years_of_rise"].round(1).tolist()
    [6.7]
    """
    accounts = treasury(d, plan, allies, component, **options).set_index(["iso3", "year"])
    rows = cost(d, plan, allies=allies, **options).query("component == @component").set_index(["iso3", "year"])
    base = rows.reset_index().groupby("iso3")["year"].first()
    rise = own_rises(d, base).reindex(rows.index, level="iso3")
    frame = rows[["currency", "extra_ncu_m_constant"]].assign(
        per_head=rows["extra_per_head_ncu_constant"],
        percent_gdp=accounts["extra_percent_gdp"],
        percent_revenue=accounts["extra_percent_revenue"],
        own_rise=rise,
        years_of_rise=rows["extra_ncu_m_constant"] / rise.where(rise > 0),
    )
    return frame.reset_index()


def own_rises(d: Dataset, base: pd.Series) -> pd.Series:
    """Each ally's mean yearly rise of spending over the three years up to its base year (``base`` by iso3), million
    national currency at its prices."""
    index = [pd.MultiIndex.from_arrays([base.index, base - ago]) for ago in (0, SPAN)]
    now, then = (d.panel.reindex(years).set_index(base.index) for years in index)
    prices = now["spend_ncu_current"] / now["spend_ncu_constant"]
    return (now["spend_ncu_constant"] - then["spend_ncu_constant"]) / SPAN * prices


EQUIPMENT = "equipment"
PARTS = (EQUIPMENT, "personnel", "infrastructure", "other")
COLUMNS = ["iso3", "year", "currency", "mix_year", *(f"{part}_percent" for part in PARTS)]
COLUMNS += [f"{what}_{path}" for path in PATHS for what in ("extra", *PARTS)]
COLUMNS += ["bought_percent", "share_needed", "cost_a_head_ncu", "heads", "troops_ncu_m_constant", "troops_percent"]


def purchase(
    d: Dataset,
    plan: AnyPlan,
    allies: Names | None = None,
    equipment: float | None = None,
    price_gap: float = 0.0,
    troops: int = 0,
    **options: Any,
) -> pd.DataFrame:
    """What the extra core spending buys, one row per ally and year, base year to horizon.

    - ``equipment_percent``, ``personnel_percent``, ``infrastructure_percent``, ``other_percent``: how the extra is
      split: as the ally's spending of ``mix_year``, the last for which NATO prints all four parts; with ``equipment``
      that percentage for equipment, and the rest in today's proportions
    - ``equipment_*``, ``personnel_*``, ``infrastructure_*``, ``other_*``: those parts of ``extra_*``, in millions of
      the four money paths of ``report.cost``
    - ``bought_percent`` = 100 ÷ (1 + gap ÷ 100)ⁿ, n years after the base year: what the same money then buys if defence
      prices rise by ``price_gap`` points a year faster than those of GDP; ``share_needed`` = share · (1 + gap ÷ 100)ⁿ,
      the share of GDP that would buy what the plan's buys at a gap of 0
    - ``cost_a_head_ncu`` = personnel part of spending ÷ forces, both of ``mix_year``, at its prices: civilian staff and
      pensions are in it; ``heads`` = personnel part of the extra ÷ that cost, as many as the extra would pay if all
      went to more of the same forces, at base-year prices
    - ``troops_ncu_m_constant`` = ``troops`` · cost a head, ``troops_percent`` of the extra: pay and pensions, no arms

    ``allies`` and ``options`` as in ``report.cost``. Blank where NATO prints no parts. Raises
    :class:`ReportError` for numbers out of range, else as ``report.cost``. Source: NATO, tables of categories and
    personnel; the gap and the mix are assumptions.

    Extra 10, parts 30, 40, 5, 25 %: 3, 4, 0.5, 2.5. With equipment at 65 %: 6.5, and for personnel 3.5 · 40 ÷ 70 = 2.

    >>> import report
    >>> d = report.load("2026-07", "2026-04")
    >>> report.purchase(d, "hague-2025", "DEU", price_gap=2).query("year == 2035")["bought_percent"].round(1).tolist()
    [83.7]
    """
    gap = within("price_gap", price_gap, -10.0, 20.0)
    people = int(within("troops", troops, 0, 10_000_000))
    rows = cost(d, plan, allies=allies, **options).query("component == 'core'").reset_index(drop=True)
    mix = split(mixes(d), equipment).reindex(rows["iso3"]).set_index(rows.index)
    rows = rows.assign(mix_year=mix["mix_year"], cost_a_head_ncu=mix["cost_a_head_ncu"])
    for part in PARTS:
        rows[f"{part}_percent"] = mix[part]
        for path in PATHS:
            rows[f"{part}_{path}"] = rows[f"extra_{path}"] * mix[part] / 100
    after = rows["year"] - rows.groupby("iso3")["year"].transform("min")
    dearer = (1 + gap / 100) ** after
    rows = rows.assign(bought_percent=100 / dearer, share_needed=rows["share_gdp"] * dearer)
    rows["heads"] = 1e6 * rows["personnel_ncu_m_constant"] / rows["cost_a_head_ncu"]
    rows["troops_ncu_m_constant"] = people * rows["cost_a_head_ncu"] / 1e6
    extra = rows["extra_ncu_m_constant"]
    rows["troops_percent"] = 100 * rows["troops_ncu_m_constant"] / extra.where(extra > 0)
    return marked(rows[COLUMNS], options.get("macro"))


def mixes(d: Dataset) -> pd.DataFrame:
    """Each ally's last printed mix: ``mix_year``, the four parts in percent, ``cost_a_head_ncu``; index iso3. Germany
    2026e: 22.86 % of 124,660 million are 28,497 million, over 183,200 people: 155,600 a head."""
    names = [f"{part}_share" for part in PARTS]
    last = d.panel.dropna(subset=names).reset_index("year").groupby("iso3").tail(1)
    table = last[names].set_axis(list(PARTS), axis=1).assign(mix_year=last["year"])
    pay = last["spend_ncu_current"] * last["personnel_share"] / 100
    return table.assign(cost_a_head_ncu=1000 * pay / last["personnel_thousand"])


def split(mix: pd.DataFrame, equipment: float | None) -> pd.DataFrame:
    """The mix of the extra: as it is, or ``equipment`` percent for equipment and the rest in the same proportions."""
    if equipment is None:
        return mix
    wanted = within("equipment", equipment, 0.0, 100.0)
    others = [part for part in PARTS if part != EQUIPMENT]
    scale = (100 - wanted) / mix[others].sum(axis=1)
    return mix.assign(**{part: mix[part] * scale for part in others}, **{EQUIPMENT: wanted})


def absorption(
    d: Dataset, plan: AnyPlan, allies: Names | None = None, equipment: float | None = None, **options: Any
) -> pd.DataFrame:
    """Whether equipment money ever rose so fast, one row per ally; national currency million at base-year prices.

    ``equipment_now`` in the base year and ``equipment_then`` in the plan's last: with the extra added by its part
    (:func:`purchase`), what is spent already growing with GDP; ``rise_a_year`` their difference ÷ years;
    ``record_rise_a_year`` the largest yearly rise over three years in the edition, ``record_from`` to ``record_to``,
    its constant prices brought to those of the base year by spending; ``percent_of_record`` = 100·rise ÷ record, above
    100 where no three years on record were as fast. A limit of this reading: the record is of payments, in which large
    deliveries come in lumps.

    Parameters as :func:`purchase`. Allies without a printed equipment share in the base year are blank. Source: NATO.

    Equipment 10, 12, 13, 19 in four years: the fastest is (19 − 10) ÷ 3 = 3 a year. A plan that goes from 19 to 55 in
    nine years takes 4: 133 %.

    >>> import report
    >>> d = report.load("2026-07", "2026-04")
    >>> report.absorption(d, "hague-2025", "DEU")[["record_from", "record_to"]].iloc[0].tolist()
    [2023, 2026]
    """
    bought = purchase(d, plan, allies, equipment, **options)
    levels = cost(d, plan, allies=allies, **options).query("component == 'core'").set_index(["iso3", "year"])
    shares = d.panel["equipment_share"]
    part = base_figures(d, find(plan).base_year).join(shares, on=["iso3", "base_year"])["equipment_share"]
    anyway = levels["level_ncu_m_constant"] - levels["extra_ncu_m_constant"]
    kept = anyway * part.reindex(levels.index, level="iso3") / 100
    money = kept + bought.set_index(["iso3", "year"])["equipment_ncu_m_constant"]
    by_ally = money.reset_index(name="money").groupby("iso3", sort=False)
    years, ends = by_ally["year"], by_ally["money"]
    columns = {"base_year": years.min(), "year": years.max()}
    table = pd.DataFrame(columns | {"equipment_now": ends.first(), "equipment_then": ends.last()})
    table = table.join(levels.groupby(level="iso3")["currency"].first()).join(records(d, table["base_year"]))
    table["rise_a_year"] = (table["equipment_then"] - table["equipment_now"]) / (table["year"] - table["base_year"])
    table["percent_of_record"] = 100 * table["rise_a_year"] / table["record_rise_a_year"]
    return table.reset_index()[ABSORBED]


ABSORBED = ["iso3", "year", "currency", "equipment_now", "equipment_then", "rise_a_year"]
ABSORBED += ["record_rise_a_year", "record_from", "record_to", "percent_of_record"]


def records(d: Dataset, base: pd.Series) -> pd.DataFrame:
    """Each ally's fastest yearly rise of equipment money over three years up to its base year, and when."""
    panel = d.panel
    money = (panel["spend_ncu_constant"] * panel["equipment_share"] / 100).unstack("year").reindex(base.index)
    rise = money.diff(SPAN, axis=1) / SPAN
    rise = rise.where(rise.columns.to_numpy()[None, :] <= base.to_numpy()[:, None])
    known = rise.dropna(how="all")
    year = known.idxmax(axis=1).astype(int)
    at = panel.reindex(pd.MultiIndex.from_arrays([known.index, base[known.index]]))
    prices = (at["spend_ncu_current"] / at["spend_ncu_constant"]).to_numpy()
    fastest = {"record_rise_a_year": known.max(axis=1) * prices, "record_from": year - SPAN, "record_to": year}
    return pd.DataFrame(fastest).reindex(base.index)

"""What a plan's extra cost means to a treasury: against its accounts, in room under EU rules, and how it is paid.

Fiscal ratios are the WEO's (general government, percent of its GDP); beyond its last year the last ratio is held. So
that like is set beside like, extra cost is here a share of the WEO's GDP too, not of NATO's, from which it can differ
(:func:`gdp_ratio`; Luxembourg's is gross national income). Money is national currency at current prices unless said
otherwise. Extra cost is that of :func:`report.outlook.cost`, whose ``options`` these functions take. The IMF's path is
taken to include defence as the baseline does; where rises are in it already, deficits and debts here count them twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from report.outlook.base import base_figures, chosen
from report.outlook.cost import cost
from report.outlook.plan import AnyPlan
from report.outlook.plan import plan as find
from report.outlook.tidy import COMPONENTS, LAST_YEAR, number, within
from report.tables import Dataset, guideline
from report.tables.errors import ReportError, unknown
from report.tables.groups import Names

RATIOS = {"revenue": "GGR_NGDP", "spending": "GGX_NGDP", "balance": "GGXCNL_NGDP", "debt": "GGXWDG_NGDP"}
"""Government revenue, spending, net lending (+) or borrowing (−) and gross debt, percent of GDP."""
ESCAPE_SINCE = 2021
"""Year from which the rise is counted: our reading of a communication of the Commission of 19 March 2025."""
ESCAPE_MARGIN = 0.5
"""Points of GDP: nearer to the end of the room, the Commission's account could say otherwise than NATO's."""
_FIRST_ACTIVE = "BEL BGR CZE DEU DNK EST FIN GRC HRV HUN LTU LVA POL PRT SVK SVN"
ESCAPE_ACTIVE = {2025: tuple(_FIRST_ACTIVE.split())}
"""Allies with an active clause, by year: fifteen on 8 July, Germany on 10 October 2025 (Council press releases)."""


def treasury(
    d: Dataset, plan: AnyPlan, allies: Names | None = None, component: str = "total", **options: Any
) -> pd.DataFrame:
    """One row per ally and year: the extra cost beside the government's accounts.

    ``extra_ncu_m``, ``currency``; ``extra_percent_gdp`` = extra ÷ the WEO's GDP; ``revenue``, ``spending``,
    ``balance``, ``debt`` in percent of that GDP; ``extra_percent_revenue`` = extra share ÷ revenue share,
    ``extra_percent_spending``; ``balance_if_borrowed`` = balance − extra share.

    What it supposes: the WEO's path holds defence as the baseline does. The IMF counts in what budgets and likely
    policies add, so where rises are in its path already, ``balance_if_borrowed`` counts them twice: an upper bound on
    the effect. Any effect on growth is left out. Extra 0.5 % of GDP where revenue is 40 %: 1.25 % of revenue.
    Luxembourg, 2035: 1.47 points of NATO's GNI are 1.47 · 0.664 = 0.98 % of GDP.
    """
    rows = extra_cost(d, plan, allies, component, **options).join(fiscal(d), on=["iso3", "year"])
    rows["extra_percent_revenue"] = 100 * rows["extra_percent_gdp"] / rows["revenue"]
    rows["extra_percent_spending"] = 100 * rows["extra_percent_gdp"] / rows["spending"]
    rows["balance_if_borrowed"] = rows["balance"] - rows["extra_percent_gdp"]
    return rows


def fiscal(d: Dataset) -> pd.DataFrame:
    """The WEO's fiscal ratios, index (iso3, year), the last known ratio held for long."""
    wide = d.macro_panel[list(RATIOS.values())].rename(columns={code: name for name, code in RATIOS.items()})
    return wide.reindex(_ahead(wide.index)).groupby(level="iso3").ffill()


def _ahead(known: pd.Index) -> pd.MultiIndex:
    """The index (iso3, year) of all allies of another, from its first year on to the last that a plan may reach."""
    years = range(int(known.unique("year").min()), LAST_YEAR + 1)
    return pd.MultiIndex.from_product([known.unique("iso3"), years], names=["iso3", "year"])


def extra_cost(d: Dataset, plan: AnyPlan, allies: Names | None, component: str, **options: Any) -> pd.DataFrame:
    """Extra cost of a component by ally and year, the WEO's GDP in its currency, and its share of that."""
    if component not in COMPONENTS:
        raise unknown("component", component, COMPONENTS)
    rows = cost(d, plan, allies=allies, **options)
    core = rows[rows["component"] == "core"].set_index(["iso3", "year"])
    rate = core["level_ncu_m"] / core["level_usd_m"]
    rows = rows[rows["component"] == component]
    rate = rate.reindex(pd.MultiIndex.from_frame(rows[["iso3", "year"]])).to_numpy()
    ratio = rows["iso3"].map(gdp_ratio(d, find(plan).base_year))
    rows = rows.assign(gdp_ncu_m=rows["gdp_usd_m"] * rate / ratio)
    rows["extra_percent_gdp"] = 100 * rows["extra_ncu_m"] / rows["gdp_ncu_m"]
    columns = ["iso3", "year", "component", "currency", "extra_ncu_m", "gdp_ncu_m", "extra_percent_gdp"]
    return rows[columns].reset_index(drop=True)


def gdp_ratio(d: Dataset, base_year: int | None = None) -> pd.Series:
    """NATO's GDP ÷ the WEO's, both at current prices in the base year, by iso3; both grow alike, so the ratio stays.

    In national currency, or in US$ where edition and vintage are in different currencies (Bulgaria before the euro). 1
    where the edition prints no GDP and the WEO's stands in. Luxembourg 2026e: 62,180 of gross national income ÷ 93,636
    of GDP = 0.664.
    """
    stand = base_figures(d, base_year)
    return _over_imf_gdp(d, stand["gdp_ncu"], stand["gdp_usd"], stand["base_year"], 1000)


def share_of_imf_gdp(d: Dataset, year: int) -> pd.Series:
    """NATO's spending of one year ÷ the WEO's GDP, percent, at current prices, by iso3: one denominator for all years.

    National currency or US$ as in :func:`gdp_ratio`; NATO's published share where the edition prints no spending.
    Luxembourg 2021: 341 ÷ 73,040 = 0.467 %, 2026e: 1,265 ÷ 93,636 = 1.351 %, where NATO's shares go from 0.47 (of GDP)
    to 2.03 (of gross national income).
    """
    nato = d.panel.reindex(columns=["spend_ncu_current", "spend_usd_current", "share_gdp"]).xs(year, level="year")
    nato = nato[nato.index.isin(d.allies["iso3"])]
    years = [year] * len(nato)
    return _over_imf_gdp(d, nato["spend_ncu_current"], nato["spend_usd_current"], years, 10).fillna(nato["share_gdp"])


def _over_imf_gdp(d: Dataset, national: pd.Series, dollars: pd.Series, years: Iterable[int], scale: int) -> pd.Series:
    """Each ally's amount ÷ (scale × the WEO's GDP), in national currency where edition and vintage have the same."""
    imf = d.macro_panel.reindex(pd.MultiIndex.from_arrays([national.index, years]))
    nato, weo = d.currencies, d.macro_currencies
    alike = [nato.get(iso3) == weo.get(iso3) for iso3 in national.index]
    ratio = national / (scale * imf["NGDP"].to_numpy())
    return ratio.where(alike, dollars / (scale * imf["NGDPD"].to_numpy()))


def break_years(d: Dataset) -> dict[str, int]:
    """First year of another denominator in NATO's series, by iso3, as this or an earlier edition shows it (oddities):
    Luxembourg 2023, from GDP to income."""
    known = d.oddities
    breaks = known[(known["test"] == "gdp_break") & (known["edition"] <= d.edition)]
    return {str(iso3): int(year) for iso3, year in breaks.groupby("iso3")["year"].min().items()}


def escape_room(
    d: Dataset, plan: AnyPlan, since: int = ESCAPE_SINCE, margin: float = ESCAPE_MARGIN, **options: Any
) -> pd.DataFrame:
    """Room under the EU's national escape clause for defence, allies of the edition in the EU, the base year to 2028.

    ``percent_gdp`` core spending ÷ the WEO's GDP at current prices, percent; ``rise_pp`` = that of the year less that
    of ``since`` (:func:`share_of_imf_gdp`), points; ``room_pp`` = 1.5 − rise, 0 to 1.5; ``beyond_pp`` = max(0, rise −
    1.5), which the clause does not cover; ``active``: the Council has activated it, else the room is what there would
    be. ``share_gdp`` is NATO's share, whose denominator can change between the two years (Luxembourg's in 2023) and is
    real GDP (the Netherlands); the clause is about GDP as such. NATO's spending stands in for the Commission's accounts
    (COFOG, on delivery), which differ: ``verdict`` is ``within`` or ``beyond`` the room only where the rise is at least
    ``margin`` points away from its end, else ``too near``, or ``unknown`` where the edition has no share of 2021.
    ``ends``: the clause's last year, after which all of the rise counts again. ``safe_eur_bn``: the EU's SAFE loans to
    the ally on record (data/budgets.csv), which are repaid. 2.0 in 2021, 3.2 in 2027: a rise of 1.2, room 0.3.

    ``since``: year the rise is counted from; ``margin`` points; ``options`` as in ``report.cost``. Raises
    :class:`UnknownName` for a year without a share. Source: NATO; IMF; Commission, IP/25/1121; Council press releases.

    >>> import report
    >>> room = report.escape_room(report.load("2026-07", "2026-04"), "hague-2025", allies="LTU")
    >>> room.query("year == 2028")[["rise_pp", "verdict"]].round(1).to_dict("list")
    {'rise_pp': [3.4], 'verdict': ['beyond']}
    """
    known = d.panel["share_gdp"].dropna().index.unique("year")
    if since != ESCAPE_SINCE and since not in known:
        raise ReportError(f"since is {since}: give a year from {min(known)} to {max(known)}")
    if not 0 <= margin <= 100:
        raise ReportError(f"margin is {margin:g}: give points of GDP, from 0 to 100")
    rows = cost(d, plan, **options).query("component == 'core'")
    members, clause = d.allies.loc[d.allies["eu"], "iso3"], guideline("eu-escape")
    inside = rows["iso3"].isin(members) & rows["year"].between(clause.agreed_year, clause.due_year)
    rows = rows[inside].reset_index(drop=True)
    ratio = rows["iso3"].map(gdp_ratio(d, find(plan).base_year))
    rows = rows.assign(percent_gdp=rows["share_gdp"] * rows["k"] * ratio)[["iso3", "year", "share_gdp", "percent_gdp"]]
    then = share_of_imf_gdp(d, since) if since in known else pd.Series(dtype=float)
    rise = rows["percent_gdp"] - rows["iso3"].map(then)
    active = rows["iso3"].isin([iso3 for group in ESCAPE_ACTIVE.values() for iso3 in group])
    loans = d.budgets[d.budgets["counts"] == "loan"].groupby("iso3")["value"].sum()
    over = rise - clause.value
    return rows.assign(
        rise_pp=rise,
        room_pp=(-over).clip(0, clause.value),
        beyond_pp=over.clip(lower=0),
        verdict=np.select([over.isna(), over <= -margin, over >= margin], ["unknown", "within", "beyond"], "too near"),
        active=active,
        ends=clause.due_year,
        safe_eur_bn=rows["iso3"].map(loans),
    )


def one_point(d: Dataset, allies: Names | None = None) -> pd.DataFrame:
    """What one point of NATO's share of GDP is in money in the base year, one row per ally.

    ``point_usd_m`` = k·GDP/100 in current US$ million, ``point_ncu_m`` with ``currency``; ``per_head_usd``,
    ``per_head_ncu`` over the WEO's population. GDP 1,000 and k 1: a point is 10.
    """
    stand = chosen(d, base_figures(d, None, "nato"), allies, None)
    people = d.macro_panel["LP"].reindex(pd.MultiIndex.from_arrays([stand.index, stand["base_year"]])).to_numpy()
    point = stand[["gdp_usd", "gdp_ncu"]].mul(stand["k"] / 100, axis=0)
    frame = stand[["base_year", "currency"]].assign(point_usd_m=point["gdp_usd"], point_ncu_m=point["gdp_ncu"])
    heads = {"per_head_usd": frame["point_usd_m"] / people, "per_head_ncu": frame["point_ncu_m"] / people}
    return frame.assign(**heads).reset_index()


IMF, GROWTH = "imf", "growth"
PRIMARY = "GGXONLB_NGDP"
"""The balance without net interest; with it, the balance is ``GGXCNL_NGDP``."""
LEAST = 1.0
"""Percent: a lower implied rate is no price of borrowing but the yield of large assets (Norway, Canada, Denmark)."""
RATE = (-10.0, 100.0)
"""Percent a year that an interest rate may be."""
COLUMNS = ["iso3", "year", "component", "currency", "extra_ncu_m", "extra_percent_gdp", "borrowed_ncu_m", "taxed_ncu_m"]
COLUMNS += ["cut_ncu_m", "taxed_percent_revenue", "cut_percent_spending", "rate", "rate_source", "interest_ncu_m"]
COLUMNS += ["interest_percent_gdp", "balance", "balance_with", "debt", "debt_with", "added_pp"]


def financing(
    d: Dataset,
    plan: AnyPlan,
    allies: Names | None = None,
    component: str = "core",
    borrowed: float | None = None,
    taxed: float = 0.0,
    cut: float = 0.0,
    interest: float | str = IMF,
    multiplier: float = 0.0,
    growth: float = 0.0,
    **options: Any,
) -> pd.DataFrame:
    """What paying for the extra does to a government's accounts, one row per ally and year, base year to horizon.

    ``borrowed``, ``taxed``, ``cut``: percent of each year's extra X paid by new debt, by more revenue, and by less
    spending elsewhere; they add up to 100, and ``borrowed`` is what the others leave. With b the part borrowed, ρ
    revenue as a share of GDP, m the ``multiplier`` and r the rate:

    - D(t) = D(t−1)·(1 + r(t)) + b·X(t)·(1 − m·ρ(t)): the added debt, 0 in the base year, which is spent already
    - ``interest_ncu_m`` = D(t−1)·r(t), with ``interest_percent_gdp``; ``rate`` percent and ``rate_source``
    - Y′ = Y·(1 + m·b·X ÷ Y): GDP, larger by what borrowed money adds to demand; money raised by taxes or cuts is taken
      to take away as much as it adds
    - ``debt_with`` = 100·(B + D) ÷ Y′ beside ``debt``, the IMF's B ÷ Y; ``added_pp`` their difference
    - ``balance_with`` = 100·(S − change of D) ÷ Y′ beside ``balance``, the IMF's S ÷ Y: net lending (+), borrowing (−)
    - ``borrowed_ncu_m``, ``taxed_ncu_m``, ``cut_ncu_m`` the parts of ``extra_ncu_m``; ``taxed_percent_revenue``,
      ``cut_percent_spending`` of all revenue and spending

    ``interest``: ``imf``, each ally's implied rate: net interest of the year (primary balance less balance) ÷ gross
    debt of the year before, the last one held; where that is below 1 %, since large assets earn interest too, the
    growth of nominal GDP. It is the average of old debt; new debt may cost more. ``growth``: r is the growth of nominal
    GDP, so that at m = 0 the added ratio is the sum of the extra shares (rates have mostly been below growth: Blanchard
    2019, American Economic Review 109). A number: percent a year. ``multiplier``: 0 no effect on GDP; estimates run
    from 0.6 to 1 (Ramey and Zubairy 2018, Journal of Political Economy 126). ``growth``: points a year added to nominal
    growth, debt in money unchanged. ``component``: core, related or total; ``options`` as in ``report.cost``.

    Raises :class:`ReportError` for parts that do not add up to 100 or numbers out of range, else as ``report.cost``.
    Source: NATO; IMF, World Economic Outlook.

    GDP 100, no growth, extra 1 in two years, all borrowed at 4 %: debt 1, then 1·1.04 + 1 = 2.04; interest 0.04.

    >>> import report
    >>> d = report.load("2026-07", "2026-04")
    >>> report.financing(d, "hague-2025", "Latvia", interest="growth")["added_pp"].round(2).unique().tolist()
    [0.0]
    """
    parts = _parts(borrowed, taxed, cut)
    pace = number("growth", growth) or 0.0
    effect = within("multiplier", multiplier, 0.0, 10.0)
    rows = extra_cost(d, plan, allies, component, **options).join(fiscal(d), on=["iso3", "year"])
    rows = rows.join(_rates(d, interest), on=["iso3", "year"])
    paid = [financed(one, parts, effect, pace) for _, one in rows.groupby("iso3", sort=False)]
    return pd.concat(paid, ignore_index=True) if paid else pd.DataFrame(columns=COLUMNS)


def financed(rows: pd.DataFrame, parts: tuple[float, float, float], multiplier: float, growth: float) -> pd.DataFrame:
    """One ally's accounts, the base year first; ``parts`` borrowed, taxed and cut, as fractions; a blank ``rate`` is
    the growth of GDP. See :func:`financing`."""
    shift = (1 + growth / 100) ** np.arange(len(rows))
    gdp = rows["gdp_ncu_m"].to_numpy(float) * shift
    extra = np.append(0.0, rows["extra_ncu_m"].to_numpy(float)[1:]) * shift
    pace = np.append(0.0, gdp[1:] / gdp[:-1] - 1)
    given = rows["rate"].to_numpy(float) / 100
    rate = np.where(np.isnan(given), pace, given)
    new = parts[0] * extra * (1 - multiplier * rows["revenue"].to_numpy(float) / 100)
    added, interest = np.zeros(len(new)), np.zeros(len(new))  # at the end of each year, and paid in it
    for year in range(1, len(new)):
        interest[year] = added[year - 1] * rate[year]
        added[year] = added[year - 1] + interest[year] + new[year]
    larger = gdp + multiplier * parts[0] * extra
    in_money = {name: rows[name].to_numpy(float) / 100 * rows["gdp_ncu_m"].to_numpy(float) for name in RATIOS}
    shares = dict(zip(("borrowed", "taxed", "cut"), parts, strict=True))
    made = {f"{name}_ncu_m": share * extra for name, share in shares.items()} | {
        "taxed_percent_revenue": 100 * shares["taxed"] * extra / in_money["revenue"],
        "cut_percent_spending": 100 * shares["cut"] * extra / in_money["spending"],
        "rate": 100 * rate,
        "interest_ncu_m": interest,
        "interest_percent_gdp": 100 * interest / larger,
        "balance_with": 100 * (in_money["balance"] - new - interest) / larger,
        "debt_with": 100 * (in_money["debt"] + added) / larger,
    }
    frame = rows.assign(**made)
    return frame.assign(added_pp=frame["debt_with"] - frame["debt"])[COLUMNS]


def debt_path(
    d: Dataset, plan: AnyPlan, allies: Names | None = None, interest: float | str = GROWTH, **options: Any
) -> pd.DataFrame:
    """Government debt in percent of GDP if all of the extra is borrowed: ``iso3, year, component, extra_percent_gdp,
    debt``, the IMF's, ``debt_with``, ``added_pp``, ``interest_percent_gdp``. :func:`financing` with everything
    borrowed; the interest rate is that of growth unless given.

    Parameters (``component``, ``multiplier``, ``growth`` among them), formula, what is raised and sources as there.
    Extra of 1 % of GDP in each of three years after the base year, at the default: 3 points.

    >>> import report
    >>> d = report.load("2026-07", "2026-04")
    >>> report.debt_path(d, "hague-2025", "DEU").query("year == 2035")["added_pp"].round(2).tolist()
    [4.06]
    """
    frame = financing(d, plan, allies, interest=interest, **options)
    columns = ["extra_percent_gdp", "debt", "debt_with", "added_pp", "interest_percent_gdp"]
    return frame[["iso3", "year", "component", *columns]]


def implied_rates(d: Dataset) -> pd.Series:
    """Net interest of a year ÷ gross debt of the year before, percent, index (iso3, year), the last one held.

    r = (primary balance − balance)·Y(t) ÷ (debt(t−1)·Y(t−1)). Italy 2026: 3.609 % of a GDP 2.83 % larger, over 137.088:
    2.71 %.
    """
    panel = d.macro_panel
    net = (panel[PRIMARY] - panel[RATIOS["balance"]]) * panel["NGDP"]
    debt = (panel[RATIOS["debt"]] * panel["NGDP"]).groupby(level="iso3").shift()
    known = (100 * net / debt).dropna()
    return known.reindex(_ahead(known.index)).groupby(level="iso3").ffill()


def _rates(d: Dataset, interest: float | str) -> pd.DataFrame:
    """The rate by ally and year and where it comes from; blank where it is the growth of GDP."""
    if interest == IMF:
        rate = implied_rates(d)
        return pd.DataFrame({"rate": rate.where(rate >= LEAST), "rate_source": np.where(rate >= LEAST, IMF, GROWTH)})
    if isinstance(interest, str) and interest != GROWTH:
        raise unknown("interest", interest, (IMF, GROWTH, "a number, percent a year"))
    given = np.nan if interest == GROWTH else within("interest", interest, *RATE)
    source = GROWTH if interest == GROWTH else "given"
    return pd.DataFrame({"rate": given, "rate_source": source}, index=_ahead(d.macro_panel.index))


def _parts(borrowed: float | None, taxed: float, cut: float) -> tuple[float, float, float]:
    """The parts borrowed, taxed and cut as fractions that add up to 1."""
    others = [within(name, value, 0.0, 100.0) for name, value in (("taxed", taxed), ("cut", cut))]
    rest = 100 - sum(others) if borrowed is None else within("borrowed", borrowed, 0.0, 100.0)
    if rest < 0 or abs(rest + sum(others) - 100) > 1e-9:
        given = ", ".join(f"{value:g}" for value in (rest, *others))
        raise ReportError(f"borrowed, taxed and cut are {given}: give percentages of the extra that add up to 100")
    return rest / 100, others[0] / 100, others[1] / 100

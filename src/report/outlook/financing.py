"""How a plan's extra cost is paid: borrowed, taxed or cut from elsewhere, with the interest, deficit and debt that follow.

Extra cost, GDP and fiscal ratios are those of :mod:`report.outlook.treasury`: general government, the IMF's GDP, national currency at current prices.
The IMF's path is taken to hold defence as the baseline does; where rises are in it already, deficits and debts here count them twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from report.outlook.plan import Plan
from report.outlook.tidy import number, within
from report.outlook.treasury import RATIOS, extra_cost, fiscal
from report.tables import Dataset
from report.tables.errors import ReportError, unknown

Floats = npt.NDArray[np.float64]
IMF, GROWTH = "imf", "growth"
PRIMARY = "GGXONLB_NGDP"
"""The balance without net interest; with it, the balance is ``GGXCNL_NGDP``."""
LEAST = 1.0
"""Percent: an implied rate below this is no price of borrowing but the yield of large public assets (Norway, Canada, Denmark)."""
RATE = (-10.0, 100.0)
"""Percent a year that an interest rate may be."""
COLUMNS = ["iso3", "year", "component", "currency", "extra_ncu_m", "extra_percent_gdp", "borrowed_ncu_m", "taxed_ncu_m"]
COLUMNS += ["cut_ncu_m", "taxed_percent_revenue", "cut_percent_spending", "rate", "rate_source", "interest_ncu_m"]
COLUMNS += ["interest_percent_gdp", "balance", "balance_with", "debt", "debt_with", "added_pp"]


def financing(
    d: Dataset,
    plan: Plan | str | Path,
    allies: Iterable[str] | str | None = None,
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

    ``borrowed``, ``taxed``, ``cut``: percent of each year's extra X paid by new debt, by more revenue, and by less spending elsewhere; they add up to 100,
    and ``borrowed`` is what the others leave. With b the part borrowed, ρ revenue as a share of GDP, m the ``multiplier`` and r the rate:

    - D(t) = D(t−1)·(1 + r(t)) + b·X(t)·(1 − m·ρ(t)): the added debt, 0 in the base year, whose spending is spent already
    - ``interest_ncu_m`` = D(t−1)·r(t), with ``interest_percent_gdp``; ``rate`` percent and ``rate_source``
    - Y′ = Y·(1 + m·b·X ÷ Y): GDP, larger by what borrowed money adds to demand; money raised by taxes or cuts is taken to take away as much as it adds
    - ``debt_with`` = 100·(B + D) ÷ Y′ beside ``debt``, the IMF's B ÷ Y; ``added_pp`` their difference
    - ``balance_with`` = 100·(S − change of D) ÷ Y′ beside ``balance``, the IMF's S ÷ Y: net lending (+) or borrowing (−)
    - ``borrowed_ncu_m``, ``taxed_ncu_m``, ``cut_ncu_m`` the parts of ``extra_ncu_m``; ``taxed_percent_revenue``, ``cut_percent_spending`` of all revenue and spending

    ``interest``: ``imf``, each ally's implied rate: net interest of the year (primary balance less balance) ÷ gross debt of the year before, the last one held; where
    that is below 1 %, since large assets earn interest too, the growth of nominal GDP. It is the average of old debt; new debt may cost more. ``growth``: r is
    the growth of nominal GDP, so that at m = 0 the added ratio is the sum of the extra shares (rates have mostly been below growth: Blanchard 2019, American
    Economic Review 109). A number: percent a year. ``multiplier``: 0 no effect on GDP; estimates run from 0.6 to 1 (Ramey and Zubairy 2018, Journal of Political
    Economy 126). ``growth``: points a year added to nominal growth, debt in money unchanged. ``component``: core, related or total; ``options`` as in ``report.cost``.

    Raises :class:`ReportError` for parts that do not add up to 100 or numbers out of range, else as ``report.cost``. Source: NATO; IMF, World Economic Outlook.

    GDP 100, no growth, extra 1 in each of two years, all borrowed at 4 %: debt 1, then 1·1.04 + 1 = 2.04; interest 0.04.

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
    """One ally's accounts, the base year first; ``parts`` borrowed, taxed and cut, as fractions; a blank ``rate`` is the growth of GDP. See :func:`financing`."""
    shift = (1 + growth / 100) ** np.arange(len(rows))
    gdp = rows["gdp_ncu_m"].to_numpy(float) * shift
    extra = np.append(0.0, rows["extra_ncu_m"].to_numpy(float)[1:]) * shift
    pace = np.append(0.0, gdp[1:] / gdp[:-1] - 1)
    given = rows["rate"].to_numpy(float) / 100
    rate = np.where(np.isnan(given), pace, given)
    new = parts[0] * extra * (1 - multiplier * rows["revenue"].to_numpy(float) / 100)
    added, interest = _debts(new, rate)
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


def _debts(new: Floats, rate: Floats) -> tuple[Floats, Floats]:
    """The added debt at the end of each year, and the interest paid on it in the year."""
    added, interest = np.zeros(len(new)), np.zeros(len(new))
    for year in range(1, len(new)):
        interest[year] = added[year - 1] * rate[year]
        added[year] = added[year - 1] + interest[year] + new[year]
    return added, interest


def debt_path(
    d: Dataset,
    plan: Plan | str | Path,
    allies: Iterable[str] | str | None = None,
    component: str = "core",
    interest: float | str = GROWTH,
    multiplier: float = 0.0,
    growth: float = 0.0,
    **options: Any,
) -> pd.DataFrame:
    """Government debt in percent of GDP if all of the extra is borrowed: ``iso3, year, component, extra_percent_gdp, debt``, the IMF's, ``debt_with``,
    ``added_pp``, ``interest_percent_gdp``. :func:`financing` with everything borrowed; the interest rate is that of growth unless given.

    Parameters, formula, what is raised and sources as there. Extra of 1 % of GDP in each of three years after the base year, at the default: 3 points.

    >>> import report
    >>> d = report.load("2026-07", "2026-04")
    >>> report.debt_path(d, "hague-2025", "DEU").query("year == 2035")["added_pp"].round(2).tolist()
    [4.06]
    """
    frame = financing(d, plan, allies, component, interest=interest, multiplier=multiplier, growth=growth, **options)
    return frame[
        ["iso3", "year", "component", "extra_percent_gdp", "debt", "debt_with", "added_pp", "interest_percent_gdp"]
    ]


def implied_rates(d: Dataset) -> pd.Series:
    """Net interest of a year ÷ gross debt of the year before, percent, index (iso3, year), the last one held.

    r = (primary balance − balance)·Y(t) ÷ (debt(t−1)·Y(t−1)). Italy 2026: 3.609 % of a GDP 2.83 % larger, over 137.088: 2.71 %.
    """
    panel = d.macro_panel
    net = (panel[PRIMARY] - panel[RATIOS["balance"]]) * panel["NGDP"]
    debt = (panel[RATIOS["debt"]] * panel["NGDP"]).groupby(level="iso3").shift()
    known = (100 * net / debt).dropna()
    years = pd.MultiIndex.from_product(
        [known.index.unique("iso3"), range(int(known.index.unique("year").min()), 2151)], names=["iso3", "year"]
    )
    return known.reindex(years).groupby(level="iso3").ffill()


def _rates(d: Dataset, interest: float | str) -> pd.DataFrame:
    """The rate by ally and year and where it comes from; blank where it is the growth of GDP."""
    if interest == IMF:
        rate = implied_rates(d)
        return pd.DataFrame({"rate": rate.where(rate >= LEAST), "rate_source": np.where(rate >= LEAST, IMF, GROWTH)})
    if isinstance(interest, str) and interest != GROWTH:
        raise unknown("interest", interest, (IMF, GROWTH, "a number, percent a year"))
    given = np.nan if interest == GROWTH else within("interest", interest, *RATE)
    index = d.macro_panel.index
    years = pd.MultiIndex.from_product([index.unique("iso3"), range(1949, 2151)], names=["iso3", "year"])
    return pd.DataFrame({"rate": given, "rate_source": GROWTH if interest == GROWTH else "given"}, index=years)


def _parts(borrowed: float | None, taxed: float, cut: float) -> tuple[float, float, float]:
    """The parts borrowed, taxed and cut as fractions that add up to 1."""
    others = [within(name, value, 0.0, 100.0) for name, value in (("taxed", taxed), ("cut", cut))]
    rest = 100 - sum(others) if borrowed is None else within("borrowed", borrowed, 0.0, 100.0)
    if rest < 0 or abs(rest + sum(others) - 100) > 1e-9:
        given = ", ".join(f"{value:g}" for value in (rest, *others))
        raise ReportError(f"borrowed, taxed and cut are {given}: give percentages of the extra that add up to 100")
    return rest / 100, others[0] / 100, others[1] / 100

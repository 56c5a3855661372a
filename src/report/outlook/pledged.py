"""How much of a plan's bill an ally's own pledges and budgets cover already, and how much is open.

Both are costed on the same GDP from the same base year (:func:`report.outlook.cost`): the plan, and what the ally
itself has said, as the plan ``national-pledges`` reads it: straight to each figure on record, the last one held. What a
government has put into a budget is set beside it.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from report.outlook.cost import PATHS, cost, marked
from report.outlook.plan import AnyPlan, Plan
from report.outlook.plan import plan as find
from report.outlook.pledges import pledges_used
from report.tables import Dataset
from report.tables.groups import Names

OWN = "national-pledges"
"""The plan that writes each ally's own pledges out as a path."""
KINDS = ("law", "government plan", "announcement", "exemption")
"""How firm a pledge is, the firmest first; an exemption is an ally's own lower figure."""
NONE = "none"
ADOPTED = r"\b(?:act|law)\b"
"""A budget of this status is adopted; a draft, a bill or a request is not."""
FINE = 1e-9
"""Points of GDP below which two shares are the same."""
KEY = ["iso3", "year"]


def pledged(
    d: Dataset,
    plan: AnyPlan,
    baseline: str | float = "freeze",
    allies: Names | None = None,
    own: AnyPlan = OWN,
    drafts: bool = False,
    **options: Any,
) -> pd.DataFrame:
    """What is promised of a plan's core bill, one row per ally and year, base year to horizon.

    - ``share_gdp`` under the plan, ``baseline_share_gdp``, ``own_share_gdp`` by the ally's own figures; percent of GDP
    - ``bill_*`` = max(0, plan − baseline) ÷ 100 · k · GDP, ``covered_*`` = bill · (own − baseline) ÷ (plan − baseline),
      at least 0 and at most the bill, ``open_*`` = bill − covered; in millions of the four money paths of
      ``report.cost``. ``covered_percent`` of the bill, blank where there is none
    - ``pledge`` id and ``kind`` (law | government plan | announcement | exemption | none) of the record that leads the
      own figures in the year: the next due, or, where none is left, the last (``held``); ``below_now``: it asks less
      than is spent in the base year, so it covers nothing
    - ``budget_low``, ``budget_high`` percent of GDP that the budget of the year comes to, blank without one: share of
      the base year · (budget ÷ budget of the base year, same items) ÷ (GDP ÷ GDP of the base year), at the lower and
      the higher reading where two are on record; ``budget_status``, ``adopted``

    In a year with an adopted budget its lower reading takes the place of the own path, with ``drafts`` that of a draft
    too. Pledges and budgets are on national definitions, of which NATO's figure is taken to be the same part as in the
    base year; a pledge is not a budget.

    ``baseline``, ``allies`` and ``options`` as in ``report.cost``; ``own``: another plan of own figures, such as one of
    all pledges. Returns no row for allies without forces. Raises as ``report.cost`` does. Source: data/pledges.csv,
    data/budgets.csv, each row with its own.

    Plan 2.78, baseline 2.69, own 2.74 % of a GDP of 100 and k 1: bill 0.09, covered 0.05, open 0.04.

    >>> import report
    >>> italy = report.pledged(report.load("2026-07", "2026-04"), "hague-2025", allies="Italy")
    >>> italy.query("year == 2035")[["covered_percent", "pledge"]].round(1).to_dict("list")
    {'covered_percent': [28.6], 'pledge': ['ita-core-2.5-2028']}
    """
    found = find(plan)
    rows = _core(d, found, baseline, allies, **options)
    if rows.empty:
        return marked(rows.reset_index().reindex(columns=COLUMNS), options.get("macro"))
    budgets = _budget_shares(d, rows)
    rows = rows.join(budgets).join(_leading(d, find(own), rows))
    counted = rows["adopted"].fillna(False).astype(bool) | (drafts & rows["budget_low"].notna())
    said = _core(d, find(own, horizon=found.horizon, base_year=found.base_year), baseline, allies, **options)
    rows["own_share_gdp"] = rows["budget_low"].where(counted, said["share_gdp"])
    bill = rows["share_gdp"] - rows["baseline_share_gdp"]
    part = (rows["own_share_gdp"] - rows["baseline_share_gdp"]) / bill.where(bill > FINE)
    part = part.mask(rows["own_share_gdp"] >= rows["share_gdp"] - FINE, 1.0).clip(0, 1).where(bill > FINE)
    rows["covered_percent"] = 100 * part
    for path in PATHS:
        amount = rows[f"extra_{path}"].where(bill > FINE, 0.0)
        rows[f"bill_{path}"], rows[f"covered_{path}"] = amount, amount * part.fillna(0)
        rows[f"open_{path}"] = amount - rows[f"covered_{path}"]
    return marked(rows.reset_index()[COLUMNS], options.get("macro"))


AMOUNTS = [f"{what}_{path}" for path in PATHS for what in ("bill", "covered", "open")]
COLUMNS = [*KEY, "share_gdp", "baseline_share_gdp", "own_share_gdp", *AMOUNTS, "covered_percent", "currency"]
COLUMNS += ["pledge", "kind", "held", "below_now", "budget_low", "budget_high", "budget_status", "adopted"]


def _core(d: Dataset, plan: Plan, *given: Any, **options: Any) -> pd.DataFrame:
    return cost(d, plan, *given, **options).query("component == 'core'").set_index(KEY)


def _gdp(rows: pd.DataFrame, path: str) -> pd.Series:
    """GDP of each year on a money path."""
    return 100 * rows[f"level_{path}"] / (rows["share_gdp"] * rows["k"])


def _first(values: pd.Series) -> pd.Series:
    """Each ally's value of its base year, on every row of it; blank where that is."""
    return values.groupby(level="iso3").transform(lambda own: own.iloc[0])


def _budget_shares(d: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
    """The share of GDP that each budget on record after the base year comes to; index (iso3, year)."""
    growth = _gdp(rows, "ncu_m") / _first(_gdp(rows, "ncu_m"))
    money = budget_readings(d).reindex(rows.index)
    shares = {
        end: _first(rows["share_gdp"]) * money[name] / _first(money["low"]) / growth
        for end, name in (("budget_low", "low"), ("budget_high", "high"))
    }
    ahead = rows.index.get_level_values("year") > _first(rows.index.to_frame()["year"])
    found = pd.DataFrame(shares)[ahead].dropna()
    status = money["status"].reindex(found.index)
    return found.assign(budget_status=status, adopted=status.str.contains(ADOPTED))


def budget_readings(d: Dataset) -> pd.DataFrame:
    """The budget of each ally and year that can be compared with another year's, billions of its currency: ``low``,
    ``high``, ``status``. Rows that count as level add up, an item that stands twice at its lower and its higher figure;
    a rise is added to the level of the year before. Germany 2027: 109.7 + 27.5 = 137.2, or 109.7 + 30.0 = 139.7."""
    counted = d.budgets[d.budgets["counts"].isin(["level", "rise"])]
    items = counted.groupby([*KEY, "counts", "item"])["value"].agg(low="min", high="max").reset_index()
    table = items.groupby(["counts", *KEY])[["low", "high"]].sum()
    levels = table.loc["level"]
    rises = table.loc["rise"].reset_index() if "rise" in table.index else table.iloc[:0].reset_index()
    before = levels.reindex(pd.MultiIndex.from_arrays([rises["iso3"], rises["year"] - 1])).to_numpy()
    risen = rises.set_index(KEY)[["low", "high"]] + before
    return pd.concat([levels, risen]).join(counted.groupby(KEY)["status"].first()).sort_index()


def _leading(d: Dataset, own: Plan, rows: pd.DataFrame) -> pd.DataFrame:
    """Which record leads an ally's own figures in each year, and whether it asks less than the ally spends."""
    used = pledges_used(d, own)
    used = used[used["used"]].astype({"target_year": int}).sort_values("target_year")
    records = {iso3: found.to_dict("records") for iso3, found in used.groupby("iso3")}
    now = _first(rows["share_gdp"])
    led = [_record(records.get(iso3, []), year, now[iso3, year]) for iso3, year in rows.index]
    return pd.DataFrame(led, index=rows.index, columns=["pledge", "kind", "held", "below_now"])


def _record(records: list[dict[Any, Any]], year: int, now: float) -> tuple[str, str, bool, bool]:
    """The record that leads in a year: the next due, or the last."""
    if not records:
        return "", NONE, False, False
    due = [record for record in records if record["target_year"] >= year]
    one = due[0] if due else records[-1]
    return one["id"], one["kind"], not due, bool(round(now, 2) > one["target_share_gdp"])

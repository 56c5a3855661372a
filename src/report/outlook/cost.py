"""What a plan costs: ``cost(d, plan)`` for each ally, ``alliance_cost(d, plan)`` for the alliance."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from report.outlook.base import Grid, read_baseline, share_grid, starts
from report.outlook.draws import in_all, running
from report.outlook.macro import Economy, own_path_words, with_own_path
from report.outlook.plan import AnyPlan
from report.outlook.plan import plan as find
from report.outlook.pledges import with_pledges
from report.outlook.shapes import Floats
from report.outlook.tidy import COMPONENTS, number
from report.tables import Dataset
from report.tables.groups import Names, members, who

PATHS = {
    "usd_m": ("gdp_usd", "NGDPD"),
    "usd_m_constant": ("gdp_usd", "NGDP_R"),
    "ncu_m": ("gdp_ncu", "NGDP"),
    "ncu_m_constant": ("gdp_ncu", "NGDP_R"),
}
"""The GDP of the base year that each money path starts from, and the indicator it grows with."""
MONEY = [f"{what}_{path}" for path in PATHS for what in ("level", "extra", "cumulative_extra")]
DOLLARS = ("usd_m", "usd_m_constant")
PER_HEAD = {"usd": "usd_m", "usd_constant": "usd_m_constant", "ncu": "ncu_m", "ncu_constant": "ncu_m_constant"}


def whole(column: str) -> str:
    """The column of the amount behind one per head: ``extra_usd_m_constant`` for ``extra_per_head_usd_constant``."""
    what, per_head, money = column.partition("_per_head_")
    return f"{what}_{PER_HEAD[money]}" if per_head else column


def path_of(column: str) -> str | None:
    """The money path of a column: ``usd_m_constant`` of ``extra_per_head_usd_constant``; None for shares."""
    name = whole(column)
    return next((path for path in sorted(PATHS, key=len, reverse=True) if name.endswith(path)), None)


HEADS = [f"{what}_per_head_{path}" for path in PER_HEAD for what in ("level", "extra")]
COLUMNS = {"iso3": "str", "year": "int64", "component": "str", "share_gdp": "float64", "baseline_share_gdp": "float64"}
COLUMNS |= dict.fromkeys([*MONEY, *HEADS, "gdp_usd_m", "population_m"], "float64")
COLUMNS |= {"currency": "str", "status": "str", "rule": "str", "basis": "str", "k": "float64", "k_source": "str"}
"""The columns of :func:`cost`, in order, with their types."""


def cost(
    d: Dataset,
    plan: AnyPlan,
    baseline: str | float = "freeze",
    allies: Names | None = None,
    basis: str = "nato",
    macro: pd.DataFrame | str | Path | None = None,
    extend: str = "hold-last",
    growth_shift: float = 0.0,
) -> pd.DataFrame:
    """What a plan costs each ally: a row per ally, component (``core | related | total``) and year, base to horizon.

    - ``share_gdp`` what the plan leads to, ``baseline_share_gdp`` what would be spent anyway; percent of GDP
    - ``level_*`` = share/100·k·GDP, ``extra_*`` = (share − baseline)/100·k·GDP, ``cumulative_extra_*`` its sum over the
      years after the base year (:mod:`report.outlook.draws`); in millions of ``usd_m`` current US$ (NATO's dollars of
      the base year, growing as the WEO's dollar GDP), ``usd_m_constant`` prices and exchange rates of the base year
      (growing as real GDP), ``ncu_m`` national currency at current prices (growing as nominal GDP), ``ncu_m_constant``
      national currency at prices of the base year. The paths are never mixed
    - ``level_per_head_*``, ``extra_per_head_*`` per inhabitant, in ``usd``, ``usd_constant``, ``ncu``,
      ``ncu_constant``; ``gdp_usd_m`` current US$ million, ``population_m`` million
    - ``currency`` of the national figures; ``status`` ``actual | estimate`` in the base year, then ``projection``;
      ``rule`` that leads the ally's share (:func:`report.outlook.paths.route`); ``basis``, ``k``, ``k_source``
      (:func:`report.outlook.base.base_figures`)

    In the base year core is NATO's spending figure exactly. k is the base year's, held; related spending, which NATO
    does not tabulate, is a share of GDP at current prices (k = 1); total is their sum, and its ``k`` that of its core
    part. Extra is signed: where the plan stays below the baseline it is negative.

    ``baseline``: ``freeze`` (the base year's share), a percentage of GDP (``"2%"``, 2) or ``zero``, for core; related
    is counted from its start share, and only its new money is extra (from nothing, and whole, if the baseline is zero).
    ``allies``: names or codes of allies and groups, all by default; Iceland has no forces, hence no rows. ``basis``:
    ``nato`` published shares, ``nominal`` shares at current prices with k = 1. ``macro``: an own path
    (:func:`report.outlook.macro.with_own_path`), ``extend``: growth beyond the data (``hold-last | mean-3 | mean-5``),
    ``growth_shift``: points added to real growth in every year after the base year. A GDP path that falls or grows by
    more than half in a year (at current prices: by more than −90 or +900 %) is refused as a mistake.
    ``attrs["own_path"]`` says which money an own path moves and which it leaves. Canada and the United Kingdom: year Y
    is fiscal year Y/Y+1. Luxembourg: shares are of GNI.

    Raises :class:`UnknownName` for unknown names, :class:`ReportError` with the reason for a plan that does not fit the
    tables. Source: NATO's shares and spending of the edition of ``d``, the IMF's paths of its vintage.

    Estonia at 3.4315 % in 2024, by the edition of that June: the 0.0685 points to 3.5 % of a GDP of US$ 41,886 million,
    20 % larger in 2035, are 34.5 million.

    >>> import report
    >>> d = report.load("2024-06", "2025-04")
    >>> bill = report.cost(d, "hague-2025", allies="Estonia").query("component == 'core'").set_index("year")
    >>> bill.loc[[2024, 2035], ["share_gdp", "extra_usd_m_constant"]].round(2)
          share_gdp  extra_usd_m_constant
    year
    2024       3.43                  0.00
    2035       3.50                 34.47
    """
    found, against = find(plan), read_baseline(baseline)
    stand = starts(d, found, allies, basis)
    if stand.empty:
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in COLUMNS.items()})
    grid = share_grid(stand, with_pledges(found, d), against)
    economy = Economy(with_own_path(d.macro_panel, macro), extend, number("growth_shift", growth_shift) or 0.0)
    return marked(_long(_labels(stand, grid, basis) | _amounts(stand, grid, economy), stand, grid), macro)


def marked(frame: pd.DataFrame, macro: pd.DataFrame | str | Path | None) -> pd.DataFrame:
    """The frame with what an own macro path moves and leaves; without one nothing is said."""
    if words := own_path_words(macro):
        frame.attrs["own_path"] = words
    return frame


def _amounts(stand: pd.DataFrame, grid: Grid, economy: Economy) -> dict[str, Floats]:
    """All money of the grid, each path with its own GDP."""
    growth = economy.indices(stand["base_year"], grid.years)
    blocks = {"share_gdp": grid.share, "baseline_share_gdp": grid.baseline}
    for name, (start, indicator) in PATHS.items():
        gdp = (stand[start].to_numpy(float)[:, None] * growth[indicator])[:, None, :]
        blocks[f"level_{name}"] = grid.spent / 100 * gdp
        blocks[f"extra_{name}"] = (grid.spent - grid.anyway) / 100 * gdp
        extra = blocks[f"extra_{name}"].swapaxes(1, 2)
        blocks[f"cumulative_extra_{name}"] = in_all(extra).swapaxes(1, 2)
        if name == "usd_m":
            blocks["gdp_usd_m"] = gdp
    population_m = economy.population(stand["base_year"], grid.years)[:, None, :]
    for unit, money in PER_HEAD.items():
        for what in ("level", "extra"):
            blocks[f"{what}_per_head_{unit}"] = blocks[f"{what}_{money}"] / population_m
    return blocks | {"population_m": population_m}


def _labels(stand: pd.DataFrame, grid: Grid, basis: str) -> dict[str, Any]:
    """What each row is about, as blocks that broadcast to the grid."""
    first = grid.years[None, None, :] == stand["base_year"].to_numpy()[:, None, None]
    k = np.stack([stand["k"], np.ones(len(stand)), stand["k"]], axis=1)
    related = np.full(len(stand), "not tabulated", dtype=object)
    sources = np.stack([stand["k_source"], related, stand["k_source"]], axis=1)
    rules = np.array([(core, related, core) for core, related in grid.rules], dtype=object)
    return {
        "iso3": stand.index.to_numpy(object)[:, None, None],
        "year": grid.years[None, None, :],
        "component": np.array(COMPONENTS, dtype=object)[None, :, None],
        "currency": stand["currency"].to_numpy(object)[:, None, None],
        "status": np.where(first, stand["status"].to_numpy(object)[:, None, None], "projection"),
        "rule": rules[:, :, None],
        "basis": np.array(basis, dtype=object)[None, None, None],
        "k": k[:, :, None],
        "k_source": sources[:, :, None],
    }


def _long(blocks: dict[str, Any], stand: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    """The blocks as one frame, without the years before an ally's base year."""
    shape = grid.share.shape
    here = np.broadcast_to(grid.years >= stand["base_year"].to_numpy()[:, None, None], shape)
    columns = {name: np.broadcast_to(blocks[name], shape)[here] for name in COLUMNS}
    return pd.DataFrame(columns).astype({name: dtype for name, dtype in COLUMNS.items() if dtype == "str"})


def alliance_cost(d: Dataset, plan: AnyPlan, baseline: str | float = "freeze", **options: Any) -> pd.DataFrame:
    """The cost of a plan summed over ``NATO_TOTAL``, ``NATO_EUR_CAN`` (Europe and Canada) and ``USA``, by ``iso3``.

    Columns of :func:`cost`, whose ``options`` it takes, and ``allies``, the number summed. National currencies do not
    add up: those columns are blank. Shares are the sum of spending over the sum of GDP of these allies, both in current
    US$, in percent; NATO's own aggregates are of real GDP and include Iceland's. Starts in the first year for which
    every ally has a figure; sums over years count those after it.
    """
    single = _from_common_start(cost(d, plan, baseline, **options))
    american = single["iso3"] == "USA"
    groups = {"NATO_TOTAL": single, "NATO_EUR_CAN": single[~american], "USA": single[american]}
    summed = [_summed(rows).assign(iso3=group) for group, rows in groups.items()]
    return marked(pd.concat(summed, ignore_index=True)[[*COLUMNS, "allies"]], options.get("macro"))


def group_cost(d: Dataset, plan: AnyPlan, group: str, baseline: str | float = "freeze", **options: Any) -> pd.DataFrame:
    """The cost of a plan summed over a group's members, its name or code given; as :func:`alliance_cost`."""
    code = who(group)
    single = _from_common_start(cost(d, plan, baseline, members_in(d, code), **options))
    return _summed(single).assign(iso3=code)[[*COLUMNS, "allies"]]


def _from_common_start(single: pd.DataFrame) -> pd.DataFrame:
    """The rows from the first year for which every ally has a figure."""
    return single[single["year"] >= single.groupby("iso3")["year"].min().max()]


def members_in(d: Dataset, code: str) -> list[str]:
    """The members of a group of whom the edition has a share of GDP; all where it has none; an ally itself."""
    known = d.panel["share_gdp"].dropna().index.unique("iso3")
    return [iso3 for iso3 in members(code) if iso3 in known] or list(members(code))


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """One group's money by component and year, with the shares and amounts per head that follow from the sums."""
    amounts = [f"{what}_{path}" for path in DOLLARS for what in ("level", "extra")]
    by = rows.groupby(["component", "year"], sort=False)
    total = by[[*amounts, "gdp_usd_m", "population_m"]].sum()
    for path in DOLLARS:
        yearly = total.groupby("component", sort=False)[f"extra_{path}"]
        total[f"cumulative_extra_{path}"] = yearly.transform(running)
    for name in ("usd", "usd_constant"):
        for what in ("level", "extra"):
            total[f"{what}_per_head_{name}"] = total[f"{what}_{PER_HEAD[name]}"] / total["population_m"]
    total["share_gdp"] = 100 * total["level_usd_m"] / total["gdp_usd_m"]
    total["baseline_share_gdp"] = 100 * (total["level_usd_m"] - total["extra_usd_m"]) / total["gdp_usd_m"]
    labels = by[["status", "basis"]].max().assign(allies=by.size(), currency="USD")
    return total.join(labels).reset_index().reindex(columns=[*COLUMNS, "allies"])

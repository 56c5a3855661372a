"""What each ally carries in one year: ``burden(d, year)``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from report.burdens.quantities import ALLY, since_wales
from report.tables import Dataset
from report.tables.errors import unknown


def burden(d: Dataset, year: int | None = None) -> pd.DataFrame:
    """One row per ally (32): what it carried in ``year``, by default the last year of the edition.

    Published columns are NATO's own; the others are computed from them by the formulas of
    :mod:`report.burdens.quantities`:

    - ``share_gdp`` NATO's share of real GDP, ``share_gdp_current`` 100·E/Y at current prices, ``k`` their ratio
      (percent, percent, ratio)
    - ``spend_usd_m``, ``gdp_usd_m`` current US$ million; ``…_constant`` at the edition's constant prices;
      ``spend_ncu_m`` national currency
    - ``spend_share``, ``gdp_share``, ``population_share`` percent of the members with forces that year;
      ``burden_ability`` their e/y
    - ``per_capita_usd`` current US$ per inhabitant (population: WEO); ``per_capita_usd_constant`` as NATO publishes it
    - ``gap_pp_2 | _core | _5`` points to 2, 3.5 and 5 %; ``gap_usd_m_…`` the same in current US$ million of that year
    - ``years_at_2`` years since 2014 at 2 % or more; ``arrears_usd_m`` Σ max(0, 2 − b)/100·Y since 2014 or accession,
      constant US$ million
    - ``pace_pp``, ``pace_pp_5`` points a year over three and five years; ``required_pp`` points a year to reach The
      Hague’s 3.5 % by 2035, whatever the plan: what a plan requires is :func:`report.verification`’s column of that
      name
    - ``personnel_per_thousand`` forces per 1,000 inhabitants; ``spend_per_soldier_usd`` current US$ a soldier; ``rank``
      by published share, ties share the better place

    ``status`` is ``actual``, ``estimate``, ``no figure`` or ``no forces`` (Iceland). Allies that had not yet joined
    keep their own figures and have no part in the alliance's sums (``member`` is False). Raises :class:`UnknownName`
    for a year the edition does not hold.
    """
    years = sorted(d.panel.index.get_level_values("year").unique())
    if year is not None and year not in years:
        raise unknown("year", year, [str(known) for known in years])
    chosen = d.last_year if year is None else int(year)
    allies = d.allies.set_index("iso3")
    forces, cells = allies["has_forces"], _of(d.panel, chosen, allies.index)
    who = pd.DataFrame({"ally": allies["name"], "year": chosen, "member": allies.index.isin(d.members(chosen))})
    status = cells["status"].where(cells["share_gdp"].notna(), "no figure").where(forces, "no forces")
    who = who.assign(forces=forces, status=status)
    return who.assign(**ALLY.computed(_given(d, chosen, who))).reset_index()


def _of(panel: pd.DataFrame, year: int, allies: pd.Index) -> pd.DataFrame:
    """One year of a panel, a row for each ally."""
    wanted = pd.MultiIndex.from_product([allies, [year]], names=["iso3", "year"])
    return panel.reindex(wanted).droplevel("year")


def _given(d: Dataset, year: int, who: pd.DataFrame) -> dict[str, Any]:
    """What the formulas of :mod:`report.burdens.quantities` start from: the tables' columns of the year and before."""
    cells, blank = _of(d.panel, year, who.index), pd.Series(np.nan, index=who.index)
    shares = d.panel["share_gdp"].unstack("year").reindex(who.index)
    since = shares[[y for y in shares if y in since_wales(year)]]
    joined = pd.to_datetime(d.allies.set_index("iso3")["accession"]).dt.year.reindex(who.index)
    return {
        **{name: cells.get(measure, blank) for name, measure in ALLY.measures.items()},
        "population_m": _of(d.macro_panel[["LP"]], year, who.index)["LP"],
        "year": year,
        "member": who["member"],
        "forces": who["forces"],
        "counted": who["member"] & who["forces"],
        "share_before_3": shares.get(year - 3, blank),
        "share_before_5": shares.get(year - 5, blank),
        "shares_since": since,
        "gdp_since": gdp_constant(d).unstack("year").reindex(index=since.index, columns=since.columns),
        "joined": pd.DataFrame({y: joined <= y for y in since.columns}),
    }


def gdp_constant(d: Dataset) -> pd.Series:
    """GDP at the edition's constant prices, US$ million; where it omits them, spending over its share of real GDP."""
    panel = d.panel
    blank = pd.Series(np.nan, index=panel.index)
    implied = panel.get("spend_usd_constant", blank) / (panel["share_gdp"] / 100)
    return panel.get("gdp_usd_constant", blank).fillna(implied)

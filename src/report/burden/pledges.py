"""An ally's own word: the pledge on record that says most about where it means to be."""

from __future__ import annotations

import numpy as np
import pandas as pd

from report.burden.required import Asked

COLUMNS = ("pledge_id", "pledge_component", "pledge_share", "pledge_year", "pledge_kind", "pledge_confidence", "pledge_gap_pp")
NAMES = {"id": "pledge_id", "component": "pledge_component", "target_share_gdp": "pledge_share", "target_year": "pledge_year"}
NAMES |= {"kind": "pledge_kind", "confidence": "pledge_confidence"}


def standing_pledges(pledges: pd.DataFrame) -> pd.DataFrame:
    """Pledges on record that state a share and a year and have not been superseded, the earliest first."""
    stated = pledges["target_share_gdp"].notna() & pledges["target_year"].notna() & pledges["superseded_on"].isna()
    return pledges[stated].sort_values(["iso3", "target_year", "announced"], na_position="first", kind="stable")


def pledged_figures(pledges: pd.DataFrame, plan: Asked) -> dict[str, dict[int, float]]:
    """Own figures by ally and year for a plan that counts pledges: core ones on record, verified unless it says ``all``, none it sets aside.

    Of several for one year the latest announced counts, and a later, lower figure does not lower the path. Figures stated in the plan itself win.
    """
    if plan.pledges == "none":
        return {iso3: dict(own) for iso3, own in plan.allies.items()}
    core = standing_pledges(pledges).query("component == 'core'")
    counted = core[~core["id"].isin(list(plan.set_aside)) & ((core["confidence"] == "verified") | (plan.pledges == "all"))]
    latest = counted.drop_duplicates(["iso3", "target_year"], keep="last")
    highest = latest.assign(share=latest.groupby("iso3")["target_share_gdp"].cummax())
    own = {str(iso3): {int(y): float(s) for y, s in zip(rows["target_year"], rows["share"], strict=True)} for iso3, rows in highest.groupby("iso3")}
    return own | {iso3: dict(figures) for iso3, figures in plan.allies.items()}


def own_pledges(pledges: pd.DataFrame, plan: Asked) -> pd.DataFrame:
    """For each ally with one, the pledge that speaks to the plan's target, index ``iso3``, columns :data:`COLUMNS`.

    Among core pledges due by the plan's year, the latest counts, of the same year the higher share; without a core pledge the same is done
    with totals. ``pledge_gap_pp`` is the pledge less what the plan asks of that component (below nought: it falls short), a plan's total
    being its core and related targets. Shares in percent of GDP. What it is not: a forecast; the record says which pledges were verified.
    """
    standing = standing_pledges(pledges)
    spoken = standing[standing["component"].isin(["core", "total"]) & (standing["target_year"] <= (plan.core_year or plan.horizon))]
    order = spoken.sort_values(["component", "target_year", "target_share_gdp"], ascending=[False, True, True], kind="stable")
    chosen = order.drop_duplicates("iso3", keep="last").set_index("iso3").rename(columns=NAMES)
    core = np.nan if plan.core_target is None else plan.core_target
    asked = chosen["pledge_component"].map({"core": core, "total": core + (plan.related_target or 0.0)})
    return chosen.assign(pledge_gap_pp=chosen["pledge_share"] - asked).reindex(columns=list(COLUMNS))


def pledges_add_up(scorecard: pd.DataFrame, gdp: pd.Series) -> dict[str, float]:
    """What the allies' own core pledges come to, as a share of their joint GDP, percent.

    Σ b·Y/ΣY over the allies with a share in a :func:`~report.burden.verification.verification` frame, ``gdp`` by ISO code in one money.
    ``now``: today's shares; ``pledged``: each at its core pledge, or today's share where that is higher or it has made none; ``asked``: each at
    what the plan asks, or today's share where higher; ``with_pledge``: how many have a core pledge. Again as ``…_eur_can`` without the United
    States. What it is not: a path; every pledge is taken as kept, whenever it is due, and GDP weights are today's.
    """
    known = scorecard.dropna(subset=["share"]).set_index("iso3")
    rest = known.drop(index="USA", errors="ignore")
    return _added(known, gdp) | {f"{name}_eur_can": value for name, value in _added(rest, gdp).items()}


def _added(card: pd.DataFrame, gdp: pd.Series) -> dict[str, float]:
    own = card["pledge_share"].where(card["pledge_component"] == "core")
    weights = gdp.reindex(card.index)
    levels = {"now": card["share"], "pledged": np.fmax(card["share"], own), "asked": np.fmax(card["share"], card["target_share"])}
    return {name: float(np.average(level, weights=weights)) for name, level in levels.items()} | {"with_pledge": float(own.notna().sum())}

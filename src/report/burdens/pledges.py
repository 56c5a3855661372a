"""An ally's own word: the pledge on record that says most about where it means to be."""

from __future__ import annotations

import numpy as np
import pandas as pd

from report.burdens.required import Asked

COLUMNS = (
    "pledge_id",
    "pledge_component",
    "pledge_share",
    "pledge_year",
    "pledge_kind",
    "pledge_confidence",
    "pledge_gap_pp",
)
NAMES = {
    "id": "pledge_id",
    "component": "pledge_component",
    "target_share_gdp": "pledge_share",
    "target_year": "pledge_year",
}
NAMES |= {"kind": "pledge_kind", "confidence": "pledge_confidence"}


def standing_pledges(pledges: pd.DataFrame) -> pd.DataFrame:
    """Pledges on record that state a share and a year, have not been superseded and are more than a proposal, the earliest first."""
    stated = pledges["target_share_gdp"].notna() & pledges["target_year"].notna() & pledges["superseded_on"].isna()
    committed = pledges[stated & (pledges["kind"] != "proposal")]
    return committed.sort_values(["iso3", "target_year", "announced"], na_position="first", kind="stable")


def own_pledges(pledges: pd.DataFrame, plan: Asked) -> pd.DataFrame:
    """For each ally with one, the pledge that speaks to the plan's target, index ``iso3``, columns :data:`COLUMNS`.

    Superseded pledges and mere proposals are left out. Among core pledges due by the plan's year, the latest counts, of the same year the higher share; without a core pledge the same is done
    with totals. ``pledge_gap_pp`` is the pledge less what the plan asks of that component (below nought: it falls short), a plan's total
    being its core and related targets. Shares in percent of GDP. What it is not: a forecast; the record says which pledges were verified.
    """
    standing = standing_pledges(pledges)
    spoken = standing[
        standing["component"].isin(["core", "total"]) & (standing["target_year"] <= (plan.core_year or plan.horizon))
    ]
    order = spoken.sort_values(
        ["component", "target_year", "target_share_gdp"], ascending=[False, True, True], kind="stable"
    )
    chosen = order.drop_duplicates("iso3", keep="last").set_index("iso3").rename(columns=NAMES)
    core = np.nan if plan.core_target is None else plan.core_target
    asked = chosen["pledge_component"].map({"core": core, "total": core + (plan.related_target or 0.0)})
    return chosen.assign(pledge_gap_pp=chosen["pledge_share"] - asked).reindex(columns=list(COLUMNS))


def pledges_add_up(scorecard: pd.DataFrame, gdp: pd.Series) -> dict[str, float]:
    """What the allies' own core pledges come to, as a share of their joint GDP, percent.

    Σ b·Y/ΣY over the allies with a share in a :func:`~report.burdens.verification.verification` frame, ``gdp`` by ISO code in one money.
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
    levels = {
        "now": card["share"],
        "pledged": np.fmax(card["share"], own),
        "asked": np.fmax(card["share"], card["target_share"]),
    }
    return {name: float(np.average(level, weights=weights)) for name, level in levels.items()} | {
        "with_pledge": float(own.notna().sum())
    }

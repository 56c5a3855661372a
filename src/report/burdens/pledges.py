"""An ally's own word: the pledge on record that says most about where it means to be."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from report.burdens.required import Asked, Line

COLUMNS = (
    "pledge_id",
    "pledge_component",
    "pledge_share",
    "pledge_year",
    "pledge_kind",
    "pledge_confidence",
    "pledge_asked",
    "pledge_gap_pp",
)
NAMES = {
    "id": "pledge_id",
    "component": "pledge_component",
    "target_share_gdp": "pledge_share",
    "target_year": "pledge_year",
}
NAMES |= {"kind": "pledge_kind", "confidence": "pledge_confidence"}


def own_word(pledges: pd.DataFrame) -> pd.DataFrame:
    """Rows that are an ally's own word: not those whose only source is the commitment of all allies, where no national plan was found."""
    shared = set(pledges.loc[pledges["iso3"] == "NATO_TOTAL", "source_url"].dropna())
    return pledges[(pledges["iso3"] != "NATO_TOTAL") & ~pledges["source_url"].isin(shared)]


def standing_pledges(pledges: pd.DataFrame) -> pd.DataFrame:
    """Allies' own pledges that state a share and a year, have not been superseded and are more than a proposal, the earliest first."""
    own = own_word(pledges)
    stated = own["target_share_gdp"].notna() & own["target_year"].notna() & own["superseded_on"].isna()
    committed = own[stated & (own["kind"] != "proposal")]
    return committed.sort_values(["iso3", "target_year", "announced"], na_position="first", kind="stable")


def own_pledges(pledges: pd.DataFrame, plan: Asked, lines: Mapping[str, Line], year: int) -> pd.DataFrame:
    """For each ally with one, the pledge that speaks to the plan's target, index ``iso3``, columns :data:`COLUMNS`.

    Superseded pledges, mere proposals and rows that only repeat the commitment of all are left out. Among core pledges due by the plan's year,
    the latest counts, of the same year the higher share; without a core pledge the same is done with totals. ``pledge_asked`` is what the
    ally's line (``lines``) requires in the pledge's own year; a total is compared only from the plan's year on, with core and related targets
    together, since no path of the related part was agreed. ``pledge_gap_pp`` = pledge − asked, below nought short of it. Both are missing for
    what was due by ``year`` (past) and for an exemption, which is the line itself. Shares in percent of GDP, gaps in points.
    What it is not: a forecast; the record says which pledges were verified.
    """
    standing = standing_pledges(pledges)
    end = plan.core_year or plan.horizon
    spoken = standing[standing["component"].isin(["core", "total"]) & (standing["target_year"] <= end)]
    order = spoken.sort_values(
        ["component", "target_year", "target_share_gdp"], ascending=[False, True, True], kind="stable"
    )
    chosen = order.drop_duplicates("iso3", keep="last").set_index("iso3").rename(columns=NAMES)
    asked = [_asked(row, plan, lines.get(str(iso3)), year) for iso3, row in chosen.iterrows()]
    chosen = chosen.assign(pledge_asked=asked)
    gap = (chosen["pledge_share"] - chosen["pledge_asked"]).round(9)
    return chosen.assign(pledge_gap_pp=gap).reindex(columns=list(COLUMNS))


def _asked(pledge: pd.Series, plan: Asked, line: Line | None, year: int) -> float:
    """What the plan requires of the pledge's component in the pledge's year, percent of GDP; nan where the two cannot be compared."""
    due = int(pledge["pledge_year"])
    if line is None or not line.points or due <= year or pledge["pledge_kind"] == "exemption":
        return np.nan
    if pledge["pledge_component"] == "core":
        return line.at(due)
    together = (
        plan.core_target is not None and plan.related_target is not None and due >= (plan.core_year or plan.horizon)
    )
    return line.target + (plan.related_target or 0.0) if together else np.nan


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

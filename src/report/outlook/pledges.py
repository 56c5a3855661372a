"""National pledges on record as own figures of a plan, and why each record counts or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from report.outlook.plan import Plan
from report.outlook.tidy import Frozen
from report.tables import Dataset, guideline
from report.tables.errors import unknown

Said = tuple[int, float, str]
"""A pledge's target year, its share and the day it was announced."""
JOINT = "joint"
"""Choice of pledges of a plan: verified ones, and the core part of those made for core and related spending together."""


@lru_cache(maxsize=64)  # every ally's page asks for it
def pledges_used(d: Dataset, plan: Plan) -> pd.DataFrame:
    """Every core pledge of one ally on record, with ``used`` (bool) and ``why`` it is not.

    A record counts when it states a share and a year, is verified (or ``plan.pledges == "all"``), has not been superseded and is not
    set aside by the plan; of several for one year the latest announced counts, an undated one being the oldest; and a figure falls when
    a later announcement asks less for a later year. Alliance-wide records (the summit declaration) are not pledges of one ally. With ``plan.pledges == "joint"`` a
    verified pledge of core and related spending together, of at least The Hague's 5 %, counts as one of its core part, 3.5 %. Raises :class:`UnknownName` when the
    plan sets aside an id that is not on record.
    """
    own = d.pledges[d.pledges["iso3"].isin(d.allies["iso3"])]
    record = own[own["component"] == "core"].copy()
    if plan.pledges == JOINT:
        record = pd.concat([record, joint_pledges(own)])
    for given in plan.set_aside:
        if given not in set(d.pledges["id"]):
            raise unknown("pledge", given, d.pledges["id"].tolist())
    record = record.assign(announced=record["announced"].fillna("")).sort_values(["iso3", "target_year", "announced"])
    record["why"] = [_why_not(row, plan) for row in record.to_dict("records")]
    for _, rows in record[record["why"] == ""].groupby("iso3"):
        said = list(zip(rows["target_year"], rows["target_share_gdp"], rows["announced"], strict=True))
        record.loc[rows.index, "why"] = [_overtaken(one, said[place + 1 :]) for place, one in enumerate(said)]
    return record.assign(used=record["why"] == "").reset_index(drop=True)


def joint_pledges(pledges: pd.DataFrame) -> pd.DataFrame:
    """Pledges of core and related spending together, of at least The Hague's total, with its core part as their share."""
    whole = (pledges["component"] == "total") & (pledges["target_share_gdp"] >= guideline("total").value)
    return pledges[whole].assign(target_share_gdp=guideline("core").value)


def _overtaken(one: Said, later: list[Said]) -> str:
    """Why an ally's record no longer stands beside those of later target years."""
    year, share, announced = one
    if any(then == year for then, _, _ in later):
        return "a later announcement gives another figure for the same year"
    if any(lower < share and said > announced for _, lower, said in later):
        return "a later announcement asks less for a later year"
    return ""


def _why_not(row: Mapping[Any, Any], plan: Plan) -> str:
    if pd.isna(row["target_share_gdp"]) or pd.isna(row["target_year"]):
        return "no share or year stated"
    if pd.notna(row["superseded_on"]):
        return "superseded"
    if row["confidence"] != "verified" and plan.pledges != "all":
        return "unverified"
    return str(plan.set_aside.get(row["id"], ""))


@lru_cache(maxsize=64)  # a briefing asks for it 16 times, 100 ms each under national pledges
def with_pledges(plan: Plan, d: Dataset) -> Plan:
    """The plan with the pledges it asks for written out as own figures; figures stated in the plan itself win.

    A later, lower figure does not lower the path (unless ``may_cut``): the highest so far is kept.
    """
    if plan.branch:
        plan = replace(plan, branch={**plan.branch, "plan": with_pledges(plan.branch["plan"], d)})
    if plan.pledges == "none":
        return plan
    used = pledges_used(d, plan).query("used")
    own = {str(iso3): _figures(rows, plan.may_cut) for iso3, rows in used.groupby("iso3")}
    return replace(plan, allies=Frozen(own | dict(plan.allies)), pledges="none", set_aside={})


def _figures(rows: pd.DataFrame, may_cut: bool) -> dict[int, float]:
    share = rows["target_share_gdp"] if may_cut else rows["target_share_gdp"].cummax()
    return {int(year): float(value) for year, value in zip(rows["target_year"], share, strict=True)}

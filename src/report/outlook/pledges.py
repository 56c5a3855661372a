"""National pledges on record: which count as own figures of a plan, and the one of each ally that says most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from report.facts import Fact, written
from report.facts.catalogue import declared
from report.facts.rows import pledge_rows
from report.outlook.paths import Line
from report.outlook.plan import Plan
from report.outlook.tidy import Frozen
from report.tables import Dataset, guideline
from report.tables.errors import unknown

Said = tuple[int, float, str]
"""A pledge's target year, its share and the day it was announced."""
JOINT = "joint"
"""A plan's choice of verified pledges, with the core part of those for core and related spending together."""


@lru_cache(maxsize=64)  # every ally's page asks for it
def pledges_used(d: Dataset, plan: Plan) -> pd.DataFrame:
    """Every core pledge of one ally on record, with ``used`` (bool) and ``why`` it is not.

    A record counts when it states a share and a year, is verified (or ``plan.pledges == "all"``), has not been
    superseded and is not set aside by the plan; of several for one year the latest announced counts, an undated one
    being the oldest; and a figure falls when a later announcement asks less for a later year. Alliance-wide records
    (the summit declaration) are not pledges of one ally. With ``plan.pledges == "joint"`` a verified pledge of core and
    related spending together, of at least The Hague's 5 %, counts as one of its core part, 3.5 %. Raises
    :class:`UnknownName` when the plan sets aside an id that is not on record.
    """
    own = d.pledges[d.pledges["iso3"].isin(d.allies["iso3"])]
    record = own[own["component"] == "core"].copy()
    if plan.pledges == JOINT:
        whole = (own["component"] == "total") & (own["target_share_gdp"] >= guideline("total").value)
        record = pd.concat([record, own[whole].assign(target_share_gdp=guideline("core").value)])
    for given in plan.set_aside:
        if given not in set(d.pledges["id"]):
            raise unknown("pledge", given, d.pledges["id"].tolist())
    record = record.assign(announced=record["announced"].fillna("")).sort_values(["iso3", "target_year", "announced"])
    record["why"] = [_why_not(row, plan) for row in record.to_dict("records")]
    for _, rows in record[record["why"] == ""].groupby("iso3"):
        said = list(zip(rows["target_year"], rows["target_share_gdp"], rows["announced"], strict=True))
        record.loc[rows.index, "why"] = [_overtaken(one, said[place + 1 :]) for place, one in enumerate(said)]
    return record.assign(used=record["why"] == "").reset_index(drop=True)


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
    """The plan with the pledges it asks for written out as own figures; figures stated in the plan itself win. A later,
    lower figure does not lower the path (unless ``may_cut``): the highest so far is kept."""
    if plan.branch:
        plan = replace(plan, branch={**plan.branch, "plan": with_pledges(plan.branch["plan"], d)})
    if plan.pledges == "none":
        return plan
    used, own = pledges_used(d, plan).query("used"), dict[str, dict[int, float]]()
    for iso3, rows in used.groupby("iso3"):
        shares = rows["target_share_gdp"] if plan.may_cut else rows["target_share_gdp"].cummax()
        own[str(iso3)] = dict(zip(rows["target_year"].astype(int), shares.astype(float), strict=True))
    return replace(plan, allies=Frozen(own | dict(plan.allies)), pledges="none", set_aside={})


NAMES = {"id": "pledge_id", "component": "pledge_component", "target_share_gdp": "pledge_share"}
NAMES |= {"target_year": "pledge_year", "kind": "pledge_kind", "confidence": "pledge_confidence"}
TESTED = ("pledge_test", "pledge_asked", "pledge_gap_pp", "pledge_spent", "pledge_kept_pp")
COLUMNS = (*NAMES.values(), *TESTED)
TESTS = ("path", "as agreed", "own figure", "due", "total")
"""What a pledge can be held against, those that look ahead first: the checking line in its year; nothing, since it says
what all agreed or is the exempt ally's own line; what was spent in its year; nothing, as related spending is in it."""
FINE = 0.005
"""Points of GDP below which two published shares are the same."""


def own_word(pledges: pd.DataFrame) -> pd.DataFrame:
    """Rows that are an ally's own word: not those whose only source is the commitment of all allies."""
    shared = set(pledges.loc[pledges["iso3"] == "NATO_TOTAL", "source_url"].dropna())
    return pledges[(pledges["iso3"] != "NATO_TOTAL") & ~pledges["source_url"].isin(shared)]


def pledges_in_force(pledges: pd.DataFrame) -> pd.DataFrame:
    """Allies' own pledges with share and year, not superseded and more than a proposal, the earliest first."""
    own = own_word(pledges)
    stated = own["target_share_gdp"].notna() & own["target_year"].notna() & own["superseded_on"].isna()
    committed = own[stated & (own["kind"] != "proposal")]
    return committed.sort_values(["iso3", "target_year", "announced"], na_position="first", kind="stable")


def pledges_tested(
    pledges: pd.DataFrame, plan: Plan, lines: Mapping[str, Line], shares: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Every pledge in force that speaks to a plan, and what it is held against; columns ``iso3`` and :data:`COLUMNS`.

    In force: :func:`pledges_in_force`, core or total, due by the plan's year; of two of one ally for one year and
    component the higher share. ``pledge_test`` is one of :data:`TESTS`. ``path``: due after ``year``, ``pledge_asked``
    is what the ally's checking line (``lines``) requires in the pledge's own year, ``pledge_gap_pp`` = pledge − asked.
    ``due``: due by ``year``, ``pledge_spent`` is the share of the pledge's year (``shares``, allies down, years
    across), ``pledge_kept_pp`` = spent − pledge. Both below zero when short. The rest are missing. Portugal: 2.00 by
    2029, line 2.01 + 1.49·4/10 = 2.606, gap −0.606. Latvia: 5.00 in 2026, spent 4.92, kept −0.08. Shares in percent of
    GDP, gaps in points. What it is not: a forecast; the record says which pledges were verified.
    """
    valid, key = pledges_in_force(pledges), ["iso3", "component", "target_year"]
    in_time = valid["target_year"] <= (plan.core_year or plan.horizon)
    spoken = valid[valid["component"].isin(["core", "total"]) & in_time]
    highest = spoken.sort_values([*key, "target_share_gdp"], kind="stable").drop_duplicates(key, keep="last")
    rows = highest.rename(columns=NAMES).reset_index(drop=True)
    tests = [_test(row, lines.get(str(row["iso3"])), shares, year) for _, row in rows.iterrows()]
    found = pd.DataFrame(tests, index=rows.index, columns=list(TESTED))
    return rows.join(found)[["iso3", *COLUMNS]]


def _test(pledge: pd.Series, line: Line | None, shares: pd.DataFrame, year: int) -> dict[str, object]:
    """The last five columns of :func:`pledges_tested` for one pledge."""
    due, share = int(pledge["pledge_year"]), float(pledge["pledge_share"])
    if pledge["pledge_component"] == "total":
        return {"pledge_test": "total"}
    if pledge["pledge_kind"] == "exemption":
        return {"pledge_test": "own figure"}
    if due <= year:
        spent = float(shares[due].get(pledge["iso3"], np.nan)) if due in shares else np.nan
        return {"pledge_test": "due", "pledge_spent": spent, "pledge_kept_pp": round(spent - share, 9)}
    if line is None or not line.points or np.isnan(line.start):
        return {"pledge_test": "path"}
    required = line.at(due)
    if due >= line.due and abs(share - line.target) < FINE:
        return {"pledge_test": "as agreed", "pledge_asked": required}
    return {"pledge_test": "path", "pledge_asked": required, "pledge_gap_pp": round(share - required, 9)}


def own_pledges(tested: pd.DataFrame) -> pd.DataFrame:
    """For each ally the one pledge of :func:`pledges_tested` that tells most, index ``iso3``, columns :data:`COLUMNS`.

    A pledge still to come that can be held against the path comes first, of several the one furthest below it (the
    nearest of equals); then one that says what all agreed, the ally's own figure, the last that has come due, and a
    total only where there is nothing else.
    """
    last = -tested["pledge_year"].where(tested["pledge_test"] == "due")
    order = tested.assign(test=tested["pledge_test"].map(TESTS.index), last=last)
    order = order.sort_values(["iso3", "test", "pledge_gap_pp", "last", "pledge_year"], kind="stable")
    return order.drop_duplicates("iso3").set_index("iso3")[list(COLUMNS)]


def shortfalls(tested: pd.DataFrame, tolerance: float) -> pd.DataFrame:
    """Each ally's pledge furthest below its path, where by more than ``tolerance`` points; the worst first."""
    short = tested[tested["pledge_gap_pp"] < -tolerance - 1e-9]
    return short.sort_values(["pledge_gap_pp", "iso3"]).drop_duplicates("iso3")


def proposed_only(pledges: pd.DataFrame) -> list[str]:
    """Allies for which the record holds a proposal and no pledge in force: ``USA``."""
    own = own_word(pledges)
    floated = own.loc[(own["kind"] == "proposal") & own["superseded_on"].isna(), "iso3"]
    return sorted(set(floated) - set(pledges_in_force(pledges)["iso3"]))


def highest_pledges(pledges: pd.DataFrame, plan: Plan) -> pd.Series:
    """The last core pledge of each ally due by the plan's year, of one year the higher: percent of GDP by ``iso3``."""
    valid = pledges_in_force(pledges)
    core = valid[(valid["component"] == "core") & (valid["target_year"] <= (plan.core_year or plan.horizon))]
    last = core.sort_values(["iso3", "target_year", "target_share_gdp"]).drop_duplicates("iso3", keep="last")
    return last.set_index("iso3")["target_share_gdp"].astype(float)


def pledges_add_up(
    scorecard: pd.DataFrame, pledged: pd.Series, gdp: pd.Series, may_cut: bool = False
) -> dict[str, float]:
    """What the allies' own core pledges come to, as a share of their joint GDP, percent.

    Σ b·Y/ΣY over the allies with a share in a :func:`~report.outlook.scorecard` frame, ``pledged`` and ``gdp`` by ISO
    code, ``gdp`` in one money. ``now``: today's shares; ``pledged``: each at its last core pledge
    (:func:`highest_pledges`), or today's share where that is higher or it has made none; ``asked``: each at what the
    plan asks, or today's share where higher and the plan may not cut; ``with_pledge``: how many have a core pledge.
    Again as ``…_eur_can`` without the United States. What it is not: a path; every pledge is taken as kept, verified or
    not and whenever it is due, GDP weights are today's, and k is left out, so that ``now`` can differ from NATO's own
    share of the whole alliance, which is of real GDP.
    """
    known, found = scorecard.dropna(subset=["share"]).set_index("iso3"), dict[str, float]()
    for which, card in {"": known, "_eur_can": known.drop(index="USA", errors="ignore")}.items():
        own, weights, now = pledged.reindex(card.index), gdp.reindex(card.index), card["share"]
        asked = np.fmax(0 if may_cut else now, card["target_share"])
        levels = {"now": now, "pledged": np.fmax(now, own), "asked": asked}
        found |= {f"{name}{which}": float(np.average(level, weights=weights)) for name, level in levels.items()}
        found[f"with_pledge{which}"] = float(own.notna().sum())
    return found


def pledge_fact(row: pd.Series, pledges: pd.DataFrame) -> Fact:
    """The own pledge named in a ``verification`` row, with its line of the table of pledges."""
    year = int(row["pledge_year"])
    at = f"{row['iso3']}.{year}.{row['pledge_id']}"
    words = {"whose": written.possessive(row["ally"]), "component": row["pledge_component"], "year": year}
    words |= {"kind_of": row["pledge_kind"], "confidence": row["pledge_confidence"]}
    rows = pledge_rows(pledges, [row["pledge_id"]])
    return declared("pledge", at, float(row["pledge_share"]), kind="published", rows=rows, **words)

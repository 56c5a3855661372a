"""How often a pledge of record turned into spending: the record that political uncertainty is drawn from.

Two records: the guideline of Wales (2 % of GDP by 2024, agreed in 2014), and national pledges whose year has come (``data/pledges.csv``).
"""

from __future__ import annotations

import pandas as pd

from report.tables import Dataset, guideline

DECIMALS = 2
"""Shares meet a target at published precision."""


def wales_record(d: Dataset) -> pd.DataFrame:
    """What became of the promised rise to 2 % by 2024, one row per ally that was a member in 2014 and stood below 2 % then.

    ``share_then``, ``share_due`` percent of GDP in 2014 and 2024; ``promised_pp`` = 2 − share then; ``delivered_pp`` = the rise;
    ``delivered`` = rise ÷ promise; ``kept``: 2.00 or more in 2024; ``reached`` the first year at 2.00 or more, if any. 1.0 in 2014 and 1.6 in 2024: 0.6 delivered.
    """
    wales = guideline("wales")
    table = d.panel["share_gdp"].unstack("year").reindex(d.with_forces(wales.agreed_year)).round(DECIMALS)
    then, due, target = table[wales.agreed_year], table[wales.due_year], wales.value
    rows = pd.DataFrame(
        {"share_then": then, "share_due": due, "promised_pp": target - then, "delivered_pp": due - then}
    )
    later = table.loc[:, table.columns > wales.agreed_year] >= target
    rows["delivered"] = rows["delivered_pp"] / rows["promised_pp"]
    rows["kept"] = due >= target
    rows["reached"] = later.idxmax(axis=1).where(later.any(axis=1)).astype("Int64")
    return rows[then < target].rename_axis("iso3").reset_index()


def past_delivery(d: Dataset) -> tuple[float, ...]:
    """The part of the promised step each ally delivered under the Wales guideline, 0 to 1, sorted: the record for ``risk(…, delivery=…)``.

    A rise beyond the promise counts as 1 and a fall as 0: a plan is delivered at most in full, and not undone.
    """
    return tuple(sorted(wales_record(d)["delivered"].clip(0, 1).round(6)))


def national_record(d: Dataset) -> pd.DataFrame:
    """National core pledges whose year the edition covers, one row each: ``id, iso3, target, due, announced, confidence, superseded``,
    ``share`` in the due year with its ``status``, ``shortfall_pp`` = max(0, target − share), ``kept`` at published precision.

    Definitions differ: a pledge is on the national budget's terms, the share is NATO's. A pledge of 4.8, a share of 4.68: not kept by 0.12.
    """
    rows = d.pledges.query("component == 'core'").dropna(subset=["target_share_gdp", "target_year"])
    rows = rows[
        rows["iso3"].isin(d.allies["iso3"]) & (rows["target_year"] <= d.last_year) & (rows["kind"] != "proposal")
    ]
    published = d.panel[["share_gdp", "status"]].rename(columns={"share_gdp": "share"})
    rows = rows.join(published, on=["iso3", "target_year"]).dropna(subset=["share"])
    share = rows["share"].round(DECIMALS)
    rows = rows.assign(
        superseded=rows["superseded_on"].notna(),
        shortfall_pp=(rows["target_share_gdp"] - share).clip(lower=0).round(DECIMALS),
        kept=share >= rows["target_share_gdp"],
    )
    names = {"target_share_gdp": "target", "target_year": "due"}
    columns = [
        "id",
        "iso3",
        "target",
        "due",
        "announced",
        "confidence",
        "superseded",
        "share",
        "status",
        "shortfall_pp",
        "kept",
    ]
    return rows.rename(columns=names)[columns].reset_index(drop=True)

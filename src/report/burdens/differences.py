"""Why our counts and ranks differ from those of other editions: both sides computed from the tables, the cause read off the editions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from report.burdens.measures import as_published, meets
from report.tables import Dataset, guideline


def counts_by_edition(editions: Sequence[Dataset]) -> pd.DataFrame:
    """How many members with forces reach a guideline, by edition and year: ``edition, year, members_with_forces, reporting, meeting, status``.

    Membership is that of the year, thresholds are compared at published precision, and ``reporting`` says how many members the edition has a
    share for: a press list or a withheld figure makes the count a floor.
    """
    return pd.DataFrame([_count(d, year) for d in editions for year in _years(d)])


def _years(d: Dataset) -> list[int]:
    return sorted(d.panel["share_gdp"].dropna().index.get_level_values("year").unique())


def _count(d: Dataset, year: int) -> dict[str, object]:
    members, shares = d.with_forces(year), member_shares(d, year)
    status = d.panel["status"].xs(year, level="year").reindex(shares.index)
    return {
        "edition": d.edition,
        "year": year,
        "members_with_forces": len(members),
        "reporting": len(shares),
        "meeting": int(np.sum(meets(shares, guideline("wales").value))),
        "status": "estimate" if (status == "estimate").any() else "actual",
    }


def member_shares(d: Dataset, year: int) -> pd.Series:
    """Published shares of GDP of the members with forces in a year, percent, those the edition has."""
    return d.panel["share_gdp"].xs(year, level="year").reindex(d.with_forces(year)).dropna()


def compared(before: Dataset, after: Dataset, year: int) -> pd.DataFrame:
    """Every member with forces in two editions, same year: what each says of it, and why they may differ.

    ``iso3, ally, before, after`` shares in percent; ``change_pp`` = after − before; ``rank_before, rank_after`` (1 = highest, ties share the
    better place); ``met_before, met_after``; ``crossed`` whether the two editions put it on different sides of the guideline; ``cause``.
    """
    sides = {"before": member_shares(before, year), "after": member_shares(after, year)}
    frame = pd.DataFrame(sides).reindex(after.with_forces(year)).rename_axis("iso3")
    frame.insert(0, "ally", after.allies.set_index("iso3")["name"].reindex(frame.index))
    frame["change_pp"] = frame["after"] - frame["before"]
    for side in sides:
        frame[f"rank_{side}"] = as_published(frame[side]).rank(ascending=False, method="min")
        frame[f"met_{side}"] = meets(frame[side], guideline("wales").value)
    frame["crossed"] = (frame["met_before"] != frame["met_after"]) & frame[["before", "after"]].notna().all(axis=1)
    frame["cause"] = [_cause(before, after, iso3, year) for iso3 in frame.index]
    return frame.reset_index()


def _cause(before: Dataset, after: Dataset, iso3: str, year: int) -> str:
    """What sets the two figures apart, as far as the editions tell; NATO gives no reasons for single revisions."""
    sides = (before, after)
    shares = [d.panel["share_gdp"].get((iso3, year), float("nan")) for d in sides]
    if any(pd.isna(share) for share in shares):
        return (
            f"no figure in {' or '.join(d.edition for d, share in zip(sides, shares, strict=True) if pd.isna(share))}"
        )
    if as_published(shares[0]) == as_published(shares[1]):
        return "same as published"
    reasons = [
        reason
        for reason in (_outturn(before, after, iso3, year), _definition(before, after), _prices(before, after))
        if reason
    ]
    return "; ".join(reasons) or "revised by the ally or its GDP restated"


def _outturn(before: Dataset, after: Dataset, iso3: str, year: int) -> str:
    """An estimate gave way to an outturn, or to a later estimate."""
    was, now = (d.panel["status"].get((iso3, year)) for d in (before, after))
    if was != "estimate":
        return ""
    return f"an estimate in {before.edition}, {'a later estimate' if now == 'estimate' else 'an outturn'} in {after.edition}"


def _definition(before: Dataset, after: Dataset) -> str:
    names = [d.edition_info["definition"] for d in (before, after)]
    return f"{names[1]} in {after.edition}, {names[0]} in {before.edition}" if names[0] != names[1] else ""


def _prices(before: Dataset, after: Dataset) -> str:
    bases = [str(d.edition_info["price_base"]) for d in (before, after)]
    return (
        f"shares of real GDP at prices of {bases[1]} instead of {bases[0]}"
        if bases[0] != bases[1] and "not stated" not in bases
        else ""
    )


def count_explained(before: Dataset, after: Dataset, year: int) -> dict[str, object]:
    """One line for the table of differences: the two counts, who changed sides and why.

    ``year, threshold, before_edition, before_count, after_edition, after_count, gained, lost`` (names), ``unmatched`` (members only one edition
    has a figure for), ``causes`` (of those that changed sides, each once). after_count = before_count + gained − lost, apart from the unmatched.
    """
    table = compared(before, after, year)
    crossed = table[table["crossed"]]
    return {
        "year": year,
        "threshold": guideline("wales").value,
        "before_edition": before.edition,
        "before_count": int(table["met_before"].sum()),
        "after_edition": after.edition,
        "after_count": int(table["met_after"].sum()),
        "gained": ", ".join(crossed.loc[crossed["met_after"], "ally"]),
        "lost": ", ".join(crossed.loc[crossed["met_before"], "ally"]),
        "unmatched": ", ".join(table.loc[table[["before", "after"]].isna().any(axis=1), "ally"]),
        "causes": " | ".join(dict.fromkeys(crossed["cause"])),
    }


def counts_explained(editions: Sequence[Dataset], current: Dataset) -> pd.DataFrame:
    """:func:`count_explained` of the last year of each earlier edition against the current one."""
    return pd.DataFrame([count_explained(d, current, d.last_year) for d in editions if d.edition != current.edition])

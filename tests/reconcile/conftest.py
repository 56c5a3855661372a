"""Tiny editions for the rules, and the real ones read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import pytest

from report.tables import Dataset, load, releases
from report.tables.reconcile import Published, published
from report.tables.reconcile import exceptions as all_exceptions

Table = Mapping[tuple[str, int], Mapping[str, float]]


@pytest.fixture(scope="session")
def editions() -> dict[str, Dataset]:
    return {name: load(edition=name) for name in releases.editions()}


@pytest.fixture(scope="session")
def d(editions) -> Dataset:
    """The newest edition: the list of oddities is that of all."""
    return editions[releases.newest_edition()]


@pytest.fixture(scope="session")
def vintages() -> dict[str, Dataset]:
    return {name: load(macro=name) for name in releases.vintages()}


@pytest.fixture(scope="session")
def exceptions(editions, vintages) -> pd.DataFrame:
    return all_exceptions(editions, vintages)


MEASURES = [
    "spend_ncu_current",
    "spend_ncu_constant",
    "spend_usd_current",
    "spend_usd_constant",
    "share_gdp",
    "real_change",
    "gdp_usd_current",
    "gdp_usd_constant",
    "gdp_per_capita_usd_constant",
    "spend_per_capita_usd_constant",
    "personnel_thousand",
    "equipment_share",
    "personnel_share",
    "infrastructure_share",
    "other_share",
]


@pytest.fixture(scope="session")
def tiny() -> Callable[..., Published]:
    """An edition from ``{(iso3, year): {measure: figure}}``; members are all allies but ``late``, by year; ISL has no
    forces."""

    def make(table: Table, base: int | None = None, late: Mapping[str, int] | None = None) -> Published:
        panel = pd.DataFrame.from_dict(table, orient="index").reindex(columns=MEASURES).astype(float).sort_index()
        panel.index = pd.MultiIndex.from_tuples(panel.index, names=["iso3", "year"])
        allies = sorted({iso3 for iso3, _ in table if not iso3.startswith("NATO_")})
        years = sorted({year for _, year in table})
        members = {year: [iso3 for iso3 in allies if year >= (late or {}).get(iso3, 0)] for year in years}
        forces = {year: [iso3 for iso3 in names if iso3 != "ISL"] for year, names in members.items()}
        return published(panel, members, forces, base)

    return make

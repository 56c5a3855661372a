"""What allies.csv says, against counts that can be known otherwise."""

from __future__ import annotations

import pandas as pd
import pytest

from report.tables import Dataset


def test_thirty_two_allies_and_one_without_forces(d: Dataset) -> None:
    assert len(d.allies) == 32
    assert d.allies.loc[~d.allies["has_forces"], "iso3"].tolist() == ["ISL"]


def test_members_of_the_eu_and_the_euro_area(d: Dataset) -> None:
    # 27 members of the EU less Austria, Cyprus, Ireland and Malta; 21 of the euro area less the same four
    assert d.allies["eu"].sum() == 27 - 4
    assert d.allies["euro"].sum() == 21 - 4
    assert not d.allies.loc[d.allies["euro"], "eu"].eq(False).any()


@pytest.mark.parametrize(
    ("year", "members"),
    [
        (1949, 12),
        (1952, 14),
        (1955, 15),
        (1982, 16),
        (1999, 19),
        (2004, 26),
        (2009, 28),
        (2017, 29),
        (2020, 30),
        (2023, 31),
        (2024, 32),
    ],
)
def test_rounds_of_accession(d: Dataset, year: int, members: int) -> None:
    assert len(d.members(year)) == members
    assert len(d.with_forces(year)) == members - 1
    assert "ISL" not in d.with_forces(year)


def test_members_do_not_count_before_their_year(d: Dataset) -> None:
    assert "FIN" not in d.members(2022)
    assert "FIN" in d.members(2023)


def test_land_borders_with_russia_or_belarus(d: Dataset) -> None:
    assert sorted(d.allies.loc[d.allies["borders_russia_belarus"], "iso3"]) == [
        "EST",
        "FIN",
        "LTU",
        "LVA",
        "NOR",
        "POL",
    ]


def test_bulgaria_changed_its_currency_in_2026(d: Dataset, edition) -> None:
    row = d.allies.set_index("iso3").loc["BGR"]
    assert (row["currency"], row["euro_since"]) == ("EUR", pd.Timestamp(2026, 1, 1))
    assert d.currencies["BGR"] == "EUR"
    assert edition("2024-06").currencies["BGR"] == "BGN"
    assert d.macro_currencies["BGR"] == "EUR"
    assert edition(macro="2025-10").macro_currencies["BGR"] == "BGN"


def test_luxembourg_alone_is_measured_on_gni(d: Dataset) -> None:
    assert d.allies.loc[d.allies["gdp_concept"] == "GNI", "iso3"].tolist() == ["LUX"]


def test_every_ally_has_a_region_with_neighbours(d: Dataset) -> None:
    assert d.allies["region"].value_counts().to_dict() == {
        "Western Europe": 6,
        "South-East Europe": 6,
        "Nordic": 5,
        "Central Europe": 5,
        "Southern Europe": 5,
        "Baltic": 3,
        "North America": 2,
    }

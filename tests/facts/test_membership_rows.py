"""The rows behind a count of members: one an ally, with the year it joined."""

import pytest

import report
from report.facts.rows import membership_rows


@pytest.fixture(scope="module")
def d():
    return report.load("2026-07")


@pytest.mark.parametrize(
    ("year", "members", "with_forces"),
    [
        (2014, 28, 27),  # before Montenegro (2017), North Macedonia (2020), Finland (2023) and Sweden (2024)
        (2017, 29, 28),
        (2024, 32, 31),  # all of them, and all but Iceland
    ],
)
def test_as_many_rows_as_members(d, year, members, with_forces):
    assert len(membership_rows(d, year)) == members
    assert len(membership_rows(d, year, forces_only=True)) == with_forces


def test_a_row_says_who_joined_when(d):
    rows = {row.key: row.value for row in membership_rows(d, 2026)}
    assert rows["SWE accession"] == 2024.0 and rows["ISL accession"] == 1949.0
    assert "ISL accession" not in {row.key for row in membership_rows(d, 2026, forces_only=True)}

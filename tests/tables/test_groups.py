"""Groups of allies by name, and lines of names in which they stand beside allies."""

import pytest

from report.tables.errors import ReportError, UnknownName
from report.tables.groups import allies_of, groups, has_forces, members, who, whos_in


def test_groups_are_those_of_the_table_of_allies():
    assert len(members("NATO_TOTAL")) == 32
    assert set(members("NATO_TOTAL")) - set(members("NATO_EUR_CAN")) == {"USA"}
    assert set(members("NATO_EUR_CAN")) - set(members("NATO_EUR")) == {"CAN"}
    assert members("BALTIC") == ("EST", "LTU", "LVA")
    assert set(members("EURO_AREA")) < set(members("EU"))


def test_regions_share_the_allies_out_among_them():
    kinds = {"NATO_TOTAL", "NATO_EUR_CAN", "NATO_EUR", "EU", "EURO_AREA"}
    inside = [iso3 for code, one in groups().items() if code not in kinds for iso3 in one.members]
    assert sorted(inside) == sorted(members("NATO_TOTAL"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("EU", "EU"),
        ("European Union", "EU"),
        ("the euro area", "EURO_AREA"),
        ("euro-area", "EURO_AREA"),
        ("Europe and Canada", "NATO_EUR_CAN"),
        ("nato_eur_can", "NATO_EUR_CAN"),
        ("NATO", "NATO_TOTAL"),
        ("South-East Europe", "SOUTH_EAST_EUROPE"),
        ("Germany", "DEU"),
    ],
)
def test_a_name_stands_for_an_ally_or_a_group(name, code):
    assert who(name) == code


def test_lines_of_names_hold_both():
    assert whos_in("EST Europe and Canada, EU fr") == ["EST", "NATO_EUR_CAN", "EU", "FRA"]
    assert allies_of("Latvia Baltic") == ["LVA", "EST", "LTU"]
    assert allies_of("DEU, FRA") == ["DEU", "FRA"]
    assert allies_of(["Nordic", "Denmark"]) == list(members("NORDIC"))


def test_other_names_are_refused():
    with pytest.raises(UnknownName, match="Austria"):
        whos_in("EST Austria")


def test_all_but_iceland_have_forces():
    assert [iso3 for iso3 in members("NATO_TOTAL") if not has_forces(iso3)] == ["ISL"]


@pytest.mark.parametrize("names", ["", " ", ",", []])
def test_a_choice_of_nobody_is_refused(names) -> None:
    with pytest.raises(ReportError, match="no ally or group is named: give at least one"):
        allies_of(names)

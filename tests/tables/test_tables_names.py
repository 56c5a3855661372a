from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.tables import Dataset, UnknownName, ally, load
from report.tables.groups import one_ally
from report.tables.names import folded


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("EST", "EST"),
        ("fr", "FRA"),
        ("latvia", "LVA"),
        ("USA", "USA"),
        ("US", "USA"),
        ("U.S.", "USA"),
        ("America", "USA"),
        ("the United States", "USA"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("TÜRKİYE", "TUR"),
        ("turkiye", "TUR"),
        ("Czech Republic", "CZE"),
        ("czechia", "CZE"),
        ("UK", "GBR"),
        ("Britain", "GBR"),
        ("Great  Britain", "GBR"),
        ("Holland", "NLD"),
        ("The Netherlands", "NLD"),
        ("Macedonia", "MKD"),
        ("north-macedonia", "MKD"),
        ("EL", "GRC"),
        ("Grèce", "GRC"),
        ("grece", "GRC"),
        ("Deutschland", "DEU"),
        ("Slovak Republic", "SVK"),
        (" iceland ", "ISL"),
        # as NATO, the IMF, the UN and newspapers print them
        ("Slovenia* (Euros)", "SVN"),
        ("Türkiye *", "TUR"),
        ("Hungary [1]", "HUN"),
        ("Latvia†", "LVA"),
        ("Luxembourg²", "LUX"),
        ("“Montenegro”", "MNE"),
        ("Czech Rep.", "CZE"),
        ("Slovak Rep.", "SVK"),
        ("Türkiye, Republic of", "TUR"),
        ("Netherlands, The", "NLD"),
        ("Netherlands (Kingdom of the)", "NLD"),
        ("United States of America (the)", "USA"),
        ("United Kingdom of Great Britain and Northern Ireland (the)", "GBR"),
        ("the former Yugoslav Republic of Macedonia", "MKD"),
        ("Macedonia, FYR", "MKD"),
        ("N. Macedonia", "MKD"),
    ],
)
def test_allies_answer_to_their_names(name: str, iso3: str) -> None:
    assert ally(name) == iso3


@pytest.mark.parametrize(("name", "near"), [("Lativa", "Latvia"), ("Grmany", "Germany"), ("Slovnia", "Slovenia")])
def test_a_slip_is_answered_with_the_nearest_ally(name: str, near: str) -> None:
    with pytest.raises(UnknownName, match=f"unknown ally '{name}'. Did you mean '{near}'"):
        ally(name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("GER", r"'GER'. Did you mean 'Germany'\?$"),
        ("Slo", r"'Slo'. Did you mean 'Slovakia' or 'Slovenia'\?$"),
        ("EST;LVA", "set names apart by spaces or commas"),
        ("EST|LVA", "set names apart by spaces or commas"),
        ("x" * 5000, "'x{59}…"),
    ],
)
def test_the_beginning_of_a_name_and_separators_are_recognised(name: str, said: str) -> None:
    with pytest.raises(UnknownName, match=said):
        ally(name)


@pytest.mark.parametrize("name", ["NATO", "Europe", "euro area"])
def test_a_group_is_not_one_ally(name: str) -> None:
    with pytest.raises(UnknownName, match=f"'{name}' is a group of .. allies: name one ally, such as "):
        one_ally(name)


@pytest.mark.parametrize("name", ["", "Austria", "Ireland", "NATO"])
def test_others_are_refused_with_the_list_of_allies(name: str) -> None:
    with pytest.raises(UnknownName, match="Known: Albania, Belgium"):
        ally(name)


@given(st.sampled_from(load().allies.to_dict("records")), st.randoms(use_true_random=False))
def test_every_name_is_found_in_any_case(row: dict[str, str], chance) -> None:
    for name in [row["iso3"], row["iso2"], row["name"], row["name_in_text"], *row["aliases"].split("|")]:
        varied = "".join(chance.choice([letter.upper(), letter.lower()]) for letter in name)
        if name:
            assert ally(varied) == row["iso3"]


def test_no_name_stands_for_two_allies(d: Dataset) -> None:
    owners: dict[str, set[str]] = {}
    for row in d.allies.to_dict("records"):
        for name in [row["iso3"], row["iso2"], row["name"], *row["aliases"].split("|")]:
            owners.setdefault(folded(name), set()).add(row["iso3"])
    assert {name: who for name, who in owners.items() if len(who) > 1 and name} == {}


@pytest.mark.parametrize(
    "name",
    ["Austria", "ireland", "Switzerland", "Malta", "Cyprus", "Ukraine", "Russia", "Serbia", "Georgia", "Armenia"],
)
def test_a_country_that_is_no_ally_is_told_so_and_nothing_is_suggested(name: str) -> None:
    with pytest.raises(UnknownName, match=f"'{name}' is not an ally: no member of NATO") as error:
        ally(name)
    assert "Did you mean" not in str(error.value)


@pytest.mark.parametrize("name", ["Estland", "Bosnia", "Atlantis", "Austira"])
def test_nothing_is_suggested_for_a_name_like_no_ally_s(name: str) -> None:
    with pytest.raises(UnknownName, match=f"unknown ally '{name}'. Known: "):
        ally(name)

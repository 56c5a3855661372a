import pytest

from report.outlook.backtest import national_record, past_delivery, wales_record


@pytest.fixture(scope="module")
def wales(d):
    return wales_record(d).set_index("iso3")


def test_italy_delivered_part_of_its_promise(d, wales):
    # Published shares 1.13 in 2014 and 1.52 in 2024: 0.39 of 0.87 promised.
    assert wales.at["ITA", "promised_pp"] == pytest.approx(2 - round(d.panel.at[("ITA", 2014), "share_gdp"], 2))
    assert wales.at["ITA", "delivered"] == pytest.approx(0.39 / 0.87, abs=1e-9)
    assert not wales.at["ITA", "kept"]


def test_only_members_of_2014_below_two_per_cent_had_promised(wales):
    assert not {"USA", "GBR", "GRC"} & set(wales.index)  # at or above 2 % in 2014
    assert not {"MNE", "MKD", "FIN", "SWE", "ISL"} & set(wales.index)  # joined later, or no forces
    assert len(wales) == 24


def test_how_many_kept_it(wales):
    # Counted from the published table: 12 of 24 at 2.00 or more in 2024.
    assert wales["kept"].sum() == 12
    assert (wales["share_due"] >= 2.0).equals(wales["kept"])


def test_the_first_year_at_two_per_cent(wales):
    assert wales.at["LTU", "reached"] == 2020
    assert wales["reached"].isna().sum() == 1  # Slovenia


def test_the_record_for_ranges_runs_from_nothing_to_the_whole(d, wales):
    record = past_delivery(d)
    assert len(record) == 24
    assert min(record) >= 0
    assert max(record) == 1
    assert list(record) == sorted(record)
    assert sum(part == 1 for part in record) == 12


def test_national_pledges_whose_year_has_come(d):
    found = national_record(d).set_index("id")
    poland = found.loc["pol-core-4.8-2026"]
    assert not poland["kept"]
    assert poland["shortfall_pp"] == pytest.approx(4.8 - round(d.panel.at[("POL", 2026), "share_gdp"], 2))
    assert found.loc["esp-core-2.0-2025", "kept"]
    assert found["due"].max() <= d.last_year
    assert not found.index.str.startswith("nato").any()
    assert "pol-core-4.0-2025" not in found.index  # a proposal, not a pledge

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pandas as pd
import pytest

from report.tables import Dataset, UnknownName, data_path, load
from report.tables.releases import editions, vintages


def test_figures_are_those_of_the_source(d: Dataset) -> None:
    estonia = d.panel.loc[("EST", 2026)]
    assert estonia["share_gdp"] == 5.10
    assert estonia["spend_usd_current"] == 2644
    assert estonia["spend_ncu_constant"] == 1574
    assert estonia["status"] == "estimate"
    assert d.panel.loc[("NATO_TOTAL", 2026), "spend_usd_current"] == 1_809_915


def test_macro_figures_are_those_of_the_source(d: Dataset) -> None:
    # Italy's growth 2025 to 2031 in the outlook of April 2026
    growth = d.macro_panel.loc["ITA", "NGDP_RPCH"].loc[2025:2031]
    assert growth.tolist() == [0.54, 0.521, 0.5, 0.835, 0.739, 0.716, 0.7]
    assert d.macro_panel.loc[("ITA", 2026), "NGDPD"] == 2738.164


def test_panels_have_every_measure_and_indicator(edition) -> None:
    columns = [list(edition(name).panel.columns) for name in editions()]
    assert all(names == columns[0] for names in columns)
    assert columns[0][-1] == "status"
    assert len(columns[0]) == 16
    assert all(len(edition(macro=name).macro_panel.columns) == 13 for name in vintages())


def test_panel_holds_what_the_long_table_holds(d: Dataset) -> None:
    assert d.panel.drop(columns="status").notna().to_numpy().sum() == len(d.expenditure) == 6273
    assert d.macro_panel.notna().to_numpy().sum() == len(d.macro) == 7487


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("2019-06", 2019),
        ("2023-07", 2023),
        ("2024-03", 2023),
        ("2024-06", 2024),
        ("2025-04", 2024),
        ("2025-08", 2025),
        ("2026-07", 2026),
    ],
)
def test_last_year_of_every_edition(edition, name: str, last: int) -> None:
    assert edition(name).last_year == last
    assert edition(name).edition_info["edition"] == name


def test_last_year_of_an_ally(edition) -> None:
    assert edition("2025-08").last_year_of("DEU") == 2024  # NATO gave Germany no estimate for 2025
    assert edition("2025-08").last_year_of("FRA") == 2025


def test_an_ally_without_forces_has_no_last_year(d: Dataset) -> None:
    with pytest.raises(UnknownName, match="unknown ally with a share of GDP in edition 2026-07 'ISL'"):
        d.last_year_of("ISL")


def test_frames_cannot_be_changed_for_another(d: Dataset) -> None:
    for read in (lambda: d.panel, lambda: d.macro_panel, lambda: d.allies, lambda: d.expenditure, lambda: d.forecasts):
        before = read().copy(deep=True)
        frame = read()
        frame.iloc[0, 0] = frame.iloc[1, 0]
        frame["new"] = 1
        frame.index = range(len(frame))
        pd.testing.assert_frame_equal(read(), before)


def test_the_dataset_itself_is_frozen(d: Dataset) -> None:
    with pytest.raises(FrozenInstanceError):
        d.edition = "2024-06"  # type: ignore[misc]


def test_columns_are_typed_as_described(d: Dataset) -> None:
    assert d.allies["accession"].dtype.kind == "M"
    assert d.allies["has_forces"].dtype == bool
    assert d.expenditure["year"].dtype == "int64"
    assert d.expenditure["value"].dtype == float
    assert d.expenditure["iso3"].dtype == "str"
    assert d.pledges["target_year"].dtype == "Int64"  # Iceland's exemption names no year


def test_forecasts_and_outturns_join_growth_and_inflation(d: Dataset) -> None:
    assert d.forecasts["indicator"].value_counts().to_dict() == {"NGDP_RPCH": 13216, "PCPIPCH": 13210}
    assert d.outturns["indicator"].value_counts().to_dict() == {"NGDP_RPCH": 4327, "PCPIPCH": 4327}
    assert (d.forecasts["year"] - d.forecasts["vintage"].str[:4].astype(int)).equals(d.forecasts["horizon_years"])
    assert d.forecasts["horizon_years"].between(0, 5).all()
    assert d.outturns["horizon_years"].between(-2, -1).all()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"edition": "2026-06"}, "unknown edition '2026-06'. Did you mean '2026-07'"),
        ({"edition": "latest"}, "unknown edition 'latest'. Known: 2019-06, "),
        ({"macro": "2026-10"}, "unknown macro vintage '2026-10'. Did you mean '2026-04'"),
    ],
)
def test_unknown_editions_and_vintages_are_refused(asked: dict[str, str], message: str) -> None:
    with pytest.raises(UnknownName, match=message):
        load(**asked)


def test_the_data_folder_can_be_named_in_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BURDENSHARE_DATA", str(tmp_path))
    assert data_path() == tmp_path


def test_without_a_name_the_newest_complete_edition_and_the_newest_outlook_are_loaded(folder) -> None:
    editions_held = load(path=folder.path).editions
    complete = sorted(editions_held.loc[editions_held["completeness"] == "complete", "edition"])
    assert load(path=folder.path).edition == complete[-1]
    assert load(path=folder.path).vintage == vintages(folder.path)[-1]
    folder.change("editions.csv", folder.row_of("editions.csv", f"{complete[-1]},"), ",complete,", ",partial,")
    assert load(path=folder.path).edition == complete[-2]

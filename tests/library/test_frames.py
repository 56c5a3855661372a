"""The frames analysts get: names beside codes, units and edition, years and groups in one call; shown, drawn, saved."""

import json

import pandas as pd
import pytest

import report

COSTING = {"start": {"core": 2.0}, "waypoints": {"core": {2027: 3.0}}}


@pytest.fixture(scope="module")
def frames(d):
    """A frame of every public function that makes one, by its name."""
    few = "DEU, Baltic"
    return {
        "burden": report.burden(d),
        "alliance": report.alliance(d),
        "beside_sipri": report.beside_sipri(d),
        "cost": report.cost(d, "hague-2025", allies=few),
        "risk": report.risk(d, "hague-2025", draws=50, allies=few),
        "pledged": report.pledged(d, "hague-2025", allies=few),
        "financing": report.financing(d, "hague-2025", allies=few),
        "debt_path": report.debt_path(d, "hague-2025", allies=few),
        "escape_room": report.escape_room(d, "hague-2025", allies=few),
        "purchase": report.purchase(d, "hague-2025", allies=few),
        "absorption": report.absorption(d, "hague-2025", allies=few),
        "purchasing_power": report.purchasing_power(d, "hague-2025"),
        "exchange_rates": report.exchange_rates(d, "hague-2025"),
        "yardsticks": report.yardsticks(d, "hague-2025", allies=few),
        "verification": report.verification(d, "hague-2025", allies=few),
        "compare": report.compare(d, allies="DEU, FRA"),
        "scenario": report.scenario("explorer.html#who=DEU,EU&target=3&year=2030"),
        "costing": report.costing(
            {2026: 100, 2027: 110}, price_index={2026: 1, 2027: 1.02}, population={2026: 1, 2027: 1}, **COSTING
        ),
    }


MONEY = ["pledged", "financing", "debt_path", "escape_room", "purchase", "absorption"]
MONEY += ["purchasing_power", "exchange_rates", "yardsticks"]
KINDS = [
    "burden",
    "alliance",
    "cost",
    "risk",
    "pledged",
    "financing",
    "debt_path",
    "escape_room",
    "verification",
    "compare",
    "scenario",
    "costing",
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_frame_says_what_it_is_and_what_each_column_holds(frames, d, kind):
    frame = frames[kind]
    assert frame.attrs["frame"] == kind
    if kind != "costing":
        assert (frame.attrs["edition"], frame.attrs["macro"]) == (d.edition, d.vintage)
    told = report.columns(frame)
    if kind != "compare":  # its columns are the series
        assert told.index.tolist() == list(frame.columns)
        assert told["label"].ne("").all() and told["unit"].ne("").all(), told[told["unit"] == ""]
        assert frame.attrs["units"] == told["unit"].to_dict()


@pytest.mark.parametrize("kind", ["burden", "cost", "risk", "verification", "scenario"])
def test_names_stand_beside_codes(frames, kind):
    frame = frames[kind]
    assert list(frame.columns[:2]) == ["iso3", "ally"]
    assert dict(zip(frame["iso3"], frame["ally"], strict=True))["DEU"] == "Germany"
    assert frame["ally"].notna().all()


def test_years_in_one_call_are_the_single_years(d):
    both = report.burden(d, years=[2025, 2024], allies=["Baltic", "Poland"])
    assert both["year"].unique().tolist() == [2024, 2025] and set(both["iso3"]) == {"EST", "LVA", "LTU", "POL"}
    one = report.burden(d, 2024).set_index("iso3").loc["POL"]
    pd.testing.assert_series_equal(
        both.set_index(["year", "iso3"]).loc[(2024, "POL")], one.drop("year"), check_names=False
    )
    assert report.burden(d, years="all")["year"].max() == d.last_year


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"allies": "Estland"}, "Estonia"),
        ({"year": 1999}, "2014"),
        ({"years": [2024, 1999]}, "2014"),
        ({"years": "every"}, "range"),
        ({"years": []}, "at least one"),
        ({"year": 2024, "years": [2025]}, "not both"),
    ],
)
def test_what_cannot_be_is_refused_with_the_remedy(d, given, says):
    with pytest.raises(report.ReportError, match=says):
        report.burden(d, **given)


def test_the_same_allies_are_meant_however_they_are_written(d):
    written = ("DEU, FRA", "DEU FRA", ["Germany", "fr"])
    assert len({tuple(report.cost(d, "freeze", allies=allies)["iso3"].unique()) for allies in written}) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_frame_is_shown_drawn_and_saved(frames, kind, tmp_path):
    frame = frames[kind]
    before = frame.copy(deep=True)
    shown = report.show(frame)
    assert len(repr(shown)) > 50 and "<table" in shown._repr_html_()
    plot = report.chart.draw(frame)
    assert plot.title and plot.alt.count("(") >= 2 and plot.spec["title"]["text"] == plot.title
    assert plot.save(tmp_path / "x.svg").read_text(encoding="utf-8").startswith("<svg")
    json.dumps(plot._repr_mimebundle_())
    book = pd.read_excel(report.save(frame, tmp_path / "x.xlsx"), sheet_name=None)
    assert list(book) == ["figures", "columns", "notes"] and len(book["figures"]) == len(frame)
    assert "terms" in set(book["notes"]["note"])
    report.save(frame, tmp_path / "x.csv")
    assert (tmp_path / "x-columns.csv").read_text(encoding="utf-8").startswith("column,label,unit")
    pd.testing.assert_frame_equal(frame, before)


def test_shown_figures_have_units_and_thousands(d):
    shown = report.show(report.burden(d, allies="USA"), "ally", "share_gdp", "spend_usd_m")
    assert [unit for _, unit in shown.table.columns] == ["", "% of GDP", "US$ million, current prices"]
    assert "," in shown.table.iloc[0, 2] and "." not in shown.table.iloc[0, 2]
    turned = report.show(report.burden(d, allies="USA")).table
    assert list(turned.columns) == ["column", "unit", "United States"]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda d: report.save(report.burden(d), "x.doc"), ".xlsx or .csv"),
        (lambda d: report.chart.burden(report.burden(d), "share_gdb"), "share_gdp"),
        (lambda d: report.chart.draw(d.allies), "no picture"),
        (lambda d: report.chart.cost(report.cost(d, "freeze", allies="EST"), component="cores"), "core"),
        (lambda d: report.chart.draw(report.burden(d)).save("x.gif"), ".svg or .png"),
    ],
)
def test_a_wrong_name_or_ending_is_refused(d, call, says):
    with pytest.raises(report.ReportError, match=says):
        call(d)


def test_a_saved_frame_holds_no_formula_and_its_numbers_stay(tmp_path):
    frame = pd.DataFrame({"title": ["=1+1", "@A1", "-0.4"], "value": [-0.5, 1.0, 2.0]})
    report.save(frame, tmp_path / "own.csv")
    assert (tmp_path / "own.csv").read_text() == "title,value\n'=1+1,-0.5\n'@A1,1.0\n-0.4,2.0\n"
    kept = pd.read_excel(report.save(frame, tmp_path / "own.xlsx"), sheet_name="figures")
    assert kept["title"].tolist()[:2] == ["'=1+1", "'@A1"] and kept["value"].tolist() == [-0.5, 1.0, 2.0]
    assert frame["title"][0] == "=1+1", "the frame itself is left as it is"

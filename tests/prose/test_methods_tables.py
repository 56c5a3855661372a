"""The tables of the methods page print what the functions behind them return, row by row, and leave nothing out."""

import csv
import math

import pytest

from report.charts import calibration as calibration_charts
from report.facts import Fact, units, written
from report.outlook.backtest import PARTS, TRIALS, backtest, miss_summary
from report.outlook.calibration import coverage, held_out, interval_scores
from report.pages import worked
from report.pages.methods import methods_page
from report.prose import calibration, methods, published, track_record

PAGE = methods_page()
BANDS = {
    "real": ("vintages", "real", 80),
    "real_half": ("vintages", "real", 50),
    "nominal": ("vintages", "nominal", 80),
    "nominal_half": ("vintages", "nominal", 50),
}


@pytest.fixture(scope="module")
def tested(d):
    return held_out(d)


def printed(table):
    """The table as readers see it: one dictionary of texts for each row."""
    names = [column.name for column in table.grid.columns]
    return [dict(zip(names, (cell.text for cell in row), strict=True)) for row in table.grid.rows]


def test_the_coverage_table_is_that_of_the_calibration(tested):
    cells = coverage(tested).set_index(["method", "measure", "band", "horizon_years"])["coverage"]
    rows = {row["ahead"]: row for row in printed(calibration.coverage_table(PAGE))}
    assert list(rows) == [*map(str, range(10)), "one to five"]
    for ahead, row in rows.items():
        found = {name: cells.get((*place, int(ahead) if ahead.isdigit() else ahead)) for name, place in BANDS.items()}
        assert {name: row[name] for name in BANDS} == {
            name: written.MISSING if value is None else f"{value:.{units.PERCENT.digits}f}"
            for name, value in found.items()
        }


def test_the_headline_coverage_lies_where_it_is_promised():
    last = calibration.coverage_table(PAGE).frame.set_index("ahead").loc["one to five"]
    assert 75 <= last["real"] <= 85 and last["errors"] > 1000


def test_the_sentence_on_coverage_prints_the_tables_figures():
    last = calibration.coverage_table(PAGE).frame.set_index("ahead").loc["one to five"]
    told = str(calibration.calibration(PAGE))
    for column in ("real", "nominal", "real_half", "nominal_half"):
        assert str(Fact("x", "x", last[column], units.PERCENT)) in told


def test_interval_scores_are_those_of_the_calibration(tested):
    cells = interval_scores(tested).set_index(["measure", "band", "method"])
    frame = calibration.scores_table(PAGE).frame
    # Real before nominal, the wider band first.
    order = [("real", 80), ("real", 50), ("nominal", 80), ("nominal", 50)]
    for (measure, band), row in zip(order, frame.to_dict("records"), strict=True):
        for method in ("vintages", "normal", "none"):
            assert row[f"score_{method}"] == pytest.approx(cells.at[(measure, band, method), "score"])
        assert {80: "likely range", 50: "inner range"}[band] in row["what"]


def test_the_backtest_table_has_every_trial_method_and_year(d):
    trials = {name: miss_summary(backtest(d, name)) for name in TRIALS}
    rows = printed(track_record.backtest_table(PAGE))
    # Two trials, three methods; three years looked up in the one and two in the other: 3 · 3 + 3 · 2 = 15.
    assert len(rows) == sum(len(table) for table in trials.values()) == 15
    frame = track_record.backtest_table(PAGE).frame
    for name, table in trials.items():
        own = frame[frame["trial"].str.startswith(written.month(name))]
        for column in ("allies", "mean_miss_pp", "mean_size_pp", "within_quarter_percent", "sum_miss_percent"):
            assert own[column].tolist() == pytest.approx(table[column].tolist())


def test_the_largest_misses_are_there_with_their_causes(d):
    frame = track_record.misses_table(PAGE).frame
    assert frame.groupby(["edition", "method"]).size().tolist() == [3] * 6
    rows = backtest(d, "2019-06")
    worst = rows[(rows["year"] == 2026) & (rows["method"] == "freeze")].assign(size=lambda r: r["miss_pp"].abs())
    own = frame[(frame["edition"] == "2019-06") & (frame["method"] == "freeze")]
    assert own["iso3"].tolist() == worst.nlargest(3, "size")["iso3"].tolist()


def test_causes_of_a_miss_add_up_to_it():
    for row in track_record.misses_table(PAGE).frame.to_dict("records"):
        # In log points: what was spent over what was projected, parted into share, growth and prices.
        whole = 100 * math.log(row["actual_usd_m"] / row["projected_usd_m"])
        assert sum(row[part] for part in PARTS) == pytest.approx(whole)
        assert row["miss_pp"] == pytest.approx(row["actual_share"] - row["projected_share"])


def test_counted_causes_are_all_large_misses():
    last = PAGE.trials.groupby("edition")["year"].transform("max")
    large = PAGE.trials[(PAGE.trials["year"] == last) & (PAGE.trials["miss_percent"].abs() > 10)]
    assert PAGE.causes.sum() == len(large) > 0
    assert f"{len(large)} misses of more than a tenth" in str(track_record.backtest(PAGE))


def costings(d):
    with (d.path / "costings.csv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


def test_every_published_costing_is_compared_or_said_to_be_beyond_comparison(d):
    compared, missing = published.comparison_table(PAGE).frame, published.missing_table(PAGE).frame
    assert sorted([*compared["id"], *missing["id"]]) == sorted(costings(d))
    assert all(missing["missing"].str.len() > 10), "what it would take is said"
    assert published.readings_table(PAGE).frame["id"].tolist() == compared["id"].tolist()


def test_theirs_is_what_they_published_in_their_unit(d):
    held = costings(d)
    for row in published.comparison_table(PAGE).frame.to_dict("records"):
        assert (row["theirs"], row["unit"]) == (float(held[row["id"]]["value"]), held[row["id"]]["unit"])
        assert row["difference_percent"] == pytest.approx(100 * (row["ours"] / row["theirs"] - 1))


def test_a_difference_of_more_than_five_per_cent_is_explained_or_said_to_be_unexplained():
    frame = published.readings_table(PAGE).frame
    far = frame[frame["difference_percent"].abs() > 5]
    bare = far["cause"].isin(["", written.MISSING])
    assert len(far) > 0 and f"; {bare.sum()} remain unexplained" in " ".join(str(published.comparison(PAGE)).split())


def test_the_sentence_counts_what_the_tables_hold():
    told = str(published.comparison(PAGE))
    within = (PAGE.comparisons["difference_percent"].abs() <= 5).sum()
    assert f"Of {len(PAGE.comparisons)} published figures" in told and f"{within} of them come out within" in told


def test_the_strip_counts_the_examples_on_the_page():
    count = sum(len(family) for family in worked.families().values())
    shown = [row["name"] for name in worked.families() for row in printed(methods.worked(PAGE, name))]
    assert len(shown) == count
    assert str(methods.figures(PAGE)).startswith(f"{count}worked examples")


def test_oddities_are_counted_whole(d):
    assert published.oddities_table(PAGE).frame["count"].sum() == len(d.oddities)


def test_an_edition_too_old_for_a_trial_says_so():
    early = methods_page(edition="2019-06")
    assert track_record.backtest_table(early) is None and track_record.misses_table(early) is None
    assert "too old" in str(track_record.backtest(early))


def test_a_headline_of_zero_is_changed_by_no_percentage():
    page = methods_page(plan="freeze")
    assert page.asks_nothing and page.choices[["change", "change_total"]].isna().all(axis=None)
    assert "the headline is zero" in str(methods.choices(page))
    table = methods.choices_table(page)
    assert [column.name for column in table.grid.columns] == ["name", "extra", "total"]
    assert any("No change in percent" in note for note in table.notes)
    assert "another vintage moves the headline" not in str(methods.figures(page))
    assert "no ally’s share rises" in str(track_record.precedent(page)) and track_record.precedent_table(page) is None


def test_a_delay_of_no_steps_changes_nothing():
    told = str(methods.choices(methods_page(plan="freeze", baseline="2%")))
    assert "A delay does not change it" in told and "Politics weighs more" not in told


def test_an_edition_without_money_tells_the_misses_in_shares():
    page = methods_page(edition="2025-08")
    # 27 allies: the mean of 2025's share less the frozen one of 2019, 0.90 points; with the pace of 2016 to 2019 drawn on, 0.52.
    assert "27 allies held against it in 2025e 0.90 points of GDP too low on average" in str(
        track_record.backtest(page)
    )
    assert "0.52 points too low" in str(track_record.backtest(page))
    for table in (track_record.backtest_table(page), track_record.misses_table(page)):
        assert not {"sum_miss_percent", *PARTS} & {column.name for column in table.grid.columns}
        assert any("prints no spending in current US$" in note for note in table.notes)


def test_an_edition_of_one_year_has_no_past_to_look_back_on():
    page = methods_page(edition="2024-03")
    assert "holds one year" in str(track_record.precedent(page)) and track_record.precedent_table(page) is None
    assert "No national pledge of a core share on record was due by 2023e" in str(track_record.pledges(page))


def test_the_chart_of_others_costings_shows_what_the_table_compares():
    figure = calibration_charts.against_others(PAGE)
    compared = published.comparison_table(PAGE).frame
    assert sorted(figure.data["theirs"]) == sorted(compared["theirs"])
    assert str(int((figure.data["difference_percent"].abs() <= 5).sum())) in figure.title

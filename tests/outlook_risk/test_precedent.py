import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.outlook import plan
from report.outlook.precedent import asked_of, longest, precedent, record, shares_of_all, spans
from report.tables import load
from report.tables.errors import UnknownName

SHARES = pd.DataFrame(
    {2014: [1.0, 2.0], 2015: [1.2, 1.9], 2016: [1.2, 2.1], 2017: [1.6, 2.3]},
    index=pd.Index(["AAA", "BBB"], name="iso3"),
)


def test_spans_of_three_years():
    # AAA: 0.6 in three years, 0.2 a year, but nothing in 2016. BBB: 0.3, 0.1 a year.
    found = spans(SHARES, 3)
    assert found.set_index("iso3")["rise_pp"].to_dict() == pytest.approx({"AAA": 0.2, "BBB": 0.1})
    said = record(found, 0.2, "BBB")
    assert (said["spans"], said["reached"], said["share"], said["kept"]) == (2, 1, 0.5, 0)
    assert said["which"] == "AAA 2014–2017 (+0.20)" and said["own_best_pp"] == pytest.approx(0.1)


def test_a_span_is_kept_when_every_year_rose_by_the_pace():
    # Two years: BBB 2015–2017 +0.2 and +0.2; AAA 2015–2017 0 and +0.4; AAA 2014–2016 +0.2 and 0, a mean of 0.1.
    said = record(spans(SHARES, 2), 0.2, "AAA")
    assert (said["reached"], said["kept"], said["allies"]) == (2, 1, 2)


def test_no_span_is_longer_than_the_series_and_none_has_no_share():
    assert longest(SHARES, 9) == 3 and longest(SHARES, 1) == 1
    assert np.isnan(record(spans(SHARES, 4), 0.1, "AAA")["share"])
    assert record(spans(SHARES, 1), 1.0, "AAA")["share"] == 0


@given(
    st.lists(st.lists(st.floats(0.5, 6), min_size=5, max_size=5), min_size=1, max_size=6),
    st.integers(1, 4),
    st.floats(-2, 2),
    st.floats(0, 1),
)
def test_a_faster_pace_has_fewer_precedents(rows, length, pace, more):
    found = spans(pd.DataFrame(rows, columns=range(2014, 2019), index=[f"A{i}" for i in range(len(rows))]), length)
    assert len(found) == len(rows) * (5 - length)
    assert record(found, pace, "A0")["share"] >= record(found, pace + more, "A0")["share"]


def test_spans_need_a_figure_in_every_year():
    holed = SHARES.copy()
    holed.loc["AAA", 2015] = np.nan
    assert set(spans(holed, 3)["iso3"]) == {"BBB"}


def test_what_a_path_asks():
    # 2.0 to 3.0 in two years, then held: half a point a year.
    path = pd.Series([2.0, 2.5, 3.0, 3.0], index=[2026, 2027, 2028, 2029])
    assert asked_of(path) == (3.0, 2, 0.5)


def test_a_step_asks_for_its_mean_pace():
    assert asked_of(pd.Series([2.0, 2.0, 3.0], index=[2026, 2027, 2028])).pace == pytest.approx(0.5)


@pytest.fixture(scope="module")
def hague(d):
    return precedent(d, "hague-2025").set_index("iso3")


def test_belgium_counted_by_hand(d, hague):
    # 1.5 points in nine years; every nine-year span of the edition counted with plain loops.
    shares = shares_of_all(d)
    rises = [
        row[y + 9] - row[y]
        for _, row in shares.iterrows()
        for y in range(2014, 2018)
        if np.isfinite(row.loc[y : y + 9]).all()
    ]
    pace = (3.5 - shares.at["BEL", 2026]) / 9
    assert hague.at["BEL", "required_pp"] == pytest.approx(pace)
    assert hague.at["BEL", "spans"] == len(rises)
    assert hague.at["BEL", "reached"] == sum(rise / 9 >= pace - 1e-9 for rise in rises)


def test_who_is_above_the_target_needs_nothing(hague):
    assert hague.at["LTU", "required_pp"] == 0
    assert np.isnan(hague.at["LTU", "spans"])
    assert hague.at["LTU", "reading"].startswith("Nothing is required")


def test_the_fastest_stand_first_and_one_span_each(hague):
    named = [part.split()[0] for part in hague.at["SVN", "which"].split("; ")]
    assert named[0] == "LTU"
    assert len(named) == len(set(named)) <= 5


def test_a_pace_nobody_kept_is_said_so(d):
    changes = {"related_target": None, "related_year": None, "total_target": None, "exemptions": False}
    asked = precedent(d, plan("hague-2025", core_target=30.0, **changes)).set_index("iso3").loc["DEU"]
    assert asked["reached"] == 0
    assert np.isnan(asked["kept_percent"])
    assert "No ally has done it" in asked["reading"]


def test_the_reading_counts(hague):
    row = hague.loc["BEL"]
    assert f"{row['reached']:.0f} ({row['reached_percent']:.0f} %)" in row["reading"]
    assert f"since {row['since']:.0f}" in row["reading"]


def test_unknown_plans_are_refused(d):
    with pytest.raises(UnknownName):
        precedent(d, "atlantis")


def test_the_series_of_one_ally_is_no_record_of_all():
    # The edition of July 2023 has the years 2014 to 2022 of the United Kingdom only, and 2023 of all.
    d = load("2023-07")
    found = precedent(d, "hague-2025")
    assert list(shares_of_all(d).columns) == [2023] and "spans" not in found
    assert "holds one year of most allies" in found.set_index("iso3").at["GBR", "reading"]

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.burdens.composite import composite, rank_intervals, verdict, z_scores
from report.burdens.measures import UnusableNumbers
from report.tables import UnknownName

MEASURES = pd.DataFrame({"effort": [1.0, 2.0, 3.0], "kit": [30.0, 10.0, 20.0]}, index=["A", "B", "C"])


def test_z_scores_of_three_allies():
    # mean 2, sd over n √(2/3) = 0.8165: −1.2247, 0, 1.2247
    assert z_scores(MEASURES)["effort"].tolist() == pytest.approx([-1.2247, 0, 1.2247], abs=1e-4)


def test_a_measure_without_spread_scores_zero():
    assert z_scores(pd.DataFrame({"same": [5.0, 5.0]}))["same"].tolist() == [0, 0]


def test_composite_is_the_weighted_mean_of_scores():
    # A: 0.75·(−1.2247) + 0.25·1.2247 = −0.6124; B: 0.75·0 + 0.25·(−1.2247) = −0.3062; C: 0.75·1.2247 + 0 = 0.9186
    scores = composite(MEASURES, {"effort": 3, "kit": 1})
    assert scores.tolist() == pytest.approx([-0.6124, -0.3062, 0.9186], abs=1e-4)


def test_a_missing_measure_leaves_its_weight_to_the_others():
    table = pd.DataFrame({"effort": [1.0, 3.0], "kit": [np.nan, 20.0]}, index=["A", "B"])
    # kit has one value: no spread, score 0. A is judged by effort alone: −1; B: (1 + 0)/2
    assert composite(table, {"effort": 1, "kit": 1}).tolist() == pytest.approx([-1, 0.5])


def test_ranks_under_other_weights():
    table = rank_intervals(MEASURES, {"effort": 3, "kit": 1})
    assert table["rank"].tolist() == [3, 2, 1]
    # on effort alone A is last, on kit alone first: any weighting is between
    assert table.loc["A", ["rank_best", "rank_worst", "loo_best", "loo_worst"]].tolist() == [1, 3, 1, 3]
    # C is in front of B on both: never last, whatever the weights
    assert table.loc["C", "rank_worst"] == 2


def test_one_measure_leaves_no_room_for_weights():
    table = rank_intervals(MEASURES, {"effort": 1})
    for column in ("rank", "rank_p05", "rank_p95", "loo_best", "loo_worst"):
        assert table[column].tolist() == [3, 2, 1]


def test_concentrated_weights_stay_near_the_stated_ones():
    wide = rank_intervals(MEASURES, {"effort": 3, "kit": 1})
    near = rank_intervals(MEASURES, {"effort": 3, "kit": 1}, concentration=10_000)
    assert near["rank_p05"].tolist() == near["rank_p95"].tolist() == [3, 2, 1]
    assert (wide["rank_p95"] - wide["rank_p05"]).sum() > 0


def test_verdicts_for_thirty_allies():
    assert verdict(3, 7, 30) == "firm"  # 7 − 3 + 1 = 5 places, 30/6 = 5
    assert verdict(3, 8, 30) == "depends"  # six places
    assert verdict(10, 24, 30) == "any story"  # 15 places, half of 30, wherever they lie
    assert verdict(16, 30, 30) == "any story"
    assert verdict(11, 24, 30) == "depends"  # 14 places


def test_refuses_unknown_measures_and_impossible_weights():
    with pytest.raises(UnknownName, match=r"efort.*effort"):
        composite(MEASURES, {"efort": 1})
    with pytest.raises(UnusableNumbers):
        composite(MEASURES, {"effort": -1, "kit": 2})
    with pytest.raises(UnusableNumbers):
        rank_intervals(MEASURES, {"effort": 0})


tables = st.integers(2, 12).flatmap(lambda n: st.lists(st.tuples(*[st.floats(-100, 100)] * 3), min_size=n, max_size=n))


@settings(max_examples=40)
@given(tables, st.floats(0.1, 10), st.floats(-5, 5))
def test_units_of_a_measure_do_not_matter(rows, scale, shift):
    frame = pd.DataFrame(rows, columns=list("abc")).round(3)
    moved = frame.assign(a=frame["a"] * scale + shift)
    weights = {"a": 1, "b": 2, "c": 3}
    assert composite(moved, weights).to_numpy() == pytest.approx(composite(frame, weights).to_numpy(), abs=1e-6)


@settings(max_examples=20)
@given(tables)
def test_the_stated_rank_lies_between_best_and_worst_of_dense_draws(rows):
    frame = pd.DataFrame(rows, columns=list("abc")).round(3)
    table = rank_intervals(frame, {"a": 1, "b": 1, "c": 1}, draws=4_000)
    assert (table["rank_best"] <= table["rank_p05"]).all() and (table["rank_p05"] <= table["rank_p50"]).all()
    assert (table["rank_p50"] <= table["rank_p95"]).all() and (table["rank_p95"] <= table["rank_worst"]).all()
    assert table["rank"].between(1, len(frame)).all()


def test_seeded(d):
    table = pd.DataFrame(np.random.default_rng(0).normal(size=(20, 4)), columns=list("abcd"))
    weights = dict.fromkeys("abcd", 1.0)
    pd.testing.assert_frame_equal(rank_intervals(table, weights), rank_intervals(table, weights))

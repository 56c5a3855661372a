"""Iceland has no armed forces: nothing to spend and nothing to draw, told by an empty frame as ``cost`` tells it."""

import pytest

from report.outlook import cost
from report.outlook.risk import risk, simulate

PLAN = "hague-2025"


@pytest.mark.parametrize("options", [{}, {"growth": False}, {"delivery": (0.5, 1.0)}], ids=["growth", "none", "both"])
def test_ranges_of_iceland_are_as_empty_as_its_costs_and_of_the_same_columns_as_any(d, options):
    assert cost(d, PLAN, allies="ISL").empty
    found = risk(d, PLAN, draws=5, allies="ISL", **options)
    usual = risk(d, PLAN, draws=5, allies="EST", **options)
    assert found.empty and not usual.empty
    assert found.dtypes.to_dict() == usual.dtypes.to_dict()


def test_iceland_beside_another_ally_changes_nothing(d):
    alone, beside = (risk(d, PLAN, draws=5, allies=allies) for allies in (["EST"], ["ISL", "EST"]))
    assert beside.equals(alone)


def test_a_simulation_of_nobody_has_no_rows_and_sums_to_nothing(d):
    drawn = simulate(d, PLAN, draws=5, allies=["ISL"])
    assert (drawn.allies, len(drawn.years)) == ((), 0)
    assert drawn.amounts("NATO_TOTAL", "extra").sum() == 0

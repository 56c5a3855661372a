import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.burdens.measures import UnusableNumbers
from report.burdens.sharing_rules import RULES, Rule, allotments, by_ability, capped, who_pays_less

GDP, PEOPLE = [60.0, 30.0, 10.0], [10.0, 10.0, 5.0]
ALLIES = pd.DataFrame(
    {
        "iso3": ["A", "B", "C"],
        "spending": [70.0, 20.0, 10.0],
        "gdp": GDP,
        "population": PEOPLE,
    }
)
positive = st.floats(0.1, 1e5)


def test_an_equal_share_of_gdp():
    assert by_ability(GDP, PEOPLE).tolist() == pytest.approx([0.6, 0.3, 0.1])


def test_an_equal_sum_per_head():
    # 10, 10 and 5 of 25 people
    assert by_ability(GDP, PEOPLE, -1).tolist() == pytest.approx([0.4, 0.4, 0.2])


def test_a_progressive_rule():
    # Y·(Y/N): 60·6 = 360, 30·3 = 90, 10·2 = 20, of 470
    assert by_ability(GDP, PEOPLE, 1).tolist() == pytest.approx([360 / 470, 90 / 470, 20 / 470])


def test_the_largest_pays_no_more_than_the_next():
    # 30, 30, 10 of 70
    assert capped(GDP).tolist() == pytest.approx([30 / 70, 30 / 70, 10 / 70])


def test_a_cap_of_one_half_is_poured_over_the_others():
    # the first pays 0.5, the rest share 0.5 as 30 to 10
    assert capped(GDP, 0.5).tolist() == pytest.approx([0.5, 0.375, 0.125])


def test_a_cap_that_the_next_reaches_too():
    # 0.4 for the first; then 30/40·0.6 = 0.45 for the second, over the cap: 0.4, and 0.2 is left
    assert capped(GDP, 0.4).tolist() == pytest.approx([0.4, 0.4, 0.2])


def test_a_cap_must_leave_room_for_the_whole():
    with pytest.raises(UnusableNumbers, match="3 allies need at least"):
        capped(GDP, 0.3)


@given(st.lists(positive, min_size=2, max_size=31), st.floats(0, 1))
def test_capped_shares_add_up_and_keep_the_cap_and_the_order(gdp, x):
    cap = (1 + x * (len(gdp) - 1)) / len(gdp)
    share = capped(gdp, cap)
    assert share.sum() == pytest.approx(1)
    assert share.max() <= cap + 1e-9
    order = np.argsort(gdp)
    assert (np.diff(share[order]) >= -1e-9).all()


def test_what_three_allies_would_pay():
    table = allotments(ALLIES, [Rule("equal-gdp", "equal", by_ability)]).set_index("iso3")
    # of 100 in all: due 60, 30, 10; A pays 10 more, B 10 less, C its part
    assert table["due_usd_m"].tolist() == pytest.approx([60, 30, 10])
    assert table["balance_usd_m"].tolist() == pytest.approx([10, -10, 0], abs=1e-9)
    # everyone is asked the alliance's own share of GDP: 100 of 100
    assert table["due_share_gdp"].tolist() == pytest.approx([100, 100, 100])


def test_benefit_rule_averages_gdp_and_people():
    table = allotments(ALLIES, [rule for rule in RULES if rule.id == "benefit"]).set_index("iso3")
    # C: (0.1 + 0.2)/2 = 0.15 of 100
    assert table.loc["C", "due_usd_m"] == pytest.approx(15)


def test_who_pays_less_depends_on_the_rule():
    verdicts = who_pays_less(allotments(ALLIES)).set_index("iso3")
    # progressive, weights Y·√(Y/N): 60·√6 = 147.0, 30·√3 = 52.0, 10·√2 = 14.1, of 213.1: dues 69.0, 24.4, 6.6
    # A pays 70: 60, 40, 69.0, 42.9 and 50 due
    assert verdicts.loc["A", ["less_under", "verdict", "harshest"]].tolist() == [
        0,
        "pays its part under every rule",
        "progressive",
    ]
    # B pays 20: 30, 40, 24.4, 42.9 and 35 due
    assert verdicts.loc["B", ["less_under", "verdict", "harshest"]].tolist() == [
        5,
        "pays less under every rule",
        "common-funding",
    ]
    # C pays 10: 10, 20, 6.6, 14.3 and 15 due
    assert verdicts.loc["C", ["less_under", "verdict", "kindest"]].tolist() == [3, "depends on the rule", "progressive"]


@given(st.integers(2, 15).flatmap(lambda n: st.tuples(*(st.lists(positive, min_size=n, max_size=n) for _ in range(3)))))
def test_every_rule_shares_out_exactly_what_is_spent(columns):
    frame = pd.DataFrame(dict(zip(["spending", "gdp", "population"], columns, strict=True)))
    table = allotments(frame.assign(iso3=[f"A{i}" for i in range(len(frame))]))
    for _, rule in table.groupby("rule"):
        assert rule["due_usd_m"].sum() == pytest.approx(frame["spending"].sum())
        assert rule["balance_usd_m"].sum() == pytest.approx(0, abs=1e-6 * frame["spending"].sum())
        assert (rule["due_usd_m"] >= 0).all()

"""A scenario in an address: read, written, refused, computed; and series side by side."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import report
from report.outlook.compare import compare
from report.outlook.scenario import LIMITS, SHAPES, UNITS, Scenario, figures, read, scenario
from report.tables.errors import ReportError, UnknownName
from report.tables.groups import members

EXAMPLE = (
    "explorer.html#who=DEU,FRA&plan=hague-2025&target=3.5&year=2033&shape=linear&growth=-0.5&baseline=freeze"
    "&unit=usd_constant&new_money=0&edition=2026-07&macro=2026-04"
)


def within(key):
    low, high = LIMITS[key]
    return st.integers(int(low * 4) + 1, int(high * 4)).map(lambda quarter: quarter / 4)


def test_the_address_of_the_contract_is_read():
    asked, aside = read(EXAMPLE)
    assert aside == {}
    assert (asked.who, asked.plan, asked.target, asked.year) == (("DEU", "FRA"), ("hague-2025",), 3.5, 2033)
    assert (asked.growth, asked.baseline, asked.unit) == (-0.5, "freeze", "usd_constant")


@given(
    target=st.none() | within("target"),
    year=st.none() | st.integers(2027, 2040),
    shape=st.none() | st.sampled_from(SHAPES),
    growth=within("growth"),
    delivered=within("delivered"),
    delay=st.integers(0, 10),
    unit=st.sampled_from([*UNITS]),
    baseline=st.sampled_from(["freeze", "zero", 2.0, 1.5]),
    who=st.lists(st.sampled_from(["DEU", "EST", "USA"]), min_size=1, max_size=3, unique=True).map(tuple),
)
def test_what_is_written_is_read_back(**parts):
    asked = Scenario(**parts)
    assert read(asked.url()) == (asked, {})


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("colour=red", "colour"),
        ("plan=hague-2035", "plan"),
        ("who=DEU,Austria", "who"),
        ("who=ISL", "who"),
        ("target=much", "target"),
        ("target=99", "target"),
        ("year=2030.5", "year"),
        ("points=2030:3,2028:4", "points"),
        ("points=2028:4,2030:3", "points"),
        ("points=2028:2.5,2030:3&shape=step", "shape"),
        ("who=EU&unit=ncu", "unit"),
        ("who=EU&per=revenue", "per"),
        ("edition=2031-01", "edition"),
        ("who=DEU,FRA,ITA&plan=hague-2025,core-5,freeze", "who"),
    ],
)
def test_what_is_unknown_or_impossible_is_set_aside(query, key):
    asked, aside = read(f"explorer.html#{query}")
    assert list(aside) == [key]
    usual = Scenario()
    assert not hasattr(usual, key) or getattr(asked, key) == getattr(usual, key)


def test_an_own_target_takes_the_place_of_target_shape_pledges_and_exemptions_a_year_or_shape_alone_does_not():
    plan = Scenario(plan=("national-pledges",), target=3.0, year=2030).plan_of("national-pledges")
    assert (plan.core_target, plan.core_year, plan.shape, plan.pledges) == (3.0, 2030, "linear", "none")
    assert not Scenario(target=3.0).plan_of("hague-2025").exemptions
    assert "ESP" in Scenario(year=2033, shape="front-loaded").plan_of("hague-2025").exemptions
    assert Scenario(exempt=0).plan_of("hague-2025").title == "The Hague 2025, without exemption"
    assert not Scenario(target=3.0, exempt=0).plan_of("hague-2025").exemptions
    with pytest.raises(ReportError, match="no target of its own"):
        Scenario(plan=("freeze",), year=2030).plan_of("freeze")


@pytest.mark.parametrize(
    ("own", "title"),
    [({"target": 5.0, "year": 2030}, "5% by 2030"), ({"points": ((2029, 4.9), (2031, 5.0))}, "a path of your own")],
)
def test_what_is_ones_own_takes_the_place_of_the_first_plan_alone(d, own, title):
    both = Scenario(("POL", "DEU"), ("hague-2025", "national-pledges"), delay=1, growth=-0.5, exempt=0, **own)
    frame = scenario(both.url())
    assert frame.groupby("plan")["title"].unique().map(list).to_dict() == {
        "hague-2025": [title],
        "national-pledges": ["National pledges on record"],
    }
    alone = scenario(Scenario(both.who, ("national-pledges",), delay=1, growth=-0.5, exempt=0).url())
    beside = frame[frame["plan"] == "national-pledges"].reset_index(drop=True)
    assert_frame_equal(beside, alone, check_like=True)
    table = compare(d, "POL", both.plan, **{"by" if key == "year" else key: value for key, value in own.items()})
    assert list(table.columns) == [title, "national-pledges", f"national-pledges − {title}"]


def test_the_figures_are_those_of_cost_and_risk(d):
    frame = scenario(EXAMPLE).set_index(["iso3", "year"])
    plan = report.plan("hague-2025", core_year=2033)
    cost = report.cost(d, plan, allies="DEU, FRA", growth_shift=-0.5).query("component == 'core'")
    cost = cost.set_index(["iso3", "year"])
    for ours, theirs in {"level": "level", "extra": "extra", "cumulative": "cumulative_extra"}.items():
        assert np.allclose(frame[ours], cost[f"{theirs}_usd_m_constant"].loc[frame.index], rtol=1e-12)
    risk = report.risk(d, plan, component="core", allies=["DEU"], growth_shift=-0.5).set_index(["quantity", "year"])
    row, ends = frame.loc[("DEU", 2033)], risk.loc[("extra_usd_m_constant", 2033)]
    assert (row["low"], row["high"]) == pytest.approx((ends["p10"], ends["p90"]), rel=1e-9)


def test_a_group_is_the_sum_of_its_members():
    frame = figures(Scenario(("NORDIC",), ("core-5",)))
    single = figures(Scenario(members("NORDIC"), ("core-5",))).groupby("year")
    assert np.allclose(frame["extra"], single["extra"].sum())
    spread = frame.set_index("year").loc[2035]
    assert spread["high"] - spread["low"] < (single["high"].sum() - single["low"].sum()).loc[2035]


def test_what_was_set_aside_and_the_link_stay_with_the_frame():
    frame = scenario("explorer.html#who=DEU&growth=99")
    assert "growth" in frame.attrs["set_aside"] and frame.attrs["url"] == Scenario(("DEU",)).url()


def test_series_side_by_side_with_differences(d):
    table = compare(d, allies="DEU, FRA", target=3.0, by=2030, year=2030)
    assert list(table.columns) == ["DEU", "FRA", "FRA − DEU"]
    assert table.at["extra", "FRA − DEU"] == pytest.approx(table.at["extra", "FRA"] - table.at["extra", "DEU"])
    assert np.isnan(table.at["low", "FRA − DEU"])
    assert table.attrs["year"] == 2030 and "target=3" in table.attrs["url"]
    assert list(compare(d, allies="EST", plans="hague-2025 core-5").columns)[:2] == ["hague-2025", "core-5"]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"allies": "Austria"}, UnknownName),
        ({"colour": "red"}, UnknownName),
        ({"unit": "gold"}, UnknownName),
        ({"allies": "EU", "unit": "ncu"}, ReportError),
        ({"year": 2050}, ReportError),
    ],
)
def test_impossible_comparisons_are_refused(d, given, error):
    with pytest.raises(error):
        compare(d, **given)

"""A scenario in an address: read, written, refused, computed; and series side by side."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import report
from report.outlook.compare import compare
from report.outlook.scenario import LIMITS, MOST, SHAPES, UNITS, Scenario, figures, limits, read, scenario
from report.outlook.treasury import treasury
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


def test_a_plan_that_comes_late_or_in_part_does_so_in_a_scenario_too(d, tmp_path):
    """Three years late and half delivered as written; two years and half of that again as asked: five years, a quarter."""
    own = tmp_path / "late.toml"
    own.write_text('extends = "hague-2025"\ntitle = "late"\ndelay = 3\ndelivery = 0.5\n')
    for state, changes in ({}, {}), ({"delay": 2, "delivered": 50.0}, {"delay": 5, "delivery": 0.25}):
        ours = figures(Scenario(("DEU",), (str(own),), **state)).set_index("year")["extra"]
        theirs = report.cost(d, report.plan(own, **changes), allies="DEU").set_index(["component", "year"])
        assert ours.loc[2035] == pytest.approx(theirs.loc[("core", 2035), "extra_usd_m_constant"])


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("colour=red", "colour"),
        ("plan=hague-2035", "plan"),
        ("who=Austria", "who"),
        ("who=ISL", "who"),
        ("who=", "who"),
        ("exempt=2", "exempt"),
        ("%E0%A4%A=1", "\ufffd%A"),
        ("target=much", "target"),
        ("target=99", "target"),
        ("year=2030.5", "year"),
        ("points=2030:3,2028:4", "points"),
        ("points=2028:4,2030:3", "points"),
        ("points=2028", "points"),
        ("points=2028:2.5,2030:3&shape=step", "shape"),
        ("who=EU&unit=ncu", "unit"),
        ("who=EU&per=revenue", "per"),
        ("edition=2031-01", "edition"),
    ],
)
def test_what_is_unknown_or_impossible_is_set_aside(query, key):
    asked, aside = read(f"explorer.html#{query}")
    assert list(aside) == [key]
    usual = Scenario()
    assert not hasattr(usual, key) or getattr(asked, key) == getattr(usual, key)


NINE = "DEU,FRA,ITA,ESP,POL,NLD,BEL,SWE,NOR"


@pytest.mark.parametrize(
    ("query", "kept", "reason"),
    [
        ("who=DEU,Austria,FRA", {"who": ("DEU", "FRA")}, "'Austria' is not an ally"),
        ("plan=core-5,hague", {"plan": ("core-5",)}, "unknown plan 'hague'"),
        (f"who={NINE}", {"who": tuple(NINE.split(",")[:MOST])}, "more than 8 series side by side: NOR was left out"),
        ("who=DEU,FRA,ITA&plan=hague-2025,core-5,freeze", {"who": ("DEU", "FRA")}, "ITA was left out"),
        ("who=DEU&who=FRA", {"who": ("DEU",)}, "given more than once: FRA was left out"),
        ("growth=much&growth=1", {"growth": 0.0}, "growth is 'much'"),
    ],
)
def test_of_several_values_the_others_are_kept(query, kept, reason):
    asked, aside = read(f"explorer.html#{query}")
    assert {key: getattr(asked, key) for key in kept} == kept
    assert list(aside) == [next(iter(kept))] and reason in aside[next(iter(kept))]


@pytest.mark.parametrize("text", ["who=DEU&target=3", None, 5])
def test_what_is_no_link_is_refused(text):
    with pytest.raises(ReportError, match="not an explorer link"):
        scenario(text)


def test_a_year_may_be_from_the_newest_edition_s_last_to_five_past_the_plans(d):
    """Plans reach to 2035: 2035 + 5 = 2040."""
    assert limits()["year"] == (d.last_year, 2040)


def test_with_and_without_an_exemption_side_by_side_for_whom_there_is_one(d):
    frame = scenario("explorer.html#who=DEU,ESP&exempt=1,0").query("year == 2035")
    series = [("DEU", "The Hague 2025"), ("ESP", "The Hague 2025"), ("ESP", "The Hague 2025, without exemption")]
    assert [*zip(frame["iso3"], frame["title"], strict=True)] == series
    assert frame["share_gdp"].tolist() == pytest.approx([3.5, 2.1, 3.5])
    assert len(Scenario(("ESP",), target=3.0, exempt=(1, 0)).series) == 1  # an own target exempts nobody
    columns = compare(d, "ESP", exempt="1,0").columns[:2]
    assert columns.tolist() == ["hague-2025", "The Hague 2025, without exemption"]


def test_amounts_an_inhabitant_of_gdp_and_of_revenue(d):
    """As ``report.cost`` has them a head, ``share − baseline`` of GDP, and as a treasury has them of revenue."""
    cost = report.cost(d, "hague-2025", allies="LUX").query("component == 'core'").set_index("year").loc[2035]
    at = {
        per: scenario(f"explorer.html#who=LUX&unit=ncu&per={per}").set_index("year").loc[2035]
        for per in ("head", "gdp", "revenue")
    }
    assert at["head"]["extra_per_head"] == pytest.approx(cost["extra_per_head_ncu"], rel=1e-12)
    assert at["head"]["high_per_head"] / at["head"]["high"] == pytest.approx(1 / cost["population_m"], rel=1e-12)
    assert at["gdp"]["extra_share_gdp"] == pytest.approx(cost["share_gdp"] - cost["baseline_share_gdp"], rel=1e-12)
    accounts = treasury(d, "hague-2025", "LUX", "core").set_index("year").loc[2035]
    assert at["revenue"]["extra_percent_revenue"] == pytest.approx(accounts["extra_percent_revenue"], rel=1e-9)
    assert at["head"]["currency"] == "EUR"


def test_new_money_in_the_related_part_stands_beside_the_extra(d):
    frame = scenario("explorer.html#who=EST&new_money=50").set_index("year")
    cost = report.cost(d, report.plan("hague-2025", new_money=0.5), allies="EST").query("component == 'related'")
    assert frame["related"].to_dict() == pytest.approx(cost.set_index("year")["extra_usd_m_constant"].to_dict())


def test_an_own_target_takes_the_place_of_target_shape_pledges_and_exemptions_a_year_or_shape_alone_does_not():
    plan = Scenario(plan=("national-pledges",), target=3.0, year=2030).plan_of("national-pledges")
    assert (plan.core_target, plan.core_year, plan.shape, plan.pledges) == (3.0, 2030, "linear", "none")
    assert not Scenario(target=3.0).plan_of("hague-2025").exemptions
    assert "ESP" in Scenario(year=2033, shape="front-loaded").plan_of("hague-2025").exemptions
    assert Scenario(exempt=(0,)).plan_of("hague-2025").title == "The Hague 2025, without exemption"
    assert not Scenario(target=3.0, exempt=(0,)).plan_of("hague-2025").exemptions
    with pytest.raises(ReportError, match="no target of its own"):
        Scenario(plan=("freeze",), year=2030).plan_of("freeze")


@pytest.mark.parametrize(
    ("own", "title"),
    [({"target": 5.0, "year": 2030}, "5% by 2030"), ({"points": ((2029, 4.9), (2031, 5.0))}, "a path of your own")],
)
def test_what_is_ones_own_takes_the_place_of_the_first_plan_alone(d, own, title):
    both = Scenario(("POL", "DEU"), ("hague-2025", "national-pledges"), delay=1, growth=-0.5, exempt=(0,), **own)
    frame = scenario(both.url())
    assert frame.groupby("plan")["title"].unique().map(list).to_dict() == {
        "hague-2025": [title],
        "national-pledges": ["National pledges on record"],
    }
    alone = scenario(Scenario(both.who, ("national-pledges",), delay=1, growth=-0.5, exempt=(0,)).url())
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


def test_a_group_is_that_of_the_edition():
    """Finland is in NATO's edition of July 2023, Sweden, which joined in 2024, is not."""
    frame = scenario("explorer.html#who=NORDIC&edition=2023-07").query("year == 2035")
    single = scenario("explorer.html#who=DNK,FIN,NOR&edition=2023-07").query("year == 2035")
    assert frame["extra"].iloc[0] == pytest.approx(single["extra"].sum())


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
    assert compare(d, "DEU", target=3.0, by=2030).attrs["year"] == 2030  # the year its link answers
    assert list(compare(d, allies="EST", plans="hague-2025 core-5").columns)[:2] == ["hague-2025", "core-5"]


def test_amounts_in_different_money_are_not_subtracted(d):
    table = compare(d, "DEU, POL", unit="ncu")
    assert table["POL − DEU"].dropna().index.tolist() == ["share_now", "share_gdp"]
    table = compare(d, "BEL", editions="2026-07 2025-08")  # at 2026 and at 2025 prices
    assert np.isnan(table.iloc[:, -1]["extra"]) and table.attrs["money"]["2025-08"] == "USD, 2025 prices"
    assert not np.isnan(compare(d, "BEL", editions="2026-07 2025-08", unit="usd").iloc[:, -1]["extra"])


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"allies": "Austria"}, UnknownName),
        ({"target": 99}, ReportError),
        ({"allies": NINE}, ReportError),
        ({"allies": "Iceland"}, ReportError),
        ({"allies": ""}, ReportError),
        ({"plans": ""}, ReportError),
        ({"colour": "red"}, UnknownName),
        ({"unit": "gold"}, UnknownName),
        ({"allies": "EU", "unit": "ncu"}, ReportError),
        ({"year": 2050}, ReportError),
    ],
)
def test_impossible_comparisons_are_refused(d, given, error):
    with pytest.raises(error):
        compare(d, **given)

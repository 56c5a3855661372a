"""Costs on NATO's and the IMF's tables, worked by hand for single allies."""

import numpy as np
import pandas as pd
import pytest

from report.outlook import alliance_cost, cost, costing, plan, pledges_used
from report.outlook.cost import COLUMNS, PATHS
from report.outlook.risk import risk
from report.tables import load
from report.tables.errors import ReportError, UnknownName


@pytest.fixture(scope="module")
def hague(d):
    return cost(d, "hague-2025").set_index(["iso3", "component", "year"])


def test_columns_and_rows(d):
    frame = cost(d, "hague-2025")
    assert frame.columns.tolist() == list(COLUMNS)
    assert len(frame) == 31 * 3 * 10  # allies with forces, components, 2026 to 2035
    assert not frame.isna().any().any()
    assert frame.groupby("year")["status"].agg(set).tolist() == [{"estimate"}] + 9 * [{"projection"}]


def test_the_base_year_is_natos_spending_exactly(d, hague):
    base = hague.xs(("core", 2026), level=("component", "year"))
    nato = d.panel.xs(2026, level="year").loc[base.index]
    np.testing.assert_allclose(base["level_usd_m"], nato["spend_usd_current"], rtol=1e-12)
    np.testing.assert_allclose(base["level_usd_m_constant"], nato["spend_usd_current"], rtol=1e-12)
    np.testing.assert_allclose(base["level_ncu_m"], nato["spend_ncu_current"], rtol=1e-12)
    np.testing.assert_allclose(base["gdp_usd_m"], nato["gdp_usd_current"], rtol=1e-12)
    assert (base[["extra_usd_m", "cumulative_extra_usd_m", "extra_ncu_m"]] == 0).all().all()


def test_netherlands_published_and_current_price_share(d, hague):
    # 32,900 ÷ 1,436,621 = 2.2901 % at current prices, published 2.58 %: k = 0.88763.
    # 2035: share 3.5; dollar GDP grows 1,707.813 ÷ 1,449.704 to 2031, then four years at 1,707.813 ÷ 1,654.957:
    # 32,900 × 3.5 ÷ 2.58 × 1.178043 × 1.133989 = 59,624 m; anyway 43,951 m; extra 15,673 m
    row = hague.loc[("NLD", "core", 2035)]
    assert (row["k"], row["k_source"]) == (pytest.approx(0.88763, abs=1e-5), "edition")
    assert row["level_usd_m"] == pytest.approx(59_624, abs=1)
    assert row["extra_usd_m"] == pytest.approx(15_673, abs=1)
    # on the nominal basis the way to 3.5 % starts at 2.29 %: 32,900 × 3.5 ÷ 2.2901 × 1.335888 = 67,172 m
    nominal = cost(d, "hague-2025", allies="NL", basis="nominal").set_index(["component", "year"]).loc[("core", 2035)]
    assert nominal["level_usd_m"] == pytest.approx(67_172, abs=2)
    assert (nominal["k"], nominal["k_source"]) == (1.0, "nominal basis")


def test_germany_one_year_on_in_euros(hague):
    # share 2.69 + 0.81 ÷ 9 = 2.78; GDP in euros grows 4,795.695 ÷ 4,624.127:
    # level 124,660 × 2.78 ÷ 2.69 × 1.037103 = 133,611 m; extra 124,660 × 0.09 ÷ 2.69 × 1.037103 = 4,325.5 m
    row = hague.loc[("DEU", "core", 2027)]
    assert row["share_gdp"] == pytest.approx(2.78)
    assert row["level_ncu_m"] == pytest.approx(133_611, abs=1)
    assert row["extra_ncu_m"] == pytest.approx(4_325.5, abs=0.1)
    # constant: 124,660 × 0.09 ÷ 2.69 × 3,680.937 ÷ 3,637.906 = 4,220.1 m
    assert row["extra_ncu_m_constant"] == pytest.approx(4_220.1, abs=0.1)


def test_estonia_above_the_core_target_pays_for_the_related_part_only(hague):
    # core stays at 5.10 %; related 1.5 % of GDP in 2035: 51,802 × 65.152 ÷ 51.634 × (65.152 ÷ 62.434)^4 = 77,511 m, 1.5 % is 1,162.7 m
    core, related = hague.loc[("EST", "core", 2035)], hague.loc[("EST", "related", 2035)]
    assert (core["share_gdp"], core["extra_usd_m"], core["rule"]) == (5.1, 0.0, "above target")
    assert related["level_usd_m"] == pytest.approx(1_162.7, abs=0.1)
    # per head of 1.361 million: 854.3 dollars
    assert related["extra_per_head_usd"] == pytest.approx(854.3, abs=0.1)
    # 2027 to 2035 at constant prices: 51,802 ÷ 600 × (1·1.01933 + 2·1.04311 + … + 9·1.17616) = 4,374 m
    assert related["cumulative_extra_usd_m_constant"] == pytest.approx(4_374, abs=1)


def test_slovenia_owes_the_old_guideline(d):
    # 1.61 → 2.00 in the next year: 1,391 × 0.39 ÷ 1.61 × growth of dollar GDP
    growth = d.macro_panel.at[("SVN", 2027), "NGDPD"] / d.macro_panel.at[("SVN", 2026), "NGDPD"]
    frame = cost(d, "wales-2014").set_index(["iso3", "component", "year"])
    assert frame.at[("SVN", "core", 2027), "extra_usd_m"] == pytest.approx(1391 * 0.39 / 1.61 * growth)
    assert frame["extra_usd_m"].drop("SVN").abs().max() == 0


def test_spain_exempt_and_not(d):
    exempt, not_exempt = (cost(d, plan("hague-2025", exemptions=on), allies="Spain") for on in (True, False))
    assert exempt.query("component == 'core'")["share_gdp"].iloc[-1] == 2.1
    assert not_exempt.query("component == 'core'")["share_gdp"].iloc[-1] == 3.5


def test_baselines(d):
    # Slovenia 2027 under The Hague: 1.82 %; frozen 1.61: extra 0.21; two percent: −0.18; zero: all of it
    extra = {}
    for baseline in ("freeze", "2%", "zero", 1.0):
        row = cost(d, "hague-2025", baseline, allies="SVN").set_index(["component", "year"]).loc[("core", 2027)]
        extra[baseline] = row["extra_usd_m"] / row["level_usd_m"] * 1.82
    assert extra == pytest.approx({"freeze": 0.21, "2%": -0.18, "zero": 1.82, 1.0: 0.82})


@pytest.mark.parametrize("same", ["2%", "2", 2, 2.0, " 2 %", np.float64(2)])
def test_two_percent_may_be_written_in_many_ways(d, same):
    pd.testing.assert_frame_equal(cost(d, "freeze", same, allies="BEL"), cost(d, "freeze", "2%", allies="BEL"))


def test_new_money_counts_that_part_of_the_rise_in_related_spending(d):
    # related 0.6 → 1.5: a quarter of the rise of 0.9 points is new, 0.225; with a zero baseline all 1.5 counts
    asked = plan("hague-2025", related_start=0.6, new_money=0.25)
    rows = cost(d, asked, allies="FRA").set_index(["component", "year"])
    last = rows.loc[("related", 2035)]
    assert last["share_gdp"] - last["baseline_share_gdp"] == pytest.approx(0.225)
    assert last["extra_usd_m"] == pytest.approx(0.00225 * last["gdp_usd_m"])
    assert rows.at[("related", 2026), "extra_usd_m"] == 0
    zero = cost(d, asked, "zero", allies="FRA").set_index(["component", "year"]).loc[("related", 2035)]
    assert zero["extra_usd_m"] == pytest.approx(0.015 * zero["gdp_usd_m"])


def test_iceland_has_no_rows_but_all_columns(d):
    empty = cost(d, "hague-2025", allies=["ISL"])
    assert empty.empty
    assert empty.dtypes.equals(cost(d, "hague-2025").dtypes)


def test_allies_by_any_name_in_the_order_asked(d):
    frame = cost(d, "freeze", allies=["Turkey", "fr", "Czech Republic", "FRA"])
    assert frame["iso3"].unique().tolist() == ["TUR", "FRA", "CZE"]


def test_the_alliance_is_the_sum_of_its_allies(d, hague):
    groups = alliance_cost(d, "hague-2025").set_index(["iso3", "component", "year"])
    for year in (2026, 2035):
        single = hague.xs(("total", year), level=("component", "year"))
        total = groups.loc[("NATO_TOTAL", "total", year)]
        for column in ("level_usd_m", "extra_usd_m_constant", "cumulative_extra_usd_m"):
            assert total[column] == pytest.approx(single[column].sum())
        assert total["extra_per_head_usd"] == pytest.approx(single["extra_usd_m"].sum() / single["population_m"].sum())
    assert groups["allies"].groupby("iso3").first().to_dict() == {"NATO_TOTAL": 31, "NATO_EUR_CAN": 30, "USA": 1}
    # NATO's own sum for 2026e, rounded ally by ally: 777,066 m
    assert groups.at[("NATO_EUR_CAN", "core", 2026), "level_usd_m"] == pytest.approx(777_066, abs=15)
    assert groups.filter(like="ncu").isna().all().all()


def test_a_group_without_the_united_states(d):
    groups = alliance_cost(d, "hague-2025", allies=["EST", "LVA", "LTU"])
    assert groups.groupby("iso3")["allies"].first().to_dict() == {"NATO_TOTAL": 3, "NATO_EUR_CAN": 3}
    assert alliance_cost(d, "hague-2025", allies=["Iceland"]).empty


class TestEditions:
    def test_august_2025_starts_germany_a_year_earlier_and_takes_gdp_from_the_weo(self):
        old = load("2025-08", "2025-04")
        frame = cost(old, "hague-2025")
        first = frame[frame["component"] == "core"].groupby("iso3").first()
        assert first["year"].value_counts().to_dict() == {2025: 30, 2024: 1}
        assert first.at["DEU", "year"] == 2024
        assert set(first["k_source"]) == {"assumed"}
        gdp = old.macro_panel.at[("FRA", 2025), "NGDPD"] * 1000
        assert first.at["FRA", "level_usd_m"] == pytest.approx(old.panel.at[("FRA", 2025), "share_gdp"] / 100 * gdp)
        assert (first.at["BGR", "currency"], first.at["SWE", "currency"]) == ("BGN", "SEK")
        crowns = old.panel.at[("SWE", 2025), "share_gdp"] / 100 * old.macro_panel.at[("SWE", 2025), "NGDP"] * 1000
        assert first.at["SWE", "level_ncu_m"] == pytest.approx(crowns)
        groups = alliance_cost(old, "hague-2025")
        assert (groups.groupby("iso3")["year"].min() == 2025).all()
        # Germany's first step is in the extra of 2025; the alliance's sums start after that year, the first with all allies.
        first = groups[(groups["year"] == 2025) & (groups["iso3"] == "NATO_TOTAL")].set_index("component")
        assert first.at["core", "extra_usd_m"] > 0 and (first["cumulative_extra_usd_m"] == 0).all()

    def test_june_2019_keeps_natos_spending_although_it_lacks_gdp(self):
        old = load("2019-06", "2026-04")
        core = cost(old, "wales-2014").query("component == 'core'").set_index(["iso3", "year"])
        spent = old.panel["spend_usd_current"].xs(2019, level="year")
        found = core["level_usd_m"].xs(2019, level="year")
        np.testing.assert_allclose(found, spent[found.index])
        assert set(core["k_source"]) == {"assumed"}
        assert core.at[("DEU", 2024), "share_gdp"] == 2.0

    def test_leva_and_euros_follow_the_edition(self):
        assert set(cost(load("2024-06", "2026-04"), "freeze", allies="BGR")["currency"]) == {"BGN"}
        assert set(cost(load("2026-07", "2025-04"), "freeze", allies="BGR")["currency"]) == {"EUR"}

    def test_an_ally_the_edition_has_no_figure_for_is_named(self):
        with pytest.raises(ReportError, match="edition 2024-03 has no share of GDP of SWE; choose another edition"):
            cost(load("2024-03"), "freeze", allies=["Sweden"])

    def test_a_base_year_of_ones_own(self, d):
        # 2024 shares, k and money of the same edition
        rows = cost(d, plan("hague-2025", base_year=2024), allies="DEU").query("component == 'core'").set_index("year")
        assert rows.at[2024, "level_usd_m"] == pytest.approx(d.panel.at[("DEU", 2024), "spend_usd_current"])
        assert (rows.index[0], rows.at[2024, "status"]) == (2024, "actual")
        with pytest.raises(ReportError, match="edition 2026-07 has no share of GDP for 2013 of ALB"):
            cost(d, plan("freeze", base_year=2013))

    def test_a_base_year_before_the_macro_data_is_named(self):
        with pytest.raises(ReportError, match="NGDP of ALB has no value for 2012; choose another vintage"):
            cost(load("2019-06", "2026-04"), plan("freeze", base_year=2012))


class TestPledges:
    def test_allies_follow_their_pledges_and_the_others_hold(self, d):
        shares = (
            cost(d, "national-pledges")
            .query("component == 'core'")
            .pivot(index="iso3", columns="year", values="share_gdp")
        )
        # Germany's budget plan; France's law: 2.5 in 2030, 3.5 in 2035, 0.2 a year between
        assert shares.loc["DEU", [2027, 2028, 2029, 2035]].tolist() == [3.0, 3.3, 3.5, 3.5]
        assert shares.loc["FRA", [2030, 2033, 2035]].tolist() == pytest.approx([2.5, 3.1, 3.5])
        # Poland's budget of 2027 asks less than it spends already; Lithuania exceeds the lower end of its range; Türkiye has said nothing
        for iso3 in ("POL", "LTU", "TUR", "USA", "HUN"):
            assert shares.loc[iso3].nunique() == 1
        # Slovenia pledged 2.0 for 2025 and is at 1.61: due next, then 3.0 in 2030
        assert shares.loc["SVN", [2027, 2030, 2035]].tolist() == [2.0, 3.0, 3.0]

    def test_each_record_says_whether_it_counts(self, d):
        used = pledges_used(d, plan("national-pledges")).set_index("id")
        why = used["why"]
        assert why["cze-core-3.0-2030"] == "superseded"
        assert why["est-core-5.4-2029"] == "unverified"
        assert why["lva-core-4.9-2026"] == "a later announcement gives another figure for the same year"
        assert why["pol-core-4.8-2026"] == "a later announcement asks less for a later year"
        assert why["usa-core-5.0-2027"] == plan("national-pledges").set_aside["usa-core-5.0-2027"]
        assert used["used"].eq(why == "").all()
        assert pledges_used(d, plan("national-pledges", pledges="all")).set_index("id").at["est-core-5.4-2029", "used"]

    def test_mixed_takes_the_hague_where_there_is_no_pledge_ahead(self, d):
        last = cost(d, "mixed").query("year == 2035 and component == 'core'").set_index("iso3")
        assert last.loc[["BEL", "ITA", "TUR", "SVK"], "share_gdp"].tolist() == [2.5, 2.5, 3.5, 3.5]
        assert last.loc[["BEL", "TUR", "EST"], "rule"].tolist() == ["own figures", "target", "above target"]

    def test_own_figures_come_before_pledges(self, d):
        asked = plan("national-pledges", allies={"Germany": {2035: 4.0}})
        assert cost(d, asked, allies="DEU").query("year == 2035")["share_gdp"].max() == 4.0

    def test_setting_aside_what_is_not_on_record_is_refused(self, d):
        with pytest.raises(UnknownName, match=r"'usa-core-5\.0-2027'"):
            cost(d, plan("national-pledges", set_aside={"usa-core-5-2027": "typo"}))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"core_target": 1.0, "total_target": None},
            r"core target 1 is below the share of every ally \(lowest: SVN 1.61",
        ),
        ({"allies": {"POL": {2030: 3.0}}}, "the figures for POL stay below the 4.68 it spends already"),
        ({"horizon": 2026}, "horizon 2026 is not after the base year 2026"),
    ],
)
def test_a_plan_that_does_not_fit_the_tables_is_refused(d, changes, told):
    with pytest.raises(ReportError, match=told):
        cost(d, plan("hague-2025", **changes))


def test_the_same_plan_goes_through_when_it_may_cut(d):
    asked = plan("hague-2025", core_target=1.0, total_target=None, exemptions=False, may_cut=True)
    last = cost(d, asked).query("component == 'core' and year == 2035")
    assert set(last["share_gdp"]) == {1.0}
    assert (last["extra_usd_m"] < 0).all()


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        ({"plan": "hague"}, "'hague-2025'"),
        ({"baseline": "freze"}, "'freeze'"),
        ({"allies": ["Latvai"]}, "'Latvia'"),
        ({"basis": "nominl"}, "'nominal'"),
    ],
)
def test_unknown_names_get_the_nearest_one(d, arguments, nearest):
    with pytest.raises(UnknownName, match=nearest):
        cost(d, **({"plan": "freeze"} | arguments))


@pytest.mark.parametrize("baseline", ["freeze", "2%", "zero"])
def test_sums_count_the_years_after_the_base_year(d, baseline):
    # Italy's bill of 2026e to 2035: nothing in all in 2026, the extra of 2027 in 2027, that of 2027 to 2035 in the end
    rows = cost(d, "hague-2025", baseline, allies="ITA").query("component == 'core'").set_index("year")
    for path in PATHS:
        sums, yearly = rows[f"cumulative_extra_{path}"], rows[f"extra_{path}"]
        assert (sums[2026], sums[2027]) == (0, yearly[2027])
        assert sums[2035] == pytest.approx(yearly.loc[2027:2035].sum())


def test_the_alliances_bill_against_two_percent_is_that_of_2027_to_2035(d):
    # US$ million at 2026 prices; with the 549,534 of the base year, already spent, it would be 8,096,647
    rows = alliance_cost(d, "hague-2025", "2%").query("iso3 == 'NATO_TOTAL' and component == 'core'").set_index("year")
    assert rows.at[2035, "cumulative_extra_usd_m_constant"] == pytest.approx(7_547_113, abs=1)
    assert rows["extra_usd_m_constant"].sum() == pytest.approx(8_096_647, abs=1)


@pytest.mark.parametrize("shift", [-200, -60, 60, 1e9])
def test_an_impossible_economy_is_refused(d, shift):
    with pytest.raises(ReportError, match=r"NGDP_R of \w+ changes by .* between -50 and 50 % a year"):
        cost(d, "freeze", growth_shift=shift)
    with pytest.raises(ReportError, match="NGDP_R"):
        risk(d, "freeze", draws=5, growth_shift=shift)


def test_a_growth_shift_must_be_finite(d):
    with pytest.raises(ReportError, match="growth_shift is nan: give a finite number"):
        cost(d, "freeze", growth_shift=float("nan"))


def test_a_growth_shift_must_be_a_number(d):
    with pytest.raises(ReportError, match="growth_shift is 'more': give a number"):
        cost(d, "freeze", growth_shift="more")


def test_a_baseline_out_of_range_is_refused(d):
    with pytest.raises(ReportError, match="baseline is 200: give percent of GDP"):
        cost(d, "freeze", 200)


def test_costing_agrees_with_cost_on_the_same_inputs(d):
    asked = plan("hague-2025", related_start=0.7)
    ours = cost(d, asked, allies="ITA", basis="nominal").set_index(["component", "year"])
    core = ours.loc["core"]
    gdp = 100 * core["level_ncu_m"] / core["share_gdp"]
    prices = core["level_ncu_m"] / core["level_ncu_m_constant"]
    start = {"core": core.at[2026, "share_gdp"], "related": 0.7}
    frame = costing(
        gdp, start, {"core": {2035: 3.5}, "related": {2035: 1.5}}, "freeze", prices, core["population_m"]
    ).set_index("year")
    for theirs, mine in {
        "total": "level_ncu_m",
        "extra": "extra_ncu_m",
        "cumulative_extra": "cumulative_extra_ncu_m",
    }.items():
        np.testing.assert_allclose(frame[theirs], ours.loc["total", mine], atol=1e-6)
        np.testing.assert_allclose(frame[f"{theirs}_constant"], ours.loc["total", f"{mine}_constant"], atol=1e-6)
    np.testing.assert_allclose(frame["extra_per_head"], ours.loc["total", "extra_per_head_ncu"], atol=1e-9)

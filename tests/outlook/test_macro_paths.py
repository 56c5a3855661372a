"""Growth indices: extension, own paths, shifts, and why current-price national money is no dollar path."""

import numpy as np
import pandas as pd
import pytest

from report.outlook import alliance_cost, cost
from report.outlook.macro import Economy, index, levels, with_own_path
from report.outlook.risk import risk
from report.tables.errors import ReportError, UnknownName

YEARS = np.arange(2026, 2031)
BASES = pd.Series({"EST": 2026, "TUR": 2026})


def panel(**series):
    """A macro panel of one ally, Estonia, from 2025."""
    frame = pd.DataFrame(
        series, index=pd.MultiIndex.from_product([["EST"], range(2025, 2025 + len(next(iter(series.values()))))])
    )
    return frame.rename_axis(["iso3", "year"])


def test_beyond_the_data_the_last_growth_is_held():
    # 100, 110, 132 (2027): the last rate is 20 %: 158.4, 190.08
    level = levels(panel(NGDP=[100.0, 110, 132]), "NGDP", ["EST"], np.arange(2027, 2030))
    assert level[0].tolist() == pytest.approx([132, 158.4, 190.08])


def test_beyond_the_data_the_mean_of_three_years_may_be_held():
    # 100 → 133.1 in three years: 10 % a year
    level = levels(panel(NGDP=[100.0, 120, 121, 133.1]), "NGDP", ["EST"], np.arange(2028, 2031), "mean-3")
    assert level[0].tolist() == pytest.approx([133.1, 146.41, 161.051])


def test_an_index_is_one_in_the_allys_own_base_year():
    both = pd.concat(
        [panel(NGDP=[100.0, 110, 132]), panel(NGDP=[50.0, 75, 150]).rename(index={"EST": "TUR"}, level="iso3")]
    )
    found = index(both, "NGDP", pd.Series({"EST": 2026, "TUR": 2025}), np.arange(2025, 2028))
    assert found[0, 1:].tolist() == pytest.approx([1.0, 1.2])
    assert found[1].tolist() == pytest.approx([1.0, 1.5, 3.0])


def test_a_shift_of_growth_moves_real_and_nominal_alike():
    # real growth 1 % then 2 %, shifted by half a point: 1.015 and 1.025; prices unchanged
    paths = panel(NGDP_R=[100.0, 101, 103.02], NGDP=[100.0, 103, 107], NGDPD=[100.0, 90, 95])
    bases, years = pd.Series({"EST": 2025}), np.arange(2025, 2028)
    plain, shifted = Economy(paths).indices(bases, years), Economy(paths, growth_shift=0.5).indices(bases, years)
    assert shifted["NGDP_R"][0].tolist() == pytest.approx([1, 1.015, 1.015 * 1.025])
    for name in plain:
        assert (shifted[name] / plain[name])[0].tolist() == pytest.approx(
            [1, 1.015 / 1.01, 1.015 / 1.01 * 1.025 / 1.02]
        )


def test_turkiye_national_money_at_the_exchange_rate_of_the_base_year_is_no_dollar_path(d):
    # 2026e: 2,361,913 m lira are 47,636 m dollars, 49.58 lira a dollar. Frozen at 2.85 %, spending in 2030 is
    # 2,361,913 × 175,317.184 ÷ 81,325.972 = 5,091,657 m lira; at 49.58 that "is" 102,690 m dollars.
    # The WEO's dollar GDP says 47,636 × 1,933.816 ÷ 1,640.223 = 56,163 m: the lira does not hold the rate of the base year.
    # In constant prices: 47,636 × 2,909.812 ÷ 2,502.896 = 55,381 m.
    row = cost(d, "freeze", allies="Türkiye").query("component == 'core' and year == 2030").iloc[0]
    assert row["level_ncu_m"] == pytest.approx(5_091_657, rel=1e-6)
    assert row["level_ncu_m"] / (2_361_913 / 47_636) == pytest.approx(102_690, rel=1e-5)
    assert row["level_usd_m"] == pytest.approx(56_163, rel=1e-5)
    assert row["level_usd_m_constant"] == pytest.approx(55_381, rel=1e-5)
    # the constant path in lira at the base year's rate is the constant path in dollars: no exchange rate moves in it
    assert row["level_ncu_m_constant"] / (2_361_913 / 47_636) == pytest.approx(row["level_usd_m_constant"])


def test_luxembourgs_gni_moves_with_its_gdp(d):
    # NATO measures 73,338 m dollars (GNI) in 2026e; the WEO's GDP only lends its growth
    rows = cost(d, "freeze", allies=["LUX"]).query("component == 'core'").set_index("year")
    growth = d.macro_panel.at[("LUX", 2030), "NGDPD"] / d.macro_panel.at[("LUX", 2026), "NGDPD"]
    assert rows.at[2026, "gdp_usd_m"] == pytest.approx(73_338)
    assert rows.at[2030, "gdp_usd_m"] == pytest.approx(73_338 * growth)


def own(rows):
    return pd.DataFrame(rows, columns=["iso3", "year", "indicator", "value"])


TEN_PERCENT = own([("Estonia", y, "NGDP_R", 100 * 1.1 ** (y - 2026)) for y in range(2026, 2029)])


def test_an_own_path_replaces_one_series_of_one_ally(d, tmp_path):
    file = tmp_path / "own.csv"
    TEN_PERCENT.to_csv(file, index=False)
    plain, changed = (
        cost(d, "freeze", allies=["EST", "LVA"], macro=path).set_index(["iso3", "component", "year"])
        for path in (None, file)
    )
    core = ("EST", "core", 2030)
    assert changed.at[core, "level_usd_m_constant"] == pytest.approx(2644 * 1.1**4)  # held at 10 % beyond 2028
    assert changed.at[core, "level_usd_m"] == plain.at[core, "level_usd_m"]
    pd.testing.assert_frame_equal(changed.loc["LVA"], plain.loc["LVA"])


def test_growth_in_percent_is_carried_on_from_the_level_of_the_year_before(d):
    # 10 % in 2027 and in 2028 on the vintage's level of 2026, and 10 % held in 2029: 1.1, 1.21, 1.331
    rates = with_own_path(d.macro_panel, own([("EST", y, "NGDP_RPCH", 10) for y in (2027, 2028)]))
    grown = index(rates, "NGDP_R", pd.Series({"EST": 2026}), np.arange(2026, 2030))
    assert grown[0] == pytest.approx([1, 1.1, 1.21, 1.331])
    levels_given = with_own_path(d.macro_panel, TEN_PERCENT)
    assert grown == pytest.approx(index(levels_given, "NGDP_R", pd.Series({"EST": 2026}), np.arange(2026, 2030)))
    assert rates["NGDP"].equals(d.macro_panel["NGDP"].reindex(rates.index)), "prices and exchange rates stay"


def test_an_own_path_of_some_series_says_what_it_moves_and_what_it_leaves(d):
    (words,) = cost(d, "freeze", allies=["EST"], macro=TEN_PERCENT).attrs["own_path"]
    moved, left = words.split(";")
    assert "EST (NGDP_R)" in moved and "constant prices" in moved
    assert "national currency at current prices" in left and "US$ at current prices" in left
    assert "own_path" not in cost(d, "freeze", allies=["EST"]).attrs
    assert alliance_cost(d, "freeze", macro=TEN_PERCENT).attrs["own_path"] == (words,)
    assert risk(d, "freeze", draws=5, allies=["EST"], macro=TEN_PERCENT).attrs["own_path"] == (words,)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (own([("EST", 2026, "NGDP_R", "many")]), "own macro path, row 2: value is not a number"),
        (own([("EST", 2026, "NGDP_R", 5), ("EST", "soon", "NGDP_R", 5)]), "row 3: year is not a number"),
        (own([("EST", 2026, "NGDP_R", -5)]), "row 2: value is not above 0"),
        (own([("EST", 2026, "NGDP_R", 5)] * 2), "row 3: the same ally, year and indicator stand twice"),
        (own([("EST", 2027, "NGDP_RPCH", -100)]), "of growth not above"),
        (own([("EST", y, "NGDP_RPCH", 5) for y in (2027, 2029)]), "NGDP_RPCH of EST must run without a gap"),
        (own([("EST", 2027, "NGDP_RPCH", 5), ("EST", 2027, "NGDP_R", 5)]), "given as level and as growth"),
        (own([]).drop(columns="value"), "column value is missing"),
        (own([("EST", 2027, "NGDP_R", 5), ("EST", 2028, "NGDP_R", 5)]), "NGDP_R of EST has no value for 2026"),
        (own([("EST", y, "NGDP_R", 5) for y in (2026, 2028)]), "NGDP_R of EST has no value for 2027"),
        (own([("EST", 2026, "NGDP_R", float("inf"))]), "row 2: value is not above 0 and finite"),
        (
            own([("EST", y, "NGDP_R", 10**y) for y in (2, 3)]).assign(year=[2026, 2027]),
            "NGDP_R of EST changes by 900.0 % in 2027",
        ),
        ("nowhere.csv", "nowhere.csv: cannot be read"),
    ],
)
def test_a_faulty_own_path_is_refused_with_its_place(d, rows, told):
    with pytest.raises(ReportError, match=told):
        cost(d, "freeze", allies=["EST"], macro=rows)


def test_unknown_names_in_an_own_path_or_rule(d):
    with pytest.raises(UnknownName, match="'Estonia'"):
        with_own_path(d.macro_panel, own([("Estonai", 2026, "NGDP", 5)]))
    with pytest.raises(UnknownName, match="'NGDP_R'"):
        with_own_path(d.macro_panel, own([("EST", 2026, "NGDP_RR", 5)]))
    with pytest.raises(UnknownName, match="'hold-last'"):
        cost(d, "freeze", extend="hold")

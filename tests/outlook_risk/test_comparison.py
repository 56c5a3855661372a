import numpy as np
import pytest

from report.outlook.costing import CLOSE, VERDICTS, comparisons, members, money_path


@pytest.fixture(scope="module")
def table(d):
    return comparisons(d).set_index("id")


def test_every_published_estimate_has_a_verdict(d, table):
    assert set(table.index) == set(d.costings["id"])
    assert set(table["verdict"]) <= set(VERDICTS)


def test_what_no_text_explains_is_left_unexplained(table):
    assert table.index[table["verdict"] == "unexplained"].tolist() == ["SP-DEBT", "PBO-35-DEFICIT"]
    assert (table.loc[table["verdict"] == "explained", "cause"] != "").all()
    missing = table["verdict"] == "not comparable"
    assert (table.loc[missing, "missing"] != "").all()
    assert (table.loc[~missing, "missing"] == "").all()


def test_figures_within_five_per_cent_are_and_others_are_not(table):
    close = table["difference_percent"].abs() <= CLOSE
    assert (close == (table["verdict"] == "within 5 %")).all()


def test_most_verified_figures_that_can_be_expressed_are_within_five_per_cent(table):
    expressed = table[(table["confidence"] == "verified") & (table["verdict"] != "not comparable")]
    assert (expressed["verdict"] == "within 5 %").mean() > 0.5
    assert len(expressed) > 20


def test_one_point_of_german_gdp_by_hand(d, table):
    import report

    gdp = report.load(macro="2025-04", edition=d.edition).macro_panel.at[("DEU", 2025), "NGDP"]
    assert table.at["DEU-1PP", "ours"] == pytest.approx(gdp / 100)
    assert table.at["DEU-1PP", "difference_percent"] == pytest.approx(100 * (gdp / 100 / 45 - 1))


def test_italy_to_five_per_cent_by_hand(d, table):
    # Σ over 2026–2035 of 0.3·(y − 2025) % of GDP, GDP growing at its last WEO rate beyond 2030.
    import report

    gdp = report.load(macro="2025-04", edition=d.edition).macro_panel.loc["ITA", "NGDP"]
    rate = gdp[2030] / gdp[2029]
    path = {year: gdp[year] if year <= 2030 else gdp[2030] * rate ** (year - 2030) for year in range(2026, 2036)}
    assert table.at["MILEX-2025-CUM", "ours"] == pytest.approx(
        sum(0.3 * (year - 2025) / 100 * path[year] for year in path)
    )


def test_a_source_that_states_its_own_gdp_is_taken_at_its_word(table):
    # 3.7 % of 598 = 22.126
    assert table.at["BEL-5", "ours"] == pytest.approx(22.126)


def test_a_rise_is_counted_from_the_first_years_money(d, table):
    import report

    gdp = report.load(macro="2025-04", edition=d.edition).macro_panel.loc["GBR", "NGDP"]
    assert table.at["UK-GOV-25", "ours"] == pytest.approx(0.025 * gdp[2027] - 0.0233 * gdp[2024])


def test_gdp_held_at_a_year_does_not_grow(d, table):
    import report

    early = report.load(macro="2025-04", edition=d.edition)
    euros = money_path(early, members(d, "EU_NATO"), "EUR", np.array([2025])).sum()
    assert table.at["KUB-3AVG", "ours"] == pytest.approx(8 * 0.03 * euros / 1000)


def test_groups(d):
    assert len(members(d, "NATO")) == 32
    assert len(members(d, "EU_NATO")) == 23
    assert len(members(d, "NATO_EUR")) == 30
    assert members(d, "ITA") == ["ITA"]


def test_euros_are_the_euro_areas_own(d):
    years = np.array([2026, 2030])
    assert money_path(d, ["DEU"], "EUR", years) == pytest.approx(money_path(d, ["DEU"], "NCU", years))


def test_constant_prices_grow_with_volume_alone(d, table):
    # 0.9 % of the GDP of 2035 at prices of 2025, real growth held at its last WEO rate beyond 2030.
    import report

    weo = report.load(macro="2025-04", edition=d.edition).macro_panel.loc["GBR"]
    volume = weo["NGDP_R"]
    real = volume[2030] * (volume[2030] / volume[2029]) ** 5
    assert table.at["IFS-35-TODAY", "ours"] == pytest.approx(0.009 * weo.at[2025, "NGDP"] * real / volume[2025])


def test_canadas_budget_officer_by_hand(d, table):
    # From 2 to 3.5 % in ten steps of 0.15 points against 2 %, the IMF's GDP of October 2025: Σ 0.15·n % of GDP, n = 1 … 10, over ten and over the last GDP.
    import report

    gdp = report.load(macro="2025-10", edition=d.edition).macro_panel.loc["CAN", "NGDP"]
    rate = gdp[2030] / gdp[2029]
    path = [gdp[year] if year <= 2030 else gdp[2030] * rate ** (year - 2030) for year in range(2026, 2036)]
    extra = [0.0015 * step * money for step, money in enumerate(path, start=1)]
    assert table.at["PBO-35-LEVEL", "ours"] == pytest.approx(0.035 * path[-1])
    assert table.at["PBO-35-AVG", "ours"] == pytest.approx(sum(extra) / 10)
    assert table.at["PBO-35-DEFICIT", "ours"] == pytest.approx(extra[-1])
    assert table.at["PBO-35-DEBT", "ours"] == pytest.approx(100 * sum(extra) / path[-1])

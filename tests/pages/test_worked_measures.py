"""Every measure the project promises of an ally and of the alliance has a worked example on the methods page."""

import inspect

import pytest

from report.burdens import alliance, burden
from report.outlook import plan, verification
from report.pages import worked

ALLY = {
    "share_gdp": "Share of GDP as printed",
    "k": "Price-base factor k",
    "gap_pp_core": "Gap in points",
    "gap_usd_m_core": "Gap in money",
    "meets_2": "Meeting a guideline",
    "spend_share": "Part of a total",
    "gdp_share": "Part of a total",
    "population_share": "Part of a total",
    "burden_ability": "Burden to ability",
    "per_capita_usd": "Spending per inhabitant",
    "personnel_per_thousand": "Forces per thousand inhabitants",
    "spend_per_soldier_usd": "Spending per soldier",
    "years_at_2": "Years at the guideline",
    "arrears_usd_m": "Arrears",
    "pace_pp": "Pace",
    "required_pp": "Required pace",
}
ALLIANCE = {
    "us_share_current": "Part of a total",
    "gini": "Gini coefficient",
    "theil": "Theil index",
    "theil_between": "Theil index in two parts",
    "hhi": "Concentration of spending",
    "kakwani": "Progressivity (Kakwani)",
    "spearman_rho": "Spearman’s rank correlation",
    "spearman_p": "Chance of such a correlation",
}
STUDIES = {
    "parity": "Year of parity",
    "spending at which the two are equal": "What equal sums would take",
    "Lorenz curve": "Lorenz curve of burdens",
    "exploitation": "Exploitation test",
    "benefit concordance": "Benefit and burden",
    "Wilcoxon": "Signed-rank test",
    "z-scores": "Standard scores",
    "composite": "Composite index",
    "ranks under drawn weights": "Ranks under other weights",
}
SCORECARD = {
    "status": "Status",
    "drift_pp": "Drift",
    "required_pp": "Pace still needed",
    "next_step_pp": "Next step",
    "precedent_share": "Part of windows that kept a pace",
    "pledge_gap_pp": "Distance from its own pledge",
}
PROMISED = ALLY | ALLIANCE | STUDIES | SCORECARD


@pytest.fixture(scope="module")
def names():
    return {example.name for family in worked.families().values() for example in family}


@pytest.mark.parametrize("measure", PROMISED)
def test_a_promised_measure_has_an_example(names, measure):
    assert PROMISED[measure] in names, f"{measure}: write its example in pages/examples"


def test_the_list_follows_the_columns_of_the_public_functions(d):
    assert set(ALLY) <= set(burden(d)) and set(ALLIANCE) <= set(alliance(d))
    assert set(SCORECARD) <= set(verification(d, plan("hague-2025")))


def test_an_example_of_ally_columns_reads_the_column_it_is_named_after():
    taken = {example.name: example.take[0] for example in worked.family("ally") if example.function == "ally.burden"}
    assert taken == {ALLY[column]: column for column in taken.values()}


def test_every_example_is_of_a_function_with_a_docstring():
    examples = [example for family in worked.families().values() for example in family]
    assert all(inspect.getdoc(example.callable) for example in examples)

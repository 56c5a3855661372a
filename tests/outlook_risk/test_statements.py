import pytest

from report.outlook.statements import amount_exceeds, extra_exceeds, outspends, probability
from report.tables.errors import ReportError, UnknownName


def test_a_share_is_certain_where_only_growth_is_drawn(d):
    # Italy is 0.62 points of core above its base share in 2030 (1.4·4/9), and 0.67 of related: 1.29 in all.
    both = {"draws": 200, "component": "total"}
    assert probability(d, "hague-2025", extra_exceeds("Italy", 1.2, 2030), **both).probability == 1
    assert probability(d, "hague-2025", extra_exceeds("Italy", 1.4, 2030), **both).probability == 0


def test_it_is_not_where_delivery_is_drawn(d):
    # Half of the record delivers nothing, half all: 0.62 points exceed 0.5 in about half of the draws.
    found = probability(
        d, "hague-2025", extra_exceeds("ITA", 0.5, 2030), draws=4000, component="core", delivery=(0.0, 1.0)
    )
    assert found.probability == pytest.approx(0.5, abs=0.03)
    assert found.uncertainty == "growth and delivery"
    assert found.standard_error == pytest.approx(0.5 / 4000**0.5, rel=0.01)
    assert found.exchange == "held", "exchange rates are held unless asked for"


def test_an_amount_at_the_median_is_exceeded_in_half_of_the_draws(d):
    from report.outlook.risk import risk

    middle = (
        risk(d, "hague-2025", draws=1000, allies="EST").set_index(["quantity", "year"]).at[("level_usd_m", 2032), "p50"]
    )
    statement = amount_exceeds("EST", "level_usd_m", float(middle), 2032)
    assert probability(d, "hague-2025", statement, draws=1000, allies="EST").probability == pytest.approx(
        0.5, abs=0.001
    )


def test_outspending_by_a_year_counts_every_year_up_to_it(d):
    found = [
        probability(d, "hague-2025", outspends("NATO_EUR_CAN", "USA", year), draws=1000).probability
        for year in (2028, 2032, 2035)
    ]
    assert found[0] <= found[1] <= found[2]
    assert probability(d, "hague-2025", outspends("USA", "NATO_EUR_CAN", 2027), draws=100).probability == 1


def test_a_statement_says_what_it_is_about(d):
    assert extra_exceeds("estonia", 1, 2030).text == "EST: extra cost exceeds 1 % of GDP in 2030"


def test_unknown_names_and_years_are_refused(d):
    with pytest.raises(UnknownName):
        extra_exceeds("Atlantis", 1, 2030)
    with pytest.raises(UnknownName, match="quantity"):
        amount_exceeds("EST", "cost", 1, 2030)
    with pytest.raises(ReportError, match="2040"):
        probability(d, "hague-2025", extra_exceeds("EST", 1, 2040), draws=10)

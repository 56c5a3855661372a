"""What a cost's fact says of its formula gives its figure."""

import pytest

from report.pages import alliance_page


def test_related_spending_is_reproduced_without_k():
    # NATO, July 2026: Dutch GDP of 2026e is 1,436,621 million dollars. IMF, April 2026: real GDP grows by 1.11769 to 2035.
    # 1.5 % of it: 0.015 × 1,436,621 × 1.11769 = 24,086; times k, 0.8876, it would be 21,379.
    page = alliance_page()
    fact = page.bill("NLD", "related", "extra_usd_m_constant")
    assert float(fact) == pytest.approx(0.015 * 1_436_621 * 1.11769, rel=1e-5)
    assert fact.formula == "(plan share − baseline share) ÷ 100 × GDP of the year"


@pytest.mark.parametrize("kind", ["level", "extra"])
def test_k_stands_in_the_formula_of_core_alone_and_a_total_adds_both_up(kind):
    page = alliance_page()
    core, related, total = (page.bill("NLD", part, f"{kind}_usd_m") for part in ("core", "related", "total"))
    assert core.formula.endswith("× k") and "× k" not in related.formula
    assert total.formula == "core + related" and total.inputs == (core, related)

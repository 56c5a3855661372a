"""What was said about an ally, on its page."""

from report.pages import country_page
from report.prose.claims import claims_about, said


def test_claims_that_say_the_same_stand_together_and_link_to_the_ledger():
    told = str(claims_about(country_page("Spain")))
    for text, claim in (("Bloomberg News", "000-spain-at-two"), ("Bloomberg translated", "004-spain-at-two")):
        assert f"[{text}, 1" in told and f"](../claims.html#{claim})" in told
    assert told.count("Spain reaches two per cent of GDP.") == 1
    assert "**✓ Came true.**" in told


def test_one_claim_is_one_and_many_are_many():
    assert "one is about Finland, from one text. Each" in str(said(country_page("FIN")))
    assert "seven are about Spain, from three texts; those" in str(said(country_page("ESP")))


def test_of_an_ally_nobody_spoke_of_nothing_is_said():
    assert said(country_page("ISL")) is None and claims_about(country_page("ISL")) is None

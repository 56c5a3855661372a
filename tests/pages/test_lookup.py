"""A fact is found by its id without a build: the same fact as on the pages, and short forms lead to it."""

import pytest

from report.pages import country_page
from report.pages.lookup import fact
from report.pages.promised import Promised
from report.tables.errors import UnknownName

PAGE = country_page("DEU")
PROMISED = Promised(PAGE.frames, "usd_m_constant", 2035)


@pytest.mark.parametrize(
    "made",
    [
        PAGE.ally("DEU", "share_gdp"),
        PAGE.ally("DEU", "arrears_usd_m"),
        PAGE.total("meeting_2"),
        PAGE.bill("DEU", "core", "share_gdp", 2030),
        PAGE.bill("DEU", "total", "extra_ncu_m"),
        PROMISED.fact("covered", "DEU"),
        PROMISED.fact("open", "NATO_TOTAL"),
        PROMISED.fact("covered", "NATO_TOTAL", "government plan"),
        PAGE.bill("NATO_TOTAL", "core", "cumulative_extra_usd_m_constant"),
    ],
    ids=lambda made: made.id,
)
def test_an_id_of_a_page_leads_to_the_same_fact(made):
    assert fact(made.id).record() == made.record()


@pytest.mark.parametrize(
    ("short", "id"),
    [
        ("share_gdp.DEU", "2026-07.share_gdp.DEU.2026"),
        ("share_gdp.Germany.2024", "2026-07.share_gdp.DEU.2024"),
        ("2019-06.share_gdp.DE", "2019-06.share_gdp.DEU.2019"),
        ("meeting_2.NATO", "2026-07.meeting_2.NATO.2026"),
        ("extra_usd_m.DEU", "2026-07.extra_usd_m.DEU.2035.hague-2025.freeze.core"),
    ],
)
def test_short_forms_take_the_newest_edition_and_its_last_year(short, id):
    assert fact(short).id == id


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("share_gdb.DEU", "share_gdp"),
        ("share_gdp.Germania", "Germany"),
        ("2026-08.share_gdp.DEU", "2026-07"),
        ("share_gdp.DEU.1999", "2014"),
        ("share_gdp.DEU.2030.hague-2026.core", "hague-2025"),
        ("extra_usd_m.ISL", "no armed forces"),
        ("share_gdp", "2026-07.share_gdp.DEU.2026"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is_near(wrong, near):
    with pytest.raises(UnknownName, match=near):
        fact(wrong)

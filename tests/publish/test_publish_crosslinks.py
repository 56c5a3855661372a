"""Links from page to page: alive only where the page they lead to is there."""

import publish_sample as sample
from nbformat.v4 import new_markdown_cell

from report import publish
from report.publish import crosslinks, navigation

LINK = "See [the briefing](../index.html#ladder) and [the claim](../claims.html#000-us-64)."


def country_page():
    nb = sample.country()
    nb.cells.append(new_markdown_cell(LINK, id="links"))
    return nb


def built(out, *notebooks):
    for nb in notebooks:
        publish.page(nb, out)
    publish.site(out)
    return (out / "country" / "EST.html").read_text(encoding="utf-8")


def test_a_link_lives_when_its_page_is_there_and_only_then(tmp_path):
    page = built(tmp_path, sample.briefing(), country_page())
    assert 'href="../index.html#ladder">the briefing</a>' in page
    assert '<a data-page="../claims.html#000-us-64">the claim</a>' in page


def test_it_dies_again_when_the_page_goes_and_revives(tmp_path):
    page = built(tmp_path, sample.briefing(), country_page())
    (tmp_path / "index.html").rename(tmp_path / "kept")
    publish.site(tmp_path)
    without = (tmp_path / "country" / "EST.html").read_text(encoding="utf-8")
    assert '<a data-page="../index.html#ladder">the briefing</a>' in without
    (tmp_path / "kept").rename(tmp_path / "index.html")
    publish.site(tmp_path)
    assert (tmp_path / "country" / "EST.html").read_text(encoding="utf-8") == page


def test_allies_names_in_sentences_and_tables_lead_to_their_pages(tmp_path):
    """Where there is a page; an ally's own page does not lead to itself, and a name is a link once a paragraph."""
    nb = sample.notebook(
        sample.cell(sample.passage(["Estonia leads; Latvia follows Estonia."]), sample.wide_table()),
        declared=sample.page(),
    )
    publish.page(nb, tmp_path)
    publish.page(sample.country(), tmp_path)
    publish.site(tmp_path)
    front = (tmp_path / "index.html").read_text("utf-8")
    link = '<a data-ally="EST" href="country/EST.html">Estonia</a>'
    assert f'<p>{link} leads; <a data-ally="LVA">Latvia</a> follows Estonia.</p>' in front
    assert f'<th scope="row">{link}' in front
    assert 'data-ally="EST" href' not in (tmp_path / "country/EST.html").read_text("utf-8")


def test_the_banner_has_the_pages_in_the_readers_order():
    kinds = ["methods", "sharing", "country", "briefing", "claims", "scorecard", "editions"]
    pages = {f"{kind}.html": {"label": kind.title(), "kind": kind} for kind in kinds}
    assert [link.label for link in navigation.links(pages)] == [
        "Briefing",
        "Country",
        "Scorecard",
        "Who pays",
        "Claims",
        "Editions",
        "Methods",
    ]


def test_a_foreign_title_says_its_language():
    assert str(crosslinks.ally("Deutsche Verteidigungsausgaben: 3,5 Prozent des BIP bis 2029")).startswith(
        '<span lang="de">'
    )
    assert crosslinks.ally("UK commits to 5 per cent NATO pledge") == "UK commits to 5 per cent NATO pledge"

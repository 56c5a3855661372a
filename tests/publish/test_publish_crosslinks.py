"""Links from page to page: alive only where the page they lead to is there."""

import publish_sample as sample
from nbformat.v4 import new_markdown_cell

from report import publish

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

"""Markdown becomes a small tree; text between the marks is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.facts.written import typeset
from report.publish import markdown
from report.shown import plain

NUMBER = {"type": "fact", "id": "a", "text": "57.1%", "value": "57.07"}


def kinds(nodes):
    return [node["type"] for node in nodes]


def test_a_number_may_stand_inside_emphasis_and_links():
    nodes = markdown.sentence(["The share is **", NUMBER, "** of [all ", NUMBER, "](#x)."])
    assert kinds(nodes) == ["text", "strong", "text", "link", "text"]
    assert nodes[1]["children"] == [NUMBER]
    assert nodes[3]["children"][1] == NUMBER and nodes[3]["href"] == "#x"


def test_spaces_beside_a_number_survive():
    assert plain(markdown.sentence(["In all ", NUMBER, " of it"])) == "In all 57.1% of it"


def test_blocks_keep_their_structure():
    nodes = markdown.blocks("## Where *allies* stand\n\nOne.\n\n1. a\n2. b\n\n> said\n\n---")
    assert kinds(nodes) == ["heading", "paragraph", "list", "quote", "rule"]
    assert nodes[0]["level"] == 2 and plain(nodes[0]["children"]) == "Where allies stand"
    assert nodes[2]["ordered"] is True and len(nodes[2]["children"]) == 2


@pytest.mark.parametrize(
    ("source", "construct"),
    [
        ("![x](y.png)", "image"),
        ("a <b>x</b>", "inline html"),
        ("<div>x</div>", "block html"),
        ("```\nx\n```", "block code"),
        ("[x](javascript:alert(1))", "link to javascript:alert"),
        ("[x](data:text/html,x)", "link to data:"),
    ],
)
def test_what_has_no_form_on_a_page_is_refused_by_name(source, construct):
    with pytest.raises(markdown.UnsupportedMarkdown, match=construct):
        markdown.blocks(source)


def test_entities_are_read_as_the_characters_they_stand_for():
    assert plain(markdown.blocks("R&amp;D &lt; 2 %")) == "R&D < 2%"


@pytest.mark.parametrize(
    ("title", "address"), [("Türkiye’s road", "turkiyes-road"), ("2 %, and 3.5 %", "2-and-3-5"), ("—", "section")]
)
def test_slugs_are_plain_letters_digits_and_hyphens(title, address):
    assert markdown.slug(title) == address


@given(st.lists(st.text(alphabet=st.characters(categories=("L", "N")), min_size=1), min_size=1, max_size=4))
def test_words_without_marks_come_back_unchanged(words):
    parts = [part for word in words for part in (word, NUMBER)]
    assert plain(markdown.sentence(parts)) == "".join(word + "57.1%" for word in words)


def test_apostrophes_and_percent_signs_are_set_one_way_in_text_and_not_in_code():
    [paragraph] = markdown.blocks("NATO's 2 % and the allies' share, `it's 2 %`")
    assert [node["text"] for node in paragraph["children"]] == ["NATO’s 2% and the allies’ share, ", "it's 2 %"]
    assert typeset("'quoted' and 3.5\u00a0%") == "'quoted' and 3.5%"

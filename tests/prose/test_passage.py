"""Sentences: templates hold words, numbers are facts."""

import pytest

from report.facts import Fact, units
from report.prose.passage import TypedNumber, bullets, key_figures, say
from report.shown import Passage

SHARE = Fact("share_gdp.EST.2026", "Estonia’s share", 5.1, units.PERCENT_GDP)


def test_a_template_is_filled_and_keeps_its_facts():
    passage = say("{ally} spends {share} of GDP.", ally="Estonia", share=SHARE)
    assert str(passage) == "Estonia spends 5.10% of GDP."
    assert passage.paragraphs == (("Estonia", " spends ", SHARE, " of GDP."),)
    assert passage._repr_mimebundle_()[Passage.MIME]["paragraphs"][0][2] == {"fact": SHARE.id, "text": "5.10%"}


def test_blank_lines_make_paragraphs_and_sentences_begin_with_a_capital():
    passage = say("{ally} leads.\n\nthe rest\n   follows.", ally="the Netherlands")
    assert str(passage) == "The Netherlands leads.\n\nThe rest follows."


@pytest.mark.parametrize(
    ("template", "values"), [("Five of 31 allies.", {}), ("{n} allies", {"n": "31"}), ("In 2035.", {})]
)
def test_a_typed_digit_is_refused(template, values):
    with pytest.raises(TypedNumber, match="make it a fact"):
        say(template, **values)


def test_a_link_may_hold_digits():
    assert "2025" in str(say("[The declaration](https://example.org/2025/06)"))


def test_lists_and_key_figures():
    assert bullets(say("One."), say("Two.")).style == "bullets"
    strip = key_figures((SHARE, "of GDP", "as published"))
    assert strip.style == "keyfigures"
    with pytest.raises(TypedNumber):
        key_figures((SHARE, "of 31 allies", ""))


def test_passages_add_up():
    assert say("One.") + say("Two.") == Passage((("One.",), ("Two.",)))


def test_key_figures_and_markup_read_as_text_where_there_is_only_text():
    figures = key_figures((SHARE, "of GDP", "a line of *context*"))._repr_mimebundle_()
    assert figures["text/plain"] == "- 5.10% of GDP: a line of context"
    linked = bullets(say("One [link](page.html)."), say("**Two**."))._repr_mimebundle_()
    assert linked["text/plain"] == "- One link.\n- Two."

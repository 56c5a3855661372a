"""Every number of the built site opens down to rows of the curated tables, or to an assumption that says so."""

from __future__ import annotations

import json
import random

import pytest
from looking import look

from report.facts.packed import unpack

SEED = 20260728
OPENED = 10


@pytest.fixture(scope="module")
def facts(build_folder):
    return unpack(json.loads((build_folder / "facts.json").read_text("utf-8")))


def is_grounded(fact, facts) -> bool:
    """Whether the fact, or one that went into it, names rows or is a declared assumption."""
    return (
        bool(fact["rows"]) or fact["kind"] == "assumed" or any(is_grounded(facts[id], facts) for id in fact["inputs"])
    )


def test_every_number_rests_on_rows_or_on_a_declared_assumption(facts):
    numbers = [fact for fact in facts.values() if isinstance(fact["value"], int | float)]
    assert numbers
    assert [fact["label"] for fact in numbers if not is_grounded(fact, facts)] == []


def test_every_number_says_unit_formula_and_kind(facts):
    numbers = [fact for fact in facts.values() if isinstance(fact["value"], int | float)]
    assert [fact["label"] for fact in numbers if not (fact["unit"] and fact["formula"] and fact["kind"])] == []


def test_numbers_drawn_at_random_open_in_a_browser_with_value_and_what_made_them(browser, build_folder, sampled_page):
    """Pages opened from disk: what the panel shows is what facts.json holds, down to the first row or input."""
    with look(browser, build_folder / sampled_page) as seen:
        numbers = seen.page.locator(".fact:not(.words, .quiet) [role=button]:visible")
        count = numbers.count()
        for place in random.Random(SEED).sample(range(count), min(OPENED, count)):
            number = numbers.nth(place)
            number.scroll_into_view_if_needed()
            number.focus()
            seen.page.keyboard.press("Enter")
            panel = seen.page.locator("#fact-panel")
            panel.wait_for()
            said = panel.inner_text()
            assert "Value" in said and "Formula" in said
            assert panel.locator("tbody tr").count() or panel.locator("ul li").count() or "assumption" in said, said
            seen.page.keyboard.press("Escape")
        assert seen.faults == []

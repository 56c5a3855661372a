"""The page of claims: found by text, verdict, topic and words, by mouse and by keyboard; every claim has an address and opens its numbers.

What must be shown is worked out from the marks of the entries themselves, so the same tests hold for the sample and for the real ledger.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from looking import PAGE, WITHOUT_FETCHING, look
from playwright.sync_api import expect

FILTERS = ("text", "verdict", "topic")
ENTRY = ".ledger li[data-is]"
SHOWN = f"{ENTRY}:visible"


@pytest.fixture
def claims(browser, claims_file):
    with look(browser, claims_file) as seen:
        yield seen.page
        assert seen.faults == []


def marks(page) -> list[tuple[str, ...]]:
    """Text, verdict and topic of every claim."""
    return [tuple(said.split()) for said in page.eval_on_selector_all(ENTRY, "all => all.map(one => one.dataset.is)")]


def select(page, name):
    return page.locator(f".filters select[name={name}]")


def announced(page, shown):
    """Waits until the count that screen readers are told is that of what is shown."""
    total = len(marks(page))
    expect(page.locator(".shown")).to_have_text(
        f"All {total} claims" if shown == total else f"{shown} of {total} claims"
    )
    assert page.locator(SHOWN).count() == shown
    assert page.locator(".shown").get_attribute("aria-live") == "polite"
    assert page.locator(".shown").get_attribute("role") == "status"


@pytest.mark.parametrize("place", range(len(FILTERS)), ids=FILTERS)
def test_each_choice_shows_the_claims_that_bear_its_mark_and_says_how_many(claims, place):
    counts = Counter(of[place] for of in marks(claims))
    announced(claims, sum(counts.values()))
    for value in select(claims, FILTERS[place]).locator("option").evaluate_all("all => all.map(one => one.value)"):
        select(claims, FILTERS[place]).select_option(value)
        if value and counts[value]:
            announced(claims, counts[value])
            assert all(
                value in of.split()
                for of in claims.locator(SHOWN).evaluate_all("all => all.map(one => one.dataset.is)")
            )


def test_choices_narrow_each_other_and_the_texts_left_empty_go(claims):
    text, verdict, topic = Counter(marks(claims)).most_common()[-1][0]
    for name, value in zip(FILTERS, (text, verdict, topic), strict=True):
        select(claims, name).select_option(value)
    announced(claims, Counter(marks(claims))[text, verdict, topic])
    assert claims.locator(".of-text:visible h3").evaluate_all("all => all.map(one => one.id)") == [f"text-{text}"]
    claims.get_by_role("button", name="Show all").click()
    announced(claims, len(marks(claims)))


def test_choices_are_made_by_keyboard_alone(claims):
    expected = Counter(of[1] for of in marks(claims))
    select(claims, "text").focus()
    claims.keyboard.press("Tab")
    assert claims.evaluate("document.activeElement.name") == "verdict"
    claims.keyboard.press("ArrowDown")
    chosen = select(claims, "verdict").input_value()
    assert chosen
    announced(claims, expected[chosen])
    for _ in range(3):
        claims.keyboard.press("Tab")
    assert claims.evaluate("document.activeElement.type") == "reset"
    claims.keyboard.press("Enter")
    announced(claims, len(marks(claims)))


def test_words_are_found_whatever_their_case_and_accents(claims):
    texts = claims.eval_on_selector_all(ENTRY, "all => all.map(one => one.textContent.toLowerCase())")
    claims.get_by_role("searchbox", name="Search").press_sequentially("TURKIYE")
    announced(claims, sum("türkiye" in text for text in texts))


def test_where_no_claim_fits_the_reader_is_told_what_to_do(claims):
    claims.get_by_role("searchbox", name="Search").fill("no such words anywhere")
    expect(claims.locator(".shown")).to_have_text("No claim fits: choose less, or show all")
    assert claims.locator(SHOWN).count() == 0


def test_a_choice_can_be_shared_by_its_address(browser, claims_file, claims):
    text, verdict, _ = marks(claims)[0]
    select(claims, "verdict").select_option(verdict)
    select(claims, "text").select_option(text)
    address = claims.evaluate("location.hash")
    assert address == f"#text={text}&verdict={verdict}"
    with look(browser, claims_file, fragment=address) as seen:
        announced(seen.page, sum(of[:2] == (text, verdict) for of in marks(seen.page)))
        assert select(seen.page, "verdict").input_value() == verdict and seen.faults == []


def at_the_top(page, id) -> None:
    """The claim is there and it is what the window opens on."""
    claim = page.locator(f"[id='{id}']")
    expect(claim).to_be_visible()
    expect(claim).to_be_in_viewport()
    assert page.evaluate("document.querySelector(':target')?.id") == id


def test_a_claims_own_address_opens_on_it(browser, claims_file, claims):
    last = claims.locator(ENTRY).last.get_attribute("id")
    with look(browser, claims_file, fragment=f"#{last}") as seen:
        seen.page.wait_for_timeout(300)
        at_the_top(seen.page, last)
        announced(seen.page, len(marks(seen.page)))


def test_a_claim_that_a_filter_hides_is_shown_when_its_address_is_followed(claims):
    verdict = marks(claims)[0][1]
    hidden = next(place for place, of in enumerate(marks(claims)) if of[1] != verdict)
    id = claims.locator(ENTRY).nth(hidden).get_attribute("id")
    select(claims, "verdict").select_option(verdict)
    expect(claims.locator(f"[id='{id}']")).to_be_hidden()
    claims.evaluate("id => { location.hash = id }", id)
    announced(claims, len(marks(claims)))
    at_the_top(claims, id)
    assert claims.evaluate("location.hash") == f"#{id}", "the address shared must stay that of the claim"


def test_every_claim_links_to_itself_and_to_claims_that_are_there(claims):
    ids = claims.eval_on_selector_all(ENTRY, "all => all.map(one => one.id)")
    own = claims.eval_on_selector_all(f"{ENTRY} h4 a", "all => all.map(one => one.getAttribute('href'))")
    assert own == [f"#{id}" for id in ids]
    related = claims.eval_on_selector_all(f"{ENTRY} .q a[href^='#']", "all => all.map(one => one.hash.slice(1))")
    sources = claims.eval_on_selector_all(".of-records li", "all => all.map(one => one.id)")
    assert set(related) & set(ids) and set(related) <= {*ids, *sources}


@pytest.mark.parametrize("how", ["click", "Enter", "touch"])
def test_a_number_opens_with_value_unit_formula_and_source_rows(browser, claims_file, how):
    with look(browser, claims_file, 360 if how == "touch" else 1400, touch=how == "touch") as seen:
        number = seen.page.locator(f"{ENTRY} [data-fact] [role=button]:visible").first
        number.scroll_into_view_if_needed()
        if how == "Enter":
            number.focus()
            seen.page.keyboard.press("Enter")
        else:
            number.tap() if how == "touch" else number.click()
        assert_open(seen.page.locator("#fact-panel"))
        assert seen.faults == []


def assert_open(panel) -> None:
    """The panel says what the number is: none of its parts is empty."""
    expect(panel).to_be_visible()
    terms = dict(zip(panel.locator("dt").all_inner_texts(), panel.locator("dd").all_inner_texts(), strict=True))
    assert re.search(r"\d ?\S", terms["Value"]), "the value with its unit"
    assert terms["Formula"] and terms["Kind"]
    row = dict(
        zip(
            panel.locator("th").all_inner_texts(),
            panel.locator("tbody tr").first.locator("td").all_inner_texts(),
            strict=True,
        )
    )
    assert all(row[name] for name in ("Table", "Row", "Value")), row


def test_on_a_phone_nothing_scrolls_sideways_even_with_all_open(browser, claims_file):
    with look(browser, claims_file, 360) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360
        for control in seen.page.locator(".filters :is(select, input, button)").all():
            assert control.bounding_box()["height"] >= 24, "targets of at least 24 px (WCAG 2.5.8)"


def test_a_narrowed_ledger_with_a_number_open_is_no_barrier(claims):
    select(claims, "text").select_option(marks(claims)[-1][0])
    claims.locator(f"{SHOWN} [data-fact] [role=button], .lead [role=button], main [role=button]").first.click()
    expect(claims.locator("#fact-panel")).to_be_visible()
    found = Axe().run(claims, context=PAGE, options=WITHOUT_FETCHING)
    assert found.violations_count == 0, found.generate_report()


def test_without_script_every_claim_stands_and_no_dead_control(browser, claims_file):
    with look(browser, claims_file, script=False) as seen:
        assert seen.page.locator(SHOWN).count() == seen.page.locator(ENTRY).count() > 0
        expect(seen.page.locator(".filters")).to_be_hidden()
        expect(seen.page.locator(".shown")).to_have_text(f"{seen.page.locator(ENTRY).count()} claims")


def test_on_paper_all_chosen_claims_and_no_controls(claims):
    claims.emulate_media(media="print")
    assert claims.locator(SHOWN).count() == len(marks(claims))
    for control in (".filters", ".downloads"):
        expect(claims.locator(control)).to_be_hidden()

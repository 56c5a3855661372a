"""The page of claims: found by verdict, text, subject and words, by mouse and by keyboard; every statement has an
address and opens its numbers.

What must be shown is worked out from the marks of the entries themselves, so the same tests hold for the sample and for
the real ledger.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from looking import PAGE, WITHOUT_FETCHING, look
from playwright.sync_api import expect

ENTRY = ".ledger li[data-is]"
SHOWN = f"{ENTRY}:visible"


@pytest.fixture
def claims(browser, claims_file):
    with look(browser, claims_file) as seen:
        yield seen.page
        assert seen.faults == []


def marks(page) -> list[set[str]]:
    """The marks of every statement: texts, verdict, its family, topic, allies."""
    return [set(said.split()) for said in page.eval_on_selector_all(ENTRY, "all => all.map(one => one.dataset.is)")]


def first(page) -> int:
    """How many statements are shown before all are asked for."""
    return page.locator(".cards > li").count()


def select(page, name):
    return page.locator(f".filters select[name={name}]")


def choose(page, name, value):
    """Makes a choice as a reader does: a verdict is a chip, the others are lists."""
    if name == "verdict":
        page.locator(f".filters label:has(input[name=verdict][value='{value}'])").click()
    else:
        select(page, name).select_option(value)


def offered(page, name):
    if name == "verdict":
        return page.eval_on_selector_all(".filters [name=verdict]", "all => all.map(one => one.value)")
    return select(page, name).locator("option").evaluate_all("all => all.map(one => one.value)")


def announced(page, shown):
    """Waits until the count that screen readers are told is that of what is shown."""
    total = len(marks(page))
    text = f"All {total} statements" if shown == total else f"{shown} of {total} statements"
    expect(page.locator(".shown")).to_have_text(text)
    assert page.locator(SHOWN).count() == shown
    assert page.locator(".shown").get_attribute("aria-live") == "polite"


def test_a_malformed_address_shows_the_ledger_as_it_is(browser, claims_file):
    with look(browser, claims_file, fragment="#%E0%A4%A") as seen:
        expect(seen.page.locator(SHOWN).first).to_be_visible()
        assert seen.faults == []


def test_the_rest_is_shown_when_it_is_asked_for(claims):
    announced(claims, first(claims))
    claims.get_by_role("button", name="Show all").click()
    announced(claims, len(marks(claims)))
    assert claims.evaluate("document.activeElement.textContent") == "All other statements"


@pytest.mark.parametrize("name", ["verdict", "text", "about"])
def test_each_choice_shows_the_statements_that_bear_its_mark_and_says_how_many(claims, name):
    counts = Counter(mark for of in marks(claims) for mark in of)
    for value in offered(claims, name)[1:6]:
        choose(claims, name, value)
        if counts[value]:
            announced(claims, counts[value])
            shown = claims.locator(SHOWN).evaluate_all("all => all.map(one => one.dataset.is)")
            assert all(value in of.split() for of in shown)


def test_choices_narrow_each_other(claims):
    kept = {"text": marks(claims)[0], "verdict": marks(claims)[0]}
    chosen = {name: next(value for value in offered(claims, name) if value in of) for name, of in kept.items()}
    for name, value in chosen.items():
        choose(claims, name, value)
    announced(claims, sum(set(chosen.values()) <= of for of in marks(claims)))
    choose(claims, "verdict", "")
    select(claims, "text").select_option("")
    announced(claims, first(claims))


def test_choices_are_made_by_keyboard_alone(claims):
    claims.get_by_role("searchbox").focus()
    claims.keyboard.press("Tab")
    assert claims.evaluate("document.activeElement.name") == "verdict"
    claims.keyboard.press("ArrowRight")
    chosen = claims.evaluate("document.activeElement.value")
    announced(claims, sum(chosen in of for of in marks(claims)))


def test_words_are_found_whatever_their_case_and_accents(claims):
    texts = claims.eval_on_selector_all(ENTRY, "all => all.map(one => one.textContent.toLowerCase())")
    claims.get_by_role("searchbox").press_sequentially("TURKIYE")
    announced(claims, sum("türkiye" in text for text in texts))


def test_where_no_statement_fits_the_reader_is_told_what_to_do(claims):
    claims.get_by_role("searchbox").fill("no such words anywhere")
    expect(claims.locator(".shown")).to_have_text("No statement fits: choose less")
    assert claims.locator(SHOWN).count() == 0


def test_a_choice_can_be_shared_by_its_address(browser, claims_file, claims):
    text = next(value for value in offered(claims, "text") if value in marks(claims)[0])
    choose(claims, "text", text)
    address = claims.evaluate("location.hash")
    assert address == f"#text={text}"
    with look(browser, claims_file, fragment=address) as seen:
        announced(seen.page, sum(text in of for of in marks(seen.page)))
        assert select(seen.page, "text").input_value() == text and seen.faults == []


def at_the_top(page, id) -> None:
    """The statement is there, and below the filters that stay in sight."""
    statement = page.locator(f"{ENTRY}:is([id='{id}'], :has([id='{id}']))")
    expect(statement).to_be_in_viewport()
    expect(statement.locator("h3, h4")).to_be_in_viewport()
    top, below = page.evaluate(
        """id => [document.getElementById(id).closest("li").getBoundingClientRect().top,
        document.querySelector(".chips").getBoundingClientRect().bottom]""",
        id,
    )
    assert top >= below - 1


def test_the_address_of_a_statement_of_the_rest_opens_on_it(browser, claims_file, claims):
    last = claims.locator(ENTRY).last.get_attribute("id")
    with look(browser, claims_file, fragment=f"#{last}") as seen:
        seen.page.wait_for_timeout(300)
        at_the_top(seen.page, last)
        announced(seen.page, len(marks(seen.page)))


def test_the_address_of_another_texts_claim_opens_on_the_statement_it_makes(browser, claims_file, claims):
    other = claims.locator(f"{ENTRY} > span[id]").last.get_attribute("id")
    with look(browser, claims_file, fragment=f"#{other}") as seen:
        seen.page.wait_for_timeout(300)
        at_the_top(seen.page, other)


def test_a_statement_that_a_filter_hides_is_shown_when_its_address_is_followed(claims):
    families = [value for value in offered(claims, "verdict") if value]
    own = next(value for value in families if value in marks(claims)[0])
    hidden = next(place for place, of in enumerate(marks(claims)) if own not in of)
    id = claims.locator(ENTRY).nth(hidden).get_attribute("id")
    choose(claims, "verdict", own)
    expect(claims.locator(f"[id='{id}']")).to_be_hidden()
    claims.evaluate("id => { location.hash = id }", id)
    expect(claims.locator(f"[id='{id}']")).to_be_visible()
    claims.wait_for_timeout(300)
    at_the_top(claims, id)
    assert claims.evaluate("location.hash") == f"#{id}", "the address shared must stay that of the statement"


def test_every_statement_links_to_itself_and_to_those_against_it(claims):
    ids = claims.eval_on_selector_all(ENTRY, "all => all.map(one => one.id)")
    own = claims.eval_on_selector_all(f"{ENTRY} > .link", "all => all.map(one => one.getAttribute('href'))")
    assert own == [f"#{id}" for id in ids]
    against = claims.eval_on_selector_all(f"{ENTRY} details a[href^='#']", "all => all.map(one => one.hash.slice(1))")
    assert against and set(against) <= set(ids)


def test_copy_link_copies_the_address_and_says_so(browser, claims_file):
    with look(browser, claims_file) as seen:
        seen.page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text }")
        link = seen.page.locator(f"{SHOWN} > .link").first
        id = seen.page.locator(SHOWN).first.get_attribute("id")
        link.click()
        expect(link).to_have_text("Copied")
        assert seen.page.evaluate("window.copied").endswith(f"claims.html#{id}")


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrowed_ledger_with_a_number_open_is_no_barrier(browser, claims_file, scheme):
    with look(browser, claims_file, scheme=scheme) as seen:
        choose(seen.page, "text", offered(seen.page, "text")[1])
        seen.page.locator(f"{SHOWN} [data-fact] [role=button], .lead [role=button], main [role=button]").first.click()
        expect(seen.page.locator("#fact-panel")).to_be_visible()
        found = Axe().run(seen.page, context=PAGE, options=WITHOUT_FETCHING)
        assert found.violations_count == 0, found.generate_report()


def test_without_script_every_statement_stands_and_no_dead_control(browser, claims_file):
    with look(browser, claims_file, script=False) as seen:
        assert seen.page.locator(SHOWN).count() == seen.page.locator(ENTRY).count() > 0
        for control in (".filters", ".all"):
            expect(seen.page.locator(control)).to_be_hidden()
        expect(seen.page.locator(".shown")).to_have_text(f"{seen.page.locator(ENTRY).count()} statements")


def test_on_paper_no_controls(claims):
    claims.emulate_media(media="print")
    assert claims.locator(SHOWN).count() == first(claims)
    for control in (".chips", ".downloads", ".all"):
        expect(claims.locator(control)).to_be_hidden()

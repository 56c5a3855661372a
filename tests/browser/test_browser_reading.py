"""What a reader does with a page: open a number, switch to dark, hover over a chart, go through a table, narrow the
window."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from looking import PAGE, WITHOUT_FETCHING, look

NUMBER = ".lead strong [role=button]"


def shown(page):
    """The panel of the opened number, once its facts have been fetched."""
    panel = page.locator("#fact-panel")
    panel.wait_for()
    return panel


@pytest.fixture
def front(browser, sample_folder):
    with look(browser, sample_folder / "index.html") as seen:
        yield seen
        assert seen.faults == []


def test_a_number_opens_by_keyboard_and_gives_the_focus_back(front):
    front.page.locator(NUMBER).focus()
    front.page.keyboard.press("Enter")
    panel = shown(front.page)
    said = panel.inner_text()
    for words in (
        "57.1%",
        "57.0747%",
        "÷",
        "2026-07",
        "rests on NATO estimates",
        "expenditure/2026-07",
        "United States, 2026: defence expenditure, US dollars",
        "Table 2",
    ):
        assert words in said
    assert front.page.evaluate("document.activeElement.id") == "fact-panel-title"
    front.page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert front.page.evaluate("document.activeElement.textContent") == "57.1%"


def test_a_number_opens_by_touch_as_a_sheet_at_the_foot(browser, sample_folder):
    with look(browser, sample_folder / "index.html", 360) as seen:
        seen.page.locator(NUMBER).click()
        box = shown(seen.page).bounding_box()
        assert (box["x"], box["width"]) == (0, 360) and round(box["y"] + box["height"]) == 900


def test_inputs_of_a_number_open_too_and_lead_back(front):
    front.page.locator(NUMBER).click()
    front.page.get_by_role(
        "button", name="United States’ defence spending: 980,000 US$ million, current prices"
    ).click()
    panel = shown(front.page)
    assert "980,000 US$ million, current prices" in panel.inner_text()
    panel.get_by_role("button", name="← United States’ share").click()
    assert "57.0747%" in panel.inner_text()


def test_space_opens_and_does_not_scroll(front):
    before = front.page.evaluate("scrollY")
    front.page.locator(NUMBER).focus()
    front.page.keyboard.press("Space")
    assert shown(front.page).is_visible() and front.page.evaluate("scrollY") == before


def test_an_open_number_is_no_barrier(front):
    front.page.locator(NUMBER).click()
    shown(front.page)
    found = Axe().run(front.page, context=PAGE, options=WITHOUT_FETCHING)
    assert found.violations_count == 0, found.generate_report()


def test_the_switch_turns_page_and_charts_dark(front):
    page = front.page
    mark = page.locator("#ladder .live [fill='#1f6fb2']").first
    assert mark.evaluate("one => getComputedStyle(one).fill") == "rgb(31, 111, 178)"
    page.get_by_role("button", name="Dark page").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 22, 27)"
    assert mark.evaluate("one => getComputedStyle(one).fill") != "rgb(31, 111, 178)"
    page.get_by_role("button", name="Light page").click()
    assert mark.evaluate("one => getComputedStyle(one).fill") == "rgb(31, 111, 178)"


def test_a_chart_tells_its_values(front):
    page = front.page
    bar = page.locator("#ladder .live [fill='#1f6fb2']").first
    bar.scroll_into_view_if_needed()
    bar.hover()
    assert "Lithuania: " in page.locator("#ladder .readout").inner_text()


def test_charts_are_laid_out_anew_not_shrunk(front):
    page = front.page
    label = page.locator("#ladder .live text", has_text="United Kingdom")
    size = "one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a"
    assert label.evaluate(size) == pytest.approx(12, abs=0.5)
    page.set_viewport_size({"width": 360, "height": 900})
    page.wait_for_function("document.querySelector('#ladder .live svg').getAttribute('width') <= 328")
    assert label.evaluate(size) == pytest.approx(12, abs=0.5)


def test_panels_get_fewer_columns_on_a_phone(browser, sample_folder):
    across = "all => new Set(all.map(one => Math.round(one.getBoundingClientRect().x))).size"
    counts = []
    for width in (1400, 360):
        with look(browser, sample_folder / "index.html", width) as seen:
            counts.append(seen.page.eval_on_selector_all("#panels .live [stroke='#1f6fb2']", across))
    assert counts == [4, 2]


def test_the_head_of_a_long_table_stays_in_view(front):
    page = front.page
    page.locator("#shares summary").first.click()
    page.wait_for_function(  # asked again while charts above are still taking their height
        """() => {
            document.querySelectorAll("#shares tbody tr")[25].scrollIntoView({ block: "center" });
            return Math.abs(document.querySelector("#shares thead th").getBoundingClientRect().y) <= 1;
        }""",
        timeout=20000,
    )


def test_a_wide_table_scrolls_in_its_own_region_by_keyboard(browser, sample_folder):
    with look(browser, sample_folder / "index.html", 360) as seen:
        seen.page.locator("#shares details.full > summary").click()
        region = seen.page.locator("#shares .scroll")
        seen.page.locator("#shares .columns-shown > summary").click()
        for box in seen.page.locator("#shares .columns-shown input").all():
            box.check()
        assert region.evaluate("one => one.classList.contains('more')"), "the edge shows that there is more"
        region.focus()
        seen.page.keyboard.press("ArrowRight")
        seen.page.wait_for_timeout(300)
        assert region.evaluate("one => one.scrollLeft") > 0
        assert seen.page.locator("#shares tbody th").first.bounding_box()["x"] >= 15


def test_contents_are_open_beside_the_text_and_closed_above_it(browser, sample_folder):
    for width, is_open in ((1400, True), (360, False)):
        with look(browser, sample_folder / "index.html", width) as seen:
            assert seen.page.locator("#contents a").first.is_visible() is is_open


def test_menus_close_when_left(front):
    menu, link = front.page.locator(".menu summary"), front.page.locator(".menu a").first
    for leave in (lambda: front.page.keyboard.press("Escape"), lambda: front.page.locator("h1").click()):
        menu.click()
        assert link.is_visible()
        leave()
        assert link.is_hidden()

"""How a page behaves under a reader's hands: links land, numbers and charts answer keys and fingers, tables sort,
allies are found."""

from __future__ import annotations

import re
import shutil

import pytest
from looking import look
from playwright.sync_api import expect

CHART = "#ladder .live"


@pytest.fixture
def front(browser, sample_folder):
    with look(browser, sample_folder / "index.html") as seen:
        yield seen
        assert seen.faults == []


def charts_in_reach_are_drawn(page):
    """Waits until the charts on the screen and near it are, and what they move has settled."""
    page.wait_for_function("""() => [...document.querySelectorAll(".chart")].every((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return one.dataset.live !== undefined || bottom < -590 || top > innerHeight + 590;
    })""")
    page.wait_for_timeout(500)


@pytest.mark.parametrize("id", ["the-bill", "every-ally-every-year", "paths"])
def test_a_link_to_a_section_lands_on_it_on_a_phone(browser, sample_folder, id):
    """The section stands a line (1 rem: 18 px) under the top, also once the charts above it are drawn."""
    with look(browser, sample_folder / "index.html", 360, fragment=f"#{id}") as seen:
        charts_in_reach_are_drawn(seen.page)
        assert seen.page.locator(f"#{id}").bounding_box()["y"] == pytest.approx(18, abs=5)
        seen.page.locator(".contents summary").click()
        seen.page.locator("#contents a").last.click()
        seen.page.evaluate("id => { location.hash = id }", id)
        charts_in_reach_are_drawn(seen.page)
        assert seen.page.locator(f"#{id}").bounding_box()["y"] == pytest.approx(18, abs=5)


def test_a_paragraph_is_one_tab_stop_and_arrow_keys_go_from_number_to_number(front):
    numbers = front.page.locator(".lead p:first-child [data-fact] [role=button]")
    assert numbers.evaluate_all("all => all.map(one => one.tabIndex)") == [0, -1, -1]
    numbers.first.focus()
    for key, at in (("ArrowRight", 1), ("ArrowDown", 2), ("ArrowRight", 2), ("Home", 0), ("End", 2)):
        front.page.keyboard.press(key)
        expect(numbers.nth(at)).to_be_focused()
    assert numbers.evaluate_all("all => all.map(one => one.tabIndex)") == [-1, -1, 0]


@pytest.mark.parametrize("width", [360, 1400])
def test_the_panel_does_not_cover_the_sentence_of_its_number(browser, sample_folder, width):
    with look(browser, sample_folder / "index.html", width) as seen:
        seen.page.locator(".lead strong [role=button]").click()
        seen.page.locator("#fact-panel").wait_for()
        seen.page.wait_for_timeout(200)
        panel = seen.page.locator("#fact-panel").bounding_box()
        sentence = seen.page.locator(".lead p").first.bounding_box()
        assert panel["y"] >= sentence["y"] + sentence["height"] or panel["y"] + panel["height"] <= sentence["y"]


def test_without_its_facts_file_a_number_says_what_the_page_knows_and_tries_again(browser, sample_folder, tmp_path):
    site = tmp_path / "site"
    shutil.copytree(sample_folder, site)
    (site / "facts").rename(site / "elsewhere")
    with look(browser, site / "index.html") as seen:
        number = seen.page.locator(".lead strong [role=button]")
        number.click()
        panel = seen.page.locator("#fact-panel")
        expect(panel).to_contain_text("57.0747")
        expect(panel).to_contain_text("facts/briefing.js")
        seen.page.keyboard.press("Escape")
        (site / "elsewhere").rename(site / "facts")
        number.click()
        expect(panel).to_contain_text("United States’ spending")


def test_arrow_keys_and_taps_give_a_charts_values_in_words(front):
    chart, said = front.page.locator(CHART), front.page.locator("#ladder .readout")
    chart.focus()
    heard = []
    for _ in range(3):
        front.page.keyboard.press("ArrowDown")
        heard.append(said.inner_text())
    assert len(set(heard)) == 3 and all(re.match(r"[^:]+: \d\.\d\d% of GDP", words) for words in heard), heard
    assert said.get_attribute("role") == "status"
    front.page.keyboard.press("Escape")
    expect(said).to_be_hidden()
    chart.click(position={"x": 200, "y": 200})
    pinned = said.inner_text()
    front.page.mouse.move(5, 5)
    expect(said).to_have_text(pinned)


@pytest.mark.parametrize("way", ["key", "link"])
def test_a_pinned_value_leads_to_its_allys_page(front, way):
    said = front.page.locator("#ladder .readout")
    front.page.locator(CHART).focus()
    while "Estonia" not in (said.inner_text() if said.count() else ""):
        front.page.keyboard.press("ArrowDown")
    if way == "key":
        front.page.keyboard.press("Enter")
    else:
        said.get_by_text("open its page").click()
    front.page.wait_for_url("**/country/EST.html")


def test_the_readers_ally_is_remembered_and_ringed_on_other_pages(browser, sample_folder):
    with look(browser, sample_folder / "country/EST.html") as seen:
        button = seen.page.get_by_role("button", name="Highlight Estonia on all pages")
        button.click()
        assert button.or_(seen.page.locator(".prints button")).first.get_attribute("aria-pressed") == "true"
        seen.page.goto((sample_folder / "index.html").as_uri())
        seen.page.locator("#ladder").scroll_into_view_if_needed()
        expect(seen.page.locator(f"{CHART} .mine").first).to_be_attached()
        assert seen.page.locator("#shares tr.mine th").all_text_contents() == ["Estonia"]


def test_a_head_sorts_its_table_and_says_so(front):
    front.page.locator("#bill th button", has_text="Level").click()
    head = front.page.locator("#bill th", has_text="Level")
    years = front.page.locator("#bill tbody th")
    assert head.get_attribute("aria-sort") == "descending" and years.first.inner_text() == "2035"
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending" and years.first.inner_text() == "2026"


def test_a_phone_shows_few_columns_and_lets_the_reader_choose(browser, sample_folder):
    with look(browser, sample_folder / "index.html", 360) as seen:
        seen.page.locator("#shares details.full > summary").click()
        heads = seen.page.locator("#shares thead th:visible")
        assert heads.count() == 4
        seen.page.locator("#shares .columns-shown > summary").click()
        seen.page.locator("#shares .columns-shown input").last.check()
        assert heads.count() == 5
        seen.page.set_viewport_size({"width": 800, "height": 900})
        assert heads.count() == 12, "where there is room, all columns"


def test_an_ally_is_found_by_keyboard_under_any_of_its_names(browser, sample_folder, tmp_path):
    import publish_sample as sample

    from report import publish

    for iso3, name in (("EST", "Estonia"), ("TUR", "Türkiye")):
        declared = sample.page(slug=f"country/{iso3}", kind="country", title=name, iso3=iso3)
        publish.page(sample.notebook(sample.cell(sample.key_figures()), declared=declared), tmp_path)
    publish.site(tmp_path)
    for typed in ("turk", "TÜR", "tur"):
        with look(browser, tmp_path / "country/EST.html") as seen:
            box = seen.page.get_by_role("combobox", name="Find an ally")
            box.press_sequentially(typed)
            expect(seen.page.get_by_role("option")).to_have_text(["Türkiye"])
            box.press("Enter")
            seen.page.wait_for_url("**/TUR.html")
            assert seen.faults == []


@pytest.mark.parametrize(("kind", "start"), [("SVG", b"<svg"), ("PNG", b"\x89PNG")])
def test_a_picture_of_a_chart_brings_title_source_and_edition(front, tmp_path, kind, start):
    with front.page.expect_download() as taken:
        front.page.locator("#ladder .exhibit-data").get_by_role("button", name=kind).click()
    file = tmp_path / taken.value.suggested_filename
    taken.value.save_as(file)
    content = file.read_bytes()
    assert content.startswith(start) and file.name == f"ladder.{kind.lower()}"
    if kind == "SVG":
        said = " ".join(re.findall(r">([^<>]+)</text>", content.decode()))
        for words in ("All but one ally meet 2%", "Core defence expenditure", "NATO, July 2026"):
            assert words in said


def test_an_exhibit_can_stand_alone_in_another_page(browser, sample_folder):
    with look(browser, sample_folder / "index.html", fragment="?embed=bill") as seen:
        assert seen.page.locator(".exhibit").count() == 1
        expect(seen.page.locator("#bill")).to_be_visible()
        expect(seen.page.locator(".banner")).to_be_hidden()

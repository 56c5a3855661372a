"""Every built page in a real browser with the network shut: nothing fails, charts are drawn, text reflows, barriers are
none."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from looking import PAGE, WITHOUT_FETCHING, crossing, look

MARKS = "svg path[d]:not([d='']), svg rect, svg circle, svg line, svg text"


WIDTHS = (320, 360, 800, 1400)


def test_a_page_weighs_no_more_than_it_may(build_folder, built_page):
    """A page as it arrives, 320 KiB at most; style and scripts are the site's, facts come when a number is opened."""
    assert (build_folder / built_page).stat().st_size <= 320 * 1024


def test_nothing_fails_every_chart_is_drawn_and_nothing_scrolls_sideways(browser, build_folder, built_page):
    with look(browser, build_folder / built_page, 360) as seen:
        charts = seen.page.query_selector_all(".chart")
        assert len(charts) == len(seen.page.query_selector_all("figure"))
        for chart in charts:
            live = chart.query_selector(".live")
            assert live is not None, "a chart stayed a drawing"
            box = live.query_selector("svg").bounding_box()
            assert 100 < box["width"] <= 360 and box["height"] > 20
            assert len(live.query_selector_all(MARKS)) > 3
        assert crossing(seen.page) == []
        for width in WIDTHS:
            seen.page.set_viewport_size({"width": width, "height": 900})
            seen.page.wait_for_function(  # a table that no longer fits gets its own scroll bar in the next frame
                "width => document.documentElement.scrollWidth <= width", arg=width, timeout=5000
            )
        assert_sound(seen.page, build_folder, built_page)
        assert seen.faults == []


def assert_sound(page, build_folder, built_page):
    """One title, unique ids, and links that lead somewhere."""
    assert page.locator("h1").count() == 1
    ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    assert sorted(ids) == sorted(set(ids))
    for href in page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))"):
        file, _, target = href.partition("#")
        if not re.match(r"https?:|mailto:", href):
            assert ((build_folder / built_page).parent / file).exists() if file else target in ids, href


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1400)])
def test_axe_finds_no_barrier(browser, build_folder, sampled_page, scheme, width):
    """Each width and each theme once: what stands where does not hang on the theme, nor a contrast on the width."""
    with look(browser, build_folder / sampled_page, width, scheme) as seen:
        found = Axe().run(seen.page, context=PAGE, options=WITHOUT_FETCHING)
        assert found.violations_count == 0, found.generate_report()


def test_without_script_the_drawings_stand(browser, build_folder, sampled_page):
    with look(browser, build_folder / sampled_page, script=False) as seen:
        for drawing in seen.page.locator(".still svg").all():
            assert drawing.bounding_box()["width"] > 100
        assert seen.faults == []


def test_on_paper_there_are_drawings_in_ink_and_no_controls(browser, build_folder, sampled_page):
    with look(browser, build_folder / sampled_page, scheme="dark") as seen:
        seen.page.emulate_media(media="print", color_scheme="dark")
        assert all(drawing.is_visible() for drawing in seen.page.locator(".still").all())
        assert crossing(seen.page) == []
        assert not any(
            seen.page.locator(f"{part}:visible").count() for part in (".live", ".banner", ".contents", ".exhibit-data")
        )
        assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"

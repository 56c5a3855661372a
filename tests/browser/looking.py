"""Opening built pages in a real browser, with the network shut, and noting what goes wrong.

Works on any build folder, so the same checks serve the sample pages and the real site.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, Page, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
WITHOUT_FETCHING = {"preload": False, "resultTypes": ["violations"]}
"""For axe, which would otherwise fetch the style sheets again, and may not from disk; what is no violation it need not
describe, half of its time."""

PAGE = {"exclude": [["svg > g"]]}
"""For axe: the page and its charts as wholes. The marks inside a chart are one image to a screen reader, and take axe
minutes."""

UNREADABLE = (
    "no Chromium was found: install it (Debian: apt-get install chromium) so that the built pages can be looked at"
)


@dataclass
class Look:
    """One page, opened: the live page and everything that went wrong while it was."""

    page: Page
    faults: list[str] = field(default_factory=list)


def launch(playwright: Playwright) -> Browser:
    """The Chromium of this machine. Fails, with the remedy, where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError(UNREADABLE)
    return playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])


@contextmanager
def look(
    browser: Browser,
    file: Path,
    width: int = 1400,
    scheme: str = "light",
    script: bool = True,
    touch: bool = False,
    fragment: str = "",
) -> Iterator[Look]:
    """Open a built page at a width, without network; scroll through it so that all of it is drawn, unless it opens at a
    ``fragment``."""
    kept = _kept.setdefault(browser, {}).setdefault((script, touch), [])
    page = kept.pop() if kept else _opened(browser, script, touch)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(media="screen", color_scheme=scheme, reduced_motion="reduce")
    page.mouse.move(0, 0)
    seen = Look(page)
    noting = _noting(seen.faults)
    for event, note in noting.items():
        page.on(event, note)
    page.goto(file.as_uri() + fragment)
    if script and not fragment:
        _scroll_through(page)
    yield seen  # the tab of a test that fails is not used again
    for event, note in noting.items():
        page.remove_listener(event, note)
    if script:
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.goto("about:blank")
    kept.append(page)


_kept: WeakKeyDictionary[Browser, dict[tuple[bool, bool], list[Page]]] = WeakKeyDictionary()
"""Tabs for the next page: in a new one every page compiles the scripts anew, half of what looking at it takes."""


def _opened(browser: Browser, script: bool, touch: bool) -> Page:
    """A tab with a profile of its own and no network."""
    context = browser.new_context(java_script_enabled=script, has_touch=touch)
    context.set_offline(True)
    return context.new_page()


def _noting(faults: list[str]) -> dict[str, Callable[[Any], None]]:
    """What to do at each event: every fault of a page is noted, and a warning on the console is one."""
    return {
        "console": lambda message: (
            faults.append(f"console {message.type}: {message.text}") if message.type in ("error", "warning") else None
        ),
        "pageerror": lambda error: faults.append(f"script: {error}"),
        "requestfailed": lambda request: faults.append(f"failed request: {request.url}"),
        "request": lambda request: (
            faults.append(f"request to the network: {request.url}")
            if not request.url.startswith(("file:", "data:", "blob:"))
            else None
        ),
    }


def _scroll_through(page: Page) -> None:
    """Charts are drawn as they come near; go by all of them, then wait until each is drawn."""
    page.evaluate("""async () => {
        for (const chart of document.querySelectorAll('.chart')) {
            chart.scrollIntoView();
            for (let waited = 0; chart.dataset.live === undefined && waited < 10000; waited += 50) await new Promise((done) => setTimeout(done, 50));
        }
        scrollTo(0, 0);
    }""")


def crossing(page: Page) -> list[list[str]]:
    """Words of charts that run over others, or out of their drawing: id of the figure and the words."""
    return page.evaluate("""() => [...document.querySelectorAll('figure')].flatMap((figure) => {
        const svg = [...figure.querySelectorAll('svg')].find((one) => one.getBoundingClientRect().width > 0);
        if (!svg) return [];
        const whole = svg.getBoundingClientRect(), found = [];
        const words = [...svg.querySelectorAll('text')].filter((one) => one.textContent.trim() && one.getAttribute('opacity') !== '0');
        const boxes = words.filter((one) => !one.getAttribute('stroke')).map((one) => [one.textContent, one.getBoundingClientRect()]);  // without their rims
        boxes.forEach(([text, box], place) => {
            if (box.left < whole.left - 2 || box.right > whole.right + 2 || box.top < whole.top - 2 || box.bottom > whole.bottom + 2)
                found.push([figure.id, text, 'runs out']);
            for (const [other, its] of boxes.slice(place + 1)) {
                const across = Math.min(box.right, its.right) - Math.max(box.left, its.left);
                const high = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
                if (across > 2 && high > 5) found.push([figure.id, text, other]);
            }
        });
        return found;
    })""")

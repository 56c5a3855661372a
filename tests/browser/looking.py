"""Opening built pages in a real browser, with the network shut, and noting what goes wrong.

Works on any build folder, so the same checks serve the sample pages and the real site.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
WITHOUT_FETCHING = {"preload": False}
"""For axe, which would otherwise fetch the style sheets again, and may not from disk."""

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
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        java_script_enabled=script,
        has_touch=touch,
        reduced_motion="reduce",
    )
    try:
        seen = _watched(context)
        seen.page.goto(file.as_uri() + fragment)
        if script and not fragment:
            _scroll_through(seen.page)
        yield seen
    finally:
        context.close()


def _watched(context: BrowserContext) -> Look:
    """A page without network whose every fault is noted; a warning on the console is one."""
    context.set_offline(True)
    seen = Look(context.new_page())
    seen.page.on(
        "console",
        lambda message: (
            seen.faults.append(f"console {message.type}: {message.text}")
            if message.type in ("error", "warning")
            else None
        ),
    )
    seen.page.on("pageerror", lambda error: seen.faults.append(f"script: {error}"))
    seen.page.on("requestfailed", lambda request: seen.faults.append(f"failed request: {request.url}"))
    seen.page.on(
        "request",
        lambda request: (
            seen.faults.append(f"request to the network: {request.url}")
            if not request.url.startswith(("file:", "data:", "blob:"))
            else None
        ),
    )
    return seen


def _scroll_through(page: Page) -> None:
    """Charts are drawn as they come near; go by all of them, then wait until each is drawn."""
    page.evaluate("""async () => {
        for (const chart of document.querySelectorAll('.chart')) {
            chart.scrollIntoView();
            for (let waited = 0; chart.dataset.live === undefined && waited < 10000; waited += 50) await new Promise((done) => setTimeout(done, 50));
        }
        scrollTo(0, 0);
    }""")

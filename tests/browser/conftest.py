"""Pages to look at: those of the build named by BURDENSHARE_BUILD, else the sample pages of the publishing tests."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from looking import launch
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "publish"))
SAMPLE_PAGES = ["index.html", "claims.html", "country/EST.html"]
BUILD = os.environ.get("BURDENSHARE_BUILD")


def built_pages() -> list[str]:
    """The pages to look at, by path in the build."""
    if BUILD is None:
        return SAMPLE_PAGES
    pages = sorted(path.relative_to(BUILD).as_posix() for path in Path(BUILD).rglob("*.html"))
    if not pages:
        raise pytest.UsageError(f"BURDENSHARE_BUILD={BUILD} holds no pages: build them first")
    return pages


SAMPLED = ("index.html", "claims.html", "methods.html", "country/ESP.html", "country/ISL.html", "country/USA.html")
"""Pages of every kind, for the checks that take long: each country page has the same structure as these."""


def sampled_pages() -> list[str]:
    """One or a few pages of each kind, or all pages where there are few."""
    pages = built_pages()
    return [page for page in pages if page in SAMPLED] if len(pages) > len(SAMPLED) else pages


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "built_page" in metafunc.fixturenames:
        metafunc.parametrize("built_page", built_pages())
    if "sampled_page" in metafunc.fixturenames:
        metafunc.parametrize("sampled_page", sampled_pages())


@pytest.fixture(scope="session")
def claims_file(build_folder: Path, request: pytest.FixtureRequest) -> Path:
    """The ledger to look at: that of the build where it has one, else that of the samples."""
    built = build_folder / "claims.html"
    return built if built.is_file() else request.getfixturevalue("sample_folder") / "claims.html"


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site built from the sample pages of the publishing tests."""
    import ledger_sample
    import publish_sample as sample

    from report import publish

    out = tmp_path_factory.mktemp("build")
    for nb in (sample.briefing(), ledger_sample.claims(), sample.country()):
        publish.page(nb, out)
    publish.site(out)
    return out


@pytest.fixture(scope="session")
def build_folder(request: pytest.FixtureRequest) -> Path:
    """The build to look at."""
    return Path(BUILD).resolve() if BUILD is not None else request.getfixturevalue("sample_folder")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for each file: while it is open an event loop runs in this thread, where other rooms' tests start
    their own."""
    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()

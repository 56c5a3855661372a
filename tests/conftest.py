"""What all tests share: which tables a test reads, the tables loaded once, and copies of them with other figures."""

from __future__ import annotations

import atexit
import csv
import functools
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from as_of import BY_HAND, as_of, later
from report.folders import VARIABLE, seeds_folder
from report.outlook import plan
from report.tables import Dataset, data_path, load
from report.tables.releases import newest_edition

# A shell starts what it sends to the background with SIGINT ignored, and so all that is started from there.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


settings.register_profile("busy machine", deadline=None)  # how long an example takes says nothing there
settings.load_profile("busy machine")

TESTS = Path(__file__).parent
TODAY = ("browser", "golden", "notebooks", "reconcile", "tables/test_tables_descriptor.py", "truth")
"""Tests of the tables as they are now. Answers worked out by hand, in all others, are true of the tables of their
day."""


LONG = (
    "browser",
    "run",
    "truth",
    "intake/test_rehearsal.py",
    "spec/test_panels_by_hand.py",
    "publish/test_publish_bytes.py",
)
"""What takes long comes first: of two processes that share the tests none is left alone with it at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not any(item.path.is_relative_to(TESTS / name) for name in LONG))


@functools.cache
def _by_hand() -> Path | None:
    """The tables of that day where a newer edition or forecast has come in since, else None."""
    if not later(data_path(), *BY_HAND):
        return None
    folder = Path(tempfile.mkdtemp(prefix="tables-as-of-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(seeds_folder(data_path()), folder / "seeds")
    return as_of(data_path(), *BY_HAND, folder / "data")


@contextmanager
def _tables_of(path: Path) -> Iterator[None]:
    """The tables that the tests in a file or folder read."""
    with pytest.MonkeyPatch.context() as patch:
        now = TESTS not in path.parents or any(path.is_relative_to(TESTS / name) for name in TODAY)
        if not now and (folder := _by_hand()):
            patch.setenv(VARIABLE, str(folder))
        yield


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """Some files read tables when they are imported."""
    with _tables_of(collector.path):
        return (yield)


@pytest.fixture(scope="module", autouse=True)
def _tables(request: pytest.FixtureRequest) -> Iterator[None]:
    with _tables_of(request.path):
        yield


@pytest.fixture(autouse=True)
def usual_size_of_a_cell() -> Iterator[None]:
    """A library that another test loads lets every reader of CSV take cells of any size."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds check tables and parameters in a thread, for which they start a process that loads all it needs anew."""
    monkeypatch.setattr("report.cli.building.aside_process", lambda: ThreadPoolExecutor(1))


@pytest.fixture(scope="session")
def d() -> Dataset:
    """The edition and vintage of the answers worked out by hand."""
    return load(*BY_HAND, path=_by_hand())


@pytest.fixture(scope="session")
def hague():
    """The plan most pages cost."""
    return plan("hague-2025")


@pytest.fixture(scope="session")
def edition():
    """Load another edition: ``edition("2024-06")``."""
    return functools.lru_cache(load)


Figures = Mapping[tuple[str, int, str], float]
"""Ally, year and measure (or indicator) of each figure that is to be another."""


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Pages of tables in which some figures are others: ``changed({("DEU", 2026, "share_gdp"): 1.5})``.

    Every page made afterwards in the test reads a copy of the tables with these figures; ``table`` names another than
    the newest edition.
    """

    def change(figures: Figures, table: str = "") -> Path:
        folder = tmp_path / "data"
        if not folder.exists():
            shutil.copytree(data_path(), folder)
            shutil.copytree(data_path().parent / "seeds", tmp_path / "seeds")
        rewrite(folder / f"{table or f'expenditure/{newest_edition()}'}.csv", figures)
        monkeypatch.setenv("BURDENSHARE_DATA", str(folder))
        return folder

    return change


def rewrite(file: Path, figures: Figures) -> None:
    """Set the ``value`` of the rows named, each of which must be there."""
    with file.open(encoding="utf-8", newline="") as text:
        reader = csv.DictReader(text)
        rows, fields = list(reader), list(reader.fieldnames or [])
    kind = "measure" if "measure" in fields else "indicator"
    places = {(row["iso3"], int(row["year"]), row[kind]): row for row in rows}
    for key, value in figures.items():
        places[key]["value"] = f"{value:g}"
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)

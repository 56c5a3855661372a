"""The tables of the newest edition, read once."""

import pytest

from report.tables import Dataset, load


@pytest.fixture(scope="session")
def d() -> Dataset:
    return load("2026-07", "2026-04")

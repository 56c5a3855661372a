"""The tables of an edition whose figures the tests know by heart, read once."""

import pytest

from report.tables import Dataset, load


@pytest.fixture(scope="session")
def d() -> Dataset:
    return load("2026-07", "2026-04")

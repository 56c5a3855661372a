"""Fixtures shared by all tests: the curated tables, loaded once."""

from __future__ import annotations

import functools

import pytest

from report.tables import Dataset, load


def pytest_addoption(parser: pytest.Parser) -> None:
    """One command accepts new golden figures: ``make accept``."""
    parser.addoption("--accept", action="store_true", help="write the new golden figures as the expected ones")


@pytest.fixture(scope="session")
def d() -> Dataset:
    """The newest edition with the newest macro vintage."""
    return load()


@pytest.fixture(scope="session")
def edition():
    """Load another edition: ``edition("2024-06")``."""
    return functools.lru_cache(load)

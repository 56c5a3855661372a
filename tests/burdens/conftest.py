import pytest

import report


@pytest.fixture(scope="session")
def d():
    return report.load()


@pytest.fixture(scope="session")
def hague():
    return report.plan("hague-2025")

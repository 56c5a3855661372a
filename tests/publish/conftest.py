"""Fixtures of the publishing tests: the sample notebooks, and a small site built from them once."""

from __future__ import annotations

from pathlib import Path

import publish_sample as sample
import pytest

from report import publish


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample pages and what they share, as a build folder."""
    out = tmp_path_factory.mktemp("build")
    for nb in (sample.briefing(), sample.country()):
        publish.page(nb, out)
    publish.site(out)
    return out

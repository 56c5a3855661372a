from __future__ import annotations

import pytest


@pytest.fixture(scope="module", autouse=True)
def few_draws():
    """What a sentence claims, or lacks, does not hang on how many futures are drawn; frames of so few are not left to others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("report.pages.ranges.DRAWS", 400)
        patch.setattr("report.pages.frames.KEPT", {})
        yield

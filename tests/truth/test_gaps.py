"""Every notebook runs for every edition and kind of ally: complete, partial and press-list tables, allies with and
without forces.

What it shows leaves no gap in a sentence and can be published: figures and tables are whole, numbers are numbers, one
fact id stands for one fact. ``test_truth`` holds the pages of its editions to the same; here are the other editions.
"""

from __future__ import annotations

import pytest
from showing import refuse_gaps, shown

from report.tables.releases import editions, newest_edition

OTHERS = sorted({*editions()} - {newest_edition(), "2025-08", "2024-06"})
"""Editions that the grid of ``test_truth`` leaves out; among them a press list."""
PRESS_LIST = "2024-03"
ALLIES = ("EST", "ESP", "ISL", "USA", "MNE")
ODD = ("DEU", "GBR")
"""Germany's last share is withheld in one edition; the United Kingdom alone has a past in another."""


CASES = [
    *((edition, name, "") for edition in OTHERS for name in ("briefing", "sharing", "scorecard")),
    (PRESS_LIST, "methods", ""),
    *((PRESS_LIST, "country", ally) for ally in ALLIES),
    *((edition, "country", ally) for edition in OTHERS for ally in ODD),
]


@pytest.mark.parametrize(("edition", "name", "ally"), sorted(CASES))  # the pages of an edition share its frames
def test_every_page_in_every_kind_of_edition(edition, name, ally):
    objects = shown(name, edition=edition, **({"country": ally} if ally else {}))
    refuse_gaps(objects)
    assert len(objects) > 5


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("methods", {"plan": "freeze", "edition": "2025-04"}),
        ("country", {"country": "MNE"}),
        ("country", {"country": "USA", "prices": "current", "macro": "2025-10"}),
    ],
    ids=str,
)
def test_other_plans_and_prices(name, parameters):
    refuse_gaps(shown(name, **parameters))


def test_iceland_reads_sensibly():
    text = "\n".join(str(value) for _, value in shown("country", country="ISL"))
    assert "without armed forces" in text and "rank" in text


def test_spain_is_measured_against_its_own_figure():
    text = "\n".join(str(value) for _, value in shown("country", country="ESP"))
    assert "Treated here as exempt" in text and "a figure of its own" in text

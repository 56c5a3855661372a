"""A small ledger page made of display-contract outputs alone: two texts, three verdicts, three topics, six
statements."""

from __future__ import annotations

from typing import Any

import nbformat
import publish_sample as sample
from nbformat.v4 import new_markdown_cell

from report.shown import Ledger, Passage

WALES = sample.fact(
    "below-two",
    15,
    "15",
    label="Allies below the guideline, 2024",
    unit="allies",
    formula="count of allies whose published share is below 2.00",
)


def claim(id: str, topic: str, verdict: str, statement: str, **more: Any) -> dict[str, Any]:
    """One statement; its text is the first part of its id."""
    made = {"id": id, "ids": [id], "texts": [id.partition("-")[0]], "about": [topic], "verdict": verdict}
    return made | {"statement": statement, "heading": "On record", "print": ["The tables say so."]} | more


CLAIMS = [
    claim(
        "000-eight-below",
        "guideline",
        "depends-on-edition",
        "Eight allies are below the guideline.",
        turns_on="edition and basis",
        ids=["000-eight-below", "001-eight-below"],
        texts=["000", "001"],
        speakers=["an official"],
        heading="Print instead",
        print=[sample.segment(WALES), " allies were below the guideline."],
        note=["Two bases are in use."],
        lines=[
            ["holds", "June 2024", ["eight"]],
            ["fails", "July 2026", [sample.segment(WALES)]],
        ],
        against=["001-ten-below"],
        sources=[0, 1],
    ),
    claim("000-us-share", "share", "holds", "Türkiye and the United States pay most.", about=["share", "TUR", "USA"]),
    claim("001-ten-below", "guideline", "fails", "Ten allies are below the guideline."),
    claim("000-summit", "summit", "holds", "The summit meets in June."),
    claim("001-us-share", "share", "holds", "The United States pays two thirds.", about=["share", "USA"]),
    claim("001-least", "share", "fails", "Spain pays least.", about=["share", "ESP"]),
]
FIRST = 3


def ledger(**changes: Any) -> dict[str, Any]:
    """A ledger output; ``changes`` replace parts of its record."""
    columns = [{"name": "id", "label": "Claim"}, {"name": "value", "label": "Value", "unit": "%", "number": True}]
    record = {
        "id": "ledger",
        "title": "The ledger",
        "source": sample.SOURCE,
        "edition": sample.EDITION,
        "texts": [["000", "First paper, 13 May 2025"], ["001", "Second paper, 14 May 2025"]],
        "topics": [["guideline", "The guideline"], ["share", "Who pays"], ["summit", "The summit"]],
        "allies": [["ESP", "Spain"], ["TUR", "Türkiye"], ["USA", "United States"]],
        "families": [["holds", "Holds", "✓"], ["depends", "Depends", "≈"], ["fails", "Fails", "×"]],
        "verdicts": [
            ["holds", "Holds", "holds"],
            ["fails", "Fails", "fails"],
            ["depends-on-edition", "Depends on edition", "depends"],
        ],
        "claims": CLAIMS,
        "first": FIRST,
        "sources": [
            ["A news site, some title", "https://example.org/a", "secondary"],
            ["The text itself", "", "unverified"],
        ],
        "facts": {WALES["id"]: WALES},
        "downloads": [
            {
                "id": "claims",
                "title": "Every claim",
                "columns": columns,
                "csv": ["000-eight-below,15.5", "000-us-share,"],
            },
            {"id": "rows", "title": "Every row", "columns": columns, "csv": ["USA 2024,3.19"]},
        ],
    }
    return {Ledger.MIME: record | changes, "text/plain": "…"}


def claims(**changes: Any) -> nbformat.NotebookNode:
    """The page of claims."""
    declared = sample.page(slug="claims", kind="claims", title="What was said, and what was measured")
    told = sample.passage([sample.segment(WALES, "Fifteen"), " claims are told in [one place](#000-eight-below)."])
    told[Passage.MIME]["facts"] = {WALES["id"]: WALES}
    return sample.notebook(
        sample.cell(told), new_markdown_cell("## Every claim"), sample.cell(ledger(**changes)), declared=declared
    )

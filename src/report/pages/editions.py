"""What speaks over all editions at once: the tables of each, and how far each moved the figures of those before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from report.burdens.revisions import estimates, revisions, two_shares
from report.facts import Provenance, provenance, written
from report.pages.difference import Difference, difference, earlier
from report.pages.head import Headed
from report.tables import Dataset, load
from report.tables.held import editions


@dataclass(frozen=True)
class EditionsPage(Headed):
    """The editions against each other; without parameters, ``path`` names another data folder."""

    path: Path | None = None
    kind = "editions"

    @cached_property
    def datasets(self) -> Mapping[str, Dataset]:
        """Every edition held, oldest first."""
        return {edition: load(edition, path=self.path) for edition in editions(self.path)}

    @property
    def d(self) -> Dataset:
        """The newest edition."""
        return list(self.datasets.values())[-1]

    @cached_property
    def origin(self) -> Provenance:
        """Lines of credit of the newest edition."""
        return provenance(self.d)

    @property
    def span(self) -> str:
        """The editions held, as the page names them: ``NATO, editions from June 2019 to July 2026``."""
        first, *_, last = self.datasets
        return f"NATO, editions from {written.month(first)} to {written.month(last)}"

    @property
    def names(self) -> dict[str, str]:
        """Allies' names by iso3."""
        return dict(zip(self.d.allies["iso3"], self.d.allies["name"], strict=True))

    @cached_property
    def moves(self) -> pd.DataFrame:
        """``report.revisions``: each figure against the next edition that has it."""
        return revisions(self.path)

    @cached_property
    def moved(self) -> pd.DataFrame:
        """``report.revisions``: each figure against the newest edition that has it."""
        return revisions(self.path, against="newest")

    @cached_property
    def estimated_shares(self) -> pd.DataFrame:
        """The moves of shares of GDP that an edition marked "e"."""
        return estimates(self.moved).query("measure == 'share_gdp'")

    @cached_property
    def changed(self) -> Difference:
        """What the newest edition changes against the one before it."""
        return difference(earlier("expenditure", self.d.edition, self.path), self.d.edition, self.path)

    @cached_property
    def two_shares(self) -> pd.DataFrame:
        """NATO's share beside the share at current prices, in every edition that has both."""
        frames = [two_shares(d).assign(edition=edition) for edition, d in self.datasets.items()]
        return pd.concat(frames, ignore_index=True)

    def identity(self) -> dict[str, Any]:
        """All editions."""
        return {"edition": {"id": "all", "label": self.span}}


def editions_page(path: str | Path | None = None) -> EditionsPage:
    """The editions' page over a data folder (default: the project's)."""
    return EditionsPage(Path(path) if path else None)

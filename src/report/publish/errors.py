"""What can go wrong between an executed notebook and a page, said so that its author can mend it."""

from __future__ import annotations

from typing import NamedTuple

from report.tables.errors import ReportError


class PublishError(ReportError):
    """Something in a notebook cannot be published. The message names notebook, cell, thing and remedy."""


class Where(NamedTuple):
    """A cell of a notebook, for messages; cells are counted from one, as people count."""

    notebook: str
    cell: int

    def error(self, fault: str, remedy: str) -> PublishError:
        """The error to raise for a fault found here."""
        return PublishError(f"{self.notebook}, cell {self.cell}: {fault}: {remedy}")

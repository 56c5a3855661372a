"""What is wrong with a claim record, said so that its author can mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from report.tables.errors import ReportError
from report.tables.names import likely


class Fault(NamedTuple):
    """One fault of one record: the file, the claim's id, the field, what is wrong and what would be right."""

    file: str
    claim: str
    field: str
    what: str
    remedy: str

    def __str__(self) -> str:
        claim = self.claim if self.claim.isprintable() else repr(self.claim)  # a terminal obeys control characters
        return f"{self.file}, claim {claim}, field {self.field}: {self.what}. {self.remedy}"


class BadClaims(ReportError):
    """Claim records that break their description; ``faults`` lists every one found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))


def one_of(given: object, known: Iterable[str]) -> str:
    """The nearest valid name, or all of them when nothing comes close."""
    names = list(known)
    close = likely(str(given), names)
    return f"Did you mean {close!r}?" if close else f"Use one of: {', '.join(names)}."


def nearest_year(given: int, years: Iterable[int]) -> str:
    """The valid year closest to the one given."""
    return f"The nearest valid year is {min(years, key=lambda year: (abs(year - given), year))}."

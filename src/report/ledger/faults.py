"""What is wrong with a claim record, said so that its author can mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from report.tables.errors import ReportError, shown
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

    def __reduce__(self) -> tuple[type[BadClaims], tuple[list[Fault]]]:
        """As it is sent from one process to another."""
        return type(self), (self.faults,)


def one_of(given: object, known: Iterable[str]) -> str:
    """The nearest valid name, or all of them when nothing comes close."""
    names = list(known)
    close = likely(str(given), names)
    return f"Did you mean {close!r}?" if close else f"Use one of: {', '.join(names)}."


def nearest_year(given: int, years: Iterable[int]) -> str:
    """The valid year closest to the one given."""
    return f"The nearest valid year is {min(years, key=lambda year: (abs(year - given), year))}."


ID = re.compile(r"[0-9a-z]+(-[0-9a-z]+)*")
LONGEST_ID = 80
"""Characters of an id."""
_MARKUP = re.compile(r"&#?\w+;|[<>`*\[\]\\]")
_NAMES = re.compile(r"\{[^{}]*\}")
"""Figures named in braces, which are no words."""
PLAIN = "Write it in plain words on one line."
SHAPE = (
    f"Write it in small letters a to z, digits and single hyphens, at most {LONGEST_ID} characters; the file is named "
    "alike."
)


def flaw(text: str) -> str:
    """What cannot be printed in a text: markup, or a character nobody sees; empty when nothing."""
    words = _NAMES.sub("", text)
    unseen = next((mark for mark in words if not mark.isprintable()), "")
    if unseen:
        return f"it holds the character U+{ord(unseen):04X}, which cannot be printed"
    markup = _MARKUP.search(words)
    return f"it holds markup, {markup.group()!r}" if markup else ""


def id_flaw(name: str) -> str:
    """What keeps a claim's id from being an address on the page; empty when nothing does."""
    return "" if ID.fullmatch(name) and len(name) <= LONGEST_ID else f"{shown(name)} cannot be an address on the page"

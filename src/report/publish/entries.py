"""What a ledger is made of: terms it sorts by, and one entry for each statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from report.publish.markdown import Node


class Term(NamedTuple):
    """A word entries are sorted by: id, what readers see, and the mark of a family of verdicts, the family of one."""

    id: str
    label: str
    more: str = ""


class Line(NamedTuple):
    """One finding on a claim: the verdict, where it is from, and the figure found."""

    verdict: Term
    where: str
    found: Sequence[Node]


class Source(NamedTuple):
    """Where a record entered by hand is from: title, address (empty where there is none) and how sure the record is."""

    title: str
    url: str
    confidence: str

    @property
    def publisher(self) -> str:
        """The title up to its first comma: who published it."""
        return self.title.partition(",")[0]


@dataclass(frozen=True)
class Entry:
    """One statement. ``texts`` and ``ids`` are those of the claims that make it, the first its own; ``turns_on`` says
    what a verdict that depends turns on; ``heading`` stands before what to ``print``; ``against`` holds id and
    statement of those that contradict it; ``sources`` names those of its records entered by hand; ``lines`` are there
    where findings are several."""

    id: str
    statement: str
    about: Sequence[str]
    verdict: Term
    turns_on: str
    texts: Sequence[Term]
    ids: Sequence[str]
    speakers: Sequence[str]
    heading: str
    print: Sequence[Node]
    note: Sequence[Node]
    lines: Sequence[Line]
    against: Sequence[tuple[str, str]]
    sources: Sequence[Source]

    @property
    def marks(self) -> str:
        """What it is found by: texts, verdict, family of the verdict, topic, allies."""
        words = [text.id for text in self.texts] + [self.verdict.id, self.verdict.more, *self.about]
        return " ".join(dict.fromkeys(words))

    @property
    def said_in(self) -> str:
        """The texts that make it: ``Bloomberg News, 13 May 2025; Watan, 5 June 2025``."""
        return "; ".join(text.label for text in self.texts)

    @property
    def in_print(self) -> str:
        """The texts, and where what was entered by hand is from, in one line."""
        return "; ".join([self.said_in, *(f"{one.title} ({one.confidence})" for one in self.sources)])

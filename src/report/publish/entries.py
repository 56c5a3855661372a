"""What a ledger is made of: terms it sorts by, texts, and the entries of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.publish.markdown import Node


@dataclass(frozen=True)
class Term:
    """One word entries are sorted by, such as a verdict: its id, the words readers see, a sign that stands beside them, what it means."""

    id: str
    label: str
    sign: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class Line:
    """One finding on a claim: the verdict, where it is from, and the figure found."""

    verdict: Term
    where: str
    found: Sequence[Node]


@dataclass(frozen=True)
class Source:
    """Where a record entered by hand is from: title, address (empty where there is none) and how sure the record is."""

    title: str
    url: str
    confidence: str

    @property
    def publisher(self) -> str:
        """The title up to its first comma: who published it."""
        return self.title.partition(",")[0]

    @property
    def in_print(self) -> str:
        """Title, confidence and address in one line."""
        return f"{self.title} ({self.confidence})" + (f", {self.url}" if self.url else "")


@dataclass(frozen=True)
class Entry:
    """One claim. ``turns_on`` says what a verdict that depends turns on; ``heading`` stands before what to ``print``; ``related`` holds
    relation and id of other claims; ``rows`` counts the rows of the tables behind it, ``sources`` names those of its records entered by hand;
    ``lines`` are there where findings are several."""

    id: str
    text: str
    topic: str
    statement: str
    speaker: str
    kind: str
    verdict: Term
    turns_on: str
    said: str
    found: Sequence[Node]
    where: str
    heading: str
    print: Sequence[Node]
    note: Sequence[Node]
    lines: Sequence[Line]
    related: Sequence[tuple[str, str]]
    rows: int
    sources: Sequence[Source] = ()

    @property
    def relations(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The related claims by relation, in the order of their first mention, each with its id and the words that lead to it: the number
        of its text, or the whole id where two are of one text."""
        names = dict.fromkeys(relation for relation, _ in self.related)
        told = [id.partition("-")[0] for _, id in self.related]
        words = {id: text if told.count(text) == 1 else id for (_, id), text in zip(self.related, told, strict=True)}
        return [(name, [(id, words[id]) for relation, id in self.related if relation == name]) for name in names]


@dataclass(frozen=True)
class Text:
    """One source text with its entries; ``about`` says how it stands to the others."""

    id: str
    label: str
    about: str
    entries: Sequence[Entry]

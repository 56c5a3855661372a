"""A ledger of claims: short statements with verdicts that readers filter, and the downloads behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from report.facts import Fact, printed
from report.facts.written import typeset
from report.shown.output import Bundle, Incomplete, Setting, Text, facts_in, require, texts, written
from report.shown.table import Grid, Table


class Term(NamedTuple):
    """A word statements are sorted by: id, what readers see; of a family of verdicts its mark, of one its family."""

    id: str
    label: str
    more: str = ""


class Source(NamedTuple):
    """Where a record entered by hand is from: title, address (empty where there is none) and how sure the record is."""

    title: str
    url: str
    confidence: str


@dataclass(frozen=True)
class Statement:
    """One statement; what it names stands in the ledger by id. ``texts`` and ``ids`` are those of the claims that make
    it, the first its own; ``turns_on`` says what a verdict that depends turns on; ``heading`` stands before what to
    ``print``; ``lines`` hold verdict, place and figure of each finding where they are several; ``against`` are those
    that contradict it; ``sources`` are the places of its records entered by hand in the ledger's list."""

    id: str
    statement: str
    texts: Sequence[str]
    ids: Sequence[str]
    verdict: str
    heading: str
    print: Text
    note: Text = ()
    lines: Sequence[tuple[str, str, Text]] = ()
    about: Sequence[str] = ()
    turns_on: str = ""
    speakers: Sequence[str] = ()
    against: Sequence[str] = ()
    sources: Sequence[int] = ()

    @property
    def facts(self) -> dict[str, Fact]:
        """The facts it prints, by id."""
        return facts_in(*(found for _, _, found in self.lines), self.print, self.note)

    def set_by(self, setting: Callable[[Text], Text]) -> dict[str, Any]:
        """Its parts, each running text set in another way."""
        lines = [(verdict, where, setting(found)) for verdict, where, found in self.lines]
        return vars(self) | {"print": setting(self.print), "note": setting(self.note), "lines": lines}


@dataclass(frozen=True)
class Ledger:
    """Statements with their verdicts: the ``first`` of them as cards, the others compact; ``terms`` by what they are
    found (texts, topics, allies, families, verdicts); ``tables`` are only downloaded."""

    MIME: ClassVar = "application/vnd.burdenshare.ledger+json"
    TERMS: ClassVar = ("texts", "topics", "allies", "families", "verdicts")

    id: str
    title: str
    source: str
    edition: str
    statements: Sequence[Statement]
    first: int
    terms: Mapping[str, Mapping[str, Term]]
    sources: Sequence[Source] = ()
    tables: Sequence[Table] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        thing = f"ledger {self.id!r}"
        require(self, thing, "id", "title", "source", "edition")
        if not self.statements:
            raise Incomplete(f"{thing} holds no claims: show it with the claims it lists")
        for one in self.statements:
            verdicts = [one.verdict, *(verdict for verdict, _, _ in one.lines)]
            _known(verdicts, self.terms["verdicts"], "the verdict")
            _known(one.texts, self.terms["texts"], "the text")
            _known(one.against, self.said, "the contradicting claim")

    @cached_property
    def said(self) -> dict[str, str]:
        """What is stated, by id."""
        return {one.id: one.statement for one in self.statements}

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The facts that its statements print, by id."""
        return {id: fact for one in self.statements for id, fact in one.facts.items()}

    def marks(self, one: Statement) -> str:
        """What a statement is found by: texts, verdict, family of the verdict, topic, allies."""
        words = [*one.texts, one.verdict, self.terms["verdicts"][one.verdict].more, *one.about]
        return " ".join(dict.fromkeys(words))

    def said_in(self, one: Statement) -> str:
        """The texts that make a statement: ``Bloomberg News, 13 May 2025; Watan, 5 June 2025``."""
        return "; ".join(self.terms["texts"][id].label for id in dict.fromkeys(one.texts))

    @classmethod
    def read(cls, bundle: Bundle, setting: Setting) -> Ledger:
        """The ledger from an output of a notebook."""
        record = bundle[cls.MIME]
        own = texts(record, "id", "title", "source", "edition")
        files = ((one["id"], one["title"], "", Grid.file_read(one)) for one in record.get("downloads", ()))
        return cls(
            **own,
            statements=[Statement(**Statement(**one).set_by(setting)) for one in record["claims"]],
            first=record["first"],
            terms={name: {term[0]: Term(*term) for term in record[name]} for name in cls.TERMS},
            sources=[Source(typeset(title), *more) for title, *more in record.get("sources", ())],
            tables=[Table(*file, own["source"], own["edition"]) for file in files],
        )

    def record(self) -> dict[str, Any]:
        """The ledger as plain data: statements and terms without what they lack."""
        claims = ((one.set_by(written).items()) for one in self.statements)
        return {
            **texts(vars(self), "id", "title", "source", "edition"),
            **{name: [list(filter(None, term)) for term in terms.values()] for name, terms in self.terms.items()},
            "claims": [{name: value for name, value in one if value} for one in claims],
            "first": self.first,
            "sources": self.sources,
            "downloads": [{"id": one.id, "title": one.caption, **one.grid.file_written()} for one in self.tables],
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        printed.add(self.facts.values())
        counts, marks = Counter(one.verdict for one in self.statements), self.terms["families"]
        lines = (f"{marks[one.more].more} {one.label}: {counts[one.id]}" for one in self.terms["verdicts"].values())
        return {self.MIME: self.record(), "text/plain": "\n".join(lines)}


def _known(names: Sequence[str], among: Mapping[str, Any], what: str) -> None:
    """Raise :class:`Incomplete` where a statement names what the ledger does not hold."""
    for name in names:
        if name not in among:
            raise Incomplete(f"an entry has {what} {name!r}: choose one of {', '.join(among)}")

"""A ledger of claims: short statements with verdicts that readers filter, and the downloads behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from report.facts import Fact, printed
from report.facts.written import typeset
from report.shown.output import Bundle, Incomplete, Setting, Text, facts_in, require, texts, written
from report.shown.table import Grid, Table

Record = Mapping[str, Any]
Terms = Mapping[str, Mapping[str, "Term"]]


class Term(NamedTuple):
    """A word statements are sorted by: id, what readers see; of a family of verdicts its mark, of one its family."""

    id: str
    label: str
    more: str = ""


class Line(NamedTuple):
    """One finding on a claim: the verdict, where it is from, and the figure found."""

    verdict: Term
    where: str
    found: Text


class Source(NamedTuple):
    """Where a record entered by hand is from: title, address (empty where there is none) and how sure the record is."""

    title: str
    url: str
    confidence: str


@dataclass(frozen=True)
class Statement:
    """One statement. ``texts`` and ``ids`` are those of the claims that make it, the first its own; ``turns_on`` says
    what a verdict that depends turns on; ``heading`` stands before what to ``print``; ``against`` holds the ids of
    those that contradict it; ``sources`` names those of its records entered by hand; ``lines`` are there where findings
    are several."""

    id: str
    statement: str
    texts: Sequence[Term]
    ids: Sequence[str]
    verdict: Term
    heading: str
    print: Text
    about: Sequence[str] = ()
    turns_on: str = ""
    note: Text = ()
    lines: Sequence[Line] = ()
    speakers: Sequence[str] = ()
    against: Sequence[str] = ()
    sources: Sequence[Source] = ()

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

    @property
    def facts(self) -> dict[str, Fact]:
        """The facts it prints, by id."""
        return facts_in(*(line.found for line in self.lines), self.print, self.note)

    def record(self, sources: Sequence[Source]) -> Record:
        """The statement as plain data: its terms by id, its sources by their place in the ledger's list."""
        held = vars(self) | {
            "verdict": self.verdict.id,
            "texts": [text.id for text in self.texts],
            "print": written(self.print),
            "note": written(self.note),
            "lines": [{"verdict": v.id, "where": where, "found": written(found)} for v, where, found in self.lines],
            "sources": [sources.index(source) for source in self.sources],
        }
        return {name: value for name, value in held.items() if value}

    @classmethod
    def read(cls, record: Record, terms: Terms, sources: Sequence[Source], setting: Setting) -> Statement:
        """The statement from plain data."""
        verdicts = terms["verdicts"]
        lines = [
            Line(known(one["verdict"], verdicts, "the verdict"), one["where"], setting(one["found"]))
            for one in record.get("lines", ())
        ]
        held = {
            "verdict": known(record["verdict"], verdicts, "the verdict"),
            "texts": [known(name, terms["texts"], "the text") for name in dict.fromkeys(record["texts"])],
            "print": setting(record["print"]),
            "note": setting(record.get("note", ())),
            "lines": lines,
            "sources": [sources[place] for place in record.get("sources", ())],
        }
        return cls(**{**record, **held})


def known(name: str, among: Mapping[str, Any], what: str) -> Any:
    """What a statement names. Raises :class:`Incomplete` where the ledger does not hold it."""
    if name not in among:
        raise Incomplete(f"an entry has {what} {name!r}: choose one of {', '.join(among)}")
    return among[name]


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
    terms: Terms
    tables: Sequence[Table] = field(repr=False)

    def __post_init__(self) -> None:
        thing = f"ledger {self.id!r}"
        require(self, thing, "id", "title", "source", "edition")
        if not self.statements:
            raise Incomplete(f"{thing} holds no claims: show it with the claims it lists")
        for other in (id for one in self.statements for id in one.against):
            known(other, self.said, "the contradicting claim")

    @cached_property
    def said(self) -> dict[str, str]:
        """What is stated, by id."""
        return {one.id: one.statement for one in self.statements}

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The facts that its statements print, by id."""
        return {id: fact for one in self.statements for id, fact in one.facts.items()}

    @classmethod
    def read(cls, bundle: Bundle, setting: Setting) -> Ledger:
        """The ledger from an output of a notebook."""
        record = bundle[cls.MIME]
        own = texts(record, "id", "title", "source", "edition")
        terms = {name: {term[0]: Term(*term) for term in record[name]} for name in cls.TERMS}
        sources = [Source(**one | {"title": typeset(one["title"])}) for one in record.get("sources", ())]
        statements = [Statement.read(one, terms, sources, setting) for one in record["claims"]]
        files = ((one["id"], one["title"], "", Grid.file_read(one)) for one in record.get("downloads", ()))
        tables = [Table(*file, own["source"], own["edition"]) for file in files]
        return cls(**own, statements=statements, first=record["first"], terms=terms, tables=tables)

    def record(self) -> dict[str, Any]:
        """The ledger as plain data: each source once, terms without what they lack."""
        sources = list(dict.fromkeys(source for one in self.statements for source in one.sources))
        return {
            **texts(vars(self), "id", "title", "source", "edition"),
            **{name: [list(filter(None, term)) for term in terms.values()] for name, terms in self.terms.items()},
            "claims": [one.record(sources) for one in self.statements],
            "first": self.first,
            "sources": [source._asdict() for source in sources],
            "downloads": [{"id": one.id, "title": one.caption, **one.grid.file_written()} for one in self.tables],
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        printed.add(self.facts.values())
        counts = Counter(one.verdict for one in self.statements)
        marks = self.terms["families"]
        lines = (f"{marks[one.more].more} {one.label}: {counts[one]}" for one in self.terms["verdicts"].values())
        return {self.MIME: self.record(), "text/plain": "\n".join(lines)}

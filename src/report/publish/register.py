"""A ledger of claims from a notebook output: short entries that readers filter, and the downloads behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report.publish.blocks import Ledger, Table
from report.publish.entries import Entry, Line, Source, Term
from report.publish.errors import Where
from report.publish.exhibits import download, required
from report.publish.facts import Facts
from report.publish.markdown import Node, text, typeset

Record = Mapping[str, Any]
Terms = Mapping[str, Term]


def ledger(record: Record, where: Where, facts: Facts) -> Ledger:
    """The ledger with its entries.

    Raises :class:`PublishError` for a ledger without claims, source or edition, for a verdict it does not explain, a
    text it does not list, and a statement it does not hold.
    """
    thing = f"ledger {record.get('id')!r}"
    words = required(record, ("id", "title", "source", "edition"), thing, where)
    if not record.get("claims"):
        raise where.error(f"{thing} holds no claims", "show it with the claims it lists")
    terms = {name: {item[0]: Term(*item) for item in record[name]} for name in _TERMS}
    statements = {item["id"]: item["statement"] for item in record["claims"]}
    sources = [Source(**{**item, "title": typeset(item["title"])}) for item in record.get("sources", ())]
    reading = _Reading(facts, where, terms["verdicts"], terms["texts"], statements, sources)
    return Ledger(
        **words,
        entries=[reading.entry(item) for item in record["claims"]],
        first=int(record["first"]),
        terms={name: list(found.values()) for name, found in terms.items()},
        tables=[
            Table(item["id"], item["title"], "", download(item), (), words["source"], words["edition"])
            for item in record.get("downloads", ())
        ],
    )


_TERMS = ("texts", "topics", "allies", "families", "verdicts")


@dataclass(frozen=True)
class _Reading:
    """What entries are read with: the facts of the page, where they stand, and what they may name."""

    facts: Facts
    where: Where
    verdicts: Terms
    texts: Terms
    statements: Mapping[str, str]
    sources: Sequence[Source]

    def entry(self, item: Record) -> Entry:
        """One statement."""
        return Entry(
            **{name: item.get(name, "") for name in ("id", "statement", "turns_on", "heading")},
            about=item.get("about", ()),
            verdict=self.known(item["verdict"], self.verdicts, "the verdict"),
            texts=[self.known(name, self.texts, "the text") for name in dict.fromkeys(item["texts"])],
            ids=item["ids"],
            speakers=item.get("speakers", ()),
            print=self.nodes(item, "print"),
            note=self.nodes(item, "note"),
            lines=[
                Line(self.known(x["verdict"], self.verdicts, "the verdict"), x["where"], self.nodes(x, "found"))
                for x in item.get("lines", ())
            ],
            against=[
                (id, self.known(id, self.statements, "the contradicting claim")) for id in item.get("against", ())
            ],
            sources=[self.sources[place] for place in item.get("sources", ())],
        )

    def known(self, name: str, among: Mapping[str, Any], what: str) -> Any:
        """What an entry names, refused where the ledger does not hold it."""
        if name not in among:
            raise self.where.error(f"an entry has {what} {name!r}", f"choose one of {', '.join(among)}")
        return among[name]

    def nodes(self, item: Record, name: str) -> list[Node]:
        """Words and numbers that open."""
        parts = self.facts.parts(item.get(name, ()), self.where)
        return [text(part) if isinstance(part, str) else part for part in parts]

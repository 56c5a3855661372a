"""A ledger of claims from a notebook output: many short entries that readers filter, and the downloads behind them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report.facts import ditto
from report.publish.blocks import Cell, Column, Grid, Ledger, Table
from report.publish.entries import Entry, Line, Source, Term, Text
from report.publish.errors import Where
from report.publish.exhibits import cell_value, required
from report.publish.facts import Facts
from report.publish.markdown import Node, text

Record = Mapping[str, Any]
_WORDS = ("id", "text", "topic", "statement", "speaker", "kind", "turns_on", "said", "where", "heading")


def ledger(record: Record, where: Where, facts: Facts) -> Ledger:
    """The ledger with its entries.

    Raises :class:`PublishError` for a ledger without claims, source or edition, for a verdict it does not explain and for a related
    claim it does not hold.
    """
    thing = f"ledger {record.get('id')!r}"
    texts = required(record, ("id", "title", "source", "edition"), thing, where)
    if not record.get("claims"):
        raise where.error(f"{thing} holds no claims", "show it with the claims it lists")
    sources = [Source(**item) for item in record.get("sources", ())]
    reading = _Reading(facts, where, {item["id"]: Term(**item) for item in record["verdicts"]}, sources)
    entries = [reading.entry(item) for item in record["claims"]]
    _check_links(entries, thing, where)
    _check_texts(entries, {item["id"] for item in record["texts"]}, thing, where)
    return Ledger(
        **texts,
        texts=[Text(**item, entries=[e for e in entries if e.text == item["id"]]) for item in record["texts"]],
        topics=[Term(**item) for item in record["topics"]],
        verdicts=list(reading.verdicts.values()),
        tables=[_download(item, texts) for item in record.get("downloads", ())],
    )


def _check_links(entries: Sequence[Entry], thing: str, where: Where) -> None:
    held = {entry.id for entry in entries}
    missing = sorted({link for entry in entries for _, link in entry.related} - held)
    if missing:
        raise where.error(f"{thing} refers to {', '.join(missing)}, which it does not hold", "mend the related claims")


def _check_texts(entries: Sequence[Entry], known: Collection[str], thing: str, where: Where) -> None:
    missing = sorted({entry.text for entry in entries} - set(known))
    if missing:
        raise where.error(f"{thing} has claims of {', '.join(missing)}, a text it does not list", "list the text")


@dataclass(frozen=True)
class _Reading:
    """What entries are read with: the facts of the page, where they stand, the verdicts by id, and the sources by place."""

    facts: Facts
    where: Where
    verdicts: Mapping[str, Term]
    sources: Sequence[Source]

    def entry(self, item: Record) -> Entry:
        """One claim."""
        words = {name: item.get(name, "") for name in _WORDS}
        return Entry(
            **words,
            verdict=self.verdict(item),
            found=self.nodes(item, "found"),
            print=self.nodes(item, "print"),
            note=self.nodes(item, "note"),
            lines=[Line(self.verdict(x), x["where"], self.nodes(x, "found")) for x in item.get("lines", ())],
            related=[(relation, id) for relation, *ids in item.get("related", ()) for id in ids],
            rows=int(item.get("rows", 0)),
            sources=[self.sources[place] for place in item.get("sources", ())],
        )

    def verdict(self, item: Record) -> Term:
        """The verdict an item names."""
        if item["verdict"] not in self.verdicts:
            raise self.where.error(
                f"an entry has the verdict {item['verdict']!r}", f"choose one of {', '.join(self.verdicts)}"
            )
        return self.verdicts[item["verdict"]]

    def nodes(self, item: Record, name: str) -> list[Node]:
        """Words and numbers that open."""
        return [
            text(segment) if isinstance(segment, str) else self.facts.node(segment, self.where)
            for segment in item.get(name, ())
        ]


def _download(record: Record, texts: Mapping[str, str]) -> Table:
    """A table that is only downloaded, from its CSV text."""
    columns = [Column(c["name"], c["label"], c.get("unit") or "", "left") for c in record["columns"]]
    numbers = [bool(c.get("number")) for c in record["columns"]]
    rows = [
        [Cell(cell, cell_value(cell, number)) for cell, number in zip(line, numbers, strict=True)]
        for line in ditto.read(record["csv"])
    ]
    return Table(record["id"], record["title"], "", Grid(columns, rows), (), texts["source"], texts["edition"])

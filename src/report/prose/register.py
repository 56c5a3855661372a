"""The ledger as a page shows it: every statement once, with its verdict and what to print, and its downloads.

The entries carry plain data under a type of their own, which :mod:`report.publish` sets as a list that can be
filtered. A figure resting on more than a dozen rows of the tables names their first, last and number in each table
instead of carrying them along.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from report.facts import Fact, Row, ditto, printed, written
from report.ledger import Entry, Finding, Sentence
from report.ledger.finding import stated
from report.ledger.record import Claim
from report.ledger.verdict import verdict
from report.ledger.vocabulary import CONTRADICTS, basis_words, schema
from report.pages.claims import FAMILIES, NOT_TO_BE_CHECKED, OPEN, RIGHT, ClaimsPage, family, named, news_texts
from report.prose.table import TABLES
from report.prose.words import plural
from report.tables.texts import words_in

MIME = "application/vnd.burdenshare.ledger+json"
MARKS = {"holds": "✓", "depends": "≈", "overtaken": "→", "fails": "×", "not settled": "?"}
"""A mark beside the words of each family of verdicts, so that colour is never alone."""
SIGNS = {name: MARKS[kind] for kind, members in FAMILIES.items() for name in members}
_LABELS = {"did not": "did not come true", "superseded": "overtaken"}
"""Verdicts that need another word where they stand alone."""
ON_RECORD = "on record"
HAND_ENTERED = ("events", "pledges")
"""Tables whose rows were entered by hand, each with a source and how sure it is."""
ROWS_KEPT = 12
ROWS_FILE = "claims/rows.csv"
_DIGIT = re.compile(r"\d")

Segment = str | dict[str, str]


def label(name: str) -> str:
    """A verdict as a reader sees it: ``Did not come true``."""
    return written.sentence_case(_LABELS.get(name, name))


def slug(words: str) -> str:
    """A name for scripts and addresses: ``depends on edition`` → ``depends-on-edition``."""
    return words.replace(" ", "-")


def lean(fact: Fact) -> Fact:
    """The fact as the page carries it: beyond a dozen source rows, one pointer for each table they stand in."""
    rows = fact.source_rows()
    return fact if len(rows) <= ROWS_KEPT else replace(fact, name=f"{fact.name}.brief", inputs=(), rows=bundled(rows))


def bundled(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Many rows as one for each table and source: first, last, how many, and the download that lists them."""
    places: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        places[row.table, row.source, row.locator].append(row)
    found: list[Row] = []
    for (table, source, locator), (first, *rest) in places.items():
        place = f"{locator}; each row in {ROWS_FILE}".removeprefix("; ")
        whole = Row(table, f"{first.key} … {rest[-1].key}", 1 + len(rest), "rows", source, place) if rest else first
        found.append(whole)
    return tuple(found)


def lean_parts(sentence: Sentence) -> list[str | Fact]:
    """A sentence of the ledger as words and facts the page can carry; mere words run together."""
    parts: list[str | Fact] = []
    for part in sentence.parts:
        shown = lean(part) if isinstance(part, Fact) and not is_words(part) else str(part)
        if isinstance(shown, str) and parts and isinstance(parts[-1], str):
            parts[-1] += shown
        else:
            parts.append(shown)
    return parts


def is_words(fact: Fact) -> bool:
    """Whether a fact has nothing to open: the name of an event, a day, a year's header, the claim's own words."""
    rows = fact.source_rows()
    name = isinstance(fact.value, str) and (not rows or not _DIGIT.search(str(fact)))
    return name or (fact.kind == "assumed" and all(row.table.startswith("seeds/") for row in rows))


@dataclass(frozen=True)
class Register:
    """Every statement that can be settled, with its verdict, for people."""

    page: ClaimsPage

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Every fact the entries print, by id."""
        printed = (lean(fact) for entry in self.page.listed for fact in _facts(entry))
        return {fact.id: fact for fact in printed if not is_words(fact)}

    @cached_property
    def sources(self) -> list[dict[str, str]]:
        """The sources of all records entered by hand, each once."""
        found = (source for entry in self.page.listed for source in hand_entered(entry))
        return list({tuple(source.values()): source for source in found}.values())

    def record(self) -> dict[str, Any]:
        """The register as plain data for the page."""
        allies = {iso3: self.page.names[iso3] for entry in self.page.listed for iso3 in _allies(entry.claim)}
        return {
            "id": "ledger",
            "title": "The ledger",
            "source": f"{self.page.origin.nato}; records of events and pledges; {news_texts(self.page.texts)}",
            "edition": self.page.span,
            "texts": [_term(text.id, named(text)) for text in self.page.texts],
            "topics": [_term(name, words) for name, words in schema()["topics"].items()],
            "allies": [_term(iso3, name) for iso3, name in sorted(allies.items(), key=lambda item: item[1])],
            "families": [_term(slug(name), written.sentence_case(name), MARKS[name]) for name in FAMILIES],
            "verdicts": [_term(slug(name), label(name), slug(family(name))) for name in SIGNS],
            "claims": [self._entry(entry) for entry in self.page.listed],
            "first": len(self.page.leading),
            "sources": self.sources,
            "downloads": downloads(self.page),
        }

    def _entry(self, entry: Entry) -> dict[str, Any]:
        claim, said = entry.claim, [one.claim for one in self._said_by(entry)]
        fields = {
            "id": claim.id,
            "about": [claim.topic, *_allies(claim)],
            "verdict": slug(entry.verdict),
            "turns_on": entry.depends_on if "and" in entry.depends_on else "",
            "statement": claim.statement,
            "texts": [one.text.id for one in said],
            "ids": [one.id for one in said],
            "speakers": list(dict.fromkeys(one.speaker for one in said if one.speaker)),
            "heading": heading(entry),
            "print": self._sentence(entry.print_instead),
            "note": self._sentence(entry.note),
            "lines": [self._line(claim, finding) for finding in entry.findings] if len(entry.findings) > 1 else [],
            "against": self._against(entry),
            "sources": [self.sources.index(source) for source in hand_entered(entry)],
        }
        return {name: value for name, value in fields.items() if value}

    def _said_by(self, entry: Entry) -> list[Entry]:
        return self.page.ledger.said_by[entry.claim.id]

    def _against(self, entry: Entry) -> list[str]:
        """The listed statements that contradict this one, by the first claim that makes each."""
        own = {one.claim.id for one in self._said_by(entry)}
        pairs = ({pair.claim.id, pair.other.id} for pair in self.page.ledger.pairs if pair.relation == CONTRADICTS)
        others = {other for pair in pairs if pair & own for other in pair - own}
        return [one.claim.id for one in self.page.listed if others & {each.claim.id for each in self._said_by(one)}]

    def _line(self, claim: Claim, finding: Finding) -> dict[str, Any]:
        word = verdict(claim, finding)
        when = finding.values.get("span") or finding.values.get("year")
        place = ", ".join(part for part in (where(finding), str(when or "")) if part)
        return {"verdict": slug(word), "where": place, "found": [self._segment(finding.measured)]}

    def _sentence(self, sentence: Sentence) -> list[Segment]:
        return [self._segment(part) if isinstance(part, Fact) else part for part in lean_parts(sentence)]

    def _segment(self, fact: Fact) -> Segment:
        return str(fact) if is_words(fact) else {"fact": lean(fact).id, "text": str(fact)}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        printed.add(self.facts.values())
        counts = Counter(entry.verdict for entry in self.page.listed)
        words = {name: plural(counts[name], "statement", "statements") for name in SIGNS}
        lines = (f"{sign} {name}: {counts[name]} {words[name]}" for name, sign in SIGNS.items())
        return {MIME: self.record(), "text/plain": "\n".join(lines)}


def _term(name: str, words: str, more: str = "") -> list[str]:
    return [name, words, more] if more else [name, words]


def _allies(claim: Claim) -> tuple[str, ...]:
    return claim.subjects if claim.subject_kind == "iso3" else ()


def _facts(entry: Entry) -> list[Fact]:
    """Every fact an entry prints, in a fixed order."""
    several = [finding.measured for finding in entry.findings] if len(entry.findings) > 1 else []
    return [*several, *entry.print_instead.facts, *entry.note.facts]


def heading(entry: Entry) -> str:
    """What the sentence to print is to the reader: in place of the claim, beside it, or why there is none."""
    if entry.claim.check == NOT_TO_BE_CHECKED:
        return "Why not"
    if entry.verdict in OPEN:
        return "As far as is known"
    if entry.verdict not in RIGHT:
        return "Print instead"
    return "On record" if verdict(entry.claim, entry.today) in (*RIGHT, *OPEN) else "Print today"


def hand_entered(entry: Entry) -> list[dict[str, str]]:
    """The records entered by hand that an entry rests on: title, address and how sure each is."""
    found = []
    for locator, source in dict.fromkeys((row.locator, row.source) for row in entry.rows if row.table in HAND_ENTERED):
        title, _, confidence = locator.removesuffix(")").rpartition(" (")
        url = source if source.startswith("http") else ""
        found.append({"title": title, "url": url, "confidence": confidence})
    return found


def where(finding: Finding) -> str:
    """The edition and basis of a finding: ``July 2026, allies with armed forces``."""
    basis = "" if finding.basis == ON_RECORD else basis_words(finding.basis)
    return ", ".join(part for part in (written.month(finding.edition) if finding.edition else "", basis) if part)


def downloads(page: ClaimsPage) -> list[dict[str, Any]]:
    """The claims, the findings by edition and basis, and the rows behind them, each as one CSV."""
    entries = page.ledger.entries
    findings = (_finding_line(entry, finding) for entry in entries for finding in entry.findings)
    resting: dict[Row, list[str]] = defaultdict(list)
    for entry in entries:
        for row in entry.rows:
            resting[row].append(entry.claim.id)
    rows = ((*row.record().values(), " ".join(claims)) for row, claims in resting.items())
    lines = {"claims": map(_claim_line, entries), "findings": findings, "rows": rows}
    return [_download(name, found) for name, found in lines.items()]


def _claim_line(entry: Entry) -> tuple[str, ...]:
    claim, beside = entry.claim, entry.decisive
    named = (claim.id, claim.text.id, claim.text.label, claim.speaker, claim.topic, claim.kind, claim.statement)
    found = (entry.verdict, entry.depends_on, verdict(claim, entry.as_asked), str(stated(claim)), str(beside.measured))
    return (*named, *found, beside.edition, beside.basis, str(entry.print_instead), str(entry.note))


def _finding_line(entry: Entry, finding: Finding) -> tuple[str, ...]:
    claim, sentence = entry.claim, str(replace(entry, findings=(finding,)).print_instead)
    found = (verdict(claim, finding), str(stated(claim)), str(finding.measured))
    return (claim.id, finding.edition, finding.basis, *found, sentence)


def _download(name: str, lines: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """A table as CSV text: as cells of JSON it would be several times as long."""
    declared = words_in(TABLES)["files"][name]
    columns = [{"name": column, "label": label, "number": column == "value"} for column, label in declared["columns"]]
    return {"id": name, "title": declared["title"], "columns": columns, "csv": ditto.written(lines)}

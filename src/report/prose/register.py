"""The ledger as a page shows it: every claim as an entry, with its downloads.

The entries carry plain data under a type of their own, which :mod:`report.publish` sets as a list that can be filtered. A figure resting
on more than a dozen rows of the tables names their first, last and number in each table instead of carrying them along.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from report.facts import Fact, Row, printed, written
from report.ledger import Entry, Finding, Sentence
from report.ledger.finding import stated
from report.ledger.record import Claim
from report.ledger.verdict import verdict
from report.ledger.vocabulary import REPEATS, basis_words, schema
from report.pages.claims import RIGHT, ClaimsPage, facts_of, named, news_texts
from report.prose.claim_downloads import downloads
from report.prose.words import plural

MIME = "application/vnd.burdenshare.ledger+json"
SIGNS = {
    "holds": "✓",
    "came true": "✓",
    "fails": "×",
    "did not": "×",
    "depends on edition": "≠",
    "depends on basis": "≈",
    "superseded": "→",
    "cannot be checked": "?",
}
"""A sign beside each verdict's words, so that colour is never alone."""
NOT_TO_BE_CHECKED = "cannot_check"
ON_RECORD = "on record"
OPEN_VERDICT = "cannot be checked"
HAND_ENTERED = ("events", "pledges")
"""Tables whose rows were entered by hand, each with a source and how sure it is."""
ROWS_KEPT = 12
ROWS_FILE = "claims/rows.csv"
_DIGIT = re.compile(r"\d")
_AGAINST = {
    "above": "more than",
    "at_least": "at least",
    "below": "less than",
    "at_most": "at most",
    "before": "before",
    "by": "by",
    "after": "after",
}
_NAMED_UNITS = {"years": "years", "thousand": "thousand"}

Segment = str | dict[str, str]


def slug(words: str) -> str:
    """A name for scripts and addresses: ``depends on edition`` → ``depends-on-edition``."""
    return words.replace(" ", "-")


def lean(fact: Fact) -> Fact:
    """The fact as the page carries it: beyond a dozen source rows, one pointer for each table they stand in."""
    rows = fact.source_rows()
    return fact if len(rows) <= ROWS_KEPT else replace(fact, name=f"{fact.name}.brief", inputs=(), rows=bundled(rows))


def bundled(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Many rows as one for each table and place in its source: the first and the last of them, how many, and the download that lists them."""
    places: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        places[row.table, row.source, row.locator].append(row)
    return tuple(found[0] if len(found) == 1 else _bundle(found) for found in places.values())


def _bundle(rows: Sequence[Row]) -> Row:
    first, span = rows[0], f"{rows[0].key} … {rows[-1].key}"
    place = f"{first.locator}; each row in {ROWS_FILE}".removeprefix("; ")
    return Row(first.table, span, len(rows), "rows", first.source, place)


def lean_parts(sentence: Sentence) -> list[str | Fact]:
    """A sentence of the ledger as words and facts the page can carry; mere words run together."""
    parts: list[str | Fact] = []
    for part in sentence.parts:
        told = lean(part) if isinstance(part, Fact) and not is_words(part) else str(part)
        if isinstance(told, str) and parts and isinstance(parts[-1], str):
            parts[-1] += told
        else:
            parts.append(told)
    return parts


def is_words(fact: Fact) -> bool:
    """Whether a fact has nothing in it to open: the name of an event, a day, a year's header, or what the claim itself says."""
    rows = fact.source_rows()
    name = isinstance(fact.value, str) and (not rows or not _DIGIT.search(str(fact)))
    return name or (fact.kind == "assumed" and all(row.table.startswith("seeds/") for row in rows))


@dataclass(frozen=True)
class Register:
    """Every claim of the ledger with its verdict, for people."""

    page: ClaimsPage

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Every fact the entries print, by id."""
        printed = (lean(fact) for entry in self.page.ledger.entries for fact in facts_of(entry))
        return {fact.id: fact for fact in printed if not is_words(fact)}

    @cached_property
    def sources(self) -> list[dict[str, str]]:
        """The sources of all records entered by hand, each once."""
        found = (source for entry in self.page.ledger.entries for source in hand_entered(entry))
        return list({tuple(source.values()): source for source in found}.values())

    @cached_property
    def related(self) -> Mapping[str, dict[str, list[str]]]:
        """The claims paired with each claim, by how they stand to each other."""
        found: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for pair in self.page.ledger.pairs:
            turned = "repeated by" if pair.relation == REPEATS else pair.relation
            found[pair.claim.id].setdefault(turned, []).append(pair.other.id)
            found[pair.other.id].setdefault(pair.relation, []).append(pair.claim.id)
        return found

    def record(self) -> dict[str, Any]:
        """The register as plain data for the page."""
        words = schema()
        return {
            "id": "ledger",
            "title": "The ledger",
            "source": f"{self.page.origin.nato}; records of events and pledges; {news_texts(self.page.texts)}",
            "edition": self.page.span,
            "texts": [{"id": text.id, "label": named(text), "about": text.relation} for text in self.page.texts],
            "topics": [{"id": name, "label": label} for name, label in words["topics"].items()],
            "verdicts": [
                {"id": slug(name), "label": written.sentence_case(name), "sign": SIGNS[name], "meaning": meaning}
                for name, meaning in words["verdicts"].items()
            ],
            "claims": [self._entry(entry) for entry in self.page.ledger.entries],
            "sources": self.sources,
            "downloads": downloads(self.page),
        }

    def _entry(self, entry: Entry) -> dict[str, Any]:
        claim, beside = entry.claim, entry.decisive
        said = "" if told_by_print(entry) else stated_words(self.page, claim, beside)
        several = [self._line(claim, finding) for finding in entry.findings] if len(entry.findings) > 1 else []
        fields = {
            "id": claim.id,
            "text": claim.text.id,
            "topic": claim.topic,
            "verdict": slug(entry.verdict),
            "turns_on": entry.depends_on,
            "statement": claim.statement,
            "speaker": claim.speaker,
            "kind": claim.kind,
            "said": said,
            "found": [self._segment(beside.measured)] if said else [],
            "where": where(beside) if said else "",
            "heading": heading(entry),
            "print": self._sentence(entry.print_instead),
            "note": self._sentence(entry.note),
            "lines": several,
            "related": [[relation, *ids] for relation, ids in self.related.get(claim.id, {}).items()],
            "rows": len(entry.rows) if claim.check != NOT_TO_BE_CHECKED else 0,
            "sources": [self.sources.index(source) for source in hand_entered(entry)],
        }
        return {name: value for name, value in fields.items() if value}

    def _line(self, claim: Claim, finding: Finding) -> dict[str, Any]:
        word = verdict(claim, finding)
        place = ", ".join(part for part in (where(finding), str(finding.values.get("year", ""))) if part)
        return {"verdict": slug(word), "where": place, "found": [self._segment(finding.measured)]}

    def _sentence(self, sentence: Sentence) -> list[Segment]:
        return [self._segment(part) if isinstance(part, Fact) else part for part in lean_parts(sentence)]

    def _segment(self, fact: Fact) -> Segment:
        return str(fact) if is_words(fact) else {"fact": lean(fact).id, "text": str(fact)}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        printed.add(self.facts.values())
        counts = Counter(entry.verdict for entry in self.page.ledger.entries)
        lines = [
            f"{sign} {name}: {counts[name]} {plural(counts[name], 'claim', 'claims')}" for name, sign in SIGNS.items()
        ]
        return {MIME: self.record(), "text/plain": "\n".join(lines)}


def heading(entry: Entry) -> str:
    """What the sentence to print is to the reader: in place of the claim, beside it, or why there is none."""
    if entry.claim.check == NOT_TO_BE_CHECKED:
        return "Why not"
    if entry.verdict == OPEN_VERDICT:
        return "As far as is known"
    if entry.verdict not in RIGHT:
        return "Print instead"
    return "On record" if verdict(entry.claim, entry.today) in (*RIGHT, OPEN_VERDICT) else "Print today"


def hand_entered(entry: Entry) -> list[dict[str, str]]:
    """The records entered by hand that an entry rests on, each source once: its title, its address and how sure the record is."""
    rows = [row for row in entry.rows if row.table in HAND_ENTERED]
    sources = dict.fromkeys((row.locator, row.source) for row in rows)
    return [_source(locator, source) for locator, source in sources]


def _source(locator: str, source: str) -> dict[str, str]:
    title, _, confidence = locator.removesuffix(")").rpartition(" (")
    return {"title": title, "url": source if source.startswith("http") else "", "confidence": confidence}


def where(finding: Finding) -> str:
    """The edition and basis of a finding: ``July 2026, allies with armed forces``."""
    basis = "" if finding.basis == ON_RECORD else basis_words(finding.basis)
    return ", ".join(part for part in (written.month(finding.edition) if finding.edition else "", basis) if part)


def told_by_print(entry: Entry) -> bool:
    """Whether the sentence to print says all that was said and found: the claim is right, and what it states is what was found."""
    same = entry.decisive is entry.today and str(stated(entry.claim)) == str(entry.decisive.measured)
    return same and entry.verdict in RIGHT and entry.claim.comparator == "equals"


def stated_words(page: ClaimsPage, claim: Claim, finding: Finding) -> str:
    """The stated value, as ``more than 3 years``, where it and the measured one are of a kind and the sentence to print does not say it all."""
    own, found = stated(claim), finding.measured
    of_a_kind = (
        own.unit.family == found.unit.family and claim.check != NOT_TO_BE_CHECKED and found.value not in ("yes", "no")
    )
    if claim.unit in ("text", "iso3"):
        own = own.written_as(page.names.get(str(own), str(own)))
        of_a_kind = of_a_kind and verdict(claim, finding) not in RIGHT
    if not of_a_kind or not str(own):
        return ""
    return " ".join(word for word in (_AGAINST.get(claim.comparator), _in_kind(claim, found, str(own))) if word)


def _in_kind(claim: Claim, found: Fact, own: str) -> str:
    """The stated value written as the measured one is: small counts as words, years and thousands with their unit."""
    if claim.unit == "count" and not _DIGIT.search(str(found)):
        return written.number_word(int(claim.number))
    return f"{own} {_NAMED_UNITS[claim.unit]}" if claim.unit in _NAMED_UNITS else own

"""The ledger as a page shows it: every statement once, with its verdict and what to print, and its downloads.

The entries carry plain data under a type of their own, which :mod:`report.publish` sets as a list that can be
filtered. A figure resting on more than a dozen rows of the tables names their first, last and number in each table
instead of carrying them along.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from report.facts import Fact, Row, written
from report.ledger import Entry, Finding, Sentence
from report.ledger.finding import stated
from report.ledger.record import Claim
from report.ledger.verdict import verdict
from report.ledger.vocabulary import CONTRADICTS, basis_words, schema
from report.pages.claims import FAMILIES, NOT_TO_BE_CHECKED, OPEN, RIGHT, ClaimsPage, family, named, news_texts
from report.prose.table import TABLES
from report.shown import Column, Grid, Ledger, Source, Statement, Table, Term, Text
from report.tables.texts import words_in

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


def label(name: str) -> str:
    """A verdict as a reader sees it: ``Did not come true``."""
    return written.sentence_case(_LABELS.get(name, name))


def slug(words: str) -> str:
    """A name for scripts and addresses: ``depends on edition`` → ``depends-on-edition``."""
    return words.replace(" ", "-")


def slim(fact: Fact) -> Fact:
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
        shown = slim(part) if isinstance(part, Fact) and not is_words(part) else str(part)
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


def register(page: ClaimsPage) -> Ledger:
    """Every statement that can be settled, with its verdict, for people."""
    allies = {iso3: page.names[iso3] for entry in page.listed for iso3 in _allies(entry.claim)}
    terms = {
        "texts": [Term(text.id, named(text)) for text in page.texts],
        "topics": [Term(name, words) for name, words in schema()["topics"].items()],
        "allies": [Term(iso3, name) for iso3, name in sorted(allies.items(), key=lambda item: item[1])],
        "families": [Term(slug(name), written.sentence_case(name), MARKS[name]) for name in FAMILIES],
        "verdicts": [Term(slug(name), label(name), slug(family(name))) for name in SIGNS],
    }
    sources = list(dict.fromkeys(source for entry in page.listed for source in hand_entered(entry)))
    source = f"{page.origin.nato}; records of events and pledges; {news_texts(page.texts)}"
    return Ledger(
        id="ledger",
        title="The ledger",
        source=source,
        edition=page.span,
        statements=[_statement(page, entry, sources) for entry in page.listed],
        first=len(page.leading),
        terms={name: {one.id: one for one in found} for name, found in terms.items()},
        sources=sources,
        tables=downloads(page, source),
    )


def _statement(page: ClaimsPage, entry: Entry, sources: Sequence[Source]) -> Statement:
    claim, said = entry.claim, [one.claim for one in page.ledger.said_by[entry.claim.id]]
    return Statement(
        id=claim.id,
        statement=claim.statement,
        texts=[one.text.id for one in said],
        ids=[one.id for one in said],
        verdict=slug(entry.verdict),
        heading=heading(entry),
        print=lean_parts(entry.print_instead),
        note=lean_parts(entry.note),
        lines=[_line(claim, finding) for finding in entry.findings] if len(entry.findings) > 1 else [],
        about=[claim.topic, *_allies(claim)],
        turns_on=entry.depends_on if "and" in entry.depends_on else "",
        speakers=list(dict.fromkeys(one.speaker for one in said if one.speaker)),
        against=_against(page, {one.id for one in said}),
        sources=[sources.index(source) for source in hand_entered(entry)],
    )


def _against(page: ClaimsPage, own: set[str]) -> list[str]:
    """The listed statements that contradict one made by some claims, by the first claim that makes each."""
    pairs = ({pair.claim.id, pair.other.id} for pair in page.ledger.pairs if pair.relation == CONTRADICTS)
    others = {other for pair in pairs if pair & own for other in pair - own}
    said_by = page.ledger.said_by
    return [one.claim.id for one in page.listed if others & {each.claim.id for each in said_by[one.claim.id]}]


def _line(claim: Claim, finding: Finding) -> tuple[str, str, Text]:
    when = finding.values.get("span") or finding.values.get("year")
    place = ", ".join(part for part in (where(finding), str(when or "")) if part)
    return slug(verdict(claim, finding)), place, lean_parts(Sentence((finding.measured,)))


def _allies(claim: Claim) -> tuple[str, ...]:
    return claim.subjects if claim.subject_kind == "iso3" else ()


def heading(entry: Entry) -> str:
    """What the sentence to print is to the reader: in place of the claim, beside it, or why there is none."""
    if entry.claim.check == NOT_TO_BE_CHECKED:
        return "Why not"
    if entry.verdict in OPEN:
        return "As far as is known"
    if entry.verdict not in RIGHT:
        return "Print instead"
    return "On record" if verdict(entry.claim, entry.today) in (*RIGHT, *OPEN) else "Print today"


def hand_entered(entry: Entry) -> list[Source]:
    """The records entered by hand that an entry rests on: title, address and how sure each is."""
    found = []
    for locator, source in dict.fromkeys((row.locator, row.source) for row in entry.rows if row.table in HAND_ENTERED):
        title, _, confidence = locator.removesuffix(")").rpartition(" (")
        found.append(Source(title, source if source.startswith("http") else "", confidence))
    return found


def where(finding: Finding) -> str:
    """The edition and basis of a finding: ``July 2026, allies with armed forces``."""
    basis = "" if finding.basis == ON_RECORD else basis_words(finding.basis)
    return ", ".join(part for part in (written.month(finding.edition) if finding.edition else "", basis) if part)


def downloads(page: ClaimsPage, source: str) -> list[Table]:
    """The claims, the findings by edition and basis, and the rows behind them, each as one CSV."""
    entries = page.ledger.entries
    findings = (_finding_line(entry, finding) for entry in entries for finding in entry.findings)
    resting: dict[Row, list[str]] = defaultdict(list)
    for entry in entries:
        for row in entry.rows:
            resting[row].append(entry.claim.id)
    rows = ((*row.record().values(), " ".join(claims)) for row, claims in resting.items())
    lines = {"claims": map(_claim_line, entries), "findings": findings, "rows": rows}
    files = words_in(TABLES)["files"]
    grids = {name: Grid.of(_columns(files[name]["columns"]), found) for name, found in lines.items()}
    return [Table(name, files[name]["title"], "", grid, source, page.span) for name, grid in grids.items()]


def _columns(declared: Iterable[Sequence[str]]) -> list[Column]:
    return [Column(name, label, number=name == "value") for name, label in declared]


def _claim_line(entry: Entry) -> tuple[str, ...]:
    claim, beside = entry.claim, entry.decisive
    named = (claim.id, claim.text.id, claim.text.label, claim.speaker, claim.topic, claim.kind, claim.statement)
    found = (entry.verdict, entry.depends_on, verdict(claim, entry.as_asked), str(stated(claim)), str(beside.measured))
    return (*named, *found, beside.edition, beside.basis, str(entry.print_instead), str(entry.note))


def _finding_line(entry: Entry, finding: Finding) -> tuple[str, ...]:
    claim, sentence = entry.claim, str(replace(entry, findings=(finding,)).print_instead)
    found = (verdict(claim, finding), str(stated(claim)), str(finding.measured))
    return (claim.id, finding.edition, finding.basis, *found, sentence)

"""Claims as they stand in ``seeds/*.toml``: one text a file, its citation and its claims."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from report.facts import written
from report.ledger.faults import PLAIN, BadClaims, Fault, flaw
from report.ledger.vocabulary import check_spec
from report.tables.errors import ReportError
from report.tables.texts import read_toml

UNKNOWN = "not stated"
"""What a citation says of a publisher or title the text does not name."""
CITED = ("publisher", "title", "name", "relation")
"""Parts of the citation that a page prints."""
STATED: tuple[str, ...] = ("id", "statement", "measure", "comparator", "unit", "kind", "topic", "year", "value")
STATED += ("speaker", "edition", "note", "print_instead")
"""Fields of a record that a claim has as they stand."""
Stated = float | int | str | bool | None


@dataclass(frozen=True)
class Text:
    """The citation of one source text; ``id``: the file's name; ``name``: what to call it without a known publisher."""

    id: str
    publisher: str
    title: str
    date: datetime.date
    file: str
    relation: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """The text as a reader should see it named: its publisher, or its number without one, and its day."""
        who = f"text {self.id}" if self.publisher == UNKNOWN else self.publisher
        return f"{who}, {written.day(self.date)}"


@dataclass(frozen=True)
class Pair:
    """Another claim that this one contradicts, repeats or bears on, and why; relation where it cannot be computed."""

    other: str
    cause: str
    relation: str = ""


@dataclass(frozen=True)
class Claim:
    """One checkable statement in our own words. Fields as in docs/CLAIMS.md; ``arguments`` are those of its check."""

    id: str
    text: Text
    statement: str
    subject_kind: str
    subjects: tuple[str, ...]
    measure: str
    comparator: str
    unit: str
    kind: str
    topic: str
    check: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    year: int | None = None
    value: Stated = None
    speaker: str = ""
    bases: tuple[str, ...] = ()
    edition: str = ""
    note: str = ""
    print_instead: str = ""
    pairs: tuple[Pair, ...] = ()

    @property
    def subject(self) -> str:
        """The one subject, or the first of several."""
        return self.subjects[0]

    @property
    def number(self) -> float:
        """The stated value as a number; validation has made sure it is one where a check asks for it."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise TypeError(f"claim {self.id} states no number: {self.value!r}")
        return float(self.value)

    @property
    def in_year(self) -> int:
        """The year the claim speaks of; validation has made sure there is one where a check asks for it."""
        if self.year is None:
            raise TypeError(f"claim {self.id} names no year")
        return self.year

    @property
    def decimals(self) -> int:
        """Decimals the value was stated with: 64 has none, 3.5 one."""
        return len(str(self.value).rstrip("0").partition(".")[2]) if isinstance(self.value, float) else 0


def raw_records(file: Path) -> dict[str, Any]:
    """A seed file as TOML has it. Raises BadClaims for one that is no TOML, or whose claims are no list of tables."""
    try:
        record = read_toml(file)
    except ReportError as error:
        raise BadClaims([Fault(f"seeds/{file.name}", "–", "–", str(error), "Mend the file.")]) from None
    claims = record.get("claim", [])
    if not isinstance(claims, list) or not all(isinstance(claim, dict) for claim in claims):
        what = "the claims are not a list of tables"
        raise BadClaims([Fault(f"seeds/{file.name}", "–", "claim", what, "Begin each with a line [[claim]].")])
    return record


def text_of(file: Path, raw: Mapping[str, Any]) -> Text:
    """The citation at the head of a seed file; what it lacks or cannot print raises BadClaims."""
    lacking = {name: "the citation lacks it" for name in ("publisher", "title", "date") if name not in raw}
    found = [(name, what, "Add it at the head of the file.") for name, what in lacking.items()]
    flaws = ((name, flaw(str(raw.get(name, "")))) for name in CITED)
    found += [(name, wrong, PLAIN) for name, wrong in flaws if wrong]
    try:
        day = datetime.date.fromisoformat(str(raw["date"]))
    except KeyError:
        day = datetime.date.min  # its lack is told already
    except ValueError:
        found.append(("date", f"{raw['date']!r} is no date", "Write it as 2026-11-20."))
    if found:
        raise BadClaims([Fault(f"seeds/{file.name}", "–", *fault) for fault in found])
    publisher, title, relation, name = (str(raw.get(part, "")) for part in ("publisher", "title", "relation", "name"))
    return Text(file.stem, publisher, title, day, f"seeds/{file.name}", relation, name)


def claim_of(text: Text, raw: Mapping[str, Any]) -> Claim:
    """A validated record as a claim."""
    check = dict(raw["check"])
    name = check.pop("name")
    kind, subjects = next(iter(raw["subject"].items()))
    as_they_stand = {part: raw[part] for part in STATED if part in raw}
    return Claim(
        **as_they_stand,
        text=text,
        subject_kind=kind,
        subjects=(subjects,) if isinstance(subjects, str) else tuple(subjects),
        check=name,
        arguments=check,
        bases=tuple(raw.get("basis", check_spec(name)["bases"])),
        pairs=tuple(Pair(pair["with"], pair["cause"], pair.get("relation", "")) for pair in raw.get("pair", ())),
    )

"""What a check finds: one edition, one basis, one measured value, whether the claim stands; and sentences on it."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any, TypeAlias

from report.facts import Fact, Row, written
from report.facts.catalogue import declared
from report.ledger.faults import BadClaims, Fault, one_of
from report.ledger.record import Claim, Stated
from report.ledger.vocabulary import basis_words, check_spec, schema, unit

Values = Mapping[str, Fact]
Details: TypeAlias = dict[str, Any]
"""Further arguments of a fact or a finding, by name."""
ROUNDING = 1e-9
DATED = {"days", "within"}
"""Arguments that make a span of days of a stated day."""


@dataclass(frozen=True)
class Finding:
    """One line of evidence on one claim. ``holds`` is None where the evidence cannot say. ``values`` fill the check's
    sentence and remarks by name; ``remarks`` are names of sentences in ``schema.toml``; ``verdict`` is set only where
    right or wrong is not the whole story."""

    edition: str
    basis: str
    holds: bool | None
    measured: Fact
    values: Values = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    verdict: str = ""
    template: str = ""

    @property
    def filling(self) -> dict[str, Fact]:
        """Everything a template may name."""
        basis = declared("basis", self.basis, basis_words(self.basis))
        return {"measured": self.measured, "basis": basis, **self.values}

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row of the curated tables the finding rests on, each once."""
        facts = self.filling.values()
        return tuple(dict.fromkeys(row for fact in facts for row in fact.source_rows()))


def stated(claim: Claim) -> Fact:
    """The claimed value as a fact, written as it was stated: its source row is the record."""
    return from_record(claim, "stated", "stated value", "" if claim.value is None else claim.value, _as_stated(claim))


def stated_days(claim: Claim) -> tuple[datetime.date, datetime.date]:
    """First and last of the days a claim speaks of: so many from the stated one on."""
    first = datetime.date.fromisoformat(str(claim.value))
    days = max(int(claim.arguments[name]) for name in DATED & set(claim.arguments))
    return first, first + datetime.timedelta(days=days - 1)


def span(first: datetime.date, last: datetime.date) -> str:
    """Days as a sentence names them: ``24–25 June 2025``."""
    one_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day}–{written.day(last)}" if one_month else f"{written.day(first)} to {written.day(last)}"


def _as_stated(claim: Claim) -> str:
    if isinstance(claim.value, bool):
        return "yes" if claim.value else "no"
    if claim.unit == "date" and DATED & set(claim.arguments):
        return span(*stated_days(claim))
    if claim.unit == "date" and len(str(claim.value)) > 4:
        return written.day_or_month(str(claim.value))
    if not isinstance(claim.value, int | float) or unit(claim.unit).currency or claim.unit == "year":
        return ""
    mark = "%" if claim.unit in ("percent", "percent_gdp") else ""
    return f"{written.decimal(claim.value, claim.decimals)}{mark}"


def from_record(
    claim: Claim, name: str, label: str, value: float | int | str | bool, text: str = "", unit_name: str = ""
) -> Fact:
    """A value the record itself brings along, such as a threshold: its source row is the record."""
    rows = (Row(claim.text.file.removesuffix(".toml"), claim.id, source=claim.text.id),)
    kept = ("yes" if value else "no") if isinstance(value, bool) else value
    own, how = f"{claim.id}.{name}", "as our record of the text has it"
    counted_in, label = unit(unit_name or claim.unit), f"{label} of claim {claim.id}"
    return Fact(own, label, kept, counted_in, "", "assumption", "assumed", how, rows=rows, text=text)


def share(claim: Claim, value: float) -> Fact:
    """A threshold or target in percent of GDP, written as short as it was stated."""
    return from_record(claim, "threshold", "threshold", float(value), short_percent(value), "percent_gdp")


def short_percent(value: float) -> str:
    """A target as people say it: ``2%``, ``3.5%``."""
    return f"{written.decimal(value, 0 if float(value).is_integer() else 1)}%"


def compare(measured: float, comparator: str, value: float, decimals: int) -> bool | None:
    """Whether a measured number stands to the stated one as claimed; unknown when the number is.

    ``equals`` compares at the precision stated: 63.9 equals 64, and 64.4 does too, 64.6 does not.
    """
    if math.isnan(measured):
        return None
    rounded = math.floor(measured * 10**decimals + 0.5 + ROUNDING) / 10**decimals
    tests = {
        "equals": abs(rounded - value) < ROUNDING,
        "above": measured > value + ROUNDING,
        "at_least": measured >= value - ROUNDING,
        "below": measured < value - ROUNDING,
        "at_most": measured <= value + ROUNDING,
    }
    return tests[comparator]


def same(measured: Stated, value: Stated) -> bool:
    """Whether two names, dates or yes/no answers are the same."""
    return str(measured).casefold() == str(value).casefold()


Part = str | Fact


@dataclass(frozen=True)
class Sentence:
    """Words and facts in order: a page can open each fact, ``str`` prints them all."""

    parts: tuple[Part, ...] = ()

    def __str__(self) -> str:
        return "".join(map(str, self.parts))

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __add__(self, other: Sentence) -> Sentence:
        gap: tuple[Part, ...] = (" ",) if self and other else ()
        return Sentence(self.parts + gap + other.parts)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts in the sentence."""
        return tuple(part for part in self.parts if isinstance(part, Fact))


def fill(template: str, values: Mapping[str, Fact]) -> Sentence:
    """A template with each ``{name}`` replaced by the fact of that name; an unknown name raises KeyError."""
    parts: list[Part] = []
    for words, name, _, _ in Formatter().parse(template):
        parts += [words] if words else []
        parts += [values[name]] if name else []
    return Sentence(tuple([_capital(parts[0]), *parts[1:]] if parts else parts))


def _capital(part: Part) -> Part:
    """The first words of a sentence with a capital letter."""
    text = str(part)
    begun = text[:1].upper() + text[1:]
    return part if begun == text else part.written_as(begun) if isinstance(part, Fact) else begun


def print_instead(claim: Claim, finding: Finding) -> Sentence:
    """What a careful writer would print: the record's own sentence, else the check's, with the finding's figures."""
    if claim.print_instead and finding.template != "on record":
        return _filled(claim, "print_instead", claim.print_instead, finding)
    own = check_spec(claim.check)["print"]  # one sentence, or several by the finding's name for them
    return _filled(claim, "check", str(own[finding.template] if finding.template else own), finding)


def _filled(claim: Claim, field: str, template: str, finding: Finding) -> Sentence:
    try:
        return fill(template, finding.filling)
    except KeyError as error:
        name = error.args[0]
        what, remedy = f"{claim.check} has no figure called {{{name}}}", one_of(name, finding.filling)
        raise BadClaims([Fault(claim.text.file, claim.id, field, what, remedy)]) from None


def remarks(claim: Claim, finding: Finding) -> Sentence:
    """What has to be said beside the verdict: our reading of the claim, then the finding's own remarks."""
    own = Sentence((claim.note,)) if claim.note else Sentence()
    for name in finding.remarks:
        own += fill(schema()["remarks"][name], finding.filling)
    return own

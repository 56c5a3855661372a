"""What a check finds: one edition, one basis, one measured value, and whether the claim stands against it."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from report.facts import Fact, Row, written
from report.facts.catalogue import declared
from report.ledger.record import Claim, Stated
from report.ledger.vocabulary import basis_words, unit

Values = Mapping[str, Fact]
Details: TypeAlias = dict[str, Any]
"""Further arguments of a fact or a finding, by name."""
ROUNDING = 1e-9
DATED = {"days", "within"}
"""Arguments that make a span of days of a stated day."""


@dataclass(frozen=True)
class Finding:
    """One line of evidence on one claim.

    ``holds`` is None where the evidence cannot say. ``values`` fill the check's sentence and remarks by name; ``remarks`` are names of
    sentences in ``schema.toml``; ``verdict`` is set only where right or wrong is not the whole story.
    """

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
        own = {
            "measured": self.measured,
            "basis": declared("basis", self.basis, basis_words(self.basis)),
        }
        return own | dict(self.values)

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
    return first, first + datetime.timedelta(
        days=max(int(claim.arguments[name]) for name in DATED & set(claim.arguments)) - 1
    )


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
        return written.day(str(claim.value)) if len(str(claim.value)) == 10 else written.month(str(claim.value))
    if not isinstance(claim.value, int | float) or unit(claim.unit).currency or claim.unit == "year":
        return ""
    mark = "%" if claim.unit in ("percent", "percent_gdp") else ""
    return f"{written.decimal(claim.value, claim.decimals)}{mark}"


def from_record(
    claim: Claim, name: str, label: str, value: float | int | str | bool, text: str = "", unit_name: str = ""
) -> Fact:
    """A value the record itself brings along, such as a threshold: its source row is the record."""
    row = Row(claim.text.file.removesuffix(".toml"), claim.id, source=claim.text.id)
    held = ("yes" if value else "no") if isinstance(value, bool) else value
    return Fact(
        f"{claim.id}.{name}",
        f"{label} of claim {claim.id}",
        held,
        unit(unit_name or claim.unit),
        status="assumption",
        kind="assumed",
        formula="as our record of the text has it",
        rows=(row,),
        text=text,
    )


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

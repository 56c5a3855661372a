"""Sentences with computed figures: templates from the schema or the record, filled with facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from report.facts import Fact
from report.ledger.faults import BadClaims, Fault, one_of
from report.ledger.finding import Finding
from report.ledger.record import Claim
from report.ledger.vocabulary import check_spec, schema

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

"""Claims that say the same, or something else, about the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from report.facts import Fact
from report.ledger.faults import BadClaims, Fault, one_of
from report.ledger.finding import Finding, Sentence, fill, stated
from report.ledger.record import Claim, Pair
from report.ledger.vocabulary import BEARS_ON, CONTRADICTS, REPEATS, schema

Findings = Mapping[str, Sequence[Finding]]


@dataclass(frozen=True)
class Pairing:
    """Two claims about one thing: whether they agree and, where a record gives it, the cause."""

    claim: Claim
    other: Claim
    relation: str
    cause: Sentence


def slug(claim: Claim) -> str:
    """The id without its text: records of different texts that share it are about the same thing."""
    return claim.id.removeprefix(f"{claim.text.id}-")


def about(claim: Claim) -> tuple[object, ...]:
    """What a claim is about, leaving out what it says of it; for a target the year is part of what it says."""
    year = None if claim.measure == "target" else claim.year
    arguments = tuple(sorted((name, str(value)) for name, value in claim.arguments.items()))
    return claim.check, claim.subject_kind, claim.subjects, claim.measure, claim.unit, year, arguments


def says(claim: Claim) -> tuple[object, ...]:
    """What a claim says of its subject."""
    return claim.comparator, claim.value, claim.year


def computed(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of claims of different texts about the same thing, the earlier text first."""
    keyed = [(claim, slug(claim), claim.check != "cannot_check" and about(claim)) for claim in claims]
    for (one, name, thing), (two, other_name, other_thing) in combinations(keyed, 2):
        if one.text.id != two.text.id and (name == other_name or (thing and thing == other_thing)):
            yield one, two


def relation(one: Claim, two: Claim) -> str:
    """repeats: both say the same of the same thing; contradicts: each says it equals something else; else bears on. A
    day does not contradict its month, nor a target without a year one with."""
    if about(one) != about(two):
        return BEARS_ON
    if says(one) == says(two) or _within(one, two):
        return REPEATS
    dated = one.measure != "target" or None not in (one.year, two.year)
    settled = one.comparator == two.comparator == "equals" and dated
    return CONTRADICTS if settled else BEARS_ON


def _within(one: Claim, two: Claim) -> bool:
    """Whether one date is part of the other, such as a day of its month."""
    dates = sorted((str(one.value), str(two.value)), key=len)
    return one.unit == "date" and one.comparator == two.comparator == "equals" and dates[1].startswith(dates[0])


def pairings(claims: Mapping[str, Claim], findings: Findings) -> list[Pairing]:
    """Every pair, computed or declared, with the cause a record gives for it."""
    declared = {(pair.other, claim.id): pair for claim in claims.values() for pair in claim.pairs}
    found = {(one.id, two.id) for one, two in computed(list(claims.values()))}
    keys = sorted({tuple(sorted(key)) for key in found | set(declared)})
    return [_pairing(claims[one], claims[two], declared, findings) for one, two in keys]


def _pairing(one: Claim, two: Claim, declared: Mapping[tuple[str, str], Pair], findings: Findings) -> Pairing:
    pair = declared.get((one.id, two.id)) or declared.get((two.id, one.id))
    known = pair.relation if pair and pair.relation else relation(one, two)
    if pair:
        return Pairing(one, two, known, cause(one, two, pair, findings))
    relayed = known == REPEATS and (one.text.id in two.text.relation or two.text.id in one.text.relation)
    return Pairing(one, two, known, Sentence((schema()["causes"]["relayed" if relayed else known],)))


def cause(one: Claim, two: Claim, pair: Pair, findings: Findings) -> Sentence:
    """The declared cause with its figures by name: ``stated`` and ``other``, what the two claims say; ``edition|basis``
    (``other edition|basis``), what was measured there for the claim that declares the pair (for the other one)."""
    own, other = (two, one) if pair in two.pairs else (one, two)
    values = {"stated": stated(own), "other": stated(other)}
    values |= _measured(findings[own.id], "") | _measured(findings[other.id], "other ")
    try:
        return fill(pair.cause, values)
    except KeyError as error:
        what = f"the pair has no figure called {{{error.args[0]}}}"
        raise BadClaims([Fault(own.text.file, own.id, "pair", what, one_of(error.args[0], values))]) from None


def _measured(findings: Sequence[Finding], prefix: str) -> dict[str, Fact]:
    return {f"{prefix}{finding.edition or 'record'}|{finding.basis}": finding.measured for finding in findings}


def first_said(claims: Iterable[str], found: Sequence[Pairing]) -> dict[str, str]:
    """Each claim's statement, named by the first claim that makes it: claims that repeat each other make one."""
    first = {claim: claim for claim in claims}
    for pairing in found:
        if pairing.relation == REPEATS:
            earlier, later = sorted((first[pairing.claim.id], first[pairing.other.id]))
            first = {claim: earlier if said == later else said for claim, said in first.items()}
    return first


def partners(claim: Claim, found: Sequence[Pairing]) -> tuple[str, ...]:
    """The ids of the claims paired with one."""
    paired = [(one.claim.id, one.other.id) for one in found]
    return tuple(ids[1] if ids[0] == claim.id else ids[0] for ids in paired if claim.id in ids)

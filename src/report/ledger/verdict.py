"""From findings to verdicts: one claim with everything found about it."""

from __future__ import annotations

from dataclasses import dataclass

from report.facts import Row
from report.ledger.finding import Finding, Sentence, print_instead, remarks
from report.ledger.record import Claim
from report.ledger.vocabulary import schema

OPEN, SUPERSEDED = "cannot be checked", "superseded"
BY_EDITION, BY_BASIS = "depends on edition", "depends on basis"


def verdict(claim: Claim, finding: Finding) -> str:
    """The verdict of one finding, in the words of the claim's kind: a forecast comes true, a figure holds."""
    if finding.verdict or finding.holds is None:
        return finding.verdict or OPEN
    return str(schema()["kinds"][claim.kind]["right" if finding.holds else "wrong"])


@dataclass(frozen=True)
class Entry:
    """One claim with everything found about it."""

    claim: Claim
    findings: tuple[Finding, ...]

    @property
    def judging(self) -> list[Finding]:
        """The findings a verdict is made of: those of the edition the claim names that can speak; else all such."""
        spoken = [finding for finding in self.findings if finding.holds is not None or finding.verdict]
        own = [finding for finding in spoken if self.claim.edition and finding.edition == self.claim.edition]
        return own or spoken

    def _words(self) -> list[tuple[str, str, str]]:
        """Edition, basis and verdict of each finding that judges; what is of no edition stands beside the newest."""
        judged = self.judging
        newest = max((finding.edition for finding in judged), default="")
        return [(each.edition or newest, each.basis, verdict(self.claim, each)) for each in judged]

    @property
    def verdict(self) -> str:
        """One verdict for the claim, over the findings that judge it. All alike: that one. Overtaken: superseded. Else,
        if the newest edition that speaks is of two minds, the basis decides; if it is of one mind, the edition."""
        spoken = self._words()
        kinds = {word for *_, word in spoken}
        if len(kinds) <= 1:
            return kinds.pop() if kinds else OPEN
        if SUPERSEDED in kinds:
            return SUPERSEDED
        newest = max(edition for edition, *_ in spoken)
        return BY_BASIS if len({word for edition, _, word in spoken if edition == newest}) > 1 else BY_EDITION

    @property
    def depends_on(self) -> str:
        """What a verdict that depends turns on: ``edition`` when two editions judge one basis differently, ``basis``
        when one edition judges two differently, or both; nothing for other verdicts."""
        if self.verdict not in (BY_EDITION, BY_BASIS):
            return ""
        by_edition = _split({(basis, word) for _, basis, word in self._words()})
        by_basis = _split({(edition, word) for edition, _, word in self._words()})
        return " and ".join(["edition"] * by_edition + ["basis"] * by_basis)

    def _first(self, findings: list[Finding]) -> Finding:
        """The finding of the edition the claim names, else of the newest; on its first basis; for its own year."""
        named = self.claim.edition
        return max(findings, key=lambda one: (bool(named) and one.edition == named, self._is_basis(one), one.edition))

    def _newest(self, findings: list[Finding]) -> Finding:
        """The finding of the newest edition, on the claim's first basis; of two years the later."""
        return max(reversed(findings), key=lambda one: (one.edition, self._is_basis(one)))

    def _is_basis(self, finding: Finding) -> bool:
        return finding.basis == self.claim.bases[0]

    @property
    def as_asked(self) -> Finding:
        """The finding in the edition and on the basis the claim appeals to."""
        return self._first(list(self.findings))

    @property
    def today(self) -> Finding:
        """The finding to print now: the newest edition's."""
        return self._newest(list(self.findings))

    @property
    def decisive(self) -> Finding:
        """The finding to set beside what was said: that of the edition it names, else the newest that judges."""
        return (self._first if self.claim.edition else self._newest)(self.judging or list(self.findings))

    @property
    def print_instead(self) -> Sentence:
        """What a careful writer would print now."""
        return print_instead(self.claim, self.today)

    @property
    def note(self) -> Sentence:
        """How we read the claim, and what limits the finding to print."""
        return remarks(self.claim, self.today)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row of the curated tables behind any of the findings, each once."""
        return tuple(dict.fromkeys(row for finding in self.findings for row in finding.rows))


def _split(judged: set[tuple[str, str]]) -> bool:
    """Whether some key carries two verdicts."""
    return len({key for key, _ in judged}) < len(judged)

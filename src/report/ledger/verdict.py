"""From findings to verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from report.ledger.finding import Finding
from report.ledger.record import Claim
from report.ledger.vocabulary import schema

OPEN, SUPERSEDED = "cannot be checked", "superseded"
BY_EDITION, BY_BASIS = "depends on edition", "depends on basis"


def verdict(claim: Claim, finding: Finding) -> str:
    """The verdict of one finding, in the words of the claim's kind: a forecast comes true, a figure holds."""
    if finding.verdict or finding.holds is None:
        return finding.verdict or OPEN
    return str(schema()["kinds"][claim.kind]["right" if finding.holds else "wrong"])


def speaks(finding: Finding) -> bool:
    """Whether a finding can say anything."""
    return finding.holds is not None or bool(finding.verdict)


def judging(claim: Claim, findings: Sequence[Finding]) -> list[Finding]:
    """The findings a verdict is made of: those of the edition the claim itself names, where it can say anything; else all that can."""
    spoken = [finding for finding in findings if speaks(finding)]
    own = [finding for finding in spoken if claim.edition and finding.edition == claim.edition]
    return own or spoken


def overall(claim: Claim, findings: Sequence[Finding]) -> str:
    """One verdict for the claim, over the findings that judge it (:func:`judging`).

    All alike: that one. Overtaken: superseded. Else, when the newest edition that speaks is of two minds, it is the basis that decides;
    when it is of one mind, it is the edition. What no edition says, such as a pledge, is set beside the newest.
    """
    spoken = [(finding, verdict(claim, finding)) for finding in judging(claim, findings)]
    kinds = {word for _, word in spoken}
    if len(kinds) <= 1:
        return kinds.pop() if kinds else OPEN
    if SUPERSEDED in kinds:
        return SUPERSEDED
    newest = max(finding.edition for finding, _ in spoken)
    today = {word for finding, word in spoken if finding.edition in (newest, "")}
    return BY_BASIS if len(today) > 1 else BY_EDITION


def depends_on(claim: Claim, findings: Sequence[Finding]) -> str:
    """What a verdict that depends turns on: ``edition``, ``basis`` or both; nothing for other verdicts.

    On the edition when one basis is judged differently by two editions, on the basis when one edition judges two bases differently.
    """
    if overall(claim, findings) not in (BY_EDITION, BY_BASIS):
        return ""
    judged = judging(claim, findings)
    newest = max(finding.edition for finding in judged)
    spoken = [(each.edition or newest, each.basis, verdict(claim, each)) for each in judged]
    by_edition = _split({(basis, word) for _, basis, word in spoken})
    by_basis = _split({(edition, word) for edition, _, word in spoken})
    return " and ".join(["edition"] * by_edition + ["basis"] * by_basis)


def _split(judged: set[tuple[str, str]]) -> bool:
    """Whether some key carries two verdicts."""
    return len({key for key, _ in judged}) < len(judged)


def asked(claim: Claim, findings: Sequence[Finding]) -> Finding:
    """The finding the claim itself asks for: its edition where it names one, else the newest; its first basis; its own year."""

    def rank(place: int) -> tuple[bool, bool, str, int]:
        finding = findings[place]
        return (
            bool(claim.edition) and finding.edition == claim.edition,
            finding.basis == claim.bases[0],
            finding.edition,
            -place,
        )

    return findings[max(range(len(findings)), key=rank)]


def newest(claim: Claim, findings: Sequence[Finding]) -> Finding:
    """The finding to print today: the newest edition, the basis asked for, and of two years the later."""

    def rank(place: int) -> tuple[str, bool, int]:
        return findings[place].edition, findings[place].basis == claim.bases[0], place

    return findings[max(range(len(findings)), key=rank)]


def decisive(claim: Claim, findings: Sequence[Finding]) -> Finding:
    """The finding to set beside what was said: of those that judge the claim, that of the edition it names, else the newest."""
    judged = judging(claim, findings) or list(findings)
    return (asked if claim.edition else newest)(claim, judged)

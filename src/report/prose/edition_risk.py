"""What the count of allies at the guideline is worth: how the last edition's came out, and who stands near it now."""

from __future__ import annotations

from report.facts import counted, written
from report.facts.catalogue import declared
from report.facts.fact import Fact, Row
from report.facts.rows import spending_rows
from report.pages import Page
from report.pages.page import EditionRisk
from report.prose import words
from report.prose.passage import Passage
from report.prose.words import say


def sentence(page: Page) -> Passage:
    """What became of the last edition's count, and how many stand near the guideline; nothing without one."""
    found = page.edition_risk
    if found is None:
        return Passage((), "caution")
    before = page.edition_before
    earlier = spending_rows(before, found.met, [found.year], ["share_gdp"]) if before else ()
    return say(
        """**Handle with care.** NATO’s edition of {edition} put {met} allies at the {wales} of Wales or more in
        {then}; in this edition {kept} of them are still there{joined}.{near}""",
        "caution",
        met=_at_wales(found, len(found.met), written.month(found.edition), earlier),
        edition=declared("edition_before", "", written.month(found.edition)),
        then=page.when(found.year),
        kept=page.origin.counted(
            "wales_kept",
            f"NATO.{found.year}",
            len(found.kept),
            found.year,
            rows=spending_rows(page.d, found.met, [found.year], ["share_gdp"]),
        ).written_as(str(len(found.kept))),
        joined=_joined(page, found),
        near=_near(page, found),
        of=page,
    )


def _joined(page: Page, found: EditionRisk) -> tuple[str | Fact, ...]:
    """Allies that only this edition has at the guideline, and how many there are with them."""
    if not found.joined:
        return ()
    there = [*found.kept, *found.joined]
    rows = spending_rows(page.d, there, [found.year], ["share_gdp"])
    reason = "published share at the guideline in this edition and not in the one before"
    added = words.listed(page, "wales_joined", found.joined, found.year, formula=reason)
    return (
        ", and ",
        added,
        f" {words.plural(len(found.joined), 'makes', 'make')} it ",
        _at_wales(found, len(there), page.origin.edition, rows),
    )


def _at_wales(found: EditionRisk, number: int, edition: str, rows: tuple[Row, ...]) -> Fact:
    """How many allies an edition puts at the guideline, in figures."""
    label = f"allies at the Wales guideline in {found.year}, {edition}"
    fact = counted(
        f"wales_met.NATO.{found.year}", label, number, "published share at the guideline", edition, "estimate", rows
    )
    return fact.written_as(str(number))


def _near(page: Page, found: EditionRisk) -> tuple[str | Fact, ...]:
    """How many allies are at the guideline by no more than a usual revision; nothing where none is."""
    if not found.near:
        return ()
    revision = page.origin.measured(
        "usual_revision_published",
        "",
        found.revision,
        rows=(Row("expenditure", "share_gdp of each edition’s last year, all editions"),),
    )
    count = words.how_many(page, "wales_narrowly", found.near)
    return (
        " ",
        count.written_as(written.sentence_case(str(count))),
        " now " + words.plural(len(found.near), "stands", "stand") + " at it or no more than ",
        revision.written_as(f"{written.decimal(found.revision, 2)} points"),
        " above, the usual revision.",
    )

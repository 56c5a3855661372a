"""What the count of allies at the guideline is worth: how the last edition's came out, and who stands near it now."""

from __future__ import annotations

from report.burdens.edition_risk import EditionRisk, edition_risk, predecessor
from report.facts import counted, named, units, written
from report.facts.fact import Fact, Row
from report.facts.rows import spending_rows
from report.pages import Page
from report.prose import words
from report.prose.passage import Passage, say


def sentence(page: Page) -> Passage:
    """Beside the headline count: what this edition made of the last one's, and how many allies stand near the guideline; nothing without an edition before."""
    found = edition_risk(page.d)
    if found is None:
        return Passage(())
    before = predecessor(page.d)
    rows = spending_rows(page.d, found.met, [found.year], ["share_gdp"])
    earlier = spending_rows(before, found.met, [found.year], ["share_gdp"]) if before else ()
    return say(
        """Of the {met} allies that NATO’s edition of {edition} put at the {wales} of Wales or more in {then}, this one leaves {kept} there{joined}.{near}""",
        "lead",
        met=counted(
            f"wales_met.NATO.{found.year}.{found.edition}",
            f"allies at the Wales guideline in {found.year}, edition of {found.edition}",
            len(found.met),
            "published share at the guideline",
            written.month(found.edition),
            "estimate",
            earlier,
        ).written_as(str(len(found.met))),
        edition=named(
            "edition_before",
            "edition before",
            written.month(found.edition),
            "the last before this one, lists of the press left out",
        ),
        wales=words.guideline("wales"),
        then=page.when(found.year),
        kept=counted(
            f"wales_kept.NATO.{found.year}",
            f"of these at the guideline in {found.year} now",
            len(found.kept),
            "published share at the guideline, as this edition has it",
            page.origin.edition,
            page.origin.status(found.year),
            rows,
        ).written_as(str(len(found.kept))),
        joined=_joined(page, found),
        near=_near(page, found),
    )


def _joined(page: Page, found: EditionRisk) -> tuple[str | Fact, ...]:
    """Allies that only this edition has at the guideline in that year, and how many there are with them; nothing where there are none."""
    if not found.joined:
        return ()
    reason = "published share at the guideline in this edition and not in the one before"
    everyone = [*found.kept, *found.joined]
    rows = spending_rows(page.d, everyone, [found.year], ["share_gdp"])
    total = counted(
        f"wales_now.NATO.{found.year}",
        f"allies at the Wales guideline in {found.year} as this edition has it",
        len(everyone),
        "published share at the guideline",
        page.origin.edition,
        page.origin.status(found.year),
        rows,
    )
    names = words.listed(
        page,
        f"wales_joined.{found.year}",
        f"allies only this edition has at the guideline in {found.year}",
        found.joined,
        reason,
    )
    return ("; with ", names, ", which that edition did not count there, it has ", total.written_as(str(len(everyone))))


def _near(page: Page, found: EditionRisk) -> tuple[str | Fact, ...]:
    """How many allies are at the guideline by no more than a usual revision; nothing where none is."""
    if not found.near:
        return ()
    label = "usual revision of a share of an edition’s last year, as published"
    revision = Fact(
        "usual_revision_published",
        label,
        found.revision,
        units.POINTS,
        page.origin.edition,
        formula="median of |newest − first| over all editions, rounded to two decimals",
        rows=(Row("expenditure", "share_gdp of each edition’s last year, all editions"),),
    )
    count = words.how_many(
        page,
        "wales_narrowly",
        "allies just above the Wales guideline",
        found.near,
        "share at the guideline by no more than the usual revision",
    )
    return (
        " ",
        count.written_as(written.sentence_case(str(count))),
        " now " + words.plural(len(found.near), "stands", "stand") + " at it or no more than ",
        revision.written_as(f"{written.decimal(found.revision, 2)} points"),
        " above, the usual revision.",
    )

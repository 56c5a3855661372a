"""What figures are worth that may be revised: the count at the guideline, and statuses that a revision could turn."""

from __future__ import annotations

from report.facts import counted, units, written
from report.facts.catalogue import declared
from report.facts.fact import Fact, Row
from report.facts.rows import spending_rows
from report.pages import Page
from report.pages.page import EditionRisk
from report.pages.scorecard import CLOSE
from report.prose import words
from report.prose.scorecard import counted_of
from report.prose.words import run, say
from report.shown import Passage


def sentence(page: Page) -> Passage:
    """What became of the last edition's count, and how many stand near the guideline; nothing without one."""
    found = page.edition_risk
    if found is None:
        return Passage((), "caution")
    before = page.edition_before
    earlier = spending_rows(before, found.met, [found.year], ["share_gdp"]) if before else ()
    rows = spending_rows(page.d, found.met, [found.year], ["share_gdp"])
    return say(
        """**Handle with care.** NATO’s edition of {edition} put {met} allies at the {wales} of Wales or more in
        {then}; in this edition {kept} of them are still there{joined}.{near}""",
        "caution",
        met=_at_wales(found, len(found.met), written.month(found.edition), earlier),
        edition=declared("edition_before", "", written.month(found.edition)),
        then=page.when(found.year),
        kept=page.origin.counted("wales_kept", f"NATO.{found.year}", len(found.kept), found.year, rows=rows).written_as(
            str(len(found.kept))
        ),
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
    make = words.plural(len(found.joined), "makes", "make")
    return (", and ", added, f" {make} it ", _at_wales(found, len(there), page.origin.edition, rows))


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
    rows = (Row("expenditure", "share_gdp of each edition’s last year, all editions"),)
    revision = page.origin.measured("usual_revision_published", "", found.revision, rows=rows)
    count = words.how_many(page, "wales_narrowly", found.near)
    return run(
        " {count} now {stand} at it or no more than {revision} above, the usual revision.",
        count=count.written_as(written.sentence_case(str(count))),
        stand=words.plural(len(found.near), "stands", "stand"),
        revision=revision.written_as(f"{written.decimal(found.revision, 2)} points"),
    )


def close(page: Page) -> Passage | None:
    """How many statuses a usual revision could turn; None where none or where no path is under way."""
    card, near = page.scorecard.card, page.scorecard.close
    if not near or not page.scorecard.is_measured:
        return None
    turnable, number = card.index[card["margin_pp"].notna()].tolist(), written.number_word(len(near))
    close = counted_of(page, "close", "with a status within the usual revision", near)
    return say(
        """**Handle with care.** {near} of {all} statuses could be turned by a usual revision and {are} marked {sign}.
        Shares that an edition gave for its own last year have moved since: half of them by more than {half} points, a
        fifth by more than {most}.""",
        "caution",
        near=close.written_as(written.sentence_case(number)),
        all=counted_of(page, "turnable", "with a status that a revision can turn", turnable),
        are=words.plural(len(near), "is", "are"),
        sign=CLOSE,
        half=usual(page, "half"),
        most=usual(page, "most"),
    )


USUAL = {
    "half": ("usual revision of a share of an edition’s last year", "median of |newest − first|"),
    "most": ("revision that four in five such shares stay within", "80th percentile of |newest − first|"),
}


def usual(page: Page, name: str) -> Fact:
    """Of revisions of a last year: ``half`` of shares moved by no more, or ``most``; points of GDP."""
    found = page.scorecard.usual
    years = found.moves.groupby(["edition", "year"]).size()
    rows = tuple(
        Row(f"expenditure/{e}", f"share_gdp of allies, {year}", int(n), "figures") for (e, year), n in years.items()
    )
    (label, formula), value = USUAL[name], float(getattr(found, name))
    formula = f"{formula}, over all editions"
    fact = Fact(f"usual_revision_{name}", label, value, units.POINTS, kind="computed", formula=formula, rows=rows)
    return fact.written_as(written.decimal(value, 2))

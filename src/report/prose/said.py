"""What was said about one ally: the ledger's claims that name it, with verdict and what to print."""

from __future__ import annotations

from collections.abc import Sequence

from report.facts import Fact, Row, counted
from report.facts.catalogue import count_of
from report.ledger import Entry, settle
from report.pages import CountryPage
from report.pages.claims import NOT_TO_BE_CHECKED, named
from report.prose.passage import Passage, bullets, say
from report.prose.register import SIGNS, heading, is_words, label
from report.prose.words import plural

PAGE = "../claims.html"


def entries(page: CountryPage) -> tuple[Entry, ...]:
    """The ledger's entries about the page's ally, but for judgements that nothing settles."""
    about = settle(page.d.path).about(page.iso3)
    return tuple(entry for entry in about if entry.claim.check != NOT_TO_BE_CHECKED)


def said(page: CountryPage) -> Passage:
    """How many claims on record name the ally."""
    found = entries(page)
    if not found:
        return say("None of the news claims on our record that can be checked is about {name}.", name=page.name_in_text)
    claims, texts = _number(f"claims.{page.iso3}", "claims about the ally", found), _texts(page.iso3, found)
    return say(
        """Of the news claims on our record that can be checked {claims} {are} about {name}, from {texts} {told}. Each is compared with every
        edition of NATO’s tables; what to print is taken from the newest.""",
        claims=claims,
        are=plural(claims, "is", "are"),
        name=page.name_in_text,
        texts=texts,
        told=plural(texts, "text", "texts; those that say the same stand together"),
    )


def _number(name: str, label: str, found: Sequence[Entry]) -> Fact:
    rows = [Row(entry.claim.text.file.removesuffix(".toml"), entry.claim.id) for entry in found]
    return counted(name, label, len(found), "claims whose subject is the ally", rows=rows)


def _texts(iso3: str, found: Sequence[Entry]) -> Fact:
    files = sorted({entry.claim.text.file.removesuffix(".toml") for entry in found})
    return count_of("claim_texts", iso3, len(files), rows=[Row(file, "citation") for file in files])


def claims_about(page: CountryPage) -> Passage | None:
    """The claims themselves, one item for all that say the same."""
    alike: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries(page):
        alike.setdefault((entry.claim.statement, entry.verdict, str(entry.print_instead)), []).append(entry)
    return bullets(*(_item(group) for group in alike.values())) if alike else None


def _item(group: Sequence[Entry]) -> Passage:
    entry = group[0]
    links = "; ".join(f"[{named(one.claim.text)}]({PAGE}#{one.claim.id})" for one in group)
    opening = (
        f"**{SIGNS[entry.verdict]} {label(entry.verdict)}.** {entry.claim.statement} ({links}) *{heading(entry)}:* "
    )
    found = [str(part) if isinstance(part, Fact) and is_words(part) else part for part in entry.print_instead.parts]
    return Passage(((opening, *found),))

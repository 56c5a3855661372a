"""Claims: what was checked, how a verdict comes about, what contradicts what; and those about one ally."""

from __future__ import annotations

from collections.abc import Sequence

from report.facts import Fact, Row, counted, names, written
from report.facts.catalogue import count_of, declared
from report.ledger import Entry, Pairing, Text, settle
from report.ledger.record import Claim
from report.ledger.vocabulary import CONTRADICTS, schema
from report.pages import CountryPage
from report.pages.claims import NOT_TO_BE_CHECKED, OPEN, RIGHT, ClaimsPage, named
from report.prose.passage import bullets
from report.prose.register import SIGNS, heading, is_words, label, lean_parts, register
from report.prose.table import described
from report.prose.words import plural, say
from report.shown import Ledger, Passage, Table

CLAIMS_FILE = "claims/claims.csv"
ONCE = "claims that repeat each other, as in a translation, counted once"
REASONS = 2
"""Reasons named for each text; the rest are counted."""
CHECKABLE = f"{ONCE}, without those that open data cannot settle"


def number_of(name: str, label: str, entries: Sequence[Entry], formula: str) -> Fact:
    """A number of claims as a fact; its source row is the download that lists them with their verdicts."""
    return counted(name, label, len(entries), formula, rows=[Row(CLAIMS_FILE, formula, len(entries), "claims")])


def lead(page: ClaimsPage) -> Passage:
    """What was checked, and what comes first."""
    texts = count_of("source_texts", "", len(page.texts), rows=_citations(page.texts))
    right = [entry for entry in page.leading if entry.verdict in RIGHT]
    partly = [entry for entry in page.listed if entry.verdict in OPEN]
    claims = number_of("claims", "claims of all texts", page.ledger.entries, "claims of all texts")
    statements = number_of("statements", "different statements", page.ledger.statements, ONCE)
    measures = "statements that measure shares of GDP, spending or targets"
    about, verdicts = "statements about money that hold or came true", f"{measures}; verdicts: {', '.join(RIGHT)}"
    listed = f"{ONCE}, that have a check"
    return say(
        """{texts} {told} of {months} made {claims} {claimed}. Counted once where texts repeat each other, they come to
        {statements} different {stated}; NATO’s tables or the public record settle {checkable} of them. The list below
        has {listed}: these and {partly} that figures bear on but leave open. First come the {leading} about money,
        targets and who pays; {right} of them hold.""",
        "lead",
        texts=texts,
        told=plural(texts, "news text", "news texts"),
        months=_months(page.texts),
        claims=claims,
        claimed=plural(claims, "claim", "claims"),
        statements=statements,
        stated=plural(statements, "statement", "statements"),
        checkable=number_of("checkable", "different statements that can be checked", page.checkable, CHECKABLE),
        listed=number_of("listed", "statements listed", page.listed, listed),
        partly=number_of("partly", "statements listed and left open", partly, f"{listed} and no verdict"),
        leading=number_of("leading", "statements about money, targets and who pays", page.leading, measures),
        right=number_of("leading_right", about, right, verdicts),
    )


def _citations(sources: Sequence[Text]) -> list[Row]:
    return [Row(text.file.removesuffix(".toml"), "citation", source=text.id) for text in sources]


def _months(sources: Sequence[Text]) -> Fact:
    months = list(dict.fromkeys(f"{text.date:%Y-%m}" for text in sorted(sources, key=lambda text: text.date)))
    worded = [written.month(month) for month in months]
    one_year = len({month[:4] for month in months}) == 1
    short = [*(month.split()[0] for month in worded[:-1]), worded[-1]] if one_year else worded
    return declared("months_source_texts", "", tuple(short), rows=_citations(sources))


def ledger(page: ClaimsPage) -> Ledger:
    """Every statement that can be settled as an entry."""
    return register(page)


def unsettled(page: ClaimsPage) -> Passage:
    """What no figure settles: a line for each text, with how many of its claims, as the chart counts them, and why."""
    found = [(text, page.unsettled(text)) for text in page.texts]
    return bullets(*(_unsettled(page, text, by_reason) for text, by_reason in found if by_reason))


def _unsettled(page: ClaimsPage, text: Text, by_reason: dict[str, list[Entry]]) -> Passage:
    whole = [entry for entry in page.ledger.entries if entry.claim.text == text]
    left = [entry for entries in by_reason.values() for entry in entries]
    headings = schema()["unsettled"]
    most = list(by_reason)[:REASONS]
    reasons = [f"{headings[name]} ({written.number_word(len(by_reason[name]))})" for name in most]
    if others := len(left) - sum(len(by_reason[name]) for name in most):
        reasons.append(f"{written.number_word(others)} more")
    formula = f"claims of text {text.id}; verdict: {', '.join(OPEN)}"
    return say(
        "**{text}:** {left} of {whole} claims: {reasons}.",
        text=declared("text", text.id, named(text)),
        left=number_of(f"unsettled.{text.id}", f"claims of {named(text)} that nothing settles", left, formula),
        whole=number_of(f"claims.{text.id}", f"claims of {named(text)}", whole, f"claims of text {text.id}"),
        reasons=names(f"reasons.{text.id}", "reasons", reasons, formula),
    )


def how_to_read(page: ClaimsPage) -> Passage:
    """How a verdict comes about, and what it cannot say."""
    newest = written.month(page.d.edition)
    return say(
        """A verdict is computed from the claim and the evidence; nobody types it. Figures come from NATO’s published
        tables. What happened or was said is a record we entered by hand from the source named with the claim: verified
        means that the source was read, secondary that it reports at second hand, and an unverified record settles
        nothing. A claim that names its edition is judged by that edition. What to print is taken from the newest,
        {edition}; [how far figures move between editions](editions.html) has a page of its own. A plan for a target
        came true when it was agreed as proposed, which is not yet to be kept; overtaken means right when said and no
        longer so.""",
        "note",
        edition=page.origin.measured("newest_edition", "", newest),
    )


def contradictions(page: ClaimsPage) -> Table | None:
    """Claims that contradict each other, with the cause; pairs of one cause on one line."""
    grouped: dict[str, list[Pairing]] = {}
    for pair in (one for one in page.ledger.pairs if one.relation == CONTRADICTS):
        grouped.setdefault(str(pair.cause), []).append(pair)
    rows = [_contradiction(page, pairs) for pairs in grouped.values()]
    return described("contradictions", page, rows) if rows else None


def _contradiction(page: ClaimsPage, pairs: Sequence[Pairing]) -> dict[str, Passage]:
    one, other = sides(pairs)
    return {
        "texts": Passage(((f"{_links(page, one)} against {_links(page, other)}",),)),
        "one": Passage(((one[0].statement,),)),
        "other": Passage(((other[0].statement,),)),
        "cause": Passage((tuple(lean_parts(pairs[0].cause)),)),
    }


def sides(pairs: Sequence[Pairing]) -> tuple[list[Claim], list[Claim]]:
    """The claims of several pairs sorted into two sides, so that those of one side do not contradict each other."""
    one, other = [pairs[0].claim], [pairs[0].other]
    for pair in pairs[1:]:
        turned = pair.claim in other or pair.other in one
        (other if turned else one).append(pair.claim)
        (one if turned else other).append(pair.other)
    return one, other


def _links(page: ClaimsPage, claims: Sequence[Claim]) -> str:
    """The texts of some claims, each leading to its claim where the page lists it."""
    there = {one.claim.id for entry in page.listed for one in page.ledger.said_by[entry.claim.id]}
    names = {claim.id: named(claim.text) for claim in claims}
    return "; ".join(f"[{name}](#{id})" if id in there else name for id, name in names.items())


PAGE = "../claims.html"


def entries(page: CountryPage) -> tuple[Entry, ...]:
    """The ledger's entries about the page's ally, but for judgements that nothing settles."""
    about = settle(page.d.path).about(page.iso3)
    return tuple(entry for entry in about if entry.claim.check != NOT_TO_BE_CHECKED)


def said(page: CountryPage) -> Passage | None:
    """How many claims on record name the ally; None where none does."""
    found = entries(page)
    files = [entry.claim.text.file.removesuffix(".toml") for entry in found]
    if not found:
        return None
    rows = [Row(file, entry.claim.id) for file, entry in zip(files, found, strict=True)]
    claims = count_of("claims", page.iso3, len(found), rows=rows)
    texts = count_of(
        "claim_texts", page.iso3, len(set(files)), rows=[Row(file, "citation") for file in sorted(set(files))]
    )
    return say(
        """Of the news claims on our record that can be checked {claims} {are} about {name}, from {texts} {told}. Each
        is compared with every edition of NATO’s tables; what to print is taken from the newest.""",
        claims=claims,
        are=plural(claims, "is", "are"),
        texts=texts,
        told=plural(texts, "text", "texts; those that say the same stand together"),
        of=page,
    )


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

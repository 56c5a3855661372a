"""The page of claims: what it is, its figures, the best-known claims told in words, and the pairs that contradict each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from report.facts import Fact, Row, Unit, combine, counted, named, names, units, written
from report.ledger import Entry, Pairing, Sentence
from report.ledger.finding import stated
from report.ledger.record import Claim, Text
from report.ledger.sentence import print_instead
from report.ledger.vocabulary import CONTRADICTS, basis_words, schema
from report.pages.claims import DEPENDS, OPEN, RIGHT, WRONG, ClaimsPage
from report.pages.claims import named as text_name
from report.prose.editions import moved
from report.prose.passage import Passage, bullets, key_figures, say
from report.prose.register import SIGNS, Register, lean_parts
from report.prose.table import Column, Table
from report.prose.words import plural

__all__ = ["best_known", "contradictions", "editions", "figures", "how_to_read", "lead", "ledger", "verdicts"]

CLAIMS_FILE = "claims/claims.csv"
CLAIMS = Unit("claims", "claims", 0, "count")
ONCE = "claims that repeat each other, as in a translation, counted once"
CHECKABLE = f"{ONCE}, without those that open data cannot settle"


def having(page: ClaimsPage, verdicts: Iterable[str]) -> list[Entry]:
    """The different statements with one of these verdicts."""
    wanted = set(verdicts)
    return [entry for entry in page.ledger.statements if entry.verdict in wanted]


def number_of(name: str, label: str, entries: Sequence[Entry], formula: str) -> Fact:
    """A number of claims as a fact; its source row is the download that lists them with their verdicts."""
    return counted(name, label, len(entries), formula, rows=[Row(CLAIMS_FILE, formula, len(entries), "claims")])


def lead(page: ClaimsPage) -> Passage:
    """What the page is, for a newcomer."""
    sources = page.texts
    texts = _counted_texts(sources)
    told = plural(texts, "news text", "news texts")
    return say(
        f"""{{texts}} {told} of {{months}} said what NATO’s allies spend, owe and plan, and did not always agree. As they repeat and translate each
        other, their {{claims}} claims make {{statements}} different statements, of which {{checkable}} can be checked with open data. Each stands
        here in our own words against every edition of NATO’s tables and the public record, with a verdict and the sentence a careful writer
        would print.""",
        "lead",
        texts=texts,
        months=_months(sources),
        claims=number_of("claims", "claims in the ledger", page.ledger.entries, "records in seeds/"),
        statements=number_of("statements", "different statements in the ledger", page.ledger.statements, ONCE),
        checkable=number_of("checkable", "different statements that can be checked", page.checkable, CHECKABLE),
    )


def _counted_texts(sources: Sequence[Text]) -> Fact:
    rows = [Row(text.file.removesuffix(".toml"), "citation", source=text.id) for text in sources]
    return counted("source_texts", "source texts", len(sources), "files in seeds/", rows=rows)


def _months(sources: Sequence[Text]) -> Fact:
    months = list(dict.fromkeys(f"{text.date:%Y-%m}" for text in sorted(sources, key=lambda text: text.date)))
    told = [written.month(month) for month in months]
    one_year = len({month[:4] for month in months}) == 1
    short = [*(month.split()[0] for month in told[:-1]), told[-1]] if one_year else told
    rows = [Row(text.file.removesuffix(".toml"), "citation", source=text.id) for text in sources]
    return names("months_source_texts", "months of the source texts", short, "dates of the citations", rows=rows)


def figures(page: ClaimsPage) -> Passage:
    """The strip of headline numbers."""
    contradicting = _contradicting(page)
    rows = [Row(p.claim.text.file.removesuffix(".toml"), f"{p.claim.id} against {p.other.id}") for p in contradicting]
    label = "pairs of claims that contradict each other"
    pairs = _in_figures(counted("contradicting_pairs", label, len(contradicting), "see the table of pairs", rows=rows))
    return key_figures(
        (
            number_of("checkable", "different statements that can be checked", page.checkable, CHECKABLE),
            "statements can be checked",
            "each counted once, however many texts make it",
        ),
        (
            _part("right", "statements that hold or came true", page, RIGHT),
            "hold or came true",
            "of those that can be checked, by the edition they name, or by all",
        ),
        (
            _part("depending", "statements that depend", page, DEPENDS),
            "turn on edition or basis",
            "right by one count, wrong by another",
        ),
        (
            _part("wrong", "statements that fail", page, WRONG),
            "fail or are overtaken",
            "not so, not come, or no longer so",
        ),
        (
            _share("open", "statements that cannot be checked", page, OPEN),
            "cannot be checked",
            "with open data; each says why",
        ),
        (pairs, "pairs contradict each other", "of different texts, or within one"),
    )


def _part(name: str, label: str, page: ClaimsPage, verdicts: Sequence[str]) -> Fact:
    """Statements with these verdicts in percent of those that can be checked."""
    parts = (
        _share(name, label, page, verdicts),
        number_of("checkable", "different statements that can be checked", page.checkable, CHECKABLE),
    )
    percent = 100 * float(parts[0]) / float(parts[1])
    fact = combine(
        f"{name}_percent",
        f"{label}, of those that can be checked",
        percent,
        units.PERCENT,
        f"{label} ÷ those that can be checked",
        parts,
    )
    return fact.written_as(f"{written.decimal(percent)}%")


def _share(name: str, label: str, page: ClaimsPage, verdicts: Sequence[str]) -> Fact:
    return _in_figures(number_of(name, label, having(page, verdicts), f"verdicts: {', '.join(verdicts)}"))


def _in_figures(count: Fact) -> Fact:
    """A headline number stands in figures, however small."""
    return count.written_as(written.decimal(float(count)))


def verdicts(page: ClaimsPage) -> Table:
    """How many claims of each text got which verdict; what the verdicts mean stands below."""
    sources, meanings = page.texts, schema()["verdicts"]
    counts = Counter((entry.verdict, entry.claim.text.id) for entry in page.ledger.entries)
    lines = [
        {"verdict": sign(name)}
        | {text.id: counts[name, text.id] for text in sources}
        | {"all": sum(counts[name, text.id] for text in sources), "once": len(having(page, [name]))}
        for name in meanings
    ]
    columns = (
        Column("verdict", "Verdict"),
        *(Column(text.id, text.id, CLAIMS) for text in sources),
        Column("all", "All", CLAIMS),
        Column("once", "Counted once", CLAIMS),
    )
    return Table(
        id="verdicts",
        caption="Verdicts by text",
        subtitle="Number of claims, by verdict over all editions and bases",
        frame=pd.DataFrame(lines),
        columns=columns,
        notes=(
            "; ".join(f"{written.sentence_case(name)}: {meaning}" for name, meaning in meanings.items()) + ".",
            "Counted once: a statement that several texts make, or one translates from another, by the verdict of the first.",
            f"The texts: {'; '.join(map(text_name, sources))}.",
        ),
        source="Own records of the source texts",
        edition=page.span,
        facts={
            (line, "once"): _share(f"verdict.{name}", f"statements with the verdict “{name}”", page, [name])
            for line, name in enumerate(meanings)
        },
    )


def sign(name: str) -> str:
    """A verdict with its sign: ``≠ Depends on edition``."""
    return f"{SIGNS[name]} {written.sentence_case(name)}"


def how_to_read(page: ClaimsPage) -> Passage:
    """How a verdict comes about, and what it cannot say."""
    return say(
        """A verdict is computed from the claim and the evidence; nobody types it. But the evidence is not all alike: figures come from NATO’s
        published tables, but what happened or was said, yes or no, is a record we entered by hand from the source named with the claim, and the
        verdict can be no better than it: verified means that the source was read, secondary that it reports at second hand, and an unverified
        record settles nothing. A figure or fact holds or fails; a plan or forecast came true or did not, and what is to be spent in a year to come is not
        proved by a pledge. A claim that names its edition is judged by that edition, and other editions stand beside it. Elsewhere, where editions
        of NATO’s tables, or ways of counting and pricing within one, lead to different answers, the verdict names what it turns on. What to print
        is taken from the newest edition, {edition}.""",
        "note",
        edition=named(
            "newest_edition", "newest edition", written.month(page.d.edition), "table of editions", page.origin.edition
        ),
    )


@dataclass(frozen=True)
class Story:
    """A claim worth telling at length: which records, the question they answer, with names in braces for what each states."""

    ids: tuple[str, ...]
    question: str
    by_edition: bool = False


STORIES = (
    Story(("000-eight-below-two", "001-ten-below-two"), "{first} or {second} allies short of the guideline?"),
    Story(("000-us-64",), "{first} of the spending is American?"),
    Story(("000-five-by-2032",), "{first} of GDP, and by when?"),
    Story(("000-none-at-five",), "Nobody at {first}?"),
    Story(("000-all-at-two",), "All at {first} by the summit?", by_edition=True),
    Story(("000-order-of-magnitude",), "{first} times as much?"),
)


def best_known(page: ClaimsPage) -> Passage:
    """The best-known claims: question, verdict, and what the ledger found, in its own sentences."""
    told = [_told(page, story) for story in STORIES if set(story.ids) <= set(page.entries)]
    return bullets(*told)


def _told(page: ClaimsPage, story: Story) -> Passage:
    entries = [page.entries[name] for name in story.ids]
    first, *second = [_as_word(entry.claim) for entry in entries]
    opening = first.written_as(written.sentence_case(str(first)))
    template = f"**{story.question}** *{{verdict}}.*"
    verdict = _verdicts_told(entries)
    question = say(template, "bullets", first=opening, second=[*second, opening][0], verdict=verdict)
    found = [part for sentence in _sentences(page, story, entries) for part in (" ", *lean_parts(sentence))]
    links = ", ".join(f"[{name}](#{name})" for name in story.ids)
    return Passage(((*question.paragraphs[0], *found, f" ({links})"),))


def _as_word(claim: Claim) -> Fact:
    """The stated value; a small count or ratio as a word."""
    fact = stated(claim)
    small = claim.unit in ("count", "ratio") and claim.number in range(13)
    return fact.written_as(written.number_word(int(claim.number))) if small else fact


def _verdicts_told(entries: Sequence[Entry]) -> str:
    """The verdict of one claim, or of two that answer the question differently, each in its turn."""
    told = [_verdict_words(entry) for entry in entries]
    if len(set(told)) == 1:
        return written.sentence_case(told[0])
    return f"The first {told[0]}, the second {told[1]}"


def _verdict_words(entry: Entry) -> str:
    """The verdict in words: ``depends on edition and basis``, with the edition where the claim is judged by its own."""
    words = f"depends on {entry.depends_on}" if entry.depends_on else entry.verdict
    return f"{words} by the edition it names" if entry.decisive.edition == entry.claim.edition != "" else words


def _sentences(page: ClaimsPage, story: Story, entries: Sequence[Entry]) -> list[Sentence]:
    """The cause where two claims contradict each other, else what each edition, or the newest, gives to print, and the note."""
    first = entries[0]
    pair = next((p for p in page.ledger.pairs if {p.claim.id, p.other.id} == set(story.ids)), None)
    if pair:
        return [first.print_instead, pair.cause]
    if story.by_edition:
        return [print_instead(first.claim, finding) for finding in first.findings]
    return [first.print_instead, *filter(None, [_by_basis(first), first.note])]


def _by_basis(entry: Entry) -> Sentence:
    """On which basis of the newest edition a claim holds and on which it fails, where that is what its verdict turns on."""
    bases: dict[str, list[str]] = {"holds": [], "fails": []}
    for finding in entry.findings:
        if finding.edition == entry.today.edition and finding.holds is not None:
            bases["holds" if finding.holds else "fails"].append(basis_words(finding.basis))
    if "basis" not in entry.depends_on or not all(bases.values()):
        return Sentence()
    right, wrong = (written.listing(names) for names in bases.values())
    return Sentence((f"By that edition it holds at {right} and fails at {wrong}.",))


def _contradicting(page: ClaimsPage) -> list[Pairing]:
    return [pair for pair in page.ledger.pairs if pair.relation == CONTRADICTS]


def contradictions(page: ClaimsPage) -> Table | None:
    """Claims that contradict each other, with the cause; pairs of one cause on one line."""
    grouped: dict[str, list[Pairing]] = {}
    for pair in _contradicting(page):
        grouped.setdefault(str(pair.cause), []).append(pair)
    if not grouped:
        return None
    frame = pd.DataFrame([_contradiction(page, pairs) for pairs in grouped.values()])
    return Table(
        id="contradictions",
        caption="What contradicts what, and why",
        subtitle="Claims in our own words; texts that say the same stand together",
        frame=frame,
        columns=(
            Column("texts", "Texts"),
            Column("one", "The one"),
            Column("other", "The other"),
            Column("cause", "Why they differ"),
        ),
        source=f"Own records of the source texts; {page.origin.nato}",
        edition=page.span,
    )


def _contradiction(page: ClaimsPage, pairs: Sequence[Pairing]) -> dict[str, Passage]:
    one, other = sides(pairs)
    return {
        "texts": Passage(((f"{_links(one)} against {_links(other)}",),)),
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


def _links(claims: Sequence[Claim]) -> str:
    """The texts of some claims, each leading to its claim."""
    return ", ".join(f"[{claim.text.id}](#{claim.id})" for claim in {claim.id: claim for claim in claims}.values())


def ledger(page: ClaimsPage) -> Register:
    """Every claim as an entry."""
    return Register(page)


def editions(page: ClaimsPage) -> Passage:
    """Why verdicts can depend on the edition: how far figures move, and where that is told at length."""
    further = "[How far, by ally and measure, and why](editions.html) is told on a page of its own."
    return moved(page) + say(further)

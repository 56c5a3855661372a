"""What a sentence may claim, read from its facts: each rule returns what is wrong with it.

A fact says by its own source rows what it speaks of: ``plan/<id>`` a field of a plan, ``guidelines`` a guideline,
``prices`` a price basis, ``page`` a parameter of the page. Rules compare these with the plan and the frame of the page
at hand; no rule reads English, but for the names of guidelines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from report.facts import Fact
from report.outlook.paths import asked
from report.pages import CountryPage, Page
from report.shown import Figure, Passage, Table
from report.tables import guideline, guidelines

Sentence = tuple[Any, ...]
COMPONENTS = ("core", "related", "total")
ENDS = re.compile(r"(?<=[.!?])\s+(?=\S)")
YEAR = re.compile(r"(?:19|20)\d\d")


def sentences(paragraph: Sentence) -> Iterator[Sentence]:
    """A paragraph cut where a sentence ends: words and facts stay in their order."""
    one: list[Any] = []
    for segment in _joined(paragraph):
        head, *rest = ENDS.split(segment) if isinstance(segment, str) else [segment]
        one.append(head)
        for text in rest:
            yield tuple(one)
            one = [text]
    yield tuple(one)


def _joined(paragraph: Sentence) -> Iterator[Any]:
    """The paragraph with neighbouring words as one."""
    for is_words, found in groupby(paragraph, key=lambda segment: isinstance(segment, str)):
        group = list(found)
        yield from ["".join(group)] if is_words else group


def facts(segments: Sentence) -> list[Fact]:
    return [segment for segment in segments if isinstance(segment, Fact)]


def words(segments: Sentence) -> str:
    return "".join(str(segment) for segment in segments)


def wrong(page: Page, shown: Any) -> list[str]:
    """Everything that is untrue in one object a page shows, with the sentence."""
    if isinstance(shown, Passage):
        return [
            f"{problem}: {words(part)}"
            for paragraph in shown.paragraphs
            for problem, part in _in_paragraph(page, shown, paragraph)
        ]
    if isinstance(shown, Figure):
        texts = [shown.title, shown.subtitle, shown.alt, shown.note, shown.how_to_read]
        return [*_plain(page, texts), *_rules_of_axes(page, shown.spec)]
    if isinstance(shown, Table):
        return list(
            _plain(
                page, [shown.caption, shown.subtitle, *shown.notes, *(column.label for column in shown.grid.columns)]
            )
        )
    return []


def _in_paragraph(page: Page, passage: Passage, paragraph: Sentence) -> Iterator[tuple[str, Sentence]]:
    for part in sentences(paragraph):
        for rule in RULES:
            yield from ((problem, part) for problem in rule(page, part, paragraph))
    yield from ((problem, paragraph) for problem in _prices_are_named(page, passage, paragraph))


# -- the plan's own fields


def _fields_are_the_plans(page: Page, part: Sentence, paragraph: Sentence) -> Iterator[str]:
    """Whatever a sentence says of a plan is what the page's plan says: share, year, shape, exemption, year of
    agreement."""
    for fact in facts(part):
        for row in fact.rows:
            if row.table.startswith("plan/"):
                if row.table != f"plan/{page.plan.id}":
                    yield f"{fact.label} is of another plan, {row.table}"
                elif fact.value != (said := field(page, row.key, row.unit)):
                    yield f"{fact.label} is {fact.value}, the plan’s {row.key} is {said}"


def field(page: Page, key: str, unit: str) -> Any:
    """A field of the page's plan, ``exemptions.ESP.core``; ``line.EST`` is the end of an ally's line of the
    scorecard."""
    name, *inside = key.split(".")
    if name == "line":
        row = page.scorecard.card.loc[inside[0]]
        return int(row["target_year"]) if unit == "year" else float(row["target_share"])
    if unit == "year" and inside and inside[-1].isdigit():
        return int(inside[-1])
    value = getattr(page.plan_with_pledges, name)
    for step in inside:
        value = value[int(step) if step.isdigit() else step]
    return value


def _exempt_have_their_own(page: Page, part: Sentence, paragraph: Sentence) -> Iterator[str]:
    """An exempt ally's page names the common target only with those who are exempt from it, or beside the ally's own."""
    keys = {row.key for fact in facts(part) for row in fact.rows if row.table.startswith("plan/")}
    is_told = any("exempt" in fact.label for fact in facts(part)) or any(key.startswith("exemptions") for key in keys)
    if isinstance(page, CountryPage) and page.is_exempt and "core_target" in keys and not is_told:
        yield "the common target is said to be asked of an exempt ally"


def _due_with_its_share(page: Page, part: Sentence, paragraph: Sentence) -> Iterator[str]:
    """Beside a target stand only years that the plan, a guideline, the edition or the ally's own figures give, and of
    the same component."""
    targets = {row.locator for row in _plan_rows(part) if row.key.endswith("_target")}
    years = {row.locator for row in _plan_rows(part) if row.key.endswith("_year") and row.key != "agreed_year"}
    if targets and years - targets:
        yield f"a year of {years} stands beside a share of {targets}"
    if targets:
        for fact in facts(part):
            is_own = fact.name.startswith("own_plan_reaches.")  # by the ally's own figures, beside the plan's target
            if YEAR.fullmatch(str(fact)) and int(str(fact)) > page.year and not fact.rows and not is_own:
                yield f"year {fact} stands beside a target and is nobody’s"


def _plan_rows(part: Sentence) -> list[Any]:
    return [row for fact in facts(part) for row in fact.rows if row.table.startswith("plan/")]


# -- guidelines


def _guidelines_are_asked_or_named(page: Page, part: Sentence, paragraph: Sentence) -> Iterator[str]:
    """A guideline is part of the page's plan, or the paragraph names the meeting that agreed it."""
    for fact in facts(part):
        for row in fact.rows:
            if row.table == "guidelines":
                found = guideline(row.key.split()[0])
                if not is_asked(page, found) and not _is_named(found, words(paragraph)):
                    yield f"{found.name} is not of this plan, and not named"


def is_asked(page: Page, found: Any) -> bool:
    """Whether the plan asks for the same share of the same component by the same year."""
    asks = [page.ask(component) for component in COMPONENTS]
    return any((ask.component, ask.share, ask.year) == (found.component, found.value, found.due_year) for ask in asks)


def _is_named(found: Any, text: str) -> bool:
    return found.meeting in text or (found.id == "equipment" and "NATO’s guideline" in text)


def _targets_have_a_source(page: Page, part: Sentence, paragraph: Sentence) -> Iterator[str]:
    """A share that is assumed comes from a guideline or a plan."""
    for fact in facts(part):
        if fact.kind == "assumed" and fact.unit.family == "percent of GDP" and not fact.rows:
            yield f"{fact.label} ({fact}) comes from nowhere"


# -- span and prices


def _span_is_what_is_summed(page: Page, part: Sentence, paragraph: Sentence) -> Iterator[str]:
    """The years printed beside a sum are those it is summed over."""
    spans = [str(fact) for fact in facts(part) if any((row.table, row.key) == ("page", "span") for row in fact.rows)]
    for fact in facts(part):
        years = [
            int(YEAR.search(row.key).group())
            for row in fact.rows
            if row.table.startswith("cost/") and row.value is not None and "cumulative" not in row.key
        ]
        if spans and len(years) > 1 and f"{min(years)}–{max(years)}" not in spans:
            yield f"{fact.label} is summed over {min(years)}–{max(years)}, said to be over {spans}"


def basis(page: Page, fact: Fact) -> str | None:
    """The price basis of an amount of money, ``current`` or ``constant 2026``; None for anything else."""
    if fact.unit.currency is None:
        return None
    last = fact.unit.name.rpartition("_")[2].replace("the edition’s", page.origin.price_base)
    return f"constant {last}" if last.isdigit() else "current"


def named_bases(segments: Sentence) -> set[str]:
    return {row.key for fact in facts(segments) for row in fact.rows if row.table == "prices"}


def _one_basis_or_both_named(page: Page, part: Sentence, paragraph: Sentence) -> Iterator[str]:
    """Two price bases share a sentence only where both are named in it."""
    used = {base for fact in facts(part) if (base := basis(page, fact)) and float(fact)}
    if len(used) > 1 and (missing := used - named_bases(part)):
        yield f"two price bases in one sentence, and {sorted(missing)} is not named"


def _prices_are_named(page: Page, passage: Passage, paragraph: Sentence) -> Iterator[str]:
    """Money has, or inherits from what was said before it in the passage, the name of its price basis; a headline's
    stands in the note under it."""
    if passage.style in ("keyfigures", "headline"):
        return
    used = {base for fact in facts(paragraph) if (base := basis(page, fact)) and float(fact)}
    before = passage.paragraphs[: passage.paragraphs.index(paragraph) + 1]
    if missing := used - {base for one in before for base in named_bases(one)}:
        yield f"no price basis named: {sorted(missing)}"


RULES: tuple[Callable[[Page, Sentence, Sentence], Iterator[str]], ...] = (
    _fields_are_the_plans,
    _exempt_have_their_own,
    _due_with_its_share,
    _guidelines_are_asked_or_named,
    _targets_have_a_source,
    _span_is_what_is_summed,
    _one_basis_or_both_named,
)


# -- titles, captions, heads of columns and rules of axes, which are plain text


SHARE = re.compile(r"(?<![\d.,])(\d+(?:\.\d)?)%")


def _plain(page: Page, texts: list[str]) -> Iterator[str]:
    """A text that prints the figure of a guideline names it, or the plan asks for that share."""
    values = {f"{found.value:g}": found for found in guidelines().values()}
    ours = {f"{ask.share:g}" for ask in _asks(page) if ask.share is not None}
    if isinstance(page.baseline, float):
        ours.add(f"{page.baseline:g}")
    for text in texts:
        for number in SHARE.findall(text):
            meetings = [found.meeting for found in guidelines().values() if f"{found.value:g}" == number]
            if number in values and number not in ours and not any(meeting in text for meeting in meetings):
                yield f"{number}% is not of this plan, and not named: {text}"


def _asks(page: Page) -> list[Any]:
    own = page.iso3 if isinstance(page, CountryPage) else ""
    return [asked(page.plan_with_pledges, component, iso3) for component in COMPONENTS for iso3 in {"", own}]


def _rules_of_axes(page: Page, spec: Any) -> Iterator[str]:
    """A line of reference across a chart stands at a guideline it names, or at what the plan asks."""
    for rows in spec.get("datasets", {}).values():
        for row in rows:
            if set(row) == {"at", "name"} and "%" in str(row["name"]):
                known = [
                    found
                    for found in guidelines().values()
                    if found.value == row["at"] and found.meeting in row["name"]
                ]
                if not known and row["at"] not in {ask.share for ask in _asks(page)}:
                    yield f"line at {row['at']} named {row['name']}"

"""Sentences whose numbers are facts.

``say("{ally} spends {share} of GDP.", ally=…, share=fact)`` fills a template. Templates hold words only: a digit typed
into one, or handed in as a bare string or number, is refused, so that no figure can reach a reader without its unit,
formula and source rows.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence

from report.facts import Fact
from report.shown import Passage, Segment, Spark, Style
from report.tables.errors import ReportError

_DIGIT = re.compile(r"\d")


class TypedNumber(ReportError):
    """A number was typed into prose instead of being computed."""


def say(template: str, style: Style = "p", **values: Fact | str | tuple[Segment, ...]) -> Passage:
    """Fill a template: a blank line starts a new paragraph, ``{name}`` becomes the fact, word or run of that name.

    Raises :class:`TypedNumber` for a digit in the template or in a word, and ``KeyError`` for a name not given.
    """
    return Passage(tuple(filled(block, values) for block in re.split(r"\s*\n\s*\n\s*", template.strip())), style)


def filled(template: str, values: Mapping[str, Fact | str | tuple[Segment, ...]]) -> tuple[Segment, ...]:
    """One paragraph, or a part of one, filled as by :func:`say`: lines are joined, spaces at its ends stay."""
    segments: list[Segment] = []
    for literal, name, _, _ in string.Formatter().parse(re.sub(r"\s+", " ", template)):
        if literal:
            segments.append(_words(literal, "the template"))
        if name:
            segments.extend(_run(values[name], f"“{name}”"))
    return _capitalised(tuple(segments))


def _run(value: Fact | str | tuple[Segment, ...], where: str) -> tuple[Segment, ...]:
    """A fact, a word, or several, as segments; words are looked over."""
    parts = value if isinstance(value, tuple) else (value,)
    return tuple(part if isinstance(part, Fact) else _words(part, where) for part in parts)


def _words(text: str, where: str) -> str:
    without_links = re.sub(r"\]\([^)]*\)", "]", text)
    if _DIGIT.search(without_links):
        raise TypedNumber(f"a digit stands in {where}: “{text.strip()}”; make it a fact, so that readers can open it")
    return text


def _capitalised(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """A sentence may begin with a name or fact written in lower case (“the United States”, “thirty”)."""
    first = segments[0]
    if isinstance(first, Fact):
        text = str(first)
        return (first.written_as(text[0].upper() + text[1:]), *segments[1:])
    return (first[0].upper() + first[1:], *segments[1:]) if first else segments


def paragraph(*sentences: Sequence[Segment], style: Style = "p") -> Passage:
    """Sentences as one paragraph; empty ones are left out, and of none there is no paragraph."""
    spaced = [segment for sentence in sentences if sentence for segment in (" ", *sentence)]
    return Passage((tuple(spaced[1:]),) if spaced else (), style)


def bullets(*items: Passage | str) -> Passage:
    """Several one-paragraph passages, or templates without a fact, as a list."""
    passages = (say(item) if isinstance(item, str) else item for item in items)
    return Passage(tuple(paragraph for item in passages for paragraph in item.paragraphs), "bullets")


def key_figures(*figures: tuple[Fact, str, str | tuple[Segment, ...]], sparks: Sequence[Spark | None] = ()) -> Passage:
    """The strip of headline numbers: each a fact, what it is, and a line of context (words, or a run of both).

    ``sparks``: the small line under each, in the same order, None where there is none.
    """
    return Passage(
        tuple((fact, _words(label, "a label"), *_run(detail, "a detail")) for fact, label, detail in figures),
        "keyfigures",
        tuple(sparks),
    )

"""Text whose numbers are facts, as a page shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal, get_args

from report.facts import Fact, printed
from report.shown.output import Bundle, Incomplete, Setting, Text, facts_in, written

Segment = str | Fact
Style = Literal["headline", "lead", "p", "note", "caution", "actions", "bullets", "keyfigures"]
"""``headline``: the finding, in place of the page's title; ``caution``: what could change it; ``actions``: links as
buttons, beside the search for an ally."""
_MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|\*+")
"""What Markdown adds to words: the address of a link, the signs of emphasis."""


@dataclass(frozen=True)
class Spark:
    """The small line under a key figure: how its quantity moved, and between which ends its last value may lie."""

    values: Sequence[float]
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Passage:
    """Paragraphs of text and facts, in one style.

    A key figure is a paragraph of a number, what it is, and a line of context; it may bring a :class:`Spark`.
    """

    MIME: ClassVar = "application/vnd.burdenshare.passage+json"

    paragraphs: Sequence[Text]
    style: Style = "p"
    sparks: Sequence[Spark | None] = ()

    def __post_init__(self) -> None:
        if self.style not in get_args(Style):
            styles = ", ".join(get_args(Style))
            raise Incomplete(f"a passage has the style {self.style!r}: choose one of {styles}")

    @classmethod
    def read(cls, bundle: Bundle, setting: Setting) -> Passage:
        """The passage from an output of a notebook; of key figures each part is a text of its own."""
        record, sparks = bundle[cls.MIME], bundle[cls.MIME].get("sparks", ())
        paragraphs = record["paragraphs"]
        if record["style"] == "keyfigures":
            parts = [(one[:1], one[1:2], one[2:]) for one in paragraphs]
            made: list[Text] = [[setting(part) for part in three] for three in parts]
        else:
            made = [setting(one) for one in paragraphs]
        return cls(made, record["style"], [spark and Spark(**spark) for spark in sparks])

    def __add__(self, other: Passage) -> Passage:
        return Passage((*self.paragraphs, *other.paragraphs), self.style)

    def __str__(self) -> str:
        return "\n\n".join(_joined(paragraph) for paragraph in self.paragraphs)

    def markdown(self) -> str:
        """The passage as a notebook shows it: bullets as a list, key figures as one with the numbers in bold."""
        if self.style == "keyfigures":
            lines = ((figure, str(label), _joined(rest)) for figure, label, *rest in self.paragraphs)
            return "\n".join(f"- **{figure}** {label}{rest and f': {rest}'}" for figure, label, rest in lines)
        if self.style == "bullets":
            return "\n".join(f"- {_joined(paragraph)}" for paragraph in self.paragraphs)
        return str(self)

    def facts(self) -> dict[str, Fact]:
        """The facts of the passage, by id."""
        return facts_in(*self.paragraphs)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        printed.add(self.facts().values())
        text = self.markdown()
        record = {"style": self.style, "paragraphs": list(map(written, self.paragraphs))}
        sparks = {"sparks": [spark and asdict(spark) for spark in self.sparks]} if any(self.sparks) else {}
        return {self.MIME: record | sparks, "text/markdown": text, "text/plain": _MARKUP.sub(r"\1", text)}


def _joined(text: Text) -> str:
    return "".join(map(str, text))

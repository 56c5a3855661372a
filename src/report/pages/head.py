"""The head of a page: title, dates and identity. Its words are declared in ``heads.toml``, by kind of page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from report.facts import printed
from report.shown import Head
from report.tables.texts import words_in

HEADS = Path(__file__).with_name("heads.toml")
NATOS = {"source": "{page.origin.nato}", "edition": "{page.origin.edition}"}
"""What a figure or a table rests on where it does not declare another source or edition."""


def filled(file: Path, name: str, usual: Mapping[str, Any], /, **words: object) -> dict[str, Any]:
    """What a file of words declares under a name, else what is usual, its texts filled in with ``words``."""
    declared = usual | words_in(file)[name]
    return {key: text.format(**words) if isinstance(text, str) else text for key, text in declared.items()}


class Headed(ABC):
    """A page that begins to print by showing its head."""

    kind: ClassVar[str]

    @property
    def head(self) -> Head:
        """Title, dates and identity."""
        usual = {"slug": self.kind, "date": "{page.origin.published}"}
        return Head(kind=self.kind, **filled(HEADS, self.kind, usual, page=self), **self.identity())

    @abstractmethod
    def identity(self) -> dict[str, str]:
        """Which tables, and which plan, the page is made from."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        printed.begin()
        return self.head._repr_mimebundle_()

"""The head of a page: title, dates and identity. Its words are declared in ``heads.toml``, by kind of page."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, ClassVar

from report.facts import printed
from report.tables.texts import words_in

HEADS = Path(__file__).with_name("heads.toml")
MIME = "application/vnd.burdenshare.page+json"


class Headed(ABC):
    """A page that begins to print by showing its head."""

    kind: ClassVar[str]

    def header(self) -> dict[str, Any]:
        """Title, dates and identity, for the page's own head."""
        declared = {"slug": self.kind, "date": "{page.origin.published}"} | words_in(HEADS)[self.kind]
        texts = {name: text.format(page=self) for name, text in declared.items()}
        return {"kind": self.kind, "iso3": None, "lang": "en-GB"} | texts | self.identity()

    @abstractmethod
    def identity(self) -> dict[str, Any]:
        """Which tables, and which plan, the page is made from."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        printed.begin()
        header = self.header()
        html = f"<h1>{header['title']}</h1><p>{header['subtitle']}</p>"
        return {MIME: header, "text/html": html, "text/plain": f"{header['title']}\n{header['subtitle']}"}

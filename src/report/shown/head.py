"""The head of a page: what a notebook declares about the page it makes, and the paths that follow from it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from report.facts import written
from report.shown.output import Bundle, Incomplete, require, texts

_PATHS = {
    "pdf": "{slug}.pdf",
    "picture": "{slug}.png",
    "workbook": "data/{slug}.xlsx",
    "facts": "facts/{slug}.js",
    "data": "facts/{slug}-data.js",
}


@dataclass(frozen=True)
class Head:
    """The head of a page; ``edition``, ``macro`` and ``plan`` are the labels readers see, ``label`` is the page's name
    in the list of pages. ``date`` is a day, ``2026-07-10``, or a month where the day is not known, ``2024-03``."""

    MIME: ClassVar = "application/vnd.burdenshare.page+json"

    slug: str
    kind: str
    title: str
    subtitle: str
    description: str
    date: str
    edition: str
    macro: str = ""
    plan: str = ""
    label: str = ""
    lang: str = "en-GB"

    def __post_init__(self) -> None:
        require(self, "the page", "slug", "kind", "title", "subtitle", "description", "date", "edition", "lang")
        try:
            _ = self.day
        except ValueError as error:
            remedy = "write it as YYYY-MM-DD, or as YYYY-MM where the day is not known"
            raise Incomplete(f"the page's date is not a date ({error}): {remedy}") from None

    @classmethod
    def read(cls, bundle: Bundle) -> Head:
        """The head from an output of a notebook."""
        return cls(**texts(bundle[cls.MIME], *(one.name for one in fields(cls))))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        html = f"<h1>{self.title}</h1><p>{self.subtitle}</p>"
        record = {name: text for name, text in vars(self).items() if text}
        return {self.MIME: record, "text/html": html, "text/plain": f"{self.title}\n{self.subtitle}"}

    @property
    def name(self) -> str:
        """The page's name in the list of pages: its label, else its title."""
        return self.label or ("Briefing" if self.kind == "briefing" else self.title)

    @property
    def day(self) -> datetime.date:
        """The day, or the first of a month. Raises ``ValueError`` for anything but ``YYYY-MM-DD`` and ``YYYY-MM``."""
        return datetime.date.fromisoformat(self.date if len(self.date) == len("YYYY-MM-DD") else f"{self.date}-01")

    @property
    def long_date(self) -> str:
        """The date as a British reader writes it: ``10 July 2026``, ``March 2024``."""
        return written.day_or_month(self.date)

    @property
    def paths(self) -> dict[str, str]:
        """Paths in the build: of the web page (``html``; the briefing is the front page), the PDF, the picture that
        other sites show beside a link, the workbook of its downloads, and the scripts that hold its facts and what the
        page computes from."""
        front = "index.html" if self.kind == "briefing" else "{slug}.html"
        return {name: path.format(slug=self.slug) for name, path in {"html": front, **_PATHS}.items()}

    @property
    def root(self) -> str:
        """The way from the page back to the top of the build: ``""`` or ``"../"``."""
        return "../" * self.slug.count("/")

    def csv(self, id: str) -> str:
        """Path in the build of the download behind one figure or table."""
        return f"data/{self.slug}/{id}.csv"

"""Where a page's figures come from, as a reader should see it named beside every one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from report.facts import written
from report.facts.catalogue import declared
from report.facts.fact import Fact, Status, Value
from report.tables import Dataset


@dataclass(frozen=True)
class Provenance:
    """Edition, macro vintage and the lines of credit that follow from them.

    ``edition`` and ``macro`` name the data and stand beside the credits; ``nato`` credits figures taken or computed
    from NATO's tables alone, ``nato_imf`` those that also rest on the IMF's; ``price_base`` is the year of NATO's
    constant prices.
    """

    edition: str
    macro: str
    nato: str
    nato_imf: str
    published: str
    cut_off: str
    price_base: str
    first_estimate_year: int

    def year(self, year: int) -> str:
        """The year with NATO's "e" where the edition marks it as an estimate: ``2024``, ``2026e``."""
        return f"{year}e" if year >= self.first_estimate_year else str(year)

    def status(self, year: int) -> Status:
        """``actual`` or ``estimate`` by the edition's own year headers."""
        return "estimate" if year >= self.first_estimate_year else "actual"

    @property
    def both(self) -> str:
        """Edition and vintage, as a projection names them."""
        return f"{self.edition}; {self.macro}"

    def measured(self, quantity: str, at: object, value: Value, year: int | None = None, **details: Any) -> Fact:
        """A declared quantity of one year of the edition, with its status; without a year it is actual.

        ``{year}`` is filled in with NATO's "e" where the edition has one, ``{plain_year}`` without it.
        """
        when: dict[str, Any] = {}
        if year is not None:
            when = {"status": self.status(year), "year": self.year(year), "plain_year": year}
        return declared(quantity, at, value, **({"edition": self.edition} | when | details))

    def counted(self, quantity: str, at: object, number: int, year: int | None = None, **details: Any) -> Fact:
        """:meth:`measured` of a count, written as a word up to twelve."""
        return self.measured(quantity, at, number, year, text=written.number_word(number), **details)

    def projected(self, quantity: str, at: object, value: Value, **details: Any) -> Fact:
        """A declared quantity of a year ahead, which rests on edition and vintage."""
        ahead: dict[str, Any] = {"edition": self.both, "status": "projection", "kind": "projected"}
        return declared(quantity, at, value, **(ahead | details))


def provenance(d: Dataset) -> Provenance:
    """The provenance of everything computed from one dataset."""
    info = d.edition_info
    edition = f"NATO, {written.month(d.edition)}"
    macro = f"IMF World Economic Outlook, {written.month(d.vintage)}"
    nato, own = f"NATO, {info['title']}", "own calculations"
    credits = (f"{nato}; {own}", f"{nato}; IMF, World Economic Outlook; {own}")
    days = (str(info["published"])[:10], str(info["cut_off"])[:10])
    return Provenance(edition, macro, *credits, *days, str(info["price_base"]), int(info["first_estimate_year"]))

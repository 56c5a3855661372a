"""The range around a projection: its two ends, how much of the outcomes lies between them, and what makes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from report.facts import written
from report.facts.fact import Fact
from report.facts.units import Unit

TOO_WIDE = 5.0
"""A range whose upper end is more than this many times its lower one says that the amount cannot be told; its ends stay in the panel."""


@dataclass(frozen=True)
class Band:
    """``percent`` of the outcomes lie between ``low`` and ``high``, in the unit of the fact the band belongs to.

    ``drawn`` names what is uncertain in it ("growth"), ``how`` how it was made, both in words a reader sees; ``assumptions`` are the choices
    behind it (draws, seed, method). ``factors`` is what the fact's value is multiplied by at either end, the lower end first, so that a reader
    can recompute both. ``beside`` are the ends of the range around the forecast itself.
    """

    low: float
    high: float
    percent: int
    drawn: str
    how: str
    assumptions: tuple[Fact, ...] = ()
    factors: tuple[Fact, Fact] | None = None
    beside: tuple[float, float] | None = None

    @property
    def name(self) -> str:
        """What a reader sees a range called: ``likely range (growth only)``."""
        return likely(self.drawn)

    @property
    def phrase(self) -> str:
        """The name as it stands within brackets: ``likely range, growth only:``."""
        return f"likely range, {self.drawn} only:"

    @property
    def is_wide(self) -> bool:
        """Whether there is anything between the ends: nothing extra has no range."""
        return self.high - self.low > 1e-9 + 1e-6 * max(abs(self.low), abs(self.high))

    @property
    def is_open(self) -> bool:
        """Whether the ends are so far apart that the amount cannot be told. TRY 238 billion to 22.8 trillion, a factor of 96: so far. 392 to 491: not."""
        return self.low > 0 and self.high / self.low > TOO_WIDE

    def scaled(self, by: float) -> Band:
        """The range of the same amount times ``by``; factors of the ends stay."""
        beside = self.beside and (self.beside[0] * by, self.beside[1] * by)
        return replace(self, low=self.low * by, high=self.high * by, beside=beside)

    def record(self, unit: Unit) -> dict[str, Any]:
        """The band as plain data."""
        return {
            "name": self.name,
            "percent": self.percent,
            "low": self.low,
            "high": self.high,
            "text": _text(self.low, self.high, unit),
            "how": self.how,
            **({"beside": _text(*self.beside, unit)} if self.beside else {}),
            **({"factors": [float(factor) for factor in self.factors]} if self.factors else {}),
        }


LOW, HIGH = "likely range, low", "likely range, high"
"""Heads of what holds the two ends of ranges."""


def likely(drawn: str = "growth") -> str:
    """The one name of a range by what is uncertain in it: ``likely range (growth only)``, ``likely range (growth and inflation only)``."""
    return f"likely range ({drawn} only)"


def _text(low: float, high: float, unit: Unit) -> str:
    return " to ".join(written.ends(low, high, unit))


def ends(fact: Fact) -> tuple[Fact, Fact]:
    """The two ends of a fact's band as facts of their own, written to stand side by side: ``US$390``, ``490 billion``.

    Each has a heading of its own that says it in full: ``US$390 billion``. Raises ``ValueError`` for a fact without a band.
    """
    band = fact.band
    if band is None:
        raise ValueError(f"“{fact.label}” has no range")
    texts = written.ends(band.low, band.high, fact.unit)
    values = zip(("lower", "upper"), (band.low, band.high), texts, band.factors or (None, None), strict=True)
    low, high = (_end(fact, band, *found) for found in values)
    return low, high


def _end(fact: Fact, band: Band, name: str, value: float, text: str, factor: Fact | None) -> Fact:
    """One end: the fact times its factor where the band brings one, else what the band says of itself."""
    inputs = (fact, factor) if factor else (fact, *band.assumptions)
    whole = written.value(value, fact.unit)
    return Fact(
        f"{fact.name}.{name}",
        f"{fact.label}: {name} end of the {band.name}",
        value,
        fact.unit,
        fact.edition,
        "projection",
        "projected",
        f"the figure × its drawn factor at the {name} end" if factor else band.how,
        inputs,
        factor.rows if factor else (),
        text=text,
        heading="" if whole == text else whole,
        made=(lambda figure, drawn: figure * drawn) if factor else None,
    )

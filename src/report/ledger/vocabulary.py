"""The words a claim record may use, and the units its values are in: ``schema.toml``, read once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from report.facts import Unit, units
from report.tables.texts import words_in

_UNITS = {
    "count": units.COUNT,
    "percent": units.PERCENT,
    "percent_gdp": units.PERCENT_GDP,
    "points": units.POINTS,
    "ratio": Unit("ratio_coarse", "ratio", 1, "ratio"),
    "thousand": units.THOUSAND,
    "eur_m": units.ncu_m("EUR"),
    "usd_m": units.USD_M,
    "year": units.YEAR,
    "years": Unit("years_fine", "years", 1, "years"),
}
ASPECTS = ("value", "days")
REPEATS, CONTRADICTS, BEARS_ON = "repeats", "contradicts", "bears on"
RELATIONS = (REPEATS, CONTRADICTS, BEARS_ON)
SCHEMA = Path(__file__).with_name("schema.toml")


def schema() -> Mapping[str, Any]:
    """Everything ``schema.toml`` says: fields, vocabularies, checks, remarks."""
    return words_in(SCHEMA)


def words(vocabulary: str) -> list[str]:
    """The names a vocabulary allows, in its own order: ``words("kinds")``."""
    return list(schema()[vocabulary])


def check_spec(name: str) -> Mapping[str, Any]:
    """What a check may be used for and what it needs."""
    return schema()["checks"][name]


def unit(name: str) -> Unit:
    """The unit of facts for a unit of records; names, dates and yes/no are text."""
    return _UNITS.get(name, units.TEXT)


def basis_words(name: str) -> str:
    """A basis as a sentence says it: ``with forces`` is ``allies with armed forces``."""
    return str(schema()["bases"].get(name, name))

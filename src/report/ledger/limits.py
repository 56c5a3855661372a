"""What a number in a record can be: ``limits`` in ``schema.toml``. A claim may be wrong, but not impossible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from report.ledger.vocabulary import schema
from report.tables.errors import shown

Limits = Mapping[str, Any]
ALLIES = "allies"
"""The limit of a number of allies: as many as there are."""


def value_flaw(raw: Mapping[str, Any], allies: int) -> Iterator[tuple[str, str]]:
    """What is impossible about a record's value, and the remedy."""
    unit, found = raw["unit"], schema()["limits"]
    limits = dict(found["units"].get(unit, {}))
    for part, name in (("measures", raw["measure"]), ("checks", raw["check"]["name"])):
        limits |= found[part].get(name, {}).get(unit, {})
    yield from _flaw(raw["value"], limits, schema()["units"][unit]["label"], allies)


def argument_flaw(name: str, value: float, allies: int) -> Iterator[tuple[str, str]]:
    """What is impossible about an argument of a check, and the remedy."""
    yield from _flaw(value, schema()["limits"]["arguments"][name], name, allies)


def _flaw(value: float, limits: Limits, what: str, allies: int) -> Iterator[tuple[str, str]]:
    if not limits:
        return
    least, most = limits["least"], allies if limits["most"] == ALLIES else limits["most"]
    whole = limits.get("whole", False)
    if not least <= value <= most or (whole and value != int(value)):  # neither holds of NaN
        number = "a whole number" if whole else "a number"
        yield f"{shown(value)} is impossible ({what})", f"Give {number} from {least:,} to {most:,}."

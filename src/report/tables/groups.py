"""Groups of allies that amounts are summed over, and lines of names in which allies and groups stand side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from report.folders import data_path

from .errors import ReportError, UnknownName, shown
from .lines import texts
from .names import ally, folded
from .names import known as every_ally
from .texts import Stamp, file_stamp

Names: TypeAlias = Iterable[str] | str
"""Names or codes of allies and groups; a text may hold several."""
LONGEST_NAME = 9
"""Words in the longest name people write: “United Kingdom of Great Britain and Northern Ireland (the)”."""


class Group(NamedTuple):
    """A group of today's allies: code, name in a heading and in a sentence, other names, members by iso3."""

    code: str
    name: str
    in_text: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]


_KINDS: dict[str, tuple[str, str, tuple[str, ...], Callable[[Mapping[str, str]], bool]]] = {
    "NATO_TOTAL": ("NATO", "NATO", ("all", "all allies", "the alliance"), lambda row: True),
    "NATO_EUR_CAN": ("Europe and Canada", "Europe and Canada", (), lambda row: row["iso3"] != "USA"),
    "NATO_EUR": ("Europe", "Europe", ("European allies",), lambda row: row["iso3"] not in ("USA", "CAN")),
    "EU": ("EU members", "EU members", ("EU", "European Union"), lambda row: row["eu"] == "true"),
    "EURO_AREA": ("Euro area", "the euro area", ("eurozone",), lambda row: row["euro"] == "true"),
}
"""Groups by what allies.csv says of an ally; its regions are groups as well."""
_COUNTRIES = {"Baltic": "Baltic states", "Nordic": "Nordic countries"}
"""Regions named by an adjective, as groups are called."""


@lru_cache(maxsize=8)
def _groups(folder: Path, state: Stamp) -> dict[str, Group]:
    rows = texts("allies", folder)
    found = {
        code: Group(code, name, in_text, aliases, tuple(row["iso3"] for row in rows if holds(row)))
        for code, (name, in_text, aliases, holds) in _KINDS.items()
    }
    for region in sorted({row["region"] for row in rows}):
        code, name = region.upper().replace(" ", "_").replace("-", "_"), _COUNTRIES.get(region, region)
        members = tuple(row["iso3"] for row in rows if row["region"] == region)
        in_text = f"the {name}" if region in _COUNTRIES else name
        found[code] = Group(code, name, in_text, (region,), members)
    return found


def groups() -> dict[str, Group]:
    """All groups by code: NATO, Europe and Canada, Europe, the EU, the euro area, the regions of allies.csv."""
    folder = data_path()
    return _groups(folder, file_stamp(folder / "allies.csv"))


def has_forces(iso3: str) -> bool:
    """Whether an ally has armed forces, and so spending: all but Iceland."""
    return any(row["iso3"] == iso3 and row["has_forces"] == "true" for row in texts("allies"))


def known() -> dict[str, str]:
    """Codes of groups by every name, folded."""
    return {folded(name): one.code for one in groups().values() for name in (one.code, one.name, *one.aliases)}


def who(name: str) -> str:
    """The code a name of an ally or group stands for: ``EU`` for European Union. Raises :class:`UnknownName`."""
    return known().get(folded(name)) or ally(name)


def one_ally(name: str) -> str:
    """The code of the ally a name stands for, where a group will not do. Raises :class:`UnknownName`."""
    code = known().get(folded(name))
    if code is None:
        return ally(name)
    held = groups()[code].members
    raise UnknownName(f"{shown(name)} is a group of {len(held)} allies: name one ally, such as {held[0]}")


def members(code: str) -> tuple[str, ...]:
    """The allies a code stands for: a group's members, or the ally itself."""
    held = groups()
    return held[code].members if code in held else (code,)


def allies_of(names: Names) -> list[str]:
    """Allies by iso3, each once, for names and codes of allies and groups; a text may hold several, as on the command
    line (:func:`whos_in`). ``"DEU, FRA"`` and ``"DEU FRA"`` give DEU and FRA, ``["Baltic", "Poland"]`` EST, LVA, LTU,
    POL. Raises :class:`UnknownName` for anything else, :class:`ReportError` where nobody is named."""
    codes = whos_in(names) if isinstance(names, str) else [who(str(name)) for name in names]
    return _some(iso3 for code in codes for iso3 in members(code))


def whos_in(text: str) -> list[str]:
    """Codes of the allies and groups in a line of names set apart by spaces or commas, each name read as long as it can
    be. ``"EST Latvia United Kingdom, EU"`` gives EST, LVA, GBR, EU. Raises :class:`UnknownName` for the first part that
    is neither."""
    found, named = [], known() | every_ally()
    for part in text.split(","):
        words = part.split()
        while words:
            sizes = range(min(LONGEST_NAME, len(words)), 1, -1)
            size = next((n for n in sizes if folded(" ".join(words[:n])) in named), 1)
            found.append(who(" ".join(words[:size])))
            words = words[size:]
    return _some(found)


def _some(codes: Iterable[str]) -> list[str]:
    """Each once. Raises :class:`ReportError` where there is none."""
    if not (found := list(dict.fromkeys(codes))):
        raise ReportError("no ally or group is named: give at least one, by name or code")
    return found

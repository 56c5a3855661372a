"""What a person may write in a plan, made uniform: numbers, years, allies as ISO3, mappings unchangeable."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import pairwise
from numbers import Integral, Real
from typing import Any, NoReturn

from report.tables import ally
from report.tables.errors import ReportError, shown, unknown

PARTS = ("core", "related")
COMPONENTS = (*PARTS, "total")
"""What is asked for and costed, and the two parts that make up the whole."""
FIRST_YEAR, LAST_YEAR = 1949, 2150
YEAR = re.compile("[0-9]{4}")
LONGEST_TEXT = 2_000


def number(name: str, value: Any) -> float | None:
    """A plain finite number, or None. TOML knows ``nan``, ``inf`` and whole numbers of any length: no figures."""
    if value is None:
        return None
    if not _is_figure(value):
        raise ReportError(f"{name} is {shown(value)}: give a number")
    try:
        plain = float(value)
    except OverflowError:
        plain = math.inf
    if not math.isfinite(plain):
        raise ReportError(f"{name} is {shown(value)}: give a finite number")
    return plain


def within(name: str, value: Any, low: float, high: float, remedy: str = "") -> float:
    """A plain number from ``low`` to ``high``."""
    plain = number(name, value)
    if plain is None or not low <= plain <= high:
        raise ReportError(f"{name} is {shown(value)}: {remedy or f'give a number from {low:g} to {high:g}'}")
    return plain


def flag(name: str, value: Any) -> bool:
    """``True`` or ``False`` and nothing that only looks like it: the text ``"no"`` counts as true in Python."""
    if not isinstance(value, bool):
        raise ReportError(f"{name} is {shown(value)}: give true or false, without quotation marks")
    return value


def text(name: str, value: Any) -> str:
    """Plain text."""
    if not isinstance(value, str):
        raise ReportError(f"{name} is {shown(value)}: give text in quotation marks")
    if len(value) > LONGEST_TEXT:
        raise ReportError(f"{name} has {len(value):,} characters: give at most {LONGEST_TEXT:,}")
    if not value.isprintable():
        raise ReportError(f"{name} is {shown(value)}: give it on one line, without characters nobody sees")
    return value


def address(name: str, value: Any) -> str:
    """An address on the web, or nothing."""
    if text(name, value) and not re.match(r"https?://\S+$", value):
        raise ReportError(f"{name} is {shown(value)}: give an address such as https://www.nato.int/")
    return str(value)


def name(name: str, value: Any) -> str:
    """Text that says something."""
    if not text(name, value).strip():
        raise ReportError(f"{name} is empty: give text")
    return str(value)


def year(name: str, value: Any) -> int | None:
    """A calendar year, or None."""
    return None if value is None else stated_year(name, value)


def stated_year(name: str, value: Any) -> int:
    """A calendar year from 1949 to 2150. TOML and JSON keys arrive as text."""
    whole = int(value) if isinstance(value, str) and YEAR.fullmatch(value) else value
    if isinstance(whole, bool) or not isinstance(whole, Integral) or not FIRST_YEAR <= int(whole) <= LAST_YEAR:
        raise ReportError(f"{name} is {shown(value)}: give a year from {FIRST_YEAR} to {LAST_YEAR}")
    return int(whole)


def figures(name: str, value: Any) -> Frozen:
    """``{year: share}`` in the order of time; pairs ``[[2028, 3.0], ...]`` are accepted."""
    pairs = list(_pairs(name, value))
    points = [(stated_year(f"{name}, year", y), share(f"{name}, {y}", v)) for y, v in pairs]
    for (before, _), (after, _) in pairwise(points):
        if after <= before:
            raise ReportError(f"{name}: {after} stands after {before}; write the years in increasing order, each once")
    return Frozen(points)


def share(name: str, value: Any) -> float:
    """Percent of GDP, 0 to 100."""
    return within(name, value, 0, 100, "shares are percent of GDP, 0 to 100")


def _part(name: str, value: Any) -> float:
    return within(name, value, 0, 1, "give a part of the whole, 0 to 1")


def waypoints(name: str, value: Any) -> Frozen:
    """``{component: {year: share}}``."""
    stated = dict(_items(name, value))
    for key in stated:
        if key not in PARTS:
            raise unknown("component", key, PARTS)
    return Frozen((key, figures(f"{name}.{key}", item)) for key, item in stated.items())


def own_figures(name: str, value: Any) -> Frozen:
    """``{ally: {year: core share}}``."""
    return Frozen((ally(str(key)), figures(f"{name}.{key}", item)) for key, item in _items(name, value))


def exemptions(name: str, value: Any) -> Frozen:
    """``{ally: {core, year, reason, source}}``; a bare number is the core figure; False or None is no exemption."""
    items = [] if value is False else _items(name, value)
    return Frozen((ally(str(key)), _exemption(f"{name}.{key}", item)) for key, item in items)


def _is_figure(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _exemption(name: str, value: Any) -> Frozen:
    stated = {"core": value} if _is_figure(value) else dict(_items(name, value))
    known = ("core", "year", "reason", "source")
    for key in stated:
        if key not in known:
            raise unknown("exemption field", key, known)
    core, due = share(f"{name}.core", stated.get("core")), year(f"{name}.year", stated.get("year"))
    words = {key: text(f"{name}.{key}", stated.get(key, "")) for key in ("reason", "source")}
    return Frozen({"core": core, "year": due, **words})


def branch(value: Mapping[str, Any], plan: Callable[..., Any]) -> Frozen:
    """``{"year": 2029, "plan": id, file or Plan}`` with the plan looked up by ``plan``."""
    for key in value:
        if key not in ("year", "plan"):
            raise unknown("branch field", key, ("year", "plan"))
    if set(value) != {"year", "plan"}:
        raise ReportError("branch needs both: {'year': 2029, 'plan': 'core-5'}")
    return Frozen({"year": stated_year("branch.year", value["year"]), "plan": plan(value["plan"])})


def mapping(name: str, value: Any) -> Frozen:
    """Any mapping, unchangeable."""
    return Frozen((key, freeze(item)) for key, item in _items(name, value))


def reasons(name: str, value: Any) -> Frozen:
    """``{pledge id: reason}``."""
    return Frozen((key, text(f"{name}.{key}", item)) for key, item in _items(name, value))


def _items(name: str, value: Any) -> Iterable[tuple[Any, Any]]:
    if value is None:
        return []
    if not isinstance(value, Mapping):
        raise ReportError(f"{name} is {shown(value)}: give a mapping (a table in TOML)")
    return value.items()


def _pairs(name: str, value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, Mapping):
        return value.items()
    if isinstance(value, list | tuple) and all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in value):
        return value
    raise ReportError(f"{name} is {shown(value)}: give {{year: share}}")


def _count(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, Integral) or not 0 <= int(value) <= LAST_YEAR - FIRST_YEAR:
        raise ReportError(f"{name} is {shown(value)}: give a whole number of years, 0 to {LAST_YEAR - FIRST_YEAR}")
    return int(value)


TARGETS = ("core_target", "related_target", "total_target")
YEARS = ("core_year", "related_year", "agreed_year", "review_year", "base_year")
FIELDS: dict[str, Callable[[str, Any], Any]] = {
    "id": name,
    "title": name,
    "summary": text,
    "shape": text,
    "pledges": text,
    "source": text,
    "source_url": address,
    "may_cut": flag,
    **dict.fromkeys(TARGETS, lambda name, value: None if value is None else share(name, value)),
    "related_start": share,
    "step_pp": number,
    **dict.fromkeys(YEARS, year),
    "horizon": stated_year,
    **dict.fromkeys(("new_money", "delivery"), _part),
    "delay": _count,
    "waypoints": waypoints,
    "allies": own_figures,
    "exemptions": exemptions,
    "set_aside": reasons,
    "branch": mapping,
}
"""How each field of a plan is checked and made uniform: every one of them."""


class Frozen(dict[Any, Any]):
    """A ``dict`` without verbs that change it: plans can be shared, compared and used as keys."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("a plan does not change; make a new one with plan(id, **changes)")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type[Frozen], tuple[dict[Any, Any]]]:
        return Frozen, (dict(self),)


def freeze(value: Any) -> Hashable:
    """The same nested mappings and lists, unchangeable."""
    if isinstance(value, dict):
        return Frozen((key, freeze(item)) for key, item in value.items())
    return tuple(map(freeze, value)) if isinstance(value, list | tuple) else value

"""What the columns of a public frame hold: declared beside the formulas, among the facts, or in columns.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from report.burdens.alliance import ALLIANCE
from report.burdens.quantities import ALLY
from report.facts import Unit
from report.facts.catalogue import catalogue
from report.outlook.scenario import UNITS as MONEY
from report.tables import unknown
from report.tables.texts import words_in

FRAME, UNITS, BASE = "frame", "units", "price_base"
"""Keys of ``df.attrs``: which function made the frame, the units by column, the year whose prices are constant."""
ASKED = "unit in attrs"
"""The unit of amounts in a frame that was asked for in one."""
DECLARED = {"burden": ALLY, "alliance": ALLIANCE}
"""Where the columns of a frame are declared with their formulas."""
REST = "_without_us"
_ENDINGS = {"_share": "% of GDP", "_per_head": "unit of gdp an inhabitant", "_constant": "unit of gdp, constant prices"}
_ENDINGS["_per_head_constant"] = "unit of gdp an inhabitant, constant prices"


class Meaning(NamedTuple):
    """What one column holds."""

    label: str = ""
    unit: str = ""
    formula: str = ""
    in_tables: str = ""


def columns(frame: pd.DataFrame) -> pd.DataFrame:
    """What each column of a frame of this library holds: ``label``, ``unit``, ``formula`` and ``in_tables``, index
    ``column``.

    ``in_tables`` is the name of the same figure in NATO's tables (``d.expenditure``, ``d.panel``) where that is
    another: ``spend_usd_m`` is their ``spend_usd_current``. A column of your own is listed with blanks.

    >>> import report
    >>> report.columns(report.burden(report.load())).loc["gap_pp_core", "unit"]
    'points of GDP'
    """
    meanings = {str(name): meaning_of(frame, str(name)) for name in frame.columns}
    return pd.DataFrame.from_dict(meanings, orient="index", columns=list(Meaning._fields)).rename_axis("column")


def refuse_missing(frame: pd.DataFrame, names: Iterable[str]) -> None:
    """Raise :class:`UnknownName`, with the nearest, for a column that a frame does not have."""
    for name in names:
        if name not in frame:
            raise unknown("column", name, map(str, frame.columns))


def meaning_of(frame: pd.DataFrame, name: str) -> Meaning:
    """What a column of a frame holds, by the frame's ``attrs``; blank for one that is not the library's."""
    base = str(frame.attrs.get(BASE, "constant"))
    found = _column(name, str(frame.attrs.get(FRAME, "")), base)
    unit = str(frame.attrs.get("unit", "")).rpartition(" ")[2]
    path = {ASKED: MONEY.get(unit, ""), f"{ASKED}, an inhabitant": f"per_head_{unit}"}.get(found.unit)
    return found if path is None else found._replace(unit=_words()["money"].get(path, "").format(base=base))


def _column(name: str, kind: str, base: str) -> Meaning:
    declared = _words()
    if kind == "costing" and (own := _costed(name)):
        return own
    if one := DECLARED[kind].quantities.get(name) if kind in DECLARED else None:
        unit = one.unit.label if isinstance(one.unit, Unit) else declared["money"]["ncu_m"]
        measure = one.source.measure if one.source else ""
        unit = unit.replace("the edition’s prices", f"{base} prices")
        return Meaning(_plain(one.label), unit, one.formula, measure if measure != name else "")
    if name.endswith(REST):
        whole = _column(name.removesuffix(REST), kind, base)
        return whole._replace(label=f"{whole.label}, without the United States")
    return _spelt(name, base)


def _costed(name: str) -> Meaning | None:
    """A column of an own costing: one of its words, or such a word with an ending."""
    words = _words()["costing"]
    if name in words:
        return Meaning(*words[name])
    for ending, unit in reversed(_ENDINGS.items()):
        if name.endswith(ending) and (stem := name.removesuffix(ending)) in words:
            return Meaning(words[stem][0], unit)
    return None


def _spelt(name: str, base: str) -> Meaning:
    """From the list of words, or from the parts of the name."""
    declared = _words()
    if name in declared["columns"]:
        label, unit, *more = declared["columns"][name]
        return Meaning(label, unit.format(base=base), *more)
    if one := catalogue().get(name):
        return Meaning(one.plain, one.unit.label, one.formula)
    for amount, label in declared["amounts"].items():
        if (money := declared["money"].get(name.removeprefix(f"{amount}_"))) and name.startswith(amount):
            return Meaning(label, money.format(base=base))
    return Meaning()


def _plain(label: str) -> str:
    """A label without the ally and the year it is filled in with."""
    return re.sub(r"(, |, to |from )?\{year\}", "", label.replace("{ally}’s ", "").replace("{ally}", "it")).strip(" ,")


def _words() -> dict[str, Any]:
    return words_in(Path(__file__).with_suffix(".toml"))

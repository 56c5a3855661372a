"""A data folder checked whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .. import held, oddities
from ..dataset import load
from ..errors import BadTable, Problem
from ..reconcile import exceptions
from ..store import Store, opened
from . import agreement, files


def check(path: str | Path | None = None) -> list[Problem]:
    """Everything wrong with a data folder (default: the project's), as (file, row, column, what, remedy); empty when sound.

    Holds every table against datapackage.json, then the tables against each other and against the rules published figures
    owe each other, every exception being listed in oddities.csv. Seeds are looked for beside the folder.
    """
    try:
        store = opened(path)
    except BadTable as error:
        return error.problems
    found = store.problems(store.tables)
    for rule in RULES:
        found += _unless_unreadable(rule, store)
    return list(dict.fromkeys(found))


def _unless_unreadable(rule: Callable[[Store], list[Problem]], store: Store) -> list[Problem]:
    """Findings of a rule; none when a table it needs is faulty, which is reported already."""
    try:
        return rule(store)
    except BadTable:
        return []


def reconciled(store: Store) -> list[Problem]:
    """Published figures keep their rules, or are on the list of oddities."""
    editions = {name: load(edition=name, path=store.folder) for name in held.among(store.tables, "expenditure")}
    vintages = {name: load(macro=name, path=store.folder) for name in held.among(store.tables, "macro")}
    return oddities.problems(exceptions(editions, vintages), store.frame("oddities"))


RULES: tuple[Callable[[Store], list[Problem]], ...] = (
    agreement.editions,
    agreement.prices,
    agreement.allies,
    agreement.currencies,
    agreement.aid,
    agreement.provenance,
    agreement.borders,
    reconciled,
    files.hashes,
    files.plans,
    files.plan_names,
    files.seeds,
    files.listed,
)

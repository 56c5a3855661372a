"""A data folder checked whole."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

from .. import oddities, releases
from ..dataset import load
from ..errors import BadTable, ChangedTable, Problem
from ..reconcile import exceptions
from ..store import Store, opened
from . import agreement, byhand, files


def check(path: str | Path | None = None, published: bool = True, seeds: str | Path | None = None) -> list[Problem]:
    """All that is wrong with a data folder (default: the project's): (file, row, column, what, remedy); empty if sound.

    Compares every table with datapackage.json, then the tables with each other and with the rules published figures owe
    each other, every exception being listed in oddities.csv. Records are those of ``seeds``, by default of the folder
    beside the data. Without ``published`` that last comparison, which takes longer than all else, is left out, and so
    is whether tables made by hand are as accepted.
    """
    try:
        store = opened(path, seeds)
    except BadTable as error:
        return error.problems
    with warnings.catch_warnings(action="ignore", category=ChangedTable):  # a problem in the list, once
        found = store.problems(store.tables)
        for rule in RULES if published else QUICK:
            with suppress(BadTable):  # a table the rule needs is faulty, which is reported already
                found += rule(store)
    return few(dict.fromkeys(found))


MOST = 20
"""Problems of one column that are listed."""


def few(found: Iterable[Problem]) -> list[Problem]:
    """The problems, of one column of one file no more than ``MOST`` and how many others there are."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in found:
        groups.setdefault((problem.file, problem.column, problem.remedy), []).append(problem)
    for group in groups.values():
        if len(group) > MOST + 1:
            group[MOST:] = [group[-1]._replace(row=0, what=f"… and {len(group) - MOST:,} more like these")]
    return [problem for group in groups.values() for problem in group]


def reconciled(store: Store) -> list[Problem]:
    """Published figures keep their rules, or are on the list of oddities."""
    editions = {name: load(edition=name, path=store.folder) for name in releases.among(store.tables, "expenditure")}
    vintages = {name: load(macro=name, path=store.folder) for name in releases.among(store.tables, "macro")}
    return oddities.problems(exceptions(editions, vintages), store.frame("oddities"), partial(_place, store))


def _place(store: Store, exception: oddities.Record) -> tuple[str, int]:
    """File of an exception and its line there, 0 where it stands for more than one figure."""
    name = f"{exception['table']}-{exception['edition']}"
    frame, table = store.frame(name), store.tables[name]
    columns = ["iso3", "year", "measure" if "measure" in frame else "indicator"]
    same = (frame[columns] == [exception[name] for name in ("iso3", "year", "measure")]).all(axis=1)
    return table.path, int(same.to_numpy().argmax()) + 2 if same.any() else 0


RULES: tuple[Callable[[Store], list[Problem]], ...] = (
    agreement.editions,
    agreement.prices,
    agreement.allies,
    agreement.currencies,
    agreement.aid,
    agreement.provenance,
    agreement.borders,
    byhand.pledge_names,
    byhand.comparisons,
    byhand.repeated,
    byhand.calendar,
    byhand.ranges,
    byhand.accepted,
    reconciled,
    files.hashes,
    files.plans,
    files.plan_names,
    files.seeds,
    files.listed,
    files.undescribed,
)
QUICK = tuple(rule for rule in RULES if rule not in (reconciled, byhand.accepted))
"""Rules without which no page can be built: a plan or a pledge of one's own may be tried before it is accepted."""

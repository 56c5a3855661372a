"""Costs of every combination of allies, plans, editions, vintages and baselines, as one table."""

from __future__ import annotations

import itertools
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import pandas as pd

from report.cli.asking import own_files, project
from report.files import write_atomically
from report.outlook import cost, plans
from report.outlook import plan as find_plan
from report.outlook.cost import COLUMNS
from report.outlook.plan import Plan
from report.pages.parameters import check_parameters
from report.printable import inert
from report.run import RunError, fan_out
from report.run.errors import in_words, refuse_file
from report.tables import Dataset, ReportError, load
from report.tables.errors import ChangedTable
from report.tables.groups import allies_of
from report.tables.names import codes
from report.tables.releases import editions, vintages
from report.tables.store import opened, warn_of_changes
from report.writing import place_for

ALL = "all"
PARTS = ("country", "plan", "edition", "macro", "baseline")


def costs(allies: Sequence[str], plan: str, edition: str, macro: str, baseline: str | float) -> pd.DataFrame:
    """``report.cost`` of allies by iso3, and ``refused``: empty, or in a row of blanks why there is no cost.

    Refused are a plan that ends before an edition's last year, and an ally of which an edition has no share.
    """
    with warnings.catch_warnings(action="ignore", category=ChangedTable):  # said once, where the sweep was asked for
        d, chosen = load(edition, macro), find_plan(plan)
    try:
        found, whole = cost(d, chosen, baseline), ""
    except ReportError as error:
        found, whole = pd.DataFrame(columns=COLUMNS), str(error)
    found = found[found["iso3"].isin(allies)].astype({"year": "Int64"}).assign(refused="")
    without = [iso3 for iso3 in allies if iso3 not in set(found["iso3"])]
    whys = [whole or _why_not(d, chosen, baseline, iso3) for iso3 in without]
    refused = pd.DataFrame({"iso3": without, "refused": whys})
    table = pd.concat([found, refused]).rename(columns={"iso3": "country"})
    run = {"plan": plan, "edition": edition, "macro": macro, "baseline": baseline}
    return table.assign(**run)[[*PARTS, *(name for name in found if name != "iso3")]]


def _why_not(d: Dataset, plan: Plan, baseline: str | float, iso3: str) -> str:
    """Why an ally has no cost."""
    try:
        cost(d, plan, baseline, iso3)
    except ReportError as error:
        return str(error)
    return f"{iso3} has no forces, no spending, no path"


@in_words()
def run_sweep(out: Path, jobs: int | None, scheduler: str | None, **given: str | None) -> None:
    """Compute every combination and write the table, whole or not at all."""
    refuse_table(out)
    grid = {name: values_of(name, given.get(name)) for name in PARTS}
    allies, *others = grid.values()
    store = opened()
    for name in (*(f"expenditure-{one}" for one in grid["edition"]), *(f"macro-{one}" for one in grid["macro"])):
        warn_of_changes(store.tables[name], store.folder)
    calls = {" ".join(map(str, run)): (allies, *run) for run in itertools.product(*others)}
    inputs = project(own_files({"plan": given.get("plan") or ""}), preload=__name__)
    table = pd.concat(fan_out(f"{__name__}:costs", calls, inputs, jobs=jobs, scheduler=scheduler))
    table = table.sort_values("country", key=lambda column: column.map(allies.index), kind="stable")
    texts = table.select_dtypes(exclude="number").columns
    table[texts] = table[texts].map(inert)
    write_atomically(refuse_table(out), table.to_csv(index=False).encode())  # it may have come meanwhile
    points = len(allies) * len(calls)
    varied = f" ({_sizes(grid)})" if points > 1 else ""
    click.echo(f"{out}: {counted(len(table), 'row')} from {counted(points, 'run')}{varied}")


def refuse_table(out: Path) -> Path:
    """Where the table is written. Raises for no .csv, a file that no sweep made, and one among the tables."""
    if out.suffix != ".csv":
        raise RunError(f"--out {out}: a table is written as .csv; end the name with that")
    refuse_file(out.parent, "write the table into")
    begins = f"{','.join(PARTS)},".encode()
    return place_for(out, lambda first: first.startswith(begins), f"no sweep over {', '.join(PARTS)}")


def counted(number: int, name: str) -> str:
    """``1 run``, ``2 runs``."""
    return f"{number} {name}{'s' * (number != 1)}"


def _sizes(grid: Mapping[str, list[Any]]) -> str:
    """``2 countries × 8 plans``: what was varied."""
    plural = {"country": "countries", "macro": "vintages"}
    several = {plural.get(name, f"{name}s"): len(values) for name, values in grid.items() if len(values) > 1}
    return " × ".join(f"{number} {name}" for name, number in several.items())


def values_of(name: str, text: str | None) -> list[Any]:
    """The values of one part of the grid: names, ``all``, or the default; refused with the nearest valid one."""
    if text is None:
        return _HELD[name]() if name == "country" else [check_parameters({})[name]]
    if text.strip().casefold() == ALL and name in _HELD:
        return _HELD[name]()
    if name == "country":
        return allies_of(text)
    if name == "baseline" and (found := re.search(r"(\d+),(\d+)", text)):
        one, two = found.groups()
        raise ReportError(f"--baseline {text}: write {one}.{two} for one number, or '{one} {two}' for two")
    if not (values := text.replace(",", " ").split()):
        raise ReportError(f"--{name} names nothing: give at least one, or leave it out for the default")
    return list(dict.fromkeys(check_parameters({name: value})[name] for value in values))


_HELD: dict[str, Callable[[], list[Any]]] = {
    "country": codes,
    "plan": lambda: plans()["id"].tolist(),
    "edition": editions,
    "macro": vintages,
}

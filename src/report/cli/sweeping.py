"""Costs over a grid of allies × plans × editions × vintages × baselines, as one table."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import click
import pandas as pd

from report.cli.asking import own_files, project
from report.outlook import cost, plans
from report.outlook import plan as find_plan
from report.outlook.cost import COLUMNS
from report.pages.parameters import check_parameters
from report.run import sweep
from report.run.sweeping import check_table
from report.tables import ReportError, load
from report.tables.groups import allies_of
from report.tables.held import editions, vintages
from report.tables.names import codes

POINT = f"{__name__}:point"
ALL = "all"
PARTS = ("country", "plan", "edition", "macro", "baseline")


def point(country: str, plan: str, edition: str, macro: str, baseline: str | float) -> pd.DataFrame:
    """``report.cost`` of one ally, a row per component and year, and ``refused``: empty, or in a row of blanks why there is no cost.

    Refused are a plan that ends before an edition's last year, and an ally of which an edition has no share.
    """
    try:
        everyone = _costs(plan, edition, macro, baseline)
        rows = everyone[everyone["iso3"] == country]
        if rows.empty:
            cost(load(edition, macro), find_plan(plan), baseline, country)  # says why, but for one without forces
            raise ReportError(f"{country} has no forces, no spending, no path")
        return rows.drop(columns="iso3").assign(refused="")
    except ReportError as error:
        blank = pd.DataFrame(index=[0], columns=[name for name in COLUMNS if name != "iso3"])
        return blank.assign(refused=str(error))


@lru_cache(maxsize=256)
def _costs(plan: str, edition: str, macro: str, baseline: str | float) -> pd.DataFrame:
    """Every ally's cost: one ally's takes nearly as long, and a sweep asks for all of them. 256 are some 100 MB."""
    return cost(load(edition, macro), find_plan(plan), baseline)


def run_sweep(out: Path, jobs: int | None, scheduler: str | None, **given: str | None) -> None:
    """Compute the grid, write the table and leave with an exit code a script can trust."""
    check_table(out, PARTS, "--out")
    grid = {name: asked(name, given.get(name)) for name in PARTS}
    points = len(list(itertools.product(*grid.values())))
    inputs = project(own_files({"plan": given.get("plan") or ""}), preload=__name__)
    result = sweep(POINT, grid, out, jobs=jobs, scheduler=scheduler, project=inputs)
    if result.exit_code == 0:
        varied = f" ({_sizes(grid)})" if points > 1 else ""
        click.echo(f"{out}: {counted(result.rows, 'row')} from {counted(points, 'run')}{varied}")
    sys.exit(result.exit_code)


def counted(number: int, name: str) -> str:
    """``1 run``, ``2 runs``."""
    return f"{number} {name}{'s' * (number != 1)}"


def _sizes(grid: Mapping[str, list[Any]]) -> str:
    """``2 countries × 8 plans``: what was varied."""
    plural = {"country": "countries", "macro": "vintages"}
    return " × ".join(
        f"{len(values)} {plural.get(name, name + 's')}" for name, values in grid.items() if len(values) > 1
    )


def asked(name: str, text: str | None) -> list[Any]:
    """The values of one part of the grid: names apart by spaces or commas, ``all``, or the default; refused with the nearest valid one."""
    if text is None:
        return _HELD[name]() if name == "country" else [check_parameters({})[name]]
    if text.strip().casefold() == ALL and name in _HELD:
        return _HELD[name]()
    if name == "country":
        return allies_of(text)
    if not (values := text.replace(",", " ").split()):
        raise ReportError(f"--{name} names nothing: give at least one, or leave it out for the default")
    return list(dict.fromkeys(check_parameters({name: value})[name] for value in values))


_HELD: dict[str, Callable[[], list[Any]]] = {
    "country": codes,
    "plan": lambda: plans()["id"].tolist(),
    "edition": editions,
    "macro": vintages,
}

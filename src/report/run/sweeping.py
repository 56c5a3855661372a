"""One function over a grid of arguments, into one table, on all cores or on a cluster."""

from __future__ import annotations

import contextlib
import csv
import itertools
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from report.printable import inert

from . import resources, view
from .errors import Failure, RunError, WorkerDied, in_words, refuse_file
from .host import Host
from .keys import Keys, Steps
from .pipeline import Means
from .task import Project
from .workers import CALL, COMPUTE, Row

CHUNK = 16  # points per call: enough to make sending them cheap, few enough to see progress


@dataclass
class SweepResult:
    """The table, how many rows, and the points that failed (then the table is not written, an old one stays)."""

    out: Path
    rows: int = 0
    failures: list[Failure] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """For ``sys.exit``."""
        return int(bool(self.failures))


@in_words()
def sweep(
    function: str,
    grid: Mapping[str, Sequence[Any]],
    out: Path,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    project: Project | None = None,
    show: view.Lines | None = None,
) -> SweepResult:
    """Call ``function`` (``"package.module:name"``) at every point of ``grid`` and write its rows to ``out``, in order.

    ``grid`` maps argument names to values; the last one varies fastest. The function returns a data frame, rows as
    mappings, or one value. ``out`` is a CSV file, identical whatever ``jobs`` and ``scheduler``. ``project`` names the
    packages and inputs that the function depends on, alike on every machine of a cluster; by default its own package.
    Memory: the points, and rows not yet written.
    Raises RunError for an empty grid, no row at all, a file ``out`` that no such sweep made, what the system refuses.
    """
    grid = {name: list(values) for name, values in grid.items()}
    if empty := [name for name, values in grid.items() if not values] or ([] if grid else ["any argument"]):
        raise RunError(f"the grid has no value of {empty[0]}, so there is nothing to compute: give at least one")
    project = project or Project(packages=(function.partition(".")[0].partition(":")[0],))
    show, result = show or view.choose(), SweepResult(out)
    slots = max(1, jobs or resources.jobs())
    working = _cluster(scheduler, project) if scheduler else Host(project, slots, slots, show.say)
    with contextlib.closing(show), _table(result, list(grid)) as lines, working as means:
        _run(function, grid, lines, means, show, result)
    return result


def _cluster(address: str, project: Project) -> Any:
    """A cluster that has what a project names."""
    from .cluster import Cluster

    return Cluster(address, Keys(project, Steps()))


def _run(
    function: str, grid: Mapping[str, Sequence[Any]], lines: Any, means: Means, show: view.Lines, result: SweepResult
) -> None:
    """Compute the grid in chunks, and write them in order as they come."""
    points = (dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values()))
    chunks = list(iter(lambda: list(itertools.islice(points, CHUNK)), []))
    show.begin(len(chunks))
    columns: list[str] = []
    done = 0
    with ThreadPoolExecutor(means.slots) as threads:
        try:
            for chunk, found in zip(chunks, threads.map(partial(_compute, means, function), chunks), strict=True):
                for point, rows in zip(chunk, found, strict=True):
                    _take(point, rows, columns, lines, show, result)
                done += len(chunk)
                show.finish(f"{done} point{'s' * (done > 1)}", True)
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            means.kill()
            raise


def _compute(means: Means, function: str, chunk: Sequence[Row]) -> list[list[Row] | str]:
    """The rows of each point, or its error. If the process died, each point is tried by itself, to tell of which."""
    try:
        return list(means.call(CALL, COMPUTE, function, chunk))
    except WorkerDied as error:
        if len(chunk) == 1:
            return [str(error)]
        return [_compute(means, function, [point])[0] for point in chunk]


def _take(
    point: Row, rows: list[Row] | str, columns: list[str], lines: Any, show: view.Lines, result: SweepResult
) -> None:
    """Write the rows of a point, or note its failure; ``columns`` are those of the first row of all."""
    if not columns and rows and not isinstance(rows, str):
        columns.extend(rows[0])
        lines.writerow(columns)
    if not isinstance(rows, str) and (other := next((row for row in rows if list(row) != columns), None)):
        first = ", ".join(columns)
        rows = f"a row has columns {', '.join(other)}, the first one had {first}; return the same everywhere"
    if isinstance(rows, str):
        failure = Failure(", ".join(f"{name}={value}" for name, value in point.items()), "computing", rows)
        result.failures.append(failure)
        show.fail(failure, None)
    else:
        lines.writerows(map(inert, row.values()) for row in rows)
        result.rows += len(rows)


@contextlib.contextmanager
def _table(result: SweepResult, names: Sequence[str]) -> Iterator[Any]:
    """A writer of lines into a file that takes its place when it is whole, and no point has failed."""
    check_table(result.out, names)
    out = result.out.resolve()  # of a link the file it leads to is replaced, not the link
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = out.with_name(f".{out.name}.{os.urandom(6).hex()}.part")
    try:
        with aside.open("w", newline="", encoding="utf-8") as file:
            yield csv.writer(file, lineterminator="\n")
        if not result.failures:
            if not result.rows:
                raise RunError(f"no point has a row, so {out} is not written; look at the function and its arguments")
            check_table(out, names)  # it may have come meanwhile
            aside.replace(out)
    except OSError as error:
        error.filename = error.filename or str(out)  # of a full disk the system does not say
        raise
    finally:
        aside.unlink(missing_ok=True)


def check_table(out: Path, names: Sequence[str], called: str = "out") -> None:
    """Raise RunError for a table that is no CSV file, or is there and no sweep over arguments of these names made it.

    ``called`` is what the caller calls it.
    """
    if out.is_dir():
        raise RunError(f"{called} {out} is a folder: name a file for the table")
    if out.suffix != ".csv":
        raise RunError(f"{called} {out}: a table is written as .csv; end the name with that")
    refuse_file(out.parent, "write the table into")
    if out.exists() and not (out.is_file() and _made_by_sweep(out, names)):
        raise RunError(f"{called} {out} is there, and no sweep over {', '.join(names)} made it: name another file")


def _made_by_sweep(out: Path, names: Sequence[str]) -> bool:
    """Whether a file begins as a table of a sweep does, or is empty."""
    with out.open("rb") as file:
        first = file.readline(10_000).rstrip()
    return not first or (first + b",").startswith(",".join(names).encode() + b",")

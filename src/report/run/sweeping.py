"""One function over a grid of arguments, into one table, on all cores or on a cluster."""

from __future__ import annotations

import csv
import importlib.util
import itertools
import math
import os
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from . import resources, task, view
from .cache import Cache
from .digest import Memo
from .errors import Failure, RunError, WorkerDied
from .host import Local
from .keys import Keys, Steps
from .pipeline import Means
from .task import Project
from .workers import CALL, COMPUTE, Row

CSV, PARQUET = ".csv", ".parquet"
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


def sweep(
    function: str,
    grid: Mapping[str, Sequence[Any]],
    out: Path,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    project: Project | None = None,
    preload: Sequence[str] = (),
    show: view.Lines | None = None,
) -> SweepResult:
    """Call ``function`` (``"package.module:name"``) at every point of ``grid`` and write its rows to ``out``, in the grid's order.

    ``grid`` maps argument names to values; the last one varies fastest. The function returns a data frame, rows as mappings, or one
    value. ``out`` is ``.csv``, or ``.parquet`` if pyarrow is installed; identical whatever ``jobs`` and ``scheduler``.
    ``project`` names the packages and inputs that the function depends on, which every machine of a cluster must have alike; without
    it the function's own package is compared, and no data.
    Memory: the values of each argument and a few chunks of rows, however many points (but Parquet is written from the whole table).
    """
    for name, values in grid.items():
        if isinstance(values, str):
            raise RunError(f"grid, {name}: {values!r} is one text; give a list of values")
    grid = {name: list(values) for name, values in grid.items()}
    task.check_jobs(jobs)
    project = project or Project(packages=(function.partition(".")[0].partition(":")[0],))
    show = show or view.choose()
    try:
        with Table(out) as table, _means(project, jobs, scheduler, preload) as means:
            result = _run(function, grid, table, means, show)
            table.keep = not result.failures
    finally:
        show.close()
    return result


def _means(project: Project, jobs: int | None, scheduler: str | None, preload: Sequence[str]) -> Any:
    """What computes: this machine, or a cluster."""
    if scheduler is None:
        slots = jobs or resources.jobs()
        return Local(project, preload, slots, slots)
    from .cluster import Cluster

    memo = Memo(Path(os.devnull))  # remembers in this process only
    return Cluster(scheduler, Keys(project, Cache(Path(os.devnull)), memo, Steps()), preload)


def _run(function: str, grid: Mapping[str, Sequence[Any]], table: Table, means: Means, show: view.Lines) -> SweepResult:
    """Compute the grid in chunks, a bounded number at once, and write them in order as they come."""
    result = SweepResult(table.out)
    total = math.prod(map(len, grid.values()))
    show.begin(math.ceil(total / CHUNK))
    points = (dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values()))
    done = 0
    with ThreadPoolExecutor(means.slots) as threads:
        waiting: deque[tuple[list[Row], Future[list[list[Row] | str]]]] = deque()
        try:
            while waiting or done < total:
                while len(waiting) < 2 * means.slots and (chunk := list(itertools.islice(points, CHUNK))):
                    waiting.append((chunk, threads.submit(_compute, means, function, chunk)))
                chunk, computing = waiting.popleft()
                for point, rows in zip(chunk, computing.result(), strict=True):
                    _take(point, rows, table, result, show)
                done += len(chunk)
                show.finish(f"{done} point{'s' * (done > 1)}", True)
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            means.kill()
            raise
    return result


def _compute(means: Means, function: str, chunk: Sequence[Row]) -> list[list[Row] | str]:
    """The rows of each point, or its error. If the process died, each point is tried by itself, to tell of which."""
    try:
        return list(means.call(CALL, COMPUTE, function, chunk))
    except WorkerDied as error:
        if len(chunk) == 1:
            return [str(error)]
        return [_compute(means, function, [point])[0] for point in chunk]


def _take(point: Row, rows: list[Row] | str, table: Table, result: SweepResult, show: view.Lines) -> None:
    """Write the rows of a point, or note its failure."""
    if not isinstance(rows, str):
        rows = table.differing(rows) or rows
    if isinstance(rows, str):
        failure = Failure(", ".join(f"{name}={value}" for name, value in point.items()), "computing", rows)
        result.failures.append(failure)
        show.fail(failure, None)
    else:
        table.write(rows)
        result.rows += len(rows)


class Table:
    """A CSV or Parquet file that appears when it is whole. Its columns are those of the first row.

    CSV is written as rows come; for Parquet they are kept, so that their types are.
    """

    def __init__(self, out: Path) -> None:
        self.out, self.keep = out, False
        self.aside = out.with_name(f".{out.name}.{os.urandom(6).hex()}.part")
        self.columns: list[str] = []
        self.kept: list[list[Any]] = []
        check_format(out)

    def __enter__(self) -> Table:
        self.out.parent.mkdir(parents=True, exist_ok=True)
        self.file: TextIO = self.aside.open("w", newline="", encoding="utf-8")
        return self

    def __exit__(self, *exc: object) -> None:
        self.file.close()
        try:
            if self.keep and self.out.suffix == PARQUET:
                self._write_parquet()
            if self.keep:
                self.aside.replace(self.out)
        finally:
            self.aside.unlink(missing_ok=True)

    def differing(self, rows: Sequence[Row]) -> str:
        """What is wrong with rows that have other columns than the first one of all; empty if they have not."""
        first = self.columns or (list(rows[0]) if rows else [])
        other = next((list(row) for row in rows if list(row) != first), None)
        if other is None:
            return ""
        return f"a row has columns {', '.join(other)}, the first one had {', '.join(first)}; return the same everywhere"

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows, all with the same columns."""
        if rows and not self.columns:
            self.columns = list(rows[0])
            csv.writer(self.file, lineterminator="\n").writerow(self.columns)
        cells = (list(row.values()) for row in rows)
        if self.out.suffix == PARQUET:
            self.kept.extend(cells)
        else:
            csv.writer(self.file, lineterminator="\n").writerows(cells)

    def _write_parquet(self) -> None:
        """The rows kept, in the place of the file of lines."""
        import pandas as pd

        pd.DataFrame(self.kept, columns=self.columns).to_parquet(self.aside, index=False)


def check_format(out: Path, name: str = "out") -> None:
    """Raise RunError for a table that is neither CSV nor Parquet, or Parquet that cannot be written; ``name`` is what the caller calls it."""
    if out.is_dir():
        raise RunError(f"{name} {out} is a folder: name a file for the table")
    if out.suffix not in (CSV, PARQUET):
        raise RunError(f"{name} {out}: a table is written as {CSV} or as {PARQUET}; end the name with one of them")
    if out.suffix == PARQUET:
        _need_pyarrow(out)


def _need_pyarrow(out: Path) -> None:
    """Raise RunError if Parquet cannot be written."""
    if importlib.util.find_spec("pyarrow") is None:
        raise RunError(f"{out.name}: Parquet needs pyarrow (pip install pyarrow); or name a .csv file")

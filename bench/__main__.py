"""``python -m bench [--full] [--pages N]``: measure everything, print it, write docs/BENCHMARKS.md.

About ten minutes on two cores, most of it the stock loop; ``--full`` adds 3,200 notebooks, ``--pages`` shortens the
stock loop to N pages, evenly chosen, and scales its times.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from . import growth, stock
from .builds import Ours
from .measure import Cost, command, machine, middle, python, wall
from .tasks import pages

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "BENCHMARKS.md"


@dataclass
class Results:
    """Rows of the table: what, measured, the bar if there is one."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, what: str, measured: str, bar: str = "") -> None:
        """One row, shown at once."""
        self.rows.append((what, measured, bar))
        print(f"{what:72} {measured:34} {bar}", flush=True)

    def markdown(self) -> str:
        """The page."""
        lines = "\n".join(f"| {what} | {measured} | {bar} |" for what, measured, bar in self.rows)
        date = datetime.datetime.now(tz=datetime.UTC).date()
        return (
            f"{INTRODUCTION.format(date=date, machine=machine())}\n| what | measured | bar |\n| --- | --- | --- "
            f"|\n{lines}\n"
        )


INTRODUCTION = """# Benchmarks

Measured by `make bench` on {date}: {machine}. Seconds on the clock: the middle one of three builds, medians of more where a thing is quick; memory is the whole process tree, shared pages
counted once. The stock loop runs `papermill` and `nbconvert` on the same notebooks in the same run, HTML only; ours makes HTML, PDF and
data. The floor is the same cells and pages in one process without kernels. Where the time goes, and why the code is as it is, is in the
comments of `bench/` and `src/report/run/`.

Bars for a cold build are of 28 November, when it took 24.5 s and 44.9 s of processor, and the stock loop 434 s. The very code of that table (114c394), run
again on 30 November, took 30.3 to 33.4 s, 54 to 60 s of processor and 1,213 to 1,260 MB in five runs: this machine does the same work in 1.3 times the time, and an hour
differs from the next by a tenth. Ours between these runs: 24.9 to 28.3 s, 42 to 48 s and 921 to 978 MB, with more on its pages.
"""


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--pages", type=int)
    given = parser.parse_args()
    results = Results()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        ours = Ours(Path(folder) / "ours")
        cold = builds(results, ours)
        against_floor(results, ours, cold)
        against_stock(results, Path(folder) / "stock", cold, given.pages)
        start_up(results)
        calls(results)
        grows(results, Path(folder) / "growth", growth.SIZES if given.full else growth.SIZES[:2])
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(results.markdown(), "utf-8")


def seconds(cost: Cost) -> str:
    """A cost in words."""
    return f"{cost.wall:.1f} s ({cost.cpu:.1f} s of processor)"


def builds(results: Results, ours: Ours) -> Cost:
    """Our builds; the cold one is returned."""
    cold = middle(ours.cold)
    results.add(f"{len(pages())} pages, HTML, PDF and data, cold", seconds(cold), "≤ 20 s")
    results.add("peak memory of the cold build", f"{cold.peak:.0f} MB", "≤ 1,000 MB")
    results.add("nothing changed", f"{middle(ours.run).wall:.2f} s", "≤ 0.5 s")
    ours.forget("rendered")
    results.add("renderer changed: all rendered, nothing executed", seconds(ours.run("--mark", "again")))
    ours.run("--country", "EST")
    results.add("another plan, nothing kept", seconds(ours.cold("--plan", "core-5")))
    ours.cold()
    results.add("one country after an edit of its notebook", seconds(middle(lambda: _edited(ours))), "≤ 3 s")
    results.add("the same build with one job", seconds(ours.cold("--jobs", "1")))
    results.add(
        "two clean builds in different folders, with other jobs",
        "identical" if ours.same_bytes() else "DIFFERENT",
        "identical",
    )
    return cold


def _edited(ours: Ours) -> Cost:
    """One country once its notebook has another line."""
    ours.edit("country.ipynb", "# one more line")
    return ours.run("--country", "EST")


def against_floor(results: Results, ours: Ours, cold: Cost) -> None:
    """How close the cold build comes to the work itself."""
    floor = json.loads(_output("bench.floor", ours.folder / "second" / "build"))
    work = floor["execute"] + floor["all"]
    results.add("floor: the cells of all pages in one process", f"{floor['execute']:.1f} s")
    results.add("floor: rendering all pages in one process", f"{floor['all']:.1f} s")
    results.add("floor on two cores, with imports", f"{floor['import'] + work / 2:.1f} s")
    results.add("cold build against that floor", f"{cold.wall / (floor['import'] + work / 2):.1f} ×")
    results.add("one page rendered, first / median", f"{floor['first']:.2f} s / {1000 * floor['each']:.0f} ms")
    for part in ("drawing.draw", "html.render", "pdf.render"):
        results.add(f"of that {part}, all pages", f"{floor[part]:.1f} s")


def against_stock(results: Results, folder: Path, cold: Cost, only: int | None) -> None:
    """The same notebooks the stock way; every build is a cold one there."""
    executed, converted, count = stock.loop(folder, only)
    scale = len(pages()) / count
    whole = (executed.wall + converted.wall) * scale
    scaled = "" if count == len(pages()) else f" (from {count} pages)"
    results.add("stock loop: papermill", f"{executed.wall * scale:.1f} s{scaled}")
    results.add("stock loop: nbconvert, HTML only", f"{converted.wall * scale:.1f} s{scaled}")
    results.add(
        "stock loop against our cold build, which makes PDFs too", f"{whole / cold.wall:.1f} × slower", "≥ 20 ×"
    )
    best, count = stock.side_by_side(folder, only)
    results.add(
        "best ordinary way: two processes, papermill's and nbconvert's API", f"{best.wall * scale:.1f} s{scaled}"
    )
    results.add("that against our cold build", f"{best.wall * scale / cold.wall:.1f} × slower", "≥ 5 ×")


def start_up(results: Results) -> None:
    """What a person waits for before anything happens."""
    help_text = wall([Path(sys.executable).with_name("burdenshare"), "--help"], 7)
    results.add("burdenshare --help", f"{1000 * help_text:.0f} ms", "≤ 200 ms")
    empty = wall(python("-c", "pass"), 7)
    results.add("import report", f"{1000 * (wall(python('-c', 'import report'), 7) - empty):.0f} ms")
    results.add(
        "import report.run and its build",
        f"{1000 * (wall(python('-c', 'from report.run import build'), 7) - empty):.0f} ms",
    )


def calls(results: Results) -> None:
    """The public interface, warm."""
    bars = {"cost": "≤ 20 ms", "risk": "≤ 500 ms"}
    for name, spent in json.loads(_output("bench.calls")).items():
        results.add(f"report.{name}", f"{1000 * spent:.0f} ms", bars.get(name, ""))


def grows(results: Results, folder: Path, sizes: tuple[int, ...]) -> None:
    """Time and memory with the number of runs."""
    for kind, all_sizes in (("sweep", growth.SIZES), ("notebooks", sizes)):
        for size in all_sizes:
            cost = command(
                *python("-m", "bench.growth", kind, str(size), folder / f"{kind}{size}"), log=folder.with_suffix(".log")
            )
            results.add(f"{kind}: {size:,} runs", f"{cost.wall:.1f} s, {cost.peak:.0f} MB")


def _output(*arguments: str | Path) -> str:
    """What a module of ours prints last."""
    done = subprocess.run(
        [str(one) for one in python("-m", *arguments)], check=True, capture_output=True, text=True, cwd=ROOT
    )
    return done.stdout.splitlines()[-1]


if __name__ == "__main__":
    main()

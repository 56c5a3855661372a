"""A small project to run: a package, a table, two notebooks, a renderer with a template."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from report.run import BuildResult, Project, Task, build, plan
from report.run.view import Lines

PACKAGE = {
    "__init__.py": "from shop.tables import prices\n",
    "tables.py": """
        import csv, os
        from pathlib import Path
        from shop.words import plural
        DATA = Path(os.environ["SHOP_DATA"])
        def prices():
            return {row["item"]: int(row["price"]) for row in csv.DictReader(open(DATA / "prices.csv"))}
        def offers():
            return sorted(path.stem for path in (DATA / "offers").iterdir())
        """,
    "words.py": "def plural(word): return word + 's'\n",
    "charts.py": """
        from shop import tables
        def bars(item):
            return '#' * tables.prices()[item]
        """,
    "publish/__init__.py": """
        from pathlib import Path
        TEMPLATE = (Path(__file__).parent / "page.html").read_text()
        def page(nb, out, path=None):
            text = "".join(output.text for cell in nb.cells for output in cell.get("outputs", []) if output.output_type == "stream")
            path = out / (path or nb.metadata.papermill.output_path.replace("notebooks/", "").replace(".ipynb", ".html"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(TEMPLATE.format(text=text))
            return [path]
        def inkless(nb, out):
            item = nb.metadata.papermill.parameters["item"]
            return page(nb, out) if item != "jam" else 1 / 0
        def same(nb, out):
            return page(nb, out, "same.html")
        def own(nb, out):
            return page(nb, out, "manifest.json")
        def notebooks(nb, out):
            return page(nb, out, nb.metadata.papermill.output_path)
        def folder(nb, out):
            return page(nb, out, "notebooks")
        def broken(out):
            raise ValueError("no paper")
        def foreign(out):
            (out / "manifest.json").write_text("{}")
        def site(out):
            (out / "index.html").write_text("".join(sorted(path.name for path in out.glob("*/*.html"))))
        """,
    "publish/page.html": "<p>{text}</p>",
}
PRICED = ["import shop\nfrom shop import tables", "print(item, shop.prices()[item] * times, tables.offers())"]
UNRUN: dict[str, Any] = {"outputs": [], "execution_count": None}
DRAWN = ["from shop import charts", "print(charts.bars(item))"]


def dedent(text: str) -> str:
    """Text without the indentation of its first line."""
    lines = text.strip("\n").splitlines()
    margin = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
    return "\n".join(line[margin:] for line in lines).rstrip() + "\n"


def notebook(*cells: str, parameters: str = "item = 'tea'\ntimes = 2") -> str:
    """A notebook with a parameters cell and these cells: prose if they begin with a heading, else code."""
    tagged = [(parameters, ["parameters"]), *((cell, []) for cell in cells)]
    made = [
        {"cell_type": "markdown", "id": f"c{n}", "metadata": {}, "source": source}
        if source.startswith("#")
        else {"cell_type": "code", "id": f"c{n}", "metadata": {"tags": tags}, "source": source, **UNRUN}
        for n, (source, tags) in enumerate(tagged)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


SCRIPT = """
import sys
from pathlib import Path
root, jobs, preload = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
sys.path.insert(0, str(root))
from report.run import Project, Task, build
tasks = [Task(f"priced/{item}", root / "notebooks/priced.ipynb", {"item": item}) for item in ("tea", "jam")]
project = Project(packages=("shop",), inputs={"data": root / "data"}, lock=root / "lock.txt", preload=preload)
where = dict(cache=root / "cache", render="shop.publish:page", site="shop.publish:site", jobs=jobs, versions={"n": "1"})
result = build(tasks, project, root / "build", **where)
heavy = ("pandas", "nbconvert", "nbclient", "papermill", "nbformat", "rich", "shop")
print(result.unchanged, [name for name in heavy if name in sys.modules])
sys.exit(result.exit_code)
"""


@dataclass
class Shop:
    """The project in a folder of its own."""

    root: Path

    @property
    def out(self) -> Path:
        return self.root / "build"

    @property
    def project(self) -> Project:
        return Project(packages=("shop",), inputs={"data": self.root / "data"}, lock=self.root / "lock.txt")

    def tasks(self, items: str = "tea jam", name: str = "priced", **parameters: Any) -> list[Task]:
        path = self.root / "notebooks" / f"{name}.ipynb"
        return [Task(f"{name}/{item}", path, {"item": item, **parameters}) for item in items.split()]

    def where(self, **changes: Any) -> dict[str, Any]:
        return {"cache": self.root / "cache", "render": "shop.publish:page", "site": "shop.publish:site", **changes}

    def build(self, tasks: list[Task] | None = None, **changes: Any) -> BuildResult:
        given = {"show": Lines(io.StringIO()), "jobs": 2} | changes
        return build(tasks or self.tasks(), self.project, given.pop("out", self.out), **self.where(**given))

    def plan(self, tasks: list[Task] | None = None) -> list[str]:
        return [str(reason) for reason in plan(tasks or self.tasks(), self.project, self.out, **self.where())]

    def command(self, jobs: int = 2, preload: str = "", flags: Sequence[str] = ()) -> list[str]:
        """What builds tea and jam in a process of its own."""
        script = self.write("go.py", SCRIPT)
        return [sys.executable, *flags, str(script), str(self.root), str(jobs), preload]

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        # Python tells bytecode from its source by second and size: too coarse for edits as fast as a test's.
        Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)
        return path


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A fresh copy of the small project, importable here and in kernels."""
    made = Shop(tmp_path / "shop project")
    for name, text in PACKAGE.items():
        made.write(f"shop/{name}", dedent(text))
    made.write("data/prices.csv", "item,price\ntea,3\njam,5\n")
    made.write("data/offers/may.toml", "")
    made.write("lock.txt", "pandas==3\n")
    made.write("notebooks/priced.ipynb", notebook(*PRICED))
    made.write("notebooks/drawn.ipynb", notebook(*DRAWN))
    monkeypatch.setenv("SHOP_DATA", str(made.root / "data"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(made.root), *filter(None, [os.environ.get("PYTHONPATH")])]))
    monkeypatch.syspath_prepend(str(made.root))
    importlib.invalidate_caches()
    return made


@pytest.fixture
def tree() -> Callable[[Path], dict[str, bytes]]:
    """The contents of a folder, by path."""
    return tree_of


def tree_of(folder: Path) -> dict[str, bytes]:
    """The contents of a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def gone(pid: int, patience: float = 3.0) -> bool:
    """Whether a process ends within some seconds (a zombie has ended)."""
    deadline = time.monotonic() + patience
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        with contextlib.suppress(psutil.NoSuchProcess):
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        time.sleep(0.02)
    return not psutil.pid_exists(pid)

"""A small project to run: a package, a table, a notebook, a renderer with a template."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from nbformat import v4

from report.run import BuildResult, Project, Task, build, explain, manifest, verify
from report.run.view import Lines

PACKAGE = {
    "__init__.py": "from shop.tables import prices\n",
    "tables.py": """
        import csv, os
        from pathlib import Path
        DATA = Path(os.environ["SHOP_DATA"])
        def prices():
            return {row["item"]: int(row["price"]) for row in csv.DictReader(open(DATA / "prices.csv"))}
        def offers():
            return sorted(path.stem for path in (DATA / "offers").iterdir())
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
        def site(out):
            (out / "index.html").write_text("".join(sorted(path.name for path in out.glob("*/*.html"))))
        """,
    "publish/page.html": "<p>{text}</p>\n",
}
PRICED = ["import shop\nfrom shop import tables", "print(item, shop.prices()[item] * times, tables.offers())"]


def notebook(*cells: str, parameters: str = "item = 'tea'\ntimes = 2") -> str:
    """A notebook with a parameters cell and these cells: prose if they begin with a heading, else code."""
    kinds = {True: v4.new_markdown_cell, False: v4.new_code_cell}
    made = [kinds[source[:1] == "#"](source, id=f"c{n}") for n, source in enumerate([parameters, *cells])]
    made[0].metadata.tags = ["parameters"]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    about = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps(v4.new_notebook(cells=made, metadata=about))


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

    @property
    def version(self) -> str:
        """Which build is in place; it must be whole."""
        assert verify(self.out) == []
        return manifest.read(self.out)["versions"].get("n", "0")

    def tasks(self, items: str = "tea jam", name: str = "priced", **parameters: Any) -> list[Task]:
        path = self.root / "notebooks" / f"{name}.ipynb"
        return [Task(f"{name}/{item}", path, {"item": item, **parameters}) for item in items.split()]

    def where(self, **changes: Any) -> dict[str, Any]:
        return {"cache": self.root / "cache", "render": "shop.publish:page", "site": "shop.publish:site", **changes}

    def build(self, tasks: list[Task] | None = None, **changes: Any) -> BuildResult:
        given = {"show": Lines(io.StringIO()), "jobs": 2} | changes
        return build(tasks or self.tasks(), self.project, given.pop("out", self.out), **self.where(**given))

    def plan(self, tasks: list[Task] | None = None) -> list[str]:
        return [str(reason) for reason in explain(tasks or self.tasks(), self.project, self.out, **self.where())]

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


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the small project is in every test, for what is remembered of a build hangs on its folder."""
    return tmp_path_factory.mktemp("run") / "shop project"


@pytest.fixture
def shop(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A fresh copy of the small project, importable here and in kernels."""
    made = Shop(place)
    for name, text in PACKAGE.items():
        made.write(f"shop/{name}", dedent(text).lstrip("\n"))
    made.write("data/prices.csv", "item,price\ntea,3\njam,5\n")
    made.write("data/offers/may.toml", "")
    made.write("lock.txt", "pandas==3\n")
    made.write("notebooks/priced.ipynb", notebook(*PRICED))
    monkeypatch.setenv("SHOP_DATA", str(place / "data"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(place), *filter(None, [os.environ.get("PYTHONPATH")])]))
    monkeypatch.syspath_prepend(str(place))
    importlib.invalidate_caches()
    yield made
    place.chmod(0o755)
    place.rename(tmp_path / "shop as the test left it")


@pytest.fixture
def built(shop: Shop) -> Shop:
    """The small project with a build of tea and jam in place, and all of it in the cache; made for the first test."""
    kept = shop.root.with_name("built")
    if not kept.exists():
        assert shop.build().failures == []
        shutil.copytree(shop.root, kept)
    shutil.copytree(kept, shop.root, dirs_exist_ok=True)
    return shop


def tree_of(folder: Path) -> dict[str, bytes]:
    """The contents of a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

"""Which of our source files a notebook can reach: too many costs time, too few is a stale result."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from report.run import RunError
from report.run.keys.closure import Source
from report.run.keys.digest import Memo

from .conftest import Shop


@pytest.fixture
def source(shop: Shop) -> Source:
    return Source(["shop"], Memo(shop.root / "memo.json"))


def reached(source: Source, code: str) -> set[str]:
    """Names of the files below shop/ that some code can reach."""
    return {name.removeprefix("shop/") for name in source.of_code(code)}


TABLES = {"__init__.py", "tables.py", "words.py"}
ALL = {*TABLES, "charts.py", "publish/__init__.py"}


@pytest.mark.parametrize(
    ("code", "files"),
    [
        ("x = 1", set()),
        ("import shop", {"__init__.py"}),
        ("import shop\nshop.prices()", TABLES),  # a lazy name leads to its module only
        ("import shop as s\ns.bars('tea')", {*TABLES, "charts.py"}),
        ("from shop import prices", TABLES),
        ("from shop.tables import prices", TABLES),
        ("import shop.tables as t", TABLES),
        ("def later():\n    from shop import charts", {*TABLES, "charts.py"}),
        ("import importlib\nimportlib.import_module('shop.words')", {"__init__.py", "words.py"}),
        ("render = 'shop.publish:page'", {"__init__.py", "publish/__init__.py"}),
        ("import typing\nif typing.TYPE_CHECKING:\n    import shop.charts", set()),
        ("from shop import *", {*TABLES, "charts.py"}),  # everything it loads lazily
        ("import shop\nshop.unheard_of", {*TABLES, "charts.py"}),
        ("import shop\nshop.__version__", {"__init__.py"}),
        ("import importlib\nimportlib.import_module('shop')", {"__init__.py"}),
        ("__import__('shop.words')", {"__init__.py", "words.py"}),
        ("import importlib\nimportlib.import_module(f'shop.{x}')", ALL),
        ("import importlib\nimportlib.import_module(f'{x}')", ALL),
        ("import shop\ngetattr(shop, x)", {*TABLES, "charts.py"}),  # everything it loads lazily
        ("import shop\nfor package in [shop]: package.bars('tea')", {*TABLES, "charts.py"}),
        ("from shop.tables import prices\nmap(prices, x)", TABLES),
        ("no python at all!", ALL),
        ("import pandas", set()),
    ],
)
def test_code_reaches(source: Source, code: str, files: set[str]) -> None:
    assert reached(source, code) == files


def test_relative_imports_and_names_given_as_module_and_attribute(shop: Shop) -> None:
    shop.write(
        "shop/deep/__init__.py",
        "_X = {'a': ('.one', 'f'), 'b': 'shop.deep.two:f', 'c': 'two'}\ndef __getattr__(n): ...\n",
    )
    shop.write("shop/deep/one.py", "from .. import words\nfrom . import two\n")
    shop.write(
        "shop/deep/two.py",
        "import importlib\nimportlib.import_module('.three', __package__)\nsuffix = '.html'\n"
        "importlib.import_module('..words', __package__)\n",
    )
    shop.write("shop/deep/three.py", "")
    source = Source(["shop"], Memo(shop.root / "memo.json"))
    deep = {"__init__.py", "deep/__init__.py", "deep/two.py", "deep/three.py", "words.py"}
    assert reached(source, "from shop.deep import b") == reached(source, "from shop.deep import c") == deep
    assert reached(source, "from shop import deep\ndeep.a()") == {*deep, "deep/one.py"}


def test_modules_where_they_are_easily_missed(shop: Shop) -> None:
    """In a folder without __init__.py, behind a link, in a package below another, listed in __all__, in another encoding."""
    shop.write("shop/plain/a.py", "from shop import words")
    shop.write("elsewhere/__init__.py", "")
    shop.write("elsewhere/b.py", "import shop.linked.b")
    (shop.root / "shop/linked").symlink_to(shop.root / "elsewhere")
    (shop.root / "shop/linked/round").symlink_to(shop.root / "elsewhere")
    shop.write("shop/starred/__init__.py", "__all__ = ['c']")
    (shop.root / "shop/starred/c.py").write_bytes("# coding: latin-1\nname = 'été'".encode("latin-1"))
    (shop.root / "shop/starred/d.py").write_bytes(b"\xef\xbb\xbfimport shop.words")
    source = Source(["shop"], Memo(shop.root / "memo.json"))
    assert reached(source, "from shop.plain import a") == {"__init__.py", "plain/a.py", "words.py"}
    assert reached(source, "import shop.linked.b") == {"__init__.py", "linked/__init__.py", "linked/b.py"}
    assert reached(source, "from shop.starred import *") == {"__init__.py", "starred/__init__.py", "starred/c.py"}
    assert reached(source, "import shop.starred.d") == {
        "__init__.py",
        "starred/__init__.py",
        "starred/d.py",
        "words.py",
    }
    deep = Source(["shop.starred"], Memo(shop.root / "memo.json"))
    assert set(deep.of_code("import shop.starred.c")) == {"shop/starred/__init__.py", "shop/starred/c.py"}


def test_what_a_memo_holds_is_of_the_packages_asked_for(shop: Shop) -> None:
    shop.write("other/__init__.py", "")
    shop.write("shop/uses.py", "import other")
    (shop.root / "other/__init__.py").write_text("")
    memo = Memo(shop.root / "memo.json")
    assert "other/__init__.py" not in Source(["shop"], memo).of_code("import shop.uses")
    assert "other/__init__.py" in Source(["shop", "other"], memo).of_code("import shop.uses")


def test_what_is_imported_in_a_run_is_in_the_closure(shop: Shop, source: Source) -> None:
    code = "import shop\nshop.bars('tea')\nfrom shop import tables"
    seen = "import sys, json; print(json.dumps([m.__file__ for n, m in sys.modules.items() if n.partition('.')[0] == 'shop']))"
    out = subprocess.run([sys.executable, "-c", f"{code}\n{seen}"], capture_output=True, text=True, check=True).stdout
    imported = {Path(file).relative_to(shop.root).as_posix() for file in json.loads(out)}
    assert (
        imported
        == {"shop/__init__.py", "shop/charts.py", "shop/tables.py", "shop/words.py"}
        == source.of_code(code).keys()
    )


def test_the_memo_follows_an_edit_and_a_broken_module_is_named(shop: Shop) -> None:
    memo = Memo(shop.root / "memo.json")
    assert reached(Source(["shop"], memo), "import shop.charts") == {*TABLES, "charts.py"}
    shop.write("shop/charts.py", "from shop import words\n")
    assert reached(Source(["shop"], memo), "import shop.charts") == {"__init__.py", "charts.py", "words.py"}
    shop.write("shop/charts.py", "x = \n")
    with pytest.raises(RunError, match=r"shop/charts\.py, line 1: invalid syntax"):
        reached(Source(["shop"], memo), "import shop.charts")


def test_an_unknown_package_and_the_files_beside_a_module(shop: Shop, source: Source) -> None:
    with pytest.raises(RunError, match="no package 'shp' to import"):
        Source(["shp"], Memo(shop.root / "memo.json"))
    for name in (
        "notes.txt",
        "templates/deep/part.html",
        "other/__init__.py",
        "other/of_others.txt",
        "publish/page.html~",
    ):
        shop.write(f"shop/{name}", "")
    assert set(source.resources()) == {
        "shop/notes.txt",
        "shop/other/of_others.txt",
        "shop/publish/page.html",
        "shop/publish/page.html~",
        "shop/templates/deep/part.html",
    }


def test_a_package_handed_on_is_all_that_it_offers(tmp_path: Path) -> None:
    """``report.charts`` loads its modules by a list of names, others by a table."""
    source = Source(["report"], Memo(tmp_path / "memo.json"))
    one = set(source.of_code("from report import charts\ncharts.pace.needed(page)"))
    every = set(source.of_code("from report import charts\ngetattr(charts, name)"))
    assert "report/charts/pace.py" in one and "report/charts/country.py" not in one
    assert {"report/charts/pace.py", "report/charts/country.py", "report/charts/figure.py"} <= every


def test_our_own_rooms(tmp_path: Path) -> None:
    """The engine's key has the engine in it, and not the room that builds with it, nor any of its neighbours."""
    files = set(Source(["report"], Memo(tmp_path / "memo.json")).of(["report.run.work.engine"]))
    assert {"report/run/work/engine.py", "report/run/notebook.py", "report/run/kernels/provisioner.py"} <= files
    assert not {name for name in files if not name.startswith("report/run/")} - {"report/__init__.py"}
    assert not {name for name in files if name.startswith("report/run/work/")} & {
        "report/run/work/pool.py",
        "report/run/work/local.py",
    }


@pytest.mark.parametrize("notebook", ["country", "briefing", "methods", "claims", "scorecard", "sharing", "editions"])
def test_no_module_a_page_loads_is_missed(notebook: str, tmp_path: Path) -> None:
    path = Path(__file__).resolve().parents[2] / "notebooks" / f"{notebook}.ipynb"
    code = "\n".join(
        "".join(cell["source"]) for cell in json.loads(path.read_bytes())["cells"] if cell["cell_type"] == "code"
    )
    ran = (
        "import sys, json\n" + code + "\nprint(json.dumps([n for n in sys.modules if n.partition('.')[0] == 'report']))"
    )
    done = subprocess.run([sys.executable, "-c", ran], cwd=path.parent, capture_output=True, text=True, check=True)
    source = Source(["report"], Memo(tmp_path / "memo.json"))
    loaded = {source.name(source.file(name)) for name in json.loads(done.stdout.splitlines()[-1])}
    assert loaded - set(source.of_code(code)) == set()

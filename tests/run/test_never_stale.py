"""What could be kept and be out of date: each test changes something a result depends on in a way that is easily
overlooked."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from report.files import write_atomically
from report.run import RunError, build, digest
from report.run.cache import KEEP_DAYS, Cache

from .conftest import PRICED, Shop, notebook, tree_of


def test_what_a_link_leads_to_counts(shop: Shop) -> None:
    outside = shop.write("elsewhere/wages.csv", "1")
    (shop.root / "data/years").symlink_to(outside.parent)
    assert shop.build().failures == [] and shop.build().unchanged
    outside.write_text("2")
    assert shop.plan()[0] == "priced/tea: execute (data/years/wages.csv changed)"


def test_a_notebook_saved_with_the_parameters_of_a_run(built: Shop) -> None:
    first, *rest = json.loads(notebook("# What things cost", *PRICED))["cells"]
    injected = {**first, "id": "i", "metadata": {"tags": ["injected-parameters"]}, "source": "item = 'jam'"}
    built.write("notebooks/priced.ipynb", json.dumps(json.loads(notebook()) | {"cells": [first, injected, *rest]}))
    assert built.build(built.tasks("tea")).exit_code == 0
    incremental = tree_of(built.out)
    assert built.build(built.tasks("tea"), cache=built.root / "fresh").executed == 1
    assert tree_of(built.out) == incremental
    shown = json.loads((built.out / "notebooks/priced/tea.ipynb").read_text())["cells"]
    assert [cell["source"] for cell in shown][1:3] == ['# Parameters\nitem = "tea"\n', "# What things cost"]


def test_the_order_of_parameters_counts_and_a_tuple_is_a_list(shop: Shop) -> None:
    [task] = shop.tasks("tea", times=(2, 3))
    assert shop.build([task]).exit_code == 0
    assert shop.build([replace(task, parameters={**task.parameters, "times": [2, 3]})]).unchanged
    assert shop.build([replace(task, parameters=dict(reversed(task.parameters.items())))]).executed == 1
    assert "times = [2, 3]\\nitem" in (shop.out / task.target).read_text()


MEANWHILE = [
    ("cell", "shop/tables.py", "write_text('prices = 1')"),
    ("cell", "notebooks/priced.ipynb", "touch()"),
    ("cell", "data/prices.csv", "unlink()"),
    ("cell", "data/late.csv", "touch()"),
    *(
        (step, path, "write_text(' ')")
        for step in ("page", "site")
        for path in ("shop/publish/page.html", "data/x.csv")
    ),
]
"""What its author might do to a file while a build runs, and the step that is under way."""


@pytest.mark.parametrize(("step", "path", "act"), MEANWHILE)
def test_a_result_is_not_kept_if_what_it_was_made_from_changed_meanwhile(
    shop: Shop, step: str, path: str, act: str
) -> None:
    shop.write("data/x.csv", "")
    edit = f"import pathlib; pathlib.Path({str(shop.root / path)!r}).{act}"
    if step == "cell":
        shop.write("notebooks/priced.ipynb", notebook(*PRICED, edit))
    else:
        around = f"shown = {step}\ndef {step}(*given):\n    {edit}\n    return shown(*given)\n"
        shop.write("shop/publish/__init__.py", (shop.root / "shop/publish/__init__.py").read_text() + around)
    [failure] = shop.build(shop.tasks("tea")).failures
    assert failure.error == f"{path.removeprefix('notebooks/')} changed while the build was running; build again"
    kept = {folder.name for folder in (shop.root / "cache").glob("*")}
    assert kept == {"cell": set(), "page": {"executed"}, "site": {"executed", "rendered"}}[step]
    assert not shop.out.exists()


def test_what_failed_is_forgotten_when_the_edit_is_undone(built: Shop) -> None:
    prices = (built.root / "data/prices.csv").read_text()
    built.write("data/prices.csv", "item,price\n")
    assert built.build().exit_code == 1 and (built.root / "build.failed").exists()
    built.write("data/prices.csv", prices)
    assert built.build().unchanged and not (built.root / "build.failed").exists()


def test_a_plan_tells_of_what_a_build_would_do(built: Shop) -> None:
    two = built.tasks()
    assert built.plan(two) == ["priced/tea: nothing", "priced/jam: nothing"]
    assert built.plan(two[:1])[-1] == "build: restore (priced/jam is no longer part of it)"
    assert built.plan(two[::-1])[-1] == "build: restore (it was made from something else)"
    shutil.rmtree(built.root / "cache/rendered")
    assert built.plan(two) == ["priced/tea: nothing", "priced/jam: nothing"] and built.build(two).unchanged
    shutil.rmtree(built.root / "cache/executed")
    (built.out / "index.html").unlink()
    looked: list[int] = []
    assert built.plan(two)[0].startswith("priced/tea: execute (its result is not in the cache)")
    assert built.build(two, before=lambda: looked.append(1)).executed == 2 and looked == [1]
    (built.out / "manifest.json").write_text("{")
    for act in (built.plan, built.build):
        with pytest.raises(RunError, match=r"manifest\.json is damaged"):
            act(two)


def test_in_a_running_loop_a_build_works_and_tasks_may_come_one_by_one(shop: Shop) -> None:
    async def inside() -> int:
        return build(iter(shop.tasks()), shop.project, shop.out, cache=shop.root / "cache").executed

    assert asyncio.run(inside()) == 2


# -- the cache itself, and files written whole or not at all


KEY = digest.of_bytes(b"abc")
FILES = {"a": b"abc", "b": b"", "c": b"1\n2"}


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    made = Cache(tmp_path)
    made.put_files("rendered", KEY, FILES)
    return made


def test_a_cache_gives_back_what_it_was_given(cache: Cache) -> None:
    assert cache.get_files("rendered", KEY) == FILES and cache.get_files("rendered", "other") is None
    cache.write("asked", KEY, ["EST", 1.5])
    assert cache.record("asked", KEY) == ["EST", 1.5] and cache.record("asked", "other") is None


@pytest.mark.parametrize(
    "damage", [lambda c: b"", lambda c: c[:-1], lambda c: c[:-1] + b"x", lambda c: b"x" + c[1:], lambda c: c + b"x"]
)
def test_what_is_damaged_is_a_miss(cache: Cache, damage) -> None:
    file = cache.folder / "rendered" / KEY
    file.write_bytes(damage(file.read_bytes()))
    assert cache.get_files("rendered", KEY) is None
    cache.put_files("rendered", KEY, FILES)
    assert cache.get_files("rendered", KEY) == FILES  # mended


def test_a_result_in_the_place_of_another_is_none(cache: Cache) -> None:
    (cache.folder / "executed").mkdir()
    for kind, key in (("rendered", "other"), ("executed", KEY)):
        (cache.folder / kind / key).write_bytes((cache.folder / "rendered" / KEY).read_bytes())
        assert cache.get_files(kind, key) is None


def test_what_nobody_used_for_a_month_goes_and_files_of_others_stay(cache: Cache) -> None:
    old, long_ago = digest.of_bytes(b"old"), time.time() - (KEEP_DAYS + 1) * 86_400
    cache.put_files("rendered", old, FILES)
    (cache.folder / "rendered/notes.csv").write_text("mine")
    for path in cache.folder.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    assert cache.get_files("rendered", KEY) == FILES  # used now
    cache.prune()
    assert sorted(path.name for path in (cache.folder / "rendered").iterdir()) == [KEY, "notes.csv"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_atomically(path, b"old")
    with pytest.raises(TypeError):
        write_atomically(path, "text")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]

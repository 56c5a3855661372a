"""What could be kept and be out of date: each test changes something a result depends on in a way that is easily
overlooked."""

from __future__ import annotations

import asyncio
import json
import shutil
from dataclasses import replace

import pytest

from report.run import RunError, build
from report.run.manifest import NAME

from .conftest import PRICED, Shop, notebook


def why(shop: Shop, **changes) -> str:
    """What a build would do for the first task now, and why."""
    return shop.plan(shop.tasks("tea", **changes))[0]


def built(shop: Shop, *cells: str) -> None:
    """One task of a notebook with these cells, built, and up to date."""
    shop.write("notebooks/priced.ipynb", notebook(*cells))
    tasks = shop.tasks("tea")
    assert shop.build(tasks).exit_code == 0 and shop.build(tasks).unchanged


def test_what_a_link_leads_to(shop: Shop) -> None:
    outside = shop.write("elsewhere/wages.csv", "1")
    (shop.root / "data/years").symlink_to(outside.parent)
    built(shop, "import os\nprint(open(os.environ['SHOP_DATA'] + '/years/wages.csv').read())")
    outside.write_text("2")
    assert why(shop) == "priced/tea: execute (data/years/wages.csv changed)"


def test_a_notebook_saved_with_the_parameters_of_a_run(shop: Shop, tree) -> None:
    first, *rest = json.loads(notebook("# Prices", *PRICED))["cells"]
    injected = {**first, "id": "i", "metadata": {"tags": ["injected-parameters"]}, "source": "item = 'jam'"}
    for heading in ("# Prices", "# What things cost"):
        rest[0]["source"] = heading
        shop.write("notebooks/priced.ipynb", json.dumps(json.loads(notebook()) | {"cells": [first, injected, *rest]}))
        assert shop.build(shop.tasks("tea")).exit_code == 0
        incremental = tree(shop.out)
        assert shop.build(shop.tasks("tea"), cache=shop.root / f"fresh {heading}").exit_code == 0
        assert tree(shop.out) == incremental
    shown = json.loads((shop.out / "notebooks/priced/tea.ipynb").read_text())["cells"]
    assert [cell["source"] for cell in shown][1:3] == ['# Parameters\nitem = "tea"\n', "# What things cost"]


def test_the_order_of_parameters_counts_and_a_tuple_is_a_list(shop: Shop) -> None:
    [task] = shop.tasks("tea", times=(2, 3))
    assert shop.build([task]).exit_code == 0
    assert shop.build([replace(task, parameters={**task.parameters, "times": [2, 3]})]).unchanged
    assert shop.build([replace(task, parameters=dict(reversed(task.parameters.items())))]).executed == 1
    assert "times = [2, 3]\\nitem" in (shop.out / task.target).read_text()


TOUCH = "import pathlib; path = pathlib.Path({path!r}); {action}"


@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("shop/tables.py", "path.write_text(path.read_text() + '# edited')"),
        ("notebooks/priced.ipynb", "path.touch()"),
        ("data/prices.csv", "path.unlink()"),
        ("data/late.csv", "path.touch()"),
    ],
)
def test_a_result_is_not_kept_if_what_it_was_made_from_changed_meanwhile(shop: Shop, path: str, action: str) -> None:
    touching = TOUCH.format(path=str(shop.root / path), action=action)  # as its author might while a build runs
    shop.write("notebooks/priced.ipynb", notebook(*PRICED, touching))
    [failure] = shop.build(shop.tasks("tea")).failures
    changed = path.removeprefix("notebooks/")
    assert str(failure) == f"priced/tea: reading: {changed} changed while the build was running; build again"
    assert not (shop.root / "cache/executed").exists() and not shop.out.exists()


@pytest.mark.parametrize("path", ["shop/publish/page.html", "data/prices.csv"])
@pytest.mark.parametrize("step", ["page", "site"])
def test_a_page_or_site_is_not_kept_if_what_it_was_made_from_changed_meanwhile(
    shop: Shop, path: str, step: str
) -> None:
    publish = (shop.root / "shop/publish/__init__.py").read_text()
    edit = f"    edited = Path({str(shop.root / path)!r}); edited.write_text(edited.read_text() + ' ')\n"
    begins = {"page": "    text =", "site": '    (out / "index'}[step]
    shop.write("shop/publish/__init__.py", publish.replace(begins, f"{edit}{begins}"))
    [failure] = shop.build(shop.tasks("tea")).failures
    assert failure.error == f"{path} changed while the build was running; build again" and not shop.out.exists()
    assert (shop.root / "cache/rendered").exists() == (step == "site")


def test_what_failed_is_forgotten_when_the_edit_is_undone(shop: Shop) -> None:
    built(shop, *PRICED)
    prices = (shop.root / "data/prices.csv").read_text()
    shop.write("data/prices.csv", "item,price\n")
    assert shop.build(shop.tasks("tea")).exit_code == 1 and (shop.root / "build.failed").exists()
    shop.write("data/prices.csv", prices)
    assert shop.build(shop.tasks("tea")).unchanged and not (shop.root / "build.failed").exists()


@pytest.mark.parametrize("held", [{"letter.txt": "mine"}, {NAME: "{}"}, {NAME: "[1]"}, {NAME: "not JSON"}])
def test_a_folder_of_other_files_is_refused_and_stays(shop: Shop, held: dict[str, str]) -> None:
    for name, text in held.items():
        shop.write(f"build/{name}", text)
    with pytest.raises(RunError, match="holds files that no build made"):
        shop.build()
    assert {path.name: path.read_text() for path in shop.out.iterdir()} == held
    with pytest.raises(RunError, match="is a file"):
        shop.build(out=shop.root / "lock.txt/deep")


def test_files_of_others_stay(shop: Shop) -> None:
    assert shop.build().exit_code == 0
    note = shop.write("build/notes.md", "by hand")
    with pytest.raises(RunError, match=r"build holds notes\.md, which no build made"):
        shop.build()
    assert note.read_text() == "by hand"
    note.rename(shop.out / ".notes")
    assert shop.build().unchanged


def test_a_plan_tells_of_what_a_build_would_do(shop: Shop) -> None:
    two = shop.tasks()
    built(shop, *PRICED)
    assert shop.build(two).exit_code == 0
    assert shop.plan(two) == ["priced/tea: nothing", "priced/jam: nothing"]
    assert shop.plan(two[:1])[-1] == "build: restore (priced/jam is no longer part of it)"
    assert shop.plan(two[::-1])[-1] == "build: restore (it was made from something else)"
    shutil.rmtree(shop.root / "cache/rendered")
    assert shop.plan(two) == ["priced/tea: nothing", "priced/jam: nothing"] and shop.build(two).unchanged
    shutil.rmtree(shop.root / "cache/executed")
    (shop.out / "index.html").unlink()
    looked: list[int] = []
    assert shop.plan(two)[0].startswith("priced/tea: execute (its result is not in the cache)")
    assert shop.build(two, before=lambda: looked.append(1)).executed == 2 and looked == [1]
    (shop.out / "manifest.json").write_text("{")
    for act in (shop.plan, shop.build):
        with pytest.raises(RunError, match=r"manifest\.json is damaged"):
            act(two)


def test_in_a_running_loop_a_build_works_and_tasks_may_come_one_by_one(shop: Shop) -> None:
    async def inside() -> int:
        return build(iter(shop.tasks()), shop.project, shop.out, cache=shop.root / "cache").executed

    assert asyncio.run(inside()) == 2

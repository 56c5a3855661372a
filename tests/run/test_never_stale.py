"""What could be kept and be out of date: each test changes something a result depends on in a way that is easily overlooked."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from report import run
from report.run import Project, RunError, build

from .conftest import PRICED, UNRUN, Shop, notebook


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


def test_what_is_looked_for_and_comes(shop: Shop) -> None:
    built(shop, "try: from shop import rates\nexcept ImportError: rates = None", "print(rates)")
    shop.write("shop/rates.py", "RATE = 1")
    assert why(shop) == "priced/tea: execute (shop/rates.py is new)"
    (shop.root / "shop/rates.py").unlink()
    (shop.root / "shop/charts.py").unlink()
    assert why(shop) == "priced/tea: execute (shop/charts.py is no longer there)"


def test_a_tuple_is_a_list(shop: Shop, tree) -> None:
    [task] = shop.tasks("tea", times=(2, 3))
    assert shop.build([task]).exit_code == 0
    first = tree(shop.out)
    listed = replace(task, parameters={**task.parameters, "times": [2, 3]})
    assert shop.build([listed]).unchanged and "times = [2, 3]" in str(first)


def test_metadata_of_cells_and_of_the_notebook(shop: Shop, tree) -> None:
    built(shop, *PRICED)
    written = json.loads((shop.root / "notebooks/priced.ipynb").read_text())
    written["metadata"] |= {"title": "Prices", "authors": [{"name": "A"}], "mine": {"level": 2}}
    shop.write("notebooks/priced.ipynb", json.dumps(written))
    assert why(shop) == "priced/tea: execute (priced.ipynb changed)"
    from_cache(shop, tree)


def from_cache(shop: Shop, tree) -> None:
    """A build with what is kept gives what one with nothing kept does."""
    assert shop.build(shop.tasks("tea")).exit_code == 0
    incremental = tree(shop.out)
    assert shop.build(shop.tasks("tea"), cache=shop.root / "fresh").exit_code == 0
    assert tree(shop.out) == incremental
    subprocess.run(["rm", "-r", str(shop.root / "fresh")], check=True)


def test_a_notebook_saved_with_the_parameters_of_a_run(shop: Shop, tree) -> None:
    cells = json.loads(notebook("# Prices", *PRICED))["cells"]
    injected = {
        "cell_type": "code",
        "id": "i",
        "metadata": {"tags": ["injected-parameters"]},
        "source": "item = 'jam'",
        **UNRUN,
    }
    for heading in ("# Prices", "# What things cost"):
        cells[1]["source"] = heading
        saved = json.loads(notebook()) | {"cells": [cells[0], injected, *cells[1:]]}
        shop.write("notebooks/priced.ipynb", json.dumps(saved))
        from_cache(shop, tree)
    shown = json.loads((shop.out / "notebooks/priced/tea.ipynb").read_text())["cells"]
    assert [cell["source"] for cell in shown][1:3] == ['# Parameters\nitem = "tea"\n', "# What things cost"]


def test_the_order_of_parameters(shop: Shop) -> None:
    [task] = shop.tasks("tea", times=3)
    assert shop.build([task]).exit_code == 0
    turned = replace(task, parameters=dict(reversed(task.parameters.items())))
    assert shop.build([turned]).executed == 1
    assert (
        '"times = 3\\nitem' in (shop.out / task.target).read_text()
        or "times = 3\\nitem" in (shop.out / task.target).read_text()
    )


def test_an_old_notebook_gets_ids_that_do_not_vary(shop: Shop, tree) -> None:
    old = json.loads(notebook("# Prices", *PRICED)) | {"nbformat_minor": 4}
    for cell in old["cells"]:
        del cell["id"]
    del old["metadata"]["kernelspec"]  # nor does it say which kernel
    shop.write("notebooks/priced.ipynb", json.dumps(old))
    from_cache(shop, tree)
    ids = [cell["id"] for cell in json.loads((shop.out / "notebooks/priced/tea.ipynb").read_text())["cells"]]
    assert ids == ["code-1", "injected-parameters", "markdown-1", "code-2", "code-3"]


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
    begins = {"page": "    item =", "site": '    (out / "index'}[step]
    shop.write("shop/publish/__init__.py", publish.replace(begins, f"{edit}{begins}"))
    [failure] = shop.build(shop.tasks("tea")).failures
    assert failure.error == f"{path} changed while the build was running; build again" and not shop.out.exists()
    assert (shop.root / "cache/rendered").exists() == (step == "site")


BUILDS = """
import sys
from pathlib import Path
from report import run
from report.run import Project, RunError, Task, build
root = Path({root!r})
sys.path.insert(0, str(root))
project = Project(packages=("shop",), inputs={{"data": root / "data"}}, lock=root / "lock.txt", preload="shop.clock")
[task] = [Task("priced/tea", root / "notebooks/priced.ipynb", {{"item": "tea"}})]
sys.exit(build([task], project, root / sys.argv[1], cache=root / sys.argv[1] / ".." / (sys.argv[1] + ".cache")).exit_code)
"""


def test_flags_and_time_zone_of_the_caller_reach_no_kernel(shop: Shop, tree) -> None:
    shop.write(
        "shop/clock.py", "import os, time, shutil\nZONE, WIDTH = time.tzname, shutil.get_terminal_size().columns"
    )
    shown = "print(__debug__, sys.flags.dev_mode, sys.flags.isolated, sys.warnoptions, clock.ZONE, clock.WIDTH)"
    shop.write("notebooks/priced.ipynb", notebook("import sys\nfrom shop import clock", shown))
    script = shop.write("builds.py", BUILDS.format(root=str(shop.root)))
    ways = {
        "plain": ([], {}),
        "odd": (["-O", "-X", "dev", "-W", "error::UserWarning"], {"TZ": "Asia/Tokyo", "COLUMNS": "33"}),
    }
    trees = []
    for name, (flags, variables) in ways.items():
        env = {**os.environ, **variables}
        subprocess.run([sys.executable, *flags, str(script), name], check=True, env=env, timeout=120)
        trees.append(tree(shop.root / name))
    assert trees[0] == trees[1]
    assert "True False 0 [] ('UTC', 'UTC') 80" in trees[0]["notebooks/priced/tea.ipynb"].decode()


def test_a_file_is_told_from_another_by_its_change_time(shop: Shop) -> None:
    """Edited to another of the same size, its times set back."""
    built(shop, *PRICED)
    time.sleep(0.05)
    path = shop.root / "data/prices.csv"
    before = path.stat()
    path.write_text(path.read_text().replace("tea,3", "tea,4"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert why(shop) == "priced/tea: execute (data/prices.csv changed)"


def test_what_failed_is_forgotten_when_the_edit_is_undone(shop: Shop) -> None:
    built(shop, *PRICED)
    prices = (shop.root / "data/prices.csv").read_text()
    shop.write("data/prices.csv", "item,price\n")
    assert shop.build(shop.tasks("tea")).exit_code == 1 and (shop.root / "build.failed").exists()
    shop.write("data/prices.csv", prices)
    assert shop.build(shop.tasks("tea")).unchanged and not (shop.root / "build.failed").exists()


def test_files_of_others_stay(shop: Shop) -> None:
    """In the cache, in the folder of failures, in a build."""
    cache = shop.root / "cache"
    mine = shop.write("cache/notes/wages.csv", "1")
    old = time.time() - 90 * 86_400
    os.utime(mine, (old, old))
    assert shop.build(cache=cache).exit_code == 0 and mine.exists()

    sources = shop.root / "notebooks"
    task = replace(shop.tasks("tea")[0], id="priced")
    with pytest.raises(RunError, match=r"notebooks holds priced\.ipynb, which no build kept there"):
        shop.build([task], failed=sources, out=shop.root / "other")
    assert (sources / "priced.ipynb").exists()

    note = shop.write("build/notes.md", "by hand")
    with pytest.raises(RunError, match=r"build holds notes\.md, which the build there did not make"):
        shop.build()
    assert note.read_text() == "by hand"
    note.rename(shop.out / ".notes")
    assert shop.build().unchanged


def test_a_build_or_a_cache_inside_an_input_is_refused(shop: Shop) -> None:
    for where in ({"cache": shop.root / "data/cache"}, {"out": shop.root / "data/deep/build"}):
        [(what, place)] = where.items()
        with pytest.raises(RunError, match=f"{what} {place} lies in the input 'data'"):
            shop.build(**where)


def test_a_plan_tells_of_what_a_build_would_do(shop: Shop) -> None:
    two = shop.tasks()
    built(shop, *PRICED)
    assert shop.build(two).exit_code == 0
    assert shop.plan(two) == ["priced/tea: nothing", "priced/jam: nothing"]
    assert shop.plan(two[:1])[-1] == "build: restore (priced/jam is no longer part of it)"
    assert shop.plan(two[::-1])[-1] == "build: restore (it was made from something else)"
    shutil.rmtree(shop.root / "cache/rendered")
    assert shop.plan(two) == ["priced/tea: nothing", "priced/jam: nothing"] and shop.build(two).unchanged
    shutil.rmtree(shop.root / "cache/objects")
    (shop.out / "index.html").unlink()
    looked: list[int] = []
    assert shop.plan(two)[0].startswith("priced/tea: execute (its result is not in the cache)")
    assert shop.build(two, before=lambda: looked.append(1)).executed == 2 and looked == [1]
    (shop.out / "manifest.json").write_text("{")
    for act in (shop.plan, shop.build):
        with pytest.raises(RunError, match=r"or a build whose manifest\.json is damaged"):
            act(two)


def test_in_a_running_loop_a_build_works_and_tasks_may_come_one_by_one(shop: Shop) -> None:
    async def inside() -> int:
        return build(iter(shop.tasks()), shop.project, shop.out, cache=shop.root / "cache").executed

    assert asyncio.run(inside()) == 2


def test_a_script_beside_a_package_that_is_not_installed(shop: Shop, tmp_path: Path) -> None:
    """As one who has copied this room into a package and runs a script from elsewhere."""
    top = tmp_path / "lifted"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(run.__file__).parent, top / "shop/run", ignore=ignored)
    shutil.copytree(shop.root, top, dirs_exist_ok=True)
    script = BUILDS.format(root=str(top)).replace("from report.run", "from shop.run")
    (top / "builds.py").write_text(script.replace(', preload=("shop.clock",)', ""))
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"SHOP_DATA": str(top / "data")}
    done = subprocess.run(
        [sys.executable, str(top / "builds.py"), "out"], cwd="/", env=env, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "[1/1] priced/tea\n")


def test_an_input_that_is_one_file(shop: Shop) -> None:
    plan = shop.write("own.toml", "a = 1")
    shop.write("notebooks/priced.ipynb", notebook(f"print(open({str(plan)!r}).read())"))
    project = Project(packages=("shop",), inputs={"plan": plan})
    where = {"out": shop.out, "cache": shop.root / "cache"}
    assert build(shop.tasks("tea"), project, **where).executed == 1
    plan.write_text("a = 2")
    assert build(shop.tasks("tea"), project, **where).executed == 1
    assert (
        build(shop.tasks("tea"), Project(packages=("shop",)), **where).executed == 1
    )  # without it: another key, no error

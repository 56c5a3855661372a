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
from report.run import Project, RunError, Task, build

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
    (shop.root / "data/wages.csv").symlink_to(outside)
    (shop.root / "data/years").symlink_to(outside.parent)
    read = "import os, pathlib\ndata = pathlib.Path(os.environ['SHOP_DATA'])"
    built(shop, read, "print((data / 'wages.csv').read_text(), (data / 'years/wages.csv').read_text())")
    outside.write_text("2")
    assert why(shop) == "priced/tea: execute (data/wages.csv changed; data/years/wages.csv changed)"
    outside.write_text("1")
    (shop.root / "data/years").unlink()
    (shop.root / "data/years").symlink_to(shop.root / "data/offers")
    assert why(shop) == "priced/tea: execute (data/years/wages.csv changed)"


def test_what_lies_beside_the_notebook(shop: Shop) -> None:
    shop.write("notebooks/helper.py", "RATE = 2")
    shop.write("notebooks/table.csv", "5")
    cells = ["import helper", "print(helper.RATE, open('table.csv').read())"]
    built(shop, *cells)
    shop.write("notebooks/table.csv", "6")
    assert why(shop) == "priced/tea: execute (beside priced.ipynb/table.csv changed)"
    assert shop.build(shop.tasks("tea")).executed == 1  # now helper is read compiled
    shop.write("notebooks/helper.py", "RATE = 3")
    assert why(shop) == "priced/tea: execute (beside priced.ipynb/helper.py changed)"


@pytest.mark.parametrize(
    "cell",
    [
        "pathlib.Path('x.txt').write_text('1'); print(open('x.txt').read()); os.remove('x.txt')",
        "for n in '12': pathlib.Path('x.txt').write_text(n); print(open('x.txt').read())",
        "with tempfile.TemporaryDirectory(dir='.') as made: pathlib.Path(made, 'y').write_text('1'); print(os.listdir(made), len(os.listdir()) > 1)",
        "os.makedirs('deep/er'); print(os.listdir('deep'), 'deep' in os.listdir()); shutil.rmtree('deep')",
        "print(sorted(os.listdir('.'))); pathlib.Path('later.txt').write_text('1')",
        "print('x.txt' in os.listdir()); pathlib.Path('x.new').write_text('1'); os.rename('x.new', 'x.txt'); print(open('x.txt').read())",
        "try: print(open('x.txt').read())\nexcept OSError: pathlib.Path('x.txt').write_text('1'); print(open('x.txt').read())",
        "descriptor, name = tempfile.mkstemp(dir='.'); os.write(descriptor, b'1'); print(open(name).read()); os.remove(name)",
    ],
)
def test_what_a_notebook_makes_itself_is_none_of_its_inputs(shop: Shop, cell: str) -> None:
    shop.write("notebooks/priced.ipynb", notebook("import os, pathlib, shutil, tempfile", cell))
    tasks = shop.tasks("tea")
    assert shop.build(tasks).failures == []
    assert shop.build(tasks).unchanged


def test_three_tasks_that_use_one_file_after_another(shop: Shop) -> None:
    shop.write("notebooks/priced.ipynb", notebook("open('scratch', 'w').write(item)", "print(open('scratch').read())"))
    tasks = shop.tasks("tea jam rum")
    assert shop.build(tasks, jobs=1).exit_code == 0 and shop.build(tasks).unchanged


def test_a_notebook_that_lists_the_folder_it_is_built_in(shop: Shop) -> None:
    shop.write("notebooks/priced.ipynb", notebook("import glob, os", "print(glob.glob('*.csv'), len(os.listdir('.')))"))
    where = {"out": shop.root / "notebooks/build", "cache": shop.root / "notebooks/cache"}
    assert [shop.build(shop.tasks("tea"), **where).unchanged for _ in range(4)] == [False, False, True, True]
    shop.write("notebooks/new.csv", "")
    assert shop.build(shop.tasks("tea"), **where).executed == 1


def test_a_link_read_by_way_of_the_folder_above(shop: Shop) -> None:
    outside = shop.write("elsewhere/wages.csv", "1")
    (shop.root / "data/wages.csv").symlink_to(outside)
    built(shop, "print(open('../data/wages.csv').read(), open('../notebooks/../data/wages.csv').read())")
    outside.write_text("2")
    assert why(shop) == "priced/tea: execute (data/wages.csv changed)"


def test_a_module_that_was_looked_for_and_comes(shop: Shop) -> None:
    built(shop, "try: import local_cfg as cfg\nexcept ImportError: cfg = None", "print(cfg)")
    shop.write("notebooks/local_cfg.py", "x = 1")
    assert why(shop) == "priced/tea: execute (the list of modules beside priced.ipynb changed)"


def test_a_module_in_a_folder_that_is_no_package(shop: Shop) -> None:
    shop.write("shop/plain/rates.py", "RATE = 1")
    built(shop, "from shop.plain import rates", "print(rates.RATE)")
    shop.write("shop/plain/rates.py", "RATE = 2")
    assert why(shop) == "priced/tea: execute (shop/plain/rates.py changed)"


def test_a_package_that_is_added_is_followed_from_then_on(shop: Shop) -> None:
    shop.write("util/__init__.py", "RATE = 1")
    shop.write("shop/rates.py", "from util import RATE")
    shop.write("notebooks/priced.ipynb", notebook("from shop import rates", "print(rates.RATE)"))
    tasks, both = shop.tasks("tea"), replace(shop.project, packages=("shop", "util"))
    where = {"out": shop.out, "cache": shop.root / "cache"}
    time.sleep(2.1)  # until what is known of files is kept
    assert build(tasks, shop.project, **where).executed == 1
    assert build(tasks, both, **where).executed == 1
    shop.write("util/__init__.py", "RATE = 2")
    assert build(tasks, both, **where).executed == 1


def test_one_notebook_in_the_place_of_another_while_a_build_runs(shop: Shop) -> None:
    other = shop.write("notebooks/other.ipynb", notebook("print('other')"))
    swap = f"import os; os.replace({str(other)!r}, 'priced.ipynb')"
    old = time.time() - 3600
    os.utime(other, (old, old))
    shop.write("notebooks/priced.ipynb", notebook(*PRICED, swap))
    [failure] = shop.build(shop.tasks("tea")).failures
    assert failure.error == "priced.ipynb changed while the build was running; build again"


def test_a_tuple_is_a_list(shop: Shop, tree) -> None:
    [task] = shop.tasks("tea", times=(2, 3))
    assert shop.build([task]).exit_code == 0
    first = tree(shop.out)
    listed = replace(task, parameters={**task.parameters, "times": [2, 3]})
    assert shop.build([listed]).unchanged and "times = [2, 3]" in str(first)


def test_ids_that_two_cells_share(shop: Shop, tree) -> None:
    twins = json.loads(notebook("# Prices", *PRICED))
    for cell in twins["cells"]:
        cell["id"] = "same"
    shop.write("notebooks/priced.ipynb", json.dumps(twins))
    from_cache(shop, tree)


def test_places_are_not_in_a_notebook(shop: Shop, copy, tree) -> None:
    shown = "import pathlib, tempfile, sys\nprint(pathlib.Path('../data/prices.csv').resolve(), tempfile.gettempdir(), shop.__file__, os.getcwd())"
    shop.write("notebooks/priced.ipynb", notebook("import os, shop", shown))
    assert shop.build(shop.tasks("tea")).exit_code == 0
    printed = json.loads((shop.out / "notebooks/priced/tea.ipynb").read_text())["cells"][-1]["outputs"][0]["text"]
    assert printed == "<data>/prices.csv <tmp> <shop>/__init__.py .\n"


def test_the_list_of_files_in_a_package(shop: Shop) -> None:
    shop.write("shop/plans/a.toml", "")
    shop.write("shop/lists.py", "from pathlib import Path\nALL = sorted(Path(__file__).parent.glob('plans/*.toml'))")
    built(shop, "from shop import lists", "print([path.stem for path in lists.ALL])")
    shop.write("shop/plans/b.toml", "")
    assert why(shop) == "priced/tea: execute (the list of files in shop/plans changed)"


def test_a_template_beside_a_module_the_renderer_imports(shop: Shop) -> None:
    shop.write(
        "shop/heads/__init__.py",
        "from pathlib import Path\ndef head(): return (Path(__file__).parent / 'parts/head.html').read_text()",
    )
    shop.write("shop/heads/parts/head.html", "<h1>")
    publish = (shop.root / "shop/publish/__init__.py").read_text()
    shop.write("shop/publish/__init__.py", "from shop.heads import head\n" + publish)
    built(shop, *PRICED)
    shop.write("shop/heads/parts/head.html", "<h2>")
    assert why(shop) == "priced/tea: render (shop/heads/parts/head.html changed)"


def test_what_only_the_site_is_made_from(shop: Shop) -> None:
    publish = (shop.root / "shop/publish/__init__.py").read_text()
    shop.write("shop/index.py", "from shop.publish import site")
    site = {"site": "shop.index:site"}
    assert shop.build(**site).exit_code == 0 and shop.build(**site).unchanged
    shop.write("shop/index.py", "from shop.publish import site  # edited")
    from report.run import plan

    reasons = plan(shop.tasks(), shop.project, shop.out, **shop.where(**site))
    assert [str(reason) for reason in reasons] == [
        "priced/tea: nothing",
        "priced/jam: nothing",
        "site: finish (shop/index.py changed)",
    ]
    assert publish and not shop.build(**site).unchanged


def test_metadata_of_cells_and_of_the_notebook(shop: Shop, tree) -> None:
    built(shop, *PRICED)
    written = json.loads((shop.root / "notebooks/priced.ipynb").read_text())
    written["metadata"] |= {"title": "Prices", "authors": [{"name": "A"}], "mine": {"level": 2}}
    shop.write("notebooks/priced.ipynb", json.dumps(written))
    assert why(shop) == "priced/tea: render (the prose of priced.ipynb changed)"
    from_cache(shop, tree)
    del written["metadata"]["title"]
    written["cells"][1]["metadata"]["jupyter"] = {"source_hidden": True}
    shop.write("notebooks/priced.ipynb", json.dumps(written))
    assert why(shop) == "priced/tea: execute (priced.ipynb changed; the prose of priced.ipynb changed)"
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
    old["cells"][1]["source"] = "# Costs"
    shop.write("notebooks/priced.ipynb", json.dumps(old))
    assert shop.build(shop.tasks("tea")).executed == 0
    from_cache(shop, tree)


TOUCH = "import pathlib; path = pathlib.Path({path!r}); {action}"


def touching(shop: Shop, path: str, action: str) -> str:
    """A cell that changes a file of the project, as its author might while a build runs."""
    return TOUCH.format(path=str(shop.root / path), action=action)


@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("shop/tables.py", "path.write_text(path.read_text() + '# edited')"),
        ("shop/tables.py", "path.unlink()"),
        ("notebooks/priced.ipynb", "path.touch()"),
        ("data/prices.csv", "path.unlink()"),
        ("data/offers", "__import__('os').system(f\"touch '{path}/june.toml'\")"),
        ("data/late.csv", "__import__('os').system(f\"touch '{path}'\")"),
    ],
)
def test_a_result_is_not_kept_if_what_it_was_made_from_changed_meanwhile(shop: Shop, path: str, action: str) -> None:
    late = "try: open(tables.DATA / 'late.csv')\nexcept OSError: pass"
    shop.write("notebooks/priced.ipynb", notebook(*PRICED, late, touching(shop, path, action)))
    [failure] = shop.build(shop.tasks("tea")).failures
    assert (
        str(failure)
        == f"priced/tea: reading: {path.removeprefix('notebooks/')} changed while the build was running; build again"
    )
    assert not (shop.root / "cache/executed").exists() and not shop.out.exists()


@pytest.mark.parametrize("path", ["shop/publish/page.html", "notebooks/priced.ipynb", "shop/publish/__init__.py"])
def test_a_page_is_not_kept_if_what_it_was_made_from_changed_meanwhile(shop: Shop, path: str) -> None:
    publish = (shop.root / "shop/publish/__init__.py").read_text()
    edit = f"    edited = Path({str(shop.root / path)!r}); edited.write_text(edited.read_text() + ' ')\n"
    shop.write("shop/publish/__init__.py", publish.replace("    item =", f"{edit}    item ="))
    [failure] = shop.build(shop.tasks("tea")).failures
    assert failure.error == f"{path.removeprefix('notebooks/')} changed while the build was running; build again"
    assert not (shop.root / "cache/rendered").exists() and not shop.out.exists()


def test_a_site_is_not_kept_if_its_code_changed_meanwhile(shop: Shop) -> None:
    publish = (shop.root / "shop/publish/__init__.py").read_text()
    shop.write(
        "shop/publish/__init__.py",
        publish + "    edited = Path(__file__); edited.write_text(edited.read_text() + ' ')\n",
    )
    [failure] = shop.build(shop.tasks("tea")).failures
    assert str(failure) == "site: reading: shop/publish/__init__.py changed while the build was running; build again"


def test_an_input_changed_once_it_was_read_is_read_again_the_next_time(shop: Shop) -> None:
    """After the task is done and before the build is: what is recorded is what the task was made from."""
    publish = (shop.root / "shop/publish/__init__.py").read_text()
    prices = shop.root / "data/prices.csv"
    edit = f"    edited = Path({str(prices)!r}); edited.write_text('item,price\\ntea,9\\n')\n"
    shop.write("shop/publish/__init__.py", publish.replace("def site(out):\n", f"def site(out):\n{edit}"))
    assert shop.build(shop.tasks("tea")).exit_code == 0
    assert "tea 6" in (shop.out / "priced/tea.html").read_text()
    result = shop.build(shop.tasks("tea"))
    assert [str(reason) for reason in result.reasons] == ["priced/tea: execute (data/prices.csv changed)"]
    assert "tea 18" in (shop.out / "priced/tea.html").read_text()


BUILDS = """
import sys
from pathlib import Path
from report import run
from report.run import Project, RunError, Task, build
root = Path({root!r})
sys.path.insert(0, str(root))
project = Project(packages=("shop",), inputs={{"data": root / "data"}}, lock=root / "lock.txt", preload=("shop.clock",))
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


def test_an_error_of_the_engine_is_the_failure_of_one_task(shop: Shop, monkeypatch) -> None:
    from report.run.work import engine

    def prepare(task: Task):
        if task.id == "priced/jam":
            raise LookupError("no such translator")
        return made(task)

    made = engine.prepare
    monkeypatch.setattr(engine, "prepare", prepare)
    [failure] = shop.build().failures
    assert str(failure) == "priced/jam: working: LookupError: no such translator"
    assert "in prepare" in (shop.root / "build.failed/priced/jam.txt").read_text()


def test_an_error_while_a_value_is_shown_is_told_as_what_it_is(shop: Shop) -> None:
    shows = "class Shown:\n    def _repr_html_(self): raise ValueError('no colour left')\nShown()"
    shop.write("notebooks/priced.ipynb", notebook(shows))
    [failure] = shop.build(shop.tasks("tea")).failures
    assert str(failure) == "priced/tea: cell 2: ValueError: no colour left"


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


def test_tasks_may_come_one_by_one(shop: Shop) -> None:
    tasks = shop.tasks()
    assert build(iter(tasks), shop.project, shop.out, cache=shop.root / "cache").executed == 2


def test_in_a_running_loop_a_build_says_so(shop: Shop) -> None:
    async def inside() -> None:
        with pytest.raises(RunError, match="cannot be started inside an event loop"):
            shop.build()

    asyncio.run(inside())


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
    tasks = shop.tasks("tea")
    assert build(tasks, project, shop.out, cache=shop.root / "cache").executed == 1
    assert build(tasks, project, shop.out, cache=shop.root / "cache").unchanged
    plan.write_text("a = 2")
    assert build(tasks, project, shop.out, cache=shop.root / "cache").executed == 1


def test_paths_that_cannot_be_are_no_reads(tmp_path: Path) -> None:
    from report.run.kernels import reads

    assert reads.state("file", "a\0b") is None and reads.state("list", tmp_path / "none") is None

"""A build from the first to the last: what is done again after which change, and what is left alone."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from report.run import RunError, Task, build, verify
from report.run.errors import UnknownParameter

from .conftest import Shop, notebook


def done(result) -> tuple[int, int, bool]:
    """What a build did: executed, rendered, nothing at all; it must have succeeded."""
    assert result.failures == [] and result.exit_code == 0
    return result.executed, result.rendered, result.unchanged


def test_a_change_redoes_what_may_depend_on_it(shop: Shop) -> None:
    tasks = [*shop.tasks("tea jam", "priced"), *shop.tasks("tea", "drawn")]
    assert done(shop.build(tasks)) == (3, 3, False)
    assert (shop.out / "priced/tea.html").read_text() == "<p>tea 6 ['may']\n</p><nav>0</nav>\n"
    assert verify(shop.out) == []
    assert done(shop.build(tasks)) == (0, 0, True)

    shop.write("shop/publish/page.html", "<b>{text}</b>{pages}")  # the renderer's: nothing is executed
    assert shop.plan(tasks)[0] == "priced/tea: render (shop/publish/page.html changed)"
    assert done(shop.build(tasks)) == (0, 3, False)
    for path, text, why in (
        ("shop/charts.py", "bars = 1\n", "shop/charts.py changed"),
        ("data/prices.csv", "item,price\ntea,4\njam,5\n", "data/prices.csv changed"),
        ("data/offers/june.toml", "", "data/offers/june.toml is new"),
        ("lock.txt", "pandas==4\n", "lock.txt changed"),
    ):
        before = (shop.root / path).read_text() if (shop.root / path).exists() else None
        shop.write(path, text)
        assert [reason.partition(": ")[2] for reason in shop.plan(tasks)] == [f"execute ({why})"] * 3
        if before is None:
            (shop.root / path).unlink()
        else:
            shop.write(path, before)
    assert done(shop.build(tasks)) == (0, 0, True)  # what was undone is remembered

    shop.write("notebooks/drawn.ipynb", notebook("from shop import charts", "print(charts.bars(item), 1)"))
    assert shop.plan(tasks)[1:] == ["priced/jam: nothing", "drawn/tea: execute (drawn.ipynb changed)"]
    assert done(shop.build(tasks))[0] == 1
    assert shop.plan(shop.tasks(times=3))[0] == "priced/tea: execute (parameter times: None became 3)"


def test_outputs_are_restored_when_they_were_altered_or_the_cache_was_damaged(shop: Shop, tree) -> None:
    done(shop.build())
    before = tree(shop.out)

    (shop.out / "index.html").write_text("by hand")
    assert verify(shop.out)[0].startswith("index.html: altered (16 bytes by the manifest, 7 found")
    assert shop.plan()[-1] == "build: restore (its files are not as they were built)"
    assert done(shop.build()) == (0, 0, False) and tree(shop.out) == before

    kept = [path for path in (shop.root / "cache/objects").rglob("*") if path.is_file()]
    kept[0].write_bytes(kept[0].read_bytes()[:-1])  # truncated
    kept[1].write_bytes(b"x" + kept[1].read_bytes()[1:])  # altered
    for record in (shop.root / "cache/rendered").iterdir():
        record.write_bytes(record.read_bytes()[: len(record.read_bytes()) // 2])
    (shop.out / "priced/tea.html").unlink()
    assert done(shop.build())[2] is False and tree(shop.out) == before

    for record in (shop.root / "cache/built").iterdir():
        record.write_text("{}")
    (shop.root / "cache/memo.json").write_text('{"sha256": "0", "value": {}}')
    assert done(shop.build()) == (0, 0, False) and tree(shop.out) == before


def test_a_failing_task_is_named_kept_and_does_not_stop_the_others(shop: Shop, tree, capfd) -> None:
    done(shop.build())
    before = tree(shop.out)

    result = shop.build(shop.tasks("tea salt jam"), show=None)
    assert (result.exit_code, result.executed) == (1, 0) and tree(shop.out) == before
    assert [str(failure) for failure in result.failures] == ["priced/salt: cell 3: KeyError: 'salt'"]
    shown = capfd.readouterr().err
    assert "FAILED priced/salt: cell 3: KeyError: 'salt'" in shown and "priced/salt.ipynb" in shown
    failed = json.loads((shop.root / "build.failed/priced/salt.ipynb").read_text())
    assert "An Exception was encountered" in failed["cells"][0]["source"]

    assert done(shop.build()) == (0, 0, True)
    shop.write("data/prices.csv", "item,price\ntea,3\njam,5\nsalt,1\n")
    assert shop.build(shop.tasks("tea salt jam")).exit_code == 0
    assert not (shop.root / "build.failed").exists()


def test_the_inputs_are_looked_at_before_a_notebook_is_executed_and_only_then(shop: Shop, tree) -> None:
    looked: list[str] = []
    done(shop.build(before=lambda: looked.append("cold")))
    done(shop.build(before=lambda: looked.append("nothing to do")))
    (shop.out / "priced/tea.html").unlink()
    done(shop.build(before=lambda: looked.append("only placed")))
    assert looked == ["cold"]

    def refuse() -> None:
        raise ValueError("the prices are wrong")

    before = tree(shop.out)
    shop.write("data/prices.csv", "item,price\ntea,9\njam,5\n")
    with pytest.raises(ValueError, match="the prices are wrong"):
        shop.build(before=refuse)
    assert tree(shop.out) == before and not (shop.root / "build.failed").exists()
    assert done(shop.build()) == (2, 2, False)


def test_a_failing_renderer_is_a_failure_of_its_task_with_traceback(shop: Shop) -> None:
    result = shop.build(render_options={"fail": "jam", "pages": ["a"]})
    assert [str(failure) for failure in result.failures] == ["priced/jam: rendering: RuntimeError: no ink for jam"]
    assert "in page" in (shop.root / "build.failed/priced/jam.txt").read_text()
    assert not shop.out.exists()
    assert done(shop.build(render_options={"pages": ["a"]}))[:2] == (0, 2)
    assert (shop.out / "priced/jam.html").read_text().endswith("<nav>1</nav>\n")


def test_what_failed_stands_beside_its_own_build_and_what_is_not_ours_there_stays(shop: Shop) -> None:
    out = shop.root / "site" / "x"
    assert shop.build(shop.tasks("tea salt"), out=out).exit_code == 1
    assert sorted(path.name for path in out.parent.iterdir() if path.is_dir()) == ["x.failed"]
    (shop.root / "site/x.failed/mine.txt").write_text("a note")
    done(shop.build(out=out))
    assert (shop.root / "site/x.failed/priced/salt.ipynb").exists()  # not a task of this build
    shop.write("data/prices.csv", "item,price\ntea,3\njam,5\nsalt,1\n")
    done(shop.build(shop.tasks("tea salt"), out=out))
    assert [path.name for path in (shop.root / "site/x.failed").iterdir()] == ["mine.txt"]


def test_a_failing_site_function_fails_the_build(shop: Shop) -> None:
    for name, error in (
        ("broken", "ValueError: no paper"),
        ("foreign", "manifest.json is the name of the build's own"),
    ):
        [failure] = shop.build(site=f"shop.publish:{name}").failures
        assert failure.task == "site" and failure.error.startswith(error) and not shop.out.exists()


def test_two_tasks_may_not_write_one_path(shop: Shop) -> None:
    [failure] = shop.build(render_options={"path": "same.html"}).failures
    other = {"priced/tea": "priced/jam", "priced/jam": "priced/tea"}[failure.task]
    assert str(failure) == f"{failure.task}: writing: same.html was already written by {other}"


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("notebooks/priced/tea.ipynb", "notebooks/priced/tea.ipynb is where its notebook goes"),
        ("manifest.json", "manifest.json is the name of the build's own manifest.json; choose another"),
        ("notebooks/priced", "notebooks/priced is a folder, in which priced/tea has written"),
        ("notebooks", "notebooks is a folder, in which priced/tea has written"),
        (
            "notebooks/priced/tea.ipynb/x",
            "notebooks/priced/tea.ipynb/x cannot be in notebooks/priced/tea.ipynb, which is a file of priced/tea",
        ),
    ],
)
def test_a_page_may_not_take_the_place_of_something_else(shop: Shop, path: str, complaint: str) -> None:
    [failure] = shop.build(shop.tasks("tea"), render_options={"path": path}).failures
    assert str(failure) == f"priced/tea: writing: {complaint}" and not shop.out.exists()


def test_what_is_wrong_is_said_before_anything_runs(shop: Shop) -> None:
    with pytest.raises(
        UnknownParameter,
        match=r"priced.ipynb has no parameter 'tims'; did you mean 'times'\? It declares: item, times.",
    ):
        shop.build(shop.tasks(tims=1))
    with pytest.raises(RunError, match="two tasks are called 'priced/tea'"):
        shop.build(shop.tasks("tea tea"))
    with pytest.raises(RunError, match=r"cannot read notebook none\.ipynb"):
        shop.build(shop.tasks("tea", "none"))
    with pytest.raises(RunError, match="json:dumps is not in a package of the project"):
        shop.build(render="json:dumps")
    for render, why in (
        ("shop.publish:pages", "has no pages"),
        ("shop.publish", "has no function named after a colon"),
    ):
        with pytest.raises(RunError, match=f"shop.publish {why}; name a function it defines"):
            shop.build(render=render)
    with pytest.raises(RunError, match=r"priced/tea, parameter times: PosixPath\('x'\) is not a JSON value"):
        shop.build(shop.tasks("tea", times=Path("x")))
    for output in ("../x.ipynb", "/x.ipynb", "a//x.ipynb", "./x.ipynb", "manifest.json", "."):
        with pytest.raises(RunError, match=r"task priced/tea: '.*' (is|leads)"):
            shop.build([replace(task, output=output) for task in shop.tasks("tea")])
    with pytest.raises(RunError, match=r"task \.\./tea: '\.\./tea' leads out of the build"):
        shop.build([replace(task, id="../tea") for task in shop.tasks("tea")])
    with pytest.raises(RunError, match=r"priced/tea, parameter times: nan is not a JSON value"):
        shop.build(shop.tasks("tea", times=float("nan")))
    with pytest.raises(RunError, match="jobs is 0; give how much is to be done at once"):
        shop.build(jobs=0)
    with pytest.raises(RunError, match=r"there is no package 'none\.below' to import"):
        build(shop.tasks(), replace(shop.project, packages=("none.below",)), shop.out, **shop.where())
    for inputs, complaint in (
        ({"data/x": shop.root / "data"}, "cannot be called 'data/x'"),
        ({"shop": shop.root / "data"}, "not the name of a package"),
        ({"data": shop.root / "daten"}, "the input 'data' is not there"),
    ):
        with pytest.raises(RunError, match=complaint):
            build(shop.tasks(), replace(shop.project, inputs=inputs), shop.out, **shop.where())
    with pytest.raises(RunError, match="is a file: name a folder to keep results in"):
        shop.build(cache=shop.root / "lock.txt")
    shop.write("notebooks/drawn.ipynb", notebook("from shop import publish"))
    with pytest.raises(RunError, match=r"drawn\.ipynb imports shop/publish/, which renders"):
        shop.build(shop.tasks("tea", "drawn"))
    r_notebook = json.loads(notebook())
    r_notebook["metadata"]["kernelspec"] = {"name": "ir", "language": "R"}
    shop.write("notebooks/r.ipynb", json.dumps(r_notebook))
    with pytest.raises(RunError, match=r"r\.ipynb is written for r; only Python notebooks are run here"):
        shop.build(shop.tasks("tea", "r"))
    shop.write("more/priced.ipynb", notebook())
    with pytest.raises(RunError, match=r"two notebooks are called 'priced\.ipynb'"):
        shop.build([*shop.tasks("tea"), Task("x", shop.root / "more/priced.ipynb")])
    assert not shop.out.exists()


def test_when_nothing_changed_nothing_heavy_is_imported(shop: Shop) -> None:
    tasks = shop.tasks(" ".join(f"x{number}" for number in range(33)))
    shop.write("data/prices.csv", "item,price\n" + "".join(f"x{number},{number}\n" for number in range(33)))
    script = shop.write("again.py", AGAIN.format(root=str(shop.root)))
    assert done(shop.build(tasks)) == (33, 33, False)
    subprocess.run([sys.executable, str(script)], check=True)  # learns the new files
    heavy = subprocess.run([sys.executable, str(script)], check=True, capture_output=True, text=True).stdout
    assert json.loads(heavy) == []


AGAIN = """
import sys, json
from pathlib import Path
sys.path.insert(0, {root!r})
from report.run import Project, Task, build
root = Path({root!r})
tasks = [Task(f"priced/x{{n}}", root / "notebooks/priced.ipynb", {{"item": f"x{{n}}"}}) for n in range(33)]
project = Project(packages=("shop",), inputs={{"data": root / "data"}}, lock=root / "lock.txt")
result = build(tasks, project, root / "build", cache=root / "cache", render="shop.publish:page", site="shop.publish:site")
assert result.unchanged, [str(reason) for reason in result.reasons][:3]
print(json.dumps([name for name in ("pandas", "nbconvert", "nbclient", "papermill", "nbformat", "rich", "shop") if name in sys.modules]))
"""

"""A build from the first to the last: what is done again after which change, and what is left alone."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from report.run import RunError, Task, build, verify

from .conftest import Shop, notebook


def done(result) -> tuple[int, int, bool]:
    """What a build did: executed, rendered, nothing at all; it must have succeeded."""
    assert result.failures == [] and result.exit_code == 0
    return result.executed, result.rendered, result.unchanged


def test_a_change_redoes_what_may_depend_on_it(shop: Shop) -> None:
    tasks = [*shop.tasks("tea jam", "priced"), *shop.tasks("tea", "drawn")]
    assert done(shop.build(tasks)) == (3, 3, False)
    assert (shop.out / "priced/tea.html").read_text() == "<p>tea 6 ['may']\n</p>\n"
    assert verify(shop.out) == []
    assert done(shop.build(tasks)) == (0, 0, True)

    shop.write("shop/publish/page.html", "<b>{text}</b>")  # the renderer's: nothing is executed
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
    assert shop.plan(shop.tasks(times=3))[0] == "priced/tea: execute (parameter times is new)"


def test_outputs_are_restored_when_they_were_altered_or_the_cache_was_damaged(shop: Shop, tree) -> None:
    done(shop.build())
    before = tree(shop.out)

    (shop.out / "index.html").write_text("by hand")
    assert verify(shop.out)[0].startswith("index.html: altered (16 bytes by the manifest, 7 found")
    assert shop.plan()[-1] == "build: restore (its files are not as they were built)"
    assert done(shop.build()) == (0, 0, False) and tree(shop.out) == before

    executed, rendered = (sorted((shop.root / "cache" / kind).iterdir()) for kind in ("executed", "rendered"))
    executed[0].write_bytes(executed[0].read_bytes()[:-1])  # truncated
    executed[1].write_bytes(executed[1].read_bytes()[:-1] + b"x")  # altered
    rendered[0].write_bytes(rendered[1].read_bytes())  # another's
    (shop.out / "priced/tea.html").unlink()
    assert done(shop.build()) == (2, 1, False) and tree(shop.out) == before

    for record in (shop.root / "cache/built").iterdir():
        record.write_text("{}")
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

    shop.write("build.failed/mine.txt", "a note")
    assert done(shop.build()) == (0, 0, True) and (shop.root / "build.failed/priced/salt.ipynb").exists()
    shop.write("data/prices.csv", "item,price\ntea,3\njam,5\nsalt,1\n")
    assert shop.build(shop.tasks("tea salt jam")).exit_code == 0
    assert [path.name for path in (shop.root / "build.failed").iterdir()] == ["mine.txt"]


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
    result = shop.build(render="shop.publish:inkless")
    assert [str(failure) for failure in result.failures] == [
        "priced/jam: rendering: ZeroDivisionError: division by zero"
    ]
    assert "in inkless" in (shop.root / "build.failed/priced/jam.txt").read_text() and not shop.out.exists()
    assert done(shop.build())[:2] == (0, 2)


@pytest.mark.parametrize(
    ("site", "error"), [("broken", "ValueError: no paper"), ("foreign", "manifest.json is the name of")]
)
def test_a_failing_site_function_fails_the_build(shop: Shop, site: str, error: str) -> None:
    [failure] = shop.build(site=f"shop.publish:{site}").failures
    assert failure.task == "site" and failure.error.startswith(error) and not shop.out.exists()


@pytest.mark.parametrize(
    ("render", "complaint"),
    [
        ("same", r"same\.html was already written by priced/(tea|jam)"),
        ("notebooks", r"notebooks/priced/tea\.ipynb was already written by priced/tea"),
        ("own", r"manifest\.json is the name of the build's own manifest\.json; choose another"),
        ("folder", "notebooks is where another path needs a folder"),
    ],
)
def test_a_page_may_not_take_the_place_of_something_else(shop: Shop, render: str, complaint: str) -> None:
    failure = shop.build(render=f"shop.publish:{render}").failures[0]
    assert re.fullmatch(rf"priced/(tea|jam): writing: {complaint}", str(failure)) and not shop.out.exists()


def changed(tasks: list[Task], **changes) -> list[Task]:
    return [replace(task, **changes) for task in tasks]


WRONG = {
    r"priced\.ipynb has no parameter 'tims'; it declares: item, times": lambda s: {"tasks": s.tasks(tims=1)},
    "task priced/tea: 'priced/tea' is the name of another's": lambda s: {"tasks": s.tasks("tea tea")},
    r"cannot read notebook none\.ipynb": lambda s: {"tasks": s.tasks("tea", "none")},
    "json:dumps is not in a package of the project": lambda s: {"render": "json:dumps"},
    r"times: PosixPath\('x'\) is not a JSON value": lambda s: {"tasks": s.tasks(times=Path("x"))},
    "times: nan is not a JSON value": lambda s: {"tasks": s.tasks(times=float("nan"))},
    r"'\.\./tea' leads out of the build": lambda s: {"tasks": changed(s.tasks("tea"), id="../tea")},
    r"there is no package 'none\.below' to import": lambda s: {"project": {"packages": ("none.below",)}},
    "the input 'data' is not there": lambda s: {"project": {"inputs": {"data": s.root / "daten"}}},
    "is a file: name a folder to keep results in": lambda s: {"cache": s.root / "lock.txt"},
    r"two notebooks are called 'priced\.ipynb'": lambda s: {
        "tasks": [*s.tasks("tea"), Task("x", s.write("more/priced.ipynb", notebook()))]
    },
}


@pytest.mark.parametrize("complaint", WRONG)
def test_what_is_wrong_is_said_before_anything_runs(shop: Shop, complaint: str) -> None:
    given = WRONG[complaint](shop)
    project = replace(shop.project, **given.pop("project", {}))
    with pytest.raises(RunError, match=complaint):
        build(given.pop("tasks", shop.tasks()), project, shop.out, **shop.where(**given))
    assert not shop.out.exists()


def test_when_nothing_changed_nothing_heavy_is_imported(shop: Shop) -> None:
    assert done(shop.build(versions={"n": "1"})) == (2, 2, False)
    again = subprocess.run(shop.command(), check=True, capture_output=True, text=True)
    assert again.stdout == "True []\n"

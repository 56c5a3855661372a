"""A build from the first to the last: what is done again after which change, what is left alone, and what a person sees
of it."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

from report.run import RunError, Task, build, verify
from report.run.errors import Failure
from report.run.view import Lines, Live, choose

from .conftest import Shop, notebook, tree_of


def done(result) -> tuple[int, int, bool]:
    """What a build did: executed, rendered, nothing at all; it must have succeeded."""
    assert result.failures == [] and result.exit_code == 0
    return result.executed, result.rendered, result.unchanged


def test_a_change_redoes_what_may_depend_on_it(shop: Shop) -> None:
    shop.write("notebooks/drawn.ipynb", notebook("print(item)"))
    tasks = [*shop.tasks("tea jam", "priced"), *shop.tasks("tea", "drawn")]
    assert done(shop.build(tasks)) == (3, 3, False)
    assert (shop.out / "priced/tea.html").read_text() == "<p>tea 6 ['may']\n</p>\n"
    assert verify(shop.out) == []
    assert done(shop.build(tasks)) == (0, 0, True)

    shop.write("shop/publish/page.html", "<b>{text}</b>")  # the renderer's: nothing is executed
    assert shop.plan(tasks)[0] == "priced/tea: render (shop/publish/page.html changed)"
    assert done(shop.build(tasks)) == (0, 3, False)
    for path, text, why in (
        ("shop/tables.py", "prices = 1\n", "shop/tables.py changed"),
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

    shop.write("notebooks/drawn.ipynb", notebook("print(item, 1)"))
    assert shop.plan(tasks)[1:] == ["priced/jam: nothing", "drawn/tea: execute (drawn.ipynb changed)"]
    assert done(shop.build(tasks))[0] == 1
    assert shop.plan(shop.tasks(times=3))[0] == "priced/tea: execute (parameter times is new)"


def test_outputs_are_restored_when_they_were_altered_or_the_cache_was_damaged(built: Shop) -> None:
    before = tree_of(built.out)
    (built.out / "index.html").write_text("by hand")
    assert verify(built.out)[0].startswith("index.html: altered (16 bytes by the manifest, 7 found")
    assert built.plan()[-1] == "build: restore (its files are not as they were built)"
    assert done(built.build()) == (0, 0, False) and tree_of(built.out) == before

    executed, rendered = (sorted((built.root / "cache" / kind).iterdir()) for kind in ("executed", "rendered"))
    executed[0].write_bytes(executed[0].read_bytes()[:-1])  # truncated
    executed[1].write_bytes(executed[1].read_bytes()[:-1] + b"x")  # altered
    rendered[0].write_bytes(rendered[1].read_bytes())  # another's
    (built.out / "priced/tea.html").unlink()
    assert done(built.build()) == (2, 1, False) and tree_of(built.out) == before

    for record in (built.root / "cache/built").iterdir():
        record.write_text("{}")
    assert done(built.build()) == (0, 0, False) and tree_of(built.out) == before


def test_a_failing_task_is_named_kept_and_does_not_stop_the_others(built: Shop, capfd) -> None:
    before = tree_of(built.out)
    result = built.build(built.tasks("tea salt jam"), show=None)
    assert (result.exit_code, result.executed) == (1, 0) and tree_of(built.out) == before
    assert [str(failure) for failure in result.failures] == ["priced/salt: cell 3: KeyError: 'salt'"]
    shown = capfd.readouterr().err
    assert "FAILED priced/salt: cell 3: KeyError: 'salt'" in shown and "priced/salt.ipynb" in shown
    failed = built.root / "build.failed/priced/salt.ipynb"
    assert "An Exception was encountered" in json.loads(failed.read_text())["cells"][0]["source"]

    built.write("build.failed/mine.txt", "a note")
    assert done(built.build()) == (0, 0, True) and failed.exists()
    built.write("data/prices.csv", "item,price\ntea,3\njam,5\nsalt,1\n")
    assert built.build(built.tasks("tea salt jam")).exit_code == 0
    assert [path.name for path in failed.parents[1].iterdir()] == ["mine.txt"]


def test_the_inputs_are_looked_at_before_a_notebook_is_executed_and_only_then(built: Shop) -> None:
    looked: list[str] = []
    done(built.build(before=lambda: looked.append("nothing to do")))
    (built.out / "priced/tea.html").unlink()
    done(built.build(before=lambda: looked.append("only placed")))
    assert looked == []

    def refuse() -> None:
        raise ValueError("the prices are wrong")

    before = tree_of(built.out)
    built.write("data/prices.csv", "item,price\ntea,9\njam,5\n")
    with pytest.raises(ValueError, match="the prices are wrong"):
        built.build(before=refuse)
    assert tree_of(built.out) == before and not (built.root / "build.failed").exists()


TAKES = "def page(nb, out):\n    (out / {path!r}).parent.mkdir(parents=True, exist_ok=True)\n    return (out / {path!r}).write_text('')"
WRITER = "(tea|jam): writing: "
FAILS = {
    "priced/jam: rendering: ZeroDivisionError: division by zero": (
        "shown = page\ndef page(nb, out):\n    return shown(nb, out) if 'jam' not in str(nb) else 1 / 0"
    ),
    rf"priced/{WRITER}same\.html was already written by priced/(tea|jam)": TAKES.format(path="same.html"),
    rf"priced/{WRITER}notebooks/priced/tea\.ipynb was already .*/(tea|jam)": TAKES.format(
        path="notebooks/priced/tea.ipynb"
    ),
    rf"priced/{WRITER}manifest\.json is the name of .*; choose another": TAKES.format(path="manifest.json"),
    rf"priced/{WRITER}notebooks is where another path needs a folder": TAKES.format(path="notebooks"),
    "site: finishing: ValueError: no paper": "def site(out):\n    raise ValueError('no paper')",
    r"site: writing: manifest\.json is the name of .*; choose another": (
        "def site(out):\n    (out / 'manifest.json').write_text('{}')"
    ),
}
"""What a renderer does wrong, by what is said of it."""


@pytest.mark.parametrize("said", FAILS)
def test_what_a_renderer_does_wrong_is_the_failure_of_its_task(built: Shop, said: str) -> None:
    before, renderer = tree_of(built.out), built.root / "shop/publish/__init__.py"
    built.write("shop/publish/__init__.py", f"{renderer.read_text()}{FAILS[said]}\n")
    [failure, *_] = built.build().failures
    assert re.fullmatch(said, str(failure)) and tree_of(built.out) == before
    kept = built.root / f"build.failed/{failure.task}.txt"
    assert kept.read_text() == failure.trace if "Error" in said else not kept.exists()


WRONG = {
    r"priced\.ipynb has no parameter 'tims'; it declares: item, times": lambda s: {"tasks": s.tasks(tims=1)},
    "task priced/tea: 'priced/tea' is the name of another's": lambda s: {"tasks": s.tasks("tea tea")},
    r"cannot read notebook none\.ipynb": lambda s: {"tasks": s.tasks("tea", "none")},
    "json:dumps is not in a package of the project": lambda s: {"render": "json:dumps"},
    r"times: PosixPath\('x'\) is not a JSON value": lambda s: {"tasks": s.tasks(times=Path("x"))},
    "times: nan is not a JSON value": lambda s: {"tasks": s.tasks(times=float("nan"))},
    r"'\.\./tea' leads out of the build": lambda s: {"tasks": [replace(s.tasks("tea")[0], id="../tea")]},
    "'site' is the name of the last step; choose another": lambda s: {"tasks": [replace(s.tasks("tea")[0], id="site")]},
    "there is no task, so nothing to build: name at least one": lambda s: {"tasks": []},
    r"there is no package 'none\.below' to import": lambda s: {"project": {"packages": ("none.below",)}},
    "the input 'data' is not there": lambda s: {"project": {"inputs": {"data": s.root / "daten"}}},
    "is a file: name a folder to keep results in": lambda s: {"cache": s.root / "lock.txt"},
    "lock.txt is a file: name a folder to build": lambda s: {"out": s.root / "lock.txt/deep"},
    "File name too long: name a shorter one": lambda s: {"out": s.root / ("x" * 300)},
    r"two notebooks are called 'priced\.ipynb'": lambda s: {
        "tasks": [*s.tasks("tea"), Task("x", s.write("more/priced.ipynb", notebook()))]
    },
}


@pytest.mark.parametrize("complaint", WRONG)
def test_what_is_wrong_is_said_before_anything_runs(shop: Shop, complaint: str) -> None:
    given = WRONG[complaint](shop)
    project = replace(shop.project, **given.pop("project", {}))
    with pytest.raises(RunError, match=complaint):
        build(given.pop("tasks", shop.tasks()), project, given.pop("out", shop.out), **shop.where(**given))
    assert not shop.out.exists() and not (shop.root / "cache").exists()


def test_when_nothing_changed_nothing_heavy_is_imported(built: Shop) -> None:
    done(built.build(versions={"n": "1"}))
    again = subprocess.run(built.command(), check=True, capture_output=True, text=True)
    assert again.stdout == "True []\n"


def test_a_line_for_each_task_done_and_failures_at_once() -> None:
    stream = io.StringIO()
    view = choose(stream)
    assert type(view) is Lines
    view.total = 3
    view.stage("a", "executing")
    view.finish("a", worked=True)
    view.finish("b", worked=False)  # was in the cache
    for name in "cd":
        view.fail(Failure(name, "execute", "KeyError: 'x'", cell=4), f"failed/{name}.ipynb")
    view.note("finishing")
    view.close()
    failed = [f"FAILED {name}: cell 4: KeyError: 'x'\n       see failed/{name}.ipynb" for name in "cd"]
    assert stream.getvalue().splitlines() == "\n".join(["[1/3] a", *failed, "finishing"]).splitlines()


def test_a_live_line_on_a_terminal_with_failures_above_it(monkeypatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    controller, side = pty.openpty()
    with os.fdopen(side, "w") as stream:
        view = choose(stream)
        assert type(view) is Live
        view.total = 40
        view.stage("country/EST", "executing")
        view.finish("country/DEU", worked=True)
        view.fail(Failure("country/FRA", "rendering", "ValueError: [no] ink"), None)
        time.sleep(0.3)  # longer than one refresh
        view.close()
        stream.flush()
        text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", os.read(controller, 65_536).decode())
    assert "FAILED country/FRA: rendering: ValueError: [no] ink" in text
    assert "1/40 done · 1 failed · country/EST (executing)" in text

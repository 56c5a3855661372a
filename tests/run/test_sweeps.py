"""A sweep: every point of a grid, in order, in one table."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time

import pytest

from report.run import RunError, sweep
from report.run.view import Lines

from .conftest import Shop

FUNCTIONS = """
def rows(item, times):
    return [{"n": n, "cost": n * times / 3} for n in range(times)]
def frame(item, times):
    import pandas as pd
    return pd.DataFrame({"cost": [times * 2.5]})
def one(item, times):
    if item == "salt":
        raise KeyError("no salt")
    return times
def shadowing(item, times):
    return {"a": 1} if times == 1 else {"times": 1}
def unsendable(item, times):
    return {"a": 1} if times == 1 else {"a": lambda: 1}
def leaving(item, times):
    return {"a": 1} if times == 1 else exit(3)
def made(item, times):
    return ({"n": n} for n in range(times))
def dying(item, times):
    import os, time
    time.sleep(0.01)
    return 1 if item != "salt" else os._exit(7)
def slow(item):
    import time
    time.sleep(0.2)
def uneven(item, times):
    return {"a": 1} if times == 1 else {"b": 1}
"""
GRID = {"item": ["tea", "jam"], "times": [1, 2]}


@pytest.fixture
def swept(shop: Shop):
    """Sweep a function of the shop; the result and the table's lines."""
    shop.write("shop/sums.py", FUNCTIONS)

    def call(name: str, grid=GRID, out: str = "out.csv", **ways):
        result = sweep(f"shop.sums:{name}", grid, shop.root / out, show=Lines(io.StringIO()), **{"jobs": 2} | ways)
        return result, (shop.root / out).read_text() if (shop.root / out).exists() else None

    return call


def test_rows_come_in_the_order_of_the_grid_whatever_the_jobs(swept) -> None:
    result, table = swept("rows")
    assert (result.rows, result.exit_code) == (6, 0)
    # tea × 1: one row; tea × 2: n = 0, 1 with cost n * 2 / 3
    tea, jam = (f"{item},1,0,0.0\n{item},2,0,0.0\n{item},2,1,0.6666666666666666\n" for item in ("tea", "jam"))
    assert table == f"item,times,n,cost\n{tea}{jam}"
    many = {"item": ["tea"], "times": [1] * 100}
    assert swept("one", many, "a.csv", jobs=1)[1] == swept("one", many, "b.csv", jobs=3)[1]


def test_frames_and_single_values_are_rows_too(swept) -> None:
    assert swept("frame")[1].splitlines()[:2] == ["item,times,cost", "tea,1,2.5"]
    assert swept("one", out="one.csv")[1].splitlines()[-1] == "jam,2,2"
    assert swept("made", out="made.csv")[1] == "item,times,n\ntea,1,0\ntea,2,0\ntea,2,1\njam,1,0\njam,2,0\njam,2,1\n"


def test_a_failing_point_is_named_the_others_go_on_and_the_old_table_stays(swept, shop: Shop) -> None:
    shop.write("out.csv", "item,times,old\n")
    result, table = swept("one", {"item": ["tea", "salt"], "times": [1]})
    assert [str(failure) for failure in result.failures] == ["item=salt, times=1: computing: KeyError: 'no salt'"]
    assert (result.exit_code, result.rows, table) == (1, 1, "item,times,old\n")
    assert [path.name for path in shop.root.glob("*out.csv*")] == ["out.csv"]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("uneven", "a row has columns item, times, b, the first one had item, times, a; return the same everywhere"),
        ("shadowing", "ValueError: it returns a column 'times', which is an argument; call it something else"),
        ("unsendable", "AttributeError: Can't pickle local object 'unsendable.<locals>.<lambda>'"),
        ("leaving", "SystemExit: 3"),
    ],
)
def test_what_one_point_does_wrong_is_its_failure_alone(swept, shop: Shop, name: str, error: str) -> None:
    result, table = swept(name, {"item": ["tea"], "times": [1, 2, 1]})
    assert [str(failure) for failure in result.failures] == [f"item=tea, times=2: computing: {error}"]
    assert result.rows == 2 and table is None


def test_a_point_whose_process_dies_is_named_and_the_others_go_on(swept) -> None:
    result, table = swept("dying", {"item": ["tea", "salt", "jam"], "times": [1, 2]})
    assert [str(failure) for failure in result.failures] == [
        f"item=salt, times={times}: computing: report.run.workers:compute: the process died (exit code 7): out of memory, or killed"
        for times in (1, 2)
    ]
    assert result.rows == 4 and table is None


def test_ctrl_c_ends_a_sweep_at_once(shop: Shop) -> None:
    shop.write("shop/sums.py", FUNCTIONS)
    code = f"import sys\nfrom pathlib import Path\nfrom report.run import sweep\nsweep('shop.sums:slow', {{'item': ['a'] * 200}}, Path({str(shop.root / 'out.csv')!r}), jobs=2)"
    sweeping = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, start_new_session=True)
    time.sleep(2)
    os.killpg(sweeping.pid, signal.SIGINT)
    shown = sweeping.communicate(timeout=10)[1]
    assert shown.strip().endswith("KeyboardInterrupt") and not list(shop.root.glob("*out.csv*"))


def test_a_table_is_a_csv_file(swept, shop: Shop) -> None:
    (shop.root / "folder.csv").mkdir()
    for name, why in (("folder.csv", "is a folder: name a file"), ("out.parquet", "a table is written as .csv")):
        with pytest.raises(RunError, match=why):
            swept("one", out=name)


def test_a_table_that_no_such_sweep_made_is_kept(swept, shop: Shop) -> None:
    letter = shop.write("letter.csv", "Dear Ann,\n")
    os.mkfifo(shop.root / "pipe.csv")
    for name in ("letter.csv", "pipe.csv"):
        with pytest.raises(
            RunError, match=f"{name} is there, and no sweep over item, times made it: name another file"
        ):
            swept("one", out=name)
    assert letter.read_text() == "Dear Ann,\n"
    (shop.root / "link.csv").symlink_to("real.csv")
    for _ in range(2):  # its own table it replaces, and not the link
        swept("one", out="link.csv")
        assert (shop.root / "link.csv").is_symlink() and (shop.root / "real.csv").read_text().startswith(
            "item,times,value"
        )


@pytest.mark.parametrize(
    ("name", "grid", "said"),
    [
        ("one", {"item": [], "times": [1]}, "the grid has no value of item, so there is nothing to compute"),
        ("one", {}, "the grid has no value of any argument"),
        ("rows", {"item": ["tea"], "times": [0]}, r"no point has a row, so .*out\.csv is not written"),
    ],
)
def test_nothing_to_compute_is_no_success(swept, shop: Shop, name: str, grid: dict, said: str) -> None:
    with pytest.raises(RunError, match=said):
        swept(name, grid)
    assert not list(shop.root.glob("*out.csv*"))


def test_a_function_that_is_not_there_is_a_failure(swept) -> None:
    with pytest.raises(RunError, match="AttributeError"):
        swept("none")

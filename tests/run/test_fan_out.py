"""One function called with many arguments: values in their order, an error named, Ctrl-C at once."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time

import pytest

from report.run import RunError, fan_out
from report.run.view import Lines

from .conftest import Shop

FUNCTIONS = """
def times(item, number):
    if item == "salt":
        raise KeyError("no salt")
    return item * number
def dying(item, number):
    import os
    return number if item != "salt" else os._exit(7)
def unsendable(item, number):
    return lambda: 1
def slow(item):
    import time
    time.sleep(0.2)
"""


@pytest.fixture
def values(shop: Shop):
    """Call a function of the shop for items and numbers."""
    shop.write("shop/sums.py", FUNCTIONS)

    def call(name: str, *pairs: tuple[str, int], jobs: int = 2):
        calls = {f"{item} {number}": (item, number) for item, number in pairs}
        return fan_out(f"shop.sums:{name}", calls, shop.project, jobs=jobs, show=Lines(io.StringIO()))

    return call


def test_values_come_in_the_order_of_the_calls_whatever_the_jobs(values) -> None:
    pairs = [("a", number) for number in range(40)]
    assert values("times", *pairs) == ["a" * number for number in range(40)] == values("times", *pairs, jobs=1)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("times", r"^salt 1: KeyError: 'no salt'$"),
        ("dying", r"^salt 1: shop\.sums:dying: the process died \(exit code 7\)"),
        ("unsendable", r"^tea 1: AttributeError: Can't pickle local object"),
        ("none", r"AttributeError"),
    ],
)
def test_a_call_that_fails_is_named(values, name: str, said: str) -> None:
    with pytest.raises(RunError, match=said):
        values(name, *([("tea", 1)] if name == "unsendable" else [("tea", 1), ("salt", 1)]))


def test_ctrl_c_ends_it_at_once(shop: Shop) -> None:
    shop.write("shop/sums.py", FUNCTIONS)
    code = (
        "from report.run import Project, fan_out\nfan_out('shop.sums:slow', {str(n): ('a',) for n in range(200)}, "
        "Project(('shop',)), jobs=2)"
    )
    calling = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, start_new_session=True)
    time.sleep(2)
    os.killpg(calling.pid, signal.SIGINT)
    assert calling.communicate(timeout=10)[1].strip().endswith("KeyboardInterrupt")

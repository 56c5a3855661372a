"""What a person sees while tasks run."""

from __future__ import annotations

import io
import os
import pty
import re
import time

import pytest

from report.run.errors import Failure
from report.run.view import Lines, Live, choose


@pytest.fixture
def terminal():
    """A terminal of 60 columns: what to write to, and how to read what was shown."""
    controller, side = pty.openpty()
    stream = os.fdopen(side, "w")

    def shown() -> str:
        stream.flush()
        return os.read(controller, 65_536).decode()

    yield stream, shown
    stream.close()
    os.close(controller)


def test_a_line_for_each_task_done_and_failures_at_once() -> None:
    stream = io.StringIO()
    view = choose(stream)
    assert type(view) is Lines
    view.begin(3)
    view.stage("a", "executing")
    view.finish("a", worked=True)
    view.finish("b", worked=False)  # was in the cache
    view.fail(Failure("c", "execute", "KeyError: 'x'", cell=4), "failed/c.ipynb")
    view.fail(Failure("d", "execute", "KeyError: 'x'", cell=4), "failed/d.ipynb")
    view.note("finishing")
    view.close()
    assert (
        stream.getvalue()
        == "[1/3] a\nFAILED c: cell 4: KeyError: 'x'\n       see failed/c.ipynb\nFAILED d: the same as c\nfinishing\n"
    )


def test_a_live_line_on_a_terminal_with_failures_above_it(terminal, monkeypatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream, shown = terminal
    view = choose(stream)
    assert type(view) is Live
    view.begin(40)
    view.stage("country/EST", "executing")
    view.finish("country/DEU", worked=True)
    view.fail(Failure("country/FRA", "rendering", "ValueError: [no] ink"), None)
    time.sleep(0.3)  # longer than one refresh
    view.close()
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown())
    assert "FAILED country/FRA: rendering: ValueError: [no] ink" in text
    assert "1/40 done · 1 failed · 0:0" in text and "left · country/EST (executing)" in text


def test_time_left_is_what_the_rest_takes_at_the_pace_so_far(monkeypatch) -> None:
    view = Lines(io.StringIO())
    view.begin(10)
    assert view.left() == ""
    view.started -= 60
    view.done = 4
    assert view.left() == "1:30 left"  # 60 s for 4, 6 to go: 90 s

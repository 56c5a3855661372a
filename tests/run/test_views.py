"""What a person sees while tasks run."""

from __future__ import annotations

import io
import os
import pty
import re
import time

from report.run.errors import Failure
from report.run.view import Lines, Live, choose


def test_a_line_for_each_task_done_and_failures_at_once() -> None:
    stream = io.StringIO()
    view = choose(stream)
    assert type(view) is Lines
    view.total = 3
    view.stage("a", "executing")
    view.finish("a", worked=True)
    view.finish("b", worked=False)  # was in the cache
    view.fail(Failure("c", "execute", "KeyError: 'x'", cell=4), "failed/c.ipynb")
    view.fail(Failure("d", "execute", "KeyError: 'x'", cell=4), "failed/d.ipynb")
    view.note("finishing")
    view.close()
    assert (
        stream.getvalue()
        == "[1/3] a\nFAILED c: cell 4: KeyError: 'x'\n       see failed/c.ipynb\nFAILED d: cell 4: KeyError: 'x'\n   "
        "    see failed/d.ipynb\nfinishing\n"
    )


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

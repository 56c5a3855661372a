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

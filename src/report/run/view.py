"""What a person sees while tasks run: one live line on a terminal, a line per finished task elsewhere, failures at once."""

from __future__ import annotations

import contextlib
import sys
import time
from typing import Any, TextIO

from .errors import Failure


class Lines:
    """A line per finished task, for logs."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.total = self.done = self.failed = 0
        self.running: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self.started = time.monotonic()

    def begin(self, total: int) -> None:
        """``total`` tasks are to be looked at."""
        self.total, self.started = total, time.monotonic()

    def stage(self, task: str, stage: str) -> None:
        """A task is now being executed or rendered."""
        self.running[task] = stage

    def finish(self, task: str, worked: bool) -> None:
        """A task is done; ``worked`` is False when its results were at hand."""
        self.running.pop(task, None)
        self.done += 1
        if worked:
            self.say(f"[{self.done}/{self.total}] {task}")

    def fail(self, failure: Failure, kept: str | None) -> None:
        """A task failed; ``kept`` is where its notebook is. An error that another had already is not told again."""
        self.running.pop(failure.task, None)
        self.failed += 1
        first = self.errors.setdefault(failure.error, failure.task)
        again = f"FAILED {failure.task}: the same as {first}"
        self.say(again if first != failure.task else f"FAILED {failure}" + (f"\n       see {kept}" if kept else ""))

    def say(self, text: str) -> None:
        """Write a line; a reader who has gone (``| head``) is no reason to stop."""
        with contextlib.suppress(BrokenPipeError):
            print(text, file=self.stream, flush=True)

    def note(self, text: str) -> None:
        """What is going on outside tasks."""
        self.say(text)

    def close(self) -> None:
        """Nothing more comes."""

    def left(self) -> str:
        """Time left, if tasks go on taking as long as those done did; empty while none is."""
        finished = self.done + self.failed
        if not finished or not self.total:
            return ""
        seconds = (time.monotonic() - self.started) / finished * (self.total - finished)
        return f"{seconds // 60:.0f}:{seconds % 60:02.0f} left"


class Live(Lines):
    """One line that is redrawn: done of total, failed, time left, what is running. Failures stay above it."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        from rich.console import Console
        from rich.live import Live as RichLive

        self.console = Console(file=stream)
        self.live = RichLive(console=self.console, get_renderable=self.render, refresh_per_second=8, transient=True)
        self.live.start()

    def render(self) -> Any:
        """The line as it is now, cut to the width of the terminal."""
        from rich.text import Text

        counts = [f"{self.done}/{self.total} done", f"{self.failed} failed" if self.failed else "", self.left()]
        running = ", ".join(f"{task} ({stage})" for task, stage in self.running.items())
        return Text(" · ".join(part for part in [*counts, running] if part), no_wrap=True, overflow="ellipsis")

    def finish(self, task: str, worked: bool) -> None:
        """Counted in the line; no line of its own."""
        self.running.pop(task, None)
        self.done += 1

    def say(self, text: str) -> None:
        """Write above the live line."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)

    def note(self, text: str) -> None:
        """Show in the place of a task."""
        self.running = {text: "…"}

    def close(self) -> None:
        """Take the line away."""
        self.live.stop()


class Silent(Lines):
    """Nothing, for programs that look at the result."""

    def say(self, text: str) -> None:
        """Say nothing."""


def choose(stream: TextIO | None = None) -> Lines:
    """Live on a terminal, lines elsewhere."""
    stream = sys.stderr if stream is None else stream
    return Live(stream) if stream.isatty() else Lines(stream)

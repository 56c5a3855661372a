"""What a person sees while tasks run: a live line on a terminal, elsewhere a line per task, failures at once."""

from __future__ import annotations

import contextlib
from typing import TextIO

from .errors import Failure


class Lines:
    """A line per finished task, for logs; ``total`` tasks are to be looked at."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.total = self.done = self.failed = 0
        self.running: dict[str, str] = {}

    def stage(self, task: str, stage: str) -> None:
        """A task is now being executed or rendered."""
        self.running[task] = stage
        self.redraw()

    def finish(self, task: str, worked: bool) -> None:
        """A task is done; ``worked`` is False when its results were at hand."""
        self.running.pop(task, None)
        self.done += 1
        if worked:
            self.count(task)

    def count(self, task: str) -> None:
        """Say that a task is done."""
        self.say(f"[{self.done}/{self.total}] {task}")

    def fail(self, failure: Failure, kept: str | None) -> None:
        """A task failed; ``kept`` is where its notebook is."""
        self.running.pop(failure.task, None)
        self.failed += 1
        self.say(f"FAILED {failure}" + (f"\n       see {kept}" if kept else ""))

    def say(self, text: str) -> None:
        """Write a line; a reader who has gone (``| head``), or a full disk, is no reason to stop."""
        with contextlib.suppress(OSError):
            print(text, file=self.stream, flush=True)

    note = say  # what is going on outside tasks

    def redraw(self) -> None:
        """Show what has changed, where it can be shown."""

    def close(self) -> None:
        """Nothing more comes."""


class Live(Lines):
    """One line that is redrawn: done of total, failed, what is running. Failures stay above it."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        from rich.console import Console

        self.console = Console(file=stream)
        self.line = self.console.status("")
        self.line.start()

    def redraw(self) -> None:
        """Show the line as it is now, cut to the width of the terminal."""
        failed = [f"{self.failed} failed"] if self.failed else []
        running = ", ".join(f"{task} ({stage})" for task, stage in self.running.items())
        text = " · ".join([f"{self.done}/{self.total} done", *failed, running])
        self.line.update(text[: self.console.width - 4])

    def count(self, task: str) -> None:
        """Counted in the line; no line of its own."""
        self.redraw()

    def say(self, text: str) -> None:
        """Write above the live line."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)
        self.redraw()

    def note(self, text: str) -> None:
        """Show in the place of tasks."""
        self.line.update(text)

    def close(self) -> None:
        """Take the line away."""
        self.line.stop()


def choose(stream: TextIO) -> Lines:
    """Live on a terminal, lines elsewhere."""
    return Live(stream) if stream.isatty() else Lines(stream)

"""A few warm worker processes behind an awaitable ``call``."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pickle
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Sequence
from typing import Any, TypeVar

from ..errors import RunError
from ..kernels import surroundings, warm
from . import worker

T = TypeVar("T")
READY = "os:getpid"
"""What is asked of a worker to learn that it has loaded."""
LAST_WORDS = 2.0
"""Seconds between the end of a worker's answers and its own."""


def in_loop_of_its_own(work: Coroutine[Any, Any, T]) -> T:
    """The value of a coroutine, run to its end. Raises RunError where a loop runs already, as in a notebook's kernel."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    work.close()
    raise RunError(
        "this cannot be started inside an event loop, such as a notebook's; start it from a script or a shell"
    )


@contextlib.asynccontextmanager
async def task_group() -> AsyncIterator[asyncio.TaskGroup]:
    """A group of tasks that does not outlive its block: the first error ends all of them, and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            yield group
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None


class CallFailed(RunError):
    """A function called in a worker raised; the message is the first line, ``trace`` the traceback."""

    def __init__(self, message: str, trace: str) -> None:
        super().__init__(message)
        self.trace = trace


class WorkerDied(CallFailed):
    """The process that was asked ended before it answered."""


class Pool:
    """Up to ``size`` worker processes, started when needed, each with ``preload`` loaded. Use as ``async with``; leaving kills them."""

    def __init__(self, size: int, preload: Sequence[str] = ()) -> None:
        self.size, self.preload = size, tuple(preload)
        self._started = 0
        self._workers: set[asyncio.subprocess.Process] = set()
        self._idle: asyncio.Queue[asyncio.subprocess.Process] = asyncio.Queue()

    async def __aenter__(self) -> Pool:
        return self

    async def __aexit__(self, *exc: object) -> None:
        for process in self._workers:
            _kill(process)
        await asyncio.gather(*(_ended(process) for process in self._workers))

    async def warm(self, count: int, in_turn: bool = False) -> None:
        """Have at least this many workers, so that they load while other things are done; ``in_turn``: each when the one before has loaded."""
        while self._started < min(count, self.size):
            process = await self._start()
            if in_turn:
                with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):  # the first call will tell
                    await _ask(process, worker.frame((READY, ())))
            self._idle.put_nowait(process)

    async def call(self, dotted: str, *args: Any) -> Any:
        """The value of ``package.module:function(*args)``, from the next free worker. Raises CallFailed.

        A call that is cancelled leaves its worker busy: cancel only to leave the pool.
        """
        question = worker.frame((dotted, args))
        if self._idle.empty():
            await self.warm(self._started + 1)
        process = await self._idle.get()
        try:
            answer = await _ask(process, question)
        except (asyncio.IncompleteReadError, ConnectionError):
            await self._replace(process)
            raise WorkerDied(f"the process of {dotted} died (exit code {process.returncode})", "") from None
        self._idle.put_nowait(process)
        if answer[0] == worker.ERROR:
            raise CallFailed(answer[1], answer[2])
        return answer[1]

    async def _start(self) -> asyncio.subprocess.Process:
        """One more worker, to be put among the idle ones. Raises OSError when there can be none."""
        env = surroundings.worker_environment() | {warm.PRELOAD: json.dumps(self.preload)}
        self._started += 1
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", f"{__package__}.worker"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=env,
                start_new_session=True,
            )
        except OSError:
            self._started -= 1
            raise
        self._workers.add(process)
        return process

    async def _replace(self, process: asyncio.subprocess.Process) -> None:
        """Put another worker in the place of one that died, or speaks no more; it has a moment to end by itself, with its own exit code."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), LAST_WORDS)
        _kill(process)
        await _ended(process)
        self._workers.discard(process)
        self._started -= 1
        self._idle.put_nowait(await self._start())


async def _ask(process: asyncio.subprocess.Process, message: bytes) -> Any:
    """Send a message, wait for the answer."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(message)
    await process.stdin.drain()
    length = worker.LENGTH.unpack(await process.stdout.readexactly(worker.LENGTH.size))[0]
    return pickle.loads(await process.stdout.readexactly(length))


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Wait for the end of a worker that was killed. What it has said is of no use any more, and asyncio waits for ever until that is read or its pipes are closed."""
    while (
        process.returncode is None
    ):  # closed before, asyncio would ask for the exit code beside its own watcher, and that complain
        await asyncio.sleep(0.005)
    process._transport.close()  # type: ignore[attr-defined]  # there is no public way
    await process.wait()
    if process.stdin is not None:
        with contextlib.suppress(OSError):  # of a question that was cut short
            await process.stdin.wait_closed()


def _kill(process: asyncio.subprocess.Process) -> None:
    """End a worker and what it started."""
    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()

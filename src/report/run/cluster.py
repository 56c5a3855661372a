"""The same work on a Dask cluster: calls go to workers on other machines, each of which has a host process of its own.

Requires ``distributed`` here and there; on every worker the same version of this project and the same data, at the same place (a shared
file system, or the same checkout). Workers compare every file with what it is here, and refuse to work with others, so results are
those of this machine. Work of a worker that is lost is done again on another.
"""

from __future__ import annotations

import os
import platform
import re
import sys
import threading
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from .cache import Cache
from .digest import Memo
from .errors import CallFailed, HostDied, RunError
from .host import Host
from .keys import EPOCH, INSTALLED, Keys, Steps, differences
from .task import Project, Task

ADDRESS = re.compile(r"\w+://.+:\d+")
PATIENCE = 30  # seconds to wait for a scheduler, and for its first worker


class Cluster:
    """The cluster, seen from the machine that asks; has what :class:`.pipeline.Means` names. Use as a context."""

    def __init__(self, address: str, keys: Keys, worker_preload: Sequence[str] = ()) -> None:
        self.address, self.session = address, uuid.uuid4().hex
        dated = {EPOCH: os.environ[EPOCH]} if EPOCH in os.environ else {}
        project = replace(keys.project, environment={**dated, **keys.project.environment})
        self.asked = (project, keys.steps, keys.rendering | keys.sources, tuple(worker_preload))
        self.client = _client(address)

    def __enter__(self) -> Cluster:
        try:
            self.client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            self.kill()
            message = f"the scheduler at {self.address} has no workers: start one with 'dask worker'"
            raise RunError(message) from None
        self.slots = sum(self.client.nthreads().values())
        return self

    def __exit__(self, *exc: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End all calls."""
        self.client.close()

    def call(self, dotted: str, *args: Any) -> Any:
        """The value of a function, called on some worker."""
        from concurrent.futures import CancelledError

        from distributed.scheduler import KilledWorker

        try:
            answer = self.client.submit(answered, self.session, *self.asked, dotted, args, pure=False).result()
        except KilledWorker as error:
            message = f"several workers died of the same task, it may need more memory than they have ({error})"
            raise RunError(message) from error
        except CancelledError:
            raise HostDied() from None
        if isinstance(answer, CallFailed):
            raise answer
        return answer


def _client(address: str) -> Any:
    """A connected client."""
    if not ADDRESS.fullmatch(address):
        raise RunError(f"{address!r} is no address of a Dask scheduler: give one such as tcp://host:8786")
    try:
        from distributed import Client
    except ImportError:
        raise RunError(
            f"a cluster needs the package 'distributed': {sys.executable} -m pip install -e '.[cluster]'"
        ) from None
    try:
        return Client(address, set_as_default=False, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise RunError(f"no Dask scheduler answers at {address}: start one with 'dask scheduler' ({error})") from error


# What follows is called on a worker.
_hosts: dict[str, Host] = {}
_lock = threading.Lock()
_memo = Memo(Path(os.devnull))  # remembers in this process only


def answered(
    session: str,
    project: Project,
    steps: Steps,
    expected: Mapping[str, str],
    preload: Sequence[str],
    dotted: str,
    args: tuple[Any, ...],
) -> Any:
    """The value of a function called in this machine's host, or what it raised; ``expected`` are the inputs on the machine that asks."""
    try:
        if different := _differences(project, steps, expected, [one for one in args if isinstance(one, Task)]):
            message = (
                f"the files of the worker on {platform.node()} differ: {different}; install the same version there"
            )
            return CallFailed(message)
        return _host(session, project, preload).call(dotted, *args)
    except CallFailed as error:
        return error
    except RunError as error:
        return CallFailed.of(error)


def _host(session: str, project: Project, preload: Sequence[str]) -> Host:
    """The host of a session; those of past sessions, which have loaded what may have been edited since, are ended."""
    with _lock:
        if session not in _hosts:
            while _hosts:
                _hosts.popitem()[1].close()
            _hosts[session] = Host(project, preload)
        return _hosts[session]


def _differences(project: Project, steps: Steps, expected: Mapping[str, str], tasks: Sequence[Task]) -> str:
    """The first differences between two machines' inputs, in words; what else is installed does not count, and the date is sent along."""
    with _lock:
        keys = Keys(project, Cache(Path(os.devnull)), _memo, steps, tasks)
    found = keys.rendering | keys.sources
    counts = {name for name in expected.keys() | found.keys() if not name.endswith(".ipynb") or name in keys.sources}
    both = (
        {name: sha for name, sha in one.items() if name in counts - {INSTALLED, EPOCH}} for one in (expected, found)
    )
    return "; ".join(differences(*both)[:3])

"""The same work on a Dask cluster: calls go to workers on other machines, each of which has a host process of its own.

Requires ``distributed`` here and there; on every worker the same version of this project and the same data, at the same
place. Workers compare every file with what it is here, and refuse to work with others: results are this machine's.
Work of a worker that is lost is done again on another.
"""

from __future__ import annotations

import contextlib
import os
import platform
import threading
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import replace
from typing import Any

from .errors import CallFailed, HostDied, RunError
from .host import Host
from .keys import EPOCH, INSTALLED, Keys, Steps, differences
from .task import Project, Task

PATIENCE = 30  # seconds to wait for a scheduler, and for its first worker


class Cluster(contextlib.AbstractContextManager["Cluster"]):
    """The cluster, seen from the machine that asks; can do what a :class:`.host.Host` can. Use as a context."""

    def __init__(self, address: str, keys: Keys) -> None:
        self.session = uuid.uuid4().hex
        dated = {EPOCH: os.environ[EPOCH]} if EPOCH in os.environ else {}
        project = replace(keys.project, environment={**dated, **keys.project.environment})
        self.asked = (project, keys.steps, keys.rendering | keys.sources)
        self.client = _client(address)
        try:
            self.client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            self.kill()
            raise RunError(f"the scheduler at {address} has no workers: start one with 'dask worker'") from None
        self.slots = sum(self.client.nthreads().values())

    def __exit__(self, *exc: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End all calls."""
        self.client.close()

    def call(self, dotted: str, *args: Any) -> Any:
        """The value of a function, called on some worker."""
        from distributed.scheduler import KilledWorker

        try:
            answer = self.client.submit(answered, self.session, *self.asked, dotted, args, pure=False).result()
        except KilledWorker as error:
            raise RunError(f"several workers died of the same task, maybe for want of memory ({error})") from error
        except CancelledError:
            raise HostDied() from None
        if isinstance(answer, CallFailed):
            raise answer
        return answer


def _client(address: str) -> Any:
    """A connected client."""
    try:
        from distributed import Client
    except ImportError:
        raise RunError("a cluster needs the package 'distributed': pip install burdenshare[cluster]") from None
    try:
        return Client(address, set_as_default=False, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise RunError(
            f"no Dask scheduler answers at {address}: start one with 'dask scheduler', give tcp://host:8786 ({error})"
        ) from error


# What follows is called on a worker.
_hosts: dict[str, Host] = {}
_lock = threading.Lock()


def answered(
    session: str, project: Project, steps: Steps, expected: Mapping[str, str], dotted: str, args: tuple[Any, ...]
) -> Any:
    """The value of a function called in this machine's host, or what it raised; ``expected`` are the asker's inputs."""
    try:
        if different := _differences(project, steps, expected, [one for one in args if isinstance(one, Task)]):
            where = f"the files of the worker on {platform.node()} differ"
            return CallFailed(f"{where}: {different}; install the same version there")
        return _host(session, project).call(dotted, *args)
    except RunError as error:
        return error if isinstance(error, CallFailed) else CallFailed.of(error)


def _host(session: str, project: Project) -> Host:
    """The host of a session; those of past sessions, which have loaded what may have been edited since, are ended."""
    with _lock:
        if session not in _hosts:
            while _hosts:
                _hosts.popitem()[1].__exit__()
            _hosts[session] = Host(project)
        return _hosts[session]


def _differences(project: Project, steps: Steps, expected: Mapping[str, str], tasks: Sequence[Task]) -> str:
    """The first differences between two machines' inputs, in words; what else is installed does not count."""
    keys = Keys(project, steps, tasks)
    found = keys.rendering | keys.sources
    others = {name for name in expected if name.endswith(".ipynb") and name not in keys.sources} | {INSTALLED, EPOCH}
    both = ({name: sha for name, sha in one.items() if name not in others} for one in (expected, found))
    return "; ".join(differences(*both)[:3])

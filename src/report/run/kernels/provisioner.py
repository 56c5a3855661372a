"""The jupyter_client kernel provisioner that forks kernels from a warm server instead of starting an interpreter for each.

Named ``forkserver-provisioner`` in the entry points ``jupyter_client.kernel_provisioners``; the kernelspec ``forkserver`` (installed
with the package, below ``share/jupyter/kernels``) asks for it, so ``papermill -k forkserver``, ``pytest --nbval-kernel-name
forkserver`` and JupyterLab's launcher have it. Each notebook still has a process of its own, with its folder, environment,
signals and exit code. Transport is by Unix sockets: no port to lose a race for, nothing readable by other users.

Where forking is not to be had (Windows, an unusual ``Popen`` argument, a server that does not start) the same kernel is spawned.

A stranger needs: ``"config": {"preload": [...]}`` in the kernelspec, third-party modules only. A module you are editing does not
belong there: a restarted kernel would still have the old one.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import List, Unicode

from . import forkserver, warm
from .child import Job
from .process import ForkedProcess

SPEC = Path(__file__).parent / "spec"

# Popen arguments that a fork can honour; with any other the kernel is spawned.
KNOWN = {"env", "cwd", "independent", "stdout", "stderr", "extra_arguments", "kernel_id"}
SOCKET_PATH_LIMIT = 70  # bytes left for the folder: a Unix socket's path has 104 to 108


class ForkServerProvisioner(LocalProvisioner):
    """Starts ``python -m report.run.kernels.kernel`` as a fork of a server that has imported ``preload``."""

    preload = List(Unicode(), help="modules (or module:function to call) loaded once, before the first kernel").tag(
        config=True
    )

    folder: Path | None = None
    """The folder made for this kernel's sockets."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Move the kernel's sockets from TCP to files where there are Unix sockets; elsewhere ask the kernel not to warn of TCP."""
        if os.name == "posix":
            self.folder = _use_ipc(self.parent) or self.folder
        else:
            kwargs["extra_arguments"] = [*kwargs.get("extra_arguments", []), "--log-level=40"]
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel, or spawn it as the ordinary provisioner does when it cannot be forked."""
        if not _forkable(cmd, kwargs):
            return await self._spawn(cmd, kwargs)
        try:
            process = await _in_thread(_fork, cmd, kwargs, tuple(self.preload))
        except (OSError, EOFError) as error:
            self.log.debug("no fork-server (%s), spawning", error)
            return await self._spawn(cmd, kwargs)
        self.process: Any = process  # has what is used of subprocess.Popen
        self.pid = self.pgid = process.pid  # it leads a session of its own
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def _spawn(self, cmd: list[str], kwargs: dict[str, Any]) -> KernelConnectionInfo:
        """Start the kernel in a fresh interpreter, which loads by itself what a server would have loaded."""
        env = {**kwargs["env"], warm.PRELOAD: json.dumps(list(self.preload))}
        return await super().launch_kernel(cmd, **{**kwargs, "env": env})

    async def wait(self) -> int | None:
        """Wait for the kernel's end; told by the fork-server at once, where the stock way looks every 0.1 s."""
        if isinstance(self.process, ForkedProcess) and self.process.poll() is None:
            await _readable(self.process.fileno())
        return await super().wait()

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the folder made for the sockets, unless the kernel comes back; one that others chose is theirs."""
        await super().cleanup(restart=restart)
        if self.folder is not None and not restart:
            shutil.rmtree(self.folder, ignore_errors=True)


async def _in_thread(fork: Callable[..., ForkedProcess], *args: Any) -> ForkedProcess:
    """A process forked in a thread, as that may wait for its server. Nobody waits once it is not wanted any more; it is killed when it comes."""
    unwanted = threading.Event()

    def forked() -> ForkedProcess:
        process = fork(*args)
        if unwanted.is_set():
            process.kill()
        return process

    coming = asyncio.ensure_future(asyncio.to_thread(forked))
    try:
        return await asyncio.shield(coming)
    except asyncio.CancelledError:
        unwanted.set()
        coming.add_done_callback(_kill_unless_failed)
        raise


def _kill_unless_failed(coming: asyncio.Future[ForkedProcess]) -> None:
    """Kill a process that came just before it was not wanted; an error is of no use any more."""
    if not coming.cancelled() and coming.exception() is None:
        coming.result().kill()


async def _readable(descriptor: int) -> None:
    """Wait until there is something to read, or its end."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    loop.add_reader(descriptor, _settle, ready)
    try:
        await ready
    finally:
        loop.remove_reader(descriptor)


def _settle(ready: asyncio.Future[None]) -> None:
    """Mark as ready, once."""
    if not ready.done():
        ready.set_result(None)


def _use_ipc(manager: Any) -> Path | None:
    """Give a kernel manager whose ports are not chosen yet a private folder for its sockets; the folder if it is made here."""
    if manager.transport == "tcp" and not manager.shell_port:
        manager.cache_ports = False
        manager.transport = "ipc"
        folder = Path(tempfile.mkdtemp(prefix="k-", dir=_socket_folder()))
        manager.ip = str(folder / "k")
        return folder
    if manager.transport == "ipc":
        Path(manager.ip).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return None


def _socket_folder() -> str:
    """The folder for temporary files, or /tmp where its name is too long for a socket."""
    folder = tempfile.gettempdir()
    return folder if len(os.fsencode(folder)) < SOCKET_PATH_LIMIT else "/tmp"


def command() -> list[str]:
    """The command line of our kernel in this interpreter, as a kernelspec has it."""
    return [sys.executable, "-m", f"{__package__}.kernel", "-f", "{connection_file}"]


def _forkable(cmd: list[str], kwargs: dict[str, Any]) -> bool:
    """Whether this command line and these Popen arguments describe our kernel in this interpreter."""
    return (
        forkserver.available()
        and cmd[:3] == command()[:3]
        and set(kwargs) <= KNOWN
        and all(
            _descriptor(kwargs.get(stream)) >= 0 for stream in ("stdout", "stderr") if kwargs.get(stream) is not None
        )
        and Path(kwargs.get("cwd") or ".").is_dir()
    )


def _descriptor(stream: Any) -> int:
    """The file number behind a Popen stream argument; negative for PIPE and its like."""
    return stream if isinstance(stream, int) else int(stream.fileno())


def _fork(cmd: list[str], kwargs: dict[str, Any], preload: tuple[str, ...]) -> ForkedProcess:
    """Start the kernel with the environment the ordinary launcher would give it."""
    env, independent = dict(kwargs["env"]), bool(kwargs.get("independent"))
    if not independent:
        env["JPY_PARENT_PID"] = str(os.getpid())
    cwd = str(Path(kwargs.get("cwd") or ".").absolute())
    job = Job(f"{__package__}.kernel:main", tuple(cmd[3:]), cwd, env, independent)
    streams = [kwargs.get("stdout"), kwargs.get("stderr")]
    out, err = (
        default if stream is None else _descriptor(stream) for stream, default in zip(streams, (1, 2), strict=True)
    )
    return forkserver.fork(job, preload, (out, err))

"""The installed kernelspec serves papermill, nbclient, nbval and JupyterLab's server, without a warning."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from report.run.kernels import provisioner

from .conftest import Shop, notebook


@pytest.fixture
def source(shop: Shop) -> Path:
    """A notebook that tells where and with what it runs."""
    return shop.write(
        "notebooks/priced.ipynb", notebook("import os\nprint(os.path.basename(os.getcwd()), item, times)")
    )


def printed(path: Path) -> str:
    return "".join(json.loads(path.read_text())["cells"][-1]["outputs"][0]["text"])


def command(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a module of this environment, in a folder, with warnings shown."""
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_papermill(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    parameters = ["-p", "item", "jam", "-p", "times", "3"]
    done = command(
        "papermill", "-k", "forkserver", "--no-progress-bar", *parameters, str(source), str(out), cwd=tmp_path
    )
    assert printed(out) == f"{tmp_path.name} jam 3\n"
    assert done.stderr.splitlines() == [
        f"Input Notebook:  {source}",
        f"Output Notebook: {out}",
        "Executing notebook with kernel: forkserver",
    ]


def test_nbclient(source: Path, capfd) -> None:
    nb = nbformat.read(source, as_version=4)
    NotebookClient(nb, kernel_name="forkserver", resources={"metadata": {"path": str(source.parent)}}).execute()
    assert nb.cells[-1].outputs[0].text == "notebooks tea 2\n"
    assert capfd.readouterr() == ("", "")


def test_nbval(source: Path) -> None:
    command("papermill", "-k", "forkserver", "--no-progress-bar", source.name, "out.ipynb", cwd=source.parent)
    checked = ("pytest", "-q", "-p", "no:cacheprovider", "--nbval", "--nbval-kernel-name", "forkserver", "out.ipynb")
    done = command(*checked, cwd=source.parent)
    assert "2 passed" in done.stdout and "warning" not in done.stdout + done.stderr


def test_jupyter_server(tmp_path: Path, capfd) -> None:
    from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

    async def session() -> tuple[str, str, str, str]:
        manager = AsyncMappingKernelManager(root_dir=str(tmp_path))
        kernel_id = await manager.start_kernel(kernel_name="forkserver", path="")
        kernel = manager.get_kernel(kernel_id)
        before = await ask(kernel, "import os; print(os.getcwd())")
        await manager.restart_kernel(kernel_id)
        after = await ask(kernel, "print('again')")
        ipc, forked = kernel.transport, type(kernel.provisioner.process).__name__
        await manager.shutdown_kernel(kernel_id, now=True)
        assert kernel_id not in manager
        return before, after, ipc, forked

    before, after, transport, process = asyncio.run(session())
    assert (before, after, transport, process) == (f"{tmp_path}\n", "again\n", "ipc", "ForkedProcess")
    assert "WARNING" not in capfd.readouterr().err


async def ask(kernel, code: str) -> str:
    """What some code prints."""
    client, texts = kernel.client(), []
    client.start_channels()
    await client.wait_for_ready(timeout=30)
    await client.execute_interactive(
        code, output_hook=lambda message: texts.append(message["content"].get("text", "")), timeout=20
    )
    client.stop_channels()
    return "".join(texts)


def test_the_kernelspec_is_found_without_a_home(tmp_path: Path) -> None:
    env = {**os.environ, "HOME": str(tmp_path / "nowhere"), "JUPYTER_NO_CONFIG": "1"}
    code = "from jupyter_client.kernelspec import KernelSpecManager as K; print(K().get_kernel_spec('forkserver').display_name)"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "Python 3 (fork-server)\n" and not (tmp_path / "nowhere").exists()


def test_the_kernelspec_for_front_ends_starts_the_kernel_of_this_package() -> None:
    assert json.loads((provisioner.SPEC / "kernel.json").read_text())["argv"][1:] == provisioner.command()[1:]

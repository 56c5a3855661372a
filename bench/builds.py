"""Our builds: cold, nothing changed, after edits, and with one job; each in a process of its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from report.run import manifest

from .measure import Cost, command, python
from .tasks import pages


class Ours:
    """Builds of all pages in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out, self.cache, self.notebooks = folder / "build", folder / "cache", folder / "notebooks"
        shutil.copytree(pages()[0].notebook.parent, self.notebooks)

    def run(self, *options: str, out: Path | None = None) -> Cost:
        """One build."""
        where = [out or self.out, self.cache, "--notebooks", self.notebooks]
        return command(*python("-m", "bench.tasks", *where, *options), log=self.folder / "log")

    def cold(self, *options: str) -> Cost:
        """A build with nothing to start from."""
        self.forget("")
        shutil.rmtree(self.out, ignore_errors=True)
        return self.run(*options)

    def forget(self, kind: str) -> None:
        """Remove one kind of result from the cache ("rendered"), or all of it."""
        shutil.rmtree(self.cache / kind, ignore_errors=True)

    def edit(self, name: str, text: str) -> None:
        """Add a line to the last cell of a notebook that is code."""
        path = self.notebooks / name
        nb = json.loads(path.read_text("utf-8"))
        last = [cell for cell in nb["cells"] if cell["cell_type"] == "code"][-1]
        last["source"] = f"{text}\n\n{''.join(last['source'])}"
        path.write_text(json.dumps(nb), "utf-8")

    def same_bytes(self) -> bool:
        """Whether a second clean build, elsewhere and with another number of jobs, is identical."""
        first = manifest.describe(self.out)
        self.forget("")
        self.run("--jobs", "3", out=self.folder / "second" / "build")
        return manifest.describe(self.folder / "second" / "build") == first

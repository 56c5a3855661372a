"""Re-execute the committed notebooks and show what changed: ``make refresh``."""

from __future__ import annotations

import difflib
import json
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from report.files import write_atomically
from report.run.host import scratch

ROOT = Path(__file__).parents[1]
KEPT = ("kernelspec", "language_info")
OUTER = 7
"""Levels of a notebook that are always spread out: down to the parts of an output of one type."""
INDENT = 4
SHORT, LONG = 80, 2000
"""Characters that a part may have that stands on one line, down to those levels and below them."""


def executed(path: Path) -> nbformat.NotebookNode:
    """The notebook with fresh outputs and nothing that depends on the moment or the machine."""
    notebook = nbformat.read(path, as_version=4)
    before = {name: notebook.metadata[name] for name in KEPT}
    quiet = ["--log-level=40"]  # ipykernel warns of TCP, which stays on this machine
    where = {"metadata": {"path": str(path.parent)}}
    with scratch() as place:  # for a kernel's connection: what a killed one leaves, the next removes
        tempfile.tempdir = str(place)
        NotebookClient(notebook, resources=where, record_timing=False, extra_arguments=quiet).execute()
        tempfile.tempdir = None
    notebook.metadata = nbformat.from_dict(before)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {})
    return notebook


def laid_out(value: Any, depth: int = 0) -> str:
    """A notebook as JSON that is small and compares line by line: what its outputs hold, such as a fact or a row,
    stands on one line each."""
    compact = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if not isinstance(value, dict | list) or not value or len(compact) <= (SHORT if depth <= OUTER else LONG):
        return compact
    inner = " " * min(depth + 1, INDENT) if depth < OUTER else ""
    if isinstance(value, dict):
        parts = [
            f"{inner}{json.dumps(name, ensure_ascii=False)}: {laid_out(part, depth + 1)}"
            for name, part in value.items()
        ]
    else:
        parts = [inner + laid_out(part, depth + 1) for part in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return "\n".join((opening, ",\n".join(parts), " " * (min(depth, INDENT) if depth <= OUTER else 0) + closing))


def readable(notebook: nbformat.NotebookNode) -> list[str]:
    """Outputs as lines to compare: the text forms, and the data behind them one value a line."""
    lines = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {}) or {"text/plain": output.get("text", "")}
            lines += [f"[{cell.id}] {line}" for line in str(data.get("text/plain", "")).splitlines()]
            tables = {kind: value for kind, value in data.items() if kind.endswith("+json")}
            lines += [
                f"[{cell.id}] {line}"
                for line in json.dumps(tables, indent=0, ensure_ascii=False, sort_keys=True).splitlines()
            ]
    return lines


def refresh(path: Path) -> bool:
    """Rewrite one notebook; print its differences; True if there were any."""
    old = path.read_text(encoding="utf-8")
    fresh = executed(path)
    new = laid_out(json.loads(nbformat.writes(fresh))) + "\n"
    if new == old:
        print(f"{path.name}: unchanged")
        return False
    write_atomically(path, new.encode())
    before = readable(nbformat.reads(old, as_version=4))
    changes = [
        line
        for line in difflib.unified_diff(before, readable(fresh), lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    print(f"{path.name}: {len(changes)} lines of output changed", *changes[:40], sep="\n  ")
    return True


def main() -> None:
    """Refresh every notebook of the project."""
    changed = [refresh(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    print(f"{sum(changed)} of {len(changed)} notebooks changed")


if __name__ == "__main__":
    main()

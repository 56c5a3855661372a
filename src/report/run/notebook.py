"""Notebooks as data: their parameters, their source, and the form of an executed one that does not vary from run to run.

Plain JSON, no nbformat: this is imported when nothing has to be run, too.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .errors import RunError

Notebook = dict[str, Any]
INJECTED = "injected-parameters"
CLOCK = ("start_time", "end_time", "duration")

# What a process leaves in text that another process of the same source would not.
VARYING = (
    (re.compile(r"\S*/ipykernel_\d+/\d+\.py"), "<cell>"),
    (re.compile(r"(<[^<>]*?) at 0x[0-9a-fA-F]+"), r"\1"),
)


def load(path: Path) -> Notebook:
    """Read a notebook file. Raises RunError when it is missing or not a notebook."""
    try:
        return parse(path.read_bytes(), path.name)
    except OSError as error:
        raise RunError(f"cannot read notebook {path.name}: {error.strerror}") from error


def parse(content: bytes, name: str) -> Notebook:
    """The notebook in ``content``; ``name`` is for the message."""
    try:
        nb: Notebook = json.loads(content)
        nb["cells"], nb["metadata"]  # the keys of format 4
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(f"{name} is not a notebook of format 4 ({error})") from error
    return nb


def source(cell: Notebook) -> str:
    """A cell's text; files may hold it as a list of lines."""
    text = cell.get("source", "")
    return text if isinstance(text, str) else "".join(text)


def tags(cell: Notebook) -> list[str]:
    """A cell's tags."""
    return list(cell.get("metadata", {}).get("tags", []))


def code(nb: Notebook) -> str:
    """All Python of a notebook as one text, with IPython's magics and shell lines left out."""
    cells = (source(cell) for cell in nb["cells"] if cell["cell_type"] == "code")
    lines = (line for cell in cells for line in cell.splitlines() if not line.lstrip().startswith(("%", "!")))
    return "\n".join(lines)


def parameters(nb: Notebook) -> list[str]:
    """The names assigned in the first cell tagged ``parameters``, in order; none if there is no such cell."""
    cell = next((cell for cell in nb["cells"] if "parameters" in tags(cell)), None)
    return [] if cell is None else [name for node in ast.parse(source(cell)).body for name in _assigned(node)]


def _assigned(node: ast.stmt) -> Iterator[str]:
    """Names that a statement ``a = 1`` or ``a: int = 1`` sets."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return (target.id for target in targets if isinstance(target, ast.Name))


def digest(nb: Notebook) -> str:
    """sha256 of what a run depends on: code cells' text, tags and id, and the kernel; not prose, outputs, counts or times."""
    cells = [(source(cell), tags(cell), cell.get("id")) for cell in nb["cells"] if cell["cell_type"] == "code"]
    return _digest([cells, nb["metadata"].get("kernelspec")])


def prose_digest(nb: Notebook) -> str:
    """sha256 of the rest: text, tags and id of the other cells, and where they stand."""
    cells = [cell["cell_type"] == "code" or _as_prose(cell, {}) for cell in nb["cells"]]
    return _digest([cells, {name: nb["metadata"].get(name) for name in ("title", "authors")}])


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def with_prose(executed: Notebook, written: Notebook) -> Notebook:
    """An executed notebook with the prose of another version of its source, whose code is the same: as if that had been run."""
    results = [cell for cell in executed["cells"] if cell["cell_type"] == "code"]
    mark = {"papermill": results[0]["metadata"]["papermill"]} if results else {}
    cells = []
    for cell in written["cells"]:
        cells.append(results.pop(0) if cell["cell_type"] == "code" else _as_prose(cell, mark))
        if results and INJECTED in tags(results[0]):
            cells.append(results.pop(0))
    return {**executed, "cells": cells}


def _as_prose(cell: Notebook, mark: dict[str, Any]) -> Notebook:
    """A cell that is not code as papermill leaves it: with tags, and marked as done."""
    return {**cell, "source": source(cell), "metadata": {**cell["metadata"], "tags": tags(cell), **mark}}


def identify(nb: Notebook) -> None:
    """Give cells without an id, those of notebooks before format 4.5, one that is not random; in place."""
    for number, cell in enumerate(nb["cells"]):
        if not cell.get("id"):
            cell["id"] = f"cell-{number}"
    nb["nbformat_minor"] = max(nb["nbformat_minor"], 5)


def settle(nb: Notebook, name: str, target: str, paths: dict[str, str]) -> None:
    """Take out of an executed notebook, in place, all that differs between two runs: times, places, process numbers, random ids.

    ``name`` and ``target`` stand for the input's and output's path; ``paths`` maps absolute folders to what stands for them.
    """
    record = nb["metadata"].get("papermill", {})
    record.update(input_path=name, output_path=target)
    nb["metadata"].get("language_info", {}).pop("version", None)  # the interpreter's patch level; the manifest has it
    for clock in CLOCK:
        record.pop(clock, None)
    for cell in nb["cells"]:
        _settle_cell(cell, paths)


def _settle_cell(cell: Notebook, paths: dict[str, str]) -> None:
    """One cell of :func:`settle`."""
    cell["metadata"].pop("execution", None)
    for clock in CLOCK:
        cell["metadata"].get("papermill", {}).pop(clock, None)
    if INJECTED in tags(cell):
        cell["id"] = INJECTED
    for output in cell.get("outputs", []):
        _settle_output(output, paths)


def _settle_output(output: Notebook, paths: dict[str, str]) -> None:
    """The texts of one output of :func:`settle`; data meant for programs (``…+json``, images) is left as it is."""
    for key in ("text", "evalue"):
        if key in output:
            output[key] = settled(output[key], paths)
    if "traceback" in output:
        output["traceback"] = [settled(line, paths) for line in output["traceback"]]
    data = output.get("data", {})
    data.update(
        {kind: settled(data[kind], paths) for kind in ("text/plain", "text/html") if isinstance(data.get(kind), str)}
    )


def settled(text: str, paths: dict[str, str]) -> str:
    """``text`` without process numbers, memory addresses and absolute folders."""
    for pattern, replacement in VARYING:
        text = pattern.sub(replacement, text)
    for folder, name in paths.items():
        text = text.replace(folder, name)
    return text


def folders(path: Path) -> dict[str, str]:
    """What :func:`settle` is to replace for a notebook at ``path``: its folder, the interpreter's, the user's; longest first."""
    names = {
        str(path.resolve().parent): ".",
        sys.prefix: "<python>",
        sys.base_prefix: "<python>",
        str(Path.home()): "~",
    }
    usable = {folder: name for folder, name in names.items() if len(Path(folder).parts) > 1}
    return dict(sorted(usable.items(), key=lambda item: -len(item[0])))


def dumps(nb: Notebook) -> bytes:
    """A notebook as text, a line for each cell: a third smaller than nbformat's indented one, and written four times as fast."""
    cells = ",\n".join(_dumps(cell) for cell in nb["cells"])
    rest = _dumps({name: value for name, value in nb.items() if name != "cells"})
    return f'{{"cells": [\n{cells}\n],\n{rest[1:]}\n'.encode()


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)

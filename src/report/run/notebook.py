"""Notebooks as data: their parameters, their source, and the form of an executed one that does not vary from run to run.

Plain JSON, no nbformat: this is imported when nothing has to be run, too.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeGuard

from .errors import RunError

Notebook = dict[str, Any]
INJECTED = "injected-parameters"
CLOCK = ("start_time", "end_time", "duration")
MARKER = "papermill-error-cell-tag"
"""What papermill tags the cells with that it adds where a notebook failed."""
BEFORE, AFTER = r"(^|file://|\x1b\[[\d;]*m|[^\w./-])", r"(?![\w-]|\.\w)"
"""What may stand around the name of a folder, and not around the same letters in an address or a word; colours end in a letter."""
OVERWRITTEN = re.compile(r"^.*\r(?=[^\n])", re.MULTILINE)

# What a process leaves in text that another process of the same source would not.
CELL_FILE, CELL = re.compile(r"<ipython-input-\d+-[0-9a-f]+>"), "<cell>"
ADDRESS = re.compile(r"(<[^<>]*?) at 0x[0-9a-fA-F]+")


def load(path: Path) -> Notebook:
    """Read a notebook file. Raises RunError when it is missing or not a notebook."""
    try:
        return parse(path.read_bytes(), path.name)
    except OSError as error:
        raise RunError(f"cannot read notebook {path.name}: {error.strerror}") from error


def parse(content: bytes, name: str) -> Notebook:
    """The notebook in ``content``, its cells with ids; ``name`` is for the message."""
    try:
        nb: Notebook = json.loads(content)
        _hold_to_format(nb)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(f"{name} is not a notebook of format 4 ({error})") from error
    _identify(nb)
    return nb


def _hold_to_format(nb: Notebook) -> None:
    """Raise KeyError, TypeError or ValueError for what is not as format 4 has it, as far as it is used here."""
    if nb.get("nbformat", 4) != 4:
        raise ValueError(f"nbformat is {nb['nbformat']}")
    for part in (nb, *nb["cells"]):
        if not isinstance(part["metadata"], dict):
            raise TypeError("metadata that are no mapping")
    for cell in nb["cells"]:
        text, _ = cell["source"], cell["cell_type"]
        if not isinstance(text, str | list):
            raise TypeError("a source that is no text")


def _identify(nb: Notebook) -> None:
    """Give cells without an id of their own, as those of notebooks before format 4.5, one that is not random, and for code does not depend on prose; in place."""
    numbers: Counter[str] = Counter()
    taken: set[str] = set()
    for cell in nb["cells"]:
        numbers[cell["cell_type"]] += 1
        if not cell.get("id") or cell["id"] in taken:
            cell["id"] = f"{cell['cell_type']}-{numbers[cell['cell_type']]}"
        taken.add(cell["id"])
    nb["nbformat_minor"] = max(nb.get("nbformat_minor", 0), 5)


def source(cell: Notebook) -> str:
    """A cell's text; files may hold it as a list of lines."""
    text = cell.get("source", "")
    return text if isinstance(text, str) else "".join(text)


def tags(cell: Notebook) -> list[str]:
    """A cell's tags."""
    return list(cell.get("metadata", {}).get("tags", []))


def parameters(nb: Notebook, name: str = "notebook") -> list[str]:
    """The names assigned in the first cell tagged ``parameters``, in order; none if there is no such cell.

    Raises RunError where that cell is not Python; ``name`` is for the message.
    """
    cell = next((cell for cell in nb["cells"] if "parameters" in tags(cell)), None)
    if cell is None:
        return []
    try:
        if cell["cell_type"] != "code":
            raise SyntaxError("it is not a code cell")
        tree = ast.parse(source(cell))
    except SyntaxError as error:
        raise RunError(
            f"{name}: the cell tagged 'parameters' cannot be read ({error}); assign defaults in it"
        ) from error
    targets = [target for node in tree.body for target in _targets(node)]
    return [node.id for target in targets for node in ast.walk(target) if _is_bound(node)]


def _is_bound(node: ast.AST) -> TypeGuard[ast.Name]:
    """Whether this is a name that is set, not one whose attribute is."""
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _targets(node: ast.stmt) -> list[ast.expr]:
    """What a statement ``a = 1``, ``a, b = 1, 2`` or ``a: int = 1`` sets."""
    return node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []


def language(nb: Notebook) -> str:
    """The language a notebook says it is written in, Python where it says nothing."""
    metadata = nb["metadata"]
    said = (metadata.get("kernelspec") or {}).get("language") or (metadata.get("language_info") or {}).get("name")
    return str(said or "python").lower()


def without_outputs(nb: Notebook) -> Notebook:
    """A notebook as its author wrote it: without what a run puts into it, and without the marks papermill leaves where one failed."""
    written = [cell for cell in nb["cells"] if MARKER not in tags(cell)]
    return {**nb, "cells": [_without_outputs(cell) for cell in written], "metadata": _lasting(nb["metadata"])}


def _without_outputs(cell: Notebook) -> Notebook:
    """One cell of :func:`without_outputs`."""
    cell = {**cell, "source": source(cell), "metadata": _lasting(cell["metadata"])}
    return cell | {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else cell


def _lasting(metadata: dict[str, Any]) -> dict[str, Any]:
    """Metadata but for what a run writes."""
    return {name: value for name, value in metadata.items() if name not in ("papermill", "execution")}


def source_of(path: Path) -> bytes:
    """What a run depends on of a notebook file, as bytes."""
    return json.dumps(without_outputs(load(path)), sort_keys=True).encode()


def coalesced(outputs: list[Any]) -> list[Any]:
    """A cell's outputs with all it printed to each stream in one, standard output before standard error where they meet.

    Pieces come as the kernel happened to flush. Of a line that was written over (``\r``) the last version stays.
    """
    streams: dict[str, Any] = {}
    kept: list[Any] = []
    for output in outputs:
        first = streams.get(output["name"]) if output["output_type"] == "stream" else None
        if first is not None:
            first["text"] += output["text"]
            continue
        if output["output_type"] == "stream":
            streams[output["name"]] = output
        before = kept[-1] if kept else {}
        out_after_err = output.get("name") == "stdout" and before.get("name") == "stderr"
        kept.insert(len(kept) - out_after_err, output)
    for output in streams.values():
        output["text"] = OVERWRITTEN.sub("", output["text"])
    return kept


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
    text = CELL_FILE.sub(CELL, text)
    text = ADDRESS.sub(r"\1", text)
    for folder, name in paths.items():
        if folder in text:
            text = re.sub(rf"{BEFORE}{re.escape(folder)}{AFTER}", rf"\g<1>{name}", text)
    return text


def folders(path: Path, roots: Mapping[str, Path]) -> dict[str, str]:
    """What :func:`settle` is to replace for a notebook at ``path``: its folder, those named, the interpreter's, the user's; longest first."""
    names = {
        tempfile.gettempdir(): "<tmp>",
        **{str(folder): f"<{name}>" for name, folder in roots.items()},
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

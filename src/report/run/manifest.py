"""``manifest.json``: what a build was made from and what it consists of; and the check of a build against it.

No times but the date given, no folders of this machine: two builds from the same inputs have the same manifest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from . import digest
from .errors import RunError, refuse_file

NAME = "manifest.json"
LITTER = ("__pycache__", "Thumbs.db", "desktop.ini")


def describe(folder: Path) -> dict[str, dict[str, Any]]:
    """sha256 and size of every file below a folder but the manifest, by path."""
    return {name: _stated((folder / name).read_bytes()) for name in _names(folder)}


def _names(folder: Path) -> list[str]:
    """The path of every file below a folder but the manifest, sorted."""
    files = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return sorted(name for name in files if name != NAME)


def _stated(content: bytes) -> dict[str, Any]:
    return {"sha256": digest.of_bytes(content), "bytes": len(content)}


def write(folder: Path, about: Mapping[str, Any]) -> None:
    """Describe the files in ``folder`` and write its manifest: ``about`` (inputs, tasks, versions), then the outputs."""
    content = {"format": 1, **about, "outputs": describe(folder)}
    (folder / NAME).write_text(json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


def misplaced(name: str) -> str:
    """What is wrong with a path in a build, empty if nothing: files of tasks stay in it, and the manifest is the build's own."""
    if name != str(PurePosixPath(name)) or PurePosixPath(name).is_absolute() or not name.strip("."):
        return "is not a plain path below the build, such as 'pages/oslo.ipynb'"
    if ".." in PurePosixPath(name).parts:
        return "leads out of the build; name a path below it"
    return f"is the name of the build's own {NAME}; choose another" if name == NAME else ""


def read(folder: Path) -> dict[str, Any]:
    """A build's manifest. Raises RunError if there is none, or it is damaged."""
    try:
        content: dict[str, Any] = json.loads((folder / NAME).read_bytes())
        content["outputs"]
    except FileNotFoundError:
        raise RunError(f"{folder.name} has no {NAME}: it is not a build, or not a whole one") from None
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(f"{folder.name}/{NAME} is damaged ({error}); remove {folder.name}, and build again") from error
    return content


def refuse_foreign(folder: Path) -> None:
    """Raise RunError where a build would take the place of what no build made: a file, or a folder that holds files but no build's manifest."""
    refuse_file(folder, "build into")
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    try:
        content = json.loads((folder / NAME).read_bytes())
        stated = content["outputs"].keys() if {"format", "tasks"} <= content.keys() else None
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        stated = None
    if stated is None:
        raise RunError(
            f"{folder} holds files that no build made (or a build whose {NAME} is damaged), and a build would take their place: "
            "name another folder, an empty one, or remove it first"
        )
    added = sorted(name for name in _names(folder) if name not in stated and not _is_hidden(name))
    if added:
        raise RunError(
            f"{folder} holds {added[0]}, which the build there did not make and the next would take the place of: move it elsewhere first"
        )


def _is_hidden(name: str) -> bool:
    """Whether a path is one that programs leave behind unasked (.DS_Store, .ipynb_checkpoints, __pycache__)."""
    return any(part.startswith(".") or part in LITTER for part in PurePosixPath(name).parts)


def verify(folder: Path) -> list[str]:
    """Every way in which a build differs from its manifest: missing, altered and additional files. Empty when there is none."""
    stated, found = read(folder)["outputs"], describe(folder)
    missing = [f"{name}: missing" for name in stated.keys() - found.keys()]
    added = [f"{name}: not in the manifest" for name in found.keys() - stated.keys()]
    altered = [
        _difference(name, stated[name], found[name])
        for name in stated.keys() & found.keys()
        if stated[name] != found[name]
    ]
    return sorted(missing + added + altered)


def _difference(name: str, stated: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """One altered file, in words."""
    return f"{name}: altered ({stated['bytes']} bytes by the manifest, {found['bytes']} found; sha256 {found['sha256'][:12]}…)"

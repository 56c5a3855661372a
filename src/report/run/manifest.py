"""``manifest.json``: what a build was made from and what it consists of; and the check of a build against it.

No times but the date given, no folders of this machine: two builds from the same inputs have the same manifest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from . import digest
from .errors import RunError, in_words, refuse_file

NAME = "manifest.json"
LEFT_BEHIND = re.compile(r"(.*/)?(\..+|__pycache__/.+|Thumbs\.db|desktop\.ini)")  # unasked


def describe(folder: Path) -> dict[str, dict[str, Any]]:
    """sha256 and size of every file below a folder but the manifest, by path."""
    contents = ((name, (folder / name).read_bytes()) for name in _names(folder))
    return {name: {"sha256": digest.of_bytes(content), "bytes": len(content)} for name, content in contents}


def _names(folder: Path) -> list[str]:
    """The path of every file below a folder but the manifest, sorted."""
    files = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return sorted(name for name in files if name != NAME)


def write(folder: Path, about: Mapping[str, Any]) -> None:
    """Describe the files in ``folder`` and write its manifest: ``about`` (inputs, tasks, versions) and the outputs."""
    content = {"format": 1, **about, "outputs": describe(folder)}
    (folder / NAME).write_text(json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


def misplaced(name: str) -> str:
    """What is wrong with a path in a build: files of tasks stay in it, and the manifest is the build's own."""
    if name != str(PurePosixPath(name)) or PurePosixPath(name).is_absolute() or not name.strip("."):
        return "is not a plain path below the build, such as 'pages/oslo.ipynb'"
    if ".." in PurePosixPath(name).parts:
        return "leads out of the build; name a path below it"
    return f"is the name of the build's own {NAME}; choose another" if name == NAME else ""


def read(folder: Path) -> dict[str, Any]:
    """A build's manifest. Raises RunError if there is none, or it is damaged."""
    try:
        content: dict[str, Any] = json.loads((folder / NAME).read_bytes())
        content["format"], content["outputs"].keys()
    except FileNotFoundError:
        raise RunError(f"{folder.name} has no {NAME}: it is not a build, or not a whole one") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(f"{folder.name}/{NAME} is damaged ({error!r}); move the folder away, build again") from error
    return content


def is_mounted(folder: Path) -> bool:
    """Whether something is mounted on a folder, also one of the same disk, which only Linux's own list shows."""
    listed = Path("/proc/self/mountinfo")
    mounts = [line.split()[4] for line in listed.read_text().splitlines()] if listed.exists() else []
    escaped = "".join(f"\\{ord(sign):03o}" if sign in " \t\n\\" else sign for sign in str(folder))
    return folder.is_mount() or escaped in mounts


def refuse_foreign(folder: Path, inputs: Sequence[Path] = ()) -> None:
    """Raise RunError where a build would replace a file of others or a mount point, or lie in what it is made from."""
    refuse_file(folder, "build into")
    if above := [place for place in inputs if place in (folder, *folder.parents)]:
        raise RunError(f"{folder} is inside {above[0]}, which the build is made from: name a folder elsewhere")
    if is_mounted(folder):
        raise RunError(f"{folder} is a mount point, which a build cannot replace: name a folder in it")
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    try:
        stated = read(folder)["outputs"]
    except RunError as error:
        raise RunError(f"{folder} holds files that no build made, which a build would replace: {error}") from None
    added = [name for name in _names(folder) if name not in stated and not LEFT_BEHIND.fullmatch(name)]
    if added:
        raise RunError(f"{folder} holds {added[0]}, which no build made and the next would remove: move it elsewhere")


@in_words()
def verify(folder: Path) -> list[str]:
    """Every way in which a build differs from its manifest: missing, altered and additional files."""
    if not (stated := read(folder)["outputs"]):
        raise RunError(f"{folder.name} is a build without a single file; build again")
    found = describe(folder)
    missing = [f"{name}: missing" for name in stated.keys() - found.keys()]
    added = [f"{name}: not in the manifest" for name in found.keys() - stated.keys()]
    altered = [
        f"{name}: altered ({stated[name]['bytes']} bytes by the manifest, {found[name]['bytes']} found)"
        for name in stated.keys() & found.keys()
        if stated[name] != found[name]
    ]
    return sorted(missing + added + altered)

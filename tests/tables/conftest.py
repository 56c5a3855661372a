"""A copy of the data folder that a test may break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from report.tables import data_path


class Folder:
    """A copy of data/ (and seeds/ beside it) with a few ways to break it."""

    def __init__(self, root: Path) -> None:
        self.path = shutil.copytree(data_path(), root / "data")
        shutil.copytree(data_path().parent / "seeds", root / "seeds")

    def lines(self, name: str) -> list[str]:
        return (self.path / name).read_text(encoding="utf-8").splitlines(keepends=True)

    def write(self, name: str, text: str | bytes) -> None:
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        (self.path / name).write_bytes(data)

    def change(self, name: str, row: int, old: str, new: str) -> None:
        """Replace text in one line (1 is the header); the text must be there once."""
        lines = self.lines(name)
        assert lines[row - 1].count(old) == 1, f"{old!r} in {lines[row - 1]!r}"
        lines[row - 1] = lines[row - 1].replace(old, new)
        self.write(name, "".join(lines))

    def edit(self, name: str, how: Callable[[list[str]], list[str]]) -> None:
        self.write(name, "".join(how(self.lines(name))))

    def row_of(self, name: str, start: str) -> int:
        """Line of the only row that starts with this text."""
        found = [number for number, line in enumerate(self.lines(name), start=1) if line.startswith(start)]
        assert len(found) == 1, found
        return found[0]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)

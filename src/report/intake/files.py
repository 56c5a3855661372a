"""Tables as plain CSV: UTF-8, one line feed per row, every cell as text exactly as it stands."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Row = Mapping[str, str]


def read(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file, every cell as text exactly as it stands."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text_of(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """A table of rows in the order given."""
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue()


def write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows in the order given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text_of(columns, rows), encoding="utf-8", newline="")


def add(path: Path, rows: Iterable[Row]) -> None:
    """Write rows at the end of a file; what is there stays byte for byte."""
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, lineterminator="\n").writerows(rows)


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()

"""Reading source files and writing curated tables: plain CSV, UTF-8, one line feed per row."""

import csv
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

Row = Mapping[str, str]


def shared_folder() -> Path:
    """Folder with the source files: ``BURDENSHARE_SHARED``, else ``shared`` beside the project root."""
    return Path(os.environ.get("BURDENSHARE_SHARED") or ROOT.parent / "shared") / "data"


def read(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file, every cell as text exactly as it stands."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows in the order given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()

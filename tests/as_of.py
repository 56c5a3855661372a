"""The tables as they stood when an edition and a forecast were the newest: what answers worked out by hand are true
of."""

from __future__ import annotations

import shutil
from pathlib import Path

from report.intake.accepting import accept
from report.intake.codebook import write_codebook
from report.intake.describe import describe
from report.intake.files import read, write
from report.tables.releases import editions, vintages

BY_HAND = ("2026-07", "2026-04")
"""Edition and forecast of the answers that were worked out by hand."""


def later(data: Path, edition: str, vintage: str) -> set[str]:
    """Editions and forecasts of a data folder that came after the two."""
    return {name for name in editions(data) if name > edition} | {name for name in vintages(data) if name > vintage}


def as_of(data: Path, edition: str, vintage: str, into: Path) -> Path:
    """A copy of a data folder without what came in after the two: tables, and every row that names them, their sources
    or their files."""
    gone = later(data, edition, vintage)
    gone |= {f"{publisher}-{name}" for name in gone for publisher in ("nato", "imf-weo")}
    gone |= {row["curated_from"] for row in read(data / "sources.csv") if row["id"] in gone}
    shutil.copytree(data, into)
    for file in into.rglob("*.csv"):
        rows = read(file)
        kept = [row for row in rows if gone.isdisjoint(row.values())]
        if not kept:
            file.unlink()
        elif kept != rows:
            write(file, list(rows[0]), kept)
    describe(into)
    accept(into)
    write_codebook(into)
    return into

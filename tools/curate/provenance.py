"""data/provenance.csv: which source file each curated table was made from, with its SHA-256."""

from pathlib import Path

from .expenditure import EDITIONS, FIRST_ESTIMATES
from .files import Row, read, sha256, write
from .macro import DERIVED_SOURCE, HISTORIES, PAST_SOURCE, VINTAGES

COLUMNS = ("table", "curated_from", "sha256", "rows_read", "rows_written", "method")

RENAMED = "values copied as text; measures, units and price bases renamed; rows sorted"
SELECTED = "thirteen indicators kept; values copied as text; units name the currency; rows sorted"
PAST = "two vintages and five indicators kept; values copied as text; units name the currency; rows sorted"
COSTED = "values copied as text; amendments of tools/curate/costings.toml applied"
COPIED = "values copied as text; sources renamed"

#: curated table -> (source file, what was done)
MADE_FROM = {
    **{f"expenditure/{edition}.csv": (f"nato/nato_{edition}.csv", RENAMED) for edition in EDITIONS},
    **{f"macro/{vintage}.csv": (f"weo/weo_{vintage}.csv", SELECTED) for vintage in VINTAGES},
    "past_macro.csv": (f"weo/{PAST_SOURCE}.csv", PAST),
    **{f"{table}.csv": (f"weo/{source}.csv", COPIED) for table, (source, _) in HISTORIES.items()},
    "pledges.csv": ("policy/pledges.csv", "ids given; amendments of tools/curate/pledges.toml applied"),
    "budgets.csv": ("policy/budgets_2027.csv", "ids given; amendments of tools/curate/budgets.toml applied"),
    "sipri.csv": ("policy/sipri_2025_nato.csv", "one row per figure; values copied as text"),
    "ukraine_aid.csv": ("policy/ukraine_aid.csv", "one row per figure; values copied as text"),
    "costings.csv": ("policy/external_estimates.csv", COSTED),
}
LISTED = "shares of GDP kept; which allies the list names added"
LOST = "GDP in US$ of April 2019, which the copy lost from 1,000 billion on, worked back from ratios"
ADDED = (
    ("costings.csv", ("policy/external_estimates_2026-11.csv", COSTED)),
    ("past_macro.csv", (f"weo/{DERIVED_SOURCE}.csv", LOST)),
    *(("first_estimates.csv", (f"nato/nato_{edition}.csv", LISTED)) for edition in FIRST_ESTIMATES),
)
"""What tables took over from a second file, or from several."""


def record(table: str, source: str, method: str, shared: Path, data: Path) -> Row:
    """Provenance of one table."""
    return {
        "table": table,
        "curated_from": source,
        "sha256": sha256(shared / source),
        "rows_read": str(len(read(shared / source))),
        "rows_written": str(len(read(data / table))),
        "method": method,
    }


def curate(shared: Path, data: Path) -> None:
    """Write the provenance of every table made from a source file; what was imported stays."""
    file = data / "provenance.csv"
    origins = [*MADE_FROM.items(), *ADDED]
    rows = [record(table, source, method, shared, data) for table, (source, method) in origins]
    made = {source for _, (source, _) in origins}
    imported = [row for row in read(file) if row["curated_from"] not in made] if file.is_file() else []
    write(file, COLUMNS, [*rows, *imported])

"""A frame kept as a file that says what it holds: a workbook, or a CSV with a table of its columns beside it."""

from __future__ import annotations

import io
from errno import ENOENT
from pathlib import Path

import pandas as pd

from report import __version__
from report.files import write_atomically
from report.frames.columns import UNITS, columns
from report.frames.typed import in_words
from report.printable import inert
from report.tables import ReportError
from report.writing import place_for

TERMS = (
    "NATO’s figures: credit NATO; not for sale or advertising. IMF figures: credit the IMF; changed here by "
    "calculation."
)


def save(frame: pd.DataFrame, path: str | Path) -> Path:
    """Write a frame of this library to ``path``, which ends in ``.xlsx`` or ``.csv``; returns the path.

    The workbook has three sheets: ``figures`` at full precision, ``columns`` (label, unit, formula of each) and
    ``notes`` (edition, vintage, year of constant prices, terms). Beside a CSV stands ``<name>-columns.csv``. Raises
    :class:`ReportError` for another ending.

    >>> import report, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report.save(report.burden(report.load()), f"{folder}/burden.csv").name
    'burden.csv'
    """
    file = Path(path)
    if file.suffix not in (".csv", ".xlsx"):
        raise ReportError(f"{file.name}: give a name that ends in .xlsx or .csv")
    rows = frame if isinstance(frame.index, pd.RangeIndex) else frame.reset_index()
    rows.attrs = frame.attrs
    rows = inert_frame(rows)
    if file.suffix == ".csv":
        write(file, rows.to_csv(index=False, lineterminator="\n").encode())
        write(file.with_name(f"{file.stem}-columns.csv"), columns(rows).to_csv(lineterminator="\n").encode())
        return file
    notes = {name.replace("_", " "): str(value) for name, value in frame.attrs.items() if name != UNITS and value}
    notes |= {"made with": f"burdenshare {__version__}", "terms": TERMS}
    held = io.BytesIO()
    with pd.ExcelWriter(held, engine="openpyxl") as book:
        rows.to_excel(book, sheet_name="figures", index=False, freeze_panes=(1, 1))
        columns(rows).to_excel(book, sheet_name="columns")
        pd.Series(notes, name="value").rename_axis("note").reset_index().to_excel(book, sheet_name="notes", index=False)
    return write(file, held.getvalue())


def write(file: Path, content: bytes) -> Path:
    """Write a whole file of one's own, or nothing. Raises :class:`ReportError` among the tables, into a folder that is
    not there, and where the system refuses."""
    with in_words():
        if not file.parent.is_dir():
            raise FileNotFoundError(ENOENT, "its folder is not there", str(file))
        write_atomically(place_for(file), content)
    return file


def inert_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with texts that no spreadsheet computes, heads among them."""
    kept = frame.copy(deep=False)
    for place, kind in enumerate(frame.dtypes):
        if not pd.api.types.is_numeric_dtype(kind):
            kept.isetitem(place, frame.iloc[:, place].map(inert))
    return kept.rename(columns=inert)

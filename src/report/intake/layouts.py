"""What publishers' files look like, read from layouts.toml, and the error for a file that looks different."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from report.tables.errors import ReportError, shown
from report.tables.texts import words_in


class UnknownLayout(ReportError):
    """A file that none of the descriptions fits: says where, what was expected there and what stands there."""


def layouts() -> dict[str, Any]:
    """The descriptions of layouts.toml."""
    return words_in(Path(__file__).with_name("layouts.toml"))


def unlike(file: Path, place: str, expected: str, found: object) -> UnknownLayout:
    """The error for a place of a file where something else was expected."""
    return UnknownLayout(
        f"{file.name}, {place}: expected {expected}, found {_found(found)}. Nothing was changed. If the publisher has "
        "changed its layout, describe it in src/report/intake/layouts.toml."
    )


def unreadable(file: Path, expected: str, found: object) -> UnknownLayout:
    """The error for a file that is of another kind altogether."""
    return UnknownLayout(f"{file.name}: expected {expected}, found {found or 'nothing'}. Nothing was changed.")


def _found(value: object) -> str:
    return "nothing" if value in (None, "") else shown(value)


def fits(pattern: str, text: str) -> dict[str, str] | None:
    """What a text says that fits a pattern of layouts.toml: its ``base`` and ``definition``; else None."""
    words = "|".join(layouts()["definitions"])
    full = pattern.replace("{base}", r"(?P<base>20\d\d)").replace("{definition}", f"(?P<definition>{words})")
    found = re.fullmatch(full, " ".join(text.split()), re.IGNORECASE)
    return found and {name: value for name, value in found.groupdict().items() if value}


def plain(pattern: str) -> str:
    """A pattern as a reader would write it."""
    written = re.sub(r"(?<!\\)\(.*?\)\?", "", pattern.replace(" ?: ?", ": "))
    words = {r"\(": "(", r"\)": ")", "{base}": "<year>", "{definition}": "<definition>"}
    for mark, text in words.items():
        written = written.replace(mark, text)
    return written


def digits(value: float) -> str:
    """A figure as text with the digits of the file: 7900, 18788.017032."""
    return str(int(value)) if float(value).is_integer() else repr(value)

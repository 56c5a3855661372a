"""Text files that anybody may have written: read whole, or refused in a sentence; and what state a file is in."""

from __future__ import annotations

import codecs
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from .errors import ReportError

Stamp = tuple[int, int, int]
LARGEST = 100_000_000
"""Bytes of a file; the largest table has 3 million."""


def read_bytes(file: Path) -> bytes:
    """The contents of a file. Raises ReportError, which does not name the file, for a folder, a pipe, one that is gone,
    cannot be read or is too large."""
    try:
        if not file.is_file():
            raise ReportError("it is not a file" if file.exists() else "there is no such file")
        if file.stat().st_size > LARGEST:
            raise ReportError(f"it has more than {LARGEST:,} bytes")
        return file.read_bytes()
    except OSError as error:
        raise ReportError(f"it cannot be read ({error.strerror})") from None


def read_toml(file: Path) -> dict[str, Any]:
    """What a TOML file states. Raises ReportError as :func:`read_bytes` does, and for what is not TOML."""
    raw = read_bytes(file)
    if raw.startswith(codecs.BOM_UTF8):
        raise ReportError("it begins with a byte order mark: save it as UTF-8 without one")
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except RecursionError:
        raise ReportError("not TOML: it is nested too deeply") from None
    except ValueError as error:  # not TOML, not UTF-8, or a number of thousands of digits
        raise ReportError(f"not TOML: {error}") from None


@cache
def words_in(file: Path) -> dict[str, Any]:
    """What a TOML file of the package itself declares, read once; not to be changed."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def file_stamp(file: Path) -> Stamp:
    """What changes when a file does: two times of change, one of which cannot be set back, and size; else zeros."""
    if not file.is_file():
        return 0, 0, 0
    state = file.stat()
    return state.st_mtime_ns, state.st_ctime_ns, state.st_size

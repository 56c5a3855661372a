"""Where it prints to is closed or full: one line or silence, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")
CLOSED = "standard output: it is closed: open it"


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ("country EST >&-", 2, CLOSED),
        ("--version >&-", 2, CLOSED),
        ("cost EST >&- 2>&-", 2, ""),
        ("plans 2>&- >/dev/null", 0, ""),
        ("cost NOBODY 2>&-", 2, ""),
        *(
            [(f"{words} >/dev/full", 2, "no space left") for words in ("--version", "-h", "cost -h", "plans")]
            if FULL.exists()
            else []
        ),
    ],
)
def test_a_stream_that_takes_nothing_is_no_traceback(typed: str, code: int, says: str) -> None:
    shell = ["sh", "-c", f"exec {sys.executable} -m report {typed}"]
    done = subprocess.run(shell, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert says in done.stderr and done.stderr.count("\n") <= 1 and "Traceback" not in done.stderr

"""How numbers that are already written are set: marks apart from digits, so that digits align."""

from __future__ import annotations

import re
from typing import NamedTuple

_ESTIMATE = re.compile(r"(.*\d)(e)")


class Marked(NamedTuple):
    """A written number and the mark behind it, if any."""

    number: str
    mark: str


def with_mark(text: str) -> Marked:
    """``2.58e`` → ``2.58`` and ``e``: NATO's mark for an estimate hangs outside the column of digits."""
    match = _ESTIMATE.fullmatch(text)
    return Marked(match[1], match[2]) if match else Marked(text, "")


def is_written(value: str) -> bool:
    """Whether a value is a number written for machines, rather than a name or a list of names."""
    try:
        float(value)
    except ValueError:
        return False
    return True

"""What state a file is in, told without reading it: for caches that outlive a change."""

from __future__ import annotations

from pathlib import Path

Stamp = tuple[int, int, int]


def file_stamp(file: Path) -> Stamp:
    """What changes when a file does: two times of change, one of which cannot be set back, and size; else zeros."""
    if not file.is_file():
        return 0, 0, 0
    state = file.stat()
    return state.st_mtime_ns, state.st_ctime_ns, state.st_size

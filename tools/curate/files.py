"""Where the source files are, and how tables are read and written."""

import os
from pathlib import Path

from report.intake.files import Row, read, sha256, write

__all__ = ["ROOT", "Row", "read", "sha256", "shared_folder", "write"]

ROOT = Path(__file__).resolve().parents[2]


def shared_folder() -> Path:
    """Folder with the source files: ``BURDENSHARE_SHARED``, else ``shared`` beside the project root."""
    return Path(os.environ.get("BURDENSHARE_SHARED") or ROOT.parent / "shared") / "data"

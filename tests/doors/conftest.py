from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from report.tables import data_path


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with tables and records of one's own, which are read."""
    for name in ("data", "seeds"):
        shutil.copytree(data_path().parent / name, tmp_path / name)
    monkeypatch.setenv("BURDENSHARE_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path

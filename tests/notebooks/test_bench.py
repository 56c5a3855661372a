"""The bench builds pages as the command line does: it still runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_page_is_built_as_it_is_measured(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bench.tasks", tmp_path / "out", tmp_path / "cache", "--country", "ISL"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout.split() == ["1", "1", "False"], done.stderr
    assert (tmp_path / "out/country/ISL.html").is_file()

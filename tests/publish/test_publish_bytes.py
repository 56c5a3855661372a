"""Same inputs, same bytes: whatever the hash seed, time zone, locale, home or order of work."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
BUILD = """
import sys
from pathlib import Path
import publish_sample as sample
from report import publish
notebooks = [sample.briefing(), sample.country()]
for nb in notebooks[:: int(sys.argv[2])]:
    publish.page(nb, Path(sys.argv[1]))
publish.site(Path(sys.argv[1]))
"""
HEAVY = (
    "import sys; from report import publish; print({'nbconvert', 'typst', 'vl_convert', 'mistune', 'babel'} & "
    "set(sys.modules))"
)


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def build(out: Path, step: int, **environment: str) -> dict[str, str]:
    given = os.environ | {"PYTHONPATH": str(HERE), **environment}
    subprocess.run([sys.executable, "-c", BUILD, str(out), str(step)], env=given, cwd=out.parent, check=True)
    return digests(out)


def test_two_builds_in_different_circumstances_are_identical(tmp_path):
    one = build(tmp_path / "one", 1, PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LC_ALL="C", HOME=str(tmp_path / "h1"))
    other = build(
        tmp_path / "other",
        -1,
        PYTHONHASHSEED="4242",
        TZ="America/Los_Angeles",
        LC_ALL="C.UTF-8",
        HOME=str(tmp_path / "h2"),
    )
    assert len(one) == 30
    assert one == other


def test_importing_the_room_loads_nothing_heavy():
    loaded = subprocess.run([sys.executable, "-c", HEAVY], check=True, capture_output=True, text=True)
    assert loaded.stdout.strip() == "set()"

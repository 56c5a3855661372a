"""``make docs``: one site of the repository's own pages, with a reference of every public name and command, to be read
offline."""

import os
import re
import subprocess
import sys
from pathlib import Path

import report
from report.cli import main

ROOT = Path(__file__).parents[2]


def test_the_site_is_built_without_a_warning_and_needs_no_network(tmp_path):
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(tmp_path / "site")]
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    pages = {
        file.relative_to(tmp_path / "site").as_posix(): file.read_text("utf-8") for file in tmp_path.rglob("*.html")
    }
    for page in (
        "index.html",
        "docs/refresh.html",
        "docs/CLAIMS.html",
        "data/index.html",
        "ARCHITECTURE.html",
        "GLOSSARY.html",
    ):
        assert page in pages
    assert all(f">report.{name}</h2>" in pages["reference.html"] for name in report.__all__ if name != "__version__")
    shown = re.sub(r"<[^>]+>", "", pages["reference.html"])
    assert not re.findall(r"report\.(?!chart\.)[a-z_]+\.\w+|&lt;class", shown), (
        "only public names, types as one writes them"
    )
    assert not [text for text, page in pages.items() if re.search(r">([^<]+)</a> \(<code>\1</code>\)", page)]
    assert all(f">burdenshare {name}</h2>" in pages["commands.html"] for name in main.commands)
    fetched = [
        found for text in pages.values() for found in re.findall(r'(?:src|rel="stylesheet" href)="(http[^"]+)', text)
    ]
    assert fetched == []

"""What is installed is known, and audited or said not to be."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_an_audit_that_cannot_be_made_says_so_and_is_no_success() -> None:
    nowhere = {**os.environ, "https_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
    done = subprocess.run([ROOT / "tools/audit"], cwd=ROOT, env=nowhere, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stderr.startswith("nothing was audited: https://api.osv.dev")
    assert "run make audit where it can" in done.stderr and not done.stdout


def test_the_list_of_parts_names_every_package_here_that_the_lock_holds_with_a_licence() -> None:
    command = [sys.executable, "tools/licences.py", "--sbom"]
    parts = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    locked = {name.lower() for name in re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.M)}
    listed = {part["name"].lower().replace("_", "-"): part for part in parts["components"]}
    here = {str(one.metadata["Name"]).lower().replace("_", "-") for one in distributions()} & locked
    assert parts["bomFormat"] == "CycloneDX" and len(here) > 50 and here <= listed.keys()
    assert all(listed[name]["licenses"] for name in here)

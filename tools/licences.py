"""Write docs/licences.md, or with ``--sbom`` print CycloneDX: what is installed with burdenshare, and under which
licences.

Run in the environment of users (requirements.lock): names, versions and licences are those that packages state
themselves.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HEAD = """# Licences

What `requirements.lock` installs, as each package states it; made by `make licences`. Pages and PDFs carry Source Sans Pro (SIL Open
Font License 1.1), pages also the scripts of Vega (BSD-3-Clause); their texts are in `src/report/publish/static`.

| package | version | licence |
| --- | --- | --- |
"""


def locked() -> Iterator[Distribution]:
    """What the lock names and this environment has; it also names what only other systems need."""
    for name in re.findall(r"^([a-z0-9][\w.-]*)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE):
        try:
            yield distribution(name)
        except PackageNotFoundError:
            print(f"{name}: not installed on this system", file=sys.stderr)


def licence(one: Distribution) -> str:
    """What a package states: an SPDX expression, else classifiers, else the first line of its text."""
    known: Any = one.metadata
    classified = [text.split(" :: ")[-1] for text in known.get_all("Classifier", []) if text.startswith("License :: ")]
    text = (known.get("License") or "").strip().splitlines()
    return known.get("License-Expression") or ", ".join(classified) or (text[0] if text else "not stated")


def sbom(found: list[Distribution]) -> str:
    """The same as CycloneDX 1.5, for programs."""
    parts = [
        {"type": "library", "name": one.name, "version": one.version, "purl": f"pkg:pypi/{one.name}@{one.version}",
         "licenses": [{"license": {"name": licence(one)}}]}
        for one in found
    ]  # fmt: skip
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": parts}, indent=1)


def main() -> None:
    found = list(locked())
    if "--sbom" in sys.argv:
        print(sbom(found))
        return
    rows = (f"| {one.name} | {one.version} | {licence(one).replace('|', '/')} |\n" for one in found)
    (ROOT / "docs/licences.md").write_text(HEAD + "".join(rows))
    print(f"docs/licences.md: {len(found)} packages")


if __name__ == "__main__":
    main()

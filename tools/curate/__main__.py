"""Entry point.

``python -m tools.curate`` writes the curated tables and the descriptor; ``python -m tools.curate describe`` only the
descriptor, from the tables as they are. Options: ``--data FOLDER`` (default: data/ of this project).
"""

import argparse
import sys
from pathlib import Path

from . import expenditure, macro, policy, provenance
from .describe import describe
from .files import ROOT, shared_folder


def curate(data: Path) -> int:
    """Make every table that comes from a source file; exit code 2 when the source files are not there."""
    shared = shared_folder()
    if not shared.is_dir():
        print(f"no source files at {shared}: set BURDENSHARE_SHARED to the folder that holds data/", file=sys.stderr)
        return 2
    for part in (expenditure, macro, policy, provenance):
        part.curate(shared, data)
    return 0


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.curate", description="Curate the tables of data/.")
    parser.add_argument("what", nargs="?", choices=("all", "describe"), default="all")
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    options = parser.parse_args()
    code = curate(options.data) if options.what == "all" else 0
    if code == 0:
        describe(options.data)
    return code


if __name__ == "__main__":
    raise SystemExit(main())

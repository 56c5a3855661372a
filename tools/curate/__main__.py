"""Entry point.

``python -m tools.curate`` writes the curated tables, the descriptor and the codebook; ``describe`` only the latter two,
from the tables as they are; ``exceptions`` prints rows for oddities.csv that are still to be explained. ``--data
FOLDER`` names another data folder than the project's.
"""

import argparse
import sys
from pathlib import Path

from report.intake.codebook import write_codebook
from report.intake.describe import describe
from report.intake.exceptions import list_exceptions

from . import expenditure, macro, policy, provenance
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
    parser.add_argument("what", nargs="?", choices=("all", "describe", "exceptions"), default="all")
    parser.add_argument("--data", type=Path, default=ROOT / "data")
    options = parser.parse_args()
    if options.what == "exceptions":
        return list_exceptions(options.data)
    code = curate(options.data) if options.what == "all" else 0
    if code == 0:
        describe(options.data)
        write_codebook(options.data)
    return code


if __name__ == "__main__":
    raise SystemExit(main())

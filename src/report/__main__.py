"""``python -m report`` is the command ``burdenshare``."""

from report.cli import main

main(prog_name="burdenshare")

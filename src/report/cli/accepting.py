"""Accepting tables made by hand, on the terminal."""

from __future__ import annotations

import click

from report.intake.accepting import accept


def run_accept() -> None:
    """Accept the tables made by hand; a line for each change."""
    changes = accept(None)
    click.echo("\n".join([*changes, f"{len(changes)} change{'s' * (len(changes) != 1)} accepted"]))

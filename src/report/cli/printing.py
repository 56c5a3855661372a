"""Tables on the terminal: for people as aligned text, for other programs as comma-separated values or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import click
import pandas as pd

from report.frames.saved import inert_frame


def printed(rows: pd.DataFrame | Mapping[str, Any], form: str | None) -> bool:
    """Print a table, or a record, as ``csv`` or ``json`` if asked for, to a millionth; whether it was."""
    if form is None:
        return False
    frame = pd.DataFrame([dict(rows)]) if isinstance(rows, Mapping) else rows
    frame = frame.round(6)
    if form == "csv":
        click.echo(inert_frame(frame).to_csv(index=False, lineterminator="\n"), nl=False)
    else:
        told = json.loads(frame.to_json(orient="records", date_format="iso"))
        click.echo(json.dumps(told[0] if isinstance(rows, Mapping) else told, ensure_ascii=False, indent=1))
    return True


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Columns of one width each: the first to the left, numbers to the right."""
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        )
        for line in lines
    )

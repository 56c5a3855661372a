"""Tables on the terminal: copied for oneself, imported, compared, accepted."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from report.cli.printing import printed
from report.files import write_atomically
from report.folders import INSTALLED, ROOT, SEEDS, seeds_folder
from report.intake.accepting import accept
from report.intake.adding import Arrived, NotNamed, arriving, named, write_exceptions
from report.intake.exceptions import suggested
from report.intake.foreign import is_workbook
from report.intake.incoming import CannotImport, Stated
from report.intake.showing import MADE, as_html, as_table, lines
from report.pages.difference import difference, earlier
from report.tables import data_path
from report.writing import place_for, refuse_among_tables


def copy_tables(folder: Path) -> None:
    """The tables and records in use, copied into a folder of one's own."""
    refuse_among_tables(folder)
    for name in ("data", SEEDS):
        if (folder / name).exists():
            raise CannotImport(f"{folder / name} is there already: give another folder")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(prefix=".copy-", dir=folder) as aside:
            for name, source in (("data", data_path()), (SEEDS, seeds_folder(data_path()))):
                shutil.copytree(source, Path(aside, name))
            for name in (SEEDS, "data"):
                Path(aside, name).rename(folder / name)
    except OSError as error:
        with suppress(OSError):
            folder.rmdir()  # where nothing else is in it
        error.filename = str(folder)
        raise
    click.echo(f"copied; name them with --data {folder / 'data'} or BURDENSHARE_DATA={(folder / 'data').resolve()}")


def run_accept() -> None:
    """Accept what is made by hand; a line for each change."""
    _refuse_the_packages_own()
    changes = accept(None)
    click.echo("\n".join([*changes, f"{len(changes)} change{'s' * (len(changes) != 1)} accepted"]))


def _refuse_the_packages_own() -> None:
    """Raise where the tables in use are inside an installed package: the next installation would undo every change."""
    if INSTALLED and data_path() == ROOT / "data":
        raise CannotImport(
            "these tables belong to the installed package: copy them first (burdenshare data copy FOLDER), then name "
            "the copy with --data"
        )


class Looked(Exception):
    """Ends a dry run: what was made aside is thrown away."""


def run_import(
    file: Path,
    name: Sequence[str],
    currency: Sequence[str],
    exceptions: Path | None,
    dry_run: bool,
    **asked: str | None,
) -> None:
    """Import a file and say what it holds and changes; refuse it with what is missing."""
    _refuse_the_packages_own()
    given: dict[str, Any] = {key: value or "" for key, value in asked.items()}
    request = Stated(**given, names=_pairs("--name", name), currencies=_pairs("--currency", currency))
    reasons = named(exceptions) if exceptions else {}
    try:
        with arriving(file, request, None, reasons) as arrived:
            _tell(arrived)
            if idle := arrived.idle(reasons):
                first = ", ".join(idle[:3])
                click.echo(f"{len(idle)} of the reasons given are of figures that keep their rules: {first} …")
            if arrived.unnamed:
                raise _unnamed(arrived, exceptions, _command(file, asked, {"name": name, "currency": currency}))
            if dry_run:
                raise Looked
    except Looked:
        click.echo("all of it holds; no table was changed (--dry-run)")
        return
    click.echo(f"added to {data_path()}" if arrived.new else "it is in the tables already; nothing was changed")


def _pairs(option: str, texts: Sequence[str]) -> dict[str, str]:
    """``NAME=ISO3`` as a mapping."""
    parts = [text.partition("=") for text in texts]
    if wrong := [text for text, part in zip(texts, parts, strict=True) if not (part[0].strip() and part[2].strip())]:
        raise CannotImport(f"{option} {wrong[0]!r} has no '=': write it as {option} 'LEFT=RIGHT'")
    return {left.strip(): right.strip() for left, _, right in parts}


def _tell(arrived: Arrived) -> None:
    """Summary of what came in, and its difference from what was there."""
    click.echo("\n".join(arrived.incoming.told))
    before = earlier(arrived.incoming.kind, arrived.incoming.id, arrived.folder) if arrived.new else ""
    if before and not arrived.unnamed:
        click.echo(f"\nagainst {before}:")
        found = difference(before, arrived.incoming.id, arrived.folder, seeds_folder(data_path()))
        click.echo("\n".join(lines(found)) + "\n")


def _command(file: Path, asked: Mapping[str, str | None], more: Mapping[str, Sequence[str]]) -> str:
    """The import as it was asked for, to be typed again."""
    given = [(name, [value]) for name, value in asked.items() if value] + list(more.items())
    options = [part for name, values in given for value in values for part in (f"--{name}", value)]
    return shlex.join(["burdenshare", "data", "import", str(file), *options])


def _unnamed(arrived: Arrived, exceptions: Path | None, command: str) -> NotNamed:
    """Write the exceptions for the user to name, and the error that says so."""
    out = exceptions if exceptions and not is_workbook(exceptions) else Path(f"exceptions-{arrived.incoming.id}.csv")
    rows = write_exceptions(out, [*arrived.named, *suggested(arrived.unnamed, arrived.folder)])
    rules = dict.fromkeys(row["test"] for row in arrived.unnamed)
    counts = ", ".join(f"{rule} {sum(row['test'] == rule for row in arrived.unnamed)}" for rule in rules)
    empty = sum(not row["reason"] for row in rows)
    missing = f"fill the column reason, empty in {empty} of {len(rows)} rows" if empty else "no reason is missing"
    return NotNamed(
        f"figures that break a rule they should keep: {len(arrived.unnamed)} ({counts}); no table was changed. See "
        f"{out}: {missing}; read the reasons that are there (which figures are missing, or what was said of the same "
        "figure before), then run:\n"
        f"{command} --exceptions {shlex.quote(str(out))}",
        arrived.unnamed,
    )


def show_difference(older: str, newer: str, html: Path | None, form: str | None) -> None:
    """Compare two editions or forecasts, on the terminal or as a page."""
    if html is not None:
        _page(html)  # before the work
    found = difference(older, newer)
    if html is not None:
        write_atomically(_page(html), as_html(found).encode())
        click.echo(f"wrote {html}")
    elif not printed(as_table(found), form):
        click.echo("\n".join(lines(found)))


def _page(html: Path) -> Path:
    """Where the page is written, over none but a page of a comparison."""
    return place_for(html, lambda first: MADE in first.decode(errors="replace"), "no comparison")

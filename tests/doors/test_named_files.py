"""Files and folders that somebody names to be written: whole or not at all, over nothing of others, never among the tables."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import report
from report.cli import main
from report.tables import ReportError

pytestmark = pytest.mark.usefixtures("here")
DIFF = ("data", "diff", "2025-08", "2026-07", "--html")
SWEEP = ("sweep", "--country", "EST", "--jobs", "1", "--out")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def state(folder: Path) -> dict[str, bytes | None]:
    """Every file below a folder with its contents; pipes have none."""
    found = (file for file in sorted(folder.rglob("*")) if not file.is_dir())
    return {str(file.relative_to(folder)): file.read_bytes() if file.is_file() else None for file in found}


@pytest.mark.parametrize(
    "words",
    [
        (*DIFF, "data/allies.csv"),
        (*DIFF, "data/new.html"),
        (*DIFF, "seeds/new.html"),
        (*SWEEP, "data/allies.csv"),
        (*SWEEP, "data/macro/new.csv"),
        ("data", "copy", "data"),
        ("data", "copy", "data/plans"),
        ("data", "copy", "seeds/mine"),
        ("build", "--country", "EST", "--out", "data/site"),
    ],
    ids=" ".join,
)
def test_nothing_is_written_among_tables_and_records(desk: Path, words: tuple[str, ...]) -> None:
    before = state(desk)
    done = run(*words)
    assert done.exit_code == 2 and ("among the tables" in done.output or "which the build is made from" in done.output)
    assert state(desk) == before


@pytest.mark.parametrize("kind", ["letter", "link to a letter", "pipe"])
def test_a_page_replaces_only_a_page_of_a_comparison(desk: Path, kind: str) -> None:
    page = desk / "page.html"
    (desk / "letter.html").write_text("<!doctype html>\n<p>Dear Ann,\n")
    make: dict[str, Callable[[], object]] = {
        "letter": lambda: shutil.copy(desk / "letter.html", page),
        "link to a letter": lambda: page.symlink_to("letter.html"),
        "pipe": lambda: os.mkfifo(page),
    }
    make[kind]()
    before = state(desk)
    done = run(*DIFF, "page.html")
    assert done.exit_code == 2 and "page.html: it is there, and" in done.output
    assert state(desk) == before


def test_a_full_disk_leaves_the_page_of_before_and_no_copy(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def halfway(source: Path, folder: Path) -> None:
        folder.mkdir()
        (folder / "allies.csv").write_text("half a table")
        why = "[Errno 28] No space left on device: 'new'"
        raise shutil.Error([(str(source / name), str(folder / name), why) for name in ("one", "two", "three")])

    assert [run(*DIFF, "page.html").exit_code for _ in range(2)] == [0, 0], "its own it replaces"
    before = state(desk)
    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_bytes", full)
        done = run(*DIFF, "page.html")
    assert done.exit_code == 2 and "page.html: No space left on device: no space left" in done.output
    with monkeypatch.context() as disk:
        disk.setattr("shutil.copytree", halfway)
        done = run("data", "copy", "mine")
    assert done.exit_code == 2 and done.output.startswith("burdenshare: mine: No space left on device: no space left")
    assert state(desk) == before and not (desk / "mine").exists()
    assert run("data", "copy", "mine").exit_code == 0, "and may be tried again"


@pytest.mark.parametrize("name", ["data/allies.csv", "data/new.xlsx", "seeds/new.csv", "nowhere/new.csv"])
def test_a_frame_is_not_kept_among_tables_or_in_a_folder_that_is_not_there(desk: Path, name: str) -> None:
    frame, before = report.burden(report.load()), state(desk)
    with pytest.raises(ReportError, match=r"among the tables|its folder is not there"):
        report.save(frame, name)
    with pytest.raises(ReportError, match=r"among the tables|its folder is not there"):
        report.chart.draw(frame).save(f"{name}.svg")
    assert state(desk) == before


def test_a_frame_that_cannot_be_kept_leaves_the_file_of_before(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = report.burden(report.load())
    report.save(frame, "mine.csv")
    before = state(desk)

    def killed(self: Path, _: object) -> None:
        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT), str(self))

    monkeypatch.setattr(Path, "replace", killed)
    for name in ("mine.csv", "mine.xlsx"):
        with pytest.raises(ReportError, match=f"{name}: Disk quota exceeded"):
            report.save(frame, name)
    assert state(desk) == before


def test_exceptions_of_an_import_are_not_written_over_a_table(desk: Path) -> None:
    from report.intake.adding import write_exceptions

    before = state(desk)
    with pytest.raises(OSError, match="among the tables"):
        write_exceptions(desk / "data/oddities.csv", [{"id": "x", "reason": "y"}])
    assert state(desk) == before


def test_no_folder_with_files_of_others_is_said_to_be_removed(desk: Path) -> None:
    site = desk / "site"
    site.mkdir()
    (site / "thesis.doc").write_text("all my work")
    (site / "manifest.json").write_text("{}")
    for words in (("build", "--country", "EST", "--out", "site"), ("verify", "site")):
        done = run(*words)
        assert done.exit_code == 2 and "remove" not in done.output and "move the folder away" in done.output

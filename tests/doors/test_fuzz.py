"""A small part of ``make fuzz``: inputs at random at every door, none of which meets an error that is not the project's
own."""

from __future__ import annotations

from pathlib import Path

import pytest

from .doors import DOORS, Desk
from .fuzz import every, run

CASES = 100


def test_inputs_at_random_are_taken_or_refused_in_clear_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counts, foreign = run(list(every(CASES)), Desk(tmp_path))
    assert foreign == []
    assert {name for name, _ in counts} == {door.__name__ for door in DOORS}
    with capsys.disabled():
        print(f"\n{counts.total()} inputs at random at {len(DOORS)} doors, none foreign")


def test_what_is_foreign_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("doors.doors.fact", lambda id: {}[id])
    _, foreign = run([("facts", 1)], Desk(tmp_path))
    assert foreign[0].error.startswith("KeyError")

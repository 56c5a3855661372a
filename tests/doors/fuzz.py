"""Inputs at random at every door: each is taken, or refused in clear words by an error of the project's own.

``make fuzz`` tries 50,000 and lists what is foreign, by kind; ``python -m doors.fuzz plans 4711`` one of them again.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from report.run.errors import RunError
from report.tables.errors import ReportError

from .doors import DOORS, Desk, clear

SEED, LONGEST = int(os.environ.get("SEED", "19")), 30
OURS = (ReportError, RunError)


class Foreign(NamedTuple):
    """An input that met an error which is not the project's own: the door, its number, the error, and where it
    arose."""

    door: str
    number: int
    error: str
    place: str
    shown: str


def tried(name: str, number: int, desk: Desk) -> tuple[str, Foreign | None]:
    """What became of one input: taken, refused or foreign."""
    door = next(door for door in DOORS if door.__name__ == name)
    given = door(desk, Random(f"{SEED} {name} {number}"))
    signal.alarm(LONGEST)
    try:
        given.hand_in()
        return "taken", None
    except OURS as error:
        try:
            clear(str(error))
            return "refused", None
        except Exception as unclear:
            return "foreign", foreign(name, number, unclear, given.shown, error)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return "foreign", foreign(name, number, error, given.shown, error)
    finally:
        signal.alarm(0)


def foreign(name: str, number: int, error: BaseException, shown: str, raised: BaseException) -> Foreign:
    frames = [frame for frame in traceback.extract_tb(raised.__traceback__) if "/report/" in frame.filename]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno} {frames[-1].name}" if frames else ""
    return Foreign(name, number, f"{type(error).__name__}: {str(error)[:300]}", place, shown)


def every(count: int) -> Iterator[tuple[str, int]]:
    """As many inputs, at each door its part."""
    whole = sum(DOORS.values())
    for door, part in DOORS.items():
        yield from ((door.__name__, number) for number in range(max(1, count * part // whole)))


def too_long(*_: object) -> None:
    raise TimeoutError(f"not answered within {LONGEST} seconds")


def run(inputs: list[tuple[str, int]], desk: Desk) -> tuple[Counter[tuple[str, str]], list[Foreign]]:
    """What became of inputs, counted by door, and those that are foreign."""
    warnings.simplefilter("ignore")
    before = signal.signal(signal.SIGALRM, too_long)
    counts, found = Counter[tuple[str, str]](), list[Foreign]()
    with contextlib.suppress(KeyboardInterrupt):  # what was found so far is said
        for name, number in inputs:
            became, wrong = tried(name, number, desk)
            counts[name, became] += 1
            found += [wrong] if wrong else []
    signal.signal(signal.SIGALRM, before)
    return counts, found


def main(words: list[str]) -> int:
    """Try inputs, door by door, and say what became of them; 1 if any was foreign."""
    one = [(words[0], int(words[1]))] if words[1:] and words[1].isdigit() else []
    inputs = one or [pair for pair in every(int(os.environ.get("CASES", "50000"))) if not words or pair[0] in words]
    began, found, tried_in_all = time.monotonic(), list[Foreign](), 0
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        for name, mine in itertools.groupby(inputs, key=lambda pair: pair[0]):
            counts, wrong = run(list(mine), desk)
            found += wrong
            tried_in_all += counts.total()
            became = (f"{counts[name, became]:7,} {became}" for became in ("taken", "refused", "foreign"))
            print(f"{name:12}", *became, flush=True)
    print(f"{tried_in_all:,} inputs in {time.monotonic() - began:.0f} s, {len(found)} foreign")
    for kind, alike in itertools.groupby(sorted(found, key=_kind), key=_kind):
        first, *others = alike
        print(f"\n{len(others) + 1} × {kind} {first.error}\n  {first.door} {first.number}: {first.shown[:600]}")
    return 1 if found else 0


def _kind(one: Foreign) -> tuple[str, str, str]:
    return one.door, one.error.partition(":")[0], one.place


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Errors a user can act on: each names what was wrong, where, and what to do about it."""

import difflib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from report.printable import printable


class Problem(NamedTuple):
    """One fault in a data folder. ``row`` is the line of the file, the header being line 1, and 0 when the file as a
    whole is meant; ``column`` is empty when no single column is meant."""

    file: str
    row: int
    column: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """One line: where, what, remedy."""
        row, column = f"row {self.row}" * bool(self.row), f"column {self.column}" * bool(self.column)
        return f"{', '.join(filter(None, (self.file, row, column)))}: {self.what}. {self.remedy}"


class ReportError(ValueError):
    """Base of every error meant for the user: it says where, what is wrong and the remedy, in words safe to print."""

    def __str__(self) -> str:
        return printable(super().__str__())


class UnknownName(ReportError):
    """A name (of an ally, plan, edition, year …) that is not known; the message names the nearest."""


class BadTable(ReportError):
    """Tables that break their description; ``problems`` lists every fault found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems and word the first ten of them."""
        self.problems = list(problems)
        shown = [str(problem) for problem in self.problems[:10]]
        more = [f"… and {len(self.problems) - 10} more"] if len(self.problems) > 10 else []
        super().__init__("\n".join(shown + more))

    def __reduce__(self) -> tuple[type["BadTable"], tuple[list[Problem]]]:
        """As it is sent from one process to another."""
        return type(self), (self.problems,)


class NotSound(ReportError):
    """Tables or records that no page can be built from; the message has a line for each fault."""


class ChangedTable(UserWarning):
    """A copy of published figures was changed by hand: what is computed from it is shown, and no build is made."""


MOST_SHOWN = 60
"""Characters of a wrong value that an error repeats."""


def shown(value: object) -> str:
    """A wrong value as an error shows it: escaped, cut short, and never refused for its length."""
    if isinstance(value, int) and abs(value) >= 10**MOST_SHOWN:
        return "a whole number of very many digits"
    told = repr(value)
    return told if len(told) <= MOST_SHOWN else f"{told[:MOST_SHOWN]}…"


def nearest(given: str, known: Iterable[str], alike: float = 0.5) -> str | None:
    """The known name most like the one given, or None when nothing comes close; ``alike`` is how close, from 0 to 1."""
    folded = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(given.casefold(), folded, n=1, cutoff=alike)
    return folded[found[0]] if found else None


def unknown(kind: str, given: object, known: Iterable[str], alike: float = 0.5) -> UnknownName:
    """An error for a name outside its list: says what was given, the nearest valid name, and the whole list. ``kind``
    says what the name stands for, e.g. ``"edition"``."""
    names = list(known)
    close = nearest(str(given), names, alike)
    meant = f"{close}, as a number" if isinstance(given, str) and close == given else repr(close)
    hint = f" Did you mean {meant}?" if close else ""
    return UnknownName(f"unknown {kind} {shown(given)}.{hint} Known: {', '.join(names)}.")

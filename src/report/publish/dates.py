"""Dates as a British reader writes them, whatever the machine's locale."""

from __future__ import annotations

import datetime

from babel.dates import format_date


def long(date: str) -> str:
    """``2026-07-10`` → ``10 July 2026``; ``2024-03``, of which only the month is known, → ``March 2024``."""
    return format_date(first_day(date), format="MMMM y" if _is_month(date) else "d MMMM y", locale="en_GB")


def first_day(date: str) -> datetime.date:
    """The day, or the first of a month. Raises ``ValueError`` for anything but ``YYYY-MM-DD`` and ``YYYY-MM``."""
    return datetime.date.fromisoformat(f"{date}-01" if _is_month(date) else date)


def _is_month(date: str) -> bool:
    return len(date) == len("YYYY-MM")

"""Dates as a British reader writes them, whatever the machine's locale."""

from __future__ import annotations

import datetime

from babel.dates import format_date


def long(date: datetime.date) -> str:
    """``2026-07-10`` → ``10 July 2026``."""
    return format_date(date, format="d MMMM y", locale="en_GB")

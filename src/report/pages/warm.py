"""What pages share, read and computed once before the kernels start: tables, past forecast errors, the stretch of the ranges, claims."""

from __future__ import annotations

from report.ledger import settle
from report.pages.page import alliance_page


def warm() -> None:
    """Fill what a first page and a first look at the claims fill. Pages of other parameters fill their own."""
    alliance_page().frames.fill()
    settle()

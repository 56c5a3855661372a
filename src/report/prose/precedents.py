"""How often a pace was kept before, in words a newcomer can weigh."""

from __future__ import annotations

from report.facts import written


def frequency(share: float) -> str:
    """``about one in five`` for 0.21: the part of all spans, as people say it; ``none`` for nought."""
    if share != share:
        return written.MISSING
    if share <= 0:
        return "none so far"
    if share < 0.42:
        return _one_in(share)
    if share < 0.58:
        return "about half"
    return "most" if share < 0.9 else "nearly all"


def _one_in(share: float) -> str:
    number = round(1 / share)
    return f"about one in {written.number_word(number)}" if number <= 12 else "fewer than one in twelve"

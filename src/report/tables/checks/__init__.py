"""Checks of a data folder beyond single tables."""

from .whole import check

__all__ = ["check"]

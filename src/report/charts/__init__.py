"""Frames in, charts out: every :class:`Figure` carries its message, statistics, source, edition and text alternative."""

from . import (
    burden_sharing,
    claims,
    composite,
    country,
    editions,
    everyone,
    pace,
    parity,
    road,
    scorecard,
    sharing,
    slope,
)
from .figure import Figure, IncompleteFigure

__all__ = [
    "Figure",
    "IncompleteFigure",
    "burden_sharing",
    "claims",
    "composite",
    "country",
    "editions",
    "everyone",
    "pace",
    "parity",
    "road",
    "scorecard",
    "sharing",
    "slope",
]

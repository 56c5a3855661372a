"""Frames in, charts out: every :class:`Figure` carries its message, statistics, source, edition and text alternative."""

from report.charts import (
    burden_sharing,
    claims,
    composite,
    country,
    editions,
    pace,
    parity,
    road,
    scorecard,
    sharing,
    sharing_rules,
    standing,
)
from report.charts.figure import Figure, IncompleteFigure

__all__ = [
    "Figure",
    "IncompleteFigure",
    "burden_sharing",
    "claims",
    "composite",
    "country",
    "editions",
    "pace",
    "parity",
    "road",
    "scorecard",
    "sharing",
    "sharing_rules",
    "standing",
]

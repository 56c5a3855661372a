"""Frames in, charts out: every :class:`Figure` carries its message, statistics, source, edition and text alternative."""

from report.charts import country, road, sharing, standing
from report.charts.figure import Figure, IncompleteFigure

__all__ = ["Figure", "IncompleteFigure", "country", "road", "sharing", "standing"]

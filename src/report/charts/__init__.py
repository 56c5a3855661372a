"""Frames in, charts out: each :class:`Figure` carries its message, statistics, source, edition and alt text."""

from report.charts import burden_sharing, claims, country, editions, everyone, parity, road, scorecard
from report.charts.figure import Figure as Figure
from report.charts.figure import IncompleteFigure as IncompleteFigure

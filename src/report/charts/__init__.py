"""Frames in, charts out: each carries its message, statistics, source, edition and alt text."""

from report.charts import burden_sharing, claims, country, editions, everyone, parity, road, scorecard

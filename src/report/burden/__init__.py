"""What each ally and the alliance carry today: pure functions from tables to frames."""

from report.burden.alliance import alliance
from report.burden.ally import burden

__all__ = ["alliance", "burden"]

"""What each ally and the alliance carry today: pure functions from tables to frames."""

from report.burdens.alliance import alliance
from report.burdens.ally import burden

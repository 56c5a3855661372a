"""The scorecard: where each ally stands against the path a plan requires, and against its own word."""

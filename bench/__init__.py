"""Measurements: ours against the stock way, on the real notebooks, in one run. ``make bench`` writes
docs/BENCHMARKS.md."""

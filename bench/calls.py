"""The calls a program makes, warm, in one process: ``python -m bench.calls`` prints medians in seconds as JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from .measure import median

DRAWS = 10_000


def main() -> None:
    """Measure load, burden, alliance, cost and, where it is, risk."""
    import report

    started = time.perf_counter()
    dataset = report.load()
    spent = {"load, first": time.perf_counter() - started}
    plan = report.plan("hague-2025")
    calls: dict[str, Callable[[], Any]] = {
        "load": report.load,
        "burden": lambda: report.burden(dataset),
        "alliance": lambda: report.alliance(dataset),
        "cost": lambda: report.cost(dataset, plan),
    }
    if "risk" in report.__all__:
        calls["risk"] = lambda: report.risk(dataset, plan, draws=DRAWS)
    print(json.dumps(spent | {name: median(lambda call=call: _seconds(call)) for name, call in calls.items()}))


def _seconds(call: Callable[[], Any]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()

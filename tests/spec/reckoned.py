"""A pocket calculator for the panel of a number: its value from what the panel shows, inputs to nine figures and source rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import prod
from typing import Any

from report.facts import Fact

Record = dict[str, Any]


def reckoned(fact: Record) -> float | None:
    """The value that a fact's formula gives; None for one that is no sum to reckon (assumed, drawn, counted)."""
    found = next(((how, match) for how, match in _patterns(fact["formula"])), None)
    return None if fact["kind"] == "assumed" or found is None else found[0](fact, found[1])


def spelt_out(fact: Fact) -> Record:
    """A fact as plain data with its inputs spelt out in place of their ids."""
    return {**fact.record(), "inputs": [spelt_out(part) for part in fact.inputs]}


def everything(fact: Record) -> Iterator[Record]:
    """A fact and all that it is made from, as a reader can click through to."""
    yield fact
    for part in fact["inputs"]:
        yield from everything(part)


def _patterns(formula: str) -> Iterator[tuple[Callable[[Record, re.Match[str]], float], re.Match[str]]]:
    for pattern, how in _HOW.items():
        if match := re.match(pattern, formula):
            yield how, match


def _inputs(fact: Record) -> list[float]:
    return [float(f"{part['value']:.9g}") for part in fact["inputs"]]


def _rows(fact: Record, end: str) -> list[float]:
    return [row["value"] for row in fact["rows"] if row["key"].endswith(f" {end}")]


def _product(fact: Record, _match: re.Match[str]) -> float:
    """Share (less baseline) ÷ 100 × GDP (× k)."""
    share, *rest = _inputs(fact)
    if "baseline" in fact["formula"]:
        share, rest = share - rest[0], rest[1:]
    return share / 100 * prod(rest)


def _over_allies(fact: Record, match: re.Match[str]) -> float:
    amounts = _rows(fact, match[2])
    assert len(amounts) == int(match[1])
    return sum(amounts)


def _over_years(fact: Record, match: re.Match[str]) -> float:
    first, last = int(match[1]), int(match[2])
    by_year = {int(row["key"].split()[1]): row["value"] for row in fact["rows"]}
    assert list(by_year) == list(range(first, last + 1))
    assert abs(by_year[last] - _inputs(fact)[0]) <= 1e-6 * abs(by_year[last])
    return sum(by_year.values())


def _between(fact: Record, match: re.Match[str]) -> float:
    start, target = _inputs(fact)
    year, begin, due, same = map(float, match.groups())
    assert begin == same
    return start + (target - start) * (year - begin) / (due - begin)


def _increment(fact: Record, match: re.Match[str]) -> float:
    start, target = _inputs(fact)
    return min(max(start, target), start + float(match[1]) * (int(match[2]) - int(match[3])))


def _grown(fact: Record, match: re.Match[str]) -> float:
    """GDP of the base year, published or implied, times the IMF's growth, in the words of the formula."""
    year = match[1]
    if fact["formula"].startswith("NATO’s GDP"):
        (start,) = _rows(fact, f"{year} gdp_usd_current")
    elif fact["formula"].startswith("NATO’s spending"):
        (spent,) = _rows(fact, f"{year} spend_usd_current") or _rows(fact, f"{year} spend_ncu_current")
        start = spent / (_rows(fact, f"{year} share_gdp")[0] / 100 * _inputs(fact)[0])
    else:
        start = 1000 * _rows(fact, f"{year} {match[2]}")[0]
    return start * _series(fact, fact["formula"][match.end() :].removeprefix(" × ") or "1")


def _series(fact: Record, words: str) -> float:
    """A sum such as ``NGDP_R 2031 ÷ NGDP_R 2026 × (NGDP_R 2031 ÷ NGDP_R 2030) ^ 4`` over the rows it names."""
    named = re.sub(r"([A-Z_]+) (\d{4})", lambda m: str(sum(_rows(fact, f"{m[2]} {m[1]}"))), words)
    return float(eval(named.replace("÷", "/").replace("×", "*").replace("^", "**"), {"__builtins__": {}}))


def _factor(fact: Record, _match: re.Match[str]) -> float:
    spent, gdp, share = (_rows(fact, name)[0] for name in ("spend_usd_current", "gdp_usd_current", "share_gdp"))
    return spent / gdp * 100 / share


def _pace(fact: Record, match: re.Match[str]) -> float:
    target, share = _inputs(fact)
    return (target - share) / (float(match[2]) - float(match[3]))


_HOW: dict[str, Callable[[Record, re.Match[str]], float]] = {
    r"\(?plan share (− baseline share\) )?÷ 100 × GDP of the year": _product,
    r"Σ over the (\d+) allies of the rows (\w+)": _over_allies,
    r"Σ of the rows, (\d{4}) to (\d{4})": _over_years,
    r"related extra × ([\d.]+) ÷ ([\d.]+): ": lambda fact, match: _inputs(fact)[0] * float(match[1]) / float(match[2]),
    r"core \+ related$": lambda fact, _: sum(_inputs(fact)),
    r"the amount ÷ inhabitants$": lambda fact, _: _inputs(fact)[0] / _inputs(fact)[1],
    r"start \+ \(target − start\) × \((\d{4}) − (\d{4})\) ÷ \(([\d.]+) − (\d{4})\)$": _between,
    r"start \+ ([\d.]+) × \((\d{4}) − (\d{4})\), at most the target$": _increment,
    r"the target, from when it is due|the share of the base year, held": lambda fact, _: _inputs(fact)[0],
    r"what the plan asks in the end$": lambda fact, _: _inputs(fact)[0],
    r"NATO’s GDP of (\d{4})": _grown,
    r"NATO’s spending of (\d{4}) ÷ \(share ÷ 100 × k\)": _grown,
    r"the IMF’s GDP of (\d{4}) \((\w+)\)": _grown,
    r"LP \d{4}": lambda fact, _: _series(fact, fact["formula"]),
    r"\(spending ÷ GDP at current prices\) ÷ published share$": _factor,
    r"as NATO publishes it$": lambda fact, _: fact["rows"][0]["value"],
    r"the figure × its drawn factor": lambda fact, _: prod(_inputs(fact)),
    r"share − required share$": lambda fact, _: _inputs(fact)[0] - _inputs(fact)[1],
    r"max\(0, required share of next year − share\)$": lambda fact, _: max(0.0, _inputs(fact)[0] - _inputs(fact)[1]),
    r"zero: the share meets the target$": lambda fact, _: 0.0,
    r"\((target|share at the end) − share(?: now| of the base year)?\) ÷ \(([\d.]+) − (\d{4})\)$": _pace,
    r"target − share, due next year$": lambda fact, _: _inputs(fact)[0] - _inputs(fact)[1],
    r"next step ÷ 100 × GDP × k": lambda fact, _: prod(_inputs(fact)) / 100,
}
"""How each formula is read, by the way it begins."""

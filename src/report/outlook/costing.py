"""Anyone's costing: a GDP path, start shares, waypoints and a baseline in, money out; and published ones made again
beside theirs.

:func:`costing` reads nothing from the tables. The assumptions of other people's costings are data
(``data/comparisons.csv``). Where a source leaves its basis open, the reading is the one that comes nearest to its
figure: agreement shows what a figure rests on, it does not test the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from report.outlook.macro import NOMINAL, levels
from report.outlook.past_errors import Floats, Ints
from report.outlook.tidy import COMPONENTS, PARTS, number, share
from report.tables import Dataset, load
from report.tables.errors import ReportError, shown, unknown

Numbers: TypeAlias = Mapping[Any, Any] | pd.Series
WHAT = (*COMPONENTS, "baseline", "extra")


def costing(
    gdp: Numbers,
    start: Mapping[str, float],
    waypoints: Mapping[str, Numbers],
    baseline: Mapping[str, float] | float | str = "freeze",
    price_index: Numbers | None = None,
    population: Numbers | None = None,
) -> pd.DataFrame:
    """What a path of shares costs on a GDP path, one row per year of ``gdp``.

    - ``gdp`` nominal GDP by year, without gaps, in any unit; money comes out in the same unit. The first year is the
      base year. A change from one year to the next by more than −90 or +900 % is refused as a mistake
    - ``start`` percent of GDP in the first year: ``{"core": 2.1, "related": 0.7}``; related is 0 if not given
    - ``waypoints`` percent of GDP by year, straight lines between, held after the last: for ``core``, ``related`` or
      both (a component without waypoints holds its start share); or for ``total`` with one component (the other is the
      remainder); or for ``total`` alone (the components keep the proportion of their start shares)
    - ``baseline`` what would be spent anyway, percent of GDP: ``{"core": .., "related": ..}``, ``{"total": ..}``, a
      number (total), ``"freeze"`` (the start shares) or ``"zero"``
    - ``price_index`` by year, 1.0 in the year whose prices are wanted; used as given. ``population`` by year

    Returns ``year``, ``gdp``; shares of GDP in percent ``core_share``, ``related_share``, ``total_share``,
    ``baseline_share``, ``extra_share``; money ``core``, ``related``, ``total``, ``baseline``, ``extra`` = total −
    baseline, ``cumulative_extra`` (running sum over the years of ``gdp``,
      the first included: whoever makes the costing says which years it counts);
    with ``price_index`` the same ``…_constant`` (current ÷ index; the cumulative is the sum of constant amounts, not a
    deflated sum); with ``population`` ``…_per_head`` and, with both, ``…_per_head_constant``.

    Raises :class:`ReportError` naming the parameter and the remedy. Source: whoever makes the costing.

    GDP 100 then 110, core 2 then 3 %, baseline 2 %: extra 0 then 3.3 − 2.2 = 1.1.

    >>> import report
    >>> made = report.costing({2026: 100, 2027: 110}, start={"core": 2}, waypoints={"core": {2027: 3}})
    >>> made["extra"].round(2).tolist()
    [0.0, 1.1]
    """
    money = _by_year("gdp", gdp, None)
    low, high = NOMINAL
    for (_, before), (year, after) in pairwise(money.items()):
        if not low <= (change := 100 * (after / before - 1)) <= high:
            raise ReportError(f"gdp, {year}: changes by {change:.4g} %; give growth of {low:g} to {high:g} % a year")
    years = np.array(list(money))
    nominal = np.array(list(money.values()))
    shares = _shares(years, _start(start), _waypoints(waypoints, years))
    shares["baseline"] = np.full(len(years), _baseline(baseline, shares))
    shares["extra"] = shares["total"] - shares["baseline"]
    columns = {"year": years, "gdp": nominal} | {f"{name}_share": shares[name] for name in WHAT}
    amounts = {name: shares[name] / 100 * nominal for name in WHAT}
    columns |= amounts | {"cumulative_extra": np.cumsum(amounts["extra"])}
    return pd.DataFrame(columns | _derived(amounts, list(years), price_index, population))


def _derived(
    amounts: dict[str, Floats], years: list[int], price_index: Numbers | None, population: Numbers | None
) -> dict[str, Floats]:
    """The same money at constant prices and per head, as far as an index and a population are given."""
    columns: dict[str, Floats] = {}
    if price_index is not None:
        index = np.array(list(_by_year("price_index", price_index, years).values()))
        columns |= {f"{name}_constant": amount / index for name, amount in amounts.items()}
        columns["cumulative_extra_constant"] = np.cumsum(columns["extra_constant"])
    if population is not None:
        heads = np.array(list(_by_year("population", population, years).values()))
        columns |= {f"{name}_per_head": amount / heads for name, amount in amounts.items()}
        if price_index is not None:
            columns |= {f"{name}_per_head_constant": columns[f"{name}_constant"] / heads for name in amounts}
    return columns


def _shares(years: Ints, start: dict[str, float], points: dict[str, dict[int, float]]) -> dict[str, Floats]:
    """Core, related and total share of each year, by the rule the given waypoints ask for."""
    whole = start | {"total": sum(start.values())}
    lines = {
        name: np.interp(years, [years[0], *given], [whole[name], *given.values()]) for name, given in points.items()
    }
    if "total" not in lines:
        core, related = (lines.get(name, np.full(len(years), start[name])) for name in PARTS)
        return {"core": core, "related": related, "total": core + related}
    total, given = lines["total"], [name for name in PARTS if name in lines]
    if len(given) == 2:
        remedy = "give total and at most one component, the other is the remainder"
        raise ReportError(f"waypoints are given for core, related and total; {remedy}")
    if not given and whole["total"] == 0:
        remedy = "give waypoints for core or related too"
        raise ReportError(f"waypoints for total alone are split as start is, but start is 0; {remedy}")
    if not given:
        return {name: total * start[name] / whole["total"] for name in PARTS} | {"total": total}
    one, other = ("core", "related") if "core" in given else ("related", "core")
    rest = total - lines[one]
    if (rest < -1e-9).any():
        what = f"in {years[np.argmax(rest < -1e-9)]} {one} is more than total, so {other} would be negative"
        raise ReportError(f"waypoints: {what}; raise total or lower {one}")
    return {one: lines[one], other: rest, "total": total}


def _start(start: Mapping[str, float]) -> dict[str, float]:
    if not isinstance(start, Mapping) or "core" not in start:
        remedy = "give the first year's shares in percent of GDP, such as {'core': 2.1, 'related': 0.7}"
        raise ReportError(f"start is {start!r}: {remedy}")
    for name in start:
        if name not in PARTS:
            raise unknown("component of start", name, PARTS)
    return {name: share(f"start, {name}", start.get(name, 0)) for name in PARTS}


def _waypoints(waypoints: Mapping[str, Numbers], years: Ints) -> dict[str, dict[int, float]]:
    if not isinstance(waypoints, Mapping):
        raise ReportError(
            f"waypoints is {waypoints!r}: give {{'core': {{2035: 3.5}}}}, or {{}} to hold the start shares"
        )
    for name in waypoints:
        if name not in COMPONENTS:
            raise unknown("component of waypoints", name, COMPONENTS)
    return {name: _points(f"waypoints, {name}", points, years) for name, points in waypoints.items()}


def _points(name: str, points: Numbers, years: Ints) -> dict[int, float]:
    read = {year: share(f"{name}, {year}", value) for year, value in _pairs(name, points)}
    for year in read:
        if not years[0] < year <= years[-1]:
            remedy = "the first year's share is start" if year == years[0] else "extend gdp or drop the waypoint"
            span = f"{years[0] + 1} to {years[-1]}"
            raise ReportError(f"{name}: {year} is not among the years after the first, {span}; {remedy}")
    return dict(sorted(read.items()))


def _baseline(baseline: Mapping[str, float] | float | str, shares: dict[str, Floats]) -> float:
    """The total share that would be spent anyway."""
    if baseline == "freeze":
        return float(shares["core"][0] + shares["related"][0])
    if baseline == "zero":
        return 0.0
    if not isinstance(baseline, Mapping):
        return share("baseline", baseline)
    if set(baseline) not in ({"total"}, set(PARTS)):
        remedy = "give core and related, or total, or a number, 'freeze' or 'zero'"
        raise ReportError(f"baseline is {dict(baseline)!r}: {remedy}")
    return sum(share(f"baseline, {name}", value) for name, value in baseline.items())


def _by_year(name: str, values: Numbers, years: list[int] | None) -> dict[int, float]:
    """Numbers by year in the order of time, for exactly ``years`` if given, else without gaps."""
    read = dict(sorted(_pairs(name, values)))
    wanted = years if years is not None else range(min(read, default=0), max(read, default=0) + 1)
    missing = next((year for year in wanted if year not in read), None)
    if not read or missing is not None:
        gap = f"{missing} is missing" if read else "it is empty"
        which = f" of gdp, {wanted[0]} to {wanted[-1]}" if years else ""
        raise ReportError(f"{name}: {gap}; give a value for every year{which}")
    for year in wanted:
        if not (number(f"{name}, {year}", read[year]) or 0) > 0:
            raise ReportError(f"{name}, {year} is {shown(read[year])}: give a number above 0")
    return {year: float(read[year]) for year in wanted}


def _pairs(name: str, values: Numbers) -> list[tuple[int, Any]]:
    """The (year, value) pairs of a mapping or Series; years may be written as text."""
    if not isinstance(values, Mapping | pd.Series):
        raise ReportError(f"{name} is {values!r}: give {{year: value}} or a Series indexed by year")
    try:
        return [(int(str(year)), value) for year, value in values.items()]
    except (TypeError, ValueError) as error:
        raise ReportError(f"{name}: years must be whole numbers ({error})") from error


CLOSE = 5.0
"""Percent; figures nearer than this agree without an explanation."""
SCALE = {"bn": 1.0, "tn": 0.001, "pp": 1.0}
EURO = "DEU"
"""The ally whose GDP in national currency and in US dollars gives the euro rate of a vintage."""
VERDICTS = ("within 5 %", "explained", "unexplained", "not comparable")


def comparisons(d: Dataset) -> pd.DataFrame:
    """One row per published estimate: ``id, author, published, geography, quantity, unit, confidence``, then

    - ``theirs`` and ``ours`` in the unit of the row, ``difference_percent`` = 100·(ours ÷ theirs − 1)
    - ``verdict``: ``within 5 %``; ``explained``, further off and ``cause`` says why; ``unexplained``; ``not
      comparable``, and ``missing`` says what it would take
    - ``reading`` our figure's assumptions in words, ``vintage`` of the GDP used, ``cause`` (also where close, if known)

    Theirs 40, ours 41: 2.5 %, within 5 %.
    """
    published = d.costings[["id", "author", "published", "geography", "quantity", "unit", "confidence", "value"]]
    rows = published.rename(columns={"value": "theirs"}).merge(d.comparisons, on="id", how="left")
    ours = [_ours(d, row) if row.who else np.nan for row in rows.itertuples()]
    frame = rows.assign(ours=ours)
    off = frame["difference_percent"] = 100 * (frame["ours"] / frame["theirs"] - 1)
    close, explained, unexplained, incomparable = VERDICTS
    cases = [off.isna(), off.abs() <= CLOSE, frame["cause"].fillna("") != ""]
    frame["verdict"] = np.select(cases, [incomparable, close, explained], unexplained)
    columns = ["theirs", "ours", "difference_percent", "verdict", "reading", "vintage", "cause", "missing"]
    return frame[[*published.columns.drop("value"), *columns]]


def _ours(d: Dataset, row: Any) -> float:
    """The engine's figure under one row's assumptions, in the row's scale."""
    baseline = row.baseline if row.baseline == "zero" else float(row.baseline)
    points = [point.split("=") for point in row.waypoints.split()]  # "2028=2.5 2035=3.5"
    waypoints = {"core": {int(year): float(share) for year, share in points}} if points else {}
    path = costing(_gdp(d, row), {"core": row.start}, waypoints, baseline).set_index("year")
    (first, last), scale = _span(row.over), SCALE[row.per]
    if row.column == "rise":
        return scale * float(path.at[last, "total"] - path["total"].iloc[0])
    extra = path.loc[first:last, "extra"]
    if row.column == "mean":
        return scale * float(extra.mean())
    if row.column == "debt":
        return scale * 100 * float(extra.sum() / path.at[last, "gdp"])
    return scale * float(path.loc[first:last, row.column].sum())


def _gdp(d: Dataset, row: Any) -> dict[int, float]:
    """The GDP path of a row in billions: current prices, prices of a year, held at a year's, or the source's own."""
    first, last = _span(row.years)
    years = np.arange(first, last + 1)
    basis, _, year = row.prices.partition(" ")
    if basis == "stated":
        return dict.fromkeys(years.tolist(), float(row.gdp))
    span, allies = np.arange(min(first, int(year or first)), last + 1), members(d, row.who)
    of_vintage = load(d.edition, row.vintage, d.path)
    money = money_path(of_vintage, allies, row.currency, span)
    start = int(year or first) - span[0]
    if basis == "held":
        money = np.repeat(money[:, [start]], len(span), axis=1)
    if basis == "constant":
        volume = levels(of_vintage.macro_panel, "NGDP_R", allies, span)
        money = money[:, [start]] * volume / volume[:, [start]]
    return dict(zip(years.tolist(), money.sum(axis=0)[span >= first].tolist(), strict=True))


def money_path(d: Dataset, allies: list[str], currency: str, years: Ints) -> Floats:
    """Nominal GDP in billions, allies × years: national currency, US dollars, or euros at the vintage's own rate."""
    if currency == "NCU":
        return levels(d.macro_panel, "NGDP", allies, years)
    dollars = levels(d.macro_panel, "NGDPD", allies, years)
    if currency == "USD":
        return dollars
    return dollars * levels(d.macro_panel, "NGDP", [EURO], years) / levels(d.macro_panel, "NGDPD", [EURO], years)


def members(d: Dataset, who: str) -> list[str]:
    """Allies of a group: ``NATO``, ``NATO_EUR`` (without Canada and the US), ``EU_NATO`` (in both), or one ally."""
    iso3, eu = d.allies["iso3"], d.allies["eu"].astype(bool)
    groups = {"NATO": iso3 != "", "NATO_EUR": ~iso3.isin(["CAN", "USA"]), "EU_NATO": eu}
    return iso3[groups.get(who, iso3 == who)].tolist()


def _span(text: str) -> tuple[int, int]:
    """``2035`` or ``2026-2035`` as first and last year."""
    first, _, last = text.partition("-")
    return int(first), int(last or first)

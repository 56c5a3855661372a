"""Other people's costings: ours under their assumptions beside theirs, the difference, and its cause.

The assumptions are data (``data/comparisons.csv``). Where a source leaves its basis open, the reading is the one that comes nearest to its figure:
agreement shows what a figure rests on, it does not test the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from report.outlook.costing import costing
from report.outlook.macro import levels
from report.outlook.past_errors import Floats, Ints
from report.tables import Dataset, load

CLOSE = 5.0
"""Percent; figures nearer than this agree without an explanation."""
SCALE = {"bn": 1.0, "tn": 0.001, "pp": 1.0}
EURO = "DEU"
"""The ally whose GDP in national currency and in US dollars gives the euro rate of a vintage."""
VERDICTS = ("within 5 %", "explained", "unexplained", "not comparable")


def comparisons(d: Dataset, of: Sequence[str] | None = None) -> pd.DataFrame:
    """One row per published estimate, or per one of these allies and groups (``of``, as the table writes them): ``id, author, published, geography, quantity, unit, confidence``, then

    - ``theirs`` and ``ours`` in the unit of the row, ``difference_percent`` = 100·(ours ÷ theirs − 1)
    - ``verdict``: ``within 5 %``; ``explained``, further off and ``cause`` says why; ``unexplained``; ``not comparable``, and ``missing`` says what it would take
    - ``reading`` our figure's assumptions in words, ``vintage`` of the GDP used, ``cause`` (also where close, if the agreement tells something)

    Theirs 40, ours 41: 2.5 %, within 5 %.
    """
    chosen = d.costings if of is None else d.costings[d.costings["geography"].isin(of)]
    published = chosen[["id", "author", "published", "geography", "quantity", "unit", "confidence", "value"]]
    rows = published.rename(columns={"value": "theirs"}).merge(d.comparisons, on="id", how="left")
    ours = [_ours(d, row) if row.who else np.nan for row in rows.itertuples()]
    frame = rows.assign(ours=ours)
    frame["difference_percent"] = 100 * (frame["ours"] / frame["theirs"] - 1)
    frame["verdict"] = [_verdict(*row) for row in zip(frame["difference_percent"], frame["cause"], strict=True)]
    columns = ["theirs", "ours", "difference_percent", "verdict", "reading", "vintage", "cause", "missing"]
    return frame[[*published.columns.drop("value"), *columns]]


def _verdict(difference: float, cause: str) -> str:
    if pd.isna(difference):
        return "not comparable"
    if abs(difference) <= CLOSE:
        return "within 5 %"
    return "explained" if cause else "unexplained"


def _ours(d: Dataset, row: Any) -> float:
    """The engine's figure under one row's assumptions, in the row's scale."""
    baseline = row.baseline if row.baseline == "zero" else float(row.baseline)
    path = costing(_gdp(d, row), {"core": row.start}, _waypoints(row.waypoints), baseline).set_index("year")
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
    """The GDP path of a row in billions: current prices, prices of a year, held at a year's, or as the source states it."""
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
    """Nominal GDP in billions, allies × years: national currency, US dollars, or euros at the vintage's own dollar rate of the euro."""
    if currency == "NCU":
        return levels(d.macro_panel, "NGDP", allies, years)
    dollars = levels(d.macro_panel, "NGDPD", allies, years)
    if currency == "USD":
        return dollars
    return dollars * levels(d.macro_panel, "NGDP", [EURO], years) / levels(d.macro_panel, "NGDPD", [EURO], years)


def members(d: Dataset, who: str) -> list[str]:
    """Allies of a group: ``NATO``, ``NATO_EUR`` (without Canada and the United States), ``EU_NATO`` (in both), or one ally."""
    iso3, eu = d.allies["iso3"], d.allies["eu"].astype(bool)
    groups = {"NATO": iso3 != "", "NATO_EUR": ~iso3.isin(["CAN", "USA"]), "EU_NATO": eu}
    return iso3[groups.get(who, iso3 == who)].tolist()


def _span(text: str) -> tuple[int, int]:
    """``2035`` or ``2026-2035`` as first and last year."""
    first, _, last = text.partition("-")
    return int(first), int(last or first)


def _waypoints(text: str) -> dict[str, dict[int, float]]:
    """``2028=2.5 2035=3.5`` as waypoints of core."""
    pairs = [point.split("=") for point in text.split()]
    return {"core": {int(year): float(share) for year, share in pairs}} if pairs else {}

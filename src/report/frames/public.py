"""The public functions: the rooms' own, with allies' names beside codes, and units and edition in ``df.attrs``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from numbers import Integral
from pathlib import Path
from typing import Any

import pandas as pd

from report.burdens import alliance as _alliance
from report.burdens import burden as _burden
from report.burdens.revisions import beside_sipri as _beside_sipri
from report.frames.columns import BASE, FRAME, UNITS, columns
from report.outlook import Plan, treasury, worth
from report.outlook import cost as _cost
from report.outlook import costing as _costing
from report.outlook import plan as find
from report.outlook import verification as _verification
from report.outlook.compare import compare as _compare
from report.outlook.pledged import pledged as _pledged
from report.outlook.risk import risk as _risk
from report.outlook.scenario import scenario as _scenario
from report.pages.ranges import names_with_groups
from report.tables import Dataset, ReportError, load
from report.tables.errors import shown
from report.tables.groups import allies_of

ALL = "all"


def described(frame: pd.DataFrame, kind: str, d: Dataset | None = None, base: object = "") -> pd.DataFrame:
    """The frame with names beside codes, and in ``attrs`` its maker, edition, vintage, year of prices and units."""
    if "iso3" in frame and "ally" not in frame:
        frame.insert(frame.columns.get_loc("iso3") + 1, "ally", frame["iso3"].map(names_with_groups(d or load())))
    origin = {"edition": d.edition, "macro": d.vintage} if d is not None else {}
    frame.attrs |= {FRAME: kind, **origin, BASE: str(base)}
    frame.attrs[UNITS] = {name: unit for name, unit in columns(frame)["unit"].items() if unit}
    return frame


def burden(
    d: Dataset,
    year: int | None = None,
    *,
    years: Iterable[int] | str | None = None,
    allies: Iterable[str] | str | None = None,
) -> pd.DataFrame:
    """What each ally carries: one row per ally, or per ally and year with ``years``.

    ``year``: a year of the edition, by default its last. ``years`` instead: several, such as ``range(2014, 2027)``, or
    ``"all"``. ``allies``: names or codes of allies and groups, ``"DEU, FRA"`` or ``["EU", "Norway"]``; all by default.

    Columns (``report.columns(frame)`` says what each holds and in which unit):

    {columns}

    Raises :class:`UnknownName` for an unknown ally or a year the edition does not hold, with the nearest. Source: NATO,
    Defence Expenditure of NATO Countries, the edition of ``d``; populations: IMF, World Economic Outlook.

    >>> import report
    >>> d = report.load("2024-06")
    >>> shares = report.burden(d, years=[2023, 2024], allies="Estonia, LVA")
    >>> shares.pivot(index="year", columns="ally", values="share_gdp").round(2)
    ally  Estonia  Latvia
    year
    2023     3.04    2.87
    2024     3.43    3.15
    """
    if year is not None and years is not None:
        raise ReportError("give year or years, not both")
    wanted = [year] if years is None else _years(d, years)
    frame = pd.concat([_burden(d, one) for one in wanted], ignore_index=True)
    if allies is not None:
        frame = frame[frame["iso3"].isin(allies_of(allies))].reset_index(drop=True)
    return described(frame, "burden", d, d.edition_info["price_base"])


def _years(d: Dataset, years: Iterable[int] | str) -> list[int]:
    """Several years; those in which the edition has a share of GDP where all are asked for."""
    if isinstance(years, str) and years != ALL:
        raise ReportError(f"years is {years!r}: give years, such as range(2014, 2027), or {ALL!r}")
    held = d.panel["share_gdp"].dropna().index.get_level_values("year").unique()
    chosen = list(held if isinstance(years, str) else years)
    if not chosen:
        raise ReportError("years is empty: give at least one year")
    if wrong := [year for year in chosen if not isinstance(year, Integral)]:
        raise ReportError(f"years holds {shown(wrong[0])}: give years, such as range(2014, 2027)")
    return sorted(map(int, chosen))


burden.__doc__ = (burden.__doc__ or "").replace(
    "{columns}", (_burden.__doc__ or "").partition("quantities`:\n\n")[2].partition("\n\n    ``status``")[0].strip()
)


def of_tables(made: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """The function, which takes a dataset first, with its frame described."""

    @wraps(made)
    def public(d: Dataset, *args: Any, **options: Any) -> pd.DataFrame:
        return described(made(d, *args, **options), made.__name__, d, d.edition_info["price_base"])

    return public


def of_plans(made: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """The function, whose constant prices are those of the base year: the plan's, or the edition's last."""

    @wraps(made)
    def public(d: Dataset, plan: Any, *args: Any, **options: Any) -> pd.DataFrame:
        asked = find(plan)
        return described(made(d, asked, *args, **options), made.__name__, d, asked.base_year or d.last_year)

    return public


alliance = of_tables(_alliance)
beside_sipri = of_tables(_beside_sipri)
cost = of_plans(_cost)
risk = of_plans(_risk)
pledged = of_plans(_pledged)
financing = of_plans(treasury.financing)
debt_path = of_plans(treasury.debt_path)
escape_room = of_plans(treasury.escape_room)
purchase = of_plans(worth.purchase)
absorption = of_plans(worth.absorption)
purchasing_power = of_plans(worth.purchasing_power)
exchange_rates = of_plans(worth.exchange_rates)
yardsticks = of_plans(worth.yardsticks)


@wraps(_costing)
def costing(*args: Any, **options: Any) -> pd.DataFrame:  # noqa: D103 - its words are the room's, as below
    return described(_costing(*args, **options), "costing")


@wraps(_scenario)
def scenario(url: str) -> pd.DataFrame:  # noqa: D103
    frame = _scenario(url)
    frame.attrs |= {name: ", ".join(frame[name].unique()) for name in ("edition", "macro")}
    return described(frame, "scenario", base=frame["year"].min())


@wraps(_compare)
def compare(d: Dataset, *args: Any, **options: Any) -> pd.DataFrame:  # noqa: D103
    return described(_compare(d, *args, **options), "compare", d, d.last_year)


def verification(  # noqa: D103
    d: Dataset, plan: Plan | str | Path, allies: Iterable[str] | str | None = None
) -> pd.DataFrame:
    frame = _verification(d, plan).rename(columns={"share": "share_gdp"})
    first = ["iso3", "ally", "year"]
    frame = frame[[*first, *(name for name in frame if name not in first)]]
    if allies is not None:
        frame = frame[frame["iso3"].isin(allies_of(allies))].reset_index(drop=True)
    return described(frame, "verification", d)


verification.__doc__ = (
    (_verification.__doc__ or "")
    .replace("TOML file.\n", "TOML file.\n    ``allies``: names or codes of allies and groups; all by default.\n", 1)
    .replace("``share``, ``required_share``", "``share_gdp``, ``required_share``")
)

"""From a line of the scorecard to facts that a reader can reckon again: both ends of the checking line, the years between, and what each figure is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import pandas as pd

from report.burdens.ally import burden
from report.burdens.measures import meets
from report.burdens.quantities import ally_fact
from report.facts import Fact, Provenance, Row, Unit, assumed, units, written
from report.facts.rows import pledge_rows, spending_rows
from report.outlook.plan import Plan
from report.outlook.scorecard.required import Line
from report.outlook.scorecard.verification import required_lines
from report.tables import Dataset
from report.tables.errors import unknown

CARD = {
    "required_share": ("required share", units.PERCENT_GDP, ""),
    "drift_pp": ("distance from the path", units.POINTS, "share − required share"),
    "target_share": ("target", units.PERCENT_GDP, "what the plan asks in the end"),
    "required_pp": ("points a year still needed", units.POINTS_A_YEAR, ""),
    "next_step_pp": ("next step", units.POINTS, "max(0, required share of next year − share)"),
    "next_step_usd_m": ("next step in money", units.USD_M, "next step ÷ 100 × GDP × k, at this year’s GDP"),
    "own_best_pp": (
        "own fastest span of as many years",
        units.POINTS_A_YEAR,
        "highest mean rise of its share over a span of that length in this edition",
    ),
    "precedent_share": (
        "spans as fast as that",
        units.RATIO,
        "spans of as many years, of any ally in this edition, with at least that average pace ÷ all such spans",
    ),
}
"""Columns of ``verification`` that prose may print: what they are of, their unit and, where it is the same for all, their formula."""
MET = "zero: the share meets the target"
Made = tuple[str, tuple[Fact, ...]]
"""A formula and what goes into it."""


@dataclass(frozen=True)
class Checked:
    """A plan, under the title a reader sees, held against one edition."""

    d: Dataset
    origin: Provenance
    plan: Plan
    title: str

    @cached_property
    def lines(self) -> dict[str, Line]:
        """Every ally's checking line."""
        return required_lines(self.d, self.plan)

    @cached_property
    def now(self) -> pd.DataFrame:
        """``burden`` in the last year of the edition, by iso3."""
        return burden(self.d, self.d.last_year).set_index("iso3", drop=False)


def card_fact(of: Checked, row: pd.Series, column: str) -> Fact:
    """The fact behind one cell of a ``verification`` row."""
    if column == "share":
        return _own_share(of, row)
    if column not in CARD:
        raise unknown("name", column, ["share", *CARD])
    if column == "required_share":
        return required_fact(of, row, int(row["year"]))
    _, unit, formula = CARD[column]
    fact = _fact(of, row, column, float(row[column]), unit)
    if column not in _MADE:
        return replace(fact, formula=formula, rows=_rows(of, row, column))
    formula, inputs = _MADE[column](of, row)
    return replace(fact, formula=formula, inputs=inputs)


def required_fact(of: Checked, row: pd.Series, year: int) -> Fact:
    """The share that the checking line of a row's ally requires in a year."""
    line = of.lines[row["iso3"]]
    formula, inputs = _on_line(of, row, line, year)
    fact = _fact(of, row, "required_share", line.at(year), units.PERCENT_GDP, year)
    return replace(fact, formula=formula, inputs=inputs)


def _fact(of: Checked, row: pd.Series, column: str, value: float, unit: Unit, year: int | None = None) -> Fact:
    when = str(year) if year and year > of.d.last_year else of.origin.year(year or int(row["year"]))
    label = f"{written.possessive(row['ally'])} {CARD[column][0]} under “{of.title}”, {when}"
    return Fact(
        f"{column}.{row['iso3']}.{year or int(row['year'])}.{of.plan.key}",
        label,
        value,
        unit,
        of.origin.edition,
        of.origin.status(int(row["year"])),
    )


def _rows(of: Checked, row: pd.Series, column: str) -> tuple[Row, ...]:
    rows = spending_rows(of.d, [row["iso3"]], {int(row["start_year"]), int(row["year"])}, ["share_gdp"])
    return rows + (_named_spans(of.d, str(row["precedents"])) if column == "precedent_share" else ())


def _named_spans(d: Dataset, precedents: str) -> tuple[Row, ...]:
    """The ends of the spans named in ``LTU 2017–2026 (+0.40); …``."""
    spans = [span.split()[:2] for span in precedents.split("; ") if "–" in span]
    return tuple(
        row for iso3, years in spans for row in spending_rows(d, [iso3], map(int, years.split("–")), ["share_gdp"])
    )


def _on_line(of: Checked, row: pd.Series, line: Line, year: int) -> Made:
    """How :meth:`Line.at` comes by the share of a year: between the two points it lies between, or at the last of them."""
    ahead = [point for point in line.points if point[0] > line.start_year]
    last = _point(of, row, line.points[-1]) if line.points else _share(of, row, line.start_year, line.start)
    if not ahead or year >= ahead[-1][0] or (len(ahead) == 1 and line.start >= line.target):
        return "the target, from when it is due, or from the start where the share began above it", (last,)
    first = last if line.start >= line.target else _share(of, row, line.start_year, line.start)
    stops = [(float(line.start_year), first), *((due, _point(of, row, (due, asked))) for due, asked in ahead)]
    (begin, start), (due, target) = next(pair for pair in pairwise(stops) if year <= pair[1][0])
    return f"start + (target − start) × ({year} − {begin:g}) ÷ ({due:g} − {begin:g})", (start, target)


def _share(of: Checked, row: pd.Series, year: int, share: float) -> Fact:
    """The ally's published share of a year."""
    cell = pd.Series({"iso3": row["iso3"], "ally": row["ally"], "year": year, "share_gdp": share})
    return ally_fact(of.d, of.origin, cell, "share_gdp")


def _point(of: Checked, row: pd.Series, point: tuple[float, float]) -> Fact:
    """One share that an ally is asked for, by when: the common one, or its own."""
    (due, share), iso3 = point, row["iso3"]
    is_own = iso3 in of.plan.exemptions or iso3 in of.plan.with_pledges(of.d).allies
    whose = f"{written.possessive(row['ally'])} own core target under" if is_own else "core target of"
    reason = "its own figure, in place of the common one" if is_own else "what the plan asks"
    fact = assumed(
        f"required_target.{iso3 if is_own else 'NATO'}.{due:g}.{of.plan.key}",
        f"{whose} “{of.title}” by {due:g}",
        share,
        units.PERCENT_GDP,
        f"{reason}, by {due:g}",
    )
    return replace(fact, rows=_exemption_rows(of, iso3))


def _exemption_rows(of: Checked, iso3: str) -> tuple[Row, ...]:
    """The record of pledges behind an exemption, where the plan names one."""
    source = str(of.plan.exemptions.get(iso3, {}).get("source", ""))
    return pledge_rows(of.d.pledges, [source]) if source in set(of.d.pledges["id"]) else ()


def _target(of: Checked, row: pd.Series) -> Fact:
    line = of.lines[row["iso3"]]
    return _point(of, row, line.points[-1]) if line.points else _share(of, row, line.start_year, line.start)


def _own_share(of: Checked, row: pd.Series) -> Fact:
    return _share(of, row, int(row["year"]), float(row["share"]))


def _is_met(row: pd.Series) -> bool:
    return bool(meets(float(row["share"]), float(row["target_share"])))


def _of_target(of: Checked, row: pd.Series) -> Made:
    return CARD["target_share"][2], (_target(of, row),)


def _of_distance(of: Checked, row: pd.Series) -> Made:
    return CARD["drift_pp"][2], (_own_share(of, row), required_fact(of, row, int(row["year"])))


def _of_pace(of: Checked, row: pd.Series) -> Made:
    inputs, year, due = (_target(of, row), _own_share(of, row)), int(row["year"]), of.lines[row["iso3"]].due
    if _is_met(row):
        return MET, inputs
    return f"(target − share) ÷ ({due:g} − {year})" if due - year >= 1 else "target − share, due next year", inputs


def _of_step(of: Checked, row: pd.Series) -> Made:
    if _is_met(row):
        return MET, (_target(of, row), _own_share(of, row))
    return CARD["next_step_pp"][2], (required_fact(of, row, int(row["year"]) + 1), _own_share(of, row))


def _of_money(of: Checked, row: pd.Series) -> Made:
    own = of.now.loc[row["iso3"]]
    gdp, k = (ally_fact(of.d, of.origin, own, column) for column in ("gdp_usd_m", "k"))
    return CARD["next_step_usd_m"][2], (card_fact(of, row, "next_step_pp"), gdp, k)


_MADE: dict[str, Callable[[Checked, pd.Series], Made]] = {
    "target_share": _of_target,
    "drift_pp": _of_distance,
    "required_pp": _of_pace,
    "next_step_pp": _of_step,
    "next_step_usd_m": _of_money,
}
"""Columns that are made from other facts, and how."""

"""From a line of the scorecard to facts that a reader can compute again: both ends of the checking line, the years between, and what each figure is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from report.burdens.ally import burden
from report.burdens.measures import meets
from report.burdens.quantities import ally_fact
from report.facts import Fact, Provenance, Row, written
from report.facts.catalogue import chosen, declared
from report.facts.fact import Made
from report.facts.rows import pledge_rows, spending_rows
from report.outlook.paths import Line
from report.outlook.plan import Plan
from report.outlook.scorecard.verification import required_lines
from report.outlook.shapes import between
from report.tables import Dataset
from report.tables.errors import unknown

MET = "zero: the share meets the target"
Making = tuple[str, tuple[Fact, ...], Made]
"""A formula, what goes into it, and the formula as code; no words where the declared formula holds."""


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
    if column == "required_share":
        return required_fact(of, row, int(row["year"]))
    value, of_record = float(row[column]), ("own_best_pp", "precedent_share")
    if column in of_record:
        return _fact(of, row, column, value, rows=_rows(of, row, column))
    if column not in _MADE:
        raise unknown("name", column, ["share", "required_share", *_MADE, *of_record])
    formula, inputs, made = _MADE[column](of, row)
    return _fact(of, row, column, value, formula=formula, inputs=inputs, made=made)


def required_fact(of: Checked, row: pd.Series, year: int) -> Fact:
    """The share that the checking line of a row's ally requires in a year."""
    line = of.lines[row["iso3"]]
    formula, inputs, made = _on_line(of, row, line, year)
    return _fact(of, row, "required_share", line.at(year), year, formula=formula, inputs=inputs, made=made)


def _fact(of: Checked, row: pd.Series, column: str, value: float, year: int | None = None, **details: Any) -> Fact:
    when = year or int(row["year"])
    details |= {"year": str(when) if year and year > of.d.last_year else of.origin.year(when)}
    details |= {"edition": of.origin.edition, "status": of.origin.status(int(row["year"]))}
    at = f"{row['iso3']}.{when}.{of.plan.key}"
    return declared(column, at, value, whose=written.possessive(row["ally"]), plan=of.title, **details)


def _rows(of: Checked, row: pd.Series, column: str) -> tuple[Row, ...]:
    rows = spending_rows(of.d, [row["iso3"]], {int(row["start_year"]), int(row["year"])}, ["share_gdp"])
    return rows + (_named_spans(of.d, str(row["precedents"])) if column == "precedent_share" else ())


def _named_spans(d: Dataset, precedents: str) -> tuple[Row, ...]:
    """The ends of the spans named in ``LTU 2017–2026 (+0.40); …``."""
    spans = [span.split()[:2] for span in precedents.split("; ") if "–" in span]
    return tuple(
        row for iso3, years in spans for row in spending_rows(d, [iso3], map(int, years.split("–")), ["share_gdp"])
    )


def _on_line(of: Checked, row: pd.Series, line: Line, year: int) -> Making:
    """How :meth:`Line.at` comes by the share of a year: between the two points it lies between, or at the last of them."""
    ahead = [point for point in line.points if point[0] > line.start_year]
    last = _point(of, row, line.points[-1]) if line.points else _share(of, row, line.start_year, line.start)
    if not ahead or year >= ahead[-1][0] or (len(ahead) == 1 and line.start >= line.target):
        formula = "the target, from when it is due, or from the start where the share began above it"
        return formula, (last,), lambda target: target
    first = last if line.start >= line.target else _share(of, row, line.start_year, line.start)
    return between([(line.start_year, first), *((due, _point(of, row, (due, share))) for due, share in ahead)], year)


def _share(of: Checked, row: pd.Series, year: int, share: float) -> Fact:
    """The ally's published share of a year."""
    cell = pd.Series({"iso3": row["iso3"], "ally": row["ally"], "year": year, "share_gdp": share})
    return ally_fact(of.d, of.origin, cell, "share_gdp")


def _point(of: Checked, row: pd.Series, point: tuple[float, float]) -> Fact:
    """One share that an ally is asked for, by when: the common one, or its own; with the record of pledges behind an exemption that names one."""
    (due, share), iso3 = point, row["iso3"]
    is_own = iso3 in of.plan.exemptions or iso3 in of.plan.with_pledges(of.d).allies
    source = str(of.plan.exemptions.get(iso3, {}).get("source", ""))
    rows = pledge_rows(of.d.pledges, [source]) if source in set(of.d.pledges["id"]) else ()
    name = f"required_target.{iso3 if is_own else 'NATO'}.{due:g}.{of.plan.key}"
    words = {"whose": written.possessive(row["ally"]), "plan": of.title, "due": f"{due:g}"}
    return chosen("own_required_target" if is_own else "required_target", share, name=name, rows=rows, **words)


def _target(of: Checked, row: pd.Series) -> Fact:
    line = of.lines[row["iso3"]]
    return _point(of, row, line.points[-1]) if line.points else _share(of, row, line.start_year, line.start)


def _own_share(of: Checked, row: pd.Series) -> Fact:
    return _share(of, row, int(row["year"]), float(row["share"]))


def _of_distance(of: Checked, row: pd.Series) -> Making:
    parts = (_own_share(of, row), required_fact(of, row, int(row["year"])))
    return "", parts, lambda share, required: share - required


def _unless_met(of: Checked, row: pd.Series) -> Making | None:
    """Nothing is left to do once the share meets the target."""
    met = bool(meets(float(row["share"]), float(row["target_share"])))
    return (MET, (_target(of, row), _own_share(of, row)), lambda target, share: 0.0) if met else None


def _of_pace(of: Checked, row: pd.Series) -> Making:
    if done := _unless_met(of, row):
        return done
    inputs, year, due = (_target(of, row), _own_share(of, row)), int(row["year"]), of.lines[row["iso3"]].due
    if not due - year >= 1:
        return "target − share, due next year", inputs, lambda target, share: target - share
    return f"(target − share) ÷ ({due:g} − {year})", inputs, lambda target, share: (target - share) / (due - year)


def _of_step(of: Checked, row: pd.Series) -> Making:
    if done := _unless_met(of, row):
        return done
    parts = (required_fact(of, row, int(row["year"]) + 1), _own_share(of, row))
    return "", parts, lambda required, share: max(0.0, required - share)


def _of_money(of: Checked, row: pd.Series) -> Making:
    own = of.now.loc[row["iso3"]]
    gdp, k = (ally_fact(of.d, of.origin, own, column) for column in ("gdp_usd_m", "k"))
    return "", (card_fact(of, row, "next_step_pp"), gdp, k), lambda step, gdp, k: step / 100 * gdp * k


_MADE: dict[str, Callable[[Checked, pd.Series], Making]] = {
    "target_share": lambda of, row: ("", (_target(of, row),), lambda target: target),
    "drift_pp": _of_distance,
    "required_pp": _of_pace,
    "next_step_pp": _of_step,
    "next_step_usd_m": _of_money,
}
"""Columns that are made from other facts, and how."""

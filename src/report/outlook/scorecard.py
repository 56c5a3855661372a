"""The scorecard: where each ally stands against the path it agreed to, and the facts behind each of its lines."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from report.burdens.ally import burden
from report.burdens.measures import as_published, meets
from report.burdens.quantities import ALLY, ally_fact
from report.burdens.revisions import usual_revision
from report.facts import Fact, Provenance, Row, written
from report.facts.catalogue import chosen, declared
from report.facts.rows import pledge_rows, spending_rows
from report.outlook.paths import Line, next_step, required_line, required_pace, years_left
from report.outlook.plan import AnyPlan, Plan
from report.outlook.plan import plan as find
from report.outlook.pledges import COLUMNS as PLEDGE_COLUMNS
from report.outlook.pledges import own_pledges, pledges_tested, with_pledges
from report.outlook.precedent import longest, record, spans
from report.outlook.shapes import Explained, between
from report.tables import Dataset, guideline
from report.tables.errors import unknown

TOLERANCE = 0.05
"""Points of GDP either side of the required path that count as on it: a convention, narrower than the usual revision of
an edition's last year (:func:`report.burdens.revisions.usual_revision`): statuses within that are marked."""
ROUNDING = 1e-9
STEP_RULE = 0.2
"""Points of GDP a year that the proposal of May 2025 asked of every ally; The Hague did not adopt it."""
STATUSES = ("met", "ahead", "on path", "behind", "exempt", "no forces", "no figure")
"""``no figure``: only where an edition withholds an ally's last share, as August 2025 does Germany's."""


def verification(d: Dataset, plan: AnyPlan) -> pd.DataFrame:
    """One row per ally: where it stands in the edition's last year against the path that ``plan`` requires, given as a
    plan, an id (``report.plans()``) or a TOML file.

    The path starts in the year the plan was agreed (when the ally joined, if later; in the edition's last year, if
    earlier) at the share the same edition gives for that year, and runs straight to what is asked
    (:class:`report.outlook.paths.Line`). Shares are percent of GDP as published, ``…_pp`` percentage points of GDP.

    - ``status``: ``met`` the target at published precision; ``ahead``, ``on path``, ``behind`` the path, 0.05 points
      either way being on it; ``exempt``: treated as exempt, the other columns then refer to its own figure; ``no
      forces``; ``no figure``
    - ``share``, ``required_share``, ``drift_pp`` = share − required: built up since the start, below zero behind
    - ``margin_pp``: how far the share is from where the status would be another; ``within_revision``: whether that is
      no further than half of all shares of an edition's last year moved later
      (:func:`report.burdens.revisions.usual_revision`); both missing where there is no path
    - ``target_share``, ``target_year``, ``start_share``, ``start_year``: the two ends of the path
    - ``required_pp``, against the plan (``burden``’s is against The Hague) = (target − share)/``years_left``, zero once
      met; all of it next year when overdue. ``above_0_2_rule``: more than 0.2
    - ``next_step_pp``: what brings it to the path next year; ``next_step_usd_m``: that at this year's GDP, US$ million
    - ``precedent_share``: part of all windows of ``precedent_years`` years of all allies in this edition with at least
      that average pace; ``precedent_reached`` of ``precedent_windows``, by ``precedent_allies`` allies; missing where
      nothing is required. Windows of one ally overlap. ``precedents`` names the fastest three, ``own_best_pp`` is the
      ally's own best window of that length
    - ``pledge_…``: the ally's own pledge on record (:func:`report.outlook.pledges.own_pledges`); ``evidence``: rows of
      the expenditure table

    What it is not: NATO's own assessment of annual plans, which is not published; nor a judgement of intentions.
    Raises :class:`UnknownName` for an unknown id, with the nearest.

    >>> import report
    >>> card = report.verification(report.load("2024-06"), "wales-2014").set_index("iso3")
    >>> card.loc[["EST", "ESP"], "status"].tolist()
    ['met', 'behind']
    """
    plan = find(plan)
    card = standing(d, plan)
    card["margin_pp"] = margin(card)
    near = card["margin_pp"] <= usual_revision(d).half + ROUNDING
    card["within_revision"] = near.astype("boolean").mask(card["margin_pp"].isna())
    card = card.join(_precedents(card, published_shares(d)))
    pledged = own_pledges(pledges_held(d, plan))
    return card.join(pledged.reindex(columns=list(PLEDGE_COLUMNS))).reset_index()


def pledges_held(d: Dataset, plan: Plan) -> pd.DataFrame:
    """Every pledge in force and what it is held against: :func:`report.outlook.pledges.pledges_tested`."""
    return pledges_tested(d.pledges, plan, required_lines(d, plan), published_shares(d), d.last_year)


def published_shares(d: Dataset) -> pd.DataFrame:
    """The edition's published shares of GDP in percent, allies down, years across."""
    return d.panel["share_gdp"].unstack("year").reindex(d.allies["iso3"]).dropna(axis=1, how="all")


def required_lines(d: Dataset, plan: Plan) -> dict[str, Line]:
    """Every ally's required line by ISO code; for one without any published share a line of nan."""
    settled, shares = with_pledges(plan, d), published_shares(d)
    joined = d.allies.set_index("iso3")["accession"].dt.year
    starts = joined.clip(lower=plan.agreed_year or d.last_year)
    return {iso3: _line(settled, iso3, shares.loc[iso3].dropna(), int(starts[iso3])) for iso3 in shares.index}


def _line(plan: Plan, iso3: str, shares: pd.Series, start_year: int) -> Line:
    """From the last published share at or before the start year; where the edition begins later, from its first."""
    if shares.empty:
        return Line(start_year, np.nan, ())
    known = shares[shares.index <= start_year] if shares.index[0] <= start_year else shares.head(1)
    now = int(shares.index[-1]), float(shares.iloc[-1])
    return required_line(plan, iso3, int(known.index[-1]), float(known.iloc[-1]), now)


def standing(d: Dataset, plan: Plan) -> pd.DataFrame:
    """The part of :func:`verification` that compares share and path, index ``iso3``."""
    now, lines = burden(d, d.last_year).set_index("iso3"), required_lines(d, plan)
    card = now[["ally", "year"]].assign(share=now["share_gdp"])
    card = card.join(against_lines(card["share"], lines, d.last_year))
    card["next_step_usd_m"] = card["next_step_pp"] / 100 * now["gdp_usd_m"] * now["k"]
    card.insert(0, "status", status(card, plan.exemptions, now["forces"]))
    years = {iso3: dict.fromkeys([line.start_year, d.last_year]) for iso3, line in lines.items() if line.points}
    rows = {iso3: "; ".join(f"{iso3} {year} share_gdp" for year in both) for iso3, both in years.items()}
    card["evidence"] = [f"{d.edition}: {rows[iso3]}" if iso3 in rows else "" for iso3 in lines]
    return card


def against_lines(shares: pd.Series, lines: dict[str, Line], year: int) -> pd.DataFrame:
    """Shares of one year, by iso3, against required lines: the columns of :func:`verification` to ``next_step_pp``."""
    rows = {str(iso3): _against(float(share), lines[str(iso3)], year) for iso3, share in shares.items()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("iso3")


def _against(share: float, line: Line, year: int) -> dict[str, float | bool]:
    met = bool(meets(share, line.target))
    pace = 0.0 if met else required_pace(line, share, year)
    return {
        "required_share": line.at(year),
        "drift_pp": round(share - line.at(year), 9),
        "target_share": line.target,
        "target_year": float(np.ceil(line.due)),
        "start_share": line.start,
        "start_year": float(line.start_year),
        "years_left": years_left(line, year),
        "required_pp": pace,
        "above_0_2_rule": bool(pace > STEP_RULE + 1e-9),
        "next_step_pp": 0.0 if met else next_step(line, share, year),
    }


def status(card: pd.DataFrame, exempt: Collection[str], forces: pd.Series) -> pd.Series:
    """Each ally's status from ``share``, ``target_share`` and ``drift_pp``, in the words of :func:`verification`."""
    drift, met = card["drift_pp"].round(9), as_published(card["share"]) >= card["target_share"]
    rules = {"no forces": ~forces.astype(bool), "no figure": card["share"].isna()}
    rules |= {"exempt": card.index.isin([*exempt]), "met": met}
    rules |= {"ahead": drift > TOLERANCE, "on path": drift >= -TOLERANCE}
    return pd.Series(np.select(list(rules.values()), list(rules), "behind"), card.index)


def margin(card: pd.DataFrame) -> pd.Series:
    """Points of GDP from the share to the nearest edge of its status: the target; short of it, also the tolerance
    either side of the path. A path that begins in the year itself has only the target for an edge, a plan that asks
    nothing has none. Belgium 2026e: drift −0.15, the edge −0.05 is 0.10 away."""
    to_target = (as_published(card["share"]) - card["target_share"]).abs().where(card["target_year"].notna())
    to_edge = (card["drift_pp"].abs() - TOLERANCE).abs()
    on_path = card["status"].isin(["ahead", "on path", "behind"])
    begun = on_path & (card["start_year"] < card["year"])
    return np.fmin(to_target, to_edge.where(begun)).where(on_path | (card["status"] == "met")).round(9)


PRECEDENT = {"share": "precedent_share", "reached": "precedent_reached", "spans": "precedent_windows"}
PRECEDENT |= {"allies": "precedent_allies", "which": "precedents", "own_best_pp": "own_best_pp"}
"""What :func:`report.outlook.precedent.record` says, by the name of its column."""


def _precedents(card: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """``precedent_years`` and the columns of :data:`PRECEDENT` for allies that something is still required of."""
    short = card[card["required_pp"] > 0]
    lengths = {str(iso3): longest(shares, max(1, round(years))) for iso3, years in short["years_left"].items()}
    found = {length: spans(shares, length) for length in set(lengths.values())}
    records = {iso3: record(found[n], short.at[iso3, "required_pp"], iso3, 3) for iso3, n in lengths.items()}
    table = pd.DataFrame.from_dict(records, orient="index", columns=list(PRECEDENT)).rename(columns=PRECEDENT)
    table.insert(0, "precedent_years", pd.Series(lengths, dtype=float))
    return table


def verification_history(editions: Sequence[Dataset], plan: Plan) -> pd.DataFrame:
    """The scorecard of a plan in each edition, in the order given; nothing is carried from one edition to another.

    One row per edition and ally: ``edition, iso3, ally, year, status, share, required_share, drift_pp, before`` (its
    status in the edition before), ``changed``. Each edition measures from its own figures of the start year, so a
    restated past moves the path as well as the share; an edition that ends before a plan was agreed shows where allies
    stood against its target alone, on path by definition.
    """
    cards = pd.concat([standing(d, plan).reset_index().assign(edition=d.edition) for d in editions], ignore_index=True)
    cards["before"] = cards.groupby("iso3")["status"].shift()
    cards["changed"] = cards["before"].notna() & (cards["before"] != cards["status"])
    columns = ["edition", "iso3", "ally", "year", "status", "share", "required_share", "drift_pp"]
    return cards[[*columns, "before", "changed"]]


def review(d: Dataset, plan: Plan, since: int | None = None) -> pd.DataFrame:
    """What the scorecard would look like at the plan's review if every ally kept its pace of the last three years.

    share = b + pace·(year − t), pace = (b_t − b_{t−3})/3, or over the years from ``since`` to t, against the same
    required line. One row per ally: ``iso3, ally, status, year, share, pace_pp, required_share, drift_pp, required_pp,
    next_step_pp`` and the ends of the path. Without a share in the first year of the pace: ``no figure``. What it is
    not: a forecast: the recent pace of allies on the eastern border is not one anybody expects to last, and a pace of
    three years holds what an ally did before the plan was agreed.
    """
    when = plan.review_year or int(guideline("core").review_year or d.last_year)
    now = burden(d, d.last_year).set_index("iso3")
    pace = now["pace_pp"] if since is None else pace_since(d, since)
    share = now["share_gdp"] + pace * (when - d.last_year)
    card = pd.DataFrame({"ally": now["ally"], "year": when, "share": share, "pace_pp": pace})
    card = card.join(against_lines(card["share"], required_lines(d, plan), when))
    card.insert(1, "status", status(card, plan.exemptions, now["forces"]))
    return card.reset_index()


def pace_since(d: Dataset, since: int) -> pd.Series:
    """(b_t − b_since)/(t − since): points of GDP a year since that year, by ``iso3``; missing where no year lies
    between. Belgium since 2025: (2.00 − 2.00)/1 = 0. Source: NATO's published shares of one edition. What it is not:
    over one year, more than a hint."""
    shares, t = published_shares(d), d.last_year
    if since >= t or since not in shares:
        return pd.Series(np.nan, index=shares.index)
    return (shares[t] - shares[since]) / (t - since)


@dataclass(frozen=True)
class Checked:
    """A plan held against one edition."""

    d: Dataset
    origin: Provenance
    plan: Plan

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
        return _share(of, row, int(row["year"]), float(row["share"]))
    if column == "required_share":
        return required_fact(of, row, int(row["year"]))
    value, of_record = float(row[column]), ("own_best_pp", "precedent_share")
    if column in of_record:
        return _fact(of, row, column, value, rows=_rows(of, row, column))
    if column not in MADE:
        raise unknown("name", column, ["share", "required_share", *MADE, *of_record])
    formula, inputs, made = _made(of, row, column)
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
    return declared(column, at, value, whose=written.possessive(row["ally"]), plan=of.plan.title, **details)


def _rows(of: Checked, row: pd.Series, column: str) -> tuple[Row, ...]:
    """The ally's shares at the ends of its path, and those at the ends of the spans in ``LTU 2017–2026 (+0.40); …``."""
    rows = spending_rows(of.d, [row["iso3"]], {int(row["start_year"]), int(row["year"])}, ["share_gdp"])
    named = str(row["precedents"]).split("; ") if column == "precedent_share" else []
    for iso3, years in [span.split()[:2] for span in named if "–" in span]:
        rows += spending_rows(of.d, [iso3], map(int, years.split("–")), ["share_gdp"])
    return rows


def _on_line(of: Checked, row: pd.Series, line: Line, year: int) -> Explained:
    """How :meth:`Line.at` comes by a year's share: between the two points around it, or at the last."""
    ahead = [point for point in line.points if point[0] > line.start_year]
    last = _point(of, row, line.points[-1]) if line.points else _share(of, row, line.start_year, line.start)
    if not ahead or year >= ahead[-1][0] or (len(ahead) == 1 and line.start >= line.target):
        formula = "the target, from when it is due, or from the start where the share began above it"
        return formula, (last,), lambda target: target
    first = last if line.start >= line.target else _share(of, row, line.start_year, line.start)
    return between([(line.start_year, first), *((due, _point(of, row, (due, share))) for due, share in ahead)], year)


def _share(of: Checked, row: pd.Series, year: int, share: float) -> Fact:
    """The ally's published share of a year."""
    return ALLY.fact(of.d, of.origin, "share_gdp", row["iso3"], year, share, row["ally"])


def _point(of: Checked, row: pd.Series, point: tuple[float, float]) -> Fact:
    """A share asked of an ally, and by when: the common one, or its own, with the pledge behind an exemption."""
    (due, share), iso3 = point, row["iso3"]
    is_own = iso3 in of.plan.exemptions or iso3 in with_pledges(of.plan, of.d).allies
    source = str(of.plan.exemptions.get(iso3, {}).get("source", ""))
    rows = pledge_rows(of.d.pledges, [source]) if source in set(of.d.pledges["id"]) else ()
    name = f"required_target.{iso3 if is_own else 'NATO'}.{due:g}.{of.plan.key}"
    words = {"whose": written.possessive(row["ally"]), "plan": of.plan.title, "due": f"{due:g}"}
    return chosen("own_required_target" if is_own else "required_target", share, name=name, rows=rows, **words)


MADE = ("target_share", "drift_pp", "required_pp", "next_step_pp", "next_step_usd_m")
"""Columns that are made from other facts."""


def _made(of: Checked, row: pd.Series, column: str) -> Explained:
    """How one of them is made; no words where the declared formula holds."""
    year, line = int(row["year"]), of.lines[row["iso3"]]
    own = _share(of, row, year, float(row["share"]))
    target = _point(of, row, line.points[-1]) if line.points else _share(of, row, line.start_year, line.start)
    if column == "target_share":
        return "", (target,), lambda target: target
    if column == "drift_pp":
        return "", (own, required_fact(of, row, year)), lambda share, required: share - required
    if column == "next_step_usd_m":
        gdp, k = (ally_fact(of.d, of.origin, of.now.loc[row["iso3"]], name) for name in ("gdp_usd_m", "k"))
        return "", (card_fact(of, row, "next_step_pp"), gdp, k), lambda step, gdp, k: step / 100 * gdp * k
    if meets(float(row["share"]), float(row["target_share"])):
        return "zero: the share meets the target", (target, own), lambda target, share: 0.0
    if column == "next_step_pp":
        return "", (required_fact(of, row, year + 1), own), lambda required, share: max(0.0, required - share)
    if not line.due - year >= 1:
        return "target − share, due next year", (target, own), lambda target, share: target - share
    formula = f"(target − share) ÷ ({line.due:g} − {year})"
    return formula, (target, own), lambda target, share: (target - share) / (line.due - year)

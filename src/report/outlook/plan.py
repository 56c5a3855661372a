"""Plans: what allies are asked to spend, by when, and how they get there.

A plan is data: a short TOML file in ``data/plans`` or of your own, or one of those with keyword changes. A file may
start from another, by its id or as a file named from where it lies: ``extends = "hague-2025"``, followed by what
differs; ``branch`` names one in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import chain, pairwise
from numbers import Real
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from report.outlook import tidy
from report.outlook.shapes import SHAPES
from report.tables import data_path
from report.tables.errors import MOST_SHOWN, BadTable, ReportError, shown, unknown
from report.tables.schema import package
from report.tables.texts import read_toml


@dataclass(frozen=True)
class Plan:
    """What is asked of each ally, as shares of GDP in percent.

    ``core`` is NATO's (core) defence expenditure, a floor; ``related`` the defence- and security-related part, a
    ceiling that no one tabulates. Every field can be set in a plan file or as a keyword of :func:`plan`:

    ``shape``            how a share moves to the target year; see :data:`report.outlook.shapes.SHAPES`
    ``core_target``, ``core_year``, ``related_target``, ``related_year``   percent of GDP and the year it is due
    ``total_target``     stated total, the sum of core and related; it follows where one of these is changed alone
    ``step_pp``          points of GDP a year (shape ``increment``: the year of the target follows from the pace)
    ``waypoints``        ``{"core": {2028: 3.0, 2035: 3.5}, "related": {...}}`` for every ally (shape ``waypoints``)
    ``allies``           ``{"EST": {2027: 5.2, 2030: 5.4}}``: an ally's own core figures, instead of the plan's
    ``pledges``          ``none`` | ``verified`` | ``joint`` | ``all``: own figures from the record
                         (:func:`report.outlook.pledges.pledges_used`)
    ``set_aside``        ``{pledge id: reason}`` pledges on record that are not counted
    ``exemptions``       ``{"ESP": {"core": 2.1, "year": 2035, "reason": ..., "source": ...}}``; ``False``: none
    ``agreed_year``      the year allies agreed on it, or in which it was put forward; compliance is measured from there
    ``review_year``      when they look at it again
    ``base_year``        start of the path; None: the last year the edition has for the ally
    ``horizon``          last year computed
    ``related_start``    related share in the base year. 0 is an ASSUMPTION: nobody tabulates it
    ``new_money``        part of the rise in related spending that is new money, 0 (relabelled) to 1
    ``may_cut``          True lets a path fall; otherwise an ally above its target stays where it is
    ``delay``            years by which every step comes late;  ``delivery``: part of every step that is made, 0 to 1
    ``branch``           ``{"year": 2029, "plan": "core-5"}``: from that year on the allies follow another plan

    ``changes``          what was changed of the plan on record, as :attr:`key` names it

    Raises :class:`~report.tables.errors.ReportError` when the parts contradict each other.
    """

    id: str
    title: str
    summary: str = ""
    shape: str = "linear"
    core_target: float | None = None
    core_year: int | None = None
    related_target: float | None = None
    related_year: int | None = None
    total_target: float | None = None
    step_pp: float | None = None
    waypoints: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    allies: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    pledges: str = "none"
    set_aside: Mapping[str, str] = field(default_factory=dict)
    exemptions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    agreed_year: int | None = None
    review_year: int | None = None
    base_year: int | None = None
    horizon: int = 2035
    related_start: float = 0.0
    new_money: float = 1.0
    may_cut: bool = False
    delay: int = 0
    delivery: float = 1.0
    branch: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    source_url: str = ""
    changes: str = ""

    def __post_init__(self) -> None:
        for name, clean in tidy.FIELDS.items():
            object.__setattr__(self, name, clean(name, getattr(self, name)))
        if self.branch:
            object.__setattr__(self, "branch", tidy.branch(self.branch, plan))
        refuse_contradictions(self)

    @property
    def key(self) -> str:
        """The plan in the id of a fact: ``hague-2025``, ``hague-2025+core_year=2032``."""
        return "+".join(filter(None, (self.id, self.changes)))


AnyPlan: TypeAlias = Plan | str | Path
"""A plan, the id of one on record, or a TOML file."""
NOT_CONTENT = ("id", "title", "summary", "source", "source_url", "base_year", "horizon")
FIELDS = tuple(f.name for f in fields(Plan) if f.name != "changes")
LISTED = ("id", "title", "shape", "core_target", "core_year", "related_target", "related_year")
EXTENDS = "extends"


def plan(name: str | Path | Plan, **changes: Any) -> Plan:
    """The plan of that id (``report.plans()`` lists them), of a TOML file, or of a ``Plan``, with ``changes`` applied.

    ``plan("hague-2025", core_year=2032, exemptions=False)``. Raises :class:`UnknownName` for an unknown plan, field or
    shape with the nearest known one, :class:`ReportError` with the reason when the changes contradict each other.

    >>> import report
    >>> report.plan("hague-2025", core_year=2032).core_year
    2032
    """
    _known_fields(changes)
    if changes.get("exemptions") is True:
        del changes["exemptions"]
    start = name if isinstance(name, Plan) else _read(_file(name))
    said = _said(changes)
    title = f"{start.title} (changed: {', '.join(said)})" if said else start.title
    key = ",".join(filter(None, (start.changes, *(change.replace(" ", "=") for change in said))))
    return _changed(start, {"title": title, "changes": key} | changes)


def _changed(start: Plan, changes: Mapping[str, Any]) -> Plan:
    """The plan with changes; a stated total follows a changed part, unless it is changed too."""
    parts = ("core_target", "related_target")
    if start.total_target is None or "total_target" in changes or not changes.keys() & set(parts):
        return replace(start, **changes)
    found = [tidy.FIELDS[part](part, changes.get(part, getattr(start, part))) for part in parts]
    return replace(start, **changes, total_target=sum(share or 0 for share in found))


def _said(changes: Mapping[str, Any]) -> list[str]:
    """What is no longer as on record, for the title: ``core_year 2032``; ``own`` for what a title cannot hold."""
    said = []
    for name, value in changes.items():
        fits = isinstance(value, float | str) or (isinstance(value, Real) and abs(value) < 10**MOST_SHOWN)
        said += [f"{name} {value if fits else 'own'}"] if name not in NOT_CONTENT else []
    return said


def plans() -> pd.DataFrame:
    """The plans in ``data/plans``, one row each; shares are percent of GDP, ``exemptions`` names the allies exempt. One
    that cannot be read is left out."""
    listed = [one for one in _each().values() if isinstance(one, Plan)]
    if not listed:
        raise _no_plan()
    table = pd.DataFrame([{name: getattr(one, name) for name in (*LISTED, "source")} for one in listed])
    table.insert(len(LISTED), "exemptions", [", ".join(one.exemptions) for one in listed])
    return table.astype({"core_year": "Int64", "related_year": "Int64"})


def _no_plan() -> ReportError:
    package(data_path())  # what is no folder of tables is told from one that has lost its plans
    remedy = "restore the folder, or copy one from the project's"
    return ReportError(f"there is no plan in {data_path() / 'plans'} that can be read: {remedy}")


def unsound(folder: Path | None = None) -> dict[str, str]:
    """What is wrong with the plans in ``data/plans`` that cannot be read, by the name of the file."""
    said = {path.name: str(one) for path, one in _each(folder).items() if not isinstance(one, Plan)}
    return {f"plans/{name}": what.removeprefix(f"plan file {name}: ") for name, what in said.items()}


def _each(folder: Path | None = None) -> dict[Path, Plan | ReportError]:
    """Every plan in the folder, or why it is none."""
    found: dict[Path, Plan | ReportError] = {}
    for path in sorted(((folder or data_path()) / "plans").glob("*.toml")):
        try:
            found[path] = _read(path)
        except BadTable:
            raise
        except ReportError as error:
            found[path] = error
    return found


def plan_files() -> dict[str, Path]:
    """The files of the plans on record, by the plan's id."""
    return {path.stem: path for path in (data_path() / "plans").glob("*.toml")}


def _file(name: str | Path) -> Path:
    if not isinstance(name, str | Path):
        raise ReportError(f"plan is {shown(name)}: give the id of a plan (report.plans()) or the path of a TOML file")
    path = Path(name)
    if path.suffix == ".toml":
        if not path.is_file():
            remedy = "give a path to a TOML file or a plan id (report.plans())"
            raise ReportError(f"plan file {path}: there is no such file; {remedy}")
        return path
    if not (known := plan_files()):
        raise _no_plan()
    if str(name) not in known:
        raise unknown("plan", name, sorted(known))
    return known[str(name)]


def files_of(path: Path, within: Sequence[Path] = ()) -> list[Path]:
    """The file of a plan and those it extends or branches to. Raises :class:`ReportError` for a circle."""
    if path in within:
        remedy = "start from another plan"
        raise ReportError(f"plan file {within[0].name}: extends itself, by way of {within[-1].name}; {remedy}")
    further = [_named(path, what, name) for what, name in _references(_stated(path))]
    return list(dict.fromkeys([path, *(file for one in further for file in files_of(one, (*within, path)))]))


def _references(stated: Mapping[str, Any]) -> list[tuple[str, object]]:
    """The plans that a plan refers to, with the field that names them."""
    branch = stated.get("branch")
    named = {EXTENDS: stated.get(EXTENDS), "branch": branch.get("plan") if isinstance(branch, Mapping) else None}
    return [(what, name) for what, name in named.items() if name is not None]


def _named(path: Path, what: str, start: object) -> Path:
    """The file a plan starts from or turns into: one beside it or elsewhere, or one of ours by id, also its own."""
    if not isinstance(start, str):
        raise ReportError(f"plan file {path.name}: {what} is {start!r}; give the id of a plan or the path of a file")
    beside, is_file = path.parent / f"{start.removesuffix('.toml')}.toml", start.endswith(".toml")
    here = beside.is_file() and (beside != path or is_file)
    return (beside if here else _file(beside if is_file else start)).resolve()


def _stated(path: Path) -> dict[str, Any]:
    """What a file states."""
    try:
        return read_toml(path)
    except ReportError as error:
        raise ReportError(f"plan file {path.name}: {error}; see data/plans for examples") from error


def _read(path: Path) -> Plan:
    """The plan of a file; what the file leaves out is as in the plan it ``extends``."""
    files_of(path.resolve())  # refuses a circle
    stated = _stated(path)
    try:
        start = stated.pop(EXTENDS, None)
        _known_fields(stated)
        for what, name in _references(stated):  # from the file's folder, not from where it is read
            stated[what] = {**stated[what], "plan": _named(path, what, name)}
        own = {"id": path.stem, "title": path.stem} | stated
        return _changed(_read(_named(path, EXTENDS, start)), own) if start is not None else Plan(**own)
    except BadTable:  # of the tables it names allies from
        raise
    except ReportError as error:
        raise type(error)(f"plan file {path.name}: {error}") from error


def _known_fields(names: Iterable[str]) -> None:
    for name in names:
        if name not in FIELDS:
            raise unknown("plan field", name, FIELDS)


PLEDGES = ("none", "verified", "joint", "all")
RISE = "paths only rise unless may_cut = true"


def refuse_contradictions(plan: Plan) -> None:
    """Raises :class:`ReportError` with the first reason why the plan cannot be meant as it is written."""
    if plan.shape not in SHAPES:
        raise unknown("shape", plan.shape, SHAPES)
    if plan.pledges not in PLEDGES:
        raise unknown("choice of pledges", plan.pledges, PLEDGES)
    for reason in chain(_targets(plan), _waypoints(plan), () if plan.may_cut else _falls(plan), _years(plan)):
        raise ReportError(f"plan {plan.id}: {reason}")


def _targets(plan: Plan) -> Iterator[str]:
    """Targets that the shape cannot lead to, and those that have no year."""
    given = [name for name in ("core_target", "related_target", "waypoints") if getattr(plan, name)]
    if given and not SHAPES[plan.shape].asks:
        yield f"shape {plan.shape} asks for nothing, yet {given[0]} is given; choose another shape or drop it"
    if SHAPES[plan.shape].asks and plan.core_target is None and plan.related_target is None and not plan.waypoints:
        yield "no target: give core_target, related_target or waypoints, or shape = 'hold'"
    for name in ("core", "related"):
        target, due = getattr(plan, f"{name}_target"), getattr(plan, f"{name}_year")
        if target is None and due is not None:
            yield f"{name}_year {due} has no {name}_target; give both or neither"
        if target is not None and due is None and plan.shape != "increment":
            yield f"{name}_target {target:g} has no {name}_year; say by when, or use shape = 'increment' with step_pp"
    if reason := SHAPES[plan.shape].refuse(plan.shape, plan.step_pp, bool(plan.waypoints)):
        yield reason


def _waypoints(plan: Plan) -> Iterator[str]:
    """Waypoints that run beyond a target they do not lead to."""
    for name, points in plan.waypoints.items():
        target, due = getattr(plan, f"{name}_target"), getattr(plan, f"{name}_year")
        last = max(points, default=0)
        if target is not None and due <= last and points.get(due) != target:
            yield f"the {name} target, {target:g} in {due}, does not fit the waypoints, which run to {last}"


def _falls(plan: Plan) -> Iterator[str]:
    """Figures that fall, as far as a plan alone can tell; costs are checked against where allies stand."""
    stated = {f"waypoints.{name}": points for name, points in plan.waypoints.items()}
    stated |= {f"allies.{iso3}": points for iso3, points in plan.allies.items()}
    for name, points in stated.items():
        for before, then in pairwise(points):
            if points[then] < points[before]:
                yield f"{name} falls in {then}; {RISE}"
    if plan.related_target is not None and plan.related_target < plan.related_start:
        yield f"related_target {plan.related_target:g} is below related_start {plan.related_start:g}; {RISE}"


def _years(plan: Plan) -> Iterator[str]:
    """Years that are past when they should be ahead, and parts that do not add up to the total."""
    pairs = [(due, start) for due in ("core_year", "related_year") for start in ("agreed_year", "base_year")]
    for later, earlier in [*pairs, ("review_year", "agreed_year")]:
        due, start = getattr(plan, later), getattr(plan, earlier)
        if due is not None and start is not None and due <= start:
            yield f"{later} {due} is not after {earlier} {start}: that year is past"
    if plan.base_year is not None and plan.horizon <= plan.base_year:
        yield f"horizon {plan.horizon} is not after base_year {plan.base_year}"
    core, related, total = plan.core_target or 0, plan.related_target or 0, plan.total_target
    if total is not None and abs(core + related - total) > 1e-9:
        parts = f"core_target {core:g} and related_target {related:g} sum to {core + related:g}"
        yield f"{parts}, not to total_target {total:g}"
    year = plan.branch.get("year")
    if year is not None and not (plan.base_year or 0) < year < plan.horizon:
        yield f"branch year {year} is not between the base year and the horizon {plan.horizon}"

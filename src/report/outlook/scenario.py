"""A scenario as the explorer's address states it: who, which plan with which changes, which tables, which money.

``explorer.html#who=DEU,FRA&plan=hague-2025&target=3&year=2030&growth=-0.5``. The page computes the same in the browser;
what it takes from here (keys, defaults, limits, rules) it takes as generated data.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from itertools import pairwise, product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

import pandas as pd

from report.outlook import shapes
from report.outlook.base import read_baseline
from report.outlook.cost import cost, group_cost, members_in
from report.outlook.draws import quantiles_of
from report.outlook.plan import Plan, plans
from report.outlook.plan import plan as find
from report.outlook.risk import simulate
from report.outlook.treasury import fiscal, gdp_ratio
from report.printable import printable
from report.tables import Dataset, load
from report.tables.errors import ReportError, unknown
from report.tables.groups import groups, has_forces, members, who
from report.tables.releases import editions, newest_edition, newest_vintage, vintages

UNITS = {"usd_constant": "usd_m_constant", "usd": "usd_m", "ncu_constant": "ncu_m_constant", "ncu": "ncu_m"}
"""The unit in an address and the money path of :func:`report.outlook.cost` it stands for."""
NATIONAL = ("ncu_constant", "ncu")
PER = ("total", "head", "gdp", "revenue")
"""What amounts are shown per: in all, per inhabitant, in percent of GDP or of government revenue."""
SHAPES = tuple(name for name, shape in shapes.SHAPES.items() if shape.asks and not shape.reads)
"""The shapes an own target can be reached in (:data:`report.outlook.shapes.SHAPES`)."""
LIMITS = {
    "target": (0.1, 10.0),
    "growth": (-5.0, 5.0),
    "new_money": (0.0, 100.0),
    "delivered": (0.0, 100.0),
    "delay": (0, 10),
    "baseline": (0.0, 100.0),
}
"""What a number in an address may be, in percent of GDP, points of growth a year, percent or years."""
BEYOND = 5
"""Years after the last of the plans on record in which a target of one's own may be due."""
MOST = 8
"""Series side by side."""
ENDS = (0.10, 0.90)
SEPARATOR = ","


def limits() -> dict[str, tuple[float, float]]:
    """:data:`LIMITS` with those of ``year``: from the last year of the newest edition to :data:`BEYOND` years after the
    last that a plan on record reaches."""
    last = max(find(name).horizon for name in plans()["id"])
    return LIMITS | {"year": (load().last_year, last + BEYOND)}


@dataclass(frozen=True)
class Scenario:
    """Series to look at: every combination of ``who``, ``plan``, ``edition`` and ``macro``, under the same changes.

    ``target`` and ``year``, with ``shape``, take the place of what the first plan asks for core defence, and of pledges
    it reads; so do ``points``, a path of one's own, ``{year: percent of GDP}``. Every other plan stands as it is
    written. An own target or own points are asked of everybody; other exemptions stay unless ``exempt`` is 0. ``(1,
    0)`` sets both side by side, for whoever is exempt. The rest applies to all: ``new_money`` is the percentage of the
    rise in related spending that is new money, ``delivered`` the percentage of every step that is made, ``delay`` the
    years by which it comes late, ``growth`` points added to real growth.
    """

    who: tuple[str, ...] = ("NATO_EUR_CAN",)
    plan: tuple[str, ...] = ("hague-2025",)
    target: float | None = None
    year: int | None = None
    shape: str | None = None
    points: tuple[tuple[int, float], ...] = ()
    exempt: tuple[int, ...] = (1,)
    new_money: float = 0.0
    delivered: float = 100.0
    delay: int = 0
    baseline: str | float = "freeze"
    growth: float = 0.0
    unit: str = "usd_constant"
    per: str = "total"
    edition: tuple[str, ...] = field(default_factory=lambda: (newest_edition(),))
    macro: tuple[str, ...] = field(default_factory=lambda: (newest_vintage(),))

    def url(self, page: str = "explorer.html") -> str:
        """The page's address with this scenario: always who, plan, edition and macro; the rest if not the default."""
        said = {f.name: getattr(self, f.name) for f in fields(self)}
        usual = Scenario()
        kept = {k: v for k, v in said.items() if k in ALWAYS or v != getattr(usual, k)}
        return f"{page}#" + "&".join(f"{name}={quote(text_of(value), safe='/,:')}" for name, value in kept.items())

    @property
    def own(self) -> bool:
        """Whether a target, year, shape or points of one's own take the first plan's place."""
        return bool(self.points) or not (self.target is None and self.year is None and self.shape is None)

    @property
    def due(self) -> int:
        """The year an answer is about: when one's own target or path is due, else the latest that the plans name."""
        if self.points:
            return self.points[-1][0]
        plans_ = [self.plan_of(name) for name in (self.plan[:1] if self.own else self.plan)]
        return max(plan.core_year or plan.horizon for plan in plans_)

    @property
    def series(self) -> list[tuple[str, str, str, str, int]]:
        """Who, plan, edition, macro vintage and whether exemptions hold, of each series in the order shown."""
        every = product(self.who, self.plan, self.edition, self.macro)
        return [(*one, exempt) for one in every for exempt in self._exempt(*one[:2])]

    def _exempt(self, who: str, name: str) -> tuple[int, ...]:
        """Both only for whom the plan exempts, or has a member it does; an own target exempts nobody."""
        if len(self.exempt) == 1:
            return self.exempt
        asked_of_all = name == self.plan[0] and (self.points or self.target is not None)
        return (1,) if asked_of_all or not {*members(who)} & {*find(name).exemptions} else self.exempt

    def plan_of(self, name: str, exempt: int | None = None) -> Plan:
        """The plan of that id with the scenario's changes; what is asked, and the title, change in the first plan only.

        ``exempt``: whether exemptions hold, by default the scenario's first choice. All plans reach as far as the one
        that reaches furthest. Raises :class:`ReportError` where the changes contradict the plan.
        """
        given, holds = find(name), self.exempt[0] if exempt is None else exempt
        changes = self._asked(given) if self.own and name == self.plan[0] else {}
        if not holds and given.exemptions:
            changes = {"title": f"{given.title}, without exemption", "exemptions": {}} | changes
        if self.own and name == self.plan[0]:
            changes |= {"pledges": "none", "set_aside": {}, "allies": {}, "total_target": None, "step_pp": None}
            changes |= {"exemptions": {}} if self.points or self.target is not None else {}
        furthest = max([self.year or 0, *(find(one).horizon for one in self.plan), *(year for year, _ in self.points)])
        parts: dict[str, Any] = {"delivery": given.delivery * self.delivered / 100, "delay": given.delay + self.delay}
        parts |= {"new_money": self.new_money / 100}
        return replace(given, horizon=furthest, **parts, **changes)

    def _asked(self, given: Plan) -> dict[str, Any]:
        """What takes the place of the plan's core target: own points, or an own target, year or shape."""
        if self.points:
            path = {"shape": "waypoints", "waypoints": {"core": dict(self.points)}}
            return path | {"title": "a path of your own", "core_target": None, "core_year": None}
        target = given.core_target if self.target is None else self.target
        if target is None:
            raise ReportError(f"plan {given.id} has no target of its own: give target as well as year or shape")
        due = self.year or given.core_year or given.horizon
        shape = self.shape or (given.shape if given.shape in SHAPES else "linear")
        own = {"title": f"{target:g}% by {due}", "shape": shape, "core_target": target, "core_year": due}
        return own | {"waypoints": {}}


ALWAYS = ("who", "plan", "edition", "macro")
SEVERAL = (*ALWAYS, "exempt")
"""Keys that may hold several values, set apart by commas."""
TOO_MANY = f"more than {MOST} series side by side"


def text_of(value: Any) -> str:
    """A value of a scenario as :func:`parse` reads it."""
    if isinstance(value, Mapping):
        return text_of(tuple(value.items()))
    if isinstance(value, tuple | list):
        return SEPARATOR.join(f"{one[0]}:{text_of(one[1])}" if isinstance(one, tuple) else str(one) for one in value)
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def read(url: str) -> tuple[Scenario, dict[str, str]]:
    """The scenario in an address, and what in it was set aside: the reason by key. Only what follows ``#`` is read.

    Nothing is guessed: a key or value that is unknown or impossible leaves its place to the default, and of several
    values the others are kept. Of a key given more than once the first counts. Raises :class:`ReportError` for no link.
    """
    if not isinstance(url, str) or ("#" not in url and ("=" in url or not url.endswith(".html"))):
        raise ReportError(f"{url!r} is not an explorer link: its state follows a #, as in explorer.html#who=DEU")
    known, aside = dict[str, Any](), dict[str, list[str]]()
    for key, text in parse_qsl(url.partition("#")[2], keep_blank_values=True):
        if key in known:
            aside.setdefault(key, []).append(f"given more than once: {printable(text)} was left out")
        else:
            known[key] = _kept(key, text, aside)
    made = _settled(Scenario(**{key: kept for key, kept in known.items() if kept is not None}), aside)
    return made, {key: "; ".join(dict.fromkeys(reasons)) for key, reasons in aside.items()}


def _kept(key: str, text: str, aside: dict[str, list[str]]) -> Any:
    """What can be read of a value, None if nothing; why the rest cannot is set ``aside``."""
    kept = list[Any]()
    for part in text.split(SEPARATOR) if key in SEVERAL else [text]:
        try:
            kept.append(parse(key, part))
        except ReportError as error:
            aside.setdefault(key, []).append(str(error))
    several = tuple(dict.fromkeys(one for part in kept for one in part)) if key in SEVERAL else ()
    return several or (kept[0] if kept else None)


def parse(key: str, text: str) -> Any:
    """A key's value as an address states it. Raises :class:`ReportError` for an unknown or impossible one."""
    if key not in READERS:
        raise unknown("key", key, READERS)
    parts = [part.strip() for part in (text.split(SEPARATOR) if key in SEVERAL else [text])]
    if not all(parts):
        raise ReportError(f"{key} is empty")
    read = [READERS[key](part) for part in parts]
    return tuple(dict.fromkeys(read)) if key in SEVERAL else read[0]


def _settled(made: Scenario, aside: dict[str, list[str]]) -> Scenario:
    """The scenario without what is possible alone and not together."""
    for key, reason in _clashes(made):
        aside.setdefault(key, []).append(reason)
        made = replace(made, **{key: getattr(Scenario(), key)})
    while len(made.series) > MOST:
        key = max(SEVERAL, key=lambda name: len(getattr(made, name)))
        *kept, last = getattr(made, key)
        aside.setdefault(key, []).append(f"{TOO_MANY}: {last} was left out")
        fewer: dict[str, Any] = {key: tuple(kept)}
        made = replace(made, **fewer)
    return made


def _clashes(one: Scenario) -> Iterator[tuple[str, str]]:
    """Values that are possible alone and not together."""
    if one.points:
        for key in ("target", "year", "shape"):
            if getattr(one, key) is not None:
                yield key, "own points say it already"
    if one.unit in NATIONAL and any(code in groups() for code in one.who):
        yield "unit", "national currencies of a group do not add up"
    if one.per == "revenue" and any(code in groups() for code in one.who):
        yield "per", "revenue is that of one ally"


def _one_of(kind: str, given: str, known: Collection[str]) -> str:
    if given not in known:
        raise unknown(kind, given, known)
    return given


def _number(key: str, text: str) -> float:
    low, high = limits()[key] if key == "year" else LIMITS[key]
    try:
        number = float(text.replace("_", "?"))  # as JavaScript reads it
    except ValueError:
        raise ReportError(f"{key} is {text!r}: give a number from {low:g} to {high:g}") from None
    if not low <= number <= high:
        raise ReportError(f"{key} is {text}: give a number from {low:g} to {high:g}")
    return number


def _whole(key: str, text: str) -> int:
    number = _number(key, text)
    if number != int(number):
        raise ReportError(f"{key} is {text}: give a whole number")
    return int(number)


def _points(text: str) -> tuple[tuple[int, float], ...]:
    pairs = [part.partition(":") for part in text.split(SEPARATOR)]
    if not all(share for *_, share in pairs):
        raise ReportError(f"points is {text!r}: write years and shares, 2028:2.5,2035:3.5")
    points = tuple((_whole("year", year), _number("target", share)) for year, _, share in pairs)
    if any(then <= before or share < lower for (before, lower), (then, share) in pairwise(points)):
        rule = "write years in increasing order with shares that do not fall"
        raise ReportError(f"points is {text!r}: {rule}, 2028:2.5,2035:3.5")
    return points


def _baseline(text: str) -> str | float:
    against = read_baseline(text)
    if isinstance(against, float):
        _number("baseline", str(against))
    return against


def _whose(text: str) -> str:
    code = who(text)
    if code not in groups() and not has_forces(code):
        raise ReportError(f"{code} has no armed forces, hence no spending and no path")
    return code


READERS: Mapping[str, Callable[[str], Any]] = {
    "who": _whose,
    "plan": lambda text: _one_of("plan", text, plans()["id"].tolist()),
    **{name: partial(_number, name) for name in ("target", "new_money", "delivered", "growth")},
    **{name: partial(_whole, name) for name in ("year", "delay")},
    "shape": lambda text: _one_of("shape", text, SHAPES),
    "points": _points,
    "exempt": lambda text: int(_one_of("choice of exemptions", text, ("0", "1"))),
    "baseline": _baseline,
    "unit": lambda text: _one_of("unit", text, tuple(UNITS)),
    "per": lambda text: _one_of("per", text, PER),
    "edition": lambda text: _one_of("edition", text, editions()),
    "macro": lambda text: _one_of("macro vintage", text, vintages()),
}
"""How each key of an address is read; of :data:`SEVERAL`, each value."""
COLUMNS = ["iso3", "plan", "title", "edition", "macro", "component", "year", "share_gdp", "baseline_share_gdp"]
COLUMNS += ["currency"]
MONEY = {"level": "level", "extra": "extra", "cumulative": "cumulative_extra"}
"""Amounts and the names :func:`report.outlook.cost` has for them."""
RANGES = ("low", "high", "cumulative_low", "cumulative_high")
SHOWN = {
    "total": {},
    "head": {what: f"{what}_per_head" for what in ("level", "extra", "low", "high")},
    "gdp": {"level": "share_gdp", "extra": "extra_share_gdp"},
    "revenue": {"level": "level_percent_revenue", "extra": "extra_percent_revenue"},
}
"""Where ``per`` has an amount shown otherwise than in millions, the column that holds it."""


def scenario(url: str) -> pd.DataFrame:
    """The figures behind an explorer link, one row per series and year: what the page shows, at full precision.

    ``iso3`` ally or group, ``plan``, ``title`` of the plan or of what takes its place, ``5% by 2030``, ``edition``,
    ``macro``; ``component`` is core; ``share_gdp``, ``baseline_share_gdp`` percent of GDP; ``currency`` of the amounts;
    ``level``, ``extra``, ``cumulative`` millions of the address's unit, as :func:`report.outlook.cost`; ``low``,
    ``high`` 80 % range of extra and ``cumulative_low``, ``cumulative_high`` of the cumulative extra, as
    :func:`report.outlook.risk.risk`; ``related`` the extra of related spending, which is new money by assumption. Where
    the address has ``per``: ``level``, ``extra``, ``low``, ``high`` ``_per_head``, an inhabitant; or
    ``extra_share_gdp``; or ``level``, ``extra`` ``_percent_revenue`` of government revenue. ``attrs``: ``url``,
    ``unit`` and ``set_aside``, the reason by key for what in the address was unknown or impossible. Raises
    :class:`ReportError` for a plan that does not fit the tables, and for what is no address.

    >>> import report
    >>> report.scenario("explorer.html#who=DEU,FRA&plan=hague-2025&target=3&year=2030").attrs["unit"]
    'millions of usd_constant'
    """
    state, aside = read(url)
    frame = figures(state)
    frame.attrs["set_aside"] = aside
    return frame


def figures(state: Scenario, component: str = "core", path: Path | None = None) -> pd.DataFrame:
    """Every series of a scenario, one below the other; columns of :func:`scenario`. ``path``: another data folder."""
    _one_of("unit", state.unit, tuple(UNITS))
    _one_of("per", state.per, PER)
    for key, reason in _clashes(state):
        raise ReportError(f"{key}: {reason}")
    if not (series := state.series):
        raise ReportError("nothing is asked for: name at least one of who, plan, edition and macro")
    found = [
        _series(state, code, state.plan_of(plan, exempt), load(edition, macro, path), component)
        for code, plan, edition, macro, exempt in series
    ]
    frame = pd.concat(found, ignore_index=True)
    frame.attrs.update(url=state.url(), unit=f"millions of {state.unit}", per=state.per, plans=state.plan)
    return frame


def _series(state: Scenario, code: str, plan: Plan, d: Dataset, component: str) -> pd.DataFrame:
    """One series, year by year; nothing of an ally without forces."""
    options: dict[str, Any] = {"baseline": state.baseline, "growth_shift": state.growth}
    path = UNITS[state.unit]
    every = group_cost(d, plan, code, **options) if code in groups() else cost(d, plan, allies=code, **options)
    columns = list(dict.fromkeys([*COLUMNS, *MONEY, *RANGES, "related", *SHOWN[state.per].values()]))
    frame = every[every["component"] == component]
    if frame.empty:
        return frame.reindex(columns=columns)
    money: dict[str, Any] = {what: frame[f"{amount}_{path}"] for what, amount in MONEY.items()}
    money |= {} if state.unit in NATIONAL else {"currency": "USD"}
    frame = frame.assign(iso3=code, plan=plan.id, title=plan.title, edition=d.edition, macro=d.vintage, **money)
    related = every[every["component"] == "related"].set_index("year")[f"extra_{path}"].rename("related")
    frame = frame.join(_ranges(d, state, code, plan, component), on="year").join(related, on="year")
    return frame.assign(**_per(d, state, code, frame))[columns].reset_index(drop=True)


def _per(d: Dataset, state: Scenario, code: str, frame: pd.DataFrame) -> dict[str, pd.Series]:
    """The columns of :data:`SHOWN`; revenue and the amounts over it are both parts of the IMF's GDP."""
    shown = SHOWN[state.per]
    if state.per == "head":
        return {name: frame[what] / frame["population_m"] for what, name in shown.items()}
    if state.per == "revenue":
        revenue = fiscal(d)["revenue"][code].reindex(frame["year"]).to_numpy() * frame["gdp_usd_m"]
        return {name: 1e4 * frame[f"{what}_usd_m"] * gdp_ratio(d)[code] / revenue for what, name in shown.items()}
    return {"extra_share_gdp": frame["share_gdp"] - frame["baseline_share_gdp"]} if state.per == "gdp" else {}


def _ranges(d: Dataset, state: Scenario, code: str, plan: Plan, component: str) -> pd.DataFrame:
    allies, shift = members_in(d, code), state.growth
    drawn = simulate(d, plan, component=component, baseline=state.baseline, allies=allies, growth_shift=shift)
    table: dict[str, Any] = {}
    for what, ends in (("extra", RANGES[:2]), ("cumulative_extra", RANGES[2:])):
        found = quantiles_of(drawn.amounts(code, what, UNITS[state.unit]), ENDS)
        table |= dict(zip(ends, found, strict=True))
    return pd.DataFrame(table, index=pd.Index(drawn.years, name="year"))

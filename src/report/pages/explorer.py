"""The explorer, whose figures the reader's browser computes: plans, standings, growth and draws as plain data."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Any

import numpy as np
import pandas as pd

from report.facts import Provenance, likely, provenance, written
from report.outlook import scenario
from report.outlook.base import base_figures
from report.outlook.cost import PATHS
from report.outlook.macro import GROWING
from report.outlook.past_errors import FAR, HORIZONS, SEASONS, VARIABLES, Floats, errors_of, lender, outturns
from report.outlook.plan import Plan, plan, plan_files, plans
from report.outlook.pledges import with_pledges
from report.outlook.pool import PUBLISHED, REFERENCE, Links, centre_of, links, pool
from report.outlook.range_facts import DRAWN
from report.outlook.risk import DRAWS as DRAWS
from report.outlook.risk import SEED
from report.outlook.scenario import SHAPES, UNITS, Scenario, limits
from report.outlook.shapes import CURVE
from report.outlook.shapes import SHAPES as ALL_SHAPES
from report.outlook.stretch import CAP, LEVEL, scored, stretch
from report.outlook.stretch import DRAWS as PAST_DRAWS
from report.outlook.stretch import SEED as PAST_SEED
from report.outlook.treasury import RATIOS, gdp_ratio
from report.pages.country import CountryPage
from report.pages.head import Headed
from report.pages.page import Page
from report.tables import Dataset, load
from report.tables.errors import ReportError
from report.tables.groups import groups
from report.tables.groups import known as group_names
from report.tables.names import known
from report.tables.releases import editions, vintages

GOALS = ("core_target", "core_year", "related_target", "related_year", "step_pp", "horizon")
PLAN = ("id", "title", "summary", "source", "shape", *GOALS, "related_start", "may_cut", "delay", "delivery")
FIRST_LINK = 35
"""The character that stands for the first vintage of a chain."""
ANCHOR = "USA"
MISSING = -(2**23)
"""Stands for no figure among whole numbers of three bytes."""


@dataclass(frozen=True)
class ExplorerPage(Headed):
    """The explorer speaks over all editions and vintages, so it takes no parameters."""

    kind = "explorer"

    @cached_property
    def d(self) -> Dataset:
        """The newest edition and vintage."""
        return load()

    @cached_property
    def origin(self) -> Provenance:
        """Lines of credit of the newest edition."""
        return provenance(self.d)

    @cached_property
    def data(self) -> dict[str, Any]:
        """Everything the page's script computes from, as plain data, so that none is typed there again."""
        by_edition = {edition: found for edition in editions() if (found := _standings(edition))}
        first = min(one[0] for found in by_edition.values() for rows in found.values() for one in rows.values())
        return {
            **_rules(),
            "allies": {row["iso3"]: _ally(row) for row in self.d.allies.to_dict("records")},
            "groups": {
                code: {name: getattr(one, name) for name in ("name", "in_text", "members")}
                for code, one in groups().items()
            },
            "order": self._order(list(by_edition)),
            "names": _names(),
            "symbols": {code: written.symbol(code) for code in sorted({"USD", *self.d.allies["currency"], "BGN"})},
            "plans": {name: _plan(with_pledges(plan(name), self.d)) for name in plans()["id"]},
            "editions": {name: _edition(self.d, name) for name in by_edition},
            "macros": {name: _macro(load(self.d.edition, name), first) for name in vintages()},
            "record": record(self.d),
            "far": FAR,
            "missing": MISSING,
            "standing_columns": STANDING,
            "standing": by_edition,
        }

    def _order(self, shown: list[str]) -> dict[str, list[str]]:
        """The order of things on the page; a notebook keeps plain data sorted by name."""
        allies = self.d.allies[self.d.allies["has_forces"]].sort_values("name")
        return {
            "keys": list(Scenario.__dataclass_fields__),
            "groups": list(groups()),
            "allies": allies["iso3"].tolist(),
            "plans": sorted(plans()["id"], key=lambda name: (name != Scenario().plan[0], plan(name).title)),
            "editions": shown[::-1],
            "macros": vintages()[::-1],
        }

    @property
    def on_record(self) -> list[dict[str, Any]]:
        """Every plan on record, with the title of its source."""
        titles = dict(zip(self.d.sources["id"], self.d.sources["title"], strict=True))
        return [row | {"source": titles.get(row["source"], row["source"])} for row in plans().to_dict("records")]

    def identity(self) -> dict[str, str]:
        """The newest edition and vintage."""
        return {"edition": self.origin.edition, "macro": self.origin.macro}


def explorer_page() -> ExplorerPage:
    """The explorer's page."""
    return ExplorerPage()


def browser_data() -> dict[str, Any]:
    """What the explorer computes from, for whoever writes the page; the notebook holds its digest."""
    return explorer_page().data


def _rules() -> dict[str, Any]:
    """Keys, defaults, limits and shapes of a scenario's address."""
    usual = {name: getattr(Scenario(), name) for name in Scenario.__dataclass_fields__}
    return {
        "defaults": usual,
        "always": scenario.ALWAYS,
        "several": scenario.SEVERAL,
        "limits": limits(),
        "shapes": SHAPES,
        "shape_words": {name: ALL_SHAPES[name].words for name in SHAPES},
        "curve": CURVE,
        "units": UNITS,
        "ranges": {unit: likely(DRAWN[path]) for unit, path in UNITS.items()},
        "national": scenario.NATIONAL,
        "per": scenario.PER,
        "most": scenario.MOST,
        "too_many": scenario.TOO_MANY,
        "ends": scenario.ENDS,
        "paths": {name: {"gdp": gdp, "indicator": growing} for name, (gdp, growing) in PATHS.items()},
        "scales": written.SCALES,
        "site": "The burden-sharing briefing",
    }


def _ally(row: Mapping[Any, Any]) -> dict[str, Any]:
    forces = bool(row["has_forces"])
    return {"name": row["name"], "in_text": row["name_in_text"], "forces": forces, "currency": row["currency"]}


def _names() -> dict[str, list[str]]:
    """Every name by the code it stands for, groups first."""
    by_code: dict[str, list[str]] = {}
    for name, code in {**known(), **group_names()}.items():
        by_code.setdefault(code, []).append(name)
    return by_code


def _plan(one: Plan) -> dict[str, Any]:
    """A plan with its pledges written out; years and shares as pairs."""
    return {name: getattr(one, name) for name in PLAN} | {
        "waypoints": {name: list(points.items()) for name, points in one.waypoints.items()},
        "allies": {iso3: list(points.items()) for iso3, points in one.allies.items()},
        "exemptions": {iso3: {"core": own["core"], "year": own["year"]} for iso3, own in one.exemptions.items()},
    }


def _edition(d: Dataset, name: str) -> dict[str, Any]:
    row = d.editions.set_index("edition").loc[name]
    estimated = row["first_estimate_year"]
    return {"label": f"NATO, {written.month(name)}", "month": written.month(name), "first_estimate": int(estimated)}


def _standings(edition: str) -> dict[str, dict[str, list[Any]]]:
    """Where each ally stands in an edition, by vintage; vintages that lack growth from there on are left out."""
    found = {}
    for vintage in vintages():
        try:
            d = load(edition, vintage)
            rows = base_figures(d).assign(ratio=gdp_ratio(d).round(9)).dropna(subset=["gdp_usd", "gdp_ncu"])
        except ReportError:
            continue
        rows = rows.rename(columns={"base_year": "base"}).astype({"base": int} | dict.fromkeys(STANDING[3:], float))
        found[vintage] = {str(iso3): [*row] for iso3, *row in rows[list(STANDING)].itertuples()}
    return {vintage: rows for vintage, rows in found.items() if rows}


STANDING = ("base", "status", "currency", "share", "k", "gdp_usd", "gdp_ncu", "ratio")
"""What is known of an ally's base year, in the order of a row."""


def _macro(d: Dataset, first: int) -> dict[str, Any]:
    """Levels of one vintage from the first base year on, government revenue in percent of GDP, and the draws."""
    return {
        "label": f"IMF, {written.month(d.vintage)}",
        "month": written.month(d.vintage),
        "first": first,
        "now": int(d.vintage[:4]),
        "last": int(d.macro["year"].max()),
        "levels": {name: _rows(d, name, first) for name in GROWING},
        "revenue": _rows(d, RATIOS["revenue"], first),
        "draws": _draws(d),
    }


def _rows(d: Dataset, indicator: str, first: int) -> dict[str, list[float | None]]:
    """One indicator by ally, up to the last value known; None in a gap."""
    found: dict[str, list[float | None]] = {}
    for iso3, row in d.macro_panel[indicator].unstack("year").loc[:, first:].iterrows():
        cut = row.loc[: row.last_valid_index()] if row.notna().any() else row.iloc[:0]
        found[str(iso3)] = [None if pd.isna(value) else float(value) for value in cut]
    return found


def _draws(d: Dataset) -> dict[str, Any]:
    """A vintage's draws: errors of prices, centre, and each draw's chain; those of growth follow from the record."""
    now, errors = int(d.vintage[:4]), errors_of(d)
    source, span = pool(errors, now), int(limits()["year"][1]) - now + 1
    # Errors (allies × vintages × horizons) as whole numbers, in parts of each ally's largest.
    cube = np.nan_to_num(source.prices[:, :, :HORIZONS])
    scale = (np.maximum(np.abs(cube).max(axis=(1, 2)), 1e-9) / (2**23 - 2)).round(15)
    return {
        "count": DRAWS,
        "span": span,
        "anchor": ANCHOR,
        "allies": source.allies,
        "reach": source.reach.tolist(),
        "horizons": HORIZONS,
        "stretch": stretch(errors, now, years=span).round(9).tolist(),
        "centre": centre_of(errors, now)[1].round(9).tolist(),
        "links": _chained(links(source.reach, span, DRAWS, np.random.default_rng(SEED))),
        "scale": {"prices": scale.tolist()},
        "prices": _in_three_bytes(np.round(cube / scale[:, None, None])),
    }


def record(d: Dataset) -> dict[str, Any]:
    """The IMF's forecasts of growth, what came, and the chains of past vintages, for the stretch of a sum."""
    errors = errors_of(d, next(iter(SEASONS)))
    came = outturns(d).xs(VARIABLES["growth"], level="indicator")
    years = range(int(errors.vintages[0]), int(came.index.get_level_values("year").max()) + 1)
    wide = {kind: came[kind].unstack("year").reindex(index=list(errors.allies), columns=years) for kind in came}
    return {
        "allies": errors.allies,
        "lenders": [errors.allies.index(lender(iso3)) for iso3 in errors.allies],
        "reference": REFERENCE,
        "from": PUBLISHED.first,
        "pull": PUBLISHED.pull,
        "horizons": HORIZONS,
        "draws": PAST_DRAWS,
        "level": LEVEL,
        "cap": CAP,
        "first_link": FIRST_LINK,
        "first_year": years[0],
        "years": len(years),
        **{kind: _decimals(table.to_numpy(float)) for kind, table in wide.items()},
        "seasons": {season: _season(d, season) for season in SEASONS},
    }


def _season(d: Dataset, season: str) -> dict[str, Any]:
    errors = errors_of(d, season)
    said = d.forecasts[(d.forecasts["indicator"] == VARIABLES["growth"]) & d.forecasts["vintage"].str.endswith(season)]
    cube = said.assign(now=said["vintage"].str[:4].astype(int)).set_index(["now", "iso3", "horizon_years"])["value"]
    index = pd.MultiIndex.from_product([errors.vintages, errors.allies, range(HORIZONS)])
    replays = {past.now: pool(errors, past.now) for past in scored(errors, PUBLISHED)}
    return {
        "vintages": errors.vintages.tolist(),
        "forecasts": _decimals(cube.reindex(index).to_numpy(float)),
        "replays": {
            str(now): _chained(links(past.reach, FAR, PAST_DRAWS, np.random.default_rng(PAST_SEED)))
            for now, past in replays.items()
        },
    }


def _decimals(percent: Floats) -> str:
    """Percentages as whole thousandths of three bytes, as the IMF prints them; :data:`MISSING` where there is none."""
    return _in_three_bytes(np.where(np.isnan(percent), MISSING, np.round(percent * 1000)))


def _in_three_bytes(whole: Floats) -> str:
    return base64.b64encode(whole.astype("<i4").reshape(-1, 1).view(np.uint8)[:, :3].tobytes()).decode()


def _chained(chain: Links) -> str:
    """The draws in order, each as a character that says how many vintages it shares with the draw before and one for
    each further vintage it follows.

    How long a draw follows a vintage is what the vintage's reach says.
    """
    begins = np.ones(chain.vintage.shape, dtype=bool)
    begins[1:] = (chain.vintage[1:] != chain.vintage[:-1]) | (chain.horizon[1:] != chain.horizon[:-1] + 1)
    draws = zip(chain.vintage.T, begins.T, strict=True)
    followed = sorted("".join(chr(FIRST_LINK + one) for one in vintages[at].tolist()) for vintages, at in draws)
    alike = (takewhile(lambda two: two[0] == two[1], zip(*pair, strict=False)) for pair in pairwise(followed))
    shared = [0, *(len([*start]) for start in alike)]
    return "".join(chr(FIRST_LINK + same) + one[same:] for same, one in zip(shared, followed, strict=True))


def address(page: Page, *beside: str) -> str:
    """The explorer's address with the page's settings, ``beside`` other allies."""
    who = "NATO_EUR_CAN"
    if isinstance(page, CountryPage):
        who = page.iso3 if page.has_forces else "NATO_TOTAL"
    unit = "usd_constant" if page.prices == "constant" else "usd"
    seen: dict[str, Any] = {"edition": (page.edition,), "macro": (page.macro,), "baseline": page.baseline, "unit": unit}
    seen |= {"plan": (page.plan_name,)} if page.plan_name in plan_files() else _own_settings(page)
    return Scenario((who, *beside), **seen).url(f"{page.head.root}explorer.html")


def _own_settings(page: Page) -> dict[str, Any]:
    """What the explorer, which knows plans on record only, can be given of any other."""
    ask = page.ask("core", page.iso3 if isinstance(page, CountryPage) else "")
    if page.plan.may_cut or page.plan.branch or ask.share is None or ask.year is None or ask.shape not in SHAPES:
        return {}
    usual = plan(Scenario().plan[0]).core_target
    target = None if ask.share == usual else ask.share  # a target of one's own asks it of everybody
    late, exempt = {"delay": page.plan.delay, "delivered": 100 * page.plan.delivery}, (int(bool(page.plan.exemptions)),)
    return {"target": target, "year": ask.year, "shape": ask.shape, "exempt": exempt, **late}

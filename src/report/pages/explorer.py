"""The explorer: a page whose figures the reader's browser computes. Here is what it computes from: plans, standings, growth and draws, as plain data."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from report.facts import Provenance, provenance, written
from report.outlook.ask import SHAPE_WORDS
from report.outlook.base import standing
from report.outlook.chains import Links, links
from report.outlook.cost import PATHS
from report.outlook.macro import GROWING
from report.outlook.past_errors import HORIZONS, Floats, errors_of
from report.outlook.paths import CURVE
from report.outlook.plan import Plan, plan, plans
from report.outlook.pool import pool
from report.outlook.scenario import ALWAYS, ENDS, LIMITS, MOST, NATIONAL, PER, SHAPES, UNITS, Scenario
from report.outlook.simulation import DRAWS, SEED
from report.outlook.stretch import stretch
from report.outlook.treasury import RATIOS, gdp_ratio
from report.pages.page import MIME
from report.tables import Dataset, load
from report.tables.errors import ReportError
from report.tables.groups import groups
from report.tables.groups import known as group_names
from report.tables.held import editions, vintages
from report.tables.names import known

LAST = int(LIMITS["year"][1])
"""The last year a scenario can reach."""
PLAN = (
    "id",
    "title",
    "summary",
    "source",
    "shape",
    "core_target",
    "core_year",
    "related_target",
    "related_year",
    "step_pp",
    "horizon",
    "related_start",
    "may_cut",
)
FIRST_LINK = 35
"""The character that stands for the first vintage of a chain."""
ANCHOR = "USA"


@dataclass(frozen=True)
class ExplorerPage:
    """The explorer speaks over all editions and vintages, so it takes no parameters."""

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
        """Everything the page's script computes from, as plain data. Nothing of it is typed in the script a second time."""
        held = {edition: _standings(edition) for edition in editions()}
        held = {edition: found for edition, found in held.items() if found}
        first = min(one[0] for found in held.values() for rows in found.values() for one in rows.values())
        return {
            **_rules(),
            "allies": {row["iso3"]: _ally(row) for row in self.d.allies.to_dict("records")},
            "groups": {
                code: {"name": one.name, "in_text": one.in_text, "members": one.members}
                for code, one in groups().items()
            },
            "order": self._order(list(held)),
            "names": _names(),
            "symbols": {code: written.symbol(code) for code in sorted({"USD", *self.d.allies["currency"], "BGN"})},
            "plans": {name: _plan(plan(name).with_pledges(self.d)) for name in plans()["id"]},
            "editions": {name: _edition(self.d, name) for name in held},
            "macros": {name: _macro(load(self.d.edition, name), first) for name in vintages()},
            "standing_columns": STANDING,
            "standing": held,
        }

    def _order(self, held: list[str]) -> dict[str, list[str]]:
        """The order of things on the page; a notebook keeps plain data sorted by name."""
        allies = self.d.allies[self.d.allies["has_forces"]].sort_values("name")
        return {
            "keys": list(Scenario.__dataclass_fields__),
            "groups": list(groups()),
            "allies": allies["iso3"].tolist(),
            "plans": sorted(plans()["id"], key=lambda name: (name != Scenario().plan[0], plan(name).title)),
            "editions": held[::-1],
            "macros": vintages()[::-1],
        }

    def header(self) -> dict[str, Any]:
        """Title, dates and identity, for the page's own head."""
        return {
            "slug": "explorer",
            "kind": "explorer",
            "label": "Explorer",
            "title": "What would it cost?",
            "subtitle": "Any ally or group, any target and year: the bill, with its likely range",
            "description": "Choose allies, a plan or a target of your own, growth and prices, and see what it would cost, with ranges, comparisons and a link to share.",
            "iso3": None,
            "date": self.origin.published,
            "edition": {"id": self.d.edition, "label": self.origin.edition},
            "macro": {"id": self.d.vintage, "label": self.origin.macro},
            "lang": "en-GB",
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        header = self.header()
        return {
            MIME: header,
            "text/html": f"<h1>{header['title']}</h1><p>{header['subtitle']}</p>",
            "text/plain": header["title"],
        }


def explorer_page() -> ExplorerPage:
    """The explorer's page."""
    return ExplorerPage()


def browser_data() -> dict[str, Any]:
    """What the explorer computes from, for whoever writes the page; the notebook holds its digest."""
    return explorer_page().data


def digest(data: dict[str, Any]) -> str:
    """SHA-256 of plain data."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def _rules() -> dict[str, Any]:
    """Keys, defaults, limits and shapes of a scenario's address."""
    usual = {name: getattr(Scenario(), name) for name in Scenario.__dataclass_fields__}
    return {
        "defaults": usual,
        "always": ALWAYS,
        "limits": LIMITS,
        "shapes": SHAPES,
        "shape_words": {name: SHAPE_WORDS[name] for name in SHAPES},
        "curve": CURVE,
        "units": UNITS,
        "national": NATIONAL,
        "per": PER,
        "most": MOST,
        "ends": ENDS,
        "paths": {name: path._asdict() for name, path in PATHS.items()},
        "scales": written.SCALES,
        "site": "The burden-sharing briefing",
    }


def _ally(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "name": row["name"],
        "in_text": row["name_in_text"],
        "forces": bool(row["has_forces"]),
        "currency": row["currency"],
    }


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
            rows = standing(d).assign(ratio=gdp_ratio(d).round(9)).dropna(subset=["gdp_usd", "gdp_ncu"])
        except ReportError:
            continue
        found[vintage] = {str(iso3): _stands(row) for iso3, row in rows.iterrows()}
    return {vintage: rows for vintage, rows in found.items() if rows}


STANDING = ("base", "status", "currency", "share", "k", "gdp_usd", "gdp_ncu", "ratio")
"""What is known of an ally's base year, in the order of a row."""


def _stands(row: pd.Series) -> list[Any]:
    return [int(row["base_year"]), row["status"], row["currency"], *(float(row[name]) for name in STANDING[3:])]


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


def _rows(d: Dataset, indicator: str, first: int) -> dict[str, list[float]]:
    wide = d.macro_panel[indicator].unstack("year").loc[:, first:]
    return {str(iso3): _known(row) for iso3, row in wide.iterrows()}


def _known(row: pd.Series) -> list[Any]:
    """The values up to the last known; None in a gap."""
    cut = row.loc[: row.last_valid_index()] if row.notna().any() else row.iloc[:0]
    return [None if pd.isna(value) else float(value) for value in cut]


def _draws(d: Dataset) -> dict[str, Any]:
    """The published draws of a vintage: its pool of errors, how far each past vintage reaches, and the chain of every draw."""
    now, errors = int(d.vintage[:4]), errors_of(d, d.vintage[5:])
    source, span = pool(errors, now), LAST - now + 1
    cubes = {name: np.nan_to_num(getattr(source, name)[:, :, :HORIZONS]) for name in ("growth", "prices")}
    packed = {name: _packed(cube) for name, cube in cubes.items()}
    return {
        "count": DRAWS,
        "span": span,
        "seed": SEED,
        "anchor": ANCHOR,
        "allies": source.allies,
        "reach": source.reach.tolist(),
        "horizons": HORIZONS,
        "stretch": stretch(errors, now, years=span).round(9).tolist(),
        "first": FIRST_LINK,
        "links": _chained(links(source.reach, span, DRAWS, np.random.default_rng(SEED))),
        "scale": {name: scale for name, (scale, _) in packed.items()},
        **{name: text for name, (_, text) in packed.items()},
    }


def _chained(chain: Links) -> str:
    """Draw after draw, a character for each vintage it follows; how long it does is what the vintage's reach says."""
    begins = np.ones(chain.vintage.shape, dtype=bool)
    begins[1:] = (chain.vintage[1:] != chain.vintage[:-1]) | (chain.horizon[1:] != chain.horizon[:-1] + 1)
    return "".join(chr(FIRST_LINK + vintage) for vintage in chain.vintage.T[begins.T].tolist())


def _packed(cube: Floats) -> tuple[list[float], str]:
    """Errors as whole numbers of three bytes, in parts of each ally's largest: to a ten-millionth of it. Allies × vintages × horizons."""
    scale = (np.maximum(np.abs(cube).max(axis=(1, 2)), 1e-9) / (2**23 - 2)).round(15)
    whole = np.round(cube / scale[:, None, None]).astype("<i4")
    bytes_ = whole.reshape(-1, 1).view(np.uint8)[:, :3].tobytes()
    return scale.tolist(), base64.b64encode(bytes_).decode()

"""A fact by its id, computed from the tables: ``2026-07.share_gdp.DEU.2026``,
``2026-07.extra_usd_m.DEU.2035.hague-2025.freeze.core``.

Short forms resolve: without an edition the default one, without a year its last (of an amount of a plan, the plan's),
without a plan the default.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from report.burdens.alliance import ALLIANCE, NATO
from report.burdens.quantities import ALLY
from report.facts import Fact
from report.outlook.account import SHARE
from report.outlook.risk import GROUPS
from report.pages.page import Page, alliance_page
from report.pages.promised import Promised
from report.tables import ally
from report.tables.errors import UnknownName, shown, unknown

_ID = re.compile(
    r"(?:(?P<edition>\d{4}-\d\d)\.)?(?P<quantity>\w+)\.(?P<subject>[^.]+)(?:\.(?P<year>\d{4}))?"
    r"(?:\.(?P<plan>[^.]+)(?:\.(?P<baseline>freeze|zero|\d+(?:\.\d+)?))?\.(?P<component>core|related|total))?"
)
_PROMISED = re.compile(
    r"(?P<what>covered|open)(?:_by_(?P<kind>law|government_plan|announcement|exemption))?"
    r"_(?P<path>(?:usd|ncu)_m(?:_constant)?)"
)
_OF_PAGE = ("edition", "plan", "baseline")


def fact(id: str) -> Fact:
    """The fact of an id or its short form. Raises :class:`UnknownName` for an unknown name and for a missing figure."""
    made = _made(id)
    if made.value == made.value:  # else it is NaN
        return made
    why = f"{made.edition} does not give it, or not all that it is made from"
    raise UnknownName(f"{made.id}: there is no such figure: {why}; ask for another year, edition or ally")


def _made(id: str) -> Fact:
    """The fact of an id, whose value may be missing."""
    found = _ID.fullmatch(id)
    if found is None:
        raise UnknownName(
            f"unknown fact {shown(id)}: an id has edition, quantity, subject and year, as 2026-07.share_gdp.DEU.2026"
        )
    given = {name: value for name, value in found.groupdict().items() if value}
    page = alliance_page(**{name: given[name] for name in _OF_PAGE if name in given})
    quantity, year = given["quantity"], int(given["year"]) if "year" in given else None
    if given["subject"] == NATO and quantity in ALLIANCE.quantities:
        return page.total(quantity, _known(year, page.years["year"].tolist(), page.year))
    subject = given["subject"] if given["subject"] in GROUPS else ally(given["subject"])
    of_plan = "plan" in given or (quantity == SHARE and (year or 0) > page.year)
    if quantity in ALLY.quantities and not of_plan and subject not in GROUPS:
        return page.ally(subject, quantity, year or page.year)
    return _of_plan(page, subject, quantity, year, given.get("component", "core"))


def _known(year: int | None, years: Sequence[int], usual: int) -> int:
    """The year asked for, else the usual one. Raises :class:`UnknownName` for one that is not among ``years``."""
    if year is not None and year not in years:
        raise unknown("year", year, map(str, years))
    return year or usual


def _of_plan(page: Page, subject: str, quantity: str, year: int | None, component: str) -> Fact:
    """An amount of the plan. Raises for a quantity or a year that neither tables nor plan have."""
    endings = ("_m", "_constant", "_usd", "_ncu")
    amounts = [column for column in page.cost if column.endswith(endings) or column == SHARE]
    promised = _PROMISED.fullmatch(quantity)
    if subject in GROUPS and "_ncu_" in f"{quantity}_":
        raise UnknownName(f"{quantity} of {subject}: sums of national currencies do not exist; ask for US dollars")
    if subject in GROUPS and quantity in ALLY.quantities and quantity not in amounts:
        known = ", ".join(ALLIANCE.quantities)
        raise UnknownName(f"{quantity} is a figure of single allies; figures of the alliance, as members.NATO: {known}")
    if quantity not in amounts and promised is None:
        raise unknown("quantity", quantity, [*ALLY.quantities, *ALLIANCE.quantities, *amounts])
    if subject not in page.frames.money.index.unique(0):
        raise UnknownName(f"{subject} has no armed forces, and so no {quantity}")
    year = _known(year, sorted(page.frames.money.loc[subject]["year"].unique()), page.horizon)
    if promised is not None:
        kind = (promised["kind"] or "").replace("_", " ")
        return Promised(page.frames, promised["path"], year).fact(promised["what"], subject, kind)
    return page.bill(subject, component, quantity, year)

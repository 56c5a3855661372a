"""What a new edition or forecast changes: figures that moved, and what turns with them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from report.burdens import alliance
from report.burdens.alliance import ALLIANCE, NATO
from report.burdens.measures import as_published, meets
from report.burdens.revisions import compared, percent_change, statements
from report.facts import written
from report.ledger import claims
from report.ledger.evidence import ENOUGH
from report.outlook import alliance_cost, plan, verification
from report.pages.parameters import DEFAULTS
from report.pages.ranges import GROUP_NAMES
from report.tables import Dataset, data_path, guideline, load
from report.tables.errors import ReportError, unknown
from report.tables.reconcile.precision import places
from report.tables.releases import editions, newest_edition, vintages
from report.tables.schema import Category, package

COUNTED = {"meeting_2": "wales", "meeting_3_5": "core"}
"""Columns of ``alliance`` that count allies, with the guideline they are counted at."""
SHARES = ("share_gdp_eur_can", "share_gdp_us", "share_gdp_total", "us_share_current", "us_share_constant")
HEADLINES = (*COUNTED, *SHARES, "real_change_eur_can")
"""Columns of ``alliance`` that the briefing opens with."""
NATO_PRINTS, IMF_PRINTS = 2, 3
"""Decimals beyond which no move of a publisher's figure counts: its workbooks hold more than it prints."""
FIXED = ("NGDP_R", "NGDP_D")
"""Indicators whose base years differ by vintage, so that only their growth compares."""
MOVES = ["iso3", "ally", "measure", "what", "year", "before", "after", "digits", "size", "unit"]
TURNS = ["kind", "subject", "before", "after"]


@dataclass(frozen=True)
class Difference:
    """Two editions, or two vintages, compared.

    ``moves``: a row for each figure both print and print differently, by measure, largest first: iso3, ally, measure,
    what (in words), year, before, after, ``digits`` (decimals both print), ``size`` in ``unit`` (percent of levels;
    points of shares and rates). ``turns``: what turns with them: kind (headline, ally, guideline, status, claim),
    subject, before, after. ``apart``: measures that do not compare, in another unit or price base.
    """

    older: str
    newer: str
    moves: pd.DataFrame
    turns: pd.DataFrame
    apart: list[str]


def difference(older: str, newer: str, path: Path | None = None, seeds: Path | None = None) -> Difference:
    """Compare two editions of NATO's tables, or two vintages of the World Economic Outlook, of a data folder; claims
    are those of ``seeds``, by default the records beside it.

    Figures are compared at the precision both print, no finer than the two decimals NATO prints or the three of the
    IMF. Raises UnknownName for a name that is neither, ReportError for one of each or one given twice.
    """
    printed, forecast = editions(path), vintages(path)
    for name in (older, newer):
        if name not in (known := [*printed, *forecast]):
            raise unknown("edition or vintage", name, known)
    if older == newer:
        raise ReportError(f"{older} is given twice: name two editions, or two vintages, to compare")
    if older in printed and newer in printed:
        return _editions(load(edition=older, path=path), load(edition=newer, path=path), path, seeds)
    if older in forecast and newer in forecast:
        return _vintages(load(macro=older, path=path), load(macro=newer, path=path), path)
    raise ReportError(
        f"{older} and {newer} are of different publishers: compare two editions of NATO's or two vintages of the IMF's"
    )


def _editions(older: Dataset, newer: Dataset, path: Path | None, seeds: Path | None) -> Difference:
    both = compared(statements([older, newer])).rename(columns={"value": "before", "later_value": "after"})
    common = set(older.expenditure.merge(newer.expenditure, on=["iso3", "year", "measure"])["measure"])
    words = _categories(path, f"expenditure-{newer.edition}")
    apart = [words[name].label for name in words if name in common - set(both["measure"])]
    turns = _headlines(older, newer, min(older.last_year, newer.last_year))
    turns += [*_allies(older, newer), *_guidelines(older, newer), *_statuses(older, newer)]
    turns += _claims(older.edition, newer.edition, path, seeds)
    moves = _moves(both, words, newer, (older.panel, newer.panel), NATO_PRINTS)
    return Difference(older.edition, newer.edition, moves, pd.DataFrame(turns, columns=TURNS), apart)


def _vintages(older: Dataset, newer: Dataset, path: Path | None) -> Difference:
    key = ["iso3", "indicator", "year", "unit"]
    columns = [*key, "value"]
    both = older.macro[columns].merge(newer.macro[columns], on=key, suffixes=("_before", "_after"))
    both = both.rename(columns={"indicator": "measure", "value_before": "before", "value_after": "after"})
    words = _categories(path, f"macro-{newer.vintage}")
    moves = _moves(both[~both["measure"].isin(FIXED)], words, newer, (older.macro_panel, newer.macro_panel), IMF_PRINTS)
    apart = [words[name].label for name in FIXED]
    return Difference(older.vintage, newer.vintage, moves, pd.DataFrame(_bills(older, newer), columns=TURNS), apart)


def _categories(path: Path | None, table: str) -> dict[str, Category]:
    fields = package(path or data_path()).tables[table].fields
    return dict(next(field.categories for field in fields if field.categories))


def _moves(
    both: pd.DataFrame, words: dict[str, Category], d: Dataset, panels: tuple[pd.DataFrame, pd.DataFrame], finest: int
) -> pd.DataFrame:
    """Figures that differ at the precision both print, by measure in the publisher's order, largest first."""
    digits = {name: min(finest, *(places(panel[name]) for panel in panels)) for name in both["measure"].unique()}
    kept = both["measure"].map(digits)
    scale = 10.0**kept
    # The least bit is added so that halves go away from zero as in print.
    rounded = {
        side: np.sign(both[side]) * np.floor(both[side].abs() * scale + 0.5 + 1e-9) / scale
        for side in ("before", "after")
    }
    frame = both.assign(**rounded)
    frame = frame[frame["before"] != frame["after"]]
    points = frame["measure"].map({name: category.unit.startswith("percent") for name, category in words.items()})
    size = (frame["after"] - frame["before"]).where(points, percent_change(frame["before"], frame["after"]))
    names = d.names | GROUP_NAMES
    frame = frame.assign(
        size=size.round(4),
        digits=kept[frame.index],
        unit=np.where(points, "points", "percent"),
        ally=frame["iso3"].map(names),
        what=frame["measure"].map({name: category.label for name, category in words.items()}),
        place=frame["measure"].map({name: place for place, name in enumerate(words)}),
        largest=-size.abs(),
    )
    return frame.sort_values(["place", "largest", "iso3", "year"])[MOVES].reset_index(drop=True)


def _headlines(older: Dataset, newer: Dataset, shared: int) -> list[list[str]]:
    """The alliance's figures that differ as printed, in the last year of both and in the newer's own."""
    tables = [alliance(d).set_index("year") for d in (older, newer)]
    rows = []
    for year in dict.fromkeys([shared, newer.last_year]):
        for column in HEADLINES:
            quantity = ALLIANCE[column]
            if column in COUNTED and year == shared:
                rows += _counted(older, newer, year, column)
                continue
            values = (table[column].get(year) for table in tables)
            before, after = (written.value(value, quantity.unit_of(newer, NATO)) for value in values)
            if before != after:
                rows.append(["headline", quantity.labelled("", str(year)), before, after])
    return rows


def _counted(older: Dataset, newer: Dataset, year: int, column: str) -> list[list[str]]:
    """How many of the allies that both editions have in a year meet a guideline, and who makes the difference:
    ``11 → 10 (without Hungary)``; nothing where it is the same, or where they have few allies in common."""
    each = [_shares(d, year) for d in (older, newer)]
    both = each[0].index.intersection(each[1].index, sort=False)
    if len(both) < ENOUGH * len(newer.with_forces(year)):
        return []
    at = guideline(COUNTED[column]).value
    before, after = (list(both[meets(shares[both].to_numpy(), at)]) for shares in each)
    sides = (("without", [a for a in before if a not in after]), ("with", [a for a in after if a not in before]))
    parts = [f"{word} {written.listing([_name(older, iso3) for iso3 in allies])}" for word, allies in sides if allies]
    of = f", of the {len(both)} that both editions have" if len(both) < max(map(len, each)) else ""
    subject = f"{ALLIANCE[column].labelled('', str(year))}{of}"
    return [["headline", subject, str(len(before)), f"{len(after)} ({'; '.join(parts)})"]] if parts else []


def _shares(d: Dataset, year: int) -> pd.Series:
    """The shares of GDP of a year's members with forces of whom the edition has one."""
    rows = d.panel["share_gdp"].dropna()
    return rows[rows.index.get_level_values("year") == year].droplevel("year").reindex(d.with_forces(year)).dropna()


def _allies(older: Dataset, newer: Dataset) -> list[list[str]]:
    """Allies of whom only one of the two editions has figures."""
    before, after = ({str(iso3) for iso3 in d.panel.index.unique("iso3")} for d in (older, newer))
    words = {True: "figures", False: "no figure"}
    return [
        ["ally", _name(newer, iso3), words[iso3 in before], words[iso3 in after]] for iso3 in sorted(before ^ after)
    ]


def _guidelines(older: Dataset, newer: Dataset) -> list[list[str]]:
    """Allies that are on another side of the guidelines of Wales and The Hague in a year both editions have."""
    shares = pd.concat([d.panel["share_gdp"] for d in (older, newer)], axis=1, join="inner", keys=["before", "after"])
    shares = shares.dropna().pipe(lambda both: both.apply(as_published))
    rows = []
    for threshold in (guideline("wales").value, guideline("core").value):
        turned = shares[(shares["before"] >= threshold) != (shares["after"] >= threshold)]
        for (iso3, year), share in turned.iterrows():
            subject = f"{_name(newer, iso3)} {year} against {threshold:g}% of GDP"
            rows.append(["guideline", subject, f"{share['before']:.2f}%", f"{share['after']:.2f}%"])
    return rows


def _name(d: Dataset, iso3: str) -> str:
    found = d.allies.loc[d.allies["iso3"] == iso3, "name"]
    return str(found.iloc[0]) if len(found) else iso3


def _statuses(older: Dataset, newer: Dataset) -> list[list[str]]:
    """Allies that stand elsewhere on the scorecard of the default plan, each edition in its own last year."""
    default = plan(DEFAULTS["plan"])
    before, after = (verification(d, default).set_index("iso3") for d in (older, newer))
    turned = _turned(before, after, "status", "ally")
    what = f"{default.title} ({older.last_year}, then {newer.last_year})"
    return [["status", f"{row.ally}: {what}", row.status_before, row.status_after] for row in turned.itertuples()]


def _claims(older: str, newer: str, path: Path | None, seeds: Path | None) -> list[list[str]]:
    """Claims whose verdict is another in the newer edition, on the same basis."""
    found = claims(path, seeds)
    keyed = found.drop_duplicates(["edition", "id", "basis"]).set_index(["id", "basis"])
    before, after = (keyed[keyed["edition"] == name] for name in (older, newer))
    turned = _turned(before, after, "verdict", "claim").reset_index()
    return [["claim", f"{row.id}: {row.claim}", row.verdict_before, row.verdict_after] for row in turned.itertuples()]


def _turned(before: pd.DataFrame, after: pd.DataFrame, column: str, beside: str) -> pd.DataFrame:
    """The rows of both whose column differs, ``_before`` and ``_after``, with one beside it."""
    both = before[[column]].join(after[[column, beside]], suffixes=("_before", "_after"), how="inner")
    return both[both[f"{column}_before"] != both[f"{column}_after"]]


def _bills(older: Dataset, newer: Dataset) -> list[list[str]]:
    """What the default plan costs Europe and Canada, and all allies, in its last year under either forecast."""
    default = plan(DEFAULTS["plan"])
    costs = [alliance_cost(d, default).query("component == 'total'") for d in (older, newer)]
    bills = [cost[cost["year"] == cost["year"].max()].set_index("iso3") for cost in costs]
    rows = []
    for iso3, who in (("NATO_EUR_CAN", "Europe and Canada"), ("NATO_TOTAL", "all allies")):
        for column, words in (("extra_usd_m", "current prices"), ("extra_usd_m_constant", "constant prices")):
            before, after = (written.money(bill.loc[iso3, column], "USD") for bill in bills)
            year = int(bills[1].loc[iso3, "year"])
            subject = f"extra cost of {default.title} for {who}, {year}, {words}"
            rows += [["headline", subject, before, after]] if before != after else []
    return rows


def earlier(kind: str, newer: str, path: Path | None = None) -> str:
    """The newest complete edition, or newest vintage, before a new one; empty where there is none."""
    known = editions(path) if kind == "expenditure" else vintages(path)
    before = [name for name in known if name < newer]
    complete = newest_edition(path) if kind == "expenditure" else ""
    return complete if complete in before else next(reversed(before), "")

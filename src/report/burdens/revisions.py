"""What each edition of NATO's tables says of the same ally, year and measure, and how far its estimates moved later.

Editions are compared figure by figure, at the precision NATO prints, and only like with like: the same unit, and for
money at constant prices the same price base. Shares and changes in per cent hardly depend on the base and are compared
across bases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from report.burdens.measures import as_published, meets
from report.tables import Dataset, guideline, load
from report.tables.reconcile import as_printed
from report.tables.releases import editions

Against = Literal["next", "newest"]
KEY = ["iso3", "year", "measure"]
LIKE = [*KEY, "unit", "base"]
SAID = ["edition", "status", "value", "definition"]
IN_MONEY = "USD|[A-Z]{3}$"
"""Units of money name a currency: ``million USD``, ``USD per person``."""
LEVELS = ("personnel_thousand", "spend_ncu_current", "spend_usd_current", "spend_usd_constant", "gdp_usd_current")
"""Measures whose moves are given in per cent; those of shares and rates in points."""


def revisions(path: str | Path | None = None, against: Against = "next") -> pd.DataFrame:
    """One row for each figure of an edition that a later edition states again.

    ``against`` is the later edition taken: the ``next`` one that has the figure, or the ``newest``. Columns: ``iso3,
    year, measure, unit``; ``edition, status, value`` and ``later_edition, later_status, later_value``; ``change``
    (later − earlier, in the unit), ``change_percent``; ``definition_changed``; for shares of GDP ``spending_percent``
    and ``gdp_percent``, how far each of the two parts was revised; ``cause`` and ``reason`` where one is on record
    (data/revisions_explained.csv). Source: the editions in data/expenditure.
    """
    every = [load(name, path=path) for name in editions(None if path is None else Path(path))]
    said = statements(every)
    moves = with_parts(compared(said, against), compared(chained(said), against))
    return explained(moves, every[-1].revisions_explained)


def statements(datasets: Iterable[Dataset], measures: Sequence[str] = ()) -> pd.DataFrame:
    """Every figure of every edition, or those of some measures: edition, iso3, year, measure, value, unit, status,
    ``base`` (the price base of money at constant prices, else empty) and ``definition`` (what the edition counts)."""
    frames = [d.expenditure.assign(definition=d.edition_info["definition"]) for d in datasets]
    said = pd.concat([each[each["measure"].isin(measures)] if measures else each for each in frames], ignore_index=True)
    fixed = said["measure"].str.endswith("_constant") & said["unit"].str.contains(IN_MONEY)
    return said.assign(base=said["price_base"].where(fixed, ""))[[*LIKE, *SAID]]


def compared(said: pd.DataFrame, against: Against = "next") -> pd.DataFrame:
    """Each figure beside the one a later edition gives in its place, both as NATO prints them; ``change`` = later −
    earlier, ``change_percent`` = 100·(later ÷ earlier − 1)."""
    printed = said.assign(value=as_printed(said["value"], said["measure"]))
    ordered = printed.sort_values([*LIKE, "edition"]).reset_index(drop=True)
    groups = ordered.groupby(LIKE, sort=False)[SAID]
    later = (groups.shift(-1) if against == "next" else groups.transform("last")).add_prefix("later_")
    both = ordered.join(later)
    both = both[both["later_edition"].notna() & (both["later_edition"] != both["edition"])].reset_index(drop=True)
    both["change"] = (both["later_value"] - both["value"]).round(9)
    both["change_percent"] = percent_change(both["value"], both["later_value"])
    both["definition_changed"] = both["definition"] != both["later_definition"]
    return both.drop(columns=["base", "definition", "later_definition"])


def percent_change(earlier: pd.Series, later: pd.Series) -> pd.Series:
    """100·(later ÷ earlier − 1), in per cent; unknown where the earlier figure is zero."""
    return 100 * (later / earlier.replace(0.0, np.nan) - 1)


def chained(said: pd.DataFrame) -> pd.DataFrame:
    """Spending at constant US dollars, carried one year further by an edition's own real change where it prints no
    figure for that year. Formula: spending of the year before × (1 + real change ÷ 100), NATO's own identity. 2025-08
    prints no constant dollars for 2025e."""
    spending = said[said["measure"] == "spend_usd_constant"]
    rates = said[said["measure"] == "real_change"].set_index(["edition", "iso3", "year"])[["value", "status"]]
    key, later = ["edition", "iso3", "year"], spending.assign(year=spending["year"] + 1)
    step = later.join(rates.add_prefix("rate_"), on=key, how="inner")
    carried = step.assign(value=step["value"] * (1 + step["rate_value"] / 100), status=step["rate_status"])
    missing = ~pd.MultiIndex.from_frame(carried[key]).isin(pd.MultiIndex.from_frame(spending[key]))
    return pd.concat([spending, carried.loc[missing, spending.columns]], ignore_index=True)


def with_parts(moves: pd.DataFrame, spending: pd.DataFrame) -> pd.DataFrame:
    """Splits the revisions of shares of GDP: ``spending_percent`` is that of spending at constant prices between the
    same two editions, ``gdp_percent`` = 100·((1 + spending) ÷ (1 + share) − 1) what it leaves to GDP. Unknown where the
    price bases differ."""
    pair = ["iso3", "year", "edition", "later_edition"]
    known = spending.set_index(pair)["change_percent"].rename("spending_percent")
    joined = moves.join(known, on=pair)
    of_share = joined["measure"] == "share_gdp"
    own = joined["spending_percent"].where(of_share)
    left = 100 * ((1 + own / 100) / (1 + joined["change_percent"] / 100) - 1)
    return joined.assign(spending_percent=own, gdp_percent=left)


def explained(moves: pd.DataFrame, reasons: pd.DataFrame) -> pd.DataFrame:
    """Adds ``cause`` and ``reason``: the row for the later edition, ally and measure whose years hold the figure."""
    lines = moves.reset_index(names="line")[["line", *KEY, "later_edition"]]
    renamed = reasons.rename(columns={"edition": "later_edition"})
    matched = lines.merge(renamed, on=["later_edition", "iso3", "measure"])
    inside = matched[matched["year"].between(matched["first_year"], matched["last_year"])].drop_duplicates("line")
    found = inside.set_index("line")[["cause", "reason"]].reindex(moves.index).fillna("")
    return moves.join(found)


def size(moves: pd.DataFrame) -> pd.Series:
    """How far each figure moved: per cent of levels, points of shares and rates."""
    return moves["change_percent"].where(moves["measure"].isin(LEVELS), moves["change"])


def estimates(moves: pd.DataFrame) -> pd.DataFrame:
    """The revisions of what an edition marked as an estimate (NATO's "e"), with their ``size``, of allies only."""
    chosen = moves[(moves["status"] == "estimate") & ~moves["iso3"].str.startswith("NATO_")]
    return chosen.assign(size=size(chosen)).reset_index(drop=True)


class Usual(NamedTuple):
    """How far editions' shares of their own last year stood from the newest edition's: points of GDP, the figures."""

    half: float
    most: float
    moves: pd.DataFrame


@lru_cache(maxsize=8)  # every page asks for it, 90 ms each time
def usual_revision(d: Dataset) -> Usual:
    """The size of revision that a share of an edition's last year has to reckon with, over all editions in the folder.

    ``half``: the median of |newest − first|, half of all such shares moved by no more; ``most``: the 80th percentile,
    four in five moved by no more; nan where no later edition restates one. Points of GDP. Source: the editions in
    data/expenditure. What it is not: a forecast of the next revision, nor its direction.
    """
    datasets = [load(name, d.vintage, d.path) for name in editions(d.path)]
    shares = statements(datasets, ["share_gdp"])
    moves = estimates(compared(shares, "newest"))
    moves = moves[moves["year"] == moves["edition"].map({each.edition: each.last_year for each in datasets})]
    sizes = moves["size"].abs()
    return Usual(float(sizes.median()), float(sizes.quantile(0.8)), moves.reset_index(drop=True))


def at_second_hand(d: Dataset) -> pd.DataFrame:
    """First estimates that only the press printed, beside what ``d``'s edition has, one row per list and year.

    ``edition``, ``year``, ``sample``; ``count`` of figures; ``median`` and ``largest`` of |later − first| in points of
    GDP, both to two decimals, with ``ally``, the iso3 of the largest. A list of all allies is a record like any other;
    one of allies at 2 % is biased and stands for itself. Source: data/first_estimates.csv, at second hand. First 1.21,
    later 1.10: 0.11 points.
    """
    rows = d.first_estimates
    later = d.panel["share_gdp"].reindex(pd.MultiIndex.from_frame(rows[["iso3", "year"]])).to_numpy()
    rows = rows.assign(moved=(as_printed(pd.Series(later, rows.index), "share_gdp") - rows["share_gdp"]).abs().round(9))
    known = rows.dropna(subset=["moved"]).sort_values("moved")
    grouped = known.groupby(["edition", "year", "sample"])
    columns = {"count": ("moved", "size"), "median": ("moved", "median")}
    return grouped.agg(**columns, largest=("moved", "last"), ally=("iso3", "last")).reset_index()


def summary(moves: pd.DataFrame, by: Sequence[str] = ("measure",)) -> pd.DataFrame:
    """How far estimates moved, by measure, ally or edition: ``count``; ``mean`` (its sign says which way), ``median``
    and ``largest`` of the absolute size; ``rose`` and ``fell``. Units as in :func:`size`."""
    moved = estimates(moves)
    grouped = moved.assign(absolute=moved["size"].abs()).groupby(list(by), sort=True)
    return grouped.agg(
        count=("size", "size"),
        mean=("size", "mean"),
        median=("absolute", "median"),
        largest=("absolute", "max"),
        rose=("size", lambda sizes: int((sizes > 0).sum())),
        fell=("size", lambda sizes: int((sizes < 0).sum())),
    ).reset_index()


def largest(moves: pd.DataFrame, measure: str, number: int = 10) -> pd.DataFrame:
    """The allies' largest revisions of a measure, estimates or not; of one ally's consecutive editions each counts."""
    chosen = moves[(moves["measure"] == measure) & ~moves["iso3"].str.startswith("NATO_")]
    chosen = chosen.assign(size=size(chosen))
    order = chosen["size"].abs().sort_values(ascending=False, kind="stable").index[:number]
    return chosen.loc[order].reset_index(drop=True)


def two_shares(d: Dataset) -> pd.DataFrame:
    """NATO's share of GDP beside spending ÷ GDP at current prices, for allies: ``iso3, year, status, published,
    current, gap`` (points). NATO divides at constant prices; the two differ where the deflator of defence is not that
    of GDP. Empty for an edition without figures at current prices."""
    panel = d.panel
    current = 100 * panel["spend_usd_current"] / panel["gdp_usd_current"]
    frame = pd.DataFrame({"status": panel["status"], "published": panel["share_gdp"], "current": current}).dropna()
    frame = frame.assign(gap=frame["published"] - frame["current"]).reset_index()
    return frame[~frame["iso3"].str.startswith("NATO_")].reset_index(drop=True)


LEAST = 0.02
"""Points of GDP: nearer than this to the guideline is near in any edition."""


class EditionRisk(NamedTuple):
    """The ``edition`` before, the last ``year`` it has, the allies it put at the guideline in that year (``met``) and
    those that this edition leaves there (``kept``) or finds there although the edition before did not (``joined``).

    ``revision`` is the usual one of an edition's last year (:func:`report.burdens.revisions.usual_revision`), in points
    of GDP as published, at least ``LEAST``; ``near`` the allies at the guideline in this edition's own last year by no
    more than that.
    """

    edition: str
    year: int
    met: tuple[str, ...]
    kept: tuple[str, ...]
    joined: tuple[str, ...]
    revision: float
    near: tuple[str, ...]


def edition_risk(d: Dataset) -> EditionRisk | None:
    """What became of the count of the edition before, and who stands near the guideline now; None without an edition
    before whose count this one restates. Lists of the press are no edition. Shares are compared as published, each
    ally's with its own. Of 30 allies at 2 % of which 27 still have 2 % for that year, three fell."""
    before = predecessor(d)
    if before is None:
        return None
    year, wales = before.last_year, guideline("wales").value
    then, now = _shares(before, year), _shares(d, year)
    met = then.index[meets(then, wales)]
    if met.empty or not met.isin(now.index).all():
        return None
    half = usual_revision(d).half
    revision = max(float(as_published(half)), LEAST) if np.isfinite(half) else LEAST
    last = as_published(_shares(d, d.last_year))
    near = last.index[(last >= wales) & (last <= wales + revision + 1e-9)]
    there = now.index[meets(now, wales)]
    kept, joined = met[met.isin(there)], there[~there.isin(met)]
    return EditionRisk(before.edition, year, tuple(met), tuple(kept), tuple(joined), revision, tuple(near))


def predecessor(d: Dataset) -> Dataset | None:
    """The last edition of NATO's tables before the dataset's own, lists of the press left out; None for the first."""
    table = d.editions
    earlier = table[(table["edition"] < d.edition) & (table["completeness"] != "press list")]["edition"]
    return None if earlier.empty else load(str(earlier.max()), d.vintage, d.path)


def _shares(d: Dataset, year: int) -> pd.Series:
    """Published shares of the allies that have one in a year, by iso3."""
    shares = d.panel["share_gdp"].xs(year, level="year").dropna() if year in d.panel.index.levels[1] else pd.Series()
    return shares[shares.index.isin(d.allies["iso3"])]


LARGE = 8.0
"""Percent: a difference beyond this is said to be large."""
FISCAL = {"CAN": 0.25, "GBR": 0.25}
"""Part of a calendar year that lies before the fiscal year NATO prints under it: both begin in April. SIPRI turns
fiscal years into calendar years."""
UNKNOWN = (
    "The sources do not say: it is a difference of what each counts, such as pensions, coast guards, gendarmes or aid."
)


def beside_sipri(d: Dataset) -> pd.DataFrame:
    """NATO's figures of SIPRI's year and SIPRI's, one row per ally that SIPRI's table has: the largest difference
    first.

    ``nato_usd_m``, ``sipri_usd_m`` at current prices and rates; ``difference_percent`` = 100·(SIPRI ÷ NATO − 1);
    ``nato_share_gdp``, ``sipri_share_gdp``; ``calendar_percent``, for Canada and the United Kingdom, whose year at NATO
    begins in April: 100·((a·E(Y−1) + (1 − a)·E(Y)) ÷ E(Y) − 1), a = 1/4, E in national currency: the part of the
    difference that comes of SIPRI's calendar years; ``rate_percent`` = 100·((SIPRI ÷ its share) ÷ (NATO ÷ its share) −
    1): the part that comes of another GDP in dollars, exchange rates included, within some 3 % for the rounding of
    SIPRI's shares; ``unexplained_percent`` the rest, what each counts; ``note``, of a difference above 8 %, what is on
    record of its cause. NATO's figures are estimates where ``status`` says so. Empty for an edition without the year.
    Source: NATO; SIPRI, Trends in World Military Expenditure, 2025.

    Spending 80 and 100 in two years: a quarter of the first and three of the second are 95, 5 % less.

    >>> import report
    >>> both = report.beside_sipri(report.load("2026-07", "2026-04")).set_index("iso3")
    >>> both.loc["CAN", ["difference_percent", "calendar_percent"]].round(1).tolist()
    [-20.4, -8.3]
    """
    theirs = d.sipri
    wide = theirs.pivot(index=["iso3", "year"], columns="measure", values="value")
    panel = d.panel.reindex(columns=["spend_usd_current", "spend_ncu_current", "share_gdp", "status"])
    both = wide.rename(columns={"share_gdp": "sipri_share_gdp"}).join(panel, how="inner")
    rows = both.dropna(subset=["spend_usd_current"])
    frame = rows.reset_index().rename(columns={"spend_usd_current": "nato_usd_m", "share_gdp": "nato_share_gdp"})
    frame["sipri_usd_m"] = 1000 * frame["spending"]
    frame["difference_percent"] = 100 * (frame["sipri_usd_m"] / frame["nato_usd_m"] - 1)
    year_before = pd.MultiIndex.from_arrays([frame["iso3"], frame["year"] - 1])
    before = panel["spend_ncu_current"].reindex(year_before).to_numpy()
    frame["calendar_percent"] = 100 * frame["iso3"].map(FISCAL) * (before / frame["spend_ncu_current"] - 1)
    ratio = frame["sipri_usd_m"] / frame["sipri_share_gdp"] / (frame["nato_usd_m"] / frame["nato_share_gdp"])
    frame["rate_percent"] = 100 * (ratio - 1)
    known = (1 + frame["calendar_percent"].fillna(0) / 100) * ratio
    rest = (1 + frame["difference_percent"] / 100) / known
    frame["unexplained_percent"] = 100 * (rest - 1)
    large = frame["difference_percent"].abs() > LARGE
    notes = theirs[theirs["note"].fillna("") != ""].set_index("iso3")["note"]
    frame["note"] = frame["iso3"].map(notes).fillna(UNKNOWN).where(large, "")
    return frame.sort_values("difference_percent", key=abs, ascending=False, ignore_index=True)[COLUMNS]


COLUMNS = ["iso3", "year", "status", "nato_usd_m", "sipri_usd_m", "difference_percent", "calendar_percent"]
COLUMNS += ["rate_percent", "unexplained_percent", "nato_share_gdp", "sipri_share_gdp", "note"]

"""Where each ally stands in the base year (share, GDP and the factor k that ties NATO's share to current money), and
the shares a plan leads all of them to."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from report.burdens.measures import price_base_factor
from report.outlook.paths import asked_figures, route, share_path
from report.outlook.plan import Plan
from report.outlook.shapes import Floats, Years
from report.tables import Dataset
from report.tables.errors import ReportError, unknown
from report.tables.groups import Names, allies_of

BASES = ("nato", "nominal")
MEASURES = ("share_gdp", "spend_usd_current", "spend_ncu_current", "gdp_usd_current")
FROM_EDITION, ASSUMED, NOMINAL = "edition", "assumed", "nominal basis"


def base_figures(d: Dataset, base_year: int | None = None, basis: str = "nato") -> pd.DataFrame:
    """One row per ally with forces and a share in the edition, index ``iso3``, in alphabetical order:

    - ``base_year`` its last year with a published share, or the one asked for; ``status`` of that year
    - ``share`` percent of GDP: NATO's published share (basis ``nato``), or spending ÷ GDP at current prices
      (``nominal``)
    - ``k`` = (spending ÷ GDP at current prices) ÷ published share; 1 on the nominal basis. ``k_source``: ``edition``;
      ``assumed`` where the edition lacks spending or GDP at current prices (k = 1); ``nominal basis``
    - ``gdp_usd``, ``gdp_ncu`` GDP at current prices in millions, such that share/100·k·GDP is NATO's spending figure
      exactly where there is one; else GDP is the WEO's. ``currency`` of the national figures

    Netherlands 2026e: 32,900 ÷ 1,436,621 = 2.290 % of GDP at current prices, published 2.58 %, so k = 0.8876.
    Raises :class:`UnknownName` for an unknown basis.
    """
    if basis not in BASES:
        raise unknown("basis", basis, BASES)
    key = ("base_figures", base_year, basis)
    if key not in d.derived:
        panel = d.panel.reindex(columns=[*MEASURES, "status"]).dropna(subset=["share_gdp"])
        if base_year is not None:
            panel = panel[panel.index.get_level_values("year") == base_year]
        last = panel.reset_index("year").groupby("iso3").tail(1).rename(columns={"year": "base_year"})
        row = last[last.index.isin(d.allies.loc[d.allies["has_forces"], "iso3"])]
        macro = d.macro_panel.reindex(pd.MultiIndex.from_arrays([row.index, row["base_year"]]))
        weo = {"weo_usd": macro["NGDPD"].to_numpy() * 1000, "weo_ncu": macro["NGDP"].to_numpy() * 1000}
        currency = row.index.map(d.macro_currencies | d.currencies)
        d.derived[key] = _money(row.assign(currency=currency, **weo), basis)
    return d.derived[key].copy()


def _money(row: pd.DataFrame, basis: str) -> pd.DataFrame:
    """Share, k and GDP of the base year. Where GDP is not published, k = 1 makes it spending ÷ share."""
    published, nominal = row["share_gdp"], basis == "nominal"
    current = 100 * row["spend_usd_current"] / row["gdp_usd_current"]
    known = current.notna()
    share = current.where(known, published) if nominal else published
    k = price_base_factor(row["spend_usd_current"], row["gdp_usd_current"], share).where(known, 1.0)
    implied = 100 / (share * k)
    return row[["base_year", "currency", "status"]].assign(
        share=share,
        k=k,
        k_source=np.where(known, NOMINAL if nominal else FROM_EDITION, ASSUMED),
        gdp_usd=row["gdp_usd_current"].where(known, (row["spend_usd_current"] * implied).fillna(row["weo_usd"])),
        gdp_ncu=(row["spend_ncu_current"] * implied).fillna(row["weo_ncu"]),
    )


def rise_left_out(core: pd.DataFrame, before: pd.Series) -> pd.Series:
    """(share of the base year − that of the earlier year) ÷ share × level: what holding the earlier would have saved.

    ``core``: core rows of one year of :func:`report.outlook.cost`, indexed by iso3, with ``share_gdp``, ``base_share``
    and ``level``; ``before``: shares of the earlier year. Level ÷ share is one per cent of GDP with k; money of the
    level, below zero where the share fell. Portugal, 2.10 % in 2026e and 2.01 % in 2025e, level US$ 7,957 million:
    (2.10 − 2.01) ÷ 2.10 × 7,957 = 341.
    """
    return (core["base_share"] - before.reindex(core.index)) / core["share_gdp"] * core["level"]


def refuse_misfits(plan: Plan, stand: pd.DataFrame, edition: str) -> None:
    """Raises :class:`ReportError` when a rising plan asks less than every ally spends, or a stated own figure is below
    its ally's share. Single allies above a common target are no misfit: they stay there. Nor is an overdue target."""
    if plan.may_cut or stand.empty:
        return
    shares = stand["share"].to_dict()
    for iso3, figures in plan.allies.items():
        highest, share = max(figures.values(), default=100.0), shares.get(iso3, 0.0)
        if highest < share:
            what = f"the figures for {iso3} stay below the {share:.2f} it spends already (edition {edition})"
            remedy = f"the highest is {highest:g}; paths only rise: raise them or set may_cut = true"
            raise ReportError(f"plan {plan.id}: {what}, {remedy}")
    figures, lowest = asked_figures(plan, "core"), stand["share"].min()
    if figures and max(figures.values()) < lowest and max(figures) > stand["base_year"].min():
        named = f"lowest: {stand['share'].idxmin()} {lowest:.2f}, edition {edition}"
        what = f"the core target {max(figures.values()):g} is below the share of every ally ({named})"
        remedy = "paths only rise, so nothing would be asked: raise it or set may_cut = true"
        raise ReportError(f"plan {plan.id}: {what}; {remedy}")


def starts(d: Dataset, plan: Plan, allies: Names | None = None, basis: str = "nato") -> pd.DataFrame:
    """Where the allies asked for stand in the base year of a plan: rows of :func:`standing`. Raises as
    :func:`refuse_misfits` and :func:`chosen` do."""
    everyone = base_figures(d, plan.base_year, basis)
    refuse_misfits(plan, everyone, d.edition)
    return chosen(d, everyone, allies, plan.base_year)


def chosen(d: Dataset, stand: pd.DataFrame, allies: Names | None, base_year: int | None) -> pd.DataFrame:
    """The rows of the allies asked for, in that order; groups as their members; by default all. Iceland has no forces
    and no row. Raises :class:`UnknownName` for an unknown ally, :class:`ReportError` for one without a share."""
    with_forces = d.allies.loc[d.allies["has_forces"], "iso3"].tolist()
    if allies is None:
        in_edition = d.panel["share_gdp"].dropna().index.unique("iso3")
        wanted = [iso3 for iso3 in with_forces if iso3 in in_edition]
    else:
        wanted = [iso3 for iso3 in allies_of(allies) if iso3 in with_forces]
    if missing := [iso3 for iso3 in wanted if iso3 not in stand.index]:
        when = f" for {base_year}" if base_year is not None else ""
        what = f"edition {d.edition} has no share of GDP{when} of {', '.join(missing)}"
        raise ReportError(f"{what}; choose another edition, base_year or allies")
    return stand.loc[wanted]


def read_baseline(given: str | float) -> str | float:
    """``freeze``, ``zero`` or a number in percent of GDP; ``"2%"``, ``"2"`` and 2 are the same, 0 is ``zero``. Raises
    :class:`UnknownName` for anything else, :class:`ReportError` for a number outside 0 to 100."""
    if isinstance(given, str) and given in ("freeze", "zero"):
        return given
    try:
        percent = float(str(given).strip().removesuffix("%"))
    except ValueError:
        if re.fullmatch(r"\d+,\d+ *%?", text := str(given).strip()):
            raise ReportError(f"baseline is {given!r}: write a decimal point, {text.replace(',', '.')}") from None
        raise unknown("baseline", given, ("freeze", "2%", "zero")) from None
    if not 0 <= percent <= 100:
        raise ReportError(f"baseline is {given!r}: give percent of GDP, 0 to 100, or freeze or zero")
    return percent or "zero"


def baseline_share(given: str | float, start: float) -> float:
    """The core baseline in percent of GDP for an ally that starts at ``start``: that share, a fixed one, or 0."""
    baseline = read_baseline(given)
    if isinstance(baseline, str):
        return start if baseline == "freeze" else 0.0
    return baseline


class Grid(NamedTuple):
    """Blocks of allies × (core, related, total) × years, NaN before an ally's base year. ``share`` and ``baseline`` are
    percent of GDP as published; ``spent`` and ``anyway`` the same as percent of GDP at current prices (core times k),
    so that money is ``spent``/100 · GDP. ``rules`` names the rule of each ally's core and related path."""

    years: Years
    share: Floats
    baseline: Floats
    spent: Floats
    anyway: Floats
    rules: list[tuple[str, str]]


def share_grid(stand: pd.DataFrame, plan: Plan, baseline: str | float) -> Grid:
    """The plan's shares and its baseline for the allies of ``stand`` (:func:`report.outlook.base.base_figures`)."""
    years = np.arange(stand["base_year"].min(), plan.horizon + 1)
    start, k = stand["share"].to_numpy(float), stand["k"].to_numpy(float)[:, None]
    core = _paths(stand, start, plan, years, "core")
    related = _paths(stand, np.full(len(stand), plan.related_start), plan, years, "related")
    core_anyway = np.repeat([[baseline_share(baseline, own)] for own in start], core.shape[1], axis=1)
    # a rise of 0.6 points with new_money 0.25: 0.45 are relabelled spending and belong to the baseline
    kept = plan.related_start + (1 - plan.new_money) * (related - plan.related_start)
    related_anyway = np.zeros(related.shape) if baseline == "zero" else kept
    began = list(zip(start, stand["base_year"], stand.index, strict=True))
    rules = [route(own, year, plan, iso3).rule for own, year, iso3 in began]
    related_rules = [route(plan.related_start, year, plan, iso3, "related").rule for _, year, iso3 in began]
    return Grid(
        years,
        share=_with_total(core, related),
        baseline=_with_total(core_anyway, related_anyway),
        spent=_with_total(core * k, related),
        anyway=_with_total(core_anyway * k, related_anyway),
        rules=list(zip(rules, related_rules, strict=True)),
    )


def _paths(stand: pd.DataFrame, start: Floats, plan: Plan, years: Years, component: str) -> Floats:
    grid = np.full((len(stand), len(years)), np.nan)
    for row, (iso3, base_year) in enumerate(stand["base_year"].items()):
        path = share_path(start[row], int(base_year), plan, str(iso3), component)
        grid[row, -len(path) :] = path
    return grid


def _with_total(core: Floats, related: Floats) -> Floats:
    return np.stack([core, related, core + related], axis=1)

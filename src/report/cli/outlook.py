"""What a plan costs and how sure that is, on the terminal: small tables with the assumptions under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click
import pandas as pd

from report.cli.printing import aligned, printed
from report.facts import likely, written
from report.outlook.compare import compare
from report.outlook.pool import OUTCOME
from report.outlook.risk import QUANTILES, summary
from report.outlook.scenario import READERS, Scenario, figures
from report.outlook.simulation import DRAWS, SEED, simulate
from report.pages import Page, alliance_page
from report.pages.ranges import names_with_groups
from report.tables import load
from report.tables.groups import groups, whos_in

ALLIANCE = ("NATO_TOTAL", "NATO_EUR_CAN", "USA")
ENDS = ("low", "high")
DEFAULT_PLAN = "hague-2025"
TOLD = {
    "share_gdp": "share_gdp",
    "level": "level",
    "extra": "extra",
    "low": "extra_low",
    "high": "extra_high",
    "cumulative": "cumulative_extra",
    "cumulative_low": "cumulative_extra_low",
    "cumulative_high": "cumulative_extra_high",
}
"""Columns of a scenario's frame and their names in the table of ``cost``."""
COMPARED = {
    "share_now": ("% of GDP now", 2),
    "share_gdp": ("% of GDP then", 2),
    "level": ("spending", 0),
    "extra": ("extra", 0),
    "low": (ENDS[0], 0),
    "high": (ENDS[1], 0),
    "cumulative": ("extra in all", 0),
    "cumulative_low": (ENDS[0], 0),
    "cumulative_high": (ENDS[1], 0),
}
NOTHING = "no armed forces, no spending, no path"
QUANTITIES = {"gdp": "GDP", "level": "spending", "extra": "extra a year", "cumulative_extra": "extra in all"}


def show_cost(
    names: Sequence[str], component: str, form: str | None, url: bool, own: dict[str, Any], **given: Any
) -> None:
    """Each ally's or group's shares, spending and extra by year with likely ranges; the alliance's where none is named."""
    page = asked_page(given)
    asked = _scenario(page, _asked(names), own)
    if component != "core":
        asked = replace(asked, new_money=100 * page.plan.new_money)
    tables = {who: cost_table(asked, who, component) for who in asked.who}
    if printed(_named(page, pd.concat(tables, names=["iso3"]).reset_index()), form):
        return
    title = asked.plan_of(page.plan_name).title
    for who, table in tables.items():
        click.echo(f"{_name(page, who)}, {component}, “{title}”{_own_base(page, who)}")
        click.echo(f"{_written(page, table)}\n")
    click.echo(f"{_money(page)}; extra over {page.baseline_text}. {rests_on(page)}")
    click.echo(_range_words(page, DRAWS, SEED))
    if url:
        click.echo(asked.url())


def show_comparison(
    names: Sequence[str],
    plan: str | None,
    edition: str | None,
    macro: str | None,
    year: int | None,
    form: str | None,
    own: dict[str, Any],
) -> None:
    """Allies, plans, editions side by side with differences, and the link that shows the same."""
    changes = {("by" if key == "year" else key): READERS[key](text) for key, text in own.items() if text is not None}
    d = load()
    table = compare(d, _asked(names), plan or DEFAULT_PLAN, edition, macro, year, **changes)
    if printed(table.reset_index(), form):
        return
    lines = [["", *table.columns]]
    lines += [
        [words, *(written.decimal(value, digits) if value == value else "" for value in table.loc[name])]
        for name, (words, digits) in COMPARED.items()
    ]
    click.echo(aligned(lines))
    against = {"freeze": "today’s share of GDP", "zero": "nothing"}.get(own["baseline"] or "freeze", own["baseline"])
    click.echo(f"\n{table.attrs['year']}, {table.attrs['unit']}; extra over {against}.")
    click.echo(table.attrs["url"])


def show_risk(
    names: Sequence[str],
    component: str,
    year: int | None,
    draws: int,
    seed: int,
    centre: str,
    growth: float,
    form: str | None,
    **given: Any,
) -> None:
    """Quantiles of GDP, spending and extra in one year of the plan, for allies or the alliance."""
    page, asked = asked_page(given), _asked(names)
    frame = _drawn(page, asked, component, draws, seed, centre=centre, growth_shift=growth)
    frame = frame[frame["iso3"].isin(asked) & (frame["year"] == _known_year(frame, year or page.horizon))].copy()
    if printed(_named(page, frame), form):
        return
    for who in asked:
        rows = frame[frame["iso3"] == who].set_index("quantity")
        click.echo(
            f"{_name(page, who)}, {component}, “{page.plan.title}”, {year or page.horizon}{_own_base(page, who)}"
        )
        click.echo(f"{NOTHING if rows.empty else aligned(quantile_lines(page, rows))}\n")
    click.echo(f"{_money(page)}; extra over {page.baseline_text}. {rests_on(page)}")
    click.echo(_range_words(page, draws, seed, centre))


def cost_table(asked: Scenario, who: str, component: str) -> pd.DataFrame:
    """One ally's or group's years: share of GDP, spending, extra a year and in all with the ends of their ranges."""
    frame = figures(replace(asked, who=(who,)), component).set_index("year")
    return frame[list(TOLD)].set_axis(list(TOLD.values()), axis=1) if len(frame) else pd.DataFrame()


def _scenario(page: Page, codes: list[str], own: dict[str, Any]) -> Scenario:
    """The page's parameters and one's own changes, read as an address would have them."""
    unit = "usd_constant" if page.prices == "constant" else "usd"
    base = Scenario(tuple(codes), (page.plan_name,), edition=(page.edition,), macro=(page.macro,))
    changes = {key: READERS[key](text) for key, text in own.items() if text is not None}
    return replace(base, unit=unit, baseline=page.baseline, **changes)


def quantile_lines(page: Page, rows: pd.DataFrame) -> list[list[str]]:
    """One line for each quantity in the page's prices: its figure on the IMF's path, then its quantiles."""
    suffix = page.money("")
    lines = [["", "figure", *QUANTILES]]
    for name, words in QUANTITIES.items():
        if f"{name}{suffix}" in rows.index:
            row = rows.loc[f"{name}{suffix}"]
            lines.append([words, *(written.decimal(row[column]) for column in ("point", *QUANTILES))])
    return lines


def _named(page: Page, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with names beside codes."""
    frame.insert(1, "ally", frame["iso3"].map(names_with_groups(page.d)))
    return frame


def asked_page(given: dict[str, Any]) -> Page:
    """The briefing’s page with the parameters given, which checks them."""
    return alliance_page(**{name: value for name, value in given.items() if value is not None})


def _asked(names: Sequence[str]) -> list[str]:
    return whos_in(" ".join(names)) if names else list(ALLIANCE)


def _drawn(page: Page, asked: list[str], component: str, draws: int, seed: int, **options: Any) -> pd.DataFrame:
    """The ranges of the allies asked for; of all where a group is among them, since a group is a sum, or where none has forces."""
    summed = [code for code in asked if code in groups()]
    allies = None if summed else [iso3 for iso3 in asked if iso3 in set(page.cost["iso3"])] or None
    drawn = simulate(
        page.d, page.plan, draws, seed, component=component, baseline=page.baseline, allies=allies, **options
    )
    return summary(drawn, summed)


def _known_year(frame: pd.DataFrame, year: int) -> int:
    from report.tables.errors import unknown

    if year not in set(frame["year"]):
        raise unknown("year of the plan", str(year), sorted(frame["year"].astype(str).unique()))
    return year


def _name(page: Page, who: str) -> str:
    return names_with_groups(page.d)[who]


def _written(page: Page, table: pd.DataFrame) -> str:
    """A cost table as aligned text; Iceland has none."""
    if table.empty:
        return NOTHING
    head = ["year", "% of GDP", "spending", "extra", *ENDS, "in all", *ENDS]
    lines = [
        [page.origin.year(year) if year <= table.index.min() else str(year), written.decimal(row.iloc[0], 2)]
        + [written.decimal(value) for value in row.iloc[1:]]
        for year, row in table.iterrows()
    ]
    return aligned([head, *lines])


def _own_base(page: Page, who: str) -> str:
    """Of an ally whose last share is older than the edition's: from which year its bill starts, at whose prices; empty of others."""
    years = page.cost.loc[page.cost["iso3"] == who, "year"]
    if years.empty or (base := int(years.min())) == page.year:
        return ""
    prices = f", at {base} prices and exchange rates" if page.prices == "constant" else ""
    return f" (from its last share, of {page.origin.year(base)}: over {page.baseline_from(base)}{prices})"


def _money(page: Page) -> str:
    prices = f"at {page.year} prices and exchange rates" if page.prices == "constant" else "at current prices"
    return f"US$ million {prices}"


def rests_on(page: Page) -> str:
    """The edition and forecast that figures rest on, in words."""
    last = int(page.d.macro["year"].max())
    return f"{page.origin.edition}; {page.origin.macro}, growth of {last} held beyond it."


def _range_words(page: Page, draws: int, seed: int, centre: str = OUTCOME) -> str:
    drawn = "growth" if page.prices == "constant" else "growth and US inflation"
    where = "where outcomes have come out; figures are on the IMF's path" if centre == OUTCOME else "on the IMF's path"
    return (
        f"{written.sentence_case(likely(drawn))}: p10 (low) to p90 (high) of {draws:,} draws, seed {seed}, centred {where}. Widened until past ranges would have held what they claim; "
        "the plan is carried out as written."
    )

"""What the money means, on the terminal: the tables of the functions of the same names, for people or other programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click
import pandas as pd

from report.cli.outlook import NOTHING, asked_page, rests_on
from report.cli.printing import aligned, printed
from report.facts import written
from report.frames import public
from report.pages import Page
from report.pages.ranges import names_with_groups
from report.tables.groups import allies_of

Heads = Mapping[str, tuple[str, int]]
"""Columns of a table, the words over each and its decimals; a column of amounts by its stem, without currency and prices."""
PLEDGED: Heads = {
    "share_gdp": ("plan %", 2),
    "own_share_gdp": ("own %", 2),
    "bill": ("bill", 0),
    "covered": ("covered", 0),
    "open": ("open", 0),
    "covered_percent": ("covered %", 0),
    "pledge": ("leading record", 0),
    "kind": ("kind", 0),
    "below_now": ("below now", 0),
}

FINANCING: Heads = {
    "extra_ncu_m": ("extra", 0),
    "borrowed_ncu_m": ("borrowed", 0),
    "rate": ("rate %", 2),
    "interest_ncu_m": ("interest", 0),
    "balance": ("balance", 2),
    "balance_with": ("with it", 2),
    "debt": ("debt", 1),
    "debt_with": ("with it", 1),
    "added_pp": ("added", 2),
}
MULTIPLIERS = (0.0, 0.6, 1.0)
"""No effect on GDP, and the ends of the range that Ramey and Zubairy (2018) report."""
ESCAPE: Heads = {
    "year": ("year", 0),
    "percent_gdp": ("% of GDP", 2),
    "rise_pp": ("rise", 2),
    "room_pp": ("room", 2),
    "beyond_pp": ("beyond", 2),
    "verdict": ("verdict", 0),
    "active": ("activated", 0),
    "safe_eur_bn": ("SAFE €bn", 1),
}


def show_pledged(names: Sequence[str], form: str | None, drafts: bool, **given: Any) -> None:
    """What is promised of the bill: an ally's own currency year by year, or US dollars of all in the plan's last year, with their sum."""
    page = asked_page(given)
    frame = public.pledged(page.d, page.plan, page.baseline, _allies(names), drafts=drafts)
    if printed(frame, form):
        return
    click.echo(f"“{page.plan.title}”: extra over {page.baseline_text}, and what allies’ own records cover of it\n")
    _tables(page, frame, PLEDGED, names)
    for row in frame[frame["budget_low"].notna()].to_dict("records"):
        ends = dict.fromkeys(written.decimal(row[end], 2) for end in ("budget_low", "budget_high"))
        counted = "counted" if row["adopted"] or drafts else "not counted: it is not adopted"
        click.echo(
            f"{row['ally']}, budget of {row['year']} ({row['budget_status']}): {' or '.join(ends)} % of GDP; {counted}."
        )


def show_financing(names: Sequence[str], component: str, form: str | None, **given: Any) -> None:
    """The accounts of each ally by year, at current prices in its own currency, and the debt added at each multiplier."""
    ways = ("borrowed", "taxed", "cut", "interest", "multiplier")
    how = {name: given.pop(name) for name in ways}
    page = asked_page({**given, "prices": "current"})
    frame = public.financing(page.d, page.plan, _allies(names), component, baseline=page.baseline, **how)
    if printed(frame, form):
        return
    click.echo(
        f"“{page.plan.title}”, {component}: extra over {page.baseline_text}; ratios in percent of the IMF’s GDP\n"
    )
    _tables(page, frame, FINANCING, names)
    for multiplier in MULTIPLIERS if names else ():
        rows = public.financing(
            page.d, page.plan, _allies(names), component, baseline=page.baseline, **how | {"multiplier": multiplier}
        )
        last = rows[rows["year"] == page.horizon]
        told = [
            f"{ally} {written.decimal(added, 2)}" for ally, added in zip(last["ally"], last["added_pp"], strict=True)
        ]
        click.echo(
            f"points of GDP added to debt by {page.horizon} at a multiplier of {multiplier:g}: {', '.join(told)}"
        )


def show_escape_room(
    names: Sequence[str], form: str | None, since: int | None, margin: float | None, **given: Any
) -> None:
    """The clause’s room for each ally and year."""
    page = asked_page(given)
    how = {name: value for name, value in (("since", since), ("margin", margin)) if value is not None}
    frame = public.escape_room(page.d, page.plan, allies=_allies(names), **how)
    if printed(frame, form):
        return
    if frame.empty:
        click.echo("none of these allies is in the EU and has armed forces: the clause is for members of the EU")
        return
    click.echo(f"{_table(page, frame, ESCAPE, 'ally', '')}\n")
    click.echo(f"NATO’s spending over the IMF’s GDP; the clause ends in {frame['ends'].iloc[0]}. {rests_on(page)}")


def _allies(names: Sequence[str]) -> list[str] | None:
    return allies_of(list(names)) if names else None


def _tables(page: Page, frame: pd.DataFrame, heads: Heads, names: Sequence[str]) -> None:
    """Each ally's years in its own currency; without names, all allies in the last year in US dollars, and their sum."""
    prices = f"{page.year} prices" if page.prices == "constant" else "current prices"
    if not names:
        last = frame[frame["year"] == page.horizon]
        money = "own currency" if "currency" in heads or "extra_ncu_m" in heads else "US$"
        click.echo(f"{page.horizon}, {money} million, {prices}\n{_table(page, last, heads, 'ally', 'usd_m')}\n")
    for iso3 in _allies(names) or ():
        rows = frame[frame["iso3"] == iso3]
        money = f", {rows['currency'].iloc[0]} million, {prices}\n" if len(rows) else ": "
        table = _table(page, rows, heads, "year", "ncu_m") if len(rows) else NOTHING
        click.echo(f"{names_with_groups(page.d)[iso3]}{money}{table}\n")
    click.echo(rests_on(page))


def _table(page: Page, rows: pd.DataFrame, heads: Heads, first: str, money: str) -> str:
    """Rows as aligned text, the first column a year or an ally; under allies the sum of each amount."""
    ending = f"_{money}_constant" if page.prices == "constant" else f"_{money}"
    columns = {name: name if name in rows else f"{name}{ending}" for name in heads}
    lines = [_line(row[first], (row[columns[name]] for name in heads), heads) for row in rows.to_dict("records")]
    if first == "ally" and any(name != columns[name] for name in heads):
        sums = [rows[columns[name]].sum() if columns[name] != name else "" for name in heads]
        lines.append(_line("together", sums, heads))
    return aligned([[first, *(words for words, _ in heads.values())], *lines])


def _line(first: object, cells: Iterable[Any], heads: Heads) -> list[str]:
    return [str(first), *(_cell(cell, digits) for cell, (_, digits) in zip(cells, heads.values(), strict=True))]


def _cell(value: Any, digits: int) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int):
        return str(value)
    return "–" if pd.isna(value) else written.decimal(value, digits)

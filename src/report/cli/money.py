"""What the money means, on the terminal: the tables of the functions of the same names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import click
import pandas as pd

from report.cli.outlook import NOTHING, asked_page, rests_on
from report.cli.printing import aligned, printed
from report.facts import written
from report.frames import public
from report.outlook import plan
from report.outlook.pledged import OWN
from report.outlook.pledges import JOINT
from report.pages import Page
from report.pages.ranges import names_with_groups
from report.tables.groups import allies_of

Heads = Mapping[str, tuple[str, int]]
"""Columns of a table, the words over each and its decimals; a column of amounts by its stem, without currency and
prices."""
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

PARTS: Heads = {
    "extra": ("extra", 0),
    "equipment": ("equipment", 0),
    "personnel": ("personnel", 0),
    "infrastructure": ("infrastructure", 0),
    "other": ("other", 0),
    "mix_year": ("mix of", 0),
}
GAPS = (1.0, 2.0)
"""Points a year by which defence prices may outrun those of GDP."""
RECORD: Heads = {
    "equipment_now": ("equipment now", 0),
    "equipment_then": ("then", 0),
    "rise_a_year": ("a year", 0),
    "record_rise_a_year": ("fastest", 0),
    "record_from": ("from", 0),
    "record_to": ("to", 0),
    "percent_of_record": ("% of fastest", 0),
}
POWER: Heads = {
    "price_level": ("price level", 2),
    "spend_usd_m": ("spending", 0),
    "spend_ppp_m": ("at PPP", 0),
    "spend_percent": ("part %", 1),
    "spend_ppp_percent": ("at PPP %", 1),
    "bill_usd_m": ("bill", 0),
    "bill_ppp_m": ("at PPP", 0),
}
RATES: Heads = {
    "spend_usd_m": ("Europe and Canada", 0),
    "us_percent": ("US part %", 1),
    "bill_usd_m": ("their bill", 0),
    "bill_all_usd_m": ("bill of all", 0),
}
STICKS: Heads = {
    "extra_ncu_m_constant": ("extra", 0),
    "per_head": ("an inhabitant", 0),
    "percent_gdp": ("% of GDP", 2),
    "percent_revenue": ("% of revenue", 2),
    "own_rise": ("own rise a year", 0),
    "years_of_rise": ("years of it", 1),
}


def show_pledged(names: Sequence[str], form: str | None, drafts: bool, joint: bool, **given: Any) -> None:
    """What is promised of the bill: an ally's currency by year, or US dollars of all in the last, with their sum."""
    page = asked_page(given)
    own = plan(OWN, pledges=JOINT) if joint else OWN
    frame = public.pledged(page.d, page.plan, page.baseline, _allies(names), own, drafts)
    if printed(frame, form):
        return
    click.echo(f"“{page.plan.title}”: extra over {page.baseline_text}, and what allies’ own records cover of it\n")
    _tables(page, frame, PLEDGED, names)
    for row in frame[frame["budget_low"].notna()].to_dict("records"):
        ends = dict.fromkeys(written.decimal(row[end], 2) for end in ("budget_low", "budget_high"))
        counted = "counted" if row["adopted"] or drafts else "not counted: it is not adopted"
        budget = f"{row['ally']}, budget of {row['year']} ({row['budget_status']})"
        click.echo(f"{budget}: {' or '.join(ends)} % of GDP; {counted}.")


def show_financing(names: Sequence[str], component: str, form: str | None, **given: Any) -> None:
    """Each ally's accounts by year, current prices, own currency, and the debt added at each multiplier."""
    ways = ("borrowed", "taxed", "cut", "interest", "multiplier")
    how = {name: given.pop(name) for name in ways}
    with suppress(ValueError):
        how["interest"] = float(how["interest"])
    page = asked_page({**given, "prices": "current"})
    frame = public.financing(page.d, page.plan, _allies(names), component, baseline=page.baseline, **how)
    if printed(frame, form):
        return
    ratios = "ratios in percent of the IMF’s GDP"
    click.echo(f"“{page.plan.title}”, {component}: extra over {page.baseline_text}; {ratios}\n")
    _tables(page, frame, FINANCING, names)
    for multiplier in MULTIPLIERS if names and len(frame) else ():
        other = how | {"multiplier": multiplier}
        rows = public.financing(page.d, page.plan, _allies(names), component, baseline=page.baseline, **other)
        last = rows[rows["year"] == page.horizon]
        added = zip(last["ally"], last["added_pp"], strict=True)
        told = ", ".join(f"{ally} {written.decimal(points, 2)}" for ally, points in added)
        click.echo(f"points of GDP added to debt by {page.horizon} at a multiplier of {multiplier:g}: {told}")


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


def show_purchase(names: Sequence[str], form: str | None, equipment: float | None, troops: int, **given: Any) -> None:
    """The parts of the extra by year, then what dearer goods leave, troops, and the fastest rise on record."""
    page = asked_page(given)
    how: dict[str, Any] = {"allies": _allies(names), "equipment": equipment, "baseline": page.baseline}
    frame = public.purchase(page.d, page.plan, troops=troops, **how)
    if printed(frame, form):
        return
    _tables(page, frame, PARTS, names)
    if frame.empty:
        return
    left = [public.purchase(page.d, page.plan, price_gap=gap, **how)["bought_percent"].min() for gap in GAPS]
    told = " and ".join(f"{written.decimal(part, 1)} % at {gap:g}" for part, gap in zip(left, GAPS, strict=True))
    click.echo(f"defence prices rising faster than GDP’s, points a year: the money of {page.horizon} buys {told}")
    if troops:
        last = frame[frame["year"] == page.horizon]
        for row in last[last["cost_a_head_ncu"].notna()].to_dict("records"):
            cost = f"{written.decimal(row['troops_ncu_m_constant'])} million {row['currency']}"
            head, part = f"{written.decimal(row['cost_a_head_ncu'])} a head", _cell(row["troops_percent"], 1)
            click.echo(f"{row['ally']}: {troops:,} more at {head}: {cost} a year, {part} % of the extra")
    record = _table(page, public.absorption(page.d, page.plan, **how), RECORD, "ally", "")
    click.echo(f"\nequipment money, own currency, and its fastest rise over three years on record\n{record}")


def show_purchasing_power(names: Sequence[str], form: str | None, **given: Any) -> None:
    """Both measures of each ally and of the sums; the alliance’s dollar figures at other rates."""
    page = asked_page(given)
    frame = public.purchasing_power(page.d, page.plan, _allies(names), baseline=page.baseline)
    if printed(frame, form):
        return
    if frame.empty:
        click.echo(NOTHING)
        return
    click.echo(f"{page.year}, US$ million at market rates, international dollars at PPP of GDP")
    click.echo(f"{_table(page, frame, POWER, 'ally', '')}\n")
    rates = public.exchange_rates(page.d, page.plan, baseline=page.baseline)
    if not names:
        rates = rates.assign(dollar=[f"dollar {change:+g} %" for change in rates["dollar_percent"]])
        click.echo(f"{_table(page, rates, RATES, 'dollar', '')}\n")
    click.echo(rests_on(page))


def show_yardsticks(names: Sequence[str], form: str | None, **given: Any) -> None:
    """The bill in terms people know, by year, or of all in the last."""
    page = asked_page({**given, "prices": "constant"})
    frame = public.yardsticks(page.d, page.plan, _allies(names), baseline=page.baseline)
    if not printed(frame, form):
        _tables(page, frame, STICKS, names)


def _allies(names: Sequence[str]) -> list[str] | None:
    return allies_of(list(names)) if names else None


def _tables(page: Page, frame: pd.DataFrame, heads: Heads, names: Sequence[str]) -> None:
    """Each ally's years in its own currency; without names, all in the last year in US dollars, and their sum."""
    prices = f"{page.year} prices" if page.prices == "constant" else "current prices"
    if not names:
        last = frame[frame["year"] == page.horizon]
        money = "own currency" if any("_ncu" in name for name in heads) else "US$"
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

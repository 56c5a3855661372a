"""What a plan costs and how sure that is, on the terminal: small tables with the assumptions under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import click
import pandas as pd

from report.cli.printing import aligned, printed
from report.facts import likely, written
from report.outlook import plans
from report.outlook.compare import ROWS, compare
from report.outlook.cost import members_in
from report.outlook.pool import OUTCOME
from report.outlook.range_facts import DRAWN
from report.outlook.risk import DRAWS, QUANTILES, SEED, simulate, summary
from report.outlook.scenario import MOST, RANGES, SHOWN, UNITS, Scenario, figures, parse
from report.pages import Page, alliance_page
from report.pages.ranges import names_with_groups
from report.tables import Dataset, ReportError, load
from report.tables.errors import unknown
from report.tables.groups import groups, has_forces, members, whos_in

ALLIANCE = ("NATO_TOTAL", "NATO_EUR_CAN", "USA")
ENDS = ("low", "high")
DEFAULT_PLAN = "hague-2025"
TOLD = {
    "cumulative": "cumulative_extra",
    "low": "extra_low",
    "high": "extra_high",
    "cumulative_low": "cumulative_extra_low",
    "cumulative_high": "cumulative_extra_high",
}
"""Columns of a scenario's frame that have another name in the table of ``cost``."""
PARTS = {"gdp": "% of GDP", "revenue": "% of government revenue"}
COMPARED = {
    "share_now": "% of GDP in the base year",
    "share_gdp": "% of GDP then",
    "level": "spending",
    "extra": "extra",
    "low": ENDS[0],
    "high": ENDS[1],
    "cumulative": "extra in all",
    "cumulative_low": ENDS[0],
    "cumulative_high": ENDS[1],
}
NOTHING = "no armed forces, no spending, no path"
QUANTITIES = {"gdp": "GDP", "level": "spending", "extra": "extra a year", "cumulative_extra": "extra in all"}


def show_cost(
    names: Sequence[str], component: str, form: str | None, url: bool, own: dict[str, Any], **given: Any
) -> None:
    """Each ally's or group's shares, spending and extra by year with likely ranges; by default the alliance's."""
    page = asked_page(given)
    asked = _scenario(page, _asked(names), own, given)
    if component != "core" and own["new_money"] is None:
        asked = replace(asked, new_money=100 * page.plan.new_money)
    link = _link(asked) if url else ""
    frame = figures(asked, component)
    if printed(_named(page, cost_table(asked, frame)), form):
        if link:
            click.echo(link, err=True)  # beside the table, not in it
        return
    for who in asked.who:
        rows = frame[frame["iso3"] == who]
        for title, table in rows.groupby("title", sort=False) if len(rows) else [(_title(asked), rows)]:
            click.echo(f"{_name(page, who)}, {component}, “{title}”{_own_base(page, who)}")
            click.echo(f"{_written(page, asked, table)}\n")
    money = _money(asked.unit, asked.per, dict(zip(frame["iso3"], frame["currency"], strict=True)), str(page.year))
    click.echo(f"{money}; extra over {page.baseline_text}. {rests_on(page)}{_without(page.d, asked.who)}")
    if any("ISL" in members(who) for who in asked.who if who in groups()):
        click.echo("Shares of groups leave out Iceland's GDP, which NATO's own count: they can be 0.01 higher.")
    click.echo(_range_words(UNITS[asked.unit], DRAWS, SEED))
    if link:
        click.echo(link)


def show_comparison(
    names: Sequence[str], year: int | None, form: str | None, own: dict[str, Any], **given: str | None
) -> None:
    """Allies, plans, editions side by side with differences, and the link that shows the same."""
    changes = {("by" if key == "year" else key): value for key, value in own.items()}
    plan, edition, macro = (given[name] for name in ("plan", "edition", "macro"))
    table = compare(load(), _asked(names), plan or DEFAULT_PLAN, edition, macro, year, **changes)
    if printed(table.reset_index(), form):
        return
    said, per = table.attrs, own["per"] or "total"
    told = {name: SHOWN[per].get(name, name) for name in COMPARED}
    lines = [
        [words, *(_number(value, told[name] != name, per, name) for value in table.loc[told[name]])]
        for name, words in COMPARED.items()
        if not _blank(name, per)
    ]
    click.echo(aligned([["", *table.columns], *lines]))
    unit = own["unit"] or "usd_constant"
    over = {"freeze": "the base year's share of GDP", "zero": "nothing"}.get(own["baseline"] or "freeze")
    currencies = {name: text.partition(",")[0] for name, text in said["money"].items()}
    bases = sorted({text.partition(", ")[2].removesuffix(" prices") for text in said["money"].values()})
    money = _money(unit, per, currencies, " or ".join(bases))
    click.echo(f"\n{said['year']}. {money}; extra over {over or own['baseline']}.")
    tables = [load(name) for name in (edition or load().edition).replace(",", " ").split()]
    gone = "".join(_without(d, _asked(names), f"edition {d.edition}") for d in tables)
    click.echo(f"Low and high: {likely(DRAWN[UNITS[unit]])}.{gone}")
    if _has_link(said["plans"]):
        click.echo(said["url"])


def show_risk(
    names: Sequence[str],
    component: str,
    year: int | None,
    draws: int,
    seed: int,
    centre: str,
    growth: str,
    form: str | None,
    **given: Any,
) -> None:
    """Quantiles of GDP, spending and extra in one year of the plan, for allies or the alliance."""
    page, asked = asked_page(given), _asked(names)
    frame = _drawn(page, asked, component, draws, seed, centre=centre, growth_shift=parse("growth", growth))
    at = year or page.horizon
    if at not in set(frame["year"]):
        raise unknown("year of the plan", str(at), sorted(frame["year"].astype(str).unique()))
    frame = frame[frame["iso3"].isin(asked) & (frame["year"] == at)].copy()
    if printed(_named(page, frame), form):
        return
    for who in asked:
        rows = frame[frame["iso3"] == who].set_index("quantity")
        click.echo(f"{_name(page, who)}, {component}, “{page.plan.title}”, {at}{_own_base(page, who)}")
        click.echo(f"{NOTHING if rows.empty else aligned(quantile_lines(page, rows))}\n")
    unit = "usd_constant" if page.prices == "constant" else "usd"
    money = _money(unit, "total", {"": "USD"}, str(page.year))
    click.echo(f"{money}; extra over {page.baseline_text}. {rests_on(page)}")
    click.echo(_range_words(UNITS[unit], draws, seed, centre))


def cost_table(asked: Scenario, frame: pd.DataFrame) -> pd.DataFrame:
    """A scenario's figures as programs get them: one row for each ally or group, plan and year."""
    shown = [name for name in SHOWN[asked.per].values() if name not in ROWS]
    table = frame[["iso3", "year", "title", *ROWS, *shown, "related", "currency"]]
    return table.rename(columns=TOLD)


def _scenario(page: Page, codes: list[str], own: dict[str, Any], given: Mapping[str, Any]) -> Scenario:
    """The page's parameters and one's own changes, read as an address would have them."""
    changes = {key: parse(key, text) for key, text in own.items() if text is not None}
    unit = changes.setdefault("unit", "usd_constant" if page.prices == "constant" else "usd")
    if given.get("prices") and unit.endswith("constant") != (page.prices == "constant"):
        raise ReportError(f"--prices {page.prices} and --unit {unit} contradict each other: give one of them")
    base = Scenario(tuple(codes), (page.plan_name,), edition=(page.edition,), macro=(page.macro,))
    return replace(base, baseline=page.baseline, **changes)


def _link(asked: Scenario) -> str:
    """The explorer's address of a scenario; raises :class:`ReportError` for what the explorer cannot show."""
    if not _has_link(asked.plan):
        raise ReportError(f"--url: the explorer knows the plans on record (burdenshare plans), not {asked.plan[0]}")
    shown = replace(asked, who=tuple(who for who in asked.who if who in groups() or has_forces(who)))
    if not 0 < len(shown.series) <= MOST:
        raise ReportError(f"--url: the explorer shows 1 to {MOST} series side by side, not {len(shown.series)}")
    return shown.url()


def _has_link(names: Sequence[str]) -> bool:
    """Whether the explorer knows the plans: those on record."""
    return set(names) <= set(plans()["id"])


def _title(asked: Scenario) -> str:
    return asked.plan_of(asked.plan[0]).title


def _blank(name: str, per: str) -> bool:
    """Whether an amount is not shown: parts of GDP and of revenue have no range, growth moves money."""
    return name in RANGES[:2] and per in ("gdp", "revenue")


def _number(value: float, scaled: bool, per: str, name: str) -> str:
    """A figure of a table: shares and parts to two decimals, money to whole numbers, nothing where there is none."""
    digits = 2 if name.startswith("share") or (scaled and per != "head") else 0
    return "" if pd.isna(value) else written.decimal(value, digits)


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
    """The ranges of the allies asked for; of all where a group is among them (a group is a sum) or none has forces."""
    summed = [code for code in asked if code in groups()]
    allies = None if summed else [iso3 for iso3 in asked if iso3 in set(page.cost["iso3"])] or None
    options |= {"component": component, "baseline": page.baseline, "allies": allies}
    return summary(simulate(page.d, page.plan, draws, seed, **options), summed)


def _name(page: Page, who: str) -> str:
    return names_with_groups(page.d)[who]


def _written(page: Page, asked: Scenario, table: pd.DataFrame) -> str:
    """One series as aligned text; Iceland has none."""
    if table.empty:
        return NOTHING
    shown = [name for name in ROWS if not _blank(name, asked.per)]
    words = {"share_gdp": "% of GDP", "level": "spending", "cumulative": "in all"}
    told = SHOWN[asked.per]
    lines = [
        [page.origin.year(year) if year <= table["year"].min() else str(year)]
        + [_number(row[told.get(name, name)], name in told, asked.per, name) for name in shown]
        for year, row in table.set_index("year").iterrows()
    ]
    head = [words.get(name, name.removeprefix("cumulative_")) for name in shown]
    return aligned([["year", *head], *lines])


def _own_base(page: Page, who: str) -> str:
    """Of an ally without the edition's last share: from which year its bill starts, at whose prices; else empty."""
    years = page.cost.loc[page.cost["iso3"] == who, "year"]
    if years.empty or (base := int(years.min())) == page.year:
        return ""
    prices = f", at {base} prices and exchange rates" if page.prices == "constant" else ""
    return f" (from its last share, of {page.origin.year(base)}: over {page.baseline_from(base)}{prices})"


def _money(unit: str, per: str, currencies: Mapping[str, str], bases: str) -> str:
    """The unit of amounts in words: ``US$ million at 2026 prices and exchange rates``; per inhabitant or as a part,
    sums over years stay in millions."""
    coins = {code: "US$" if code == "USD" else code for code in currencies.values()}
    coin, which = next(iter(coins.values()), ""), ""
    if not coin:  # of nobody who spends
        coin = "national currency" if unit.startswith("ncu") else "US$"
    if len(coins) > 1:
        coin, which = "national currency", f" ({', '.join(f'{who} {code}' for who, code in currencies.items())})"
    rates = " and exchange rates" if unit == "usd_constant" else ""
    prices = f"at {bases} prices{rates}" if unit.endswith("constant") else "at current prices"
    parts = {"head": f"{coin} an inhabitant", **PARTS}
    return written.sentence_case(f"{f'{parts[per]}; in all ' if per in parts else ''}{coin} million {prices}{which}")


def rests_on(page: Page) -> str:
    """The edition and forecast that figures rest on, in words, and whose amounts start earlier than the edition's."""
    last = int(page.d.macro["year"].max())
    earlier = [
        f" {_name(page, iso3)}’s amounts start from its share of {base}, at {base} prices and exchange rates."
        for iso3, base in page.starting_before(page.year).items()
    ]
    return f"{page.origin.edition}; {page.origin.macro}, growth of {last} held beyond it.{''.join(earlier)}"


def _without(d: Dataset, codes: Sequence[str], edition: str = "the edition") -> str:
    """Members of the groups asked for whom the edition has no share of: they joined later."""
    found = [iso3 for code in codes for iso3 in members(code) if iso3 not in members_in(d, code) and has_forces(iso3)]
    names = ", ".join(names_with_groups(d)[iso3] for iso3 in dict.fromkeys(found))
    return f" Without {names}, of whom {edition} has no figures." if names else ""


def _range_words(path: str, draws: int, seed: int, centre: str = OUTCOME) -> str:
    where = "where outcomes have come out; figures are on the IMF's path" if centre == OUTCOME else "on the IMF's path"
    return (
        f"{written.sentence_case(likely(DRAWN[path]))}: p10 (low) to p90 (high) of {draws:,} draws, seed {seed}, "
        f"centred {where}. Widened until past ranges would have held what they claim; "
        "the plan is carried out as written."
    )

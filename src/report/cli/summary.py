"""One ally in a dozen lines: share and rank, standing, next step, bill in its own currency, own pledge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click
import pandas as pd

from report.cli.printing import printed
from report.facts import written
from report.outlook.cost import cost
from report.pages import Page, alliance_page
from report.tables.groups import allies_of

CARD = ["status", "target_share", "target_year", "drift_pp", "next_step_pp", "next_step_usd_m"]
CARD += ["pledge_share", "pledge_year", "pledge_component", "pledge_confidence"]
"""Columns of the scorecard."""
AMOUNTS = ("level", "extra", "cumulative_extra")
MEASURES = ["iso3", "ally", "year", "status", "share_gdp", "rank"]


def show_countries(names: Sequence[str], form: str | None, **given: Any) -> None:
    """The summary of each ally named."""
    page = alliance_page(**{name: value for name, value in given.items() if value is not None})
    found = summaries(page, allies_of(" ".join(names)))
    if not printed(found, form):
        for row in found.to_dict("records"):
            click.echo(f"{row['ally']}: {page.origin.edition}, under “{page.plan.title}”")
            click.echo("\n".join(f"  {label:<26} {text}" for label, text in _lines(page, row)) + "\n")


def summaries(page: Page, allies: Sequence[str]) -> pd.DataFrame:
    """A row per ally: its last year in the edition, its line of the scorecard, its core bill in the last year."""
    now = page.now.set_index("iso3", drop=False).loc[list(allies), MEASURES]
    card = page.scorecard.card.loc[list(allies), CARD].rename(columns={"status": "standing"})
    card.insert(1, "gap_pp", (card["target_share"] - now["share_gdp"]).clip(lower=0))
    suffix = "ncu_m_constant" if page.prices == "constant" else "ncu_m"
    bill = cost(page.d, page.plan, page.baseline, list(allies)).query("component == 'core'")
    last = bill[bill["year"] == page.horizon].set_index("iso3")
    money = last[["currency", *(f"{what}_{suffix}" for what in AMOUNTS)]]
    first = bill.groupby("iso3")["year"].min().rename("base_year")
    found = now.join(card).join(first).assign(bill_year=page.horizon).join(money).reset_index(drop=True)
    return found.astype(dict.fromkeys(("rank", "target_year", "base_year"), "Int64"))


def _lines(page: Page, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Label and text of each line; an ally without forces has one."""
    if row["standing"] == "no forces":
        yield "armed forces", "none, hence no spending and no path"
        return
    if pd.notna(row["share_gdp"]):
        ranked = int(page.now["rank"].notna().sum())
        share = f"{written.decimal(row['share_gdp'], 2)}% of GDP, rank {row['rank']} of {ranked}"
        yield f"spent in {page.origin.year(row['year'])}", share
    ask = page.ask("core", row["iso3"])
    by = f" by {ask.year}" if ask.year else ""
    yield "asked of it", f"{ask.share:g}% of GDP{by}" if ask.share is not None else "nothing beyond today’s share"
    yield "standing", str(row["standing"])
    if ask.share is not None and pd.notna(row["gap_pp"]):
        yield "still missing", _points(row["gap_pp"])
        money = row["next_step_usd_m"]  # unknown where the edition prints no current prices
        step = _points(row["next_step_pp"]) + (f", US${written.decimal(money)} million" if pd.notna(money) else "")
        yield "next year’s step", step if row["next_step_pp"] > 0 else "none"
    yield from _bill(page, row)
    if pd.notna(row["pledge_share"]):
        sure = f"{row['pledge_component']}, {row['pledge_confidence']}"
        yield "own pledge on record", f"{row['pledge_share']:g}% of GDP by {row['pledge_year']} ({sure})"
    else:
        yield "own pledge on record", "none that can be set against this plan"


def _points(value: float) -> str:
    return f"{written.decimal(value, 2)} points of GDP"


def _bill(page: Page, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Core spending under the plan in national currency, and what is extra; nothing where there is no path."""
    if pd.isna(row["currency"]):
        return
    base, last = int(row["base_year"]), row["bill_year"]
    prices = f"at {base} prices" if page.prices == "constant" else "at current prices"
    level, extra, in_all = (next(v for k, v in row.items() if k.startswith(f"{what}_ncu")) for what in AMOUNTS)
    yield f"core defence in {last}", f"{row['currency']} {written.decimal(level)} million {prices}"
    yield f"extra in {last}", f"{row['currency']} {written.decimal(extra)} million, over {page.baseline_from(base)}"
    yield f"extra {base + 1} to {last}, summed", f"{row['currency']} {written.decimal(in_all)} million"

"""The briefing's bill: what the plan costs, for whom, a year and in all."""

from __future__ import annotations

import pandas as pd

from report.facts import units
from report.pages import Page
from report.prose import words
from report.prose.passage import Passage, say
from report.prose.ranges import HIGH, LOW, NOTE, short, spread
from report.prose.table import Column, Table
from report.prose.words import ALL, EUROPE, US


def bill(page: Page) -> Passage:
    """What the plan costs, for whom, a year and in all."""
    column, total = page.money("extra"), page.money("cumulative_extra")
    ranked = page.cost[(page.cost["component"] == "core") & (page.cost["year"] == page.horizon)].sort_values(
        column, ascending=False
    )
    first, second = ranked["iso3"].iloc[0], ranked["iso3"].iloc[1]
    free = ranked.loc[ranked[column] <= 0, "iso3"].tolist()
    amounts = {
        "extra": page.bill(ALL, "core", column),
        "us_extra": page.bill(US, "core", column),
        "europe": page.bill(EUROPE, "core", column),
        "cumulative": page.bill(ALL, "core", total),
        "first_extra": page.bill(first, "core", column),
        "second_extra": page.bill(second, "core", column),
    }
    text = say(
        """Under {plan}, by {horizon} the alliance would spend {extra} a year more on core defence than {baseline}, {prices}{extra_spread}.
        The United States would add {us_extra}{us_extra_spread}, Europe and Canada {europe}{europe_spread}. Summed over the years of the
        plan the addition is {cumulative}{cumulative_spread}.

        The largest single addition is that of {first} with {first_extra} a year{first_extra_spread}, then {second} with
        {second_extra}{second_extra_spread}.""",
        "p",
        plan=page.plan_name_fact(),
        horizon=words.year(page.horizon, "horizon of the plan"),
        baseline=words.baseline_words(page),
        prices=words.price_words(page),
        first=page.names_in_text[first],
        second=page.names_in_text[second],
        **amounts,
        extra_spread=spread(amounts["extra"], only=True),
        **{f"{name}_spread": short(fact) for name, fact in amounts.items() if name != "extra"},
    )
    return text + _free(page, free) if free else text


def _free(page: Page, allies: list[str]) -> Passage:
    return say(
        """{names} {add} nothing over the baseline, since {they} already at or above what the plan asks.""",
        names=words.listed(
            page, "allies that add nothing", allies, "extra core spending of zero at the end of the plan"
        ),
        add=words.plural(len(allies), "adds", "add"),
        they=words.plural(len(allies), "it is", "they are"),
    )


def bill_table(page: Page) -> Table:
    """What the plan costs each ally at its end and in all, with 80 % ranges."""
    base = units.usd_m_constant(page.year)
    columns = (
        Column("ally", "Ally"),
        Column("share", f"Core share in {page.horizon}", units.PERCENT_GDP),
        Column("core", "Core, extra a year", base),
        Column("core_low", LOW, base),
        Column("core_high", HIGH, base),
        Column("core_current", "Core, extra a year, current prices", units.USD_M),
        Column("related", "Related, upper bound", base),
        Column("total", "Core, in all", base),
        Column("total_low", LOW, base),
        Column("total_high", HIGH, base),
        Column("total_both", "Core and related, in all", base),
    )
    return Table(
        id="bill",
        caption=f"The bill under “{page.plan.title}”",
        subtitle=f"Extra spending over {words.baseline_words(page)}, US$ million; a year in {page.horizon} and summed {page.year}–{page.horizon}",
        frame=_bill_frame(page).sort_values("core", ascending=False),
        columns=columns,
        notes=(
            f"Constant prices and exchange rates of {page.year} unless the column says current.",
            NOTE,
            "Projection. Related spending is an assumption: nobody tabulates it.",
        ),
        source=page.origin.nato_imf,
        edition=f"{page.origin.edition}; {page.origin.macro}",
    )


def _bill_frame(page: Page) -> pd.DataFrame:
    """The bill of every ally at the end of the plan and in all, with the ends of its ranges."""
    extra, total = "extra_usd_m_constant", "cumulative_extra_usd_m_constant"
    at_end = page.cost[page.cost["year"] == page.horizon].pivot(index="iso3", columns="component")
    frame = pd.DataFrame(
        {
            "iso3": at_end.index,
            "ally": at_end.index.map(page.names),
            "share": at_end[("share_gdp", "core")],
            "core": at_end[(extra, "core")],
            "core_current": at_end[("extra_usd_m", "core")],
            "related": at_end[(extra, "related")],
            "total": at_end[(total, "core")],
            "total_both": at_end[(total, "total")],
        }
    )
    ends = {
        name: page.ranges.table("core", column, page.horizon) for name, column in (("core", extra), ("total", total))
    }
    return frame.join([table.add_prefix(f"{name}_") for name, table in ends.items()])

"""Chart of what each rule of sharing would ask of one ally."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
from report.facts import written
from report.pages import CountryPage
from report.pages.burden_sharing import RULE_NAMES

PAYS = "What it pays"
TICK = "the red tick below"
ROOM = 0.55
"""Beyond this part of the longest bar there is no room behind a bar to name the tick on a telephone: it is named inside the bar."""


def asked(page: CountryPage) -> Figure | None:
    """What the ally would pay of today's total under each rule, beside what it pays; None without forces or money."""
    if not page.has_forces or not page.sharing.is_known or page.iso3 not in set(page.sharing.rules["iso3"]):
        return None
    frame, year = _frame(page), page.origin.year(page.sharing.last)
    pays, rules, unit = float(frame["due"].iloc[0]), frame.iloc[1:], _unit(page)
    x = alt.X(
        "due:Q",
        title="% of its GDP",
        scale=alt.Scale(domain=[0, 1.02 * frame["due"].max()], nice=False),
        axis=alt.Axis(orient="top", grid=True, tickCount=5),
    )
    base = alt.Chart(frame).encode(y=alt.Y("name:N", sort=frame["name"].tolist(), axis=None))
    tips = [
        alt.Tooltip("name:N", title="Rule"),
        alt.Tooltip("due:Q", title="% of GDP", format=".2f"),
        alt.Tooltip("money:N", title="In money"),
    ]
    color = alt.ColorValue(theme.BLUE, condition={"test": f"datum.name == '{PAYS}'", "value": theme.DEEP})
    bars = base.mark_bar(height=13, yOffset=6).encode(x=x, color=color, tooltip=tips)
    names = base.mark_text(align="left", dx=2, dy=-9).encode(x=alt.XValue(0), text=alt.Text("name:N"))
    values = base.mark_text(align="right", dx=-2, dy=-9, fontWeight="bold").encode(
        x=alt.XValue("width"), text=alt.Text("text:N")
    )
    now = base.transform_filter(f"datum.name != '{PAYS}'").mark_tick(
        color=theme.RULE, thickness=3, opacity=1, size=15, yOffset=6
    )
    less, count = int((rules["due"] > pays).sum()), written.number_word(len(rules))
    return Figure(
        id="sharing-rules",
        title=_title(page, less, len(rules)),
        subtitle=f"What {page.name_in_text} would pay of today’s allied total under {count} rules of sharing, % of its GDP, {unit}, {year}; red ticks mark what it pays",
        alt=f"Bar chart of {count} rules, from {written.decimal(rules['due'].min(), 2)} to {written.decimal(rules['due'].max(), 2)}% of GDP, under a bar of the {written.decimal(pays, 2)}% that {page.name_in_text} pays.",
        source=page.origin.nato_imf,
        edition=f"{page.origin.edition}; {page.origin.macro}",
        chart=theme.finish(
            theme.Layers(
                bars, now.encode(x=alt.X("pays:Q")), names, values, _tick_named(base, pays, frame["due"].max())
            ),
            alt.Step(38),
        ),
        data=frame[["name", "due", "due_usd_m", "balance_usd_m"]],
        labels={
            "name": "Rule",
            "due": "Would pay",
            "due_usd_m": "Would pay, in money",
            "balance_usd_m": "Pays more (+) or less (−)",
        },
        units={"due": "% of GDP", "due_usd_m": f"US$ million, {unit}", "balance_usd_m": f"US$ million, {unit}"},
        note="Spending and GDP at the same prices, so that the parts add up to today’s total; the share can differ from NATO’s, which is of real GDP. "
        "No rule here is one that allies agreed for defence spending.",
        how_to_read="The figure of each rule stands at the right of its name. Where a bar ends short of its tick, the ally pays more than that rule would ask of it.",
    )


def _frame(page: CountryPage) -> pd.DataFrame:
    """What the ally pays, then what each rule asks, the mildest first."""
    rows = page.sharing.rules[page.sharing.rules["iso3"] == page.iso3].sort_values("due_share_gdp")
    frame = rows.assign(
        name=[written.sentence_case(RULE_NAMES[rule]) for rule in rows["rule"]], due=rows["due_share_gdp"]
    )
    now = frame.head(1).assign(name=PAYS, due=frame["due"] + frame["balance_share_gdp"], balance_usd_m=0.0)
    frame = pd.concat([now.assign(due_usd_m=now["actual_usd_m"]), frame], ignore_index=True).round(theme.DECIMALS)
    frame["pays"] = frame["due"].iloc[0]
    frame["text"] = [f"{written.decimal(due, 2)}%" for due in frame["due"]]
    return frame.assign(money=[written.money(due, "USD") for due in frame["due_usd_m"]])


def _tick_named(base: alt.Chart, pays: float, longest: float) -> alt.Chart:
    """The name of the tick, once: behind the bar of what the ally pays, or inside it where that bar is long."""
    inside = pays > ROOM * longest
    own = base.transform_filter(f"datum.name == '{PAYS}'")
    word = own.mark_text(
        align="right" if inside else "left", dx=-5 if inside else 5, dy=6, color="white" if inside else theme.RULE
    )
    return word.encode(x=alt.X("due:Q"), text=alt.value(TICK))


def _unit(page: CountryPage) -> str:
    base = "current" if page.sharing.basis == "current" else page.origin.price_base
    return f"{base} prices and exchange rates"


def _title(page: CountryPage, less: int, rules: int) -> str:
    name = page.name_in_text
    if less in (0, rules):
        than, nearest = ("more", "harshest") if less == 0 else ("less", "mildest")
        hair = f", {'one' if rules == 1 else 'the ' + nearest} by a hair" if page.sharing.by_a_hair(page.iso3) else ""
        return (
            f"{written.sentence_case(name)} pays {than} than any of {written.number_word(rules)} rules would ask{hair}"
        )
    asks = "one of which asks" if less == 1 else f"{written.number_word(less)} of which ask"
    return f"{written.sentence_case(written.number_word(rules))} rules of sharing, {asks} more of {name} than it pays"

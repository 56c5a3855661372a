"""Charts of the United States beside Europe and Canada."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
from report.facts import Provenance, written
from report.tables import AGGREGATES


def us_share(years: pd.DataFrame, origin: Provenance) -> Figure | None:
    """The United States' share of allied spending in current and in constant prices; None without money. Takes an ``alliance`` frame."""
    frame = (
        years[["year", "us_share_current", "us_share_constant"]]
        .dropna(how="all", subset=["us_share_current", "us_share_constant"])
        .copy()
    )
    if frame.empty:
        return None
    frame["label"] = [origin.year(year) for year in frame["year"]]
    names = {"us_share_current": "current prices", "us_share_constant": f"{origin.price_base} prices"}
    long = (
        frame.rename(columns=names)
        .melt(id_vars=["year", "label"], value_vars=list(names.values()), var_name="basis", value_name="share")
        .dropna()
    )
    first, last = frame.iloc[0], frame.iloc[-1]
    x = alt.X("label:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    y = alt.Y("share:Q", title="% of allied spending", scale=alt.Scale(zero=False, domain=[45, 75]))
    style = {
        "color": alt.Color("basis:N", scale=alt.Scale(domain=list(names.values()), range=[theme.BLUE, theme.AMBER])),
        "strokeDash": alt.StrokeDash(
            "basis:N", scale=alt.Scale(domain=list(names.values()), range=[[1, 0], theme.DASH])
        ),
    }
    lines = (
        alt.Chart(long)
        .mark_line(point=alt.OverlayMarkDef(size=36))
        .encode(
            x=x,
            y=y,
            tooltip=[alt.Tooltip("label:O"), alt.Tooltip("basis:N"), alt.Tooltip("share:Q", format=".2f")],
            **style,
        )
    )
    half = theme.guideline(50, "half")
    return Figure(
        id="us-share",
        title=f"America’s share of allied spending: {written.decimal(_top(first))}% in {first['label']}, {written.decimal(_top(last))}% in {last['label']}",
        subtitle=f"United States’ part of NATO defence spending, %, by price base, {frame['label'].iloc[0]}–{last['label']}",
        alt=f"Two lines from {first['label']} to {last['label']}. In current prices the share is {written.decimal(last['us_share_current'], 1)}% in {last['label']}, "
        f"in {origin.price_base} prices {written.decimal(last['us_share_constant'], 1)}%; both stay above half.",
        source=origin.nato,
        edition=origin.edition,
        chart=theme.finish(theme.Layers(half, lines), 250),
        data=frame[["label", "us_share_current", "us_share_constant"]].round(theme.DECIMALS),
        labels={
            "label": "Year",
            "us_share_current": "Current prices",
            "us_share_constant": f"{origin.price_base} prices",
        },
        units={"us_share_current": "% of allied spending", "us_share_constant": "% of allied spending"},
        how_to_read="Above the dashed rule the United States spends more than all other allies together. The axis does not start at zero.",
    )


def _top(row: pd.Series) -> float:
    """The current-price share, or the constant-price one where the edition prints no current-price figures."""
    return float(row["us_share_current"] if pd.notna(row["us_share_current"]) else row["us_share_constant"])


def spending(years: pd.DataFrame, origin: Provenance, spent: pd.Series) -> Figure | None:
    """Spending of the United States and of Europe and Canada at constant prices; None without. Takes an ``alliance`` frame.

    ``spent``: constant-price spending by iso3 and year, to tell growth among the members of today from that of a growing alliance.
    """
    columns = {"spend_usd_m_constant_us": "United States", "spend_usd_m_constant_eur_can": "Europe and Canada"}
    frame = years[["year", *columns]].dropna().copy()
    if frame.empty:
        return None
    frame["label"] = [origin.year(year) for year in frame["year"]]
    long = frame.rename(columns=columns).melt(
        id_vars=["year", "label"], value_vars=list(columns.values()), var_name="party", value_name="usd_m"
    )
    long["usd_bn"] = (long["usd_m"] / 1000).round(theme.DECIMALS)
    ends = long[long["year"] == long["year"].max()]
    first, last = frame.iloc[0], frame.iloc[-1]
    growth = 100 * (last["spend_usd_m_constant_eur_can"] / first["spend_usd_m_constant_eur_can"] - 1)
    x = alt.X("label:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    y = alt.Y("usd_bn:Q", title=f"US$ billion, {origin.price_base} prices", scale=alt.Scale(domainMin=0))
    color = alt.Color(
        "party:N", legend=None, scale=alt.Scale(domain=list(columns.values()), range=[theme.AMBER, theme.BLUE])
    )
    lines = (
        alt.Chart(long)
        .mark_line(point=alt.OverlayMarkDef(size=36))
        .encode(
            x=x,
            y=y,
            color=color,
            tooltip=[alt.Tooltip("label:O"), alt.Tooltip("party:N"), alt.Tooltip("usd_bn:Q", format=",.0f")],
        )
    )
    text = (
        alt.Chart(ends)
        .mark_text(align="right", dy=-14, fontWeight="bold")
        .encode(x=x, y=y, text=alt.Text("party:N"), color=color)
    )
    return Figure(
        id="spending",
        title=f"Europe and Canada have raised spending by {written.decimal(growth)}% in real terms since {first['label']}{_same_members(spent, int(first['year']), int(last['year']))}",
        subtitle=f"Defence spending, US$ billion at {origin.price_base} prices and exchange rates, {first['label']}–{last['label']}",
        alt=f"Two lines. Europe and Canada rise from {written.decimal(first['spend_usd_m_constant_eur_can'] / 1000)} to {written.decimal(last['spend_usd_m_constant_eur_can'] / 1000)} billion dollars, "
        f"most of it in the last years; the United States goes from {written.decimal(first['spend_usd_m_constant_us'] / 1000)} to {written.decimal(last['spend_usd_m_constant_us'] / 1000)} billion.",
        source=origin.nato,
        edition=origin.edition,
        chart=theme.finish(theme.Layers(lines, text), 250),
        data=frame[["label", *columns]],
        labels={"label": "Year", **columns},
        units=dict.fromkeys(columns, f"US$ million, {origin.price_base} prices"),
        note="Membership of the year: aggregates grow when allies join (Montenegro, North Macedonia, Finland, Sweden).",
    )


def _same_members(spent: pd.Series, first: int, last: int) -> str:
    """The rise among members with figures for both years, whenever they joined; nothing where that is not known of all."""
    wide = spent.drop(index=[*AGGREGATES, "USA"], level="iso3", errors="ignore").unstack("year")
    today = wide[wide[last].notna()]
    if first == last or first not in wide or today[first].isna().any():
        return ""
    return f", by {written.decimal(100 * (today[last].sum() / today[first].sum() - 1))}% with the members of today"

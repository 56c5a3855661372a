"""Charts of where allies stand: each ally then and now, and how many meet the guideline."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
from report.facts import Provenance, written
from report.tables import guideline


def ladder(then: pd.DataFrame, now: pd.DataFrame, origin: Provenance) -> Figure:
    """Every ally's share of GDP in two years, as dots on one line each, against the guidelines of Wales and The Hague. Takes two ``burden`` frames."""
    frame = _two_years(then, now)
    first, last = origin.year(int(then["year"].iloc[0])), origin.year(int(now["year"].iloc[0]))
    order = frame.sort_values("now", ascending=False)["ally"].tolist()
    meeting, core = int(now["meets_2"].sum()), int(now["meets_core"].sum())
    base = alt.Chart(frame).encode(
        y=alt.Y("ally:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, labelFontSize=12))
    )
    x = alt.X(
        "now:Q",
        title="% of GDP",
        scale=alt.Scale(domainMin=0, nice=True),
        axis=alt.Axis(orient="top", grid=True, tickCount=6),
    )
    span = base.mark_rule(color=theme.PALE, strokeWidth=3).encode(x=alt.X("then:Q"), x2=alt.X2("now:Q"))
    before = base.mark_point(color=theme.MUTED, filled=False, size=46, strokeWidth=1.6).encode(
        x=alt.X("then:Q"), tooltip=_tooltip(first, last)
    )
    after = base.mark_point(color=theme.BLUE, filled=True, size=72, opacity=1).encode(
        x=x, tooltip=_tooltip(first, last)
    )
    right = base.transform_filter("datum.now >= datum.then").mark_text(align="left", dx=8, fontSize=11)
    left = base.transform_filter("datum.now < datum.then").mark_text(align="right", dx=-8, fontSize=11)
    values = [side.encode(x=alt.X("now:Q"), text=alt.Text("now:Q", format=".2f")) for side in (right, left)]
    chart = theme.Layers(_rules(), *([span, before] if first != last else []), after, *values)
    reporting = int(now["share_gdp"].notna().sum())
    return Figure(
        id="ladder",
        title=f"{_capital(meeting)} of {reporting} allies with forces {_meet(meeting)} the {_named('wales')}; {written.number_word(core)} already {_meet(core)} the {_named('core')}",
        subtitle=f"Core defence expenditure, % of GDP (NATO’s share of real GDP), {last}{' (filled dot)' if first != last else ''}{f' and {first} (open dot)' if first != last else ''}",
        alt=f"Dot chart with one line for each of {reporting} allies, ordered from {order[0]} at the top with {written.decimal(frame['now'].max(), 2)}% "
        f"to {order[-1]} with {written.decimal(frame['now'].min(), 2)}%. {_risen(frame) if first != last else ''}",
        source=origin.nato,
        edition=origin.edition,
        chart=theme.finish(chart, alt.Step(theme.HEIGHT_OF_ROW)),
        data=frame[["ally", "then", "now", "change"]].sort_values("now", ascending=False),
        labels={"ally": "Ally", "then": first, "now": last, "change": "Change"},
        units={"then": "% of GDP", "now": "% of GDP", "change": "points"},
        note="Iceland has no armed forces and is not shown.",
        how_to_read="Each line runs from an ally’s share in the first year to its share now; the dashed rules are the guidelines."
        if first != last
        else "The dashed rules are the guidelines.",
    )


def _risen(frame: pd.DataFrame) -> str:
    """How many shares rose, as the dots show it; where few allies have a share in both years few have two dots."""
    rose = int((frame["change"] > 0).sum())
    if rose < 2:
        return ("No filled dot lies", "One filled dot lies")[rose] + " to the right of its open one."
    return f"{_capital(rose)} filled dots lie to the right of their open ones: those shares rose."


def _two_years(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    both = now.loc[now["share_gdp"].notna(), ["iso3", "ally", "share_gdp"]].rename(columns={"share_gdp": "now"})
    both = both.merge(then[["iso3", "share_gdp"]].rename(columns={"share_gdp": "then"}), on="iso3", how="left")
    both["change"] = both["now"] - both["then"]
    return both.round(theme.DECIMALS)


def _tooltip(first: str, last: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("ally:N", title="Ally"),
        alt.Tooltip("then:Q", title=first, format=".2f"),
        alt.Tooltip("now:Q", title=last, format=".2f"),
    ]


def _rules() -> theme.Drawing:
    return theme.Layers(*theme.rules(axis="x"))


def _named(name: str) -> str:
    """A guideline by its own name: ``2% of Wales``."""
    return f"{guideline(name).value:g}% of {guideline(name).meeting}"


def _meet(number: int) -> str:
    return "meets" if number == 1 else "meet"


def _capital(number: int) -> str:
    return written.number_word(number).capitalize()


def meeting(years: pd.DataFrame, origin: Provenance) -> Figure | None:
    """How many members met the guidelines of Wales and The Hague in each year; None for an edition of one year. Takes an ``alliance`` frame."""
    if len(years) < 2:
        return None
    frame = years[["year", "meeting_2", "meeting_3_5", "members_with_forces", "status"]].copy()
    frame["label"] = [origin.year(year) for year in frame["year"]]
    first, last = frame.iloc[0], frame.iloc[-1]
    x = alt.X("label:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    bars = (
        alt.Chart(frame)
        .mark_bar(color=theme.PALE)
        .encode(
            x=x,
            y=alt.Y(
                "meeting_2:Q", title="allies", scale=alt.Scale(domainMax=32), axis=alt.Axis(values=[0, 10, 20, 30])
            ),
        )
    )
    core = alt.Chart(frame).mark_bar(color=theme.DEEP).encode(x=x, y="meeting_3_5:Q")
    text = alt.Chart(frame).mark_text(dy=-7, fontSize=12).encode(x=x, y="meeting_2:Q", text="meeting_2:Q")
    return Figure(
        id="meeting",
        title=f"From {written.number_word(int(first['meeting_2']))} allies at the {_named('wales')} to {written.number_word(int(last['meeting_2']))} in {last['year'] - first['year']} years",
        subtitle=f"Members with forces at or above the {_named('wales')} (light) and the {_named('core')} (dark), % of GDP, {first['label']}–{last['label']}",
        alt=f"Column chart by year. Members at the {_named('wales')} or more: {first['meeting_2']} in {first['label']}, {last['meeting_2']} of {last['members_with_forces']} in {last['label']}. "
        f"At the {_named('core')} or more: {last['meeting_3_5']} in {last['label']}.",
        source=origin.nato,
        edition=origin.edition,
        chart=theme.finish(theme.Layers(bars, core, text), 230),
        data=frame[["label", "meeting_2", "meeting_3_5", "members_with_forces"]],
        labels={
            "label": "Year",
            "meeting_2": f"At the {_named('wales')} or more",
            "meeting_3_5": f"At the {_named('core')} or more",
            "members_with_forces": "Members with forces",
        },
        units={"meeting_2": "allies", "meeting_3_5": "allies", "members_with_forces": "allies"},
        note="Members of the year only; NATO’s published shares at two decimals, as this edition gives them.",
    )

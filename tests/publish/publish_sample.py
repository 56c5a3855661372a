"""Two realistic executed notebooks, a briefing and a country page, made of display-contract outputs alone.

The figures are NATO's shares of the July 2026 edition, read from the project's own tables without the code under test.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from report.facts import packed
from report.facts.packed import pack
from report.shown import VEGA_LITE, Figure, Head, Passage, Table

DATA = Path(__file__).parents[2] / "data"
EDITION = "NATO, July 2026"
SOURCE = "NATO, Defence Expenditure of NATO Countries (2014–2026), July 2026; own calculations"
BLUE, DEEP, AMBER, GREY, RULE, INK = "#1f6fb2", "#0b3c5d", "#d9822b", "#9aa5b1", "#b4342d", "#3c4854"
_AXIS = {
    "labelFontSize": 12,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "labelColor": INK,
    "titleColor": INK,
    "domainColor": GREY,
    "gridColor": "#d5dae0",
    "labelLimit": 220,
}
CONFIG = {
    "font": "Source Sans Pro",
    "background": "transparent",
    "view": {"stroke": None},
    "axis": _AXIS,
    "text": {"fontSize": 12, "color": INK},
}


@cache
def shares() -> pd.DataFrame:
    """Published shares of GDP of the July 2026 edition: iso3, ally, year, share."""
    with (DATA / "allies.csv").open(encoding="utf-8") as lines:
        names = {row["iso3"]: row["name"] for row in csv.DictReader(lines)}
    with (DATA / "expenditure" / "2026-07.csv").open(encoding="utf-8") as lines:
        rows = [
            row
            for row in csv.DictReader(lines)
            if row["measure"] == "share_gdp" and row["iso3"] in names and row["value"]
        ]
    return pd.DataFrame(
        [
            {"iso3": r["iso3"], "ally": names[r["iso3"]], "year": int(r["year"]), "share": float(r["value"])}
            for r in rows
        ]
    )


def page(**changes: Any) -> dict[str, Any]:
    """A page declaration."""
    declared = {
        "slug": "briefing",
        "kind": "briefing",
        "title": "Thirty allies meet the old guideline; five the new one",
        "subtitle": "Who carries NATO’s defence burden in 2026, and what the road to 3.5% of GDP costs each ally",
        "description": "A sample of the briefing with figures of the July 2026 edition.",
        "date": "2026-07-10",
        "edition": "NATO tables of July 2026",
        "macro": "IMF World Economic Outlook, April 2026",
        "plan": "The Hague, 3.5% core by 2035",
        "lang": "en-GB",
    }
    return declared | changes


def fact(id: str, value: Any, text: str, **changes: Any) -> dict[str, Any]:
    """A fact record with two source rows."""
    rows = [
        {
            "table": "expenditure/2026-07",
            "key": f"{iso3} 2026 spend_usd_current",
            "value": held,
            "unit": "US$ million",
            "source": "nato-2026-07",
            "locator": "Table 2",
        }
        for iso3, held in (("USA", 980000.0), ("NATO_TOTAL", 1717000.0))
    ]
    made = {
        "id": id,
        "label": id.replace("-", " "),
        "value": value,
        "text": text,
        "unit": "%",
        "edition": "2026-07",
        "status": "estimate",
    }
    return (
        made
        | {"kind": "computed", "formula": "United States’ spending ÷ all allies’ spending", "inputs": [], "rows": rows}
        | changes
    )


US_TOTAL = fact(
    "us-spending",
    980000.0,
    "US$980 billion",
    label="United States’ defence spending",
    unit="US$ million, current prices",
    kind="published",
    formula="as NATO publishes it",
)
US_SHARE = fact(
    "us-share-2026", 57.0747, "57.1%", label="United States’ share of allied spending, 2026e", inputs=[US_TOTAL]
)
MEETING = fact(
    "meeting-2",
    30,
    "thirty",
    label="Allies at or above 2% of GDP, 2026e",
    unit="allies",
    formula="count of allies with forces whose published share is at least 2.00",
)
CORE = fact(
    "meeting-3-5",
    5,
    "five",
    label="Allies at or above 3.5% of GDP, 2026e",
    unit="allies",
    formula="count of allies with forces whose published share is at least 3.50",
)
LEADERS = fact(
    "leaders",
    ["Estonia", "Latvia", "Lithuania", "Poland", "Greece"],
    "Estonia, Latvia, Lithuania, Poland and Greece",
    label="Allies at or above 3.5%",
    unit="text",
)


def segment(record: dict[str, Any], text: str = "") -> dict[str, str]:
    """A fact as a segment of a paragraph."""
    return {"fact": record["id"], "text": text or record["text"]}


def passage(
    *paragraphs: list[Any], style: str = "p", facts: tuple[dict[str, Any], ...] = (US_SHARE, MEETING, CORE, LEADERS)
) -> dict[str, Any]:
    """A passage output."""
    return {
        Passage.MIME: {"style": style, "paragraphs": list(paragraphs), "facts": {f["id"]: f for f in facts}},
        "text/markdown": "…",
    }


def figure(
    id: str, chart: alt.TopLevelMixin, data: pd.DataFrame, units: dict[str, str], **texts: Any
) -> dict[str, Any]:
    """A figure output."""
    columns = [{"name": name, "label": name.capitalize(), "unit": units.get(name, "")} for name in data.columns]
    held = data.astype(object).where(data.notna(), None).values.tolist()
    record = {
        "id": id,
        "source": SOURCE,
        "edition": EDITION,
        "note": None,
        "how_to_read": None,
        "data": {"columns": columns, "rows": held},
        **texts,
    }
    return {Figure.MIME: record, VEGA_LITE: chart.to_dict(validate=False), "text/plain": texts["title"]}


def finished(chart: alt.TopLevelMixin, height: Any = None) -> alt.TopLevelMixin:
    """A chart that fills its container, in the shared look."""
    sized = chart.properties(width="container", **({} if height is None else {"height": height}))
    return sized.properties(autosize=alt.AutoSizeParams(type="fit-x", contains="padding")).configure(**CONFIG)


def bars() -> dict[str, Any]:
    """Thirty-one allies against 2 and 3.5%."""
    frame = shares()[shares()["year"] == 2026][["ally", "share"]].sort_values("share", ascending=False)
    base = alt.Chart(frame).encode(
        y=alt.Y("ally:N", sort=frame["ally"].tolist(), title=None, axis=alt.Axis(ticks=False, domain=False))
    )
    x = alt.X("share:Q", title="% of GDP", scale=alt.Scale(domainMin=0), axis=alt.Axis(orient="top", tickCount=6))
    tips = [alt.Tooltip("ally:N", title="Ally"), alt.Tooltip("share:Q", title="% of GDP", format=".2f")]
    drawn = base.mark_bar(color=BLUE, height=11).encode(x=x, tooltip=tips)
    values = base.mark_text(align="left", dx=4, fontSize=11).encode(x="share:Q", text=alt.Text("share:Q", format=".2f"))
    rules = alt.Chart(pd.DataFrame({"at": [2.0, 3.5]})).mark_rule(color=RULE, strokeDash=[4, 3]).encode(x="at:Q")
    return figure(
        "ladder",
        finished(alt.layer(drawn, values, rules), alt.Step(17)),
        frame,
        {"share": "% of GDP"},
        title="All but one ally meet 2%; five are already past 3.5%",
        subtitle="Core defence expenditure, % of GDP (NATO’s share of real GDP), 2026e",
        alt="Bar chart with one bar for each of 31 allies, longest at the top, from Estonia with 5.10% to the "
        "shortest just below 2%; dashed rules stand at 2 and 3.5%.",
        how_to_read="Each bar is one ally. The dashed rules are the guidelines of 2014 and 2025.",
        note="Iceland has no armed forces and is not shown.",
    )


def lines() -> dict[str, Any]:
    """All allies since 2014, one of them in colour."""
    frame = shares()[["ally", "year", "share"]]
    x, y = (
        alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
        alt.Y("share:Q", title="% of GDP"),
    )
    tips = ["ally:N", "year:O", alt.Tooltip("share:Q", format=".2f")]
    others = (
        alt.Chart(frame)
        .mark_line(color=GREY, opacity=0.55, strokeWidth=1)
        .encode(x=x, y=y, detail="ally:N", tooltip=tips)
    )
    own = (
        alt.Chart(frame[frame["ally"] == "Estonia"])
        .mark_line(color=DEEP, strokeWidth=3, point={"filled": True, "fill": DEEP, "size": 40})
        .encode(x=x, y=y, tooltip=tips)
    )
    name = (
        alt.Chart(frame[(frame["ally"] == "Estonia") & (frame["year"] == 2026)])
        .mark_text(align="right", dx=-10, dy=-2, fontWeight="bold", color=DEEP)
        .encode(x=x, y=y, text="ally:N")
    )
    return figure(
        "paths",
        finished(alt.layer(others, own, name), 340),
        frame,
        {"share": "% of GDP"},
        title="Estonia left the pack in 2023 and has not looked back",
        subtitle="Core defence expenditure, % of GDP, 2014–2026e, 31 allies, Estonia in colour",
        alt="Line chart with one pale line for each ally and Estonia in dark blue, near 2% until 2022 and rising to "
        "5.1% in 2026.",
    )


def multiples() -> dict[str, Any]:
    """Small multiples, one panel for each of twelve allies."""
    chosen = [
        "Estonia",
        "Latvia",
        "Lithuania",
        "Poland",
        "Germany",
        "France",
        "United Kingdom",
        "Italy",
        "Spain",
        "Canada",
        "Türkiye",
        "United States",
    ]
    frame = shares()[shares()["ally"].isin(chosen)][["ally", "year", "share"]]
    x = alt.X("year:Q", title=None, axis=alt.Axis(values=[2014, 2026], format="d", grid=False, labelAlign="center"))
    panel = (
        alt.Chart(frame)
        .mark_area(color="#a9cbe6", line={"color": BLUE})
        .encode(
            x=x,
            y=alt.Y("share:Q", title=None, axis=alt.Axis(values=[0, 2, 4])),
            tooltip=["ally:N", "year:Q", "share:Q"],
        )
    )
    chart = (
        panel.properties(width=140, height=90)
        .facet(alt.Facet("ally:N", title=None, sort=chosen), columns=4, spacing=22)
        .configure(**CONFIG)
    )
    return figure(
        "panels",
        chart,
        frame,
        {"share": "% of GDP"},
        title="Twelve ways to three and a half per cent",
        subtitle="Core defence expenditure, % of GDP, 2014–2026e",
        alt="Twelve small area charts, one for each ally, all on one scale; the Baltic states and Poland rise most "
        "steeply.",
    )


def wide_table() -> dict[str, Any]:
    """All allies and twelve columns: names and the last eleven years."""
    wide = shares().pivot(index="ally", columns="year", values="share").iloc[:, -11:]
    columns = [{"name": "ally", "label": "Ally", "unit": "", "align": "left"}]
    columns += [
        {
            "name": f"share_{year}",
            "label": f"{year}e" if year > 2024 else str(year),
            "unit": "% of GDP",
            "align": "right",
        }
        for year in wide.columns
    ]
    lines = [
        [
            name,
            *(
                {"text": f"{v:.2f}{'e' if y > 2024 else ''}" if v == v else "–", "value": v if v == v else None}
                for y, v in row.items()
            ),
        ]
        for name, row in wide.iterrows()
    ]
    record = {
        "id": "shares",
        "caption": "Share of GDP, every ally, eleven years",
        "subtitle": "Core defence expenditure, % of GDP",
        "columns": columns,
        "rows": lines,
    }
    return {
        Table.MIME: record
        | {
            "notes": ["e: NATO estimate. Iceland has no armed forces."],
            "source": SOURCE,
            "edition": EDITION,
        }
    }


def cost_table() -> dict[str, Any]:
    """A small table."""
    labels = [
        ("year", "Year", ""),
        ("share", "Core", "% of GDP"),
        ("usd", "Level", "US$ million, current prices"),
        ("extra", "Above a frozen share", "US$ million, current prices"),
    ]
    columns = [{"name": n, "label": lab, "unit": u, "align": "right" if u else "left"} for n, lab, u in labels]
    lines = [
        [
            str(2026 + i),
            {"text": f"{5.1 + i / 50:.2f}", "value": 5.1 + i / 50},
            {"text": f"{2480 + 131 * i:,}", "value": 2480 + 131 * i},
            {"text": f"{37 * i:,}", "value": 37 * i},
        ]
        for i in range(10)
    ]
    record = {
        "id": "bill",
        "caption": "What the road costs, a year",
        "subtitle": "The Hague plan against a frozen share",
        "columns": columns,
        "rows": lines,
    }
    return {Table.MIME: record | {"notes": [], "source": SOURCE, "edition": EDITION}}


def key_figures() -> dict[str, Any]:
    """The strip of headline numbers."""
    return passage(
        [segment(MEETING, "30 of 31"), "allies with forces meet 2%", "three in 2014"],
        [segment(CORE, "5"), "already meet 3.5%", "all on the eastern or south-eastern flank"],
        [segment(US_SHARE), "of the money is American", "current prices; 57.3% in 2021 prices"],
        [segment(US_TOTAL), "spent by the United States", "2026 estimate"],
        style="keyfigures",
        facts=(US_SHARE, MEETING, CORE),
    )


def cell(*bundles: dict[str, Any]) -> Any:
    """An executed code cell that showed these outputs."""
    return new_code_cell(
        "show()", outputs=[new_output("display_data", data=bundle) for bundle in bundles], execution_count=1
    )


def brought(cells: tuple[Any, ...]) -> dict[str, dict[str, Any]]:
    """The facts that outputs of these cells print, and their inputs, by id; taken out of the outputs."""
    records = [record for each in cells for out in each.get("outputs", ()) for record in out.get("data", {}).values()]
    given = [fact for record in records if isinstance(record, dict) for fact in record.pop("facts", {}).values()]
    whole = [*(part for fact in given for part in fact["inputs"]), *given]
    return {fact["id"]: {**fact, "inputs": [part["id"] for part in fact["inputs"]]} for fact in whole}


def notebook(*cells: Any, declared: dict[str, Any] | None = None) -> nbformat.NotebookNode:
    """A notebook that declares a page and goes on with ``cells``; ids are stable."""
    opening = [new_markdown_cell("# For those who open the notebook"), cell({Head.MIME: declared or page()})]
    nb = new_notebook(cells=[*opening, *cells, cell({packed.MIME: pack(brought(cells))})])
    for number, each in enumerate(nb.cells):
        each["id"] = f"cell-{number}"
    nb.metadata["papermill"] = {"input_path": "notebooks/sample.ipynb"}
    return nb


def briefing() -> nbformat.NotebookNode:
    """The front page: one of everything."""
    return notebook(
        cell(
            passage(
                [
                    segment(MEETING, "Thirty"),
                    " of NATO’s thirty-one allies with armed forces now spend at least 2% of GDP on defence, and ",
                    segment(CORE),
                    " have passed the new mark of 3.5%. The United States still pays **",
                    segment(US_SHARE),
                    "** of the bill.",
                ],
                style="lead",
            ),
            key_figures(),
        ),
        new_markdown_cell(
            "## Where allies stand\n\nShares are NATO’s own: defence expenditure as a share of *real* GDP. They are "
            "compared at published precision, so an ally at exactly the mark meets it."
        ),
        cell(
            passage(
                [
                    "Five allies are there already: ",
                    segment(LEADERS),
                    ". The others have nine years; the [pledge](https://www.nato.int/) is reviewed on the way. See "
                    "[the bill](#the-bill).",
                ]
            )
        ),
        cell(bars()),
        cell(
            passage(
                [
                    "Most of the rise came after 2022: the median ally added a point of GDP in four years, having "
                    "needed eight for the half-point before."
                ]
            ),
            lines(),
        ),
        new_markdown_cell("### Twelve allies side by side\n\nAll panels share one scale."),
        cell(multiples()),
        new_markdown_cell(
            "## The bill\n\n> A floor is not a forecast.\n\n1. Core spending is a floor.\n2. Related spending is a "
            "ceiling.\n\n- Aid to Ukraine is inside core spending.\n- It is never added."
        ),
        cell(cost_table()),
        cell(passage(["Related spending is not tabulated by anyone."], ["Estimates carry NATO’s e."], style="bullets")),
        new_markdown_cell("## Every ally, every year"),
        cell(wide_table()),
        new_markdown_cell("## What the tables cannot say"),
        cell(
            passage(
                ["Inputs are not outputs. A share of GDP says how hard an ally tries, not what it can do."],
                style="note",
            )
        ),
    )


def country() -> nbformat.NotebookNode:
    """A country page, one folder down."""
    return notebook(
        cell(
            passage(
                [
                    "Estonia spends ",
                    segment(US_SHARE, "5.10%"),
                    " of its GDP on core defence, more than any other ally.",
                ],
                style="lead",
            ),
            key_figures(),
        ),
        new_markdown_cell("## Position and path"),
        cell(lines()),
        new_markdown_cell("## The cost"),
        cell(cost_table()),
        declared=page(
            slug="country/EST",
            kind="country",
            title="Estonia",
            subtitle="What the road to 3.5% of GDP asks of an ally that is past it",
        ),
    )

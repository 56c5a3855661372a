"""The scorecard as a matrix, every ally's line of five signs, grouped by where it stands; and the pace that is still needed."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from report.burdens.verification import STATUSES, STEP_RULE, TOLERANCE
from report.charts import theme
from report.charts.figure import Figure
from report.facts import written
from report.pages import Page
from report.pages.scorecard import SYMBOLS, Scorecard

FILLS = {"good": "#bfdaf0", "fair": "#e4ecf3", "poor": "#f7d9b0", "none": "transparent"}
"""Colours of cells, pale enough to become dark tints on a dark page; every cell also says in figures or words what its colour means."""
VERDICTS = {"met": "good", "ahead": "good", "on path": "fair", "behind": "poor"}
OFTEN, SELDOM = 0.5, 0.1
"""From half of all spans a pace counts as usual; under a tenth it counts as rare."""


def matrix(page: Page) -> Figure:
    """Distance from the path, pace needed, precedent, own pledge and the review, for every ally."""
    score = page.scorecard
    wide = _wide(score)
    columns = _columns(score)
    cells = pd.concat([_cells(wide, name, place, heading) for place, (name, heading) in enumerate(columns.items())])
    rows = [row for status in STATUSES for row in _group(wide, status)]
    y = alt.Y("ally:N", title=None, scale=alt.Scale(domain=rows, paddingInner=0.12), axis=_names(rows, wide))
    x = alt.X("column:N", title=None, sort=None, scale=alt.Scale(paddingInner=0.05), axis=_headings())
    base = alt.Chart(cells).encode(x=x, y=y)
    fill = alt.Color("verdict:N", legend=None, scale=alt.Scale(domain=list(FILLS), range=list(FILLS.values())))
    tips = [
        alt.Tooltip("ally:N", title="Ally"),
        alt.Tooltip("tip:N", title="Column"),
        alt.Tooltip("text:N", title="Value"),
    ]
    chart = alt.layer(
        base.mark_rect().encode(color=fill, tooltip=tips), base.mark_text(fontSize=11).encode(text=alt.Text("text:N"))
    )
    year, when = page.origin.year(page.year), score.review_year
    return Figure(
        id="scorecard",
        title=_title(score),
        subtitle=f"Every ally against “{page.plan.title}”, {year}: points of GDP from its path and needed a year, how often that pace was kept before, own pledge (% of GDP), and {when} at the present pace",
        alt=f"Matrix with a line for each of {len(wide)} allies, grouped under {_spoken(score)}, and five columns of figures shaded by whether they speak for or against reaching the target.{_ends(wide) if score.is_measured else ''}",
        source=f"{page.origin.nato}; table of pledges",
        edition=page.origin.edition,
        chart=theme.finish(chart, alt.Step(theme.HEIGHT_OF_ROW)),
        data=wide[["ally", "status", "drift_pp", "required_pp", "precedent", "pledge_share", "review"]],
        labels={
            "ally": "Ally",
            "status": "Status",
            "drift_pp": "From path",
            "required_pp": "Needed a year",
            "precedent": "Done before",
            "pledge_share": "Own pledge",
            "review": f"In {when}",
        },
        units={
            "drift_pp": "points of GDP",
            "required_pp": "points of GDP a year",
            "precedent": "% of spans",
            "pledge_share": "% of GDP",
        },
        note=_note(score),
        how_to_read=f"From path: above nought is ahead; up to {TOLERANCE} either way counts as on it. Needed a year: more than {STEP_RULE} is shaded. Done before: part of all spans "
        "of as many years, of any ally, in which the share rose at least as fast. Own pledge: shaded where it falls short of what the plan asks.",
    )


def pace(page: Page) -> Figure | None:
    """Points of GDP a year that each ally still needs to reach what the plan asks of it, beside its own recent pace; None where none needs any.

    The pace is the table's: :func:`~report.burdens.verification.verification`, with exempt allies (§) on the line of their own figure.
    """
    frame = _paces(page.scorecard, page.now)
    if frame.empty:
        return None
    order, year = frame["label"].tolist(), page.origin.year(page.year)
    base = alt.Chart(frame.round(4)).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    )
    tips = [alt.Tooltip("label:N", title="Ally"), alt.Tooltip("share:Q", title="% of GDP now", format=".2f")]
    tips += [alt.Tooltip("target_share:Q", title="% of GDP asked", format=".2f")]
    tips += [alt.Tooltip("required_pp:Q", title="needed a year", format=".2f")]
    tips += [alt.Tooltip("pace_pp:Q", title="last three years", format=".2f")]
    scale = alt.X("required_pp:Q", title="percentage points of GDP a year", axis=alt.Axis(orient="top", grid=True))
    needed = base.mark_bar(color=theme.BLUE, height=9).encode(x=scale, tooltip=tips)
    lately = base.mark_tick(color=theme.AMBER, thickness=3, size=14).encode(x=alt.X("pace_pp:Q"), tooltip=tips)
    rule = theme.guideline(STEP_RULE, f"{STEP_RULE:g} a year", axis="x")
    return Figure(
        id="pace",
        title=_pace_title(frame),
        subtitle=f"Percentage points of GDP a year from {year} to what “{page.plan.title}” asks of each ally (bar), and the pace of the last three years (tick)",
        alt=f"Bar chart of {len(frame)} allies below what is asked of them, ordered by the yearly step they need, from {order[0]} to {order[-1]}; ticks mark how fast each moved in the last three years.",
        source=page.origin.nato,
        edition=page.origin.edition,
        chart=theme.finish(alt.layer(needed, rule, lately), alt.Step(theme.HEIGHT_OF_ROW)),
        data=frame[["ally", "status", "share", "target_share", "required_pp", "pace_pp"]],
        labels={
            "ally": "Ally",
            "status": "Status",
            "share": f"Share in {year}",
            "target_share": "Asked in the end",
            "required_pp": "Needed a year",
            "pace_pp": "Last three years",
        },
        units={
            "share": "% of GDP",
            "target_share": "% of GDP",
            "required_pp": "points a year",
            "pace_pp": "points a year",
        },
        note=_own_figures(frame),
        how_to_read="Where the tick lies beyond the bar’s end, an ally has lately moved faster than it must from now on.",
    )


def _paces(score: Scorecard, now: pd.DataFrame) -> pd.DataFrame:
    """Allies that something is still required of, the fastest pace first; ``label`` marks the exempt."""
    frame = score.card[score.card["required_pp"] > 0].sort_values("required_pp", ascending=False)
    mark = (frame["status"] == "exempt").map({True: f" {SYMBOLS['exempt']}", False: ""})
    lately = now.set_index("iso3")["pace_pp"].reindex(frame.index)
    return frame.assign(label=frame["ally"] + mark, pace_pp=lately).reset_index(drop=True)


def _pace_title(frame: pd.DataFrame) -> str:
    first, above = frame.iloc[0], int(frame["above_0_2_rule"].sum())
    begins = f"{first['ally']} has furthest to go: {written.decimal(first['required_pp'], 2)} points a year"
    if above == 1:
        return f"{begins}, the only ally that needs more than {STEP_RULE:g}"
    who = f"{written.number_word(above)} allies need" if above else "no ally needs"
    return f"{begins}; {who} more than {STEP_RULE:g}"


def _own_figures(frame: pd.DataFrame) -> str:
    """What the exempt allies of the chart are drawn against."""
    own = frame[frame["status"] == "exempt"]
    told = [f"{row['ally']} to its own {written.decimal(row['target_share'], 1)}%" for _, row in own.iterrows()]
    return f"{SYMBOLS['exempt']} Treated here as exempt: {written.listing(told)}." if told else ""


def _wide(score: Scorecard) -> pd.DataFrame:
    frame = score.card.round({"drift_pp": 4, "required_pp": 4}).copy()
    frame["precedent"] = (100 * frame["precedent_share"]).round(1)
    return frame.assign(review=score.review["status"].reindex(frame.index)).reset_index(drop=True)


def _columns(score: Scorecard) -> dict[str, str]:
    """The matrix's columns and their headings, words of a heading one below the other."""
    return {
        "drift_pp": "from|path",
        "required_pp": "needed|a year",
        "precedent": "done|before",
        "pledge_share": "own|pledge",
        "review": f"in|{score.review_year}",
    }


def _cells(wide: pd.DataFrame, name: str, place: int, heading: str) -> pd.DataFrame:
    """One column's cells: what they print and how they are shaded."""
    lines = wide.to_dict("records")
    frame = pd.DataFrame(
        {
            "ally": wide["ally"],
            "column": heading,
            "tip": heading.replace("|", " "),
            "text": [_text(line, name) for line in lines],
            "verdict": [_verdict(line, name) for line in lines],
        }
    )
    return frame[frame["text"] != ""]


def _text(line: dict[Any, Any], name: str) -> str:
    value = line[name]
    if value != value or value is None:
        return ""
    if name == "review":
        return "" if value in ("no forces", "no figure") else str(value)
    if name == "precedent":
        return f"{written.decimal(value)}%"
    return written.signed(value, 2) if name == "drift_pp" else written.decimal(value, 2)


def _verdict(line: dict[Any, Any], name: str) -> str:
    value = line[name]
    if name in ("drift_pp", "review"):
        return VERDICTS.get(line["status"] if name == "drift_pp" else value, "none")
    if name == "required_pp":
        return "good" if value == 0 else "poor" if line["above_0_2_rule"] else "fair"
    if name == "precedent":
        return "good" if value >= 100 * OFTEN else "poor" if value < 100 * SELDOM else "fair"
    return "poor" if line["pledge_gap_pp"] < -0.005 else "good"


def _group(wide: pd.DataFrame, status: str) -> list[str]:
    """A status as a heading, and the allies below it."""
    allies = wide.loc[wide["status"] == status, "ally"].tolist()
    return [f"{SYMBOLS[status]} {status}", *allies] if allies else []


def _names(rows: list[str], wide: pd.DataFrame) -> alt.Axis:
    heads = f"indexof({[row for row in rows if row not in set(wide['ally'])]!r}, datum.label) >= 0"
    weight = alt.condition(heads, alt.value("bold"), alt.value("normal"))
    return alt.Axis(ticks=False, domain=False, labelFontSize=12, labelFontWeight=weight, grid=False)


def _headings() -> alt.Axis:
    return alt.Axis(
        orient="top", ticks=False, domain=False, labelAngle=0, labelExpr="split(datum.label, '|')", labelFontSize=12
    )


def _title(score: Scorecard) -> str:
    behind, fine = len(score.having("behind")), len(score.having("met")) + len(score.having("ahead"))
    measured = sum(len(score.having(status)) for status in ("met", "ahead", "on path", "behind", "exempt"))
    if not score.is_measured:
        return f"Before “{score.plan.title}”: {written.number_word(len(score.having('met')))} of {measured} allies already met its target"
    return f"{written.sentence_case(written.number_word(behind))} of {measured} allies {_are(behind)} behind the path, {written.number_word(fine)} ahead of it or at the target"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _spoken(score: Scorecard) -> str:
    return written.listing([f"{status} ({len(score.having(status))})" for status in STATUSES if score.having(status)])


def _ends(wide: pd.DataFrame) -> str:
    """Who is furthest ahead of its path and who furthest behind, of those that have one."""
    known = wide[wide["drift_pp"].notna()]
    high, low = (known.loc[place] for place in (known["drift_pp"].idxmax(), known["drift_pp"].idxmin()))
    top, bottom = (f"{row['ally']} with {written.signed(row['drift_pp'], 2)}" for row in (high, low))
    return f" Furthest above its path is {top} points, furthest below {bottom}."


def _note(score: Scorecard) -> str:
    let_off = " Exempt allies are measured against their own figure." if score.having("exempt") else ""
    return f"A present pace is no forecast. Pledges are as stated, by national definitions.{let_off}"

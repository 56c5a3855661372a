"""The scorecard as a matrix, every ally's line of five signs, grouped by where it stands."""

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
_PLEDGE = ("pledge_share", "pledge_year", "pledge_component", "pledge_gap_pp")
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
        subtitle=f"Every ally against “{page.plan.title}”, {year}: points of GDP from its path and needed a year, how often that pace was kept before, own pledge (% of GDP and year), and {when} at the present pace",
        alt=f"Matrix with a line for each of {len(wide)} allies, grouped under {_spoken(score)}, and five columns of figures shaded by whether they speak for or against reaching the target.{_ends(wide) if score.is_measured else ''}",
        source=f"{page.origin.nato}; table of pledges",
        edition=page.origin.edition,
        chart=theme.finish(chart, alt.Step(theme.HEIGHT_OF_ROW)),
        data=wide[["ally", "status", "drift_pp", "required_pp", "precedent", *_PLEDGE, "review"]],
        labels={
            "ally": "Ally",
            "status": "Status",
            "drift_pp": "From path",
            "required_pp": "Needed a year",
            "precedent": "Done before",
            "pledge_share": "Own pledge",
            "pledge_year": "Own pledge for",
            "pledge_component": "Own pledge of",
            "pledge_gap_pp": "Own pledge against path then",
            "review": f"In {when}",
        },
        units={
            "drift_pp": "points of GDP",
            "required_pp": "points of GDP a year",
            "precedent": "% of spans",
            "pledge_share": "% of GDP",
            "pledge_year": "year",
            "pledge_gap_pp": "points of GDP",
        },
        note=_note(score),
        how_to_read=_how_to_read(score),
    )


def _how_to_read(score: Scorecard) -> str:
    return (
        "Blue speaks for reaching the target, amber against, pale grey lies between, no colour compares nothing. "
        f"From path: above nought is ahead; up to {TOLERANCE} either way is on it. Needed a year: amber above {STEP_RULE}. "
        "Done before: of all spans of as many years, how many saw the share of any ally rise at least that fast; "
        f"blue from {100 * OFTEN:g}%, amber under {100 * SELDOM:g}%. "
        "Own pledge: a share and the year it is for (’29 is 2029), held against the path in that year, not once the year is past; "
        f"† is a total with related spending, not to be read beside core figures. In {score.review_year}: who added more over the last three years "
        "than the path asks can be behind now and ahead then. Empty: nothing to tell."
    )


def _wide(score: Scorecard) -> pd.DataFrame:
    frame = score.card.round({"drift_pp": 4, "required_pp": 4}).copy()
    frame["precedent"] = (100 * frame["precedent_share"]).round(1)
    frame["pledge_year"] = frame["pledge_year"].astype("Int64")
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
    if name == "pledge_share":
        return f"{written.decimal(value, 1)}{'†' if line['pledge_component'] == 'total' else ''} ’{int(line['pledge_year']) % 100:02d}"
    return written.signed(value, 2) if name == "drift_pp" else written.decimal(value, 2)


def _verdict(line: dict[Any, Any], name: str) -> str:
    value = line[name]
    if name in ("drift_pp", "review"):
        return VERDICTS.get(line["status"] if name == "drift_pp" else value, "none")
    if name == "required_pp":
        return "good" if value == 0 else "poor" if line["above_0_2_rule"] else "fair"
    if name == "precedent":
        return "good" if value >= 100 * OFTEN else "poor" if value < 100 * SELDOM else "fair"
    return _pledge_verdict(line["pledge_gap_pp"])


def _pledge_verdict(gap: float) -> str:
    """A pledge beside the path of its own year: within the tolerance below counts as between."""
    if gap != gap:
        return "none"
    return "poor" if gap < -TOLERANCE - 1e-9 else "fair" if gap < -0.005 else "good"


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
    exempt = [str(score.card.loc[iso3, "ally"]) for iso3 in score.having("exempt")]
    told = f" {written.listing(exempt)}: treated here as exempt, measured against its own figure." if exempt else ""
    return f"A present pace is no forecast. Pledges are as stated, by national definitions.{told}"

"""The scorecard as a matrix, every ally's line of five signs, grouped by where it stands."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import Figure
from report.facts import written
from report.outlook.ask import asked
from report.outlook.scorecard.verification import STATUSES, STEP_RULE, TOLERANCE
from report.pages import Page
from report.pages.scorecard import CLOSE, SYMBOLS, Scorecard

FILLS = {"good": "#b5d6f2", "fair": "#e9edf1", "poor": "#f5c98a", "none": "transparent"}
"""Colours of cells, pale enough to become dark tints on a dark page; what a colour says is said again by the mark in the cell, for eyes and prints without it."""
TEXT = theme.DARK
"""Colour of what cells print, dark enough for the darkest of them."""
MARKS = {"good": "▲ ", "fair": "", "poor": "▼ ", "none": ""}
KEY = {"good": "▲ for", "fair": "between", "poor": "▼ against"}
"""Words beside the colours, short enough for a telephone."""
VERDICTS = {"met": "good", "ahead": "good", "on path": "fair", "behind": "poor"}
_PLEDGE = ("pledge_share", "pledge_year", "pledge_component", "pledge_test", "pledge_gap_pp", "pledge_kept_pp")
_SPANS = ("precedent_reached", "precedent_windows", "precedent_allies")
SMALL = 0.01
"""Points of GDP a year under which a need is printed as less than that."""


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
    key = alt.Legend(
        symbolType="square", symbolSize=150, values=list(KEY), labelExpr=f"{KEY!r}[datum.label]", columns=3
    )
    fill = alt.Color("verdict:N", legend=key, scale=alt.Scale(domain=list(FILLS), range=list(FILLS.values())))
    tips = [
        alt.Tooltip("ally:N", title="Ally"),
        alt.Tooltip("tip:N", title="Column"),
        alt.Tooltip("text:N", title="Value"),
    ]
    chart = theme.Layers(
        base.mark_rect().encode(color=fill, tooltip=tips),
        base.mark_text(fontSize=11, color=TEXT).encode(text=alt.Text("text:N")),
    )
    year, when = page.origin.year(page.year), score.review_year
    return Figure(
        id="scorecard",
        title=_title(score),
        subtitle=f"Every ally against “{page.plan.title}”, {year}: points of GDP from its path and needed a year, past spans as fast as that, own pledge (% of GDP and year){f', and {when} at the pace since {score.agreed}' if score.is_measured else ''}",
        alt=f"Matrix with a line for each of {len(wide)} allies, grouped under {_spoken(score)}, and five columns of figures shaded by whether they speak for or against reaching the target.{_ends(wide) if score.is_measured else ''}",
        source=f"{page.origin.nato}; table of pledges",
        edition=page.origin.edition,
        chart=theme.finish(chart, alt.Step(theme.HEIGHT_OF_ROW)),
        data=wide[
            [
                "ally",
                "status",
                "drift_pp",
                "margin_pp",
                "within_revision",
                "required_pp",
                *_SPANS,
                *_PLEDGE,
                "review",
                "review_since",
            ]
        ],
        labels={
            "ally": "Ally",
            "status": "Status",
            "drift_pp": "From path",
            "margin_pp": "From another status",
            "within_revision": "Within the usual revision",
            "required_pp": "Needed a year",
            "precedent_reached": "Spans as fast",
            "precedent_windows": "Spans",
            "precedent_allies": "Allies with such spans",
            "pledge_share": "Own pledge",
            "pledge_year": "Own pledge for",
            "pledge_component": "Own pledge of",
            "pledge_test": "Held against",
            "pledge_gap_pp": "Own pledge against path then",
            "pledge_kept_pp": "Spent less own pledge due",
            "review": f"In {when} at the pace of three years",
            "review_since": f"In {when} at the pace since {score.agreed}",
        },
        units={
            "drift_pp": "points of GDP",
            "margin_pp": "points of GDP",
            "required_pp": "points of GDP a year",
            "precedent_reached": "spans",
            "precedent_windows": "spans",
            "precedent_allies": "allies",
            "pledge_share": "% of GDP",
            "pledge_year": "year",
            "pledge_gap_pp": "points of GDP",
            "pledge_kept_pp": "points of GDP",
        },
        note=_note(score),
        how_to_read=_how_to_read(score),
    )


def _how_to_read(score: Scorecard) -> str:
    return (
        f"▲ speaks for reaching the target, ▼ against. From path: above nought is ahead, up to {TOLERANCE} either way is on it.{_close(score)} Needed a year: "
        f"▼ above {STEP_RULE}. Own pledge: a share and its year (’29 is 2029), against the path of that year; "
        "without colour it says nothing of the target, because it is due already, says what all agreed, is the exempt ally’s own figure or a total with related spending (†). "
        "As fast, of all past spans of as many years, and the last column are no verdicts."
    )


def _close(score: Scorecard) -> str:
    if not score.close:
        return ""
    half = written.decimal(score.usual.half, 2)
    return f" {CLOSE}: no further from another status than the usual revision of {half} points, measured over all editions."


def _wide(score: Scorecard) -> pd.DataFrame:
    frame = score.card.round(dict.fromkeys(("drift_pp", "margin_pp", "required_pp"), theme.DECIMALS)).copy()
    frame["within_revision"] = frame["within_revision"].map({True: "yes", False: "no"})
    frame["pledge_year"] = frame["pledge_year"].astype("Int64")
    frame[list(_SPANS)] = frame[list(_SPANS)].astype(float)
    told = {"review": score.review["status"], "review_since": score.review_since["status"]}
    return frame.assign(**{name: held.reindex(frame.index) for name, held in told.items()}).reset_index(drop=True)


def _columns(score: Scorecard) -> dict[str, str]:
    """The matrix's columns and their headings, words of a heading one below the other."""
    return {
        "drift_pp": "from|path",
        "required_pp": "needed|a year",
        "precedent_reached": _spans(score),
        "pledge_share": "own|pledge",
        "review_since": f"in|{score.review_year}",
    }


def _spans(score: Scorecard) -> str:
    """Heading of the spans that were as fast: of how many, where that is the same for all."""
    counts = score.card["precedent_windows"].dropna().unique()
    return f"as fast|of {written.decimal(counts[0])}" if len(counts) == 1 else "done|before"


def _cells(wide: pd.DataFrame, name: str, place: int, heading: str) -> pd.DataFrame:
    """One column's cells: what they print and how they are shaded."""
    lines = wide.to_dict("records")
    frame = pd.DataFrame(
        {
            "ally": wide["ally"],
            "column": heading,
            "tip": heading.replace("|", " "),
            "plain": [_text(line, name) for line in lines],
            "verdict": [_verdict(line, name) for line in lines],
        }
    )
    frame["text"] = frame["verdict"].map(MARKS) + frame["plain"]
    return frame[frame["plain"] != ""].drop(columns="plain")


def _text(line: dict[Any, Any], name: str) -> str:
    value = line[name]
    if value != value or value is None:
        return ""
    if name == "review_since":
        return "" if value in ("no forces", "no figure", "exempt") else str(value)
    if name == "precedent_reached":
        return "" if line["precedent_share"] != line["precedent_share"] else written.decimal(value)
    if name == "pledge_share":
        return f"{written.decimal(value, 1)}{'†' if line['pledge_component'] == 'total' else ''} ’{int(line['pledge_year']) % 100:02d}"
    if name == "drift_pp":
        return f"{written.signed(value, 2)}{f' {CLOSE}' * (line['within_revision'] == 'yes')}"
    return _needed(value)


def _needed(value: float) -> str:
    """Points a year: nothing, less than a hundredth, or two decimals."""
    if value == 0:
        return "0"
    return f"<{SMALL:g}" if value < SMALL / 2 else written.decimal(value, 2)


def _verdict(line: dict[Any, Any], name: str) -> str:
    value = line[name]
    if name == "drift_pp":
        return VERDICTS.get(line["status"], "none")
    if name == "required_pp":
        return "good" if value == 0 else "poor" if line["above_0_2_rule"] else "fair"
    if name == "pledge_share":
        return "none" if line["pledge_test"] == "due" else _pledge_verdict(line["pledge_gap_pp"])
    return "none"


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
    if asked(score.plan).of == "nobody":
        return f"“{score.plan.title}” asks nothing of {measured} allies: there is no path to be behind"
    if not score.is_measured:
        return f"“{score.plan.title}” has no path under way yet: {written.number_word(len(score.having('met')))} of {measured} allies already at its target"
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
    since = f"A pace since {score.agreed} is short and no forecast. " if score.is_measured else ""
    pledged = f"{since}Pledges are as recorded to {written.month(score.recorded)}, by national definitions, the lowest against its path."
    return f"{pledged}{told}"

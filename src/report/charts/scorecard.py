"""The scorecard's pictures: how far each ally is from its path, and the pace it still needs."""

from __future__ import annotations

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import described
from report.facts import written
from report.outlook.scorecard import STEP_RULE, TOLERANCE
from report.pages import Page
from report.pages.scorecard import CLOSE, SYMBOLS
from report.shown import Figure

COLOURS = {"ahead": theme.BLUE, "on path": theme.PALE, "behind": theme.AMBER, "exempt": theme.MUTED}
"""One colour a standing, as on the map; the side of the line and the sign say it again."""
MOST_NAMED = 8
"""Allies at the target that the note names; of more it says how many."""


def distance(page: Page) -> Figure | None:
    """Points of GDP between each ally's share and its path, the furthest ahead first; None where no path is under way.

    Allies at the target are named in the note: their distance is that from the target itself.
    """
    frame = _distances(page)
    if not page.scorecard.is_measured or frame.empty:
        return None
    order, year = frame["label"].tolist(), page.origin.year(page.year)
    return described(
        "distance",
        page,
        theme.finish(_bars(frame, order), alt.Step(theme.HEIGHT_OF_ROW)),
        frame[["ally", "status", "share", "required_share", "drift_pp", "margin_pp", "within_revision"]],
        title=_title(frame),
        year=year,
        first=_spoken(frame.iloc[0]),
        last=_spoken(frame.iloc[-1]),
        note=_note(page),
        tolerance=TOLERANCE,
        close=f" {CLOSE}: a usual revision, {written.decimal(page.scorecard.usual.half, 2)} points, could turn it."
        if page.scorecard.close
        else "",
    )


def _distances(page: Page) -> pd.DataFrame:
    """Allies on their way, with the sign of their standing behind their name."""
    card = page.scorecard.card
    frame = card[card["status"].isin([*COLOURS])].sort_values(["drift_pp", "ally"], ascending=[False, True])
    signs = frame["status"].map(SYMBOLS) + frame["within_revision"].map({True: f" {CLOSE}"}).fillna("")
    frame = frame.assign(
        label=frame["ally"] + " " + signs,
        colour=frame["status"].map(COLOURS),
        within_revision=frame["within_revision"].map({True: "yes", False: "no"}),
    )
    return frame.round({"drift_pp": theme.DECIMALS, "margin_pp": theme.DECIMALS}).reset_index(drop=True)


def _bars(frame: pd.DataFrame, order: list[str]) -> theme.Layers:
    """A bar from the path to each ally, and its length in figures beyond it."""
    drift = ("drift_pp:Q", "points from the path", "+.2f")
    tips = theme.tips("ally:N", ("status:N", "kind"), ("share:Q", "% of GDP", ".2f"), drift)
    axis = alt.Axis(orient="top", grid=True, tickCount=5, format="+~g")
    low, high = min(0.0, float(frame["drift_pp"].min())), max(0.0, float(frame["drift_pp"].max()))
    figures = 0.3 * (high - low) or TOLERANCE  # beyond the bars, for their figures
    room = alt.Scale(domain=[low - figures, high + figures], nice=False)
    x = alt.X("drift_pp:Q", title="points of GDP from the path", axis=axis, scale=room)
    base = alt.Chart(frame[["label", "ally", "status", "share", "drift_pp", "colour"]])
    base = base.encode(y=theme.rows("label:N", order, labelPadding=4))
    bars = base.mark_bar(height=10).encode(x=x, color=alt.Color("colour:N", scale=None), tooltip=tips)
    right = base.transform_filter("datum.drift_pp >= 0").mark_text(align="left", dx=5)
    left = base.transform_filter("datum.drift_pp < 0").mark_text(align="right", dx=-5)
    values = [side.encode(x=x, text=alt.Text("drift_pp:Q", format="+.2f")) for side in (right, left)]
    path = alt.Chart(pd.DataFrame({"at": [0.0]})).mark_rule(color=theme.RULE, strokeWidth=1.4).encode(x="at:Q")
    return theme.Layers(bars, *values, path)


def _title(frame: pd.DataFrame) -> str:
    high, low = frame.iloc[0], frame.iloc[-1]
    ahead = f"Short of the target, {high['ally']} is furthest ahead of its path"
    behind = f"{low['ally']} furthest behind"
    if high["drift_pp"] > 0:
        return f"{ahead}, {behind}" if low["drift_pp"] < 0 else ahead
    return f"{low['ally']} is furthest behind its path"


def _spoken(row: pd.Series) -> str:
    return f"{row['ally']} with {written.signed(float(row['drift_pp']), 2)}"


def _note(page: Page) -> str:
    score = page.scorecard
    met, exempt = ([str(score.card.loc[iso3, "ally"]) for iso3 in score.having(status)] for status in ("met", "exempt"))
    few = written.listing(met) if len(met) <= MOST_NAMED else f"{len(met)} allies"
    own = f"{SYMBOLS['exempt']} Treated here as exempt, against its own figure: {written.listing(exempt)}."
    return " ".join([f"Not drawn, as they have reached the target: {few}."] * bool(met) + [own] * bool(exempt))


NEED = "#5596cb"
"""Colour of the bars: apart from the page, and from the dark dots that lie on them."""


def needed(page: Page) -> Figure | None:
    """The pace that each ally still needs under the plan, in points of GDP a year, beside its pace of the last three
    years and that since the plan was agreed; None where no ally needs any.

    The pace is the table's: :func:`~report.outlook.scorecard.verification`, with exempt allies (§) on the
    line of their own figure.
    """
    score = page.scorecard
    frame = score.card[score.card["required_pp"] > 0].sort_values("required_pp", ascending=False)
    if frame.empty:
        return None
    lately, since = page.now.set_index("iso3")["pace_pp"], score.review_since["pace_pp"]
    label = frame["ally"] + (frame["status"] == "exempt").map({True: f" {SYMBOLS['exempt']}", False: ""})
    frame = frame.assign(label=label, pace_pp=lately, since_pp=since).reset_index(drop=True)
    order, year, has_pace = frame["label"].tolist(), page.origin.year(page.year), bool(frame["pace_pp"].notna().any())
    begun = "since the plan began (full dot) and " * score.is_measured
    return described(
        "pace",
        page,
        theme.finish(_bars_and_dots(frame, order, score.agreed), alt.Step(theme.HEIGHT_OF_ROW)),
        frame[["ally", "status", "share", "target_share", "required_pp", "since_pp", "pace_pp"]],
        title=_pace_title(frame),
        year=year,
        allies=f"{written.number_word(len(frame))} {'ally' if len(frame) == 1 else 'allies'}",
        first=order[0],
        last=order[-1],
        agreed=score.agreed,
        beside=f", beside its pace {begun}over the last three years (open dot)" * has_pace,
        dots="; dots mark how fast each has moved" * has_pace,
        faster="Where a dot lies beyond the bar’s end, an ally has moved faster than it must from now on." * has_pace,
        short=score.is_measured
        * f" A pace of three years holds what was added before the plan began; one since {score.agreed} is short.",
        met=_absent(page),
        exempt=_own_figures(frame),
    )


def _bars_and_dots(frame: pd.DataFrame, order: list[str], agreed: int) -> theme.Layers:
    """A bar for what each ally needs, dots for its paces, the proposed step as a line."""
    kinds = {"required_pp": "needed", "since_pp": f"since {agreed}", "pace_pp": "3 years"}
    long = frame.round(theme.DECIMALS).melt(["label", "share", "target_share"], list(kinds), "kind", "points")
    long = long.dropna(subset="points")
    long["kind"] = long["kind"].map(kinds)
    room = alt.Scale(padding=8)  # a dot at the edge would lie on the name beside it
    if long["points"].max() < 2 * STEP_RULE:  # nor would the name of the proposed step fit in
        room = alt.Scale(padding=8, domainMax=2 * STEP_RULE)
    base = alt.Chart(long).encode(
        x=alt.X(
            "points:Q",
            title="percentage points of GDP a year",
            axis=alt.Axis(orient="top", grid=True, tickCount=8),
            scale=room,
        ),
        y=theme.rows("label:N", order),
        tooltip=theme.tips(
            ("label:N", "Ally"),
            ("share:Q", "% of GDP now", ".2f"),
            ("target_share:Q", "% of GDP asked", ".2f"),
            ("points:Q", "points a year", ".2f"),
            ("kind:N", "which"),
        ),
    )
    needs, *paces = kinds.values()
    drawn = [name for name in kinds.values() if (long["kind"] == name).any()]
    look = dict(zip(kinds.values(), (NEED, theme.DARK, "white"), strict=True))
    key = alt.Legend(symbolStrokeColor=theme.DARK, symbolStrokeWidth=1.2, symbolSize=70, columnPadding=8)
    fill = alt.Fill("kind:N", legend=key, scale=alt.Scale(domain=drawn, range=[look[name] for name in drawn]))
    bars = base.transform_filter(alt.FieldEqualPredicate(field="kind", equal=needs))
    bars = bars.mark_bar(height=9).encode(fill=fill)
    dots = base.transform_filter(alt.FieldOneOfPredicate(field="kind", oneOf=paces))
    dots = dots.mark_point(size=44, stroke=theme.DARK, strokeWidth=1.4, opacity=1)
    rule = theme.guideline(STEP_RULE, f"{STEP_RULE:g}: proposed, not adopted", axis="x")
    return theme.Layers(bars, rule, dots.encode(fill=fill))


def _absent(page: Page) -> str:
    """Who is not drawn, and why: nothing is needed where the target is met."""
    met = [page.names[iso3] for iso3 in page.scorecard.having("met")]
    why = "have met the target" + " or are asked nothing" * bool(page.excused)
    return f"Not drawn, as they {why}: {written.listing(met)}. " if met else ""


def _pace_title(frame: pd.DataFrame) -> str:
    first, above = frame.iloc[0], int(frame["above_0_2_rule"].sum())
    pace = frame["required_pp"].map(lambda pp: written.decimal(pp, 2))
    alike = int((pace == pace.iloc[0]).sum())  # at the precision printed
    who = f"{first['ally']} has" if alike == 1 else f"{written.sentence_case(written.number_word(alike))} allies have"
    begins = f"{who} furthest to go: {pace.iloc[0]} points a year"
    if above == 1:
        return f"{begins}, the only ally that needs more than {STEP_RULE:g}"
    who = f"{written.number_word(above)} allies need" if above else "no ally needs"
    return f"{begins}; {who} more than {STEP_RULE:g}"


def _own_figures(frame: pd.DataFrame) -> str:
    """What the exempt allies of the chart are drawn against."""
    own = frame[frame["status"] == "exempt"]
    exempt = [f"{row['ally']} to its own {written.decimal(row['target_share'], 1)}%" for _, row in own.iterrows()]
    return f"{SYMBOLS['exempt']} Treated here as exempt: {written.listing(exempt)}." if exempt else ""

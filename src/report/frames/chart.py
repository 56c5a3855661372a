"""A picture of any public frame in one line: ``report.chart.cost(bill)``, ``report.chart.burden(now, "gap_pp_core")``.

Each function is named after the one that made the frame, and :func:`draw` finds it. What they return is shown by
JupyterLab, offline, and saved with ``.save("x.svg")`` or ``.save("x.png")``; ``.chart`` is the Altair chart, ``.data``
what is drawn.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from report.charts import theme
from report.charts.figure import plain, spec
from report.facts import written
from report.frames.columns import FRAME, Meaning, meaning_of, refuse_missing
from report.frames.saved import write
from report.frames.typed import typed
from report.shown import Column, Figure
from report.tables import ReportError, unknown

PALETTE = (theme.BLUE, theme.AMBER, theme.DEEP, theme.RULE, theme.PALE, theme.RUST, theme.MUTED, theme.INK)
WIDTH, HEIGHT = 640, 320
SOURCES = "NATO; IMF, World Economic Outlook; own calculations"
SCALES = {".png": {"scale": 2}, ".svg": {}}


@dataclass(frozen=True)
class Plot(Figure):
    """A figure with its title in the drawing, since no page stands around it."""

    chart: theme.Drawing | None = None

    def __post_init__(self) -> None:
        """Nothing to check: there is no page whose rules it must keep."""

    def save(self, path: str | Path) -> Path:
        """Write the picture; ``path`` ends in ``.svg`` or ``.png``. Raises :class:`ReportError` for another ending."""
        import vl_convert

        from report.publish.fonts import folder

        file = Path(path)
        if file.suffix not in SCALES:
            raise ReportError(f"{file.name}: give a name that ends in .svg or .png")
        vl_convert.register_font_directory(str(folder()))
        draw = getattr(vl_convert, f"vegalite_to_{file.suffix[1:]}")
        made = draw(json.dumps({**self.spec, "background": "white"}), **SCALES[file.suffix])
        return write(file, made if isinstance(made, bytes) else made.encode())


def _picture(made: Callable[..., Plot]) -> Callable[..., Plot]:
    """The function, which refuses what is no frame, a frame without rows, and one that lacks what is drawn."""
    held = typed(made)

    @wraps(made)
    def drawn(frame: pd.DataFrame, *args: Any, **options: Any) -> Plot:
        if isinstance(frame, pd.DataFrame) and frame.empty:
            raise ReportError("there is nothing to draw: the frame has no rows")
        try:
            return held(frame, *args, **options)
        except KeyError as error:
            made_by = f"take one that report.{made.__name__} returned"
            raise ReportError(f"the frame has no {error}, which is drawn: {made_by}") from None

    return drawn


@_picture
def burden(frame: pd.DataFrame, column: str = "share_gdp") -> Plot:
    """A measure of ``report.burden``: a bar for each ally, or with ``years`` a line."""
    return _lines(frame, column, "ally") if frame["year"].nunique() > 1 else _bars(frame, column, "ally")


@_picture
def alliance(frame: pd.DataFrame, *columns: str) -> Plot:
    """Measures of ``report.alliance`` over the years; by default the United States' share in both price bases."""
    wanted = list(columns or ("us_share_current", "us_share_constant"))
    refuse_missing(frame, wanted)
    long = frame.melt("year", wanted, "measure", "value")
    long["measure"] = long["measure"].map({name: meaning_of(frame, name).label for name in wanted})
    about = meaning_of(frame, wanted[0])
    return _lines(long, "value", "measure", about._replace(label=written.listing(long["measure"].unique())), frame)


@_picture
def cost(frame: pd.DataFrame, column: str = "share_gdp", component: str = "core") -> Plot:
    """A column of ``report.cost`` over the years, a line for each ally."""
    about = meaning_of(frame, column)
    return _lines(_part(frame, component), column, "ally", about._replace(label=f"{about.label}, {component}"))


@_picture
def risk(frame: pd.DataFrame, quantity: str = "extra_usd_m_constant") -> Plot:
    """A quantity of ``report.risk``: the median and, around it, the likely range (growth only), p10 to p90."""
    if quantity not in set(frame["quantity"]):
        raise unknown("quantity", quantity, sorted(set(frame["quantity"])))
    rows = frame[frame["quantity"] == quantity]
    about = meaning_of(frame, quantity)
    about = about._replace(label=f"{about.label}, {rows['component'].iloc[0]}")
    return _lines(rows, "p50", "ally", about, frame, ("p10", "p90"))


@_picture
def scenario(frame: pd.DataFrame, column: str = "extra") -> Plot:
    """A column of ``report.scenario`` over the years, with its range where it has one; a line for each series."""
    parts = [name for name in ("ally", "title", "edition", "macro") if frame[name].nunique() > 1] or ["ally"]
    rows = frame.assign(series=frame[parts].astype(str).agg(", ".join, axis=1))
    ends = {"extra": ("low", "high"), "cumulative": ("cumulative_low", "cumulative_high")}.get(column, ())
    return _lines(rows, column, "series", meaning_of(frame, column), frame, ends)


@_picture
def costing(frame: pd.DataFrame, column: str = "extra") -> Plot:
    """A column of ``report.costing`` over the years."""
    about = meaning_of(frame, column)
    return _lines(frame.assign(series=about.label), column, "series", about, frame, source="own assumptions")


@_picture
def exchange_rates(frame: pd.DataFrame, column: str = "us_percent") -> Plot:
    """A column of ``report.exchange_rates``, a bar for each change of the dollar."""
    bars = frame.assign(dollar=[f"{change:+g} %" for change in frame["dollar_percent"]])
    return _bars(bars, column, "dollar")


@_picture
def compare(frame: pd.DataFrame, quantity: str = "extra") -> Plot:
    """A row of ``report.compare``, a bar for each series."""
    if quantity not in frame.index:
        raise unknown("quantity", quantity, list(frame.index))
    row = frame.loc[quantity, [name for name in frame if "−" not in str(name)]]
    bars = pd.DataFrame({"series": row.index, "value": row.to_numpy(float)})
    about = meaning_of(frame, quantity)
    return _bars(bars, "value", "series", about._replace(label=f"{about.label}, {frame.attrs['year']}"), frame)


def _part(frame: pd.DataFrame, component: str) -> pd.DataFrame:
    if component not in set(frame["component"]):
        raise unknown("component", component, sorted(set(frame["component"])))
    return frame[frame["component"] == component]


def _bars(
    frame: pd.DataFrame, name: str, by: str, about: Meaning | None = None, whole: pd.DataFrame | None = None
) -> Plot:
    """A bar for each row, the longest first."""
    refuse_missing(frame, [name])
    about = about or meaning_of(frame, name)
    rows = frame[[by, name]].dropna().sort_values(name, ascending=False)
    y = alt.Y(f"{by}:N", sort=rows[by].tolist(), title=None)
    bars = alt.Chart(rows).mark_bar(color=theme.BLUE).encode(x=alt.X(f"{name}:Q", title=about.unit), y=y)
    year = f", {frame['year'].iloc[0]}" if "year" in frame else ""
    return _plot(bars, rows, name, about, f"{about.label}{year}", whole if whole is not None else frame)


def _lines(
    frame: pd.DataFrame,
    name: str,
    by: str,
    about: Meaning | None = None,
    whole: pd.DataFrame | None = None,
    ends: Sequence[str] = (),
    source: str = SOURCES,
) -> Plot:
    """A line for each value of ``by``, with a band between ``ends``; in colours while there are enough."""
    refuse_missing(frame, [name])
    about = about or meaning_of(frame, name)
    rows = frame[[by, "year", name, *ends]].dropna(subset=[name])
    series = rows[by].drop_duplicates().tolist()
    few = len(series) <= len(PALETTE)
    scale = alt.Scale(domain=series, range=list(PALETTE[: len(series)]))
    legend = alt.Legend(labelLimit=0, columns=2, symbolType="stroke", symbolOpacity=1)
    colour = alt.Color(f"{by}:N", scale=scale, legend=legend) if few else alt.value(theme.MUTED)
    axis = alt.Axis(format="d", tickMinStep=1, labelFlush=False)
    base = alt.Chart(rows).encode(x=alt.X("year:Q", title=None, axis=axis))
    y = alt.Y(f"{name}:Q", title=about.unit, scale=alt.Scale(zero=False))
    layers = [base.mark_line().encode(y=y, color=colour, detail=f"{by}:N", tooltip=[f"{by}:N", "year:Q", f"{name}:Q"])]
    if ends:
        low, high = ends
        band = base.mark_area(opacity=0.18).encode(y=alt.Y(f"{low}:Q", title=about.unit), y2=f"{high}:Q", color=colour)
        layers.insert(0, band.encode(detail=f"{by}:N"))
    span = f"{rows['year'].min()}–{rows['year'].max()}"
    title = f"{about.label}, {span}" + (": median and likely range (growth only)" if name == "p50" else "")
    return _plot(alt.layer(*layers), rows, name, about, title, whole if whole is not None else frame, source)


def _plot(
    drawing: Any,
    rows: pd.DataFrame,
    name: str,
    about: Meaning,
    label: str,
    whole: pd.DataFrame,
    source: str = SOURCES,
) -> Plot:
    """The drawing with what its reader needs."""
    size = {"width": WIDTH} | ({"height": HEIGHT} if "year" in rows else {})
    drawing = drawing.properties(**size).configure(**theme.config())
    if rows.empty:
        raise ReportError(f"there is nothing to draw: no row has a figure in {name}")
    edition, by = whole.attrs.get("edition", ""), rows.columns[0]
    low, high = (rows.loc[place] for place in (rows[name].idxmin(), rows[name].idxmax()))
    said = " to ".join(f"{written.decimal(row[name], 2)} ({row[by]})" for row in (low, high))
    edition = f"NATO, {written.listing(list(map(written.month, edition.split(', '))))}" if edition else "own figures"
    title, subtitle = written.sentence_case(label), about.unit or "number"
    lines = [subtitle, f"Source: {source}. {edition}"]
    return Plot(
        id=f"{whole.attrs.get(FRAME, 'frame')}-{name}",
        title=title,
        subtitle=subtitle,
        alt=f"{label}, {about.unit}: from {said}.",
        source=source,
        edition=edition,
        columns=[Column(column, column, about.unit if column == name else "") for column in rows],
        rows=plain(rows),
        spec=spec(drawing) | {"title": {"text": title, "subtitle": lines, "anchor": "start"}},
        data=rows,
        chart=drawing,
    )


def _by_ally(name: str, drawn: Callable[..., Plot], usual: str, words: str = "") -> Callable[..., Plot]:
    """The picture of one column of ``report.<name>``, ``usual`` by default: a bar or a line for each ally."""

    def made(frame: pd.DataFrame, column: str = usual) -> Plot:
        return drawn(frame, column, "ally")

    form = " over the years, a line" if drawn is _lines else ", a bar"
    made.__name__ = made.__qualname__ = name
    made.__doc__ = f"A column of ``report.{name}``{form} for each ally; by default {words or usual}."
    return _picture(made)


beside_sipri = _by_ally("beside_sipri", _bars, "difference_percent", "SIPRI's figure less NATO's")
pledged = _by_ally("pledged", _lines, "open_usd_m_constant", "what is open")
financing = _by_ally("financing", _lines, "added_pp", "the debt that is added")
debt_path = _by_ally("debt_path", _lines, "added_pp", "the debt that is added")
escape_room = _by_ally("escape_room", _lines, "rise_pp")
purchase = _by_ally("purchase", _lines, "equipment_usd_m_constant", "the part for equipment")
absorption = _by_ally("absorption", _bars, "percent_of_record", "the rise over the fastest on record")
purchasing_power = _by_ally("purchasing_power", _bars, "spend_ppp_percent")
yardsticks = _by_ally("yardsticks", _lines, "percent_revenue")
verification = _by_ally("verification", _bars, "drift_pp", "the distance from the path the plan requires")

MONEY = (pledged, financing, debt_path, escape_room, purchase, absorption, purchasing_power, exchange_rates, yardsticks)
KINDS: dict[str, Callable[..., Plot]] = {
    one.__name__: one
    for one in (burden, alliance, beside_sipri, cost, risk, *MONEY, scenario, costing, verification, compare)
}


@_picture
def draw(frame: pd.DataFrame, *args: Any, **options: Any) -> Plot:
    """The picture of a frame by the function that made it. Raises :class:`ReportError` for a frame of another making.

    >>> import report
    >>> report.chart.draw(report.burden(report.load("2024-06"))).title
    'Share of GDP, 2024'
    """
    kind = frame.attrs.get(FRAME)
    if kind not in KINDS:
        made_by = f"take one that {', '.join(KINDS)} of this library returned"
        raise ReportError(f"no picture is known for this frame: {made_by}")
    return KINDS[kind](frame, *args, **options)

"""Static drawings: named for those who hear them, safe to stand side by side, nothing invisible, the same every
time."""

from __future__ import annotations

import dataclasses
import re
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import publish_sample as sample
import pytest
import vl_convert

from report.charts.figure import slim
from report.publish import colours, drawing, specs
from report.shown import Figure

SVG = "{http://www.w3.org/2000/svg}"


def made(bundle, **changes) -> Figure:
    return Figure.read({**bundle, Figure.MIME: bundle[Figure.MIME] | changes}, list)


def clipped() -> Figure:
    frame = pd.DataFrame({"x": [0, 5, 20], "y": [1, 2, 3]})
    chart = alt.Chart(frame).mark_line(clip=True).encode(x=alt.X("x:Q", scale=alt.Scale(domain=[0, 10])), y="y:Q")
    return made(
        sample.figure(
            "clipped", sample.finished(chart, 200), frame, {"x": "m", "y": "m"}, title="T", subtitle="S", alt="A line."
        )
    )


def test_it_has_a_role_a_name_and_a_description():
    root = ElementTree.fromstring(drawing.draw(made(sample.lines())))
    named = [root.find(f"{SVG}{kind}") for kind in ("title", "desc")]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [element.get("id") for element in named]
    assert named[0].text.startswith("Estonia left the pack") and named[1].text.startswith("Line chart")


def test_it_is_as_wide_as_the_column_and_has_no_ground():
    root = ElementTree.fromstring(drawing.draw(made(sample.bars())))
    assert root.get("width") == str(drawing.WIDTH)
    assert not [element for element in root.iter(f"{SVG}rect") if element.get("width") == root.get("width")]


def test_nothing_is_said_twice_or_drawn_unseen():
    svg = drawing.draw(made(sample.bars()))
    assert not re.search(r'aria-label=|aria-roledescription|class="|opacity="0"|display="none"|\d\.\d\d+[,"]', svg)


def painted(element, paint, above=""):
    """Marks of one colour, whether they name it or the group they stand in does."""
    fill = element.get("fill", above)
    own = element.tag.endswith("path") and fill == paint
    return own + sum(painted(child, paint, fill) for child in element)


def test_all_marks_and_labels_are_still_there():
    svg = drawing.draw(made(sample.bars()))
    allies = sample.shares().query("year == 2026")["ally"]
    assert painted(ElementTree.fromstring(svg), sample.BLUE) == len(allies) == 31
    assert all(f">{ally}<" in svg for ally in allies)


def test_ids_are_the_figures_own_and_resolve():
    one, other = (drawing.draw(made(sample.lines(), id=id)) for id in ("one", "other"))
    for svg, id in ((one, "one"), (other, "other")):
        ids = re.findall(r' id="([^"]+)"', svg)
        assert ids and len(ids) == len(set(ids)) and all(found.startswith(f"{id}-") for found in ids)
    assert set(re.findall(r' id="([^"]+)"', one)).isdisjoint(re.findall(r' id="([^"]+)"', other))


def test_clip_paths_keep_their_shape_and_their_reference():
    svg = drawing.draw(clipped())
    root = ElementTree.fromstring(svg)
    paths = {element.get("id"): element for element in root.iter(f"{SVG}clipPath")}
    assert paths and all(len(element) for element in paths.values())
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) == set(paths) == {"clipped-part-1"}


def test_drawing_is_the_same_whatever_was_drawn_before():
    first = drawing.draw(clipped())
    drawing.draw(made(sample.lines()))
    assert drawing.draw(clipped()) == first


@pytest.mark.parametrize(("written_for", "drawn_by"), [("6.4.1", "6.4"), ("9.9.0", None)])
def test_the_release_asked_for_is_used_where_there_is_one(monkeypatch, written_for, drawn_by):
    used, draw = [], vl_convert.vegalite_to_svg
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", lambda spec, **how: used.append(how) or draw(spec, **how))
    chart = made(sample.lines())
    schema = f"https://vega.github.io/schema/vega-lite/v{written_for}.json"
    drawing.draw(dataclasses.replace(chart, spec=chart.spec | {"$schema": schema}))
    assert used[0]["vl_version"] == drawn_by


def test_unnamed_columns_are_left_out_and_named_ones_kept():
    # "k" stands in the specification only inside other words, "wide" in an expression
    spec = {"mark": "bar", "encoding": {"x": {"field": "ally"}}, "transform": [{"filter": "datum.wide > 1"}]}
    rows = [{"ally": "Estonia", "k": 1.0, "wide": 2, "unused": "x" * 99}]
    assert slim({**spec, "datasets": {"d": rows}})["datasets"]["d"] == [{"ally": "Estonia", "wide": 2}]


def test_datasets_are_packed_by_column_unless_rows_differ():
    packed = specs.packed({"datasets": {"even": [{"a": 1, "b": 2}, {"a": 3, "b": 4}], "odd": [{"a": 1}, {"b": 2}]}})
    assert packed["datasets"]["even"] == {"columns": ["a", "b"], "rows": [[1, 2], [3, 4]]}
    assert packed["datasets"]["odd"] == [{"a": 1}, {"b": 2}]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    "colour", ["#1f6fb2", "#0b3c5d", "#d9822b", "#9aa5b1", "#a9cbe6", "#b4342d", "#3c4854", "#000000"]
)
def test_marks_stand_out_on_a_dark_page(colour):
    assert contrast(colours.counterpart(colour), "#12161b") >= 3


def test_text_reads_on_a_dark_page():
    assert contrast(colours.counterpart("#3c4854"), "#12161b") >= 4.5


def test_white_and_black_change_places_and_the_strongest_stays_strongest():
    assert luminance(colours.counterpart("#ffffff")) < 0.02 < 0.7 < luminance(colours.counterpart("#000"))
    deep, blue, pale = (contrast(colours.counterpart(c), "#12161b") for c in ("#0b3c5d", "#1f6fb2", "#a9cbe6"))
    assert deep > blue > pale


def test_rules_cover_each_colour_of_a_drawing_and_no_gradient():
    rules = colours.dark_rules('<path fill="#1f6fb2" stroke="none"/><path fill="url(#g)" stroke="rgb(10, 20, 30)"/>')
    assert rules.count('[fill="#1f6fb2"]') == 1 and '[stroke="rgb(10, 20, 30)"]' in rules
    assert "url(" not in rules and "none" not in rules

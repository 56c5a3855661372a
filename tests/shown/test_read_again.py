"""What is read from a notebook is what was shown: words and facts become the reader's nodes, all else stays."""

import json

import altair as alt
import pandas as pd
import pytest

from report.charts.figure import plain, spec
from report.facts import Fact, units
from report.shown import (
    Column,
    Explorer,
    Figure,
    Grid,
    Head,
    Incomplete,
    Ledger,
    Passage,
    Source,
    Spark,
    Statement,
    Table,
    Term,
)

SHARE = Fact("share_gdp.EST.2026", "Estonia’s share", 5.1, units.PERCENT_GDP)
NODE = {"fact": SHARE.id, "text": "5.10%"}
FRAME = pd.DataFrame({"ally": ["Estonia", "Spain"], "share": [5.1, None]})
HEAD = Head("country/EST", "country", "Estonia", "A subtitle", "A description", "2026-07", "NATO, July 2026")


def bundle(shown):
    """An output as a notebook's file holds it."""
    return json.loads(json.dumps(shown._repr_mimebundle_()))


def figure(**changes):
    columns = [Column("ally", "Ally"), Column("share", "Share", "% of GDP")]
    chart = alt.Chart(FRAME).mark_bar().encode(x="share:Q", y="ally:N")
    texts = {"title": "Estonia leads", "subtitle": "% of GDP", "alt": "Two bars.", "source": "NATO", "edition": "July"}
    whole = {"id": "bars", **texts, "columns": columns, "rows": plain(FRAME), "spec": spec(chart), "data": FRAME}
    return Figure(**whole | changes)


def ledger(**changes):
    statement = Statement("000-a", "Estonia pays most.", ["000"], ["000-a"], "holds", "On record", [SHARE, " it is."])
    terms = {"texts": {"000": Term("000", "A paper")}, "families": {"fine": Term("fine", "Fine", "✓")}}
    terms |= {"topics": {}, "allies": {}, "verdicts": {"holds": Term("holds", "Holds", "fine")}}
    table = Table("rows", "Rows", "", Grid.of([Column("id", "Claim")], [["000-a"]]), "NATO", "July")
    own = {"statements": [statement], "sources": [Source("A site", "https://example.org", "primary")]}
    return Ledger(
        **{"id": "ledger", "title": "L", "source": "NATO", "edition": "July", "first": 1} | own | changes,
        terms=terms,
        tables=[table],
    )


def test_a_head():
    assert Head.read(bundle(HEAD)) == HEAD
    assert (HEAD.paths["html"], HEAD.root, HEAD.name, HEAD.long_date) == (
        "country/EST.html",
        "../",
        "Estonia",
        "July 2026",
    )


def test_a_figure():
    shown = figure(hero=True, note="A note.")
    read = Figure.read(bundle(shown), list)
    assert read == shown and read.data is None
    assert [[cell.text for cell in row] for row in read.grid.rows] == [["Estonia", "5.1"], ["Spain", "–"]]


def test_a_passage():
    read = Passage.read(bundle(Passage((("It is ", SHARE, "."),), "note")), list)
    assert read == Passage([["It is ", NODE, "."]], "note", [])


def test_key_figures_are_read_in_their_three_parts_each_with_its_line():
    spark = Spark([1.0, 2.0], 0.5, 3.0)
    read = Passage.read(bundle(Passage(((SHARE, "of GDP", "as ", "published"),), "keyfigures", (spark,))), list)
    assert read.paragraphs == [[[NODE], ["of GDP"], ["as ", "published"]]] and read.sparks == [spark]


def test_a_ledger():
    shown = ledger()
    read = Ledger.read(bundle(shown), list)
    (statement,) = read.statements
    assert statement.print == [NODE, " it is."] and read.terms == shown.terms and read.tables == shown.tables
    assert read.sources == shown.sources and read.marks(statement) == "000 holds fine"


def scenarios():
    return {"shares": [1, 2.5]}


def test_the_explorers_data_are_made_again_and_refused_where_they_are_others():
    maker = f"{__name__}:scenarios"
    assert Explorer.read(bundle(Explorer(scenarios(), maker)), list) == Explorer(scenarios(), maker)
    with pytest.raises(Incomplete, match="no longer those the notebook saw: run"):
        Explorer.read(bundle(Explorer({"shares": [1]}, maker)), list)


@pytest.mark.parametrize(
    ("make", "refused"),
    [
        (lambda: figure(alt=" "), "figure 'bars' has no alt: give it"),
        (lambda: figure(alt="Estonia leads"), "repeats its title"),
        (lambda: figure(spec={}), "has no chart"),
        (lambda: figure(id="Two bars"), "cannot be an address"),
        (lambda: figure(columns=[Column("ally", "Ally"), Column("share", "Share")]), "gives no unit for Share"),
        (lambda: figure(rows=[["Estonia"]]), "do not fit its 2 columns"),
        (lambda: Passage((), "shouted"), "the style 'shouted': choose one of headline"),
        (lambda: ledger(statements=[]), "holds no claims"),
        (lambda: Head("a", "b", "", "d", "e", "2026-07", "July"), "the page has no title"),
        (lambda: Head("a", "b", "c", "d", "e", "July", "July"), "not a date"),
    ],
)
def test_what_is_not_whole_cannot_be_shown(make, refused):
    with pytest.raises(Incomplete, match=refused):
        make()

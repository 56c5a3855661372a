"""A table: text for the eye and value for the download, whole, and the same once it has been read."""

import pandas as pd
import pytest

from report.facts import Fact, units
from report.shown import Cell, Column, Grid, Incomplete, Passage, Table

FRAME = pd.DataFrame({"ally": ["Estonia"], "share": [5.1]})
COLUMNS = (Column("ally", "Ally"), Column.of("share", "Share", units.PERCENT_GDP))
SHARE = Fact("share_gdp.EST.2026", "Estonia’s share", 5.1, units.PERCENT_GDP)


def table(frame=FRAME, columns=COLUMNS, **changes):
    given = {"id": "t", "caption": "Shares", "subtitle": "", "source": "NATO", "edition": "July"}
    return Table(**given | changes, grid=Grid.made(frame, columns))


def again(shown):
    """The table as whoever reads the notebook has it, words and records of facts as they are."""
    return Table.read(shown._repr_mimebundle_(), lambda text: [{"text": str(part)} for part in text])


def test_a_table_writes_for_the_eye_and_keeps_the_value():
    record = table().record()
    assert record["rows"] == [["Estonia", 5.1]]
    assert record["columns"][1] == {
        "name": "share",
        "label": "Share",
        "unit": "% of GDP",
        "align": "right",
        "digits": 2,
    }
    assert table().grid.rows[0][1] == Cell("5.10", 5.1)


def test_what_is_read_is_what_was_written():
    many = pd.DataFrame(
        {"ally": ["Estonia", "Iceland", "Spain"], "share": [5.1, None, 2.0], "spend": [250.0, 2e4, 0.0]}
    )
    columns = (*COLUMNS, Column.of("spend", "Spending", units.USD_M, plus=True, above="share"))
    shown = table(many, columns, notes=["A note."], layout="cards", download=Grid.file(many, columns))
    read = again(shown)
    assert read == shown
    # 250 and 20,000 million are 0.25 and 20 billion; 250 is above the 5.1 beside it, nothing stands beside 20,000
    assert [row[2].text for row in read.grid.rows] == ["↑\u00a0+0.3", "+20.0", "0.0"]
    assert [cell.value for cell in read.file.rows[1]] == ["Iceland", None, 20000.0]


def test_a_word_that_is_not_there_is_blank_in_the_file():
    file = Grid.file(
        pd.DataFrame({"ally": ["Iceland", None], "when": [float("nan"), "2026"]}).astype(object),
        (*COLUMNS[:1], Column("when", "For")),
    )
    assert file.file_written()["csv"] == ["Iceland,", ",2026"]


def test_facts_and_passages_in_cells_open():
    frame = pd.DataFrame({"fact": [SHARE], "passage": [Passage((("It is ", SHARE, "."),))]})
    shown = table(frame, (Column("fact", "Fact"), Column("passage", "Passage")))
    fact = {"fact": SHARE.id, "text": "5.10%"}
    assert shown.record()["rows"] == [[{"segments": [fact]}, {"segments": ["It is ", fact, "."]}]]
    assert [one.id for one in shown.grid.facts] == [SHARE.id, SHARE.id]


@pytest.mark.parametrize("missing", ["id", "caption", "source", "edition"])
def test_a_table_without_its_source_cannot_be_made(missing):
    with pytest.raises(Incomplete, match=f"has no {missing}"):
        table(**{missing: " "})


def test_a_column_that_the_frame_lacks_is_named():
    with pytest.raises(Incomplete, match="has no spend"):
        table(columns=(*COLUMNS, Column("spend", "Spending")))


def test_html_is_escaped_and_has_row_headers():
    assert '<th scope="row">A &amp; B</th>' in table(FRAME.assign(ally="A & B")).to_html()

"""The PDF: accessible, archivable, complete, and every text as it was written."""

from __future__ import annotations

import dataclasses
import io
import json

import pikepdf
import publish_sample as sample
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_markdown_cell
from pdf_text import squeezed, words

from report import publish
from report.facts.packed import unpack
from report.publish import drawing, pdf
from report.publish.read import read
from report.shown import Figure, Table

TYPST_MARKS = "*_`#$@<>[]{}\\~/=-+'\"|:;.,()&%^!?"
TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from(TYPST_MARKS),
        st.characters(min_codepoint=0x21, max_codepoint=0x17E, categories=("L", "N", "P", "S")),
    ),
    min_size=1,
    max_size=40,
).map(lambda text: f"a {text} z")


def rendered(nb) -> pikepdf.Pdf:
    document = read(nb)
    drawings = {one.id: drawing.draw(one) for one in document.exhibits if isinstance(one, Figure)}
    return pikepdf.open(io.BytesIO(pdf.render(document, drawings)))


@pytest.fixture(scope="module")
def briefing(built):
    return pikepdf.open(built / "briefing.pdf")


def elements(node, kind):
    """All structure elements of a kind below a node of the structure tree."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            if child.get("/S") == kind:
                yield child
            yield from elements(child, kind)


def test_it_claims_and_carries_what_the_standards_ask(briefing):
    with briefing.open_metadata() as meta:
        assert str(meta["pdfuaid:part"]) == "1"
        assert (str(meta["pdfaid:part"]), str(meta["pdfaid:conformance"])) == ("3", "A")
        assert meta["dc:title"] == "Thirty allies meet the old guideline; five the new one"
    assert briefing.Root.MarkInfo.Marked and "/StructTreeRoot" in briefing.Root
    assert str(briefing.Root.Lang) == "en-GB" and briefing.Root.ViewerPreferences.DisplayDocTitle


def test_it_is_dated_by_the_page_not_the_clock(briefing):
    assert str(briefing.docinfo["/CreationDate"]).startswith("D:20260710")


def test_a_month_is_dated_by_its_first_day():
    whole = read(sample.briefing())
    document = dataclasses.replace(whole, page=dataclasses.replace(whole.page, date="2024-03"))
    drawings = {one.id: "<svg/>" for one in document.exhibits if isinstance(one, Figure)}
    made = pikepdf.open(io.BytesIO(pdf.render(document, drawings)))
    assert str(made.docinfo["/CreationDate"]).startswith("D:20240301")
    page = pdf.as_data(document, drawings)["page"]
    assert (page["date"], page["month"], page["day"]) == ("March 2024", 3, 1)


def test_author_keywords_and_title_are_set(briefing):
    assert str(briefing.docinfo["/Title"]).startswith("Thirty allies") and str(briefing.docinfo["/Author"])
    assert "NATO" in str(briefing.docinfo["/Keywords"])


def test_bookmarks_follow_the_headings(briefing):
    with briefing.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "Where allies stand",
            "The bill",
            "Every ally, every year",
            "What the tables cannot say",
        ]
        assert [item.title for item in outline.root[0].children] == ["Twelve allies side by side"]


def test_charts_have_a_text_alternative_that_is_not_their_caption(briefing):
    figures = list(elements(briefing.Root.StructTreeRoot, "/Figure"))
    alts = [str(figure["/Alt"]) for figure in figures if "/Alt" in figure]
    assert len(alts) == 3 and alts[0].startswith("Bar chart with one bar for each of 31 allies")


def test_tables_have_header_cells_and_all_rows_and_long_ones_are_attached_instead(briefing):
    tables = list(elements(briefing.Root.StructTreeRoot, "/Table"))
    # ten years and a header; the table of thirty-one allies is one to look something up in
    assert [len(list(elements(table, "/TR"))) for table in tables] == [11]
    kinds = [head.A if isinstance(head.A, pikepdf.Dictionary) else head.A[0] for head in elements(tables[0], "/TH")]
    heads = [str(kind.Scope) for kind in kinds]
    assert heads == ["/Column"] * 4 + ["/Row"] * 10
    assert squeezed("Full table, attached as shares.csv") in words(briefing)


def test_every_number_of_the_text_is_attached_with_what_is_behind_it(briefing):
    held = unpack(json.loads(briefing.attachments["facts.json"].get_file().read_bytes()))
    assert held == read(sample.briefing()).facts
    assert squeezed("opens on the page index.html") in words(briefing)


def test_the_data_is_attached(briefing, built):
    assert sorted(briefing.attachments) == [
        "bill.csv",
        "facts.json",
        "ladder.csv",
        "panels.csv",
        "paths.csv",
        "shares.csv",
    ]
    attached = briefing.attachments["bill.csv"].get_file().read_bytes()
    assert attached == (built / "data/briefing/bill.csv").read_bytes()


def test_only_the_fonts_of_the_package_are_embedded(briefing):
    names, files = set(), 0
    for item in briefing.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            names.add(str(item.FontName).partition("+")[2])
            files += any(key in item for key in ("/FontFile2", "/FontFile3"))
    assert names and all(name.startswith("SourceSansPro") for name in names) and files >= len(names)


def test_charts_are_drawn_not_photographed(briefing):
    images = [
        item for item in briefing.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
    ]
    assert images == []


def test_pages_are_a4(briefing):
    sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in briefing.pages}
    assert sizes == {(595, 842)}


def test_a_very_wide_table_turns_its_page():
    table = sample.wide_table()
    record = table[Table.MIME]
    record["layout"] = "open"
    for column in record["columns"][1:]:
        column["label"] = "Expenditure"
    sizes = {
        tuple(round(float(side)) for side in page.mediabox[2:])
        for page in rendered(sample.notebook(sample.cell(table))).pages
    }
    assert (842, 595) in sizes


@settings(max_examples=60)
@given(TEXT, TEXT, TEXT)
def test_any_text_survives(title, heading, alt):
    figure = sample.figure(
        "chart",
        sample.finished(sample.alt.Chart(sample.shares()[:2]).mark_bar().encode(x="share:Q")),
        sample.shares()[["share"]][:2],
        {"share": title},
        title=heading,
        subtitle=title,
        alt=f"{alt} drawn",
    )
    fact = sample.fact("f", 1, heading, label=title)
    told = sample.passage([sample.segment(fact), " of ", sample.segment(fact)], facts=(fact,))
    table = sample.cost_table()
    table[Table.MIME]["rows"][0][0] = alt
    made = rendered(
        sample.notebook(
            new_markdown_cell("## Part"), sample.cell(told, figure, table), declared=sample.page(title=title)
        )
    )
    assert str(made.docinfo["/Title"]) == title
    assert [str(found["/Alt"]) for found in elements(made.Root.StructTreeRoot, "/Figure") if "/Alt" in found] == [
        f"{alt} drawn"
    ]
    assert heading in made.attachments["chart.csv"].description


def test_a_character_the_typeface_lacks_is_named(tmp_path):
    with pytest.raises(publish.PublishError, match="no character for '日'"):
        publish.page(sample.notebook(declared=sample.page(title="On 日 and other signs")), tmp_path)
    assert not list(tmp_path.rglob("*"))


def test_pages_do_not_depend_on_what_was_made_before():
    first = pdf.render(read(sample.notebook(new_markdown_cell("## A"))), {})
    pdf.render(read(sample.notebook(new_markdown_cell("## B"), declared=sample.page(slug="other"))), {})
    assert pdf.render(read(sample.notebook(new_markdown_cell("## A"))), {}) == first

"""What a notebook may show, and what is refused: each refusal names notebook, cell, thing and remedy."""

from __future__ import annotations

import publish_sample as sample
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from report.publish import PublishError
from report.publish.citation import citation, vintage
from report.publish.document import Heading
from report.publish.read import read
from report.shown import Figure, Passage, Table
from report.tables.errors import ReportError


def refusal(*cells, **kw) -> str:
    with pytest.raises(PublishError) as caught:
        read(sample.notebook(*cells, **kw))
    return str(caught.value)


def without(bundle, key, name):
    return bundle | {key: {k: v for k, v in bundle[key].items() if k != name}}


def test_the_sample_is_read_in_order():
    document = read(sample.briefing())
    kinds = [type(block).__name__ for block in document.blocks]
    assert kinds[:5] == ["Passage", "Passage", "Heading", "Prose", "Passage"]
    assert [block.id for block in document.exhibits] == ["ladder", "paths", "panels", "bill", "shares"]
    assert {type(block) for block in document.blocks} >= {Figure, Heading, Passage, Table}


def test_cells_before_the_page_are_for_those_who_open_the_notebook():
    assert all("open the notebook" not in heading.text for heading in read(sample.briefing()).headings)


def test_page_knows_its_paths():
    page = read(sample.country()).page
    assert (page.paths["html"], page.paths["pdf"], page.root) == ("country/EST.html", "country/EST.pdf", "../")
    assert page.csv("bill") == "data/country/EST/bill.csv"
    assert read(sample.briefing()).page.paths["html"] == "index.html"


def test_a_notebook_without_a_page_is_refused():
    nb = sample.notebook()
    nb.cells = [new_markdown_cell("## Text")]
    with pytest.raises(PublishError, match=r"sample\.ipynb: no cell shows the page"):
        read(nb)


@pytest.mark.parametrize("name", ["id", "title", "subtitle", "alt", "source", "edition"])
def test_a_figure_must_be_whole(name):
    message = refusal(sample.cell(without(sample.lines(), Figure.MIME, name)))
    assert "sample.ipynb, cell 3" in message and f"has no {name}" in message and "give it" in message
    assert name == "id" or "'paths'" in message


@pytest.mark.parametrize("name", ["id", "caption", "source", "edition"])
def test_a_table_must_be_whole(name):
    message = refusal(sample.cell(without(sample.cost_table(), Table.MIME, name)))
    assert "sample.ipynb, cell 3" in message and f"has no {name}" in message


@pytest.mark.parametrize("name", ["slug", "kind", "title", "subtitle", "description", "date", "lang"])
def test_a_page_must_be_whole(name):
    assert f"has no {name}" in refusal(declared=sample.page(**{name: ""}))


def test_an_edition_is_named_in_words():
    assert "the page has no edition" in refusal(declared=sample.page(edition={"id": "2026-07"}))


def test_a_date_may_be_a_month_but_nothing_else():
    page = read(sample.notebook(declared=sample.page(date="2024-03"))).page
    assert "as of March 2024 (" in citation(page) and ("Figures as of", "March 2024") in vintage(page)
    assert "not a date" in refusal(declared=sample.page(date="2024"))
    assert "YYYY-MM where the day is not known" in refusal(declared=sample.page(date="2024-13"))


def test_numbers_need_a_unit_in_figures_and_tables():
    figure = sample.lines()
    figure[Figure.MIME]["data"]["columns"][2]["unit"] = ""
    assert "figure 'paths' gives no unit for Share" in refusal(sample.cell(figure))
    table = sample.cost_table()
    table[Table.MIME]["columns"][2]["unit"] = ""
    assert "table 'bill' gives no unit for Level" in refusal(sample.cell(table))


def test_a_figure_needs_its_chart_and_a_text_alternative_of_its_own():
    assert "has no chart" in refusal(sample.cell({Figure.MIME: sample.lines()[Figure.MIME]}))
    figure = sample.lines()
    figure[Figure.MIME]["alt"] = figure[Figure.MIME]["title"]
    assert "repeats its title" in refusal(sample.cell(figure))


def test_rows_must_fit_their_columns():
    figure = sample.lines()
    figure[Figure.MIME]["data"]["rows"][3] = ["Estonia", 2014]
    assert "do not fit its 3 columns" in refusal(sample.cell(figure))
    for cells in (["2026"], ["2026", "1", "2", "3", "4"]):
        table = sample.cost_table()
        table[Table.MIME]["rows"][3] = cells
        assert "table 'bill' has rows that do not fit its 4 columns" in refusal(sample.cell(table))


def test_ids_are_addresses_and_unique():
    figure = sample.lines()
    figure[Figure.MIME]["id"] = "Paths of allies"
    assert "cannot be an address" in refusal(sample.cell(figure))
    assert "the id 'bill' is used twice" in refusal(sample.cell(sample.cost_table()), sample.cell(sample.cost_table()))


def test_headings_get_addresses_of_their_own():
    document = read(
        sample.notebook(
            sample.cell(sample.cost_table()),
            new_markdown_cell("## Bill\n\nOne.\n\n## Bill\n\nTwo.\n\n## Main\n\nThree."),
        )
    )
    assert [heading.id for heading in document.headings] == ["bill-2", "bill-3", "main-2"]


def test_a_heading_with_nothing_below_it_is_left_out():
    text = "## Empty\n\n## Kept for what is in its part\n\n### Part\n\nWords.\n\n### Empty too\n\n## Last and empty"
    document = read(sample.notebook(new_markdown_cell(text)))
    assert [heading.text for heading in document.headings] == ["Kept for what is in its part", "Part"]


@pytest.mark.parametrize("source", ["# Title", "### Third", "## Second\n\n#### Fourth"])
def test_heading_levels_start_at_two_and_skip_none(source):
    assert "give it a level from 2 to" in refusal(new_markdown_cell(source))


def test_other_outputs_have_no_place_on_a_page():
    stray = new_code_cell("frame", outputs=[new_output("execute_result", data={"text/plain": "   a\n0  1"})])
    assert "cell 3: the cell shows text/plain" in refusal(stray)


def test_failed_cells_are_refused_and_printed_lines_left_out():
    failed = new_code_cell(
        "1/0", outputs=[new_output("error", ename="ZeroDivisionError", evalue="division by zero", traceback=[])]
    )
    assert "ZeroDivisionError: division by zero" in refusal(failed)
    printed = new_code_cell("print(1)", outputs=[new_output("stream", name="stdout", text="1\n")])
    assert read(sample.notebook(printed)).blocks == []


def test_a_number_without_its_fact_is_refused():
    bare = sample.passage(["It is ", {"fact": "nobody-knows", "text": "57.1%"}, "."])
    assert "'57.1%' as fact 'nobody-knows'" in refusal(sample.cell(bare))


def test_inputs_of_facts_are_kept_flat():
    facts = read(sample.briefing()).facts
    assert facts["us-share-2026"]["inputs"] == ["us-spending"]
    assert facts["us-spending"]["value"] == 980000.0


def test_every_refusal_is_an_error_of_the_report():
    assert issubclass(PublishError, ReportError)

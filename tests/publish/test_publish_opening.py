"""The first screen: the finding as title, one picture beside the lead, tiles with small lines; the alliance as
squares."""

from __future__ import annotations

import publish_sample as sample
import pytest
from lxml import html as lxml_html

from report.publish import html, pdf, sparks, tiles
from report.publish.read import read
from report.shown import Figure, Spark, Table


def opened(*cells, drawings=None):
    nb = sample.notebook(*cells)
    document = read(nb)
    return document, lxml_html.fromstring(html.render(nb, document, drawings or {}))


def hero():
    figure = sample.bars()
    return {**figure, Figure.MIME: {**figure[Figure.MIME], "hero": True}}


def whole_opening():
    finding = sample.passage(["Allies pay ", sample.segment(sample.US_SHARE, "57.1%"), "."], style="headline")
    lead, note = sample.passage(["One sentence."], style="lead"), sample.passage(["A qualifier."], style="note")
    parts = [sample.cell(part) for part in (finding, lead, hero(), note, sample.key_figures())]
    return opened(*parts, sample.new_markdown_cell("## Below"), drawings={"ladder": "<svg></svg>"})


def test_the_finding_stands_in_place_of_the_title_which_stays_above_it():
    document, page = whole_opening()
    assert [one.text_content() for one in page.xpath("//h1")] == ["Allies pay 57.1%."]
    assert page.xpath("//p[@class='kicker']/text()") == [document.page.title]
    assert page.xpath("//h1//data/@data-fact")


def test_lead_picture_the_rest_and_tiles_stand_in_the_order_of_reading_and_once():
    _, page = whole_opening()
    header = page.xpath("//header[contains(@class, 'with-hero')]")[0]
    assert [part.get("class") for part in header] == ["about", "title", "exhibit hero", "more", "key-figures"]
    assert len(page.xpath("//figure")) == len(page.xpath("//dl[@class='key-figures']")) == 1
    assert page.text_content().count("A qualifier.") == 1


def test_without_a_picture_the_title_stands_and_the_opening_is_one_column():
    document, page = opened(
        sample.cell(sample.passage(["A sentence."], style="lead")),
        sample.cell(sample.bars()),
        drawings={"ladder": "<svg></svg>"},
    )
    assert page.xpath("//h1/text()") == [document.page.title] and not page.xpath("//*[contains(@class, 'with-hero')]")
    assert not page.xpath("//header//figure") and page.xpath("//div[@class='sheet']//figure")


def test_actions_are_links_beside_a_search_for_an_ally_and_not_printed():
    actions = sample.passage(["[Try another plan](explorer.html#who=EST)"], style="actions")
    document, page = opened(sample.cell(actions))
    assert page.xpath("//div[@class='actions']/div/@data-find-ally") == [""]
    assert page.xpath("//div[@class='actions']//a/@data-page") == ["explorer.html#who=EST"]
    assert pdf.as_data(document, {})["blocks"] == [{"kind": "prose", "nodes": []}]


def test_a_small_line_by_hand():
    # Three values over 192 of 200 pixels: steps of 96 from 4; 1 at the foot (36), 3 at the top (4), 2 half-way (20).
    assert 'd="M4 36L100 20L196 4"' in sparks.svg(Spark([1, 2, 3]))
    assert sparks.svg(Spark([5.0])) == "" and "opacity" not in sparks.svg(Spark([1, 2]))


def test_a_range_opens_from_the_first_value_to_both_ends():
    drawn = sparks.svg(Spark([0, 10], low=5, high=20))
    # 20 is the top and 0 the foot: 5 stands at 36 − 32/4 = 28.
    assert 'd="M4 36L196 28L196 4Z"' in drawn and drawn.count("<path") == 2


def test_every_ally_has_a_square_of_its_own():
    from report.publish import words

    assert set(tiles.PLACES) == set(words.allies()) and len(set(tiles.PLACES.values())) == 32


def map_cell():
    rows = [["Norway", "3.17e", "→ on path"], ["Estonia", "5.10e", "✓ met"], ["Iceland", "–", "· no forces"]]
    columns = [{"name": name, "label": name} for name in ("ally", "share", "standing")]
    record = {
        "id": "map",
        "caption": "Who stands where",
        "columns": columns,
        "rows": rows,
        "source": "S",
        "edition": "E",
        "layout": "map",
    }
    return sample.cell({Table.MIME: record})


@pytest.fixture
def squares():
    return opened(map_cell())[1]


def test_squares_are_printed_where_they_stand():
    document, _ = opened(map_cell())
    block = pdf.as_data(document, {})["blocks"][0]
    assert [(one["iso3"], one["row"], one["column"]) for one in block["tiles"]] == [
        ("ISL", 1, 1),
        ("NOR", 1, 4),
        ("EST", 2, 5),
    ]
    assert pdf.render(document, {}).startswith(b"%PDF")


def test_squares_say_name_figure_and_standing_and_wait_for_their_pages(squares):
    found = squares.xpath("//ul[@class='tile-map']/li")
    assert [one.xpath("a/@data-ally")[0] for one in found] == ["ISL", "NOR", "EST"], "from the top of the map down"
    assert found[1].text_content() == "NORNorway: → 3.17e% of GDP, on path"
    assert found[1].xpath("a/b/@aria-hidden") == ["true"] and found[1].get("style") == "grid-area:1/4"


def test_the_key_goes_from_the_best_standing_to_those_that_have_none(squares):
    key = squares.xpath("//ul[@class='tile-key']/li")
    assert [one.get("data-standing") for one in key] == ["met", "on path", "no forces"]

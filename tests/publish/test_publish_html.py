"""The web page: whole, semantic, self-contained, light."""

from __future__ import annotations

import re
from pathlib import Path

import publish_sample as sample
import pytest
from lxml import html as lxml_html
from nbformat.v4 import new_markdown_cell

from report import publish
from report.publish import facts

LIMIT = 300 * 1024


@pytest.fixture(scope="module")
def front(built):
    return lxml_html.fromstring((built / "index.html").read_text("utf-8"))


def texts(tree, path):
    return [" ".join(element.text_content().split()) for element in tree.xpath(path)]


def test_landmarks_title_and_language(front):
    assert front.get("lang") == "en-GB"
    assert [len(front.xpath(f"//{tag}")) for tag in ("main", "h1", "footer")] == [1, 1, 1]
    assert front.xpath("//a[@class='skip']/@href") == ["#main"]
    assert texts(front, "//h1") == ["Thirty allies meet the old guideline; five the new one"]


def test_the_head_of_the_page_says_what_it_rests_on(front):
    said = texts(front, "//dl[@class='vintage']//dd")
    assert said == [
        "10 July 2026",
        "NATO tables of July 2026",
        "IMF World Economic Outlook, April 2026",
        "The Hague, 3.5% core by 2035",
    ]


def test_no_code_no_prompts(front):
    assert "show()" not in front.text_content() and "In [" not in front.text_content()


def test_contents_lead_to_the_headings(front):
    targets = front.xpath("//nav[@id='contents']//a/@href")
    assert targets == [
        "#where-allies-stand",
        "#twelve-allies-side-by-side",
        "#the-bill",
        "#every-ally-every-year",
        "#what-the-tables-cannot-say",
    ]
    assert all(front.xpath(f"//*[@id='{target[1:]}']") for target in targets)


def test_figures_carry_all_their_texts_data_and_download(front, built):
    figure = front.xpath("//figure[@id='ladder']")[0]
    said = " ".join(figure.text_content().split())
    for words in (
        "All but one ally meet 2%",
        "Core defence expenditure",
        "How to read: Each bar",
        "Note: Iceland",
        "Source: NATO, Defence",
        "NATO, July 2026",
    ):
        assert words in said
    assert len(figure.xpath(".//details//tbody/tr")) == 31
    assert (built / figure.xpath(".//a[@download]/@href")[0]).is_file()


def test_tables_have_caption_scopes_and_a_labelled_region(front):
    region = front.xpath("//*[@id='shares']//div[@role='region']")[0]
    assert region.get("tabindex") == "0" and front.xpath(f"//*[@id='{region.get('aria-labelledby')}']")
    assert len(region.xpath(".//th[@scope='col']")) == 12 and len(region.xpath(".//tbody/tr/th[@scope='row']")) == 31
    assert texts(region, ".//caption") == ["Share of GDP, every ally, eleven years Core defence expenditure, % of GDP"]


def test_a_unit_all_columns_share_is_said_once(front):
    assert not front.xpath("//*[@id='shares']//span[@class='unit']")
    assert len(front.xpath("//*[@id='bill']//span[@class='unit']")) == 3


def test_estimates_keep_their_mark_beside_the_digits(front):
    cell = front.xpath("//*[@id='shares']//tbody/tr[1]/td[last()]")[0]
    assert re.fullmatch(r"\d\.\d\de", cell.text_content()) and cell.xpath("span[@class='mark']/text()") == ["e"]


def test_numbers_are_data_with_their_value_and_fact(front):
    number = front.xpath("//div[contains(@class,'lead')]//strong/data")[0]
    assert (number.get("value"), number.get("data-fact"), number.text) == ("57.0747", "us-share-2026", "57.1%")


def test_key_figures_are_a_list_of_terms(front):
    items = front.xpath("//dl[@class='key-figures']/div")
    assert items[0].xpath("dt")[0].text == "allies with forces meet 2%"
    assert items[0].xpath("dd[@class='number']")[0].text_content() == "30 of 31"


def test_every_id_is_unique(front):
    ids = front.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_nothing_is_fetched_from_elsewhere(built):
    for path in built.rglob("*.html"):
        tree = lxml_html.fromstring(path.read_text("utf-8"))
        fetched = [*tree.xpath("//@src"), *tree.xpath("//link[not(@rel='alternate')]/@href")]
        assert all(re.match(r"(\.\./)*assets/|data:,", where) for where in fetched), fetched
    assert "url(http" not in (built / "assets/style.css").read_text("utf-8")


def test_links_lead_to_files_that_exist(built):
    for path in built.rglob("*.html"):
        tree = lxml_html.fromstring(path.read_text("utf-8"))
        local = [
            href.partition("#")
            for href in tree.xpath("//a/@href | //link/@href | //script/@src")
            if not re.match(r"https?:|data:", href)
        ]
        assert all((path.parent / file).is_file() if file else tree.xpath(f"//*[@id='{id}']") for file, _, id in local)


def test_pages_know_each_other_once_the_site_is_finished(built):
    tree = lxml_html.fromstring((built / "country/EST.html").read_text("utf-8"))
    assert tree.xpath("//nav[@id='site-nav']//a/@href") == ["../index.html", "../country/EST.html"]
    assert texts(tree, "//nav[@id='site-nav']//a[@aria-current='page']") == ["Estonia"]


def test_a_page_alone_links_to_no_other(tmp_path):
    publish.page(sample.country(), tmp_path)
    publish.site(tmp_path)
    tree = lxml_html.fromstring((tmp_path / "country/EST.html").read_text("utf-8"))
    assert texts(tree, "//nav[@id='site-nav']//a") == ["Estonia"] and not tree.xpath(
        "//a[contains(@href,'index.html')]"
    )


def test_weight_without_the_chart_library(built):
    shared = sum((built / "assets" / name).stat().st_size for name in ("style.css", "fonts.css", "site.js"))
    for path in built.rglob("*.html"):
        assert path.stat().st_size + shared <= LIMIT


def test_text_is_never_markup(tmp_path):
    odd = '</script><script>alert(1)</script> "quoted" & <b>bold</b>'
    figure = sample.figure(
        "odd",
        sample.finished(sample.alt.Chart(sample.shares()[:3]).mark_bar().encode(x="share:Q", y="ally:N")),
        sample.shares()[["ally", "share"]][:3],
        {"share": odd},
        title=odd,
        subtitle=odd,
        alt=f"{odd}.",
        note=odd,
    )
    fact = sample.fact("odd-fact", 1.5, odd, label=odd)
    nb = sample.notebook(
        sample.cell(figure, sample.passage([sample.segment(fact)], facts=(fact,))),
        declared=sample.page(title=odd, description=odd),
    )
    text = publish.page(nb, tmp_path)[0].read_text("utf-8")
    tree = lxml_html.fromstring(text)
    assert not tree.xpath("//b") and len(tree.xpath("//script")) == 3
    assert texts(tree, "//h1") == [odd] and tree.xpath("//data/text()") == [odd]
    assert facts.read_script((tmp_path / "facts/briefing.js").read_text("utf-8"))["odd-fact"]["label"] == odd
    assert tree.xpath("//*[local-name()='desc']")[0].text == f"{odd}."


def test_unsupported_markdown_names_the_cell(tmp_path):
    with pytest.raises(publish.PublishError, match=r"sample\.ipynb, cell 3: the text holds a image"):
        publish.page(sample.notebook(new_markdown_cell("![chart](chart.png)")), tmp_path)


def test_finishing_twice_changes_nothing(built):
    before = {path: path.read_bytes() for path in built.rglob("*") if path.is_file()}
    publish.site(built)
    assert {path: path.read_bytes() for path in built.rglob("*") if path.is_file()} == before


def test_page_returns_what_it_wrote(tmp_path):
    written = publish.page(sample.country(), tmp_path)
    assert [path.relative_to(tmp_path) for path in written] == [
        Path(name)
        for name in (
            "country/EST.html",
            "country/EST.pdf",
            "data/country/EST.xlsx",
            "facts/country/EST.js",
            "country/EST.png",
            "data/country/EST/paths.csv",
            "data/country/EST/bill.csv",
        )
    ]
    assert sorted(written) == sorted(path for path in tmp_path.rglob("*") if path.is_file())

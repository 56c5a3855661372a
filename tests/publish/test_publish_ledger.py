"""A page of claims: every statement an entry with an address, marks to filter by, downloads, and the whole of it in
print."""

from __future__ import annotations

import csv
import json

import ledger_sample
import pikepdf
import publish_sample as sample
import pytest
from lxml import html as lxml_html
from pdf_text import squeezed, words

from report import publish
from report.publish import facts

IDS = [claim["id"] for claim in ledger_sample.CLAIMS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("ledger")
    publish.page(ledger_sample.claims(), out)
    publish.site(out)
    return out


@pytest.fixture(scope="module")
def page(folder):
    return lxml_html.fromstring((folder / "claims.html").read_text("utf-8"))


@pytest.fixture(scope="module")
def printed(folder):
    return pikepdf.open(folder / "claims.pdf")


def said(element):
    return " ".join(element.text_content().split())


def entry(page, id):
    return page.xpath(f"//li[@id='{id}']")[0]


def test_every_statement_has_an_id_a_link_to_itself_and_the_marks_it_is_filtered_by(page):
    entries = page.xpath("//li[@data-is]")
    assert [one.get("id") for one in entries] == IDS
    assert [one.xpath(".//a[@class='link']/@href") for one in entries] == [[f"#{id}"] for id in IDS]
    marks = [set(one.get("data-is").split()) for one in entries]
    assert marks[0] == {"000", "001", "depends-on-edition", "depends", "guideline"}
    assert marks[1] == {"000", "holds", "share", "TUR", "USA"}


def test_what_comes_first_stands_before_the_rest(page):
    assert page.xpath("//ul[@class='cards']/li/@id") == IDS[: ledger_sample.FIRST]
    assert page.xpath("//div[@class='rest']//li[@data-is]/@id") == IDS[ledger_sample.FIRST :]


def test_the_claims_of_other_texts_lead_to_the_statement_they_make(page):
    assert page.xpath("//*[@id='001-eight-below']/ancestor::li/@id") == ["000-eight-below"]


def test_an_entry_says_all_that_was_found(page):
    text = said(entry(page, "000-eight-below"))
    for part in (
        "Eight allies are below the guideline.",
        "Depends on edition (edition and basis)",
        "First paper, 13 May 2025; Second paper, 14 May 2025",
        "Said by an official",
        "Print instead: 15 allies were below the guideline.",
        "Two bases are in use.",
        "Holds: eight (June 2024)",
        "Fails: 15 (July 2026)",
        "Contradicted by: Ten allies are below the guideline.",
    ):
        assert part in text
    assert "Against" not in said(entry(page, "001-least"))


def test_records_entered_by_hand_name_their_source_and_how_sure_they_are(page):
    found = entry(page, "000-eight-below")
    assert found.xpath(".//a[text()='A news site, some title']/@href") == ["https://example.org/a"]
    assert "title (secondary)" in said(found) and "The text itself (unverified)" in said(found)


def test_filters_offer_every_text_verdict_topic_and_ally_and_wait_for_the_script(page):
    form = page.xpath("//form[@class='filters']")[0]
    assert "hidden" in form.attrib, "without script they would do nothing"
    offered = {one.get("name"): one.xpath(".//option/@value") for one in form.xpath(".//select")}
    assert offered == {
        "text": ["", "000", "001"],
        "about": ["", "guideline", "share", "summit", "ESP", "TUR", "USA"],
    }
    assert form.xpath(".//input[@name='verdict']/@value") == ["", "holds", "depends", "fails"]
    assert page.xpath("//p[@class='shown'][@role='status'][@aria-live='polite']/text()") == ["6 statements"]


def test_a_verdict_has_a_sign_that_is_not_read_aloud(page):
    style = page.xpath("//section[@id='ledger']/style/text()")[0]
    # ≈ is U+2248; the empty alternative text after the slash keeps it from being read.
    assert '[data-is~="depends"] .v::before' in style and 'content: "\\2248  " / ""' in style


def test_numbers_of_the_ledger_open(page, folder):
    assert page.xpath("//body/@data-facts") == ["facts/claims.js"]
    fact = facts.read_script((folder / "facts/claims.js").read_text("utf-8"))["below-two"]
    assert (fact["value"], fact["label"]) == (15, "Allies below the guideline, 2024")
    assert len(entry(page, "000-eight-below").xpath(".//*[@data-fact]")) == 2


def test_downloads_are_written_linked_and_described(page, folder):
    with (folder / "data/claims/claims.csv").open(encoding="utf-8", newline="") as lines:
        assert list(csv.reader(lines)) == [["id", "value"], ["000-eight-below", "15.5"], ["000-us-share", ""]]
    linked = page.xpath("//*[@class='downloads']/a/@href")
    assert linked == ["data/claims/claims.csv", "data/claims/rows.csv"]
    described = json.loads((folder / "data/datapackage.json").read_text("utf-8"))["resources"]
    fields = {one["path"]: [field["type"] for field in one["schema"]["fields"]] for one in described}
    assert fields == {"claims/claims.csv": ["string", "number"], "claims/rows.csv": ["string", "number"]}


def test_the_pdf_holds_every_statement_with_its_verdict_what_to_print_and_its_texts(printed):
    text = words(printed)
    for claim in ledger_sample.CLAIMS:
        assert squeezed(claim["statement"]) in text
    assert squeezed("Print instead: 15 allies were below the guideline.") in text
    assert squeezed("First paper, 13 May 2025; Second paper, 14 May 2025; A news site") in text
    assert text.count(squeezed("≈ Depends on edition")) == 1 and text.count("✓Holds") == 3


def test_the_pdf_has_a_bookmark_for_the_rest_the_tables_attached_and_no_controls(printed):
    with printed.open_outline() as outline:
        claims = next(item for item in outline.root if item.title == "Every claim")
        assert [item.title for item in claims.children] == ["All other statements"]
    assert sorted(printed.attachments) == ["claims.csv", "facts.json", "rows.csv"]
    assert not any(squeezed(control) in words(printed) for control in ("Show all", "All texts"))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"claims": []}, r"ledger 'ledger' holds no claims"),
        ({"source": ""}, "source"),
        ({"edition": ""}, "edition"),
        ({"claims": [ledger_sample.claim("000-a", "share", "doubtful", "A.")]}, "'doubtful'.*holds, fails"),
        ({"claims": [ledger_sample.claim("009-a", "share", "fails", "A.")]}, "the text '009'.*000, 001"),
        ({"claims": ledger_sample.CLAIMS[:2]}, "the contradicting claim '001-ten-below'"),
        (
            {"claims": [ledger_sample.claim("000-a", "share", "fails", "A.", print=[{"fact": "gone", "text": "1"}])]},
            "gone",
        ),
    ],
)
def test_a_ledger_that_does_not_hold_together_is_refused_and_nothing_is_written(changes, refusal, tmp_path):
    with pytest.raises(publish.PublishError, match=refusal):
        publish.page(ledger_sample.claims(**changes), tmp_path)
    assert not list(tmp_path.rglob("*"))


def test_the_same_ledger_gives_the_same_bytes(folder, tmp_path):
    publish.page(ledger_sample.claims(), tmp_path)
    publish.site(tmp_path)
    for name in ("claims.html", "claims.pdf", "data/claims/claims.csv"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_the_words_of_a_pdf_are_read_whole(built):
    # The reader of these tests, held to another page: its title and a figure's title, letter by letter.
    text = words(pikepdf.open(built / "briefing.pdf"))
    assert squeezed(sample.page()["title"]) in text
    assert squeezed("Five allies are there already: Estonia, Latvia, Lithuania, Poland and Greece") in text

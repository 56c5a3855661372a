"""A page of claims: every claim an entry with an address, marks to filter by, downloads, and the whole of it in print."""

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


def test_every_claim_has_an_id_a_link_to_itself_and_the_marks_it_is_filtered_by(page):
    entries = page.xpath("//li[@data-is]")
    assert [one.get("id") for one in entries] == IDS
    assert [one.xpath(".//h4/a/@href") for one in entries] == [[f"#{id}"] for id in IDS]
    marks = [f"{claim['text']} {claim['verdict']} {claim['topic']}" for claim in ledger_sample.CLAIMS]
    assert [one.get("data-is") for one in entries] == marks


def test_claims_stand_under_their_text(page):
    under = {
        one.xpath("./h3/text()")[0]: one.xpath(".//li[@data-is]/@id") for one in page.xpath("//*[@class='of-text']")
    }
    assert under == {"000, first paper": IDS[:3], "001, second paper": IDS[3:]}


def test_an_entry_says_all_that_was_found(page):
    text = said(entry(page, "000-eight-below"))
    for part in (
        "Eight allies are below the guideline.",
        "Depends on edition (edition and basis)",
        "An official · fact",
        "Said: eight. Found: 15 (July 2026, members).",
        "Print instead: 15 allies were below the guideline.",
        "Two bases are in use.",
        "Holds: eight (June 2024)",
        "Fails: 15 (July 2026)",
        "Contradicts 001.",
        "32 rows",
    ):
        assert part in text
    assert "Said:" not in said(entry(page, "001-least")), "nothing is said to be found where nothing was"


def test_more_than_a_dozen_source_rows_are_a_download_fewer_only_a_count(page):
    assert entry(page, "000-eight-below").xpath(".//a[text()='32 rows']/@href") == ["data/claims/rows.csv"]
    assert entry(page, "001-us-share").xpath(".//p[contains(., '2 rows')]//a") == []
    assert said(entry(page, "000-us-share")).endswith("1 row")


def test_records_entered_by_hand_name_their_source_and_how_sure_they_are(page):
    found = entry(page, "000-eight-below")
    [listed] = found.xpath(".//a[text()='A news site']/@href")
    assert page.xpath(f"//*[@class='of-records']//li[@id='{listed[1:]}']/a/@href") == ["https://example.org/a"]
    assert "A news site (secondary)" in said(found) and "The text itself (unverified)" in said(found)


def test_filters_offer_every_text_verdict_and_topic_and_wait_for_the_script(page):
    form = page.xpath("//form[@class='filters']")[0]
    assert "hidden" in form.attrib, "without script they would do nothing"
    offered = {one.get("name"): one.xpath("./option/@value") for one in form.xpath(".//select")}
    assert offered == {
        "text": ["", "000", "001"],
        "verdict": ["", "holds", "fails", "depends-on-edition"],
        "topic": ["", "guideline", "share"],
    }
    assert [said(one).split()[0] for one in form.xpath(".//label")] == ["Text", "Verdict", "Topic", "Search"]
    assert page.xpath("//p[@class='shown'][@role='status'][@aria-live='polite']/text()") == ["6 claims"]


def test_a_verdict_has_a_sign_that_is_not_read_aloud(page):
    style = page.xpath("//section[@id='ledger']/style/text()")[0]
    # ≠ is U+2260; the empty alternative text after the slash keeps it from being read.
    assert '[data-is~="depends-on-edition"] .v b::before' in style and 'content: "\\2260  " / ""' in style


def test_numbers_of_the_ledger_open(page, folder):
    assert page.xpath("//body/@data-facts") == ["facts/claims.js"]
    fact = facts.read_script((folder / "facts/claims.js").read_text("utf-8"))["below-two"]
    assert (fact["value"], fact["label"]) == (15, "Allies below the guideline, 2024")
    assert len(entry(page, "000-eight-below").xpath(".//*[@data-fact]")) == 3


def test_downloads_are_written_linked_and_described(page, folder):
    with (folder / "data/claims/claims.csv").open(encoding="utf-8", newline="") as lines:
        assert list(csv.reader(lines)) == [["id", "value"], ["000-eight-below", "15.5"], ["000-us-share", ""]]
    linked = page.xpath("//*[@class='downloads']/a/@href")
    assert linked == ["data/claims/claims.csv", "data/claims/rows.csv"]
    described = json.loads((folder / "data/datapackage.json").read_text("utf-8"))["resources"]
    fields = {one["path"]: [field["type"] for field in one["schema"]["fields"]] for one in described}
    assert fields == {"claims/claims.csv": ["string", "number"], "claims/rows.csv": ["string", "number"]}


def test_the_pdf_holds_every_claim_with_its_verdict_and_what_to_print(printed):
    text = words(printed)
    for claim in ledger_sample.CLAIMS:
        assert squeezed(claim["statement"]) in text and squeezed(claim["id"]) in text
    assert squeezed("Print instead: 15 allies were below the guideline.") in text
    assert text.count(squeezed("≠ Depends on edition")) == 1 and text.count("✓Holds") == 3


def test_the_pdf_has_the_texts_as_bookmarks_the_tables_attached_and_no_controls(printed):
    with printed.open_outline() as outline:
        claims = next(item for item in outline.root if item.title == "Every claim")
        assert [item.title for item in claims.children] == ["000, first paper", "001, second paper"]
    assert sorted(printed.attachments) == ["claims.csv", "rows.csv"]
    assert not any(squeezed(control) in words(printed) for control in ("Show all", "All verdicts"))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"claims": []}, r"ledger 'ledger' holds no claims"),
        ({"source": ""}, "source"),
        ({"edition": ""}, "edition"),
        ({"claims": [ledger_sample.claim("000-a", "share", "doubtful", "A.")]}, "'doubtful'.*holds, fails"),
        ({"claims": [ledger_sample.claim("009-a", "share", "fails", "A.")]}, "claims of 009, a text it does not list"),
        ({"claims": ledger_sample.CLAIMS[:3]}, "refers to 001-ten-below, which it does not hold"),
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

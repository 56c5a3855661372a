"""The ledger as a page shows it: every claim an entry, its numbers open, long lists of rows left to the download."""

import json
import re
import shutil
from collections import Counter

import pytest

from report import charts
from report.facts import ditto
from report.facts.packed import records
from report.folders import seeds_folder
from report.ledger.vocabulary import schema
from report.pages import claims_page
from report.pages.claims import NOT_TO_BE_CHECKED, OPEN, UNDECIDED
from report.prose import claims as prose
from report.prose.register import ROWS_KEPT, is_words, register, slim, slug
from report.tables import data_path


@pytest.fixture(scope="module")
def page():
    return claims_page()


@pytest.fixture(scope="module")
def record(page):
    return register(page).record()


@pytest.fixture(scope="module")
def facts(page):
    """What the page carries of the facts its entries print."""
    return records(register(page).facts.values())


@pytest.fixture(scope="module")
def entries(record):
    return {entry["id"]: entry for entry in record["claims"]}


def download(record, name):
    found = next(item for item in record["downloads"] if item["id"] == name)
    names = [column["name"] for column in found["columns"]]
    return [dict(zip(names, line, strict=True)) for line in ditto.read(found["csv"])]


def test_each_statement_is_listed_once_with_all_the_claims_that_make_it(page, record):
    listed = [entry["id"] for entry in record["claims"]]
    settled = [one.claim.id for one in page.ledger.statements if one.claim.check != NOT_TO_BE_CHECKED]
    assert sorted(listed) == sorted(settled) and len(set(listed)) == len(listed)
    made = Counter(id for entry in record["claims"] for id in entry["ids"])
    assert set(made.values()) == {1}
    assert all(entry["ids"][0] == entry["id"] and entry["print"] for entry in record["claims"])


def test_what_comes_first_can_be_checked_and_measures_money_or_targets(page, record):
    first = [page.entries[entry["id"]] for entry in record["claims"][: record["first"]]]
    assert {entry.claim.measure for entry in first} == set(schema()["first"]["measures"])
    assert not any(entry.verdict in OPEN for entry in first)
    repeated = [len(entry["ids"]) for entry in record["claims"][: record["first"]]]
    assert repeated == sorted(repeated, reverse=True)
    assert {"000-us-64", "000-eight-below-two", "001-ten-below-two"} <= {entry.claim.id for entry in first}


def test_what_nothing_settles_is_counted_by_text_and_reason_and_not_listed(page, record):
    counts = page.counts[page.counts["family"] == "not settled"].set_index("text")["claims"].to_dict()
    found = {text.id: page.unsettled(text) for text in page.texts}
    assert {text: sum(map(len, by_reason.values())) for text, by_reason in found.items()} == counts
    left = {
        one.claim.id for by in found.values() for reason, those in by.items() if reason != UNDECIDED for one in those
    }
    assert not left & {id for entry in record["claims"] for id in entry["ids"]}
    told = str(prose.unsettled(page)).split("\n\n")
    # 000: six judgements and five private talks lead; 19 in all leave eight.
    assert len(told) == len(page.texts) and told[0].endswith("judgements (six), private talks (five) and eight more.")
    assert set(schema()["unsettled"]) == {*schema()["reasons"], UNDECIDED}


def test_every_verdict_belongs_to_a_family_with_a_mark(record):
    marks = {name: mark for name, _, mark in record["families"]}
    assert all(family in marks for _, _, family in record["verdicts"])
    assert {name for name, *_ in record["verdicts"]} == {slug(name) for name in schema()["verdicts"]}
    assert {entry["verdict"] for entry in record["claims"]} <= {name for name, *_ in record["verdicts"]}


def test_a_claim_right_by_its_own_edition_says_what_to_print_today(entries):
    entry = entries["000-us-64"]
    assert (entry["verdict"], entry["heading"]) == ("holds", "Print today")
    assert entry["print"][1]["text"] == "65.3%"


def test_every_number_an_entry_prints_is_brought_along(record, facts):
    sentences = (
        [entry["print"], entry.get("note", []), *(found for _, _, found in entry.get("lines", []))]
        for entry in record["claims"]
    )
    numbers = {part["fact"] for found in sentences for sentence in found for part in sentence if isinstance(part, dict)}
    assert len(numbers) > 100 and numbers <= set(facts)


def test_statements_that_contradict_each_other_name_each_other(entries):
    assert "001-ten-below-two" in entries["000-eight-below-two"]["against"]
    assert "000-eight-below-two" in entries["001-ten-below-two"]["against"]
    against = {(one, other) for one, entry in entries.items() for other in entry.get("against", ())}
    assert against == {(other, one) for one, other in against}


def test_what_rests_on_a_record_entered_by_hand_names_its_source_and_how_sure_it_is(page, record, entries):
    source = record["sources"][entries["000-headquarters-reform"]["sources"][0]]
    row = page.ledger.evidence.events.loc["nato-reform-2025"]
    assert source == (row["source_title"], row["source_url"], row["confidence"])
    by_hand = [e for e in page.listed if any(row.table in ("events", "pledges") for row in e.rows)]
    assert by_hand and all(entries[e.claim.id]["sources"] for e in by_hand)


def test_pairs_of_one_cause_stand_on_one_line_each_side_by_itself(page):
    frame = prose.contradictions(page).frame
    causes = [str(cause) for cause in frame["cause"]]
    assert len(set(causes)) == len(causes)
    eight = next(row for row in frame.to_dict("records") if str(row["cause"]).startswith("Edition and denominator"))
    one, other = str(eight["texts"]).split(" against ")
    assert re.findall(r"#([\w-]+)", one) == ["000-eight-below-two", "004-eight-below-two"]
    assert re.findall(r"#([\w-]+)", other) == ["001-ten-below-two"]


def test_an_entry_with_several_findings_gives_the_verdict_by_edition_and_basis(page, entries):
    lines = entries["000-eight-below-two"]["lines"]
    told = {(where, verdict, found[0]["text"]) for verdict, where, found in lines}
    assert ("June 2024, allies with armed forces, 2024e", "holds", "eight") in told
    assert ("April 2025, members, 2024e", "fails", "ten") in told
    assert len(lines) == len(page.entries["000-eight-below-two"].findings)


def test_no_fact_carries_more_rows_than_a_reader_would_read(facts):
    assert max(len(fact["rows"]) for fact in facts.values()) <= ROWS_KEPT


def test_a_fact_with_many_rows_points_to_the_lines_of_the_download_that_list_them(record, facts):
    pointers = [row for fact in facts.values() for row in fact["rows"] if row["unit"] == "rows"]
    assert pointers and all(row["locator"].endswith("each row in claims/rows.csv") for row in pointers)
    listed = Counter((line["table"], line["source"]) for line in download(record, "rows"))
    assert all(1 < row["value"] <= listed[row["table"], row["source"]] for row in pointers)


def test_a_number_leads_to_its_own_tables_and_to_no_other_claim(page, facts):
    # several claims count over the same 31 rows of one edition: none of them is the source of another's number
    for entry in page.ledger.entries:
        for fact in entry.print_instead.facts:
            shown = facts.get(slim(fact).id)
            if shown:
                assert {row["table"] for row in shown["rows"]} <= {row.table for row in fact.source_rows()}
                assert not any("claim" in row["key"].split() for row in shown["rows"])


def test_one_id_stands_for_one_fact(page):
    held = {}
    for entry in page.ledger.entries:
        printed = [*entry.print_instead.facts, *entry.note.facts, *(finding.measured for finding in entry.findings)]
        for fact in (fact for fact in printed if not is_words(fact)):
            known = held.setdefault(fact.id, fact)
            assert (known.value, known.status, known.kind) == (fact.value, fact.status, fact.kind), fact.id


def test_downloads_hold_every_claim_finding_and_row(page, record):
    entries = page.ledger.entries
    assert len(download(record, "claims")) == len(entries)
    assert len(download(record, "findings")) == sum(len(entry.findings) for entry in entries)
    counted = Counter(claim for line in download(record, "rows") for claim in line["claims"].split())
    assert counted == {entry.claim.id: len(entry.rows) for entry in entries if entry.rows}


SIXTH = """publisher = "The Example"
title = "Slovenia alone"
date = 2026-11-20

[[claim]]
id = "900-one-below-two"
statement = "In 2026 only one ally is short of two per cent of GDP."
subject = { group = "allies" }
measure = "share_gdp"
year = 2026
comparator = "equals"
value = 1
unit = "count"
kind = "measured"
topic = "guideline"
check = { name = "count_below", threshold = 2.0 }
"""


def shown(page):
    """Everything the page shows, as the notebook's cells make it."""
    parts = (prose.lead, prose.ledger, prose.contradictions, prose.unsettled, prose.how_to_read, charts.claims.verdicts)
    bundles = [part(page)._repr_mimebundle_() for part in parts]
    return json.dumps([page._repr_mimebundle_(), *bundles], ensure_ascii=False, default=str)


def test_a_sixth_text_is_counted_wherever_the_page_counts_texts(page, tmp_path):
    assert re.findall(r"(?i)(\w+) (?:news |source )?texts", shown(page)).count("five") >= 1
    seeds = shutil.copytree(seeds_folder(data_path()), tmp_path / "seeds")
    (seeds / "900.toml").write_text(SIXTH, encoding="utf-8")
    more = shown(claims_page(seeds=seeds))
    assert not re.search(r"(?i)\b(five|5)\W+(news |source )?texts", more)
    assert all(words in more for words in ("of six news texts about", "pledges; six news texts", "for each of 6 texts"))
    assert "Six" in str(prose.lead(claims_page(seeds=seeds)))


def test_a_text_alone_is_one_text(tmp_path):
    (tmp_path / "900.toml").write_text(SIXTH, encoding="utf-8")
    alone = claims_page(seeds=tmp_path)
    assert "of one news text about" in alone.head.description
    assert "One news text of" in str(prose.lead(alone))

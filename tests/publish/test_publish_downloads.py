"""Downloads: full precision, marks kept, described so that others' tools can read them."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import frictionless
import pandas as pd
import publish_sample as sample
import pytest

from report import publish
from report.facts.packed import unpack
from report.facts.units import USD_M
from report.publish import facts, library
from report.publish.downloads import Download
from report.shown import Column, Figure, Grid, Table


def read(record):
    return Table.read({Table.MIME: record}, list)


def csv_text(made):
    return Download(made, "data/t.csv", "p").csv.decode()


def table_of(rows, columns):
    described = [{"name": n, "label": n.title(), "unit": u, "align": "right" if u else "left"} for n, u in columns]
    return read({"id": "t", "caption": "T", "columns": described, "rows": rows, "source": "S", "edition": "E"})


def test_values_are_written_in_full_not_as_printed():
    made = table_of([["Estonia", {"text": "5.10", "value": 5.0964}]], [("ally", ""), ("share", "%")])
    assert csv_text(made) == "ally,share\nEstonia,5.0964\n"


FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1")


def test_a_text_that_a_spreadsheet_would_compute_is_inert_and_a_number_stays_a_number():
    kept = ["-0.4", "−0.4", "+2", "-", "–", "Estonia"]
    made = table_of([[text] for text in (*FORMULAS, *kept)], [("ally", "")])
    _, *lines = csv.reader(io.StringIO(csv_text(made), newline=""))
    assert [line[0] for line in lines] == [
        "'=1+1",
        "'+1+1",
        "'-1+1",
        "'@SUM(A1)",
        "'\t=1",
        "' =1",
        "-0.4",
        "-0.4",
        *kept[2:],
    ]


def test_a_download_may_hold_more_than_the_table_shows():
    described = [{"name": "ally", "label": "Ally"}, {"name": "share", "label": "Share", "unit": "%"}]
    record = {"id": "t", "caption": "T", "source": "S", "edition": "E", "columns": described[:1], "rows": [["Estonia"]]}
    numbered = [described[0], {**described[1], "number": True}]
    more = {"columns": numbered, "csv": ["Estonia,5.1", "Latvia,4.9"]}
    made = read({**record, "download": more})
    assert len(made.grid.rows) == 1
    assert csv_text(made) == "ally,share\nEstonia,5.1\nLatvia,4.9\n"


def test_an_estimate_keeps_its_mark():
    rows = [["Estonia", {"text": "5.10e", "value": 5.1}], ["Iceland", {"text": "–", "value": None}]]
    made = table_of(rows, [("ally", ""), ("share", "%")])
    assert csv_text(made) == "ally,share,share_printed\nEstonia,5.1,5.10e\nIceland,,–\n"


def test_commas_and_quotes_in_text_survive():
    made = table_of([['A, "B"', {"text": "1", "value": 1}]], [("name", ""), ("n", "items")])
    assert list(csv.reader(io.StringIO(csv_text(made))))[1] == ['A, "B"', "1"]


def test_figures_show_numbers_alike_and_download_them_in_full():
    bundle = sample.lines()
    record = bundle[Figure.MIME]
    record["data"]["rows"] = [["Estonia", 2014, 1.5], ["Estonia", 2015, -1234.25], ["Estonia", 2016, None]]
    made = Figure.read(bundle, list)
    assert [[cell.text for cell in row] for row in made.grid.rows] == [
        ["Estonia", "2014", "1.50"],
        ["Estonia", "2015", "−1,234.25"],
        ["Estonia", "2016", "–"],
    ]
    assert csv_text(made).splitlines()[2:] == ["Estonia,2015,-1234.25", "Estonia,2016,"]


@pytest.mark.parametrize(
    ("unit", "values", "shown"),
    [
        ("year", [2029, 2035, None], ["2029", "2035", "–"]),
        ("US$ million, 2026 prices", [440060.5238, 58.3512], ["440,061", "58"]),
        ("US$ million, 2026 prices", [9.8765, 0.1], ["9.877", "0.100"]),
        ("US$ billion", [1344.123, 2.5], ["1,344", "3"]),
        ("US$, current prices", [46.12345, 8.0], ["46.12", "8.00"]),
        ("% of GDP", [5.3312, 2.5], ["5.33", "2.50"]),
        ("Gini coefficient", [0.12345, 0.2], ["0.1235", "0.2000"]),
    ],
)
def test_years_are_not_grouped_and_no_more_figures_are_shown_than_can_be_known(unit, values, shown):
    bundle = sample.lines()
    record = bundle[Figure.MIME]
    record["data"] = {
        "columns": [{"name": "ally", "label": "Ally"}, {"name": "x", "label": "X", "unit": unit}],
        "rows": [[f"ally {place}", value] for place, value in enumerate(values)],
    }
    made = Figure.read(bundle, list)
    assert [row[1].text for row in made.grid.rows] == shown
    told = [line.split(",")[1] for line in csv_text(made).splitlines()[1:]]
    assert told == ["" if value is None else str(value) for value in values]


def test_the_data_package_is_valid_and_describes_every_download(built):
    package = json.loads((built / "data/datapackage.json").read_text("utf-8"))
    described = {resource["path"]: resource for resource in package["resources"]}
    present = {path.relative_to(built / "data").as_posix(): path for path in (built / "data").rglob("*.csv")}
    assert set(described) == set(present) and len(described) == 7
    for path, resource in described.items():
        content = present[path].read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}" and resource["bytes"] == len(content)
    assert frictionless.validate(built / "data/datapackage.json").valid


def test_fields_have_types_titles_and_units(built):
    package = json.loads((built / "data/datapackage.json").read_text("utf-8"))
    fields = {resource["name"]: resource["schema"]["fields"] for resource in package["resources"]}["briefing-bill"]
    assert fields[0] == {"name": "year", "title": "Year", "type": "integer"}
    assert fields[2] == {"name": "usd", "title": "Level", "type": "integer", "unit": "US$ million, current prices"}


def test_all_facts_are_collected_with_the_pages_that_use_them(built):
    collected = unpack(json.loads((built / "facts.json").read_text("utf-8")))
    assert list(collected) == sorted(collected)
    assert collected["us-share-2026"]["pages"] == ["country/EST.html", "index.html"]
    assert collected["leaders"]["value"] == ["Estonia", "Latvia", "Lithuania", "Poland", "Greece"]
    assert collected["us-share-2026"]["rows"] == sample.US_SHARE["rows"]


def test_one_id_for_two_facts_on_two_pages_is_refused(tmp_path):
    other = sample.fact("us-share-2026", 58.0, "58%", label="another")
    nb = sample.notebook(
        sample.cell(sample.passage([sample.segment(other)], facts=(other,))),
        declared=sample.page(slug="methods", kind="methods", title="Methods"),
    )
    publish.page(sample.country(), tmp_path)
    publish.page(nb, tmp_path)
    with pytest.raises(
        publish.PublishError,
        match=r"methods\.html: the fact id 'us-share-2026' stands for another fact on country/EST\.html",
    ):
        publish.site(tmp_path)


def test_source_rows_are_carried_once_and_spelt_out_again():
    records = {fact["id"]: fact for fact in (sample.MEETING, sample.CORE, sample.LEADERS)}
    assert facts.read_script(facts.script(records)) == records


def test_the_chart_library_is_bundled_once_and_a_damaged_copy_again(tmp_path):
    first = library.script(tmp_path)
    assert b"window.vegaEmbed" in first
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(first[:1000])
    assert library.script(tmp_path) == first
    assert kept.read_bytes() == first


def test_the_chart_library_is_read_from_its_kept_copy(tmp_path):
    library.script(tmp_path)
    (kept,) = tmp_path.iterdir()
    marked = b"/* kept */"
    kept.unlink()
    stem = kept.stem.rpartition("-")[0]
    (tmp_path / f"{stem}-{hashlib.sha256(marked).hexdigest()[:16]}.js").write_bytes(marked)
    assert library.script(tmp_path) == marked


def test_years_that_tables_mark_as_estimates_are_numbers_with_the_mark_beside_them():
    made = table_of([["2025", "1"], ["2026e", "2"]], [("year", ""), ("name", "")])
    assert csv_text(made) == "year,year_printed,name\n2025,2025,1\n2026,2026e,2\n"


def test_large_sums_are_read_in_billions_and_downloaded_in_full():
    frame = pd.DataFrame({"ally": ["Estonia", "Germany"], "spend": [2480.4, 147002.1]})
    columns = (Column("ally", "Ally"), Column.of("spend", "Spending", USD_M))
    bundle = Table("t", "T", "", Grid.made(frame, columns), "S", "E")._repr_mimebundle_()
    made = Table.read(bundle, list)
    # 2,480.4 and 147,002.1 million are 2.5 and 147.0 billion
    assert [row[1].text for row in made.grid.rows] == ["2.5", "147.0"]
    assert made.grid.columns[1].unit == "US$ billion, current prices"
    assert csv_text(made) == "ally,spend\nEstonia,2480.4\nGermany,147002.1\n"
    assert Download(made, "", "").values[0][1] == "Spending (US$ million, current prices)"

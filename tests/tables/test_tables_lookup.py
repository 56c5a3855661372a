import pandas as pd

from report.tables.panel import Lookup

TABLE = pd.DataFrame(
    {
        "iso3": ["EST", "EST", "LVA", "LVA"],
        "year": [2024, 2025, 2024, 2025],
        "measure": ["share_gdp"] * 4,
        "value": [3.4, 3.9, 3.3, 3.7],
    }
)


def test_rows_come_in_the_order_of_the_table_each_once_and_only_those_it_holds():
    found = Lookup(TABLE, "measure").records(["LVA", "EST", "LVA", "ISL"], iter([2025]), ["share_gdp", "gdp"])
    # Estonia stands before Latvia in the table; Iceland and the measure "gdp" are not in it
    assert [(row["iso3"], row["year"], row["value"]) for row in found] == [("EST", 2025, 3.9), ("LVA", 2025, 3.7)]


def test_every_row_of_an_edition_is_found_once(d):
    frame = d.expenditure
    found = d.expenditure_rows.records(frame["iso3"].unique(), frame["year"].unique(), frame["measure"].unique())
    assert [row["value"] for row in found] == frame["value"].tolist()

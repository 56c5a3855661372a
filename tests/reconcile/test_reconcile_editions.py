"""The rules over every edition and vintage held, against the list of oddities."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from report.tables import releases
from report.tables.oddities import problems, unlisted, untrue
from report.tables.reconcile import edition, revisions, vintage
from report.tables.reconcile.exceptions import as_published

HERE = Path(__file__).parent
EDITIONS, VINTAGES = releases.editions(), releases.vintages()


def rows_of(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


#: how many comparisons each rule makes in each edition: a rule that compares nothing would pass whatever is printed
COMPARISONS = {(row["rule"], row["edition"]): int(row["comparisons"]) for row in rows_of("comparisons.csv")}


def oddities_of(d, test: str) -> dict:
    """Sizes on the list, each with the tolerance that goes with its decimals."""
    listed = d.oddities.query("test == @test and edition == @d.edition").to_dict("records")
    return {
        (row["iso3"], row["year"], row["measure"]): pytest.approx(row["expect"], rel=0, abs=row["tolerance"] + 1e-9)
        for row in listed
    }


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("rule", edition.RULES)
def test_every_exception_of_an_edition_is_an_oddity_and_every_oddity_an_exception(
    editions, rule: str, name: str
) -> None:
    d = editions[name]
    found = edition.RULES[rule](as_published(d))
    assert len(found) == COMPARISONS.get((rule, name), len(found)), (
        "of an edition imported since, nobody has counted them"
    )
    beyond = found[found["discrepancy"].abs() > found["tolerance"]]
    exceptions = {(row["iso3"], row["year"], row["measure"]): row["discrepancy"] for row in beyond.to_dict("records")}
    assert exceptions == oddities_of(d, rule)


@pytest.mark.parametrize("name", VINTAGES)
@pytest.mark.parametrize(
    ("rule", "comparisons"), [("growth", 31), ("deflator", 32), ("balance", 32), ("blank", 13 * 32)]
)
def test_every_exception_of_a_vintage_is_an_oddity(vintages, rule: str, comparisons: int, name: str) -> None:
    d = vintages[name]
    found = vintage.RULES[rule](d.macro_panel)
    years = d.macro_panel.index.unique("year").size
    # growth has no figure to compare in the first year: 32 allies, one year less
    assert len(found) == (32 * (years - 1) if rule == "growth" else comparisons * years)
    beyond = found[found["discrepancy"].abs() > found["tolerance"]]
    listed = d.oddities.query("test == @rule and edition == @name")
    assert sorted(zip(beyond["iso3"], beyond["year"], beyond["measure"], strict=True)) == sorted(
        zip(listed["iso3"], listed["year"], listed["measure"], strict=True)
    )


def test_the_list_of_oddities_is_complete_and_true(exceptions, d) -> None:
    assert problems(exceptions, d.oddities, lambda _: ("", 0)) == []
    assert len(d.oddities) == len(exceptions) >= 261


def test_every_oddity_belongs_to_a_rule_and_has_a_reason(d) -> None:
    assert set(d.oddities["test"]) <= {*edition.RULES, *revisions.RULES, *vintage.RULES, "currency"}
    assert d.oddities["reason"].str.endswith(".").all()


@pytest.mark.parametrize("place", range(0, 261, 26))
def test_an_oddity_that_leaves_the_list_is_missed(exceptions, d, place: int) -> None:
    left = d.oddities.drop(index=d.oddities.index[place])
    missed = unlisted(exceptions, left)
    assert missed["test"].tolist() == [d.oddities["test"].iloc[place]]
    assert missed["iso3"].tolist() == [d.oddities["iso3"].iloc[place]]


@pytest.mark.parametrize("place", range(0, 261, 26))
def test_an_oddity_that_mends_itself_is_noticed(exceptions, d, place: int) -> None:
    mended = untrue(exceptions.drop(index=exceptions.index[place]), d.oddities)
    gone = exceptions.iloc[place]
    assert mended[["test", "iso3", "measure"]].to_numpy().tolist() == [[gone["test"], gone["iso3"], gone["measure"]]]
    assert pd.isna(mended["found"].iloc[0])


def test_an_oddity_that_changes_its_size_is_noticed(exceptions, d) -> None:
    changed = exceptions.assign(discrepancy=exceptions["discrepancy"] + 1.1)  # a sum is listed to half a unit, twice
    assert len(untrue(changed, d.oddities)) == len(d.oddities)


def test_the_oddities_counted_by_hand(d) -> None:
    # the counts of the notes that came with the figures
    counts = Counter(zip(d.oddities["test"], d.oddities["edition"], strict=True))
    assert counts["share_of_current_gdp", "2026-07"] == 31
    assert counts["share_of_current_gdp", "2024-06"] == 45
    assert counts["share_of_real_gdp", "2024-06"] == 3
    assert counts["categories", "2024-06"] == 4
    assert counts["categories", "2019-06"] == 7


def test_the_netherlands_in_2026(editions) -> None:
    panel = editions["2026-07"].panel
    row = panel.loc[("NLD", 2026)]
    assert row["share_gdp"] == 2.58
    assert 100 * row["spend_usd_current"] / row["gdp_usd_current"] == pytest.approx(2.29, abs=0.005)

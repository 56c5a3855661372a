"""Pledges, budgets, aid to Ukraine and published cost estimates: from shared/data/policy to data/."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from .files import Row, read, write

PLEDGE_COLUMNS = (
    "id",
    "iso3",
    "component",
    "target_share_gdp",
    "target_year",
    "kind",
    "announced",
    "superseded_on",
    "confidence",
    "source_title",
    "source_language",
    "source_url",
    "note",
)
BUDGET_COLUMNS = (
    "id",
    "iso3",
    "year",
    "item",
    "value",
    "unit",
    "counts",
    "status",
    "announced",
    "confidence",
    "share_gdp",
    "source_title",
    "source_language",
    "source_url",
    "note",
)
SIPRI_COLUMNS = ("iso3", "year", "measure", "value", "unit", "confidence", "source_title", "source_url", "note")
#: column of the source -> (measure, unit)
SIPRI = {"milex_usd_bn_current": ("spending", "USD billion"), "share_gdp_2025_pct": ("share_gdp", "percent of GDP")}
AID_COLUMNS = ("iso3", "donor", "is_ally", "first_month", "last_month", "measure", "value", "unit", "source")
COSTING_COLUMNS = (
    "id",
    "author",
    "published",
    "geography",
    "quantity",
    "value",
    "unit",
    "price_basis",
    "horizon",
    "assumptions",
    "source_title",
    "source_language",
    "source_url",
    "confidence",
)

ESTIMATES = ("external_estimates", "external_estimates_2026-11")
"""The files of published estimates, the later with what was found since."""

Amendments = dict[str, dict[str, str]]

EUR, SHARE = "EUR billion", "percent of GDP in 2021"
WHOLE = ("2022-01", "2026-04")
PERIODS = {year: (f"{year}-01", f"{year}-12") for year in (2022, 2023, 2024, 2025)} | {2026: ("2026-01", "2026-04")}

#: column of the source -> (measure, unit, first month, last month)
AID = {
    "gdp_2021_eur_bn": ("gdp_2021", EUR, "2021-01", "2021-12"),
    "total_eur_bn_2022_01_to_2026_04": ("total", EUR, *WHOLE),
    "military_eur_bn": ("military", EUR, *WHOLE),
    "financial_eur_bn": ("financial", EUR, *WHOLE),
    "humanitarian_eur_bn": ("humanitarian", EUR, *WHOLE),
    "total_pct_2021gdp": ("total_share", SHARE, *WHOLE),
    "military_pct_2021gdp": ("military_share", SHARE, *WHOLE),
    "eu_institution_share_pct_gdp": ("eu_institutions_share", SHARE, *WHOLE),
    "bilateral_plus_eu_share_pct_gdp": ("total_and_eu_share", SHARE, *WHOLE),
    **{f"military_eur_bn_{year}": ("military", EUR, *months) for year, months in PERIODS.items()},
    **{f"military_pct_2021gdp_{year}": ("military_share", SHARE, *months) for year, months in PERIODS.items()},
}


def pledge_id(row: Row) -> str:
    """Ally, component, target and year, e.g. ``deu-core-3.5-2029``."""
    parts = (row["iso3"], row["component"], row["target_share_gdp"], row["target_year"])
    return "-".join(part for part in parts if part).lower()


def pledge(row: Row, amendments: Amendments) -> Row:
    """One pledge, with the amendments recorded for it."""
    identity = pledge_id(row)
    return {
        "id": identity,
        "iso3": "NATO_TOTAL" if row["iso3"] == "NATO" else row["iso3"],
        "component": row["component"],
        "target_share_gdp": row["target_share_gdp"],
        "target_year": row["target_year"],
        "kind": row["status"],
        "announced": row["announced_date"],
        "superseded_on": "",
        "confidence": row["confidence"],
        "source_title": row["source_title"],
        "source_language": "",
        "source_url": row["source_url"],
        "note": row["note"],
        **amendments.get(identity, {}),
    }


def pledges(rows: Iterable[Row], amendments: Amendments) -> Iterator[Row]:
    """The pledges as compiled and amended, each followed by those found since, which say ``after`` whom they stand."""
    for row in rows:
        made = pledge(row, amendments)
        yield made
        yield from _found_since(made["id"], PLEDGE_COLUMNS, amendments)


def budgets(rows: Iterable[Row], amendments: Amendments) -> Iterator[Row]:
    """Budget figures by ally, year and place, ``deu-2027-1``, with the amendments recorded for them; a row counts for
    nothing unless they say so."""
    placed: Counter[str] = Counter()
    for row in rows:
        year = row["fiscal_year"][-4:]
        placed[row["iso3"] + year] += 1
        identity = f"{row['iso3'].lower()}-{year}-{placed[row['iso3'] + year]}"
        kept = {
            column: row[column]
            for column in ("iso3", "item", "value", "status", "confidence", "source_title", "source_url", "note")
        }
        made = {
            **dict.fromkeys(BUDGET_COLUMNS, ""),
            **kept,
            "id": identity,
            "year": year,
            "unit": row["unit"].replace(" bn", " billion"),
            "counts": "memo",
            "announced": row["announced_date"],
            "share_gdp": row["share_gdp_pct"],
        }
        yield {**made, **amendments.get(identity, {})}
        yield from _found_since(identity, BUDGET_COLUMNS, amendments)


def _found_since(after: str, columns: Iterable[str], amendments: Amendments) -> Iterator[Row]:
    """Rows that the source does not have, each naming the one it stands ``after``."""
    for identity, found in amendments.items():
        if found.get("after") == after:
            yield dict.fromkeys(columns, "") | {"id": identity} | {k: v for k, v in found.items() if k != "after"}


def aid(row: Row, names: dict[str, str]) -> Iterator[Row]:
    """The figures of one donor that the tracker publishes; the EU has no GDP there."""
    donor = {"iso3": row["iso3"], "donor": names.get(row["iso3"], row["donor"]), "is_ally": row["nato_member"].lower()}
    for column, (measure, unit, first, last) in AID.items():
        if row[column] and not (row["iso3"] == "EU" and (unit == SHARE or measure == "gdp_2021")):
            figure = {"first_month": first, "last_month": last, "measure": measure, "value": row[column], "unit": unit}
            yield {**donor, **figure, "source": "kiel-ust-29"}


def sipri(rows: Iterable[Row], amendments: Amendments) -> Iterator[Row]:
    """Spending and share of GDP of each ally as SIPRI publishes them, one row per figure, with what is on record of its
    difference to NATO's."""
    for row in rows:
        kept = {column: row[column] for column in ("iso3", "year", "confidence", "source_title", "source_url")}
        for column, (measure, unit) in SIPRI.items():
            note = amendments.get(row["iso3"], {}).get("note", "") if measure == "spending" else ""
            yield {**kept, "measure": measure, "value": row[column], "unit": unit, "note": note}


def costing(row: Row, amendments: Amendments) -> Row:
    """One published estimate, with the amendments recorded for it; no stated assumptions leave the cell empty."""
    kept = {column: row[column] for column in COSTING_COLUMNS if column not in ("published", "source_language")}
    return {**kept, "published": row["date"], "source_language": "", **amendments.get(row["id"], {})}


def amendments_of(name: str) -> Amendments:
    """Amendments by id, from the TOML file of that name beside this one."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


def curate(shared: Path, data: Path) -> None:
    """Write pledges, budgets, SIPRI's figures, aid and costings."""
    policy = shared / "policy"
    pledged, costed = amendments_of("pledges"), amendments_of("costings")
    names = {row["iso3"]: row["name"] for row in read(data / "allies.csv")}
    write(data / "pledges.csv", PLEDGE_COLUMNS, pledges(read(policy / "pledges.csv"), pledged))
    write(data / "budgets.csv", BUDGET_COLUMNS, budgets(read(policy / "budgets_2027.csv"), amendments_of("budgets")))
    write(data / "sipri.csv", SIPRI_COLUMNS, sipri(read(policy / "sipri_2025_nato.csv"), amendments_of("sipri")))
    donors = sorted(read(policy / "ukraine_aid.csv"), key=lambda row: row["iso3"])
    write(data / "ukraine_aid.csv", AID_COLUMNS, (figure for row in donors for figure in aid(row, names)))
    write(
        data / "costings.csv",
        COSTING_COLUMNS,
        (costing(row, costed) for name in ESTIMATES for row in read(policy / f"{name}.csv")),
    )

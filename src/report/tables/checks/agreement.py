"""How the tables of a data folder hang together: editions, prices, currencies, allies, provenance."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from .. import releases
from ..errors import Problem
from ..names import folded
from ..store import Store


def editions(store: Store) -> list[Problem]:
    """Each edition has a table and each table an edition; years, status and price base are those the edition states."""
    listed = {row["edition"]: row for row in store.frame("editions").to_dict("records")}
    tables = releases.among(store.tables, "expenditure")
    remedy = "Add the table and describe it, or remove the row."
    missing = [name for name in listed if name not in tables]
    found = [Problem("editions.csv", 0, "edition", f"{name} has no table", remedy) for name in missing]
    published = store.frame("sources").set_index("id")["published"]
    for number, row in enumerate(listed.values(), start=2):
        if published[row["source"]] != row["published"]:
            what = f"{row['published']}, but {published[row['source']]} in sources.csv"
            found.append(Problem("editions.csv", number, "published", what, "Correct one of the two."))
    for name in sorted(listed.keys() & set(tables)):
        found += _edition(store.frame(f"expenditure-{name}"), listed[name], f"expenditure/{name}.csv")
    return found


def _edition(frame: pd.DataFrame, stated: Mapping[Hashable, Any], file: str) -> list[Problem]:
    """Faults of one edition's table against its row in editions.csv."""
    years = frame.loc[frame["measure"] == "share_gdp", "year"]
    estimates = frame["status"].eq("estimate") != frame["year"].ge(stated["first_estimate_year"])
    bases = ~frame["price_base"].isin(["", "current", stated["price_base"]])
    remedy = "Correct the cell, or the row in editions.csv."
    found = first(file, frame, estimates, "status", "does not fit the first estimate year", remedy)
    found += first(file, frame, bases, "price_base", "is not the price base of the edition", remedy)
    if years.max() != stated["last_year"] or frame["year"].min() != stated["first_year"]:
        found.append(Problem(file, 0, "year", "first or last year is not that of editions.csv", remedy))
    return found


def first(
    file: str, frame: pd.DataFrame, wrong: pd.Series, column: str, what: str, remedy: str = "Correct it."
) -> list[Problem]:
    """The first row at fault, with its cell as it stands in the file and how many more there are; none if none is."""
    if not wrong.any():
        return []
    row = int(wrong.to_numpy().argmax())
    cell = frame[column].iloc[row]
    shown = repr(cell) if isinstance(cell, str) else str(cell).lower()
    more = f" ({int(wrong.sum())} rows)" if wrong.sum() > 1 else ""
    return [Problem(file, row + 2, column, f"{shown} {what}{more}", remedy)]


def prices(store: Store) -> list[Problem]:
    """The price base fits the measure: current, the edition's year, or none."""
    found: list[Problem] = []
    for name in releases.among(store.tables, "expenditure"):
        frame = store.frame(f"expenditure-{name}")
        categories = next(field.categories for field in store.tables[f"expenditure-{name}"].fields if field.categories)
        kind = frame["measure"].map({code: category.prices for code, category in categories.items()})
        given = frame["price_base"].map(lambda base: {"": "", "current": "current"}.get(base, "constant"))
        found += first(f"expenditure/{name}.csv", frame, kind != given, "price_base", "does not fit the measure")
    return found


def allies(store: Store) -> list[Problem]:
    """The euro area is part of the EU and uses the euro; aliases name one ally each."""
    frame = store.frame("allies")
    names = (frame["iso3"] + "|" + frame["iso2"] + "|" + frame["name"] + "|" + frame["aliases"]).str.split("|")
    flat = names.map(lambda given: sorted({folded(name) for name in given} - {""})).explode()
    shared = names.index.to_series().isin(flat[flat.duplicated(keep=False)].index)
    euro, file, remedy = frame["euro"], "allies.csv", "Correct the row."
    return [
        *first(file, frame, euro != frame["euro_since"].notna(), "euro", "does not fit euro_since", remedy),
        *first(file, frame, euro & ~frame["eu"], "euro", "but not in the European Union", remedy),
        *first(file, frame, euro & (frame["currency"] != "EUR"), "currency", "in the euro area", remedy),
        *first(file, frame, shared, "aliases", "names another ally too", remedy),
    ]


def borders(store: Store) -> list[Problem]:
    """Allies said to border Russia or Belarus are those with a land border on record."""
    frame, lines = store.frame("allies"), store.frame("borders")
    wrong = frame["borders_russia_belarus"] != frame["iso3"].isin(lines["iso3"])
    return first("allies.csv", frame, wrong, "borders_russia_belarus", "does not fit borders.csv")


def currencies(store: Store) -> list[Problem]:
    """Amounts in national currency carry one currency per ally in an edition or vintage."""
    found: list[Problem] = []
    for name, table in store.tables.items():
        if name.startswith(("expenditure-", "macro-")):
            frame = store.frame(name)
            column = "measure" if "measure" in frame else "indicator"
            national = frame[frame[column].isin(["spend_ncu_current", "spend_ncu_constant", "NGDP"])]
            mixed = national.groupby("iso3")["unit"].transform("nunique") > 1
            wrong, what = mixed.reindex(frame.index, fill_value=False), "is one of two currencies of the same ally"
            found += first(table.path, frame, wrong, "unit", what, "Use one currency.")
    return found


def aid(store: Store) -> list[Problem]:
    """Donors marked as allies are allies, and only those."""
    frame = store.frame("ukraine_aid")
    wrong = frame["is_ally"] != frame["iso3"].isin(store.frame("allies")["iso3"])
    return first("ukraine_aid.csv", frame, wrong, "is_ally", "does not fit allies.csv")


def provenance(store: Store) -> list[Problem]:
    """Provenance names tables that exist, and agrees with sources.csv on their hashes."""
    frame, sources = store.frame("provenance"), store.frame("sources").set_index("curated_from")["sha256"]
    unknown = ~frame["table"].isin([table.path for table in store.tables.values()])
    differs = frame["curated_from"].map(sources.to_dict()).fillna(frame["sha256"]) != frame["sha256"]
    found = first("provenance.csv", frame, unknown, "table", "is not described")
    return found + first("provenance.csv", frame, differs, "sha256", "is not the one in sources.csv", "Curate anew.")

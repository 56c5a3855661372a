"""All rules applied to a data folder: what breaks them, to be held against the list of oddities."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pandas as pd

from ..dataset import Dataset
from . import edition, revisions, vintage
from .published import Published, published

COLUMNS = ["test", "edition", "iso3", "year", "measure", "discrepancy"]


def broken(found: pd.DataFrame, test: str, where: str) -> pd.DataFrame:
    """Findings beyond their tolerance, as rows: test, edition or vintage, ally, year, measure, discrepancy."""
    beyond = found[found["discrepancy"].abs() > found["tolerance"]]
    return beyond.assign(test=test, edition=where)[COLUMNS]


def as_published(d: Dataset) -> Published:
    """The dataset's edition for the rules."""
    years = sorted(int(year) for year in d.panel.index.unique("year"))
    base = str(d.edition_info["price_base"])
    members, forces = ({year: rule(year) for year in years} for rule in (d.members, d.with_forces))
    return published(d.panel, members, forces, int(base) if base.isdigit() else None)


def of_edition(d: Dataset) -> pd.DataFrame:
    """Exceptions inside the dataset's edition."""
    here = as_published(d)
    return pd.concat([broken(rule(here), name, d.edition) for name, rule in edition.RULES.items()], ignore_index=True)


def of_vintage(d: Dataset) -> pd.DataFrame:
    """Exceptions inside the dataset's vintage."""
    panel = d.macro_panel
    return pd.concat([broken(rule(panel), name, d.vintage) for name, rule in vintage.RULES.items()], ignore_index=True)


def currency(given: Mapping[str, str], today: Mapping[str, str], where: str) -> pd.DataFrame:
    """Allies with amounts in another currency than today's: discrepancy 1, no year, the currency as measure."""
    other = [iso3 for iso3, code in given.items() if code != today[iso3]]
    rows = {"iso3": other, "measure": [given[iso3] for iso3 in other]}
    rows |= {"year": pd.array([None] * len(other), dtype="Int64")}
    return pd.DataFrame(rows).assign(discrepancy=1.0, test="currency", edition=where)[COLUMNS]


def between(datasets: Mapping[str, Dataset]) -> pd.DataFrame:
    """Exceptions between each edition held in full and the one before it."""
    panels = {name: d.panel.drop(columns="status") for name, d in datasets.items()}
    ordered = revisions.full(panels)
    found = [pd.DataFrame(columns=COLUMNS)]
    for earlier, later in pairwise(ordered):
        settled = int(datasets[earlier].edition_info["first_estimate_year"])
        for name, rule in revisions.RULES.items():
            found.append(broken(rule(panels[later], panels[earlier], settled), name, later))
    return pd.concat(found, ignore_index=True)


def exceptions(editions: Mapping[str, Dataset], vintages: Mapping[str, Dataset]) -> pd.DataFrame:
    """Every exception in these editions and vintages: test, edition, iso3, year, measure, discrepancy, table. ``table``
    is expenditure or macro; ``edition`` is then an edition of NATO's tables or a vintage of the IMF's."""
    allies = next(iter([*editions.values(), *vintages.values()])).allies
    today = dict(zip(allies["iso3"], allies["currency"], strict=True))
    nato = [of_edition(d) for d in editions.values()] + [between(editions)]
    nato += [currency(d.currencies, today, name) for name, d in editions.items()]
    imf = [of_vintage(d) for d in vintages.values()]
    imf += [currency(d.macro_currencies, today, name) for name, d in vintages.items()]
    tables = {"expenditure": nato, "macro": imf}
    parts = [part.assign(table=table) for table, found in tables.items() for part in found if not part.empty]
    return pd.concat(parts, ignore_index=True)

"""One edition of NATO's tables and one vintage of the IMF's, as typed frames that nobody can change for another."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from . import panel, releases
from .errors import BadTable, unknown
from .panel import Lookup
from .store import Store, opened

AGGREGATES = ("NATO_EUR_CAN", "NATO_TOTAL")
HISTORIES = {"growth": "NGDP_RPCH", "inflation": "PCPIPCH"}
"""Names of the tables of past forecasts and outturns, with the IMF's code of what they hold."""


class StoredTable:
    """A table of the folder as an attribute of a dataset, under the table's own name; ``words`` say what is in it."""

    def __init__(self, words: str) -> None:
        self.__doc__ = words

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, d: Dataset | None, owner: type) -> pd.DataFrame:
        return self if d is None else d._store.frame(self._name)


@dataclass(frozen=True)
class Dataset:
    """Tables of one edition and one vintage. Every frame handed out is a copy: changing it changes nothing else."""

    edition: str
    vintage: str
    path: Path = field(repr=False)
    _store: Store = field(repr=False, compare=False)

    allies = StoredTable("The 32 allies, one row each.")
    editions = StoredTable("Every edition held, one row each.")
    pledges = StoredTable("What allies have said they will spend.")
    budgets = StoredTable("What governments have put into defence budgets.")
    events = StoredTable("What happened: meetings, decisions and statements on record.")
    revisions_explained = StoredTable("Why figures moved between editions, where that is known.")
    borders = StoredTable("Land borders with Russia and Belarus, kilometres: a proxy for exposure.")
    findings = StoredTable("What scholars have found about burden sharing, to compare our results with.")
    sources = StoredTable("Sources of every table.")
    oddities = StoredTable("Published oddities of every edition and vintage.")
    ukraine_aid = StoredTable("Government aid to Ukraine by donor: a memo line, already inside core expenditure.")
    first_estimates = StoredTable("Shares of GDP of editions known from lists of the press alone, at second hand.")
    sipri = StoredTable("SIPRI's figures, to set beside NATO's.")
    costings = StoredTable("Cost estimates others have published.")
    comparisons = StoredTable("The assumptions under which those can be compared with ours, or what is missing.")
    past_macro = StoredTable("GDP paths and populations of earlier vintages, for backtests.")

    @property
    def stamp(self) -> tuple[object, ...]:
        """What changes when a file of the tables does: for caches that outlive a change."""
        return self._store.stamp

    @property
    def expenditure(self) -> pd.DataFrame:
        """NATO's figures of this edition, one row per ally or aggregate, year and measure."""
        return self._store.frame(f"expenditure-{self.edition}")

    @property
    def macro(self) -> pd.DataFrame:
        """The IMF's figures of this vintage, one row per ally, indicator and year."""
        return self._store.frame(f"macro-{self.vintage}")

    @cached_property
    def expenditure_rows(self) -> Lookup:
        """Rows of ``expenditure`` by ally, year and measure."""
        return Lookup(self.expenditure, "measure")

    @cached_property
    def macro_rows(self) -> Lookup:
        """Rows of ``macro`` by ally, year and indicator."""
        return Lookup(self.macro, "indicator")

    def recorded(self, table: str) -> str:
        """The month to which our own record ``pledges`` or ``costings`` goes, by the table of sources: ``2026-11``."""
        return str(self.sources.set_index("id").at[f"burdenshare-{table}", "published"])[:7]

    @property
    def forecasts(self) -> pd.DataFrame:
        """Forecasts of all vintages since 1990, percent: vintage, iso3, year, value, horizon_years, source, indicator.
        ``indicator`` is NGDP_RPCH (growth) or PCPIPCH (inflation)."""
        return self._histories["forecasts"].copy(deep=False)

    @property
    def outturns(self) -> pd.DataFrame:
        """Outturns as the vintages one and two years later report them; columns as in ``forecasts``."""
        return self._histories["outturns"].copy(deep=False)

    @cached_property
    def _histories(self) -> dict[str, pd.DataFrame]:
        return {
            kind: pd.concat(
                [self._store.frame(f"{kind}-{name}").assign(indicator=code) for name, code in HISTORIES.items()],
                ignore_index=True,
            )
            for kind in ("forecasts", "outturns")
        }

    @cached_property
    def derived(self) -> dict[tuple[object, ...], pd.DataFrame]:
        """Frames that later rooms derive from these tables alone, each made once; what is handed out is a copy."""
        return {}

    @cached_property
    def histories_stamp(self) -> tuple[object, ...]:
        """What changes when a file behind ``forecasts`` or ``outturns`` does, as it was when first asked for."""
        return self._store.stamp_of(f"{kind}-{name}" for kind in ("forecasts", "outturns") for name in HISTORIES)

    @property
    def edition_info(self) -> pd.Series:
        """The row of ``editions`` for this edition."""
        return self._edition_row.copy()

    @cached_property
    def _edition_row(self) -> pd.Series:
        frame = self.editions
        return frame.loc[frame["edition"] == self.edition].iloc[0]

    @property
    def last_year(self) -> int:
        """Last year for which the edition gives a share of GDP."""
        return int(self.edition_info["last_year"])

    def last_year_of(self, iso3: str) -> int:
        """Last year for which the edition gives this ally or aggregate a share of GDP. Raises UnknownName if none."""
        if iso3 not in self._last_years:
            raise unknown(f"ally with a share of GDP in edition {self.edition}", iso3, sorted(self._last_years))
        return self._last_years[iso3]

    @cached_property
    def _last_years(self) -> dict[str, int]:
        shares = self._panel["share_gdp"].dropna()
        return {iso3: int(year) for iso3, year in shares.index}  # sorted by year: the last one stays

    @cached_property
    def _panel(self) -> pd.DataFrame:
        frame = self.expenditure
        return panel.wide(frame, self._store.tables[f"expenditure-{self.edition}"]).join(panel.status(frame))

    @property
    def panel(self) -> pd.DataFrame:
        """NATO's figures with index (iso3, year), one column per measure and ``status``; aggregates included."""
        return self._panel.copy(deep=False)

    @cached_property
    def _macro_panel(self) -> pd.DataFrame:
        return panel.wide(self.macro, self._store.tables[f"macro-{self.vintage}"])

    @property
    def macro_panel(self) -> pd.DataFrame:
        """The IMF's figures with index (iso3, year), one column per indicator."""
        return self._macro_panel.copy(deep=False)

    @cached_property
    def macro_known(self) -> dict[tuple[str, str], dict[int, float]]:
        """The IMF's figures of this vintage by ally and indicator, then by year; blanks left out."""
        found: dict[tuple[str, str], dict[int, float]] = {}
        known = self.macro.dropna(subset=["value"])[["iso3", "indicator", "year", "value"]]
        for iso3, code, year, value in known.itertuples(index=False):
            found.setdefault((iso3, code), {})[year] = value
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """Allies' names by iso3."""
        return dict(zip(self.allies["iso3"], self.allies["name"], strict=True))

    @cached_property
    def names_in_text(self) -> dict[str, str]:
        """Allies' names as a sentence uses them (“the Netherlands”), by iso3."""
        return dict(zip(self.allies["iso3"], self.allies["name_in_text"], strict=True))

    @property
    def currencies(self) -> dict[str, str]:
        """Currency of each ally's amounts in this edition, ISO 4217; empty where the edition gives none."""
        return panel.currencies(self.expenditure)

    @property
    def macro_currencies(self) -> dict[str, str]:
        """Currency of each ally's amounts in this vintage, ISO 4217."""
        return panel.currencies(self.macro)

    @cached_property
    def _accessions(self) -> list[tuple[str, int, bool]]:
        """Ally, year of accession, whether it has forces."""
        frame = self.allies.sort_values("iso3")
        return list(zip(frame["iso3"], frame["accession"].dt.year, frame["has_forces"], strict=True))

    def members(self, year: int) -> list[str]:
        """Allies that count in NATO's aggregates of a year: those that acceded in it or before it."""
        return [iso3 for iso3, acceded, _ in self._accessions if acceded <= year]

    def with_forces(self, year: int) -> list[str]:
        """Members of a year that have armed forces."""
        return [iso3 for iso3, acceded, has_forces in self._accessions if acceded <= year and has_forces]


def load(edition: str | None = None, macro: str | None = None, path: str | Path | None = None) -> Dataset:
    """Tables of one NATO edition and one World Economic Outlook vintage (default: the newest complete one of each).

    ``path`` is a data folder with its datapackage.json (default: the project's). Of what is returned, ``expenditure``
    and ``macro`` are the tables as rows, ``panel`` and ``macro_panel`` one row per ally and year, ``allies``,
    ``editions`` and ``oddities`` the lists beside them. An unknown edition or vintage raises UnknownName with the
    nearest one; tables that break their description raise BadTable with every fault.
    """
    store = opened(path)
    edition, macro = edition or releases.newest_edition(store.folder), macro or releases.newest_vintage(store.folder)
    for kind, name, asked in (("expenditure", "edition", edition), ("macro", "macro vintage", macro)):
        if asked not in (known := releases.among(store.tables, kind)):
            raise unknown(name, asked, known)
    return _dataset(edition, macro, store.folder, store.stamp)


@lru_cache(maxsize=32)
def _dataset(edition: str, macro: str, folder: Path, stamp: tuple[object, ...]) -> Dataset:
    """The dataset of files in the state of ``stamp``, made once: what it derives from them serves every page."""
    store = opened(folder)
    if problems := store.problems(["allies", "sources", "editions", f"expenditure-{edition}", f"macro-{macro}"]):
        raise BadTable(problems)
    return Dataset(edition, macro, folder, store)

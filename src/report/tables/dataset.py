"""The one door to data/: typed, checked frames of one edition of NATO's tables and one vintage of the IMF's."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from .errors import BadTable, Problem, unknown
from .reading import read
from .schema import Table, data_path, described

AGGREGATES = ("NATO_EUR_CAN", "NATO_TOTAL")


def _editions_held(tables: dict[str, Table], kind: str) -> list[str]:
    """Editions or vintages the descriptor lists, oldest first."""
    return sorted(name.removeprefix(f"{kind}-") for name in tables if name.startswith(f"{kind}-"))


@lru_cache(maxsize=64)
def _read_once(table: Table, folder: Path, stamp: tuple[int, int]) -> pd.DataFrame:
    return read(table, folder)


def table(tables: dict[str, Table], name: str, folder: Path) -> pd.DataFrame:
    """A table by name, read once as long as its file does not change."""
    if name not in tables:
        raise BadTable([Problem("datapackage.json", 0, "", f"no table {name!r} is described", "Restore the file.")])
    file = folder / tables[name].path
    state = file.stat() if file.is_file() else None
    stamp = (state.st_mtime_ns, state.st_size) if state else (0, 0)
    return _read_once(tables[name], folder, stamp).copy(deep=False)


@dataclass(frozen=True)
class Dataset:
    """Tables of one edition and one vintage. Frames are copies: changing one changes nothing else."""

    edition: str
    vintage: str
    path: Path
    _tables: dict[str, Table] = field(repr=False, compare=False)

    def _table(self, name: str) -> pd.DataFrame:
        return table(self._tables, name, self.path)

    @property
    def allies(self) -> pd.DataFrame:
        """The 32 allies, one row each."""
        return self._table("allies")

    @property
    def editions(self) -> pd.DataFrame:
        """Every edition held, one row each."""
        return self._table("editions")

    @property
    def expenditure(self) -> pd.DataFrame:
        """NATO's figures of this edition, one row per ally or aggregate, year and measure."""
        return self._table(f"expenditure-{self.edition}")

    @property
    def macro(self) -> pd.DataFrame:
        """The IMF's figures of this vintage, one row per ally, indicator and year."""
        return self._table(f"macro-{self.vintage}")

    @property
    def pledges(self) -> pd.DataFrame:
        """What allies have said they will spend."""
        return self._table("pledges")

    @property
    def sources(self) -> pd.DataFrame:
        """Sources of every table."""
        return self._table("sources")

    @property
    def oddities(self) -> pd.DataFrame:
        """Published oddities of every edition and vintage."""
        return self._table("oddities")

    @property
    def ukraine_aid(self) -> pd.DataFrame:
        """Government aid to Ukraine by donor."""
        return self._table("ukraine_aid")

    @property
    def costings(self) -> pd.DataFrame:
        """Cost estimates others have published."""
        return self._table("costings")

    def _histories(self, kind: str) -> pd.DataFrame:
        """Growth and inflation tables of a kind in one frame, told apart by the IMF's code."""
        codes = {"growth": "NGDP_RPCH", "inflation": "PCPIPCH"}
        frames = [self._table(f"{kind}-{name}").assign(indicator=code) for name, code in codes.items()]
        return pd.concat(frames, ignore_index=True)

    @cached_property
    def _forecasts(self) -> pd.DataFrame:
        return self._histories("forecasts")

    @property
    def forecasts(self) -> pd.DataFrame:
        """Forecasts of all vintages since 1990, percent: vintage, iso3, year, value, horizon_years, indicator.

        ``indicator`` is NGDP_RPCH (growth) or PCPIPCH (inflation).
        """
        return self._forecasts.copy(deep=False)

    @cached_property
    def _outturns(self) -> pd.DataFrame:
        return self._histories("outturns")

    @property
    def outturns(self) -> pd.DataFrame:
        """Outturns as the vintages one and two years later report them; columns as in ``forecasts``."""
        return self._outturns.copy(deep=False)

    @cached_property
    def edition_info(self) -> pd.Series:
        """The row of ``editions`` for this edition."""
        frame = self.editions
        return frame.loc[frame["edition"] == self.edition].iloc[0]

    @property
    def last_year(self) -> int:
        """Last year for which the edition gives a share of GDP."""
        return int(self.edition_info["last_year"])

    def last_year_of(self, iso3: str) -> int:
        """Last year for which the edition gives this ally or aggregate a share of GDP."""
        frame = self.expenditure
        years = frame.loc[(frame["iso3"] == iso3) & (frame["measure"] == "share_gdp"), "year"]
        if years.empty:
            raise unknown(f"ally with a share of GDP in edition {self.edition}", iso3, self._with_share)
        return int(years.max())

    @cached_property
    def _with_share(self) -> list[str]:
        frame = self.expenditure
        return sorted(frame.loc[frame["measure"] == "share_gdp", "iso3"].unique())

    @cached_property
    def _panel(self) -> pd.DataFrame:
        measures = list(next(item for item in self._tables[f"expenditure-{self.edition}"].fields if item.categories).categories)
        return _wide(self.expenditure, "measure", measures).join(_status(self.expenditure))

    @property
    def panel(self) -> pd.DataFrame:
        """NATO's figures with index (iso3, year), one column per measure and ``status``; aggregates included."""
        return self._panel.copy(deep=False)

    @cached_property
    def _macro_panel(self) -> pd.DataFrame:
        indicators = list(next(item for item in self._tables[f"macro-{self.vintage}"].fields if item.categories).categories)
        return _wide(self.macro, "indicator", indicators)

    @property
    def macro_panel(self) -> pd.DataFrame:
        """The IMF's figures with index (iso3, year), one column per indicator."""
        return self._macro_panel.copy(deep=False)

    def members(self, year: int) -> list[str]:
        """Allies that count in NATO's aggregates of a year: those that acceded in it or before it."""
        frame = self.allies
        return sorted(frame.loc[frame["accession"].dt.year <= year, "iso3"])

    def with_forces(self, year: int) -> list[str]:
        """Members of a year that have armed forces."""
        frame = self.allies
        return sorted(frame.loc[(frame["accession"].dt.year <= year) & frame["has_forces"], "iso3"])


def _wide(frame: pd.DataFrame, name: str, columns: list[str]) -> pd.DataFrame:
    """Long to wide: one column per code, in the order described, also those without figures."""
    wide = frame.set_index(["iso3", "year", name])["value"].unstack(name)
    return wide.reindex(columns=columns).rename_axis(columns=None).sort_index()


def _status(frame: pd.DataFrame) -> pd.Series:
    """Status of each ally and year; an edition marks whole years."""
    return frame.drop_duplicates(["iso3", "year"]).set_index(["iso3", "year"])["status"]


def load(edition: str = "2026-07", macro: str = "2026-04", path: str | Path | None = None) -> Dataset:
    """Tables of one NATO edition and one World Economic Outlook vintage.

    ``path`` is a data folder with its datapackage.json (default: the project's). An unknown edition or vintage raises
    UnknownName; a table that breaks its description raises BadTable with every fault.
    """
    folder = Path(path) if path is not None else data_path()
    tables = described(folder)
    for kind, given, asked in (("expenditure", "edition", edition), ("macro", "macro vintage", macro)):
        if asked not in (held := _editions_held(tables, kind)):
            raise unknown(given, asked, held)
    dataset = Dataset(edition, macro, folder, tables)
    for name in ("allies", "editions", f"expenditure-{edition}", f"macro-{macro}"):
        table(tables, name, folder)
    return dataset

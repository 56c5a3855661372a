"""What the alliance has agreed to spend, from data/guidelines.csv. Read without pandas: names are wanted early."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from report.folders import data_path

from .errors import BadTable, unknown
from .lines import texts
from .texts import Stamp, file_stamp


@dataclass(frozen=True)
class Guideline:
    """One guideline: ``value`` in ``unit``, a ``kind`` of limit (floor, ceiling, total) on a ``component``, agreed at a
    ``meeting``. ``name`` is what a sentence calls it, ``agreed`` the day (ISO 8601), ``due_year`` when it is due."""

    id: str
    name: str
    meeting: str
    component: str
    kind: str
    value: float
    unit: str
    agreed: str
    due_year: int
    review_year: int | None
    source_title: str
    source_url: str
    locator: str

    @property
    def agreed_year(self) -> int:
        """The year it was agreed."""
        return int(self.agreed[:4])


@lru_cache(maxsize=8)
def _read(folder: Path, state: Stamp) -> dict[str, Guideline]:
    try:
        return {row["id"]: _guideline(row) for row in texts("guidelines", folder)}
    except BadTable:
        raise
    except ValueError:
        from .store import opened  # only now: pandas comes with it

        raise BadTable(opened(folder).problems(["guidelines"])) from None


def _guideline(row: dict[str, str]) -> Guideline:
    numbers = {"value": float(row["value"]), "due_year": int(row["due_year"])}
    review = int(row["review_year"]) if row["review_year"] else None
    return Guideline(**row | numbers | {"review_year": review})  # type: ignore[arg-type]


def guidelines() -> dict[str, Guideline]:
    """Every guideline of data/guidelines.csv by id (read anew when the file has changed)."""
    folder = data_path()
    return _read(folder, file_stamp(folder / "guidelines.csv"))


def guideline(name: str) -> Guideline:
    """The guideline of that id: ``wales``, ``equipment``, ``core``, ``related``, ``total`` or ``eu-escape``. Example:
    ``guideline("core").value`` is 3.5, its ``due_year`` 2035. Raises :class:`UnknownName` for any other id."""
    known = guidelines()
    if name not in known:
        raise unknown("guideline", name, list(known))
    return known[name]

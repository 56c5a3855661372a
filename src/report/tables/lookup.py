"""Finding rows of a long table by ally, year and name without reading the whole of it each time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

import pandas as pd


class Lookup:
    """The rows of one table by ``(iso3, year, name)``; ``kind`` is the column that holds the names."""

    def __init__(self, frame: pd.DataFrame, kind: str) -> None:
        self._columns = {str(name): frame[name].tolist() for name in frame.columns}
        keys = zip(self._columns["iso3"], self._columns["year"], self._columns[kind], strict=True)
        self._places = {key: place for place, key in enumerate(keys)}

    def records(self, allies: Iterable[str], years: Iterable[int], names: Iterable[str]) -> list[dict[str, Any]]:
        """The rows the table holds of these allies, years and names, in the table's order, each once."""
        wanted = {self._places.get(key) for key in product(allies, [int(year) for year in years], list(names))}
        places = sorted(place for place in wanted if place is not None)
        return [{name: values[place] for name, values in self._columns.items()} for place in places]

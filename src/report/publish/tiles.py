"""Tables that are no grid: a card for each row, or a square for each ally on a map of the alliance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from report.publish import words
from report.publish.markdown import slug
from report.shown import Table

MAP = """
ISL  .   .  NOR SWE FIN  .
 .   .   .  DNK EST LVA LTU
CAN GBR NLD DEU POL CZE SVK
USA BEL LUX SVN HUN ROU  .
 .  FRA  .  HRV MNE BGR TUR
PRT ESP ITA ALB MKD GRC  .
"""
"""Where each ally's square stands: neighbours near each other, the Atlantic on the left."""
SIGNS = "✓▲→▼§·?"
PLACES = {
    iso3: (row, column)
    for row, line in enumerate(MAP.split("\n")[1:-1], 1)
    for column, iso3 in enumerate(line.split(), 1)
    if iso3 != "."
}


class Tile(NamedTuple):
    """One ally's square: code, name, figure, standing as sign and words, and its place."""

    iso3: str
    name: str
    figure: str
    sign: str
    standing: str
    row: int
    column: int


def tiles(table: Table) -> list[Tile]:
    """The rows as squares, from the top of the map down: name, figure and standing are the first three columns."""
    squares = [_tile(*(cell.text for cell in row[:3])) for row in table.grid.rows]
    return sorted(squares, key=lambda one: (one.row, one.column))


def _tile(name: str, figure: str, standing: str) -> Tile:
    """The square of an ally. ``standing``: a sign and words, ``▲ ahead``."""
    iso3 = next(code for code, names in words.allies().items() if names[0] == name)
    sign, _, told = standing.partition(" ")
    return Tile(iso3, name, figure, sign, told, *PLACES[iso3])


def legend(tiles: Sequence[Tile]) -> list[tuple[str, str]]:
    """Signs and words used, each once, from the best standing to those that have none."""
    return sorted({(one.sign, one.standing) for one in tiles}, key=lambda pair: SIGNS.find(pair[0]))


def cards(table: Table) -> list[dict[str, Any]]:
    """The rows as cards: address, name, what the other cells say line by line, and the line at the foot; empty cells
    are left out."""
    made = []
    for row in table.grid.rows:
        name = row[0].text
        filled = [pair for pair in zip(table.grid.columns, row, strict=True) if pair[1].text not in ("", name)]
        lines = [(column.label, cell.text.split("\n")) for column, cell in filled if not column.small]
        foot = [(column.label, cell.text) for column, cell in filled if column.small]
        made.append({"id": f"{table.id}-{slug(name)}", "name": name, "lines": lines, "foot": foot})
    return made

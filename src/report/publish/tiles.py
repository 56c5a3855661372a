"""Where each ally's square stands on the map of the alliance: neighbours near each other, the Atlantic on the left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from report.publish import words

MAP = """
ISL  .   .  NOR SWE FIN  .
 .   .   .  DNK EST LVA LTU
CAN GBR NLD DEU POL CZE SVK
USA BEL LUX SVN HUN ROU  .
 .  FRA  .  HRV MNE BGR TUR
PRT ESP ITA ALB MKD GRC  .
"""
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


def tile(name: str, figure: str, standing: str) -> Tile:
    """The square of an ally. ``standing``: a sign and words, ``▲ ahead``."""
    iso3 = next(code for code, names in words.allies().items() if names[0] == name)
    sign, _, told = standing.partition(" ")
    return Tile(iso3, name, figure, sign, told, *PLACES[iso3])


def legend(tiles: Sequence[Tile]) -> list[tuple[str, str]]:
    """Signs and words used, each once, from the best standing to those that have none."""
    return sorted({(one.sign, one.standing) for one in tiles}, key=lambda pair: SIGNS.find(pair[0]))

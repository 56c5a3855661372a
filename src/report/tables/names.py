"""Names of allies as people write them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from report.folders import data_path

from .errors import UnknownName, nearest, shown, unknown
from .lines import texts
from .texts import Stamp, file_stamp

BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
MARKS = re.compile(r"[*†‡§\"“”⁰¹²³⁴-⁹]")
"""What publishers set behind a name: stars, daggers, figures of footnotes; and quotation marks."""


def folded(name: str) -> str:
    """A name for comparison: without case, accents, dots, hyphens, doubled spaces, notes in brackets and footnote
    marks; ``Türkiye, Republic of`` the right way round."""
    plain = MARKS.sub("", BRACKETS.sub(" ", name)) if BRACKETS.sub("", name).strip() else name
    head, _, tail = plain.casefold().partition(",")
    bare = unicodedata.normalize("NFKD", f"{tail} {head}")
    kept = "".join(mark for mark in bare if not unicodedata.combining(mark) and mark != ".")
    words = kept.replace("-", " ").replace("_", " ").replace("’", "'").replace("ı", "i").split()
    words = ["republic" if word == "rep" else word for word in words]
    return " ".join(words[1:] if words[:1] == ["the"] else words)


@lru_cache(maxsize=8)
def _directory(folder: Path, state: Stamp) -> tuple[dict[str, str], tuple[str, ...]]:
    rows = texts("allies", folder)
    written = {row["iso3"]: [row["iso3"], row["iso2"], row["name"], *row["aliases"].split("|")] for row in rows}
    directory = {folded(name): iso3 for iso3, names in written.items() for name in names if name}
    return directory, tuple(row["name"] for row in rows)


def codes() -> list[str]:
    """ISO 3166-1 alpha-3 codes of all allies, in the order of allies.csv."""
    return list(dict.fromkeys(_held()[0].values()))


def known() -> dict[str, str]:
    """Every name and code of an ally, folded, with the ISO 3166-1 alpha-3 code it stands for."""
    return dict(_held()[0])


def ally(name: str) -> str:
    """ISO 3166-1 alpha-3 code of the ally a name stands for. Takes ISO codes of two or three letters, English and
    official names and the common alternatives of allies.csv, in any case, with or without accents. Anything else raises
    UnknownName with the nearest ally."""
    directory, names = _held()
    if folded(name) not in directory:
        raise _no_ally(name, names)
    return directory[folded(name)]


def _held() -> tuple[dict[str, str], tuple[str, ...]]:
    """Folded names with the codes they stand for, and the names themselves."""
    folder = data_path()
    return _directory(folder, file_stamp(folder / "allies.csv"))


def _no_ally(name: str, allies: Sequence[str]) -> UnknownName:
    """What to say of a name no ally bears: that the country is no ally, else the ally most like it."""
    if SEPARATORS.search(name):
        return UnknownName(f"unknown ally {shown(name)}: set names apart by spaces or commas, such as EST, LVA")
    if folded(name) in _countries():
        return UnknownName(f"{name!r} is not an ally: no member of NATO. Known: {', '.join(sorted(allies))}.")
    begun = [ally for ally in allies if len(folded(name)) >= LEAST and folded(ally).startswith(folded(name))]
    if begun:
        return UnknownName(f"unknown ally {shown(name)}. Did you mean {' or '.join(map(repr, begun))}?")
    return unknown("ally", name, sorted(allies), ALIKE)


SEPARATORS = re.compile(r"[;|/\t]")
LEAST = 3
"""Letters by whose beginning an ally is known: GER is Germany."""


def likely(given: str, known: Iterable[str]) -> str | None:
    """The known name most like one given: the code of the ally it names or begins; else the nearest in letters."""
    names = list(known)
    code = _code(given)
    return code if code in names else nearest(given, names)


def hint(given: str, known: Iterable[str], otherwise: str) -> str:
    """The remedy for a name outside a list: the one most like it, or what else to do."""
    close = likely(given, known)
    return f"Did you mean {close}?" if close else otherwise


def _code(given: str) -> str | None:
    """The code of the one ally whose name this is or begins; None also where the tables cannot tell."""
    try:
        directory, names = _held()
    except (OSError, ValueError, KeyError, AttributeError):
        return None
    key = folded(given)
    begun = {directory[folded(name)] for name in names if len(key) >= LEAST and folded(name).startswith(key)}
    return directory.get(key) or (begun.pop() if len(begun) == 1 else None)


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    """Names of all countries in English; read only when a name is wrong."""
    from babel import Locale

    return frozenset(map(folded, Locale("en").territories.values()))


ALIKE = 0.72
"""How alike a slip and an ally's name are; below it stand pairs such as Estland and Iceland, Armenia and Romania."""

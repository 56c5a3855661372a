"""What nobody should give: values, cells and texts, and ways to spoil a text that is sound."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd

TEXTS = (
    "", " ", ",", ";", "-", "--", "=1+1", "+1", "@SUM(A1)", "\t", "\r", "\n", "\0", "\x1b[31m", "\u202eDEU", "\u200b",
    "\ufeff", "²", "٣", "２０３０", "−3", "3,5", "3.5.", "1e5", "1e400", "-1e400", "nan", "NaN", "inf", "-inf", "0x1f",
    "1_000", "0", "-0", "-1", "5e-324", "1e308", "9" * 400, "x" * 5_000, "None", "null", "true", "no", "{}", "[]",
    "{nobody}", "{", "}", "%s", "%", "%00", "\\", "'", '"', "`", "$(x)", "../..", "/", "/dev/null", ".", "~", "CON",
    "<script>", "javascript:alert(1)", "http://", "GER", "deu", "DEU", "Deutschland", "NATO", "EU", "DEU;FRA", "ISL",
    "2026", "2026-07", "2026-13", "2026-04", "2030", "1949", "9999", "99999", "2030-01-01", "2030-02-30", "3.5", "2%",
    "hague-2025", "hague", "freeze", "core", "\U0001f600", "ﬁ", "Å", "e\u0301", "İ", "ß", "\ud800",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2, 50, 2030, 10**30, 10**400, -(10**400), 0.0, -0.0, 0.5, 3.5, 1e-320, 1e308,
    math.nan, math.inf, -math.inf, 1j, Decimal("NaN"), Decimal("3.5"), np.nan, np.int64(2030), np.float32(2.5), pd.NA,
    pd.NaT, pd.Timestamp("2030"), datetime.date(2030, 1, 1), b"", b"DEU", (), [], {}, set(), ["DEU"], ["DEU", None],
    [["DEU"]], [2030], (2030, "x"), {"DEU": 1}, {2030: 3.5}, {"core": 2.0}, {"core": {2030: 3.5}}, {"core": None},
    {None: None}, {"a": math.nan}, {2030: "x"}, {2030: math.inf}, {2026: 1.0, 2027: -1.0}, range(0), range(2014, 2027),
    pd.DataFrame(), pd.DataFrame({"iso3": ["DEU"]}), pd.Series([1.0]), np.array([1.0, 2.0]), Path("nowhere.toml"),
    Path(), object(), int, len, "all", *TEXTS,
)  # fmt: skip
TOML = (
    '""', '" "', "nan", "inf", "-inf", "-1", "0", "-0.0", "5e-324", "1e308", "1e400", "9" * 400, "true", "false", "[]",
    "{}", "[[1, 2]]", '[1, "a", []]', '["DEU"]', '[""]', "{a = {b = {c = 1}}}", "{core = 3}", "{2030 = 3.5}", '"²"',
    "2030", "2030.5", "2030-01-01", "2030-01-01T00:00:00Z", "07:32:00", '"2030"', f'"{"x" * 5000}"', '"\\u202e"', "3.5",
    '"\\u0000"', '"{nobody}"', '"{"', '"%s"', '"../.."', '"hague-2025"', '"DEU"', "1_000", "0x10", "'''a\nb'''", "=", "",
)  # fmt: skip
KEY = re.compile(r"^(\s*)([\w.-]+)( = )(.*)$")


def broken_bytes(text: bytes, random: Random) -> bytes:
    """Bytes with some of them others, gone, or there twice."""
    start = random.randrange(len(text) + 1)
    end = min(len(text), start + random.choice((0, 1, 1, 2, 30, 3_000)))
    inside = random.choice(
        (b"", text[start:end] * 2, random.randbytes(random.randrange(1, 5)), b"\xff\xfe", b"\n", b'"', b",")
    )
    return text[:start] + inside + text[end:]


def _line(lines: list[str], random: Random) -> list[str]:
    """Lines with one gone, there twice, or in the place of another."""
    place, other = random.randrange(len(lines)), random.randrange(len(lines))
    return random.choice(
        (
            [*lines[:place], *lines[place + 1 :]],
            [*lines[:place], lines[other], *lines[place:]],
            [*lines[:place], lines[other], *lines[place + 1 :]],
        )
    )


def spoiled_table(raw: bytes, random: Random) -> bytes:
    """A table in CSV with a cell, a line, a column or some bytes not as they were."""
    way = random.random()
    if way < 0.15:
        return broken_bytes(raw, random)
    lines = raw.decode("utf-8").split("\n")
    if way < 0.3:
        return "\n".join(_line(lines, random)).encode()
    for _ in range(random.choice((1, 1, 1, 2, 5))):
        place = random.randrange(0 if way < 0.35 else 1, max(2, len(lines) - 1)) % len(lines)
        cells = lines[place].split(",")
        cells[random.randrange(len(cells))] = random.choice((_cell, _elsewhere))(lines, random)
        lines[place] = ",".join(cells)
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _cell(lines: Sequence[str], random: Random) -> str:
    text = random.choice(TEXTS)
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if random.random() < 0.5 else text


def _elsewhere(lines: Sequence[str], random: Random) -> str:
    return random.choice(random.choice(lines).split(","))


def spoiled_toml(raw: bytes, random: Random) -> bytes:
    """A file in TOML with values, keys, lines or bytes not as they were."""
    way = random.random()
    if way < 0.1:
        return broken_bytes(raw, random)
    lines = raw.decode("utf-8").split("\n")
    if way < 0.25:
        return "\n".join(_line(lines, random)).encode()
    keyed = [place for place, line in enumerate(lines) if KEY.match(line)]
    names = [KEY.match(lines[place])[2] for place in keyed]
    for place in random.sample(keyed, min(len(keyed), random.choice((1, 1, 1, 2, 3)))):
        before, name, sign, _ = KEY.match(lines[place]).groups()
        lines[place] = f"{before}{random.choice(names) if way > 0.9 else name}{sign}{random.choice(TOML)}"
    return "\n".join(lines).encode()

"""The doors through which something comes in, each with how an input at random is made and handed in."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote

import click
import openpyxl
from click.testing import CliRunner

import report
from intake.made import older, portal, workbook
from intake.test_outlooks import FEW
from intake.test_workbooks import few
from report.cli import main
from report.intake.incoming import Stated, understood
from report.ledger.book import every_fault
from report.outlook.scenario import READERS, figures, read
from report.pages.lookup import fact
from report.pages.parameters import DEFAULTS, check_parameters, fitting_parameters
from report.printable import is_seen
from report.tables import BadTable, data_path, load
from report.tables.store import opened

from .odd import TEXTS, VALUES, broken_bytes, spoiled_table, spoiled_toml


class Input(NamedTuple):
    """What is handed in, in words, and the call that does it."""

    shown: str
    hand_in: Callable[[], object]


class Unclear(Exception):
    """An answer that no reader should get."""


class Desk:
    """A folder with copies of the tables and records, and one of each file that an import takes."""

    def __init__(self, root: Path) -> None:
        self.root, self.data, self.seeds = root, root / "data", root / "few/seeds"
        for name in ("data", "seeds"):
            shutil.copytree(data_path().parent / name, root / name)
        self.seeds.mkdir(parents=True)
        self.tables = sorted(file for file in self.data.glob("*.csv") if file.name != "accepted.csv")
        self.plans = sorted(self.data.glob("plans/*.toml"))
        self.exports = [
            workbook(root / "def-exp-2026-en.xlsx", few()),
            portal(root / "weo.csv", FEW, "2026-10-13"),
            older(root / "weo.xls", FEW),
        ]
        self.d = load()

    @contextmanager
    def holding(self, file: Path, content: bytes) -> Any:
        """A file with another content, for a while."""
        before = file.read_bytes() if file.exists() else None
        file.write_bytes(content)
        try:
            yield file
        finally:
            file.write_bytes(before) if before is not None else file.unlink()


def tables(desk: Desk, random: Random) -> Input:
    """A table of data/ that is not as it was; with one in fifty that passes something is computed."""
    file, use, whole = random.choice(desk.tables), random.random() < 0.02, random.random() < 0.2
    if random.random() < 0.02:
        file = random.choice([desk.data / "expenditure/2026-07.csv", desk.data / "macro/2026-04.csv"])
    content = spoiled_table(file.read_bytes(), random)

    def hand_in() -> None:
        with desk.holding(file, content):
            refuse(desk, [_name(desk, file)], whole)
            if use:
                d = load(path=desk.data)
                report.burden(d), report.cost(d, "hague-2025"), report.verification(d, "hague-2025")

    return Input(f"{file.name}: {_changed(file, content)}", hand_in)


def _name(desk: Desk, file: Path) -> str:
    """The name of a table: ``expenditure-2024-03``."""
    return file.relative_to(desk.data).with_suffix("").as_posix().replace("/", "-")


def refuse(desk: Desk, names: list[str], whole: bool = False) -> None:
    """Raise what is wrong with these tables; if nothing is, and the ``whole`` is looked at, with how all hang
    together."""
    if problems := opened(desk.data).problems(names) or (whole and report.check(desk.data, published=False)):
        raise BadTable(problems)


def _changed(file: Path, content: bytes) -> str:
    before = set(file.read_bytes().split(b"\n"))
    return str([line[:300] for line in content.split(b"\n") if line not in before][:3])


def descriptors(desk: Desk, random: Random) -> Input:
    """The descriptor of the tables."""
    file = desk.data / "datapackage.json"
    lines = file.read_text(encoding="utf-8").split("\n")
    place = random.randrange(len(lines))
    name, sign, _ = lines[place].partition(": ")
    values = (
        "null",
        "3",
        "-1",
        '"x"',
        '""',
        "[]",
        "{}",
        "[null]",
        "[3]",
        "true",
        '"("',
        "1e999",
        '"9999-99-99"',
        "NaN",
    )
    lines[place] = f"{name}{sign}{random.choice(values)}," if sign else random.choice(("", "{", "]", "null,"))
    content = "\n".join(lines).encode() if random.random() < 0.9 else broken_bytes(file.read_bytes(), random)

    def hand_in() -> None:
        with desk.holding(file, content):
            refuse(desk, [_name(desk, table) for table in (*desk.tables, desk.data / "expenditure/2024-03.csv")])

    return Input(f"datapackage.json, {place + 1}: {lines[place]}", hand_in)


def plans(desk: Desk, random: Random) -> Input:
    """A plan of one's own; one in four that is read is costed."""
    content, cost = spoiled_toml(random.choice(desk.plans).read_bytes(), random), random.random() < 0.25

    def hand_in() -> None:
        with desk.holding(desk.root / "own.toml", content) as file:
            found = report.plan(file)
            if cost:
                report.cost(desk.d, found, allies="EST ESP")

    return Input(content.decode("utf-8", "replace"), hand_in)


def records(desk: Desk, random: Random) -> Input:
    """A record of claims: three claims of a text, of which something is changed, settled over all editions."""
    file = random.choice(sorted((desk.root / "seeds").glob("*.toml")))
    head, *claims = file.read_text(encoding="utf-8").split("\n[[claim]]")
    chosen = [claim.partition("\n[[claim.pair]]")[0] for claim in random.sample(claims, 3)]
    content = spoiled_toml("\n[[claim]]".join([head, *chosen]).encode(), random)

    def hand_in() -> None:
        with desk.holding(desk.seeds / file.name, content):
            for fault in every_fault(desk.data, desk.seeds):
                clear(str(fault))

    return Input(content.decode("utf-8", "replace"), hand_in)


def imports(desk: Desk, random: Random) -> Input:
    """A publisher's file with cells or bytes changed."""
    file = random.choice(desk.exports)
    options = {
        name: random.choice(TEXTS) for name in ("edition", "published", "accessed", "url") if random.random() < 0.1
    }
    stated = Stated(**{"edition": "2026-10", "accessed": "2026-12-01"} | options)
    if file.suffix == ".xlsx" and random.random() < 0.9:
        changes = {
            (
                f"Table {random.randint(1, 8)}",
                f"{random.choice('ABCDEFGHIJKLM')}{random.randint(1, 30)}",
            ): random.choice(CELLS)
            for _ in range(3)
        }
        return Input(f"{changes} {stated}", lambda: understood(_workbook(desk, changes), desk.data, stated))
    raw = file.read_bytes()
    if file.name == "weo.xls":
        content = (
            spoiled_table(raw.decode("utf-16").replace("\t", ",").encode(), random)
            .decode("utf-8", "replace")
            .replace(",", "\t")
            .encode("utf-16")
        )
    else:
        content = spoiled_table(raw, random) if file.suffix == ".csv" else broken_bytes(raw, random)
    shown = (
        f"{file.name} {content[:2000]!r}"
        if file.suffix == ".xlsx"
        else f"{file.name} {stated} {_changed(file, content)}"
    )

    def hand_in() -> None:
        with desk.holding(file, content):
            understood(file, desk.data, stated)

    return Input(shown, hand_in)


CELLS: tuple[Any, ...] = (None, True, -1, 0, 1e308, 10**30, 2030, 0.5, "..", "-", "e", "2026e", "=1/0", "#REF!", "Table 3", "Estonia", "NATO Total", *(text for text in TEXTS if text.isprintable()))  # fmt: skip


def _workbook(desk: Desk, changes: Mapping[tuple[str, str], Any]) -> Path:
    book = openpyxl.load_workbook(desk.exports[0])
    for (sheet, place), value in changes.items():
        if sheet in book:
            book[sheet][place] = value
    book.save(desk.root / "changed.xlsx")
    return desk.root / "changed.xlsx"


def links(desk: Desk, random: Random) -> Input:
    """An address of the explorer; one in two hundred is computed."""
    keys = [*READERS, "colour", "", "WHO"]
    pairs = [(random.choice(keys), _text(random)) for _ in range(random.choice((1, 1, 2, 3, 8)))]
    escaped = random.random() < 0.5
    query = "&".join(f"{key}={quote(text.encode('utf-8', 'replace')) if escaped else text}" for key, text in pairs)
    url, compute = f"explorer.html#{query}", random.random() < 0.005

    def hand_in() -> None:
        asked, aside = read(url)
        for reason in aside.values():
            clear(reason)
        if read(asked.url()) != (asked, {}):
            raise Unclear("what is written is not read back")
        if compute:
            figures(asked)

    return Input(url, hand_in)


SOUND = {
    "who": "DEU,FRA EU NORDIC DEU", "plan": "hague-2025 core-5 freeze", "target": "3.5 5", "year": "2033 2030",
    "shape": "linear step", "points": "2028:2.5,2035:3.5", "growth": "-0.5", "baseline": "freeze 2% zero", "unit": "usd ncu",
    "edition": "2026-07 2024-06", "macro": "2026-04", "draws": "100", "component": "core", "year_": "2030",
}  # fmt: skip
USUAL = [text for texts in SOUND.values() for text in texts.split()]


def _text(random: Random) -> str:
    """A text that some parameter would take, that none would, or several."""
    one = random.choice(random.choice((USUAL, TEXTS)))
    return one if random.random() < 0.8 else f"{one}{random.choice(',;: &')}{random.choice(TEXTS)}"


CALLS = [
    "load",
    "ally",
    "burden",
    "alliance",
    "verification",
    "plan",
    "cost",
    "costing",
    "risk",
    "pledged",
    "financing",
    "debt_path",
    "escape_room",
    "purchase",
    "absorption",
    "purchasing_power",
    "exchange_rates",
    "yardsticks",
    "compare",
    "scenario",
    "columns",
    "revisions",
    "show",
    "save",
]
OPTIONS = {
    "cost": ("basis", "extend", "macro", "growth_shift"),
    "plan": ("core_target", "core_year", "shape", "exemptions", "branch", "allies", "horizon"),
}
CHANGES = (
    "unit",
    "target",
    "by",
    "shape",
    "points",
    "growth",
    "delivered",
    "delay",
    "exempt",
    "new_money",
    "per",
    "baseline",
)


def calls(desk: Desk, random: Random) -> Input:
    """A public function with arguments of which at least one is odd."""
    name = random.choice(CALLS)
    function = getattr(report, name)
    parameters = list(inspect.signature(function).parameters.values())
    options = OPTIONS["plan"] if name == "plan" else CHANGES if name == "compare" else OPTIONS["cost"]
    known = [p.name for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]
    known += [o for o in options if o not in known] if any(p.kind is p.VAR_KEYWORD for p in parameters) else []
    needed = [p.name for p in parameters if p.default is p.empty and p.name in known]
    given = {one: _usual(desk, name, one, random) for one in needed}
    if name == "risk":
        given["draws"] = 50
    for one in random.sample(known, min(len(known), random.choice((1, 1, 1, 2)))):
        given[one] = random.choice(VALUES)
    if name == "save" and "path" in given and not isinstance(given["path"], int):
        given["path"] = desk.root / "saved" / str(given["path"]).replace("/", "_").replace("\0", "_")[:100]
    shown = {one: value for one, value in given.items() if value is not desk.d}
    return Input(f"report.{name}({str(shown)[:1500]})", lambda: function(**given))


def _usual(desk: Desk, function: str, parameter: str, random: Random) -> Any:
    usual = {
        "d": desk.d, "plan": "hague-2025", "name": "Latvia" if function == "ally" else "core-5", "url": "explorer.html#who=EST", "frame": desk.d.allies,
        "path": "x.csv", "gdp": {2026: 100.0, 2027: 104.0, 2028: 108.0}, "start": {"core": 2.0}, "waypoints": {"core": {2028: 3.5}},
    }  # fmt: skip
    return usual[parameter]


def words(desk: Desk, random: Random) -> Input:
    """Words on the command line: a command with some of its options, none of which builds pages."""
    path, command = random.choice(desk_commands())
    given = [*path]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            flag = parameter.opts[0]
            if flag == "--data" or random.random() < 0.75:
                continue
            given += [flag] if parameter.is_flag else [flag, _text(random)]
        else:
            given += [_text(random) for _ in range(random.choice((1, 1, 2)))]
    given += {"risk": ["--draws", "20"], "build": ["--explain"], "import": ["--dry-run"]}.get(path[-1], [])
    if path[-1] in ("accept", "import", "copy"):
        given += ["--data", str(desk.data)]

    given = [word.replace("\0", "") for word in given]  # no word of a command can hold one

    def hand_in() -> None:
        with CliRunner().isolated_filesystem(desk.root):
            done = CliRunner().invoke(main, given)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        if done.exit_code not in (0, 1, 2):
            raise Unclear(f"exit code {done.exit_code}")
        if done.exit_code == 2:
            clear(done.output)

    return Input(" ".join(map(repr, given)), hand_in)


UNSAFE = {"watch", "sweep"}
"""Commands that begin many processes, or never end."""


def desk_commands() -> list[tuple[list[str], click.Command]]:
    """Every command with the words that call it."""
    found = []
    for name, command in main.commands.items():
        inner = command.commands.items() if isinstance(command, click.Group) else [(None, command)]
        found += [([name, *([sub] if sub else [])], one) for sub, one in inner if name not in UNSAFE]
    return found


def facts(desk: Desk, random: Random) -> Input:
    """The id of a fact."""
    parts = [
        ["2026-07", "2024-06", "2026-13"], ["share_gdp", "extra_usd_m", "covered_usd_m", "spend_usd_m", "members"], ["DEU", "NATO", "EU", "ISL", "NATO_TOTAL"],
        ["2026", "2035", "1900"], ["hague-2025", "core-5"], ["freeze", "2", "zero"], ["core", "related", "total"],
    ]  # fmt: skip
    chosen = [random.choice(TEXTS) if random.random() < 0.25 else random.choice(part) for part in parts]
    id = ".".join(part for part in chosen if random.random() < 0.85)
    return Input(id, lambda: fact(id))


def parameters(desk: Desk, random: Random) -> Input:
    """Parameters of a notebook; one in ten of those that are right is costed."""
    known = [*DEFAULTS, "country", "contry"]
    given = {
        random.choice(known): random.choice(random.choice((VALUES, USUAL))) for _ in range(random.choice((1, 1, 2)))
    }
    check = fitting_parameters if random.random() < 0.1 else check_parameters
    return Input(str(given)[:500], lambda: check(given))


DOORS: dict[Callable[[Desk, Random], Input], int] = {
    tables: 18, descriptors: 1, plans: 22, records: 6, imports: 3, links: 22, calls: 9, words: 2, facts: 7, parameters: 10,
}  # fmt: skip
"""Of how many of 100 inputs each door takes."""


def clear(said: str) -> None:
    """Raise Unclear for words that a terminal obeys, a reader cannot take in, or that say nothing."""
    if not said.strip():
        raise Unclear("nothing is said")
    if "Traceback" in said or len(said) > 6_000:
        raise Unclear(f"{len(said)} characters: {said[:200]}")
    if not all(is_seen(mark) or mark in "\t\n" for mark in said):
        raise Unclear(f"control characters: {said[:300]!r}")

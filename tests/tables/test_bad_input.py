"""A catalogue of bad input at the doors of the data folder: each kind is one clear fault that names its file, never a
traceback, a hang or silence."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from report.ledger.faults import BadClaims
from report.ledger.reading import read_records
from report.outlook.plan import plans, unsound
from report.tables import data_path
from report.tables.checks import files
from report.tables.checks.whole import MOST, few
from report.tables.errors import BadTable
from report.tables.store import opened

How = Callable[[Path], object]
PLEDGES, ALLIES, PLAN, DESCRIPTOR, SEED = (
    "pledges.csv",
    "allies.csv",
    "plans/mine.toml",
    "datapackage.json",
    "seeds/000.toml",
)
ROW, YEAR = "deu-core-3.5-2029,DEU,core,3.5,", ",DEU,core,3.5,2029,"
SOUND = 'title = "Mine"\ncore_target = 3.0\ncore_year = 2030\n'


def instead(old: str, new: str) -> How:
    def how(file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return how


def holds(content: str | bytes) -> How:
    return lambda file: file.write_bytes(content if isinstance(content, bytes) else content.encode())


def became(change: Callable[[bytes], bytes]) -> How:
    return lambda file: file.write_bytes(change(file.read_bytes()))


def replaced(made: Callable[[Path], object]) -> How:
    """Something else of that name."""

    def how(file: Path) -> None:
        file.unlink(missing_ok=True)
        made(file)

    return how


def described(change: Callable[[dict[str, Any], list[dict[str, Any]]], object]) -> How:
    """The descriptor with a change of its first table and that table's columns."""

    def how(file: Path) -> None:
        package = json.loads(file.read_text(encoding="utf-8"))
        change(package["resources"][0], package["resources"][0]["schema"]["fields"])
        file.write_text(json.dumps(package), encoding="utf-8")

    return how


def share(text: str) -> How:
    return instead(ROW, f"deu-core-3.5-2029,DEU,core,{text},")


def due(text: str) -> How:
    return instead(YEAR, f",DEU,core,3.5,{text},")


def code(text: str) -> How:
    return instead(ROW, f"deu-core-3.5-2029,{text},core,3.5,")


def asks(line: str) -> How:
    return holds(SOUND + line + "\n")


def target(text: str) -> How:
    return holds(SOUND.replace("3.0", text))


def titled(text: str) -> How:
    return holds(SOUND.replace('"Mine"', text))


def link(file: Path) -> None:
    file.symlink_to("nowhere")


def circle(file: Path) -> None:
    file.symlink_to(file.name)


PROJECT = Path(__file__).parents[2]
DEEP = "[" * 100_000
KINDS: list[tuple[str, str, How, str]] = [
    # cells of a table made by hand
    ("ten times", PLEDGES, share("35"), "35 is out of range"),
    ("percent as a fraction", PLEDGES, share("0.035"), "0.035 is out of range"),
    ("decimal comma", PLEDGES, share('"3,5"'), "Write 3.5: decimal point, not comma."),
    ("decimal or thousands", PLEDGES, share('"113,956"'), "Write 113.956 or 113956, whichever is meant"),
    ("thousands", PLEDGES, share('"1,113,956"'), "Write 1113956: no comma."),
    ("nan", PLEDGES, share("nan"), "'nan' is not a number"),
    ("infinity", PLEDGES, share("inf"), "'inf' is not a number"),
    ("400 digits", PLEDGES, share("9" * 400), "… is not a number"),
    ("superscript", PLEDGES, share("3.5²"), "'3.5²' is not a number"),
    ("Arabic digits", PLEDGES, share("٣.٥"), "'٣.٥' is not a number"),
    ("hexadecimal", PLEDGES, share("0x3"), "'0x3' is not a number"),
    ("minus of print", PLEDGES, share("−3.5"), "'−3.5' is not a number"),
    ("percent sign", PLEDGES, share("3.5%"), "'3.5%' is not a number"),
    ("space that does not break", PLEDGES, share("3\u00a0500"), "'3\\xa0500' is not a number"),
    ("formula", PLEDGES, share("=3.5"), "'=3.5' is not a number"),
    ("error of a spreadsheet", PLEDGES, share("#REF!"), "'#REF!' is not a number"),
    ("year of 5,000 digits", PLEDGES, due("2" * 5000), "… is not a whole number"),
    ("year in superscript", PLEDGES, due("²"), "'²' is not a whole number"),
    ("year in Arabic digits", PLEDGES, due("٢٠٢٩"), "'٢٠٢٩' is not a whole number"),
    ("year in wide digits", PLEDGES, due("２０２９"), "'２０２９' is not a whole number"),
    ("year with a point", PLEDGES, due("2029.0"), "'2029.0' is not a whole number"),
    ("year long past", PLEDGES, due("1029"), "1029 is out of range"),
    ("code of sports", PLEDGES, code("GER"), "unknown iso3 'GER'. Did you mean DEU?"),
    ("name for a code", PLEDGES, code("Germany"), "unknown iso3 'Germany'. Did you mean DEU?"),
    ("small letters", PLEDGES, code("deu"), "Did you mean DEU?"),
    ("Cyrillic letter", PLEDGES, code("DЕU"), "Did you mean DEU?"),
    ("two codes", PLEDGES, code("DEU;FRA"), "unknown iso3 'DEU;FRA'"),
    ("space without width", PLEDGES, code("DE\u200bU"), "'DE\\u200bU' is not one line of plain text"),
    ("turned direction", PLEDGES, code("\u202eDEU"), "'\\u202eDEU' is not one line of plain text"),
    ("bell", PLEDGES, code("DEU\a"), "'DEU\\x07' is not one line of plain text"),
    ("zero byte", PLEDGES, code("DEU\0"), "'DEU\\x00' is not one line of plain text"),
    ("escape of a terminal", PLEDGES, code("\x1b[31mDEU"), "'\\x1b[31mDEU' is not one line of plain text"),
    ("two lines", PLEDGES, code('"DE\nU"'), "'DE\\nU' is not one line of plain text"),
    ("space before", PLEDGES, code(" DEU"), "' DEU' is not one line of plain text"),
    ("script for an address", PLEDGES, instead("https://", "javascript://"), "has the wrong form"),
    # the file of a table
    ("huge cell", PLEDGES, code("x" * 300_000), "cannot be read as CSV"),
    ("quotation mark left open", PLEDGES, instead(ROW, f'"{ROW}'), "2 cells where 13 are expected"),
    ("semicolons", PLEDGES, became(lambda raw: raw.replace(b",", b";")), "columns are not separated by commas"),
    ("UTF-16", PLEDGES, became(lambda raw: raw.decode().encode("utf-16")), "is not UTF-8"),
    ("Western Windows", ALLIES, became(lambda raw: raw.decode().encode("cp1252", "replace")), "is not UTF-8"),
    ("byte order mark", PLEDGES, became(lambda raw: b"\xef\xbb\xbf" + raw), "begins with a byte order mark"),
    ("returns alone", PLEDGES, became(lambda raw: raw.replace(b"\n", b"\r")), "ends in the middle of a row"),
    ("half of it", PLEDGES, became(lambda raw: raw[: len(raw) // 2]), "cells where 13 are expected"),
    ("blank lines", PLEDGES, became(lambda raw: raw + b"\n\n"), "0 cells where 13 are expected (2 rows)"),
    ("marks of a merge", PLEDGES, instead(ROW, f"<<<<<<< HEAD\n{ROW}"), "1 cells where 13 are expected"),
    ("empty", PLEDGES, holds(""), "the file is empty"),
    ("header alone", PLEDGES, became(lambda raw: raw.partition(b"\n")[0] + b"\n"), "the table has no rows"),
    ("pointer of large files", PLEDGES, holds("version https://git-lfs.github.com/spec/v1\noid sha256:0\n"), "none of its columns is there"),
    ("page of an error", PLEDGES, holds("<!doctype html><html>404</html>"), "none of its columns is there"),
    ("archive", PLEDGES, holds(b"PK\x03\x04" + bytes(range(256))), "is not UTF-8"),
    ("gone", PLEDGES, replaced(lambda file: None), "there is no such file"),
    ("folder", PLEDGES, replaced(Path.mkdir), "it is not a file"),
    ("pipe", PLEDGES, replaced(os.mkfifo), "it is not a file"),
    ("link to nothing", PLEDGES, replaced(link), "there is no such file"),
    ("link to itself", PLEDGES, replaced(circle), "there is no such file"),
    ("table nobody describes", "notes.csv", holds("a,b\n1,2\n"), "the file is not described"),
    ("edition nobody describes", "expenditure/2099-07.csv", holds("edition\n" * 12_000), "the file is not described"),
    # the descriptor
    ("list for a descriptor", DESCRIPTOR, holds("[]"), "not built as a data package is"),
    ("number for a descriptor", DESCRIPTOR, holds("1"), "not built as a data package is"),
    ("no resources", DESCRIPTOR, holds('{"resources": null}'), "not built as a data package is"),
    ("descriptor in UTF-16", DESCRIPTOR, became(lambda raw: raw.decode().encode("utf-16")), "not JSON"),
    ("descriptor of brackets", DESCRIPTOR, holds(DEEP), "nested too deeply"),
    ("descriptor as a pipe", DESCRIPTOR, replaced(os.mkfifo), "it is not a file"),
    ("descriptor as a folder", DESCRIPTOR, replaced(Path.mkdir), "it is not a file"),
    ("pattern that is none", DESCRIPTOR, described(lambda table, columns: columns[0]["constraints"].update(pattern="(")), "unterminated"),
    ("unknown type", DESCRIPTOR, described(lambda table, columns: columns[0].update(type="colour")), "unknown type 'colour'"),
    ("bound of another type", DESCRIPTOR, described(lambda table, columns: columns[0]["constraints"].update(minimum="a")), "a bound is of another type"),
    ("path outside", DESCRIPTOR, described(lambda table, columns: table.update(path="../../etc/passwd")), "is not inside the folder"),
    ("number for a path", DESCRIPTOR, described(lambda table, columns: table.update(path=3)), "is not inside the folder"),
    ("text for columns", DESCRIPTOR, described(lambda table, columns: table["schema"].update(fields="x")), "not built as a data package is"),
    ("key of no column", DESCRIPTOR, described(lambda table, columns: table["schema"].update(primaryKey=["x"])), "'x', of a key, is not among the columns"),
    ("column without a name", DESCRIPTOR, described(lambda table, columns: columns[0].pop("name")), "it lacks 'name'"),
    # plans
    ("text for a share", PLAN, target('"3.5"'), "core_target is '3.5': give a number"),
    ("share nan", PLAN, target("nan"), "give a finite number"),
    ("share infinite", PLAN, target("inf"), "give a finite number"),
    ("share of 400 digits", PLAN, target("9" * 400), "very many digits: give a finite number"),
    ("share of 5,000 digits", PLAN, target("9" * 5000), "not TOML"),
    ("share in superscript", PLAN, target("3²"), "not TOML"),
    ("share below zero", PLAN, target("-3"), "0 to 100"),
    ("share above all", PLAN, target("300"), "0 to 100"),
    ("flag as text", PLAN, asks('may_cut = "no"'), "give true or false"),
    ("list for a name", PLAN, titled('["Mine"]'), "give text in quotation marks"),
    ("number for a name", PLAN, titled("3"), "give text in quotation marks"),
    ("name of nothing", PLAN, titled('" "'), "title is empty"),
    ("name turned round", PLAN, titled('"M\u202eine"'), "characters nobody sees"),
    ("name with a bell", PLAN, titled('"\\u0007"'), "characters nobody sees"),
    ("name of millions of letters", PLAN, titled(f'"{"x" * 2_000_000}"'), "2,000,000 characters"),
    ("day for a year", PLAN, holds(SOUND.replace("2030", "2030-01-01")), "give a year from 1949 to 2150"),
    ("half a year", PLAN, holds(SOUND.replace("2030", "2030.5")), "give a year from 1949 to 2150"),
    ("true for a year", PLAN, holds(SOUND.replace("2030", "true")), "give a year from 1949 to 2150"),
    ("unknown shape", PLAN, asks('shape = "lineer"'), "Did you mean 'linear'?"),
    ("exemptions as a list", PLAN, asks('exemptions = ["ESP"]'), "give a mapping"),
    ("exemption of a code of sports", PLAN, asks("[exemptions.GER]\ncore = 2.0"), "unknown key 'GER'. Did you mean "
    "DEU?"),
    ("exemption as text", PLAN, asks('[exemptions.ESP]\ncore = "2"'), "exemptions.ESP.core is '2': give a number"),
    ("own figures as text", PLAN, asks('allies = "EST"'), "give a mapping"),
    ("script for a source", PLAN, asks('source_url = "javascript:alert(1)"'), "give an address"),
    ("plan upon itself", PLAN, asks('extends = "mine"'), "extends itself"),
    ("plan upon nothing", PLAN, asks('extends = "nothing"'), "unknown plan 'nothing'"),
    ("number for a branch", PLAN, asks("branch = 3"), "give a mapping"),
    ("key twice", PLAN, asks("core_year = 2031"), "not TOML"),
    ("unknown key", PLAN, asks("core_yaer = 2031"), "unknown key 'core_yaer'. Did you mean core_year?"),
    ("plan of brackets", PLAN, asks(f"branch = {DEEP}"), "nested too deeply"),
    ("plan with a mark", PLAN, holds(b"\xef\xbb\xbf" + SOUND.encode()), "begins with a byte order mark: save it as UTF-8"),
    ("plan in UTF-16", PLAN, holds(SOUND.encode("utf-16")), "not TOML"),
    ("empty plan", PLAN, holds(""), "no target"),
    ("plan as a pipe", PLAN, os.mkfifo, "it is not a file"),
    ("plan as a folder", PLAN, Path.mkdir, "it is not a file"),
    ("plan as a link to nothing", PLAN, link, "there is no such file"),
    # records
    ("no records", "seeds", lambda folder: [file.unlink() for file in folder.glob("*")], "there is no record"),
    ("language in full", SEED, instead('language = "en"', 'language = "english"'), "'english' is not a language"),
    ("list for a language", SEED, instead('language = "en"', 'language = ["en"]'), "is not a language"),
    ("day that is none", SEED, instead("2025-05-13", '"13 May 2025"'), "'13 May 2025' is not a day"),
    ("script for a record's address", SEED, instead('url = "none"', 'url = "javascript:alert(1)"'), "is not an address"),
    ("checksum cut short", SEED, instead('sha256 = "db', 'sha256 = "'), "is not a SHA-256"),
    ("claims as a number", SEED, became(lambda raw: raw.partition(b"[[claim]]")[0] + b"claim = 3\n"), "not a list of tables"),
    ("claims as texts", SEED, became(lambda raw: raw.partition(b"[[claim]]")[0] + b'claim = ["a"]\n'), "not a list of tables"),
    ("record of brackets", SEED, became(lambda raw: raw + f"\nx = {DEEP}".encode()), "nested too deeply"),
    ("record as a pipe", SEED, replaced(os.mkfifo), "it is not a file"),
    ("record as a folder", SEED, replaced(Path.mkdir), "it is not a file"),
    ("record as a link to nothing", SEED, replaced(link), "there is no such file"),
]  # fmt: skip


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("doors")
    for name in ("data", "seeds"):
        shutil.copytree(data_path().parent / name, root / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_DATA", str(root / "data"))
        yield root / "data"


@pytest.fixture
def restored(tables: Path) -> Iterator[Callable[[str], Path]]:
    """The place of a file that a test breaks; as it was, afterwards. What hangs is stopped."""
    touched: list[Path] = []

    def place(name: str) -> Path:
        touched.append((tables.parent if name.startswith("seeds") else tables) / name)
        return touched[-1]

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(60)
    yield place
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
    for broken in touched:
        put_back(broken, PROJECT / broken.relative_to(tables.parent))


def hangs(*_: object) -> None:
    raise TimeoutError


def put_back(broken: Path, kept: Path) -> None:
    if broken.is_dir() and not broken.is_symlink():
        shutil.rmtree(broken)
    else:
        broken.unlink(missing_ok=True)
    if kept.is_dir():
        shutil.copytree(kept, broken)
    elif kept.exists():
        shutil.copy(kept, broken)


def faults(folder: Path, name: str) -> list[str]:
    """What the check says of one file: as `data check` does, without the tables that have nothing to do with it."""
    try:
        store = opened(folder)
    except BadTable as error:
        return [str(problem) for problem in error.problems]
    if name.startswith("seeds"):
        return [str(problem) for problem in files.seeds(store)] or _claims(folder.parent / "seeds")
    if name.startswith("plans"):
        found = [str(problem) for problem in files.plans(store) + files.plan_names(store)]
        return found or [f"{file}: {what}" for file, what in unsound().items()]
    return [str(problem) for problem in few(store.problems(["allies", "pledges"]) + files.undescribed(store))]


def _claims(folder: Path) -> list[str]:
    try:
        read_records(folder)
    except BadClaims as error:
        return [str(fault) for fault in error.faults]
    return []


def test_there_are_enough_kinds(capsys: pytest.CaptureFixture[str]) -> None:
    names = [name for name, *_ in KINDS]
    assert len(names) == len(set(names)) >= 120
    with capsys.disabled():
        print(f"\n{len(names)} kinds of bad input at the doors of the data folder")


@pytest.mark.parametrize(("file", "how", "words"), [kind[1:] for kind in KINDS], ids=[kind[0] for kind in KINDS])
def test_bad_input_is_one_clear_fault(
    tables: Path, restored: Callable[[str], Path], file: str, how: How, words: str
) -> None:
    how(restored(file))
    found = faults(tables, file)
    assert 1 <= len(found) <= 3, found
    assert words in found[0]
    assert found[0].startswith(file)
    assert max(map(len, found)) < 600
    assert all(text.isprintable() for text in found), "a terminal obeys control characters"


def test_a_broken_plan_leaves_the_others_listed(tables: Path, restored: Callable[[str], Path]) -> None:
    before = list(plans()["id"])
    asks('may_cut = "no"')(restored(PLAN))
    assert list(plans()["id"]) == before


def test_faults_of_one_kind_are_not_listed_by_the_thousand(tables: Path, restored: Callable[[str], Path]) -> None:
    file = restored(PLEDGES)
    row = file.read_text(encoding="utf-8").splitlines(keepends=True)[1]
    file.write_text(file.read_text(encoding="utf-8") + row * 5_000, encoding="utf-8")
    found = faults(tables, PLEDGES)
    assert len(found) == MOST + 1
    # 5,000 repetitions, 20 of which are listed
    assert "… and 4,980 more like these" in found[-1]

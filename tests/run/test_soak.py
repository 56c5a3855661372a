"""Random sequences of what happens to a project, its tables and its builds; after each step everything that must hold
is looked at.

``SOAK=200 pytest tests/run/test_soak.py`` takes 200 steps, ``KILLS=100`` as many builds killed and a fifth as many
interrupted; ``SOAK_SEED`` others.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from intake.made import portal
from intake.test_outlooks import ROWS
from report.run import host, swap, verify
from report.tables import data_path

from .conftest import Shop, gone, tree_of

STEPS, KILLS = int(os.environ.get("SOAK", "6")), int(os.environ.get("KILLS", "3"))
SEED = int(os.environ.get("SOAK_SEED", "19"))
TOOLS = Path(__file__).parents[2] / "tools"
REFRESH = (
    f"import sys; sys.path.insert(0, {str(TOOLS)!r}); import refresh; from pathlib import Path; "
    "refresh.refresh(Path(sys.argv[1]))"
)
LATER = ("2026-10", "2027-04", "2027-10")


class Soak:
    """A project, tables to import into, a letter of somebody's beside them, and what each step does to them."""

    def __init__(self, shop: Shop, temporary: Path) -> None:
        self.shop, self.temporary, self.random = shop, temporary, random.Random(SEED)
        self.price = 3
        self.shown: set[int] = set()  # prices that the build in place may show
        self.done: Counter[str] = Counter()
        self.letter = shop.write("letter.txt", "Dear Ann,\n")
        self.desk = shop.root / "desk"
        self.restore()

    def edit(self) -> None:
        self.price += 1
        self.shop.write("data/prices.csv", f"item,price\ntea,{self.price}\njam,5\n")

    def restyle(self) -> None:
        self.shop.write("shop/publish/page.html", f"<p>{{text}}</p><!-- {self.random.random()} -->")

    def arrive(self) -> None:
        self.shop.write(f"data/offers/{self.random.randrange(9)}.toml", "")

    def damage(self) -> None:
        kept = [path for path in (self.shop.root / "cache").rglob("*") if path.is_file()]
        for path in kept and [self.random.choice(kept)]:
            path.write_bytes(path.read_bytes()[: self.random.randrange(200)])

    def restore(self) -> None:
        """Tables as they are in version control."""
        for name in ("data", "seeds"):
            shutil.rmtree(self.desk / name, ignore_errors=True)
            shutil.copytree(data_path().parent / name, self.desk / name)

    def build(self, end: str = "") -> None:
        """Build, whole or until ended; before the end of a killed one either page may be in place."""
        before = verify(self.shop.out) if self.shop.out.exists() else []
        code = self.run(self.shop.command(), end)
        failed = self.shop.root / "build.failed"
        assert before == [] and code in CODES[end], (before, code)
        if code == 1:  # the page whose worker was killed failed, and its notebook is kept
            shutil.rmtree(failed, ignore_errors=True)
        self.shown = {self.price} if code == 0 else self.shown | {self.price}
        if code == 0:
            assert [path.name for path in swap.work(self.shop.out).iterdir()] == ["lock"]
            assert not list(self.temporary.glob(f"{host.PREFIX}*"))

    def run(self, command: list[str], end: str, longest: float = 3) -> int:
        """Run a command, ended at a random moment; its exit code, when none of its processes is left."""
        started = subprocess.Popen(
            command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        family: list[psutil.Process] = []
        if end:
            time.sleep(self.random.uniform(0.1, longest))
            family = _family(started.pid)
            self._end(started, family, end)
        code = started.wait(120)
        self.done[f"{end or 'whole'}, exit code {code}"] += 1
        left = [one.pid for one in family if not gone(one.pid, 20)]
        assert left == [], f"processes {left} are left of {command}"
        return code

    def _end(self, started: subprocess.Popen[bytes], family: list[psutil.Process], end: str) -> None:
        if end == "parent":
            started.kill()
        elif end == "worker":
            for one in family and [self.random.choice(family)]:
                one.kill() if one.is_running() else None
        elif started.poll() is None:
            os.killpg(started.pid, signal.SIGINT if end == "interrupt" else signal.SIGKILL)

    def kill(self) -> None:
        self.build(self.random.choice(KILLED))

    def interrupt(self) -> None:
        self.build("interrupt")

    def take(self) -> None:
        """Import an invented outlook, whole or killed: the tables are as before, or as after, and sound."""
        name, end = self.random.choice(LATER), self.random.choice(("", "", "parent", "interrupt"))
        file, data = self.shop.root / f"weo-{name}.csv", self.desk / "data"
        rows = [
            row | {"value": "2.9"}
            if (row["iso3"], row["indicator"], row["year"]) == ("DEU", "PCPIPCH", "2027")
            else row
            for row in ROWS
        ]
        portal(file, rows, f"{name}-13")
        reasons = self.shop.write("known.csv", f"id,reason\nblank.{name}.POL.2014.PCPIPCH,Blank in the file.\n")
        before, there = tree_of(data), (data / f"macro/{name}.csv").exists()
        words = ["import", str(file), "--accessed", "2027-12-01", "--exceptions", str(reasons), "--data", str(data)]
        code = self.run([sys.executable, "-m", "report", "data", *words], end, longest=25)
        changed = tree_of(data) != before
        assert not (changed and there) and (code != 2 or not changed), f"exit code {code}"
        assert code in {*CODES[end], 2}, code
        check = subprocess.run(
            [sys.executable, "-m", "report", "data", "check", str(data)], capture_output=True, text=True, check=False
        )
        assert check.stdout == "no problems\n", check.stdout + check.stderr

    def refresh(self) -> None:
        """Execute the committed notebook again, whole or killed: it is the old one or the new one."""
        notebook, end = self.shop.root / "notebooks/priced.ipynb", self.random.choice(("", "parent", "interrupt"))
        before = notebook.read_text(encoding="utf-8")
        code = self.run([sys.executable, "-c", REFRESH, str(notebook)], end, longest=6)
        after = notebook.read_text(encoding="utf-8")
        fresh = f"tea {2 * self.price}" in after or f"{2 * self.price} [" in after
        assert fresh if code == 0 else (after == before or fresh), f"exit code {code}"

    def look(self) -> None:
        assert self.letter.read_text() == "Dear Ann,\n" and not (self.shop.root / "build.failed").exists()
        if self.shop.out.exists():
            assert verify(self.shop.out) == []
            price = int(re.search(r"tea (\d+)", (self.shop.out / "priced/tea.html").read_text())[1]) // 2  # times is 2
            assert price in self.shown


CODES = {
    "": {0},
    "parent": {0, -signal.SIGKILL},
    "group": {0, -signal.SIGKILL},
    "worker": {0, 1},
    "interrupt": {0, 130, -signal.SIGINT},
}
"""Exit codes by end; with that of the system ends what was interrupted before there was anybody to meet it."""
KILLED = ("parent", "group", "worker")


def _family(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


@pytest.fixture
def soak(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Soak]:
    with tempfile.TemporaryDirectory(prefix="s-", dir="/tmp") as temporary:
        monkeypatch.setenv("TMPDIR", temporary)
        yield Soak(shop, Path(temporary))


def report_of(soak: Soak, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        left = sorted(path.name for path in soak.temporary.iterdir())
        print(f"\n{dict(sorted(soak.done.items()))}; left in the temporary folder: {left or 'nothing'}")


def test_whatever_happens_in_whatever_order_everything_holds(soak: Soak, capsys) -> None:
    often = [soak.edit, soak.build, soak.kill]
    ways = [
        *often,
        *often,
        soak.restyle,
        soak.arrive,
        soak.damage,
        soak.interrupt,
        soak.restore,
        soak.take,
        soak.refresh,
    ]
    for number in range(STEPS):
        step = soak.random.choice(ways)
        try:
            step()
            soak.look()
        except AssertionError as error:
            raise AssertionError(f"step {number}, {step.__name__}, of SOAK_SEED={SEED}: {error}") from error
    soak.build()
    soak.look()
    report_of(soak, capsys)


def test_builds_that_are_killed_or_interrupted_leave_the_last_one_and_nothing_else(soak: Soak, capsys) -> None:
    ends = [KILLED[number % 3] for number in range(KILLS)] + ["interrupt"] * max(1, KILLS // 5)
    soak.build()
    for end in ends:
        soak.edit()
        soak.build(end)
        soak.look()
        if soak.random.random() < 0.3:
            soak.build()
            soak.look()
    soak.build()
    soak.look()
    report_of(soak, capsys)

"""Random sequences of what happens to a project, its tables and its builds; after each step everything that must hold
is looked at.

``SOAK=200 pytest tests/soak/test_soak.py`` takes 200 steps, and among them ``KILLS=100`` as many builds killed and a
fifth as many interrupted; ``SOAK_SEED`` others.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from intake.made import october, portal
from processes import begun, descendants, gone
from report.cli.checking import found
from report.run import host, swap, verify
from report.tables import data_path
from run.conftest import Shop, tree_of

STEPS, KILLS = int(os.environ.get("SOAK", "5")), int(os.environ.get("KILLS", "3"))
SEED = int(os.environ.get("SOAK_SEED", "19"))
ROOT = str(Path(__file__).parents[2])
REFRESH = f"import sys; sys.path.insert(0, {ROOT!r}); from pathlib import Path; from tools.refresh import refresh as again; again(Path(sys.argv[1]))"
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
        shutil.rmtree(self.desk, ignore_errors=True)
        for name in ("data", "seeds"):
            shutil.copytree(data_path().parent / name, self.desk / name)

    def build(self, end: str = "") -> None:
        """Build, whole or until ended; before the end of a killed one either page may be in place."""
        code = self.run(self.shop.command(), end)
        assert code in CODES[end], code
        if code == 1:  # the page whose worker was killed failed, and its notebook is kept
            shutil.rmtree(self.shop.root / "build.failed", ignore_errors=True)
        self.shown = {self.price} if code == 0 else self.shown | {self.price}
        if code == 0:
            assert [path.name for path in swap.work(self.shop.out).iterdir()] == ["lock"]
            assert not list(self.temporary.glob(f"{host.PREFIX}*"))

    def run(self, command: list[str], end: str, longest: float = 3) -> int:
        """Run a command, ended at a random moment; its exit code, when none of its processes is left."""
        started, family = begun(command), []
        if end:
            with contextlib.suppress(subprocess.TimeoutExpired):
                started.wait(self.random.uniform(0.1, longest))
            family = descendants(started.pid)
            self._end(started, family, end)
        started.communicate(timeout=120)
        self.done[f"{end or 'whole'}, exit code {started.returncode}"] += 1
        left = [pid for pid in family if not gone(pid, 20)]
        assert left == [], f"processes {left} are left of {command}"
        return started.returncode

    def _end(self, started: subprocess.Popen[str], family: list[int], end: str) -> None:
        with contextlib.suppress(ProcessLookupError):
            if end == "worker":
                [os.kill(pid, signal.SIGKILL) for pid in family and [self.random.choice(family)]]
            elif end == "parent":
                started.kill()
            elif started.poll() is None:
                os.killpg(started.pid, signal.SIGINT if end == "interrupt" else signal.SIGKILL)

    def kill(self, end: str) -> None:
        """Edit, and end the build that follows."""
        self.edit()
        self.build(end)

    def interrupt(self) -> None:
        self.kill("interrupt")

    def take(self) -> None:
        """Import an invented outlook, whole or killed: the tables are as before, or as after, and sound."""
        name, end = self.random.choice(LATER), self.random.choice(("", "", "parent", "interrupt"))
        file, data = self.shop.root / f"weo-{name}.csv", self.desk / "data"
        portal(file, october(), f"{name}-13")
        reasons = self.shop.write("known.csv", f"id,reason\nblank.{name}.POL.2014.PCPIPCH,Blank in the file.\n")
        before, there = tree_of(data), (data / f"macro/{name}.csv").exists()
        words = ["import", str(file), "--accessed", "2027-12-01", "--exceptions", str(reasons), "--data", str(data)]
        code = self.run([sys.executable, "-m", "report", "data", *words], end, longest=25)
        changed = tree_of(data) != before
        assert not (changed and there) and (code != 2 or not changed), f"exit code {code}"
        assert code in {*CODES[end], 2}, code
        assert found(data) == []

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


@pytest.fixture
def soak(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Soak]:
    with tempfile.TemporaryDirectory(prefix="s-", dir="/tmp") as temporary:
        monkeypatch.setenv("TMPDIR", temporary)
        yield Soak(shop, Path(temporary))


def test_whatever_happens_in_whatever_order_everything_holds(soak: Soak, capsys) -> None:
    often = [soak.edit, soak.build]
    ways = [soak.take, soak.refresh, soak.restyle, soak.arrive, soak.damage, *often, soak.restore, *often]
    ends = [partial(soak.kill, KILLED[number % 3]) for number in range(KILLS)] + [soak.interrupt] * max(1, KILLS // 5)
    steps = [*(ways[number % len(ways)] for number in range(STEPS)), *ends]
    soak.random.shuffle(steps)
    for number, step in enumerate([soak.build, *steps, soak.build]):
        try:
            step()
            soak.look()
        except AssertionError as error:
            raise AssertionError(f"step {number}, {step}, of SOAK_SEED={SEED}: {error}") from error
    with capsys.disabled():
        left = sorted(path.name for path in soak.temporary.iterdir())
        print(f"\n{dict(sorted(soak.done.items()))}; left in the temporary folder: {left or 'nothing'}")

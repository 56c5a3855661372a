"""Random sequences of what happens to a project and its builds; after each step everything that must hold is looked at.

``SOAK=200 pytest tests/run/test_soak.py`` takes 200 steps; ``SOAK_SEED`` others.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from report.run import scratch, swap, verify

from .conftest import Shop

STEPS, SEED = int(os.environ.get("SOAK", "6")), int(os.environ.get("SOAK_SEED", "19"))


class Soak:
    """A project, a letter of somebody's beside it, and what each step does to them."""

    def __init__(self, shop: Shop, temporary: Path) -> None:
        self.shop, self.temporary, self.random = shop, temporary, random.Random(SEED)
        self.price = 3
        self.shown: set[int] = set()  # prices that the build in place may show
        self.letter = shop.write("letter.txt", "Dear Ann,\n")

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

    def build(self, end: int = 0) -> None:
        """Build, whole or until a signal ends it; before the end of a killed one either page may be in place."""
        before = verify(self.shop.out) if self.shop.out.exists() else []
        started = subprocess.Popen(self.shop.command(), start_new_session=True, stdout=subprocess.DEVNULL)
        if end:
            time.sleep(self.random.uniform(0.1, 3))
            if end == signal.SIGKILL:
                started.kill()
            else:
                os.killpg(started.pid, end)
        code = started.wait(60)
        assert before == [] and code in {0, 130 if end == signal.SIGINT else -end}
        self.shown = {self.price} if code == 0 else self.shown | {self.price}
        if code == 0:
            assert [path.name for path in swap.work(self.shop.out).iterdir()] == ["lock"]
            assert not list(self.temporary.glob(f"{scratch.PREFIX}*"))

    def kill(self) -> None:
        self.build(signal.SIGKILL)

    def stop(self) -> None:
        self.build(signal.SIGINT)

    def look(self) -> None:
        assert self.letter.read_text() == "Dear Ann,\n" and not (self.shop.root / "build.failed").exists()
        if self.shop.out.exists():
            assert verify(self.shop.out) == []
            price = int(re.search(r"tea (\d+)", (self.shop.out / "priced/tea.html").read_text())[1]) // 2  # times is 2
            assert price in self.shown


def test_whatever_happens_in_whatever_order_everything_holds(shop: Shop, monkeypatch) -> None:
    with tempfile.TemporaryDirectory(prefix="s-", dir="/tmp") as temporary:
        monkeypatch.setenv("TMPDIR", temporary)
        soak = Soak(shop, Path(temporary))
        ways = [
            soak.edit,
            soak.edit,
            soak.restyle,
            soak.arrive,
            soak.damage,
            soak.build,
            soak.kill,
            soak.kill,
            soak.stop,
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

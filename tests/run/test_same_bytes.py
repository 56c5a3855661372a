"""Two clean builds in different surroundings are the same, byte for byte."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from report.run import manifest

from .conftest import Shop, notebook, tree_of

TELLING = [
    "import os, time, locale, sys, tempfile, warnings\nimport pandas as pd, shop\nfrom shop import tables",
    "print({'a', 'b', 'c'}, hash('tea'), time.tzname, time.strftime('%x %A', time.gmtime(0)), "
    "sys.getdefaultencoding())",
    "print(os.get_terminal_size.__name__, os.environ.get('COLUMNS'), sys.stdout.encoding, "
    "locale.getpreferredencoding())",
    "display(pd.DataFrame({'x': [1.5] * 3}), object())\nwarnings.warn('where am I')",
    "print(__debug__, sys.flags.dev_mode, sys.flags.isolated, sys.warnoptions)",
    "print(item, shop.prices(), tables.offers(), os.getcwd(), sys.prefix, open, file=sys.stderr)",
]


def test_folder_jobs_flags_locale_time_zone_hash_seed_home_and_preload_do_not_show(shop: Shop, tmp_path: Path) -> None:
    shop.write("notebooks/priced.ipynb", notebook(*TELLING))
    other = Shop(tmp_path / "somewhere else" / "entirely")
    shutil.copytree(shop.root, other.root)
    home = tmp_path / "home"
    (home / ".ipython/profile_default/startup").mkdir(parents=True)
    (home / ".ipython/profile_default/startup/00.py").write_text("print('from the home folder'); item = 'x'")
    plain = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    exotic = {"TZ": "Asia/Tokyo", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "77"}
    exotic |= {"HOME": str(home), "COLUMNS": "40"}
    odd = ["-O", "-X", "dev", "-W", "error::UserWarning"]
    for one, jobs, env, preload, flags in ((shop, 1, plain, "shop.tables:prices", []), (other, 3, exotic, "", odd)):
        surroundings = {**os.environ, **env, "PYTHONPATH": str(one.root), "SHOP_DATA": str(one.root / "data")}
        command = one.command(jobs, preload, flags)
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    first, second = tree_of(shop.out), tree_of(other.out)
    assert first.keys() == second.keys() and len(first) == 6
    assert [name for name in first if first[name] != second[name]] == []
    described = manifest.read(shop.out)
    assert "data/prices.csv" in described["inputs"] and "notebooks/priced/tea.ipynb" in described["outputs"]
    assert described["tasks"]["priced/tea"]["parameters"] == {"item": "tea"}
    assert str(tmp_path) not in json.dumps(described)
    printed = first["notebooks/priced/tea.ipynb"].decode()
    assert not any(text in printed for text in ("from the home folder", "<DataFrame", sys.prefix, "object at 0x"))
    assert "('UTC', 'UTC')" in printed and "<cell>:2: UserWarning: where am I" in printed and "<python>" in printed


def test_the_date_given_is_part_of_the_build(built: Shop, monkeypatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert str(built.build().reasons[0]) == "priced/tea: render (SOURCE_DATE_EPOCH changed)"
    assert manifest.read(built.out)["SOURCE_DATE_EPOCH"] == "0" and built.build().unchanged

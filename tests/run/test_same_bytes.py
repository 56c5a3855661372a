"""Notebooks as data: parameters, the digest of a source, the settled form of an executed one, by which builds in
different surroundings have the same bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from report.run import RunError, manifest, notebook

from .conftest import Shop, tree_of
from .conftest import notebook as made


def test_parameters_are_the_names_the_tagged_cell_sets() -> None:
    cell = "country = 'EST'  # an ally\nyears: int = 10\nimport os\nos.x = 1\na, (b, c) = 1, (2, 3)\nd = e.f = 5"
    nb = json.loads(made("later = 3", parameters=cell))
    assert notebook.parameters(nb) == ["country", "years", "a", "b", "c", "d"]
    assert notebook.parameters({"cells": [], "metadata": {}}) == []
    with pytest.raises(RunError, match=r"x\.ipynb: the cell tagged 'parameters' cannot be read"):
        notebook.parameters(json.loads(made(parameters="a = ")), "x.ipynb")


def test_what_a_run_depends_on_is_the_source_and_not_results(tmp_path: Path) -> None:
    nb, path = json.loads(made("# A", "print(1)")), tmp_path / "x.ipynb"

    def source() -> bytes:
        path.write_text(json.dumps(nb))
        return json.dumps(notebook.without_results(path)).encode()

    before = source()
    nb["cells"][2] |= {"outputs": [{"output_type": "stream", "text": "1"}], "execution_count": 7}
    nb["metadata"]["papermill"] = {"start_time": "now"}
    nb["cells"][2]["source"] = ["print", "(1)"]
    nb["cells"].insert(0, {"cell_type": "markdown", "id": "m", "metadata": {"tags": [notebook.MARKER]}, "source": "!"})
    assert source() == before
    for number, text in ((1, "a = 1"), (2, "# B")):
        nb["cells"][number]["source"] = text
        assert source() != before
        before = source()


def test_what_is_printed_is_joined_as_nbclient_joins_it() -> None:
    pieces = [("stderr", "a"), ("stdout", "x\ry"), ("stdout", "\rz\n"), ("shown", ""), ("stderr", "b"), ("stdout", "c")]
    shown = {"output_type": "display_data", "data": {}}
    streams = [{"output_type": "stream", "name": name, "text": text} for name, text in pieces]
    joined = notebook.coalesced([shown if one["name"] == "shown" else one for one in streams])
    assert [(one.get("name"), one.get("text")) for one in joined] == [
        ("stdout", "z\nc"),
        ("stderr", "ab"),
        (None, None),
    ]


def test_folders_are_taken_out_where_they_are_folders() -> None:
    at = {"/root": "~"}
    same = "https://host/root/x and /root2 and /a/root and boot/root"
    assert notebook.settled(same, at) == same
    assert (
        notebook.settled("/root, '/root/x', file:///root/y, \x1b[32m/root/z", at) == "~, '~/x', file://~/y, \x1b[32m~/z"
    )


def test_a_long_word_is_settled_in_time_that_grows_with_it() -> None:
    """The square of its length, an hour of it, would be noticed."""
    word = "x" * 3_000_000 + "/" + "y" * 3_000_000
    assert (
        notebook.settled(f"{word} (<ipython-input-7-0ab>:3) <a at 0xff>", {"/tmp/a": "."}) == f"{word} (<cell>:3) <a>"
    )


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"cells": []}',
        '{"cells": [], "metadata": null, "nbformat": 4}',
        '{"cells": [{"cell_type": "code", "source": null, "metadata": {}}], "nbformat": 4, "nbformat_minor": 5}',
        made("1").replace('"nbformat_minor": 5', '"nbformat_minor": 4'),
        made("1").replace('"id"', '"no"'),
    ],
)
def test_what_is_not_a_notebook_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.ipynb").write_text(content)
    with pytest.raises(RunError, match=r"x\.ipynb is not a notebook of format 4\.5"):
        notebook.load(tmp_path / "x.ipynb")


def test_folders_to_replace_are_never_the_root() -> None:
    assert "/" not in notebook.folders(Path("/notebook.ipynb"), {})


# -- two clean builds in different surroundings are the same, byte for byte


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
    shop.write("notebooks/priced.ipynb", made(*TELLING))
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
        found = os.pathsep.join([str(one.root), os.environ["PYTHONPATH"]])
        surroundings = {**os.environ, **env, "PYTHONPATH": found, "SHOP_DATA": str(one.root / "data")}
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

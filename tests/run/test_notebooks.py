"""Notebooks as data: parameters, the digest of a source, the settled form of an executed one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from report.run import RunError, notebook

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
        return json.dumps(notebook.written(path)).encode()

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

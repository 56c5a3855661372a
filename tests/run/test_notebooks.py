"""Notebooks as data: parameters, the digest of a source, the settled form of an executed one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.run import RunError, notebook

from .conftest import notebook as made


def test_parameters_are_the_names_the_tagged_cell_sets() -> None:
    nb = json.loads(
        made("later = 3", parameters="country = 'EST'  # an ally\nyears: int = 10\nimport os\nos.x = 1\na = b = 2")
    )
    assert notebook.parameters(nb) == ["country", "years", "a", "b"]
    assert notebook.parameters({"cells": [], "metadata": {}}) == []


def test_what_a_run_depends_on_is_the_source_and_not_results(tmp_path: Path) -> None:
    nb, path = json.loads(made("# A", "print(1)")), tmp_path / "x.ipynb"

    def source() -> bytes:
        path.write_text(json.dumps(nb))
        return notebook.source_of(path)

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


def test_settling_removes_times_places_numbers_and_random_ids() -> None:
    clock = {"start_time": "2026", "end_time": "2026", "duration": 1.0}
    injected = {
        "cell_type": "code",
        "id": "f3a9",
        "source": "x = 1",
        "outputs": [],
        "metadata": {"tags": ["injected-parameters"]},
    }
    texts = ["<ipython-input-7-0123abc>:1: Warning", "<object at 0x7f00aa>", "/home/me/work/nb/x.csv"]
    printed = {
        "cell_type": "code",
        "source": "",
        "metadata": {"execution": {"iopub": "2026"}, "papermill": {"status": "completed", **clock}},
        "outputs": [
            {"output_type": "stream", "text": texts[0]},
            {"output_type": "display_data", "data": {"text/plain": texts[1], "application/x+json": {"at": texts[2]}}},
            {"output_type": "error", "evalue": texts[2], "traceback": texts},
        ],
    }
    metadata = {"papermill": {"version": "2", **clock}, "language_info": {"name": "python", "version": "3.11.7"}}
    nb = {"cells": [injected, printed], "metadata": metadata}

    notebook.settle(nb, "in.ipynb", "notebooks/out.ipynb", {"/home/me/work/nb": "."})

    settled = ["<cell>:1: Warning", "<object>", "./x.csv"]
    assert nb["metadata"] == {
        "papermill": {"version": "2", "input_path": "in.ipynb", "output_path": "notebooks/out.ipynb"},
        "language_info": {"name": "python"},
    }
    assert injected["id"] == "injected-parameters"
    assert printed["metadata"] == {"papermill": {"status": "completed"}}
    assert printed["outputs"][0]["text"] == settled[0]
    assert printed["outputs"][1]["data"] == {
        "text/plain": settled[1],
        "application/x+json": {"at": texts[2]},
    }  # data is not touched
    assert printed["outputs"][2] == {"output_type": "error", "evalue": settled[2], "traceback": settled}


def test_cells_without_an_id_get_one_that_is_not_random() -> None:
    kinds = ["code", "markdown", "code", "code"]
    plain = {"metadata": {}, "source": ""}
    cells = [{**plain, "cell_type": kind, **({"id": "mine"} if n in (0, 3) else {})} for n, kind in enumerate(kinds)]
    old = {"cells": cells, "metadata": {}, "nbformat_minor": 4}
    nb = notebook.parse(json.dumps(old).encode(), "old.ipynb")
    assert [cell["id"] for cell in nb["cells"]] == ["mine", "markdown-1", "code-2", "code-3"]  # prose moves no code
    assert nb["nbformat_minor"] == 5


PIECES = st.tuples(st.sampled_from(["stdout", "stderr", "shown"]), st.text("ab\r\n", max_size=6))


@given(st.lists(PIECES, max_size=8))
def test_what_is_printed_is_joined_as_nbclient_joins_it(pieces: list[tuple[str, str]]) -> None:
    shown = {"output_type": "display_data", "data": {}}
    outputs = [
        shown if name == "shown" else {"output_type": "stream", "name": name, "text": text} for name, text in pieces
    ]
    # nbclient 0.10: all of one name in the place of the first; ".*\r(?=[^\n])" out; then a swap of neighbours in the wrong order
    texts: dict[str, str] = {}
    expected: list[str] = []
    for name, text in pieces:
        if name == "shown" or name not in texts:
            expected.append(name)
        texts[name] = texts.get(name, "") + text
    for place, name in enumerate(expected):
        if name == "stderr" and expected[place + 1 : place + 2] == ["stdout"]:
            expected.insert(place, expected.pop(place + 1))
    joined = notebook.coalesced(outputs)
    assert [output.get("name", "shown") for output in joined] == expected
    assert {output["name"]: output["text"] for output in joined if "name" in output} == {
        name: re.sub(r".*\r(?=[^\n])", "", text) for name, text in texts.items() if name != "shown"
    }


def test_a_notebook_is_written_with_a_line_for_each_cell() -> None:
    nb = json.loads(made("# Prose – with a dash", "print(1)"))
    text = notebook.dumps(nb).decode()
    assert json.loads(text) == nb and len(text.splitlines()) == len(nb["cells"]) + 3


def test_folders_are_taken_out_where_they_are_folders() -> None:
    at = {"/root": "~"}
    same = "https://host/root/x and /root2 and /a/root and boot/root"
    assert notebook.settled(same, at) == same
    assert (
        notebook.settled("/root, '/root/x', file:///root/y, \x1b[32m/root/z", at) == "~, '~/x', file://~/y, \x1b[32m~/z"
    )


def test_parameters_that_cannot_be_read_are_named() -> None:
    cell = {
        "cell_type": "code",
        "metadata": {"tags": ["parameters"]},
        "source": "a, (b, c) = 1, (2, 3)\nd: int = 4\ne = f.g = 5",
    }
    assert notebook.parameters({"cells": [cell], "metadata": {}}) == ["a", "b", "c", "d", "e"]
    for wrong in ({"source": "a = "}, {"cell_type": "markdown"}):
        with pytest.raises(RunError, match=r"x\.ipynb: the cell tagged 'parameters' cannot be read"):
            notebook.parameters({"cells": [{**cell, **wrong}], "metadata": {}}, "x.ipynb")


def test_a_long_word_is_settled_in_time_that_grows_with_it() -> None:
    """The square of its length, an hour of it, would be noticed."""
    word = "x" * 3_000_000 + "/" + "y" * 3_000_000
    assert (
        notebook.settled(f"{word} (<ipython-input-7-0ab>:3) <a at 0xff>", {"/tmp/a": "."}) == f"{word} (<cell>:3) <a>"
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"cells": []}',
        b'"text"',
        b'{"cells": [], "metadata": null}',
        b'{"cells": [{"cell_type": "code", "source": ""}], "metadata": {}}',
        b'{"cells": [{"cell_type": "code", "source": null, "metadata": {}}], "metadata": {}}',
        b'{"cells": [], "metadata": {}, "nbformat": 3}',
    ],
)
def test_what_is_not_a_notebook_is_named(content: bytes) -> None:
    with pytest.raises(RunError, match=r"x\.ipynb is not a notebook of format 4"):
        notebook.parse(content, "x.ipynb")


def test_folders_to_replace_are_never_the_root() -> None:
    assert "/" not in notebook.folders(Path("/notebook.ipynb"), {})

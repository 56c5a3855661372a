"""Cells run by our engine: what they show is what an ordinary kernel shows, and what stops them is told."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from papermill import execute_notebook
from papermill.exceptions import PapermillExecutionError

from processes import gone, wait_for
from report.run.errors import Failure
from report.run.executing import NAME, execute

from .conftest import Shop, notebook

SHOWN = [
    "import sys, warnings, os, asyncio\nprint('out', end=''); sys.stderr.write('err'); 5",
    "import pandas as pd, altair as alt\nframe = "
    "pd.DataFrame({'x': range(5), 'y': [i / 3 for i in range(5)]})\nframe.describe()",
    "alt.Chart(frame).mark_line().encode(x='x', y='y').to_dict()",
    "from IPython.display import HTML, Image, display\nshown = display('old', display_id=True); print('y')",
    "display(HTML('<b>1</b>')); shown.update('new'); print('z'); (1, 2)",
    "display(Image(b'\\x89PNG\\r\\n\\x1a\\n', format='png')); None",
    "print('x' * 300_000)",
    "warnings.warn('take care')\nobject",
    "await asyncio.sleep(0, 'awaited')",
    "_, Out[5], In[1][:6], __name__, sys.path[0], sys.stdout.encoding, os.path.basename(os.getcwd())",
    "%precision 2\n2 / 3",
    "x = 3;",
    "x;",
    "",
]


def run(path: Path, engine: str | None) -> list[dict]:
    """The cells of a notebook run by papermill with an engine, without what differs between any two runs."""
    how = {"engine_name": engine, "progress_bar": False, "cwd": str(path.parent)}
    done = execute_notebook(str(path), None, {"item": "jam"}, **how)
    texts = [{name: cell.get(name) for name in ("source", "outputs", "execution_count")} for cell in done.cells]
    return json.loads(
        re.sub(r"(?:/[^ \"/]+)+/ipykernel_\d+/\d+\.py|<ipython-input-[^>]+>", "<cell>", json.dumps(texts))
    )


def test_outputs_are_those_of_an_ordinary_kernel(shop: Shop) -> None:
    path = shop.write("notebooks/priced.ipynb", notebook(*SHOWN))
    assert run(path, NAME) == run(path, None)


def test_what_others_write_for_a_cell_stays_in_it_and_in_order(shop: Shop) -> None:
    turns = """import os, subprocess
for n in range(9):
    print('py', n); subprocess.run(['echo', f'sh {n}']); os.write(1, f'c {n}\\n'.encode())"""
    apart = "os.write(1, ('a' + 'é' * 3000).encode()); os.write(2, b'err')"
    shop.write("notebooks/priced.ipynb", notebook(turns, apart))
    cells = json.loads(execute(shop.tasks()[0], {}))["cells"][2:]
    assert cells[0]["outputs"][0]["text"] == "".join(f"py {n}\nsh {n}\nc {n}\n" for n in range(9))
    assert [output.get("text") for output in cells[1]["outputs"]] == ["a" + "é" * 3000, "err", None]


STOPS = {
    "print('so far'); import time\ntime.sleep(30)": "TimeoutError: not done within 1 seconds",
    "print('so far'); import os\nos.kill(os.getpid(), 9)": "ChildDied: the process died (exit code -9): out of memory,",
    "print('so far'); 1 / 0": "ZeroDivisionError: division by zero",
    "raise ValueError()": "ValueError:",
    "class Shown:\n    def _repr_html_(self): raise ValueError('no ink')\nShown()": "ValueError: no ink",
    "1 +": "SyntaxError: invalid syntax",
}


@pytest.mark.parametrize(("cell", "error"), STOPS.items())
def test_what_stops_a_notebook_is_named_with_its_cell(shop: Shop, cell: str, error: str) -> None:
    shop.write("notebooks/priced.ipynb", notebook("x = 1", cell, "y = 1"))
    failure = execute(shop.tasks("jam")[0], {}, 1 if "sleep" in cell else None)
    assert isinstance(failure, Failure)
    assert (failure.task, failure.cell) == ("priced/jam", 3) and failure.error.strip().startswith(error)
    assert b"papermill-error-cell" in failure.notebook and (b"so far\\n" in failure.notebook) == ("so far" in cell)
    nbformat.validate(nbformat.reads(failure.notebook, as_version=4))


def test_each_process_has_random_numbers_of_its_own(shop: Shop) -> None:
    drawn = "import random, uuid, numpy\nprint(random.random(), uuid.uuid4(), numpy.random.rand())"
    shop.write("notebooks/priced.ipynb", notebook(drawn))
    assert execute(shop.tasks()[0], {}) != execute(shop.tasks()[0], {})


@pytest.mark.parametrize("engine", [[], ["--engine", NAME]])
def test_papermill_on_the_command_line(shop: Shop, tmp_path: Path, engine: list[str]) -> None:
    cell = "import os\nprint(os.path.basename(os.getcwd()), item, times)"
    source, out = shop.write("notebooks/priced.ipynb", notebook(cell)), tmp_path / "out.ipynb"
    words = ["papermill", *engine, str(source), str(out), "-p", "item", "jam", "-p", "times", "3"]
    subprocess.run([sys.executable, "-m", *words], cwd=tmp_path, check=True, capture_output=True)
    assert "".join(json.loads(out.read_text())["cells"][-1]["outputs"][0]["text"]) == f"{tmp_path.name} jam 3\n"


def test_an_error_is_papermills_and_no_process_is_left(shop: Shop) -> None:
    path = shop.write("notebooks/priced.ipynb", notebook("import os\nraise KeyError(os.getpid())"))
    with pytest.raises(PapermillExecutionError, match="KeyError") as caught:
        run(path, NAME)
    assert gone(int(caught.value.evalue))


def test_a_process_ends_with_its_asker_even_when_that_is_killed(shop: Shop, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    cell = f"import os, pathlib, time\npathlib.Path({str(pid)!r}).write_text(str(os.getpid())); time.sleep(60)"
    path = shop.write("notebooks/priced.ipynb", notebook(cell))
    code = f"from papermill import execute_notebook\nexecute_notebook({str(path)!r}, None, engine_name={NAME!r})"
    asker = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    wait_for(lambda: pid.exists() and pid.read_text())
    asker.kill()
    asker.wait()
    assert gone(int(pid.read_text()))

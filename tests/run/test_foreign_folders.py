"""A build takes the place of a build or of nothing: a folder of somebody's own files is refused before anything is done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from report.run.errors import RunError
from report.run.manifest import NAME, refuse_foreign

from .conftest import Shop


@pytest.mark.parametrize("held", [{"letter.txt": "mine"}, {NAME: "{}"}, {NAME: "[1]"}, {NAME: "not JSON"}])
def test_a_folder_of_other_files_is_refused_and_stays(shop: Shop, held: dict[str, str]) -> None:
    shop.out.mkdir()
    for name, text in held.items():
        (shop.out / name).write_text(text)
    with pytest.raises(RunError, match="holds files that no build made"):
        shop.build()
    assert {path.name: path.read_text() for path in shop.out.iterdir()} == held


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file")
    with pytest.raises(RunError, match="is a file"):
        refuse_foreign(tmp_path / "build")
    with pytest.raises(RunError, match="is a file"):
        refuse_foreign(tmp_path / "build/deep/site")


def test_an_empty_folder_and_an_earlier_build_are_replaced(shop: Shop) -> None:
    shop.out.mkdir()
    assert shop.build(versions={"n": "1"}).exit_code == 0
    assert shop.build(versions={"n": "2"}).exit_code == 0
    assert json.loads((shop.out / NAME).read_text())["versions"]["n"] == "2"

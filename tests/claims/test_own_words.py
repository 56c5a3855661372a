"""No sentence of the source texts is kept: no eight words in a row, in any record or anywhere in the package."""

import re
import tomllib
from pathlib import Path

import pytest

from report.folders import seeds_folder
from report.tables import data_path

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT.parent / "shared" / "seeds"
RUN = 8


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of eight words."""
    words = re.findall(r"[a-z0-9%.]+", text.lower().replace("’", "'"))
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def without_title(file: Path) -> str:
    """A record's text but for the title it cites."""
    text = file.read_text(encoding="utf-8")
    return text.replace(str(tomllib.loads(text)["title"]), "")


def kept() -> dict[str, str]:
    sources = [file for pattern in ("*.py", "*.toml") for file in (ROOT / "src").rglob(pattern)]
    sources += [*data_path().glob("*.csv"), *(ROOT / "docs").rglob("*.md")]
    texts = {str(file): file.read_text(encoding="utf-8") for file in sources}
    return texts | {str(file): without_title(file) for file in seeds_folder(data_path()).glob("*.toml")}


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the source texts are not here to compare with")
def test_no_run_of_eight_words_of_the_texts_is_kept():
    article = set().union(*(runs(file.read_text(encoding="utf-8")) for file in TEXTS.glob("*.txt")))
    assert len(article) > 2000
    found = {name: sorted(" ".join(run) for run in runs(text) & article) for name, text in kept().items()}
    assert {name: runs_ for name, runs_ in found.items() if runs_} == {}


def test_a_copied_sentence_would_be_found():
    sentence = "One two three four five six seven eight nine."
    assert runs(sentence) & runs(f"And then: {sentence}")

"""What changed in each release is told once: the methods page prints the entries of CHANGELOG.md word for word."""

import re
import tomllib
from pathlib import Path

import report
from report.pages.methods import methods_page
from report.prose.methods import changes

ROOT = Path(__file__).parents[2]


def changelog() -> list[dict]:
    """The releases of CHANGELOG.md, the newest first: a heading, a sentence or two, a list. What is not released yet is none of them."""
    _, *parts = re.split(r"^## +", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.M)
    return [_release(part) for part in parts if not part.startswith("Unreleased")]


def _release(part: str) -> dict:
    version, _, body = part.partition("\n")
    said, *entries = re.split(r"^- ", body, flags=re.M)
    return {"version": version.strip(), "said": _joined(said), "changes": [_joined(entry) for entry in entries]}


def _joined(text: str) -> str:
    """Wrapped lines as one."""
    return " ".join(text.split())


def test_the_page_prints_the_changelog_word_for_word():
    assert methods_page().releases == changelog()


def test_the_newest_release_is_the_version_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert changelog()[0]["version"] == report.__version__
    assert project.get("version", report.__version__) == report.__version__


def test_the_page_tells_the_newest_release_and_names_the_one_before():
    newest, *older = changelog()
    told = str(changes(methods_page()))
    assert newest["version"] in told and all(change in told for change in newest["changes"])
    assert (older[0]["version"] if older else "none, this is the first") in told

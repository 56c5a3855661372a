"""What changed in each release is told once: the methods page prints the entries of CHANGELOG.md word for word."""

import re
import tomllib
from pathlib import Path

import report
from report.pages.methods import methods_page
from report.prose.methods import changes

ROOT = Path(__file__).parents[2]


def changelog() -> list[dict]:
    """The releases of CHANGELOG.md, the newest first: a version, a sentence or two, a list. What is not released yet is
    none of them."""
    return [_release(part) for part in headings() if not part.startswith("[Unreleased]\n")]


def headings() -> list[str]:
    """The parts of CHANGELOG.md, each from its heading on."""
    return re.split(r"^## +", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.M)[1:]


def _release(part: str) -> dict:
    heading, _, body = part.partition("\n")
    said, *entries = re.split(r"^- ", body, flags=re.M)
    return {
        "version": heading.split("]")[0].strip("["),
        "said": _joined(said),
        "changes": [_joined(entry) for entry in entries],
    }


def _joined(text: str) -> str:
    """Wrapped lines as one."""
    return " ".join(text.split())


def test_the_page_prints_the_changelog_word_for_word():
    assert methods_page().releases == changelog()


def test_the_changelog_opens_with_what_is_not_released_and_dates_what_is():
    first, *released = [part.splitlines()[0] for part in headings()]
    assert first == "[Unreleased]"
    dates = [re.fullmatch(r"\[\d+\.\d+\.\d+\] - (\d{4}-\d\d-\d\d)", heading)[1] for heading in released]
    assert dates and dates == sorted(dates, reverse=True)


def test_package_changelog_and_citation_name_the_same_release():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    cited = dict(re.findall(r"^(version|date-released): (.+)$", (ROOT / "CITATION.cff").read_text("utf-8"), flags=re.M))
    assert project["version"] == report.__version__
    assert headings()[1].startswith(f"[{report.__version__}] - {cited['date-released']}\n")
    assert cited["version"] == report.__version__


def test_the_page_tells_the_newest_release_and_names_the_one_before():
    newest, *older = changelog()
    told = str(changes(methods_page()))
    assert newest["version"] in told and all(change in told for change in newest["changes"])
    assert (older[0]["version"] if older else "none, this is the first") in told

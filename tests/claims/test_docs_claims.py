"""docs/CLAIMS.md: its example runs, and it says what the schema says."""

import re
from pathlib import Path

import pytest

from report.ledger import BadClaims, settle, verdicts
from report.ledger.vocabulary import schema

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "CLAIMS.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL).group(1)  # type: ignore[union-attr]
VOCABULARIES = (
    "fields",
    "checks",
    "kinds",
    "comparators",
    "measures",
    "units",
    "groups",
    "bases",
    "topics",
    "reasons",
    "verdicts",
)


def test_the_example_gets_the_verdict_the_page_promises(tmp_path):
    (tmp_path / "900.toml").write_text(EXAMPLE, encoding="utf-8")
    book = verdicts(seeds=tmp_path)
    assert list(book["verdict"]) == [re.search(r"The ledger answers \*\*(.*?)\*\*", TEXT).group(1)]
    assert "Slovenia" in book["print_instead"][0]


def test_the_error_on_the_page_is_the_error_one_gets(tmp_path):
    (tmp_path / "900.toml").write_text(EXAMPLE.replace("share_gdp", "share_gpd"), encoding="utf-8")
    with pytest.raises(BadClaims) as error:
        settle(seeds=tmp_path)
    assert f"```text\n{error.value}\n```\n" in TEXT


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_the_page_explains_every_word(vocabulary):
    for name, spec in schema()[vocabulary].items():
        meaning = spec if isinstance(spec, str) else spec.get("meaning") or spec["label"]
        assert f"| `{name}` |" in TEXT and meaning in TEXT, f"{vocabulary}: {name}"


def test_the_page_explains_every_argument():
    for check in schema()["checks"].values():
        assert all(f"`{argument}`" in TEXT for argument in check["arguments"])

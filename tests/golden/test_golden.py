"""The briefing's figures. On a difference the new figures are written beside the expected ones, with the command that
shows and accepts them."""

import pytest
from figures import FIGURES, changes, expected, lines, text_of

import report


def test_changes_are_grouped_with_the_largest_first_and_whole_rows_apart() -> None:
    before = "iso3,component,share_gdp\nEST,core,5.0\nLVA,core,4.9\nPOL,core,4.0\n"
    now = "iso3,component,share_gdp\nEST,core,5.1\nLTU,core,5.3\nPOL,core,4.4\n"
    # Poland's 10 % of 4.0 is more than Estonia's 2 % of 5.0
    shown = [
        "gone: Latvia core",
        "new: LTU core",
        "share_gdp: 2 differ, the largest",
        "  POL core: 4.0 → 4.4",
    ]
    assert list(lines(changes(before, now), 1, {"LVA": "Latvia"})) == shown


@pytest.mark.parametrize("figures", FIGURES, ids=lambda f: f.__name__)
def test_figures_are_those_last_accepted(figures):
    file, text = expected(figures), text_of(figures, report.load())
    actual = file.with_name(f"{figures.__name__}_actual.csv")
    if text != file.read_text(encoding="utf-8"):
        actual.write_text(text, encoding="utf-8")
        pytest.fail(f"figures changed: compare {file.name} with {actual.name} in tests/golden, or run: make accept")
    actual.unlink(missing_ok=True)

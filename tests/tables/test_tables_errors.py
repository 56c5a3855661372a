from __future__ import annotations

import pytest

from report.tables import BadTable, Problem, ReportError, UnknownName, unknown
from report.tables.errors import nearest


def test_a_problem_reads_as_one_line_with_place_and_remedy() -> None:
    problem = Problem("expenditure/2026-07.csv", 17, "value", "'3,38' is not a number", "Write 3.38.")
    assert str(problem) == "expenditure/2026-07.csv, row 17, column value: '3,38' is not a number. Write 3.38."


def test_a_problem_of_a_whole_file_names_no_row() -> None:
    assert (
        str(Problem("allies.csv", 0, "", "there is no such file", "Restore it."))
        == "allies.csv: there is no such file. Restore it."
    )


def test_bad_table_keeps_every_problem_and_words_ten() -> None:
    problems = [Problem("a.csv", row, "value", "wrong", "Mend it.") for row in range(2, 14)]
    error = BadTable(problems)
    assert error.problems == problems
    assert str(error).count("\n") == 10
    assert str(error).endswith("… and 2 more")


@pytest.mark.parametrize("kind", [UnknownName, BadTable])
def test_user_errors_are_value_errors(kind: type) -> None:
    assert issubclass(kind, ReportError)
    assert issubclass(kind, ValueError)


def test_unknown_names_the_nearest_and_the_whole_list() -> None:
    error = unknown("edition", "2026-06", ["2025-08", "2026-07"])
    assert str(error) == "unknown edition '2026-06'. Did you mean '2026-07'? Known: 2025-08, 2026-07."


def test_unknown_guesses_nothing_when_nothing_is_near() -> None:
    assert "Did you mean" not in str(unknown("edition", "qqq", ["2026-07"]))


def test_nearest_does_not_mind_case() -> None:
    assert nearest("LATVA", ["Latvia", "Malta"]) == "Latvia"
    assert nearest("xyz", ["Latvia"]) is None


def test_a_number_given_as_text_is_not_suggested_as_itself() -> None:
    assert "'2024'. Did you mean 2024, as a number? Known" in str(unknown("year", "2024", ["2023", "2024"]))

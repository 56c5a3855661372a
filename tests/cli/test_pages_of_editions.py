"""Which pages an edition has: those of the allies it has figures of, and Iceland's."""

from __future__ import annotations

import pytest

from report.cli.asking import page_tasks
from report.pages.parameters import check_parameters
from report.tables import ReportError
from report.tables.releases import newest_edition


def countries(edition: str) -> set[str]:
    tasks = page_tasks(None, check_parameters({"edition": edition}))
    return {task.id.removeprefix("country/") for task in tasks if task.id.startswith("country/")}


def test_the_newest_edition_has_all_allies():
    assert len(countries(newest_edition())) == 32


def test_an_old_edition_has_those_it_knew():
    assert {"SWE", "FIN"} & countries("2019-06") == set() and {"ISL", "EST"} <= countries("2019-06")


def test_an_ally_named_that_is_not_in_it_is_refused_with_the_editions_that_have_it():
    with pytest.raises(ReportError, match=r"2019-06 has no figures of SWE; these have: .*2024-06.*2026-07"):
        page_tasks("Sweden", check_parameters({"edition": "2019-06"}))

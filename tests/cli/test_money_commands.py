"""``burdenshare pledged`` and its like: the figures of the functions, for people with the words that matter."""

import io

import pandas as pd
import pytest
from click.testing import CliRunner

import report
from report.cli import main


def run(*words):
    return CliRunner().invoke(main, list(words))


def test_pledged_is_that_of_the_function(d):
    told = pd.read_csv(io.StringIO(run("pledged", "Norway", "--drafts", "--csv").output))
    made = report.pledged(d, "hague-2025", allies="NOR", drafts=True)
    assert told["open_ncu_m"].tolist() == pytest.approx(made["open_ncu_m"].tolist(), abs=1e-5)


def test_pledged_names_what_is_not_counted_and_sums_up():
    germany = run("pledged", "DEU", "ISL").output
    assert "budget of 2027 (cabinet draft)" in germany and "not counted" in germany and "no armed forces" in germany
    sums = next(line for line in run("pledged").output.splitlines() if line.startswith("together"))
    assert [round(int(word.replace(",", "")) / 1000) for word in sums.split()[1:]] == [440, 238, 202]

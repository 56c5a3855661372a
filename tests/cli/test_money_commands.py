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


def test_financing_is_that_of_the_function_with_its_cases(d):
    how = ("--taxed", "30", "--cut", "20", "--interest", "4", "--multiplier", "0.6")
    told = pd.read_csv(io.StringIO(run("financing", "ITA", *how, "--csv").output))
    made = report.financing(d, "hague-2025", "ITA", taxed=30, cut=20, interest=4, multiplier=0.6)
    assert told["added_pp"].tolist() == pytest.approx(made["added_pp"].tolist(), abs=1e-5)
    words = run("financing", "ITA", *how).output
    assert all(f"multiplier of {case}:" in words for case in ("0", "0.6", "1"))


@pytest.mark.parametrize("wrong", [("--taxed", "120"), ("--interest", "cheap"), ("--borrowed", "50")])
def test_financing_that_cannot_be_is_refused(wrong):
    assert run("financing", "DEU", *wrong).exit_code == 2


def test_escape_room_says_where_it_is_too_near_to_tell_and_who_has_none():
    germany = run("escape-room", "DEU").output.splitlines()
    assert germany[3].split() == ["Germany", "2028", "2.88", "1.45", "0.05", "0.00", "too", "near", "yes", "–"]
    assert "members of the EU" in run("escape-room", "USA").output
    assert run("escape-room", "DEU", "--since", "1990").exit_code == 2


@pytest.mark.parametrize(
    ("command", "made"),
    [
        ("purchase", lambda d: report.purchase(d, "hague-2025", "DEU", equipment=40)),
        ("purchasing-power", lambda d: report.purchasing_power(d, "hague-2025", "DEU")),
        ("yardsticks", lambda d: report.yardsticks(d, "hague-2025", "DEU")),
    ],
)
def test_tables_are_those_of_the_functions(d, command, made):
    options = ("--equipment", "40") if command == "purchase" else ()
    told = pd.read_csv(io.StringIO(run(command, "DEU", *options, "--csv").output))
    numbers = made(d).select_dtypes("number")
    pd.testing.assert_frame_equal(told[numbers.columns], numbers, check_dtype=False, atol=1e-5)
    assert "no armed forces" in run(command, "ISL").output


def test_purchase_says_what_dearer_goods_troops_and_the_record_come_to():
    output = run("purchase", "DEU", "--troops", "60000").output
    for words in ("91.4 % at 1 and 83.7 % at 2", "60,000 more at 155,553 a head: 9,333 million EUR", "8,909"):
        assert words in output
    assert "dollar +10 %" in run("purchasing-power").output

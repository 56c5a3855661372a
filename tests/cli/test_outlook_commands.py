"""``burdenshare cost`` and ``burdenshare risk``: the same figures as the functions, with ranges and what they rest
on."""

import io

import pandas as pd
import pytest
from click.testing import CliRunner

import report
from report.cli import main
from report.outlook.risk import DRAWS


def run(*words):
    return CliRunner().invoke(main, list(words))


def rows(output):
    return pd.read_csv(io.StringIO(output))


def test_cost_prints_years_with_ranges_and_what_they_rest_on():
    output = run("cost", "Germany", "Iceland").output
    assert "Germany, core, “The Hague 2025”" in output
    assert output.count("2035") >= 2 and "2026e" in output
    assert "no armed forces" in output
    for words in (
        "2026 prices",
        "IMF World Economic Outlook, April 2026",
        "growth only",
        "seed 2035",
        "carried out as written",
    ):
        assert words in output


def test_a_bill_that_starts_from_an_older_share_says_so():
    """The edition of August 2025 has Germany's share of 2024 and withholds that of 2025."""
    start = "(from its last share, of 2024e: over holding the 2024e share of GDP, at 2024 prices and exchange rates)"
    output = run("cost", "Germany", "Belgium", "--edition", "2025-08").output
    assert f"Germany, core, “The Hague 2025” {start}" in output and "Belgium, core, “The Hague 2025”\n" in output
    germany = output.partition("Belgium")[0].splitlines()
    assert [line.split()[0] for line in germany[2:4]] == ["2024e", "2025"]
    assert f"2035 {start}" in run("risk", "Germany", "--edition", "2025-08", "--draws", "200").output


def test_cost_is_that_of_the_functions(d):
    table = rows(run("cost", "DEU", "--csv").output).set_index("year").loc[2035]
    cost = report.cost(d, "hague-2025", allies="DEU").set_index(["component", "year"]).loc[("core", 2035)]
    assert table["extra"] == pytest.approx(cost["extra_usd_m_constant"], abs=1e-5)
    drawn = report.risk(d, "hague-2025", component="core", allies="DEU").set_index(["quantity", "year"])
    for kind in ("extra", "cumulative_extra"):
        ends = drawn.loc[(f"{kind}_usd_m_constant", 2035), ["p10", "p90"]].tolist()
        assert table[[f"{kind}_low", f"{kind}_high"]].tolist() == pytest.approx(ends, rel=1e-9)


def test_without_names_the_alliance_is_meant():
    names = rows(run("cost", "--csv", "--component", "related", "--prices", "current").output)["iso3"].unique().tolist()
    assert names == ["NATO_TOTAL", "NATO_EUR_CAN", "USA"]


def test_risk_prints_quantiles_in_order():
    table = rows(run("risk", "EST", "--component", "related", "--draws", "200", "--csv").output)
    assert set(table["year"]) == {2035}
    ordered = table[["p10", "p25", "p50", "p75", "p90"]]
    assert (ordered.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    text = run("risk", "Iceland", "Estonia", "--draws", "200").output
    assert "no armed forces" in text and "200 draws" in text and "extra in all" in text


def test_the_default_draws_are_those_of_the_pages():
    assert f"{DRAWS:,} draws" in run("risk", "EST").output


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (("cost", "Estland"), "Estonia"),
        (("cost", "EST", "--plan", "hague"), "hague-2025"),
        (("risk", "EST", "--year", "2036"), "2035"),
    ],
)
def test_a_wrong_name_is_refused_with_the_nearest(words, nearest):
    result = run(*words)
    assert result.exit_code == 2
    assert nearest in result.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--seed", "-1"), "seed is -1: give a whole number, 0 or more"),
        (("--draws", "1000000000"), "draws is 1000000000: give a whole number from 1 to 100,000"),
        (("--draws", "0"), "draws is 0: give a whole number from 1 to 100,000"),
    ],
)
def test_draws_and_seeds_that_cannot_be_are_refused(words, says):
    result = run("risk", "EST", *words)
    assert (result.exit_code, result.output) == (2, f"burdenshare: {says}\n")


def test_a_country_that_is_no_ally_is_told_so():
    result = run("cost", "Austria")
    assert result.exit_code == 2 and result.output.startswith("burdenshare: 'Austria' is not an ally")


def test_a_target_of_ones_own_and_the_link_that_shows_it():
    output = run("cost", "DEU", "--target", "3", "--by", "2030", "--growth", "-0.5", "--url").output
    assert "3% by 2030" in output
    link = output.strip().splitlines()[-1]
    assert link.startswith("explorer.html#who=DEU") and "growth=-0.5" in link
    table = rows(run("cost", "DEU", "--target", "3", "--by", "2030", "--growth", "-0.5", "--csv").output)
    behind = report.scenario(link).set_index("year")
    assert table.set_index("year")["extra"].loc[2030] == pytest.approx(behind["extra"].loc[2030], rel=1e-6)


def test_groups_are_summed_in_cost_and_risk():
    assert "EU members, core" in run("cost", "EU").output
    assert "Baltic states, core" in run("risk", "Baltic", "--draws", "200").output


def test_comparisons_are_printed_with_their_link():
    output = run("compare", "DEU", "FRA", "--target", "3", "--by", "2030", "--in", "2030").output
    assert "FRA − DEU" in output and "explorer.html#who=DEU,FRA" in output
    table = rows(run("compare", "EST", "--plan", "hague-2025 core-5", "--csv").output)
    assert list(table.columns) == ["quantity", "hague-2025", "core-5", "core-5 − hague-2025"]


def test_the_terminal_reaches_what_the_page_shows():
    words = ("--unit", "ncu", "--per", "head", "--new-money", "50", "--exempt", "1,0")
    output = run("cost", "ESP", *words, "--url").output
    assert "“The Hague 2025, without exemption”" in output and "EUR an inhabitant; in all EUR million" in output
    assert "Likely range (growth and inflation only)" in output
    behind = report.scenario(output.strip().splitlines()[-1])
    table = rows(run("cost", "ESP", *words, "--csv").output)
    for name in ("extra", "related", "extra_per_head", "high_per_head"):
        assert table[name].tolist() == pytest.approx(behind[name].tolist(), rel=1e-6, abs=1e-5)
    assert "% of government revenue" in run("compare", "DEU", "FRA", "--per", "revenue").output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--prices", "current", "--unit", "ncu_constant"), "contradict each other"),
        (("--unit", "gold"), "unknown unit 'gold'"),
        (("FRA", "ITA", "ESP", "POL", "NLD", "BEL", "SWE", "NOR", "--url"), "shows 1 to 8 series side by side, not 9"),
        (("--per", "head", "--plan", "mine.toml", "--url"), "the explorer knows the plans on record"),
    ],
)
def test_what_the_terminal_cannot_show_is_refused(words, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text('extends = "hague-2025"\ntitle = "Mine"\n')
    result = run("cost", "DEU", *words)
    assert result.exit_code == 2 and says in result.output


def test_a_bill_of_many_needs_no_link_and_a_link_leaves_out_who_has_no_forces():
    assert (
        rows(run("cost", "EU", "NATO", "Nordic, Baltic, DEU, FRA, ITA, ESP, POL", "--csv").output)["iso3"].nunique()
        == 9
    )
    assert "#who=DEU&" in run("cost", "DEU", "Iceland", "--url").output


def test_a_comparison_of_a_plan_of_ones_own_has_no_link(tmp_path):
    (tmp_path / "mine.toml").write_text('extends = "hague-2025"\ntitle = "Mine"\ncore_year = 2033\ntotal_target = 5\n')
    output = run("compare", "DEU", "--plan", f"hague-2025 {tmp_path / 'mine.toml'}").output
    assert "Mine" in output and "explorer.html" not in output


def test_an_impossible_change_is_refused():
    result = run("cost", "DEU", "--growth", "much")
    assert result.exit_code == 2 and "give a number from -5 to 5" in result.output

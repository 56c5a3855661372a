"""The briefing's figures. On a difference the new figures are written beside the expected ones, with the command that accepts them."""

from pathlib import Path

import pandas as pd
import pytest

import report
from report.outlook import alliance_cost

HERE = Path(__file__).parent
SHARES = [
    "share_gdp",
    "share_gdp_current",
    "k",
    "spend_share",
    "gdp_share",
    "burden_ability",
    "gap_pp_core",
    "gap_usd_m_core",
    "arrears_usd_m",
    "pace_pp",
    "required_pp",
    "rank",
]
YEARS = [
    "members",
    "members_with_forces",
    "reporting",
    "meeting_2",
    "meeting_3_5",
    "us_share_current",
    "us_share_constant",
    "share_gdp_eur_can",
    "share_gdp_total",
    "parity_usd_m",
]
MONEY = [
    "share_gdp",
    "level_usd_m",
    "extra_usd_m",
    "extra_usd_m_constant",
    "extra_ncu_m",
    "cumulative_extra_usd_m_constant",
]


def burden(d):
    return report.burden(d).set_index("iso3")[SHARES]


def years(d):
    return report.alliance(d).set_index("year")[YEARS]


def bill(d):
    cost = report.cost(d, report.plan("hague-2025"))
    return cost[cost["year"] == 2035].set_index(["iso3", "component"])[MONEY]


def every_plan(d):
    rows = []
    for plan in report.plans()["id"]:
        groups = alliance_cost(d, report.plan(plan))
        last = groups[(groups["year"] == 2035) & (groups["iso3"] == "NATO_TOTAL")]
        rows.append(
            last.assign(plan=plan).set_index(["plan", "component"])[
                ["extra_usd_m", "extra_usd_m_constant", "cumulative_extra_usd_m_constant"]
            ]
        )
    return pd.concat(rows)


@pytest.mark.parametrize("figures", [burden, years, bill, every_plan], ids=lambda f: f.__name__)
def test_figures_are_those_last_accepted(figures, d, request):
    expected, actual = HERE / f"{figures.__name__}_expect.csv", HERE / f"{figures.__name__}_actual.csv"
    text = figures(d).round(6).to_csv(lineterminator="\n")
    if request.config.getoption("--accept"):
        expected.write_text(text, encoding="utf-8")
        actual.unlink(missing_ok=True)
    if text != expected.read_text(encoding="utf-8"):
        actual.write_text(text, encoding="utf-8")
        pytest.fail(
            f"figures changed: compare {expected.name} with {actual.name} in tests/golden; if the change is right, run: make accept"
        )
    actual.unlink(missing_ok=True)

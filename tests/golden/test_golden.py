"""The briefing's figures. On a difference the new figures are written beside the expected ones, with the command that accepts them."""

import io
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


def changes(before: str, now: str) -> list[str]:
    """Each figure that differs: ``EST core share_gdp: 3.5 → 3.6``; a row that is new or gone has nothing on the other side."""
    tables = [pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False) for text in (before, now)]
    keys = [name for name in tables[1].columns if name in ("plan", "iso3", "component", "year")]
    sides = [table.melt(keys).set_index([*keys, "variable"])["value"] for table in tables]
    both = pd.concat(sides, axis=1, keys=["before", "now"]).fillna("nothing")
    moved = both[both["before"] != both["now"]]
    return [f"{' '.join(place)}: {before} → {now}" for place, before, now in moved.itertuples()]


def test_accepting_names_each_figure_that_changes() -> None:
    before = "iso3,component,share_gdp\nEST,core,5.1\nLVA,core,4.9\n"
    now = "iso3,component,share_gdp\nEST,core,5.2\nLTU,core,5.3\n"
    assert changes(before, now) == [
        "EST core share_gdp: 5.1 → 5.2",
        "LVA core share_gdp: 4.9 → nothing",
        "LTU core share_gdp: nothing → 5.3",
    ]


@pytest.mark.parametrize("figures", [burden, years, bill, every_plan], ids=lambda f: f.__name__)
def test_figures_are_those_last_accepted(figures, d, request):
    expected, actual = HERE / f"{figures.__name__}_expect.csv", HERE / f"{figures.__name__}_actual.csv"
    text = figures(d).round(6).to_csv(lineterminator="\n")
    if request.config.getoption("--accept"):
        print(
            f"\n{expected.name}:", *(changes(expected.read_text(encoding="utf-8"), text) or ["unchanged"]), sep="\n  "
        )
        expected.write_text(text, encoding="utf-8")
        actual.unlink(missing_ok=True)
    if text != expected.read_text(encoding="utf-8"):
        actual.write_text(text, encoding="utf-8")
        pytest.fail(
            f"figures changed: compare {expected.name} with {actual.name} in tests/golden; if the change is right, run: make accept"
        )
    actual.unlink(missing_ok=True)

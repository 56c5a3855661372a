"""The briefing's figures beside those last accepted: ``make accept`` shows what changed, ``make accept YES=1`` accepts
it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pandas as pd

import report
from report.outlook import alliance_cost

HERE = Path(__file__).parent
WHOLE = HERE.parents[1] / ".cache" / "accept.txt"
NO_ROW = "no row"
FEW = 5
"""How many changes of each column are shown; the file has all."""
KEYS = ("plan", "iso3", "component", "year")
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


FIGURES = (burden, years, bill, every_plan)


def expected(figures) -> Path:
    return HERE / f"{figures.__name__}_expect.csv"


def text_of(figures, d) -> str:
    return figures(d).round(6).to_csv(lineterminator="\n")


def changes(before: str, now: str) -> pd.DataFrame:
    """Each figure that differs: column, row, before, now (``NO_ROW`` where that side lacks the row), largest change
    against its size first."""
    tables = [pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False) for text in (before, now)]
    keys = [name for name in tables[1].columns if name in KEYS]
    sides = [table.melt(keys, var_name="column").set_index([*keys, "column"])["value"] for table in tables]
    both = pd.concat([side.replace("", "blank") for side in sides], axis=1, keys=["before", "now"])
    both = both.fillna(NO_ROW).reset_index()
    both["row"] = both[keys].agg(" ".join, axis=1)
    both = both[both["before"] != both["now"]]
    numbers = both[["before", "now"]].apply(pd.to_numeric, errors="coerce")
    size = ((numbers["now"] - numbers["before"]) / numbers["before"]).abs().fillna(float("inf"))
    return both.assign(size=size).sort_values("size", ascending=False, kind="stable")[
        ["column", "row", "before", "now"]
    ]


def lines(found: pd.DataFrame, few: int, names: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """Rows that are gone or new, allies by name, then each column's changes, the largest first."""
    for side, word in (("now", "gone"), ("before", "new")):
        rows = found.loc[found[side] == NO_ROW, "row"].unique()
        if len(rows):
            yield f"{word}: {', '.join(' '.join(names.get(part, part) for part in row.split()) for row in rows)}"
    moved = found[(found["before"] != NO_ROW) & (found["now"] != NO_ROW)]
    for column, group in moved.groupby("column", sort=False):
        yield f"{column}: {len(group)} differ{', the largest' if len(group) > few else ''}"
        yield from (f"  {row}: {before} → {now}" for row, before, now in group.iloc[:few, 1:].itertuples(index=False))


def main(accept: bool) -> None:
    """Show what changed and, where told to, accept it; the whole list goes into a file."""
    d, count, whole = report.load(), 0, []
    names = dict(zip(d.allies["iso3"], d.allies["name"], strict=True))
    for figures in FIGURES:
        file, now = expected(figures), text_of(figures, d)
        found = changes(file.read_text(encoding="utf-8"), now)
        count += len(found)
        whole += [file.name, *lines(found, len(found), names)]
        print("\n  ".join([f"{file.name}: {len(found)} figures differ", *lines(found, FEW, names)]))
        if accept:
            file.write_text(now, encoding="utf-8")
            file.with_name(f"{figures.__name__}_actual.csv").unlink(missing_ok=True)
    WHOLE.parent.mkdir(exist_ok=True)
    WHOLE.write_text("\n".join(whole) + "\n", encoding="utf-8")
    end = "accepted" if accept else "nothing is accepted yet; if they are right: make accept YES=1"
    print(f"{count} changes, all in {WHOLE.relative_to(HERE.parents[1])}; {end}" if count else "no figure changed")


if __name__ == "__main__":
    main("--yes" in sys.argv)

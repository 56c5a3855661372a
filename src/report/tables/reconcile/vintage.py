"""Rules inside one vintage of the World Economic Outlook, whose figures are rounded to three decimals."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from .published import findings, ratio, together

EDGE = 0.0005


def _edge(column: pd.Series) -> pd.Series:
    return 0 * column + EDGE


def growth(panel: pd.DataFrame) -> pd.DataFrame:
    """NGDP_RPCH = change of NGDP_R on the year before. Discrepancy in points."""
    level = panel["NGDP_R"]
    before = level.groupby(level="iso3").shift()
    implied, slack = ratio(level, before, _edge(level), _edge(before))
    return findings("NGDP_RPCH", panel["NGDP_RPCH"] - (implied - 100), slack + EDGE)


def deflator(panel: pd.DataFrame) -> pd.DataFrame:
    """NGDP_D = NGDP / NGDP_R x 100. Discrepancy in index points."""
    implied, slack = ratio(panel["NGDP"], panel["NGDP_R"], _edge(panel["NGDP"]), _edge(panel["NGDP_R"]))
    return findings("NGDP_D", panel["NGDP_D"] - implied, slack + EDGE)


def balance(panel: pd.DataFrame) -> pd.DataFrame:
    """GGXCNL_NGDP = GGR_NGDP - GGX_NGDP. Discrepancy in points of GDP."""
    gap = panel["GGXCNL_NGDP"] - (panel["GGR_NGDP"] - panel["GGX_NGDP"])
    return findings("GGXCNL_NGDP", gap, 0 * gap + 3 * EDGE)


def blank(panel: pd.DataFrame) -> pd.DataFrame:
    """Every ally has every indicator in every year. Discrepancy: 1 for a blank, else 0."""
    missing = panel.isna().astype(float)
    return together([findings(name, missing[name], 0 * missing[name]) for name in missing.columns])


RULES: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    rule.__name__: rule for rule in (growth, deflator, balance, blank)
}

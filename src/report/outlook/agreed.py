"""The rise between the year a plan was agreed and the base year of its bill, which a bill over the base year's shares leaves out."""

from __future__ import annotations

import pandas as pd


def rise_left_out(core: pd.DataFrame, before: pd.Series) -> pd.Series:
    """(share of the base year − share of the earlier year) ÷ share × level: what holding the earlier share would have saved, money of the level.

    ``core``: core rows of one year of :func:`report.outlook.cost`, indexed by iso3, with ``share_gdp``, ``base_share`` and ``level``; ``before``: shares
    of the earlier year. Level ÷ share is one per cent of GDP with k. Signed: an ally whose share fell has a negative rise.

    Portugal spends 2.10 % in 2026e and 2.01 % in 2025e; at a level of US$ 7,957 million: (2.10 − 2.01) ÷ 2.10 × 7,957 = 341.
    """
    return (core["base_share"] - before.reindex(core.index)) / core["share_gdp"] * core["level"]

"""What each ally would pay of today's total under other rules of sharing, and who pays too little by which rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from report.burdens.measures import UnusableNumbers, Vector, matched, shares
from report.burdens.ranks import benefit_share


def by_ability(gdp: ArrayLike, population: ArrayLike, exponent: float = 0.0) -> Vector:
    """Shares in proportion to Y·(Y/N)^θ: GDP, weighted by GDP per head to the power ``exponent``.

    θ = 0 is an equal share of GDP for all, θ = −1 an equal sum per head, θ > 0 progressive: at θ = 0.5 an ally four
    times as rich per head gives twice the share of its GDP.

    Unit: fractions adding up to 1. Source: constant-elasticity tax schedule (Jakobsson 1976, Journal of Public
    Economics 5(1–2)), carried over. What it is not: any rule NATO has agreed.
    """
    y, n = matched(gdp=gdp, population=population)
    return shares(weights=y * (y / n) ** exponent)[0]


def capped(gdp: ArrayLike, cap: float | None = None) -> Vector:
    """Shares in proportion to GDP with a ceiling, as NATO's common budgets are shared.

    ``cap`` None: the largest pays no more than the next largest (the United States and Germany, since 2021). A
    fraction: no one pays more than that, and what the capped do not pay falls on the others in proportion to GDP, until
    no share exceeds it.

    Unit: fractions adding up to 1. Source: NATO common funding, cost shares agreed from 2021. What it is not: NATO's
    own key, which rests on gross national income and negotiated steps; ours uses NATO's GDP column (gross national
    income for Luxembourg only).
    """
    (y,) = shares(gdp=gdp)
    if cap is None:
        return shares(weights=np.minimum(y, np.sort(y)[-2]))[0]
    if cap * y.size < 1:
        least = f"{y.size} allies need at least {1 / y.size:.4f}"
        raise UnusableNumbers(f"a cap of {cap:g} leaves part of the total unpaid: {least}")
    share, full = y, np.zeros(y.size, dtype=bool)
    while (over := share > cap + 1e-12).any():  # fill up, the largest first; the rest share in proportion to GDP
        full |= over
        share = np.where(full, cap, (1 - cap * full.sum()) * y / (y[~full].sum() or 1.0))
    return share


@dataclass(frozen=True)
class Rule:
    """A rule of sharing in words for the reader, and the function that turns GDP and population into shares of the
    total."""

    id: str
    title: str
    shares: Callable[[pd.Series, pd.Series], Vector]


RULES = (
    Rule("equal-gdp", "the same share of GDP for all", by_ability),
    Rule("per-head", "the same sum for every inhabitant", lambda gdp, people: by_ability(gdp, people, -1.0)),
    Rule(
        "progressive",
        "a higher share of GDP the richer per head (elasticity one half)",
        lambda gdp, people: by_ability(gdp, people, 0.5),
    ),
    Rule("common-funding", "by GDP, the largest paying no more than the next largest", lambda gdp, people: capped(gdp)),
    Rule("benefit", "by what there is to protect: the mean share of GDP and of people", benefit_share),
)
"""The rules shown by default; pass others to :func:`allotments`. Exposed borders are none of them: six frontier states
would share a third of all spending, more than the whole GDP of the smaller ones."""


def allotments(allies: pd.DataFrame, rules: Sequence[Rule] = RULES) -> pd.DataFrame:
    """What each ally would pay of the alliance's present total under each rule, and by how much it pays more or less.

    ``allies``: one row per member with forces: ``iso3``, ``spending`` and ``gdp`` (US$ million), ``population``
    (million). Returns one row per rule and ally: ``rule, title, iso3, due_share`` (percent of the total),
    ``due_usd_m``, ``actual_usd_m``, ``balance_usd_m`` = actual − due (below zero: it pays less than the rule asks),
    ``due_share_gdp`` (percent of GDP at current prices), ``balance_share_gdp`` (points). Under each rule the dues add
    up to today's total and the balances to zero.
    """
    return pd.concat([_allotment(allies, rule) for rule in rules], ignore_index=True)


def _allotment(allies: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    actual, gdp = matched(spending=allies["spending"], gdp=allies["gdp"])
    share = rule.shares(allies["gdp"], allies["population"])
    due = share * actual.sum()
    return pd.DataFrame(
        {
            "rule": rule.id,
            "title": rule.title,
            "iso3": allies["iso3"].to_numpy(),
            "due_share": 100 * share,
            "due_usd_m": due,
            "actual_usd_m": actual,
            "balance_usd_m": actual - due,
            "due_share_gdp": 100 * due / gdp,
            "balance_share_gdp": 100 * (actual - due) / gdp,
        }
    )


EVEN = 0.1
"""Points of GDP within which paying and owing are a close case: a revision by the next edition can turn them round."""


def who_pays_less(table: pd.DataFrame) -> pd.DataFrame:
    """How the answer to "who rides free?" changes with the rule, from a table of :func:`allotments`.

    One row per ally: ``rules`` counted, ``less_under`` how many of them ask more than it pays, ``harshest`` and
    ``kindest`` the rules with the lowest and highest balance, ``harshest_pp`` and ``kindest_pp`` those balances in
    points of its GDP, ``verdict``: ``pays less under every rule``, ``pays its part under every rule`` or ``depends on
    the rule``; ``close``: one of the two balances is within :data:`EVEN` of zero, so that the verdict could turn.
    Germany in 2026e pays 2.694 % of GDP and is asked 2.709 % by the rule kindest to it: −0.015.
    """
    points = table.pivot(index="iso3", columns="rule", values="balance_share_gdp")
    less = (points < 0).sum(axis=1)
    frame = pd.DataFrame({"rules": points.shape[1], "less_under": less})
    frame["harshest"], frame["kindest"] = points.idxmin(axis=1), points.idxmax(axis=1)
    frame["harshest_pp"], frame["kindest_pp"] = points.min(axis=1), points.max(axis=1)
    verdicts = {"pays less under every rule": less == points.shape[1], "pays its part under every rule": less == 0}
    frame["verdict"] = np.select(list(verdicts.values()), list(verdicts), "depends on the rule")
    return frame.assign(close=(frame[["harshest_pp", "kindest_pp"]].abs() <= EVEN).any(axis=1)).reset_index()

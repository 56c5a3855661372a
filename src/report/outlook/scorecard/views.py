"""The scorecard seen over time: how statuses changed between editions, and what the file would show at the review."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from report.burdens.ally import burden
from report.outlook.plan import Plan
from report.outlook.scorecard.verification import against_lines, published_shares, required_lines, standing, status
from report.tables import Dataset, guideline


def verification_history(editions: Sequence[Dataset], plan: Plan) -> pd.DataFrame:
    """The scorecard of a plan in each edition, in the order given; nothing is carried from one edition to another.

    One row per edition and ally: ``edition, iso3, ally, year, status, share, required_share, drift_pp, before`` (its status in the edition
    before), ``changed``. Each edition measures from its own figures of the start year, so a restated past moves the path as well as the share;
    an edition that ends before a plan was agreed shows where allies stood against its target alone, on path by definition.
    """
    cards = pd.concat([standing(d, plan).reset_index().assign(edition=d.edition) for d in editions], ignore_index=True)
    cards["before"] = cards.groupby("iso3")["status"].shift()
    cards["changed"] = cards["before"].notna() & (cards["before"] != cards["status"])
    return cards[
        ["edition", "iso3", "ally", "year", "status", "share", "required_share", "drift_pp", "before", "changed"]
    ]


def review(
    d: Dataset, plan: Plan, year: int | None = None, pace_years: int = 3, since: int | None = None
) -> pd.DataFrame:
    """What the scorecard would look like at the review if every ally kept its pace of the last three (or five) years.

    share = b + pace·(year − t), pace = (b_t − b_{t−n})/n over ``pace_years`` n, or over the years from ``since`` to t, against the same required
    line; ``year`` is by default the plan's review year. One row per ally: ``iso3, ally, status, year, share, pace_pp, required_share, drift_pp,
    required_pp, next_step_pp`` and the ends of the path. Without a share in the first year of the pace: ``no figure``.
    What it is not: a forecast: the recent pace of allies on the eastern border is not one anybody expects to last, and a pace of three years
    holds what an ally did before the plan was agreed.
    """
    when = year or plan.review_year or int(guideline("core").review_year or d.last_year)
    now = burden(d, d.last_year).set_index("iso3")
    pace = now[{3: "pace_pp", 5: "pace_pp_5"}[pace_years]] if since is None else pace_since(d, since)
    card = pd.DataFrame(
        {"ally": now["ally"], "year": when, "share": now["share_gdp"] + pace * (when - d.last_year), "pace_pp": pace}
    )
    card = card.join(against_lines(card["share"], required_lines(d, plan), when))
    card.insert(1, "status", status(card, pd.Series(card.index.isin(list(plan.exemptions)), card.index), now["forces"]))
    return card.reset_index()


def pace_since(d: Dataset, since: int) -> pd.Series:
    """(b_t − b_since)/(t − since): points of GDP a year since that year, by ``iso3``; missing where no year lies between.

    Belgium since 2025: (2.00 − 2.00)/1 = 0. Source: NATO's published shares of one edition. What it is not: over one year, more than a hint.
    """
    shares, t = published_shares(d), d.last_year
    if since >= t or since not in shares:
        return pd.Series(float("nan"), index=shares.index)
    return (shares[t] - shares[since]) / (t - since)

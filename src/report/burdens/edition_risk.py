"""How far a count of allies at the guideline may fall when the next edition revises its estimates: what became of the last one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from report.burdens.measures import as_published, meets
from report.burdens.revisions import usual_revision
from report.tables import Dataset, guideline, load

LEAST = 0.02
"""Points of GDP: nearer than this to the guideline is near in any edition."""


class EditionRisk(NamedTuple):
    """The ``edition`` before, the last ``year`` it has, the allies it put at the guideline in that year (``met``) and those that this edition leaves there (``kept``)
    or finds there although the edition before did not (``joined``).

    ``revision`` is the usual one of an edition's last year (:func:`report.burdens.revisions.usual_revision`), in points of GDP as published, at least ``LEAST``; ``near`` the allies at the
    guideline in this edition's own last year by no more than that.
    """

    edition: str
    year: int
    met: tuple[str, ...]
    kept: tuple[str, ...]
    joined: tuple[str, ...]
    revision: float
    near: tuple[str, ...]


def edition_risk(d: Dataset) -> EditionRisk | None:
    """What became of the count of the edition before, and who stands near the guideline now; None without an edition before of which this one restates the count.

    Lists of the press are no edition. Shares are compared as published; each ally's with its own. Of 30 allies at 2 % of which 27 still have 2 % for that year, three fell.
    """
    before = predecessor(d)
    if before is None:
        return None
    year, wales = before.last_year, guideline("wales").value
    then, now = _shares(before, year), _shares(d, year)
    met = then.index[meets(then, wales)]
    if met.empty or not met.isin(now.index).all():
        return None
    half = usual_revision(d).half
    revision = max(float(as_published(half)), LEAST) if np.isfinite(half) else LEAST
    last = as_published(_shares(d, d.last_year))
    near = last.index[(last >= wales) & (last <= wales + revision + 1e-9)]
    there = now.index[meets(now, wales)]
    kept, joined = met[met.isin(there)], there[~there.isin(met)]
    return EditionRisk(before.edition, year, tuple(met), tuple(kept), tuple(joined), revision, tuple(near))


def predecessor(d: Dataset) -> Dataset | None:
    """The last edition of NATO's tables before the dataset's own, lists of the press left out; None for the first."""
    table = d.editions
    earlier = table[(table["edition"] < d.edition) & (table["completeness"] != "press list")]["edition"]
    return None if earlier.empty else load(str(earlier.max()), d.vintage, d.path)


def _shares(d: Dataset, year: int) -> pd.Series:
    """Published shares of the allies that have one in a year, by iso3."""
    shares = d.panel["share_gdp"].xs(year, level="year").dropna() if year in d.panel.index.levels[1] else pd.Series()
    return shares[shares.index.isin(d.allies["iso3"])]

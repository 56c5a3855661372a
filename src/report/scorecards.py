"""``report.verification``: the scorecard of a plan, which may also be given by its name or file. ``burdens`` itself knows no plans by name."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from report.burdens.required import Asked
from report.burdens.verification import verification as _of_plan
from report.outlook import plan as find
from report.tables import Dataset


def verification(d: Dataset, plan: Asked | str | Path) -> pd.DataFrame:
    """One row per ally: where it stands against the path a plan requires. ``plan`` is a plan, an id (``report.plans()``) or a TOML file.

    Columns and definitions: :func:`report.burdens.verification.verification`. Raises :class:`UnknownName` for an unknown id, with the nearest.
    """
    return _of_plan(d, find(plan) if isinstance(plan, str | Path) else plan)

"""How far real exchange rates against the dollar may move: an option of ranges in current US dollars.

The IMF's dollar path holds real exchange rates about where they are, and so do ranges by default (``held``). With ``drawn`` each year of each
draw adds the change of one past year, the same year for all allies: a random walk without drift. It is the widest honest reading: real
exchange rates do return to their means, slowly (Rogoff 1996, Journal of Economic Literature 34, three to five years for half the way).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from report.outlook.past_errors import Floats
from report.tables.errors import ReportError

HELD, DRAWN = "held", "drawn"


def real_changes(panel: pd.DataFrame, allies: Sequence[str], before: int) -> Floats:
    """Yearly log changes of each ally's real exchange rate, less their mean; allies × years up to ``before``.

    q = (NGDPD ÷ NGDP_R) of the ally over that of the United States, so that own inflation is not counted as a loss of value.
    ``panel`` is a macro panel indexed (iso3, year). Raises :class:`ReportError` when it holds fewer than two past years.
    """
    past = panel[panel.index.get_level_values("year") < before]
    price: pd.DataFrame = (past["NGDPD"] / past["NGDP_R"]).unstack("year")
    against = pd.DataFrame(np.log(price.div(price.loc["USA"])), index=price.index, columns=price.columns)
    changes = against.diff(axis=1).dropna(axis=1, how="all").reindex(list(allies)).dropna(axis=1, how="any")
    if changes.shape[1] < 2:
        raise ReportError("the macro data hold too few past years to draw exchange rates from; use exchange='held'")
    return changes.sub(changes.mean(axis=1), axis=0).to_numpy(float)


def walks(changes: Floats, years: int, draws: int, rng: np.random.Generator) -> Floats:
    """Cumulated log changes, allies × years × draws; whole years are drawn, so allies move together."""
    return np.cumsum(changes[:, rng.integers(changes.shape[1], size=(years, draws))], axis=1)

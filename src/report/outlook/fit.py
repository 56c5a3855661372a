"""Does a plan fit where the allies stand? What a plan alone cannot tell is said here, before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from report.outlook.paths import asked_figures
from report.outlook.plan import Plan
from report.tables import Dataset
from report.tables.errors import ReportError
from report.tables.groups import allies_of


def refuse_misfits(plan: Plan, stand: pd.DataFrame, edition: str) -> None:
    """Raises :class:`ReportError` when a rising plan asks less than every ally spends, or a stated own figure is below its ally's share.

    Single allies above a common target are no misfit: they stay where they are. Nor is a target that is overdue.
    """
    if plan.may_cut or stand.empty:
        return
    shares = stand["share"].to_dict()
    for iso3, figures in plan.allies.items():
        highest, share = max(figures.values(), default=100.0), shares.get(iso3, 0.0)
        if highest < share:
            raise ReportError(
                f"plan {plan.id}: the figures for {iso3} stay below the {share:.2f} it spends already (edition {edition}), "
                f"the highest is {highest:g}; paths only rise: raise them or set may_cut = true"
            )
    _refuse_idle(plan, stand, edition)


def _refuse_idle(plan: Plan, stand: pd.DataFrame, edition: str) -> None:
    asked = asked_figures(plan, "core")
    lowest = stand["share"].min()
    if asked and max(asked.values()) < lowest and max(asked) > stand["base_year"].min():
        raise ReportError(
            f"plan {plan.id}: the core target {max(asked.values()):g} is below the share of every ally (lowest: {stand['share'].idxmin()} "
            f"{lowest:.2f}, edition {edition}); paths only rise, so nothing would be asked: raise it or set may_cut = true"
        )


def chosen(d: Dataset, stand: pd.DataFrame, allies: Iterable[str] | str | None, base_year: int | None) -> pd.DataFrame:
    """The rows of the allies asked for, in that order; groups as their members; by default all. Iceland has no forces and no row.

    Raises :class:`UnknownName` for an unknown ally, :class:`ReportError` for an ally with forces but without a share.
    """
    with_forces = d.allies.loc[d.allies["has_forces"], "iso3"].tolist()
    if allies is None:
        in_edition = d.panel["share_gdp"].dropna().index.unique("iso3")
        wanted = [iso3 for iso3 in with_forces if iso3 in in_edition]
    else:
        wanted = [iso3 for iso3 in allies_of(allies) if iso3 in with_forces]
    if missing := [iso3 for iso3 in wanted if iso3 not in stand.index]:
        when = f" for {base_year}" if base_year is not None else ""
        raise ReportError(
            f"edition {d.edition} has no share of GDP{when} of {', '.join(missing)}; choose another edition, base_year or allies"
        )
    return stand.loc[wanted]

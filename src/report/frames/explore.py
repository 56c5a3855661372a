"""Scenarios with controls, in JupyterLab: the figures of :func:`report.scenario`, drawn as they are changed."""

from __future__ import annotations

import os
from typing import Any

from report.frames.chart import Plot
from report.frames.chart import scenario as drawn
from report.frames.public import scenario
from report.outlook import plans
from report.outlook.scenario import UNITS, Scenario, limits
from report.tables import ReportError
from report.tables.groups import whos_in

LIVE = "JPY_SESSION_NAME"
"""What JupyterLab sets where somebody sits in front of a notebook; without it nobody can move a control."""
OWN = "as planned"
SHOWN = ("share_gdp", "level", "extra", "cumulative")


def explore(who: str = "DEU, FRA", plan: str = "hague-2025") -> Any:
    """A scenario with controls for allies, plan, own target and year, growth, baseline, amount and unit; in JupyterLab
    (extra ``explore``).

    Where nobody can move a control, as when a notebook is run from a script, it is the picture of the scenario asked
    for. ``who``: names or codes of allies and groups. Raises :class:`UnknownName` for an unknown name,
    :class:`ReportError` where ``ipywidgets`` is missing.

    >>> import report
    >>> report.explore("Estonia").data["series"].unique().tolist()
    ['Estonia']
    """
    return controls(who, plan) if LIVE in os.environ else picture(who, plan)


def picture(
    who: str,
    plan: str,
    target: float | str = OWN,
    year: int = 2035,
    growth: float = 0.0,
    baseline: str = "freeze",
    show: str = "extra",
    unit: str = "usd_constant",
) -> Plot:
    """One amount of a scenario over the years; ``target`` percent of GDP by ``year``, or the plan's own."""
    own: dict[str, Any] = {} if target == OWN else {"target": float(target), "year": year}
    return drawn(
        scenario(Scenario(tuple(whos_in(who)), (plan,), baseline=baseline, growth=growth, unit=unit, **own).url()), show
    )


def controls(who: str, plan: str) -> Any:
    """The controls and the picture under them."""
    try:
        import ipywidgets as widgets
    except ImportError:
        raise ReportError("controls need ipywidgets: pip install 'burdenshare[explore]'") from None
    later = {"continuous_update": False}
    first, last = (int(year) for year in limits()["year"])
    targets = [OWN, *(round(0.25 * step, 2) for step in range(4, 25))]
    made = widgets.interactive(
        picture,
        who=widgets.Text(who, **later),
        plan=widgets.Dropdown(options=plans()["id"].tolist(), value=plan),
        target=widgets.SelectionSlider(options=targets, **later),
        year=widgets.IntSlider(2035, first + 1, last, **later),
        growth=widgets.FloatSlider(0.0, min=-2.0, max=2.0, step=0.25, **later),
        baseline=widgets.Dropdown(options=["freeze", "2%", "zero"]),
        show=widgets.Dropdown(options=SHOWN, value="extra"),
        unit=widgets.Dropdown(options=list(UNITS)),
    )
    made.auto_display = True
    return made

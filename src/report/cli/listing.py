"""Plain lists on the terminal: plans."""

from __future__ import annotations

import click

from report.cli.printing import printed
from report.outlook import plans
from report.outlook.plan import unsound


def show_plans(form: str | None) -> None:
    """Every plan with its targets, one line each."""
    listed = plans()
    if printed(listed, form):
        return
    for plan in listed.to_dict("records"):
        core, related = (_target(plan, part) for part in ("core", "related"))
        click.echo(f"{plan['id']:<18} {plan['title']:<48} core {core:<14} related {related}")
    for file, what in unsound().items():
        click.echo(f"{file} cannot be read: {what}", err=True)
    click.echo('\nUse one with: burdenshare build --plan ID   or: report.plan("ID", core_year=2032)')


def _target(plan: dict, part: str) -> str:
    target, year = plan[f"{part}_target"], plan[f"{part}_year"]
    if target != target or target is None:
        return "–"
    by = "" if year is None or year != year or str(year) == "<NA>" else f" by {year}"
    return f"{target:g}%{by}"

"""``burdenshare``: the commands, their options and their help. The work is done in the rooms they call."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import click

from report import __version__
from report.cli.reported import Reported
from report.folders import data_path

Command = TypeVar("Command", bound=Callable[..., Any])
HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


def _among(folder: str) -> Any:
    """Completes the names of the tables in a folder."""
    return lambda ctx, option, begun: sorted(file.stem for file in (data_path() / folder).glob(f"{begun}*"))


def _allies(ctx: click.Context, argument: click.Parameter, begun: str) -> list[str]:
    """Completes the codes of allies."""
    from report.tables.names import codes

    return [code for code in codes() if code.startswith(begun.upper())]


def together(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one, in their order in the help."""
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


NEWEST, OUTLOOK, OWN_FILE = "by default the newest.", "the IMF's World Economic Outlook", "a TOML file of your own"
EDITIONS = _among("expenditure")
FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
ALLIES_OR_GROUPS: Any = click.argument("names", metavar="[ALLY OR GROUP]...", nargs=-1, shell_complete=_allies)
table_options: Any = together(
    click.option("--edition", help=f"Edition of NATO's tables, such as 2026-07; {NEWEST}", shell_complete=EDITIONS),
    click.option("--macro", help=f"Vintage of {OUTLOOK}, such as 2026-04; {NEWEST}", shell_complete=_among("macro")),
    click.option(
        "--plan", help=f"A plan's id (see `burdenshare plans`) or {OWN_FILE}.", shell_complete=_among("plans")
    ),
    click.option("--baseline", help="What the extra is counted from: freeze, zero or a percentage of GDP."),
    click.option("--prices", help="Price base of amounts: constant or current."),
)
"""What figures rest on; they are the notebooks' parameters."""


page_options: Any = together(
    table_options,
    click.option("--jobs", type=click.IntRange(1), help="Notebooks at once; by default as cores and memory allow."),
    click.option("--out", type=FOLDER, default=Path("build"), show_default=True, help="Folder of the build."),
    click.option("--scheduler", metavar="ADDRESS", help="Run on a Dask cluster, such as tcp://host:8786."),
)
"""The options that every command building pages takes."""


formats: Any = together(
    click.option("--json", "form", flag_value="json", help="JSON, for other programs."),
    click.option("--csv", "form", flag_value="csv", help="Comma-separated values, for other programs."),
)
"""How a command that prints a table prints it: for people, or for other programs."""
COMPONENTS = click.Choice(["core", "related", "total"])
outlook_options: Any = together(
    table_options, click.option("--component", type=COMPONENTS, default="core", show_default=True), formats
)
"""The options of commands that print what a plan costs."""


def ally_options(command: Command) -> Command:
    """The options of commands that print what the money means to allies."""
    names = click.argument("names", metavar="[ALLY OR GROUP]...", nargs=-1, shell_complete=_allies)
    return names(table_options(formats(command)))


@click.group(cls=Reported, context_settings=HELP)
@click.version_option(__version__, "-V", "--version", prog_name="burdenshare")
def main() -> None:
    """Who carries NATO's defence burden, and what the road to 5 % of GDP costs each ally."""


@main.command()
@click.option("--country", metavar="NAMES", help='Only these allies: ISO3, ISO2 or names, such as "EST Latvia fr".')
@page_options
@click.option("--explain", is_flag=True, help="Say what would be rebuilt and why; build nothing.")
def build(country: str | None, **options: Any) -> None:
    """Build the briefing and the country pages."""
    from report.cli.building import build_pages

    build_pages(country, **options)


@main.command()
@click.argument("names", metavar="ALLY...", nargs=-1, required=True, shell_complete=_allies)
@table_options
@formats
def country(names: tuple[str, ...], **options: Any) -> None:
    """Print one or more allies in a dozen lines: share, rank, standing, next step, bill, pledge (their pages: build
    --country)."""
    from report.cli.summary import show_countries

    show_countries(names, **options)


@main.command()
@click.argument("names", nargs=-1, required=True)
@page_options
def watch(names: tuple[str, ...], **options: Any) -> None:
    """Build the pages of one or more allies, and again whenever a file they depend on is saved."""
    from report.cli.watching import watch

    given = {f"--{name}": str(value) for name, value in options.items() if value is not None}
    watch(" ".join(names), [part for option in given.items() for part in option])


own_options: Any = together(
    click.option("--target", metavar="PERCENT", help="Own target, percent of GDP, in place of the (first) plan's."),
    click.option("--by", "year", metavar="YEAR", help="The year it is due."),
    click.option("--shape", help="How it is reached: linear, constant-growth, step, front-loaded, back-loaded."),
    click.option("--points", metavar="YEAR:SHARE,…", help="Own path instead, such as 2028:2.5,2035:3.5."),
    click.option("--growth", metavar="POINTS", help="Points added to real growth a year, such as -0.5."),
    click.option("--delivered", metavar="PERCENT", help="Part of every step that is made."),
    click.option("--delay", metavar="YEARS", help="Years by which every step comes late."),
    click.option("--exempt", metavar="0|1|1,0", help="0 switches exemptions off; 1,0 sets both side by side."),
    click.option("--new-money", metavar="PERCENT", help="Part of the rise in related spending that is new money."),
    click.option("--unit", help="Money: usd_constant, usd, ncu_constant or ncu (national currency)."),
    click.option("--per", help="Amounts shown in all (total), per inhabitant (head), or in percent of gdp or revenue."),
)
"""The changes of a scenario; they are keys of the explorer's address."""


CHANGES = ("target", "year", "shape", "points", "growth", "delivered", "delay", "exempt", "new_money", "unit", "per")


def _own(options: dict[str, Any]) -> dict[str, Any]:
    """The changes among a command's options, taken out of them."""
    return {name: options.pop(name) for name in CHANGES}


@main.command()
@ALLIES_OR_GROUPS
@outlook_options
@own_options
@click.option("--url", is_flag=True, help="Print the explorer's link to this scenario, too.")
def cost(names: tuple[str, ...], **options: Any) -> None:
    """Print what a plan costs allies year by year, with likely ranges (growth only); the alliance where none is
    named."""
    from report.cli.outlook import show_cost

    show_cost(names, own=_own(options), **options)


@main.command()
@ALLIES_OR_GROUPS
@click.option("--plan", metavar="IDS", help="Plans side by side, by id.")
@click.option("--edition", metavar="IDS", help="Editions side by side.")
@click.option("--macro", metavar="IDS", help="Vintages of the World Economic Outlook side by side.")
@click.option("--in", "at", type=int, metavar="YEAR", help="The year looked at; by default the link's own.")
@click.option("--baseline", help="What the extra is counted from: freeze, zero or a percentage of GDP.")
@own_options
@formats
def compare(names: tuple[str, ...], at: int | None, baseline: str | None, **options: Any) -> None:
    """Set allies, groups, plans or editions side by side, with differences, and print the link that shows it."""
    from report.cli.outlook import show_comparison

    show_comparison(names, year=at, own={**_own(options), "baseline": baseline}, **options)


@main.command()
@ALLIES_OR_GROUPS
@outlook_options
@click.option("--year", type=int, help="Year to look at; by default the plan's last.")
@click.option("--draws", type=int, default=10_000, show_default=True, help="Draws, at most 100,000.")
@click.option(
    "--seed", type=int, default=2035, show_default=True, help="A whole number, 0 or more; it fixes the draws."
)
@click.option("--growth", default="0", metavar="POINTS", help="Points added to real growth a year, such as -0.5.")
@click.option(
    "--centre",
    type=click.Choice(["outcome", "forecast"]),
    default="outcome",
    show_default=True,
    help="What draws are centred on: where outcomes have come out, or the IMF's path.",
)
def risk(names: tuple[str, ...], **options: Any) -> None:
    """Print how uncertain the bill is: quantiles over joint draws of past forecast errors."""
    from report.cli.outlook import show_risk

    show_risk(names, **options)


@main.command()
@ally_options
@click.option("--joint", is_flag=True, help="Count the core part of pledges for core and related spending together.")
@click.option("--drafts", is_flag=True, help="Count budgets that are not adopted, too.")
def pledged(names: tuple[str, ...], **options: Any) -> None:
    """Print how much of the bill allies' own pledges and budgets cover: year by year, or of all in the plan's last
    year."""
    from report.cli.money import show_pledged

    show_pledged(names, **options)


@main.command()
@ALLIES_OR_GROUPS
@outlook_options
@click.option("--borrowed", type=float, metavar="PERCENT", help="Part of the extra borrowed; by default what is left.")
@click.option("--taxed", type=float, default=0.0, metavar="PERCENT", help="Part paid by more revenue.")
@click.option("--cut", type=float, default=0.0, metavar="PERCENT", help="Part paid by less spending elsewhere.")
@click.option(
    "--interest",
    default="imf",
    show_default=True,
    help="imf, each ally's implied rate; growth, the rate of growth; or percent a year.",
)
@click.option("--multiplier", type=float, default=0.0, show_default=True, help="GDP added by a unit of borrowed extra.")
def financing(names: tuple[str, ...], **options: Any) -> None:
    """Print what paying for the extra does to interest, deficit and debt, borrowed, taxed or cut from elsewhere."""
    from report.cli.money import show_financing

    show_financing(names, **options)


@main.command()
@ally_options
@click.option(
    "--equipment", type=float, metavar="PERCENT", help="Part of the extra for equipment; by default as today."
)
@click.option("--troops", type=int, default=0, metavar="NUMBER", help="Cost of so many more troops at own cost a head.")
def purchase(names: tuple[str, ...], **options: Any) -> None:
    """Print what the extra buys: its parts, what dearer defence goods leave of it, troops, and whether equipment money
    ever rose so fast."""
    from report.cli.money import show_purchase

    show_purchase(names, **options)


@main.command("purchasing-power")
@ally_options
def purchasing_power(names: tuple[str, ...], **options: Any) -> None:
    """Print spending and bill at purchasing power beside market rates and, of the alliance, at other exchange rates."""
    from report.cli.money import show_purchasing_power

    show_purchasing_power(names, **options)


@main.command()
@ally_options
def yardsticks(names: tuple[str, ...], **options: Any) -> None:
    """Print the bill an inhabitant, over revenue, and in years of the ally's own past rises."""
    from report.cli.money import show_yardsticks

    show_yardsticks(names, **options)


@main.command("escape-room")
@ally_options
@click.option("--since", type=int, metavar="YEAR", help="Year the rise is counted from; by default 2021.")
@click.option("--margin", type=float, metavar="POINTS", help="How far NATO's and the EU's accounts may differ; 0.5.")
def escape_room(names: tuple[str, ...], **options: Any) -> None:
    """Print the room under the EU's escape clause for defence, to its last year."""
    from report.cli.money import show_escape_room

    show_escape_room(names, **options)


@main.command()
@click.option("--country", metavar="NAMES", help='Allies, such as "EST Latvia fr"; by default all.')
@click.option(
    "--plan", metavar="IDS", help="Plans, separated by spaces, by id or as TOML files, or all; by default hague-2025."
)
@click.option("--edition", metavar="IDS", help="Editions of NATO's tables, or all; by default the newest.")
@click.option("--macro", metavar="IDS", help="Vintages of the World Economic Outlook, or all; by default the newest.")
@click.option("--baseline", metavar="LIST", help='What the extra is counted from, such as "freeze 2% zero".')
@click.option("--jobs", type=click.IntRange(1), help="Processes at once; by default as cores and memory allow.")
@click.option("--scheduler", metavar="ADDRESS", help="Run on a Dask cluster, such as tcp://host:8786.")
@click.option("--out", type=FILE, default=Path("sweep.csv"), show_default=True, help="The table: a .csv file.")
def sweep(**options: Any) -> None:
    """Cost every combination of allies, plans, editions and vintages into one table."""
    from report.cli.sweeping import run_sweep

    run_sweep(**options)


@main.command()
@formats
def plans(form: str | None) -> None:
    """List the plans that can be costed."""
    from report.cli.listing import show_plans

    show_plans(form)


@main.command()
@click.option("--text", metavar="NUMBER", help="Only the claims of this source text, such as 000.")
@click.option("--verdict", metavar="VERDICT", help='Only the claims with this verdict, such as "depends on edition".')
@formats
def claims(text: str | None, verdict: str | None, form: str | None) -> None:
    """List what was said, each claim with its verdict and what to print."""
    from report.cli.settling import show_claims

    show_claims(text, verdict, form)


@main.command()
@click.argument("name", metavar="ID")
@click.option(
    "--build",
    type=FOLDER,
    help="Look the id up in this build instead: also words, counts, and the pages that print it.",
)
@formats
def fact(name: str, build: Path | None, form: str | None) -> None:
    """Print one number, such as 2026-07.share_gdp.DEU.2026 or share_gdp.Germany: value, formula, inputs and source
    rows."""
    from report.cli.settling import show_fact

    show_fact(name, build, form)


@main.group()
def data() -> None:
    """The curated tables."""


@data.command()
@click.argument("folder", type=FOLDER, required=False)
@formats
def check(folder: Path | None, form: str | None) -> None:
    """Validate a data folder (by default this project's) and its seeds; list every problem with its remedy."""
    from report.cli.checking import show_problems

    sys.exit(show_problems(folder, form))


@data.command("copy")
@click.argument("folder", type=FOLDER)
def copy_(folder: Path) -> None:
    """Copy the tables and records into a folder, for figures of your own; name its data/ with --data."""
    from report.cli.intake import copy_tables

    copy_tables(folder)


@data.command("import")
@click.argument("file", type=FILE)
@click.option("--edition", metavar="YYYY-MM", help="Edition or vintage, where the file does not say.")
@click.option("--published", metavar="DAY", help="Day of publication, where it is not the day the file was saved.")
@click.option("--accessed", metavar="DAY", help="Day on which you obtained the file; by default today.")
@click.option("--url", metavar="ADDRESS", help="Where the publisher has the file.")
@click.option("--name", metavar="NAME=ISO3", multiple=True, help="An ally's new name; kept in allies.csv.")
@click.option(
    "--currency", metavar="ISO3=CODE", multiple=True, help="An ally's currency in the file, where not today's."
)
@click.option(
    "--exceptions",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The table of figures that break a rule, as an import has written it, with your reasons.",
)
@click.option("--dry-run", is_flag=True, help="Check and compare; change no table.")
def import_(**options: Any) -> None:
    """Add NATO's workbook, or an export of the IMF's World Economic Outlook, when everything in it holds."""
    from report.cli.intake import run_import

    run_import(**options)


@data.command()
@click.argument("older")
@click.argument("newer")
@click.option("--html", type=FILE, help="Write a page.")
@formats
def diff(**options: Any) -> None:
    """Compare two editions or two forecasts: what moved, and which headlines, statuses and claims turn."""
    from report.cli.intake import show_difference

    show_difference(**options)


@data.command()
def accept() -> None:
    """Accept changes of the tables made by hand, of the plans and of the records, showing each."""
    from report.cli.intake import run_accept

    run_accept()


@main.command()
@click.argument("folder", type=FOLDER, default=Path("build"))
def verify(folder: Path) -> None:
    """Check a build against its manifest and say what differs."""
    from report.cli.building import verify_build

    sys.exit(verify_build(folder))

"""What allies have said themselves: pledges in force held against the path, those that have come due, and what all of them add up to."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from report.facts import Fact, Row, names, units, written
from report.facts.catalogue import declared
from report.facts.rows import pledge_rows, spending_rows
from report.outlook.scorecard.pledges import highest_pledges, pledges_add_up, shortfalls
from report.outlook.scorecard.verification import TOLERANCE
from report.pages import Page
from report.prose import words
from report.prose.passage import Passage, say
from report.prose.scorecard import tolerance

FALLS_SHORT = "own pledge under what the checking line requires in the pledge’s year, by more than the tolerance"


def recorded(page: Page) -> Passage:
    """Up to when pledges are on record: later than the edition's figures."""
    when = declared("pledges_recorded", "", written.month(page.scorecard.recorded))
    return say("Pledges are as recorded to {when}; they can be younger than the edition’s figures.", "note", when=when)


def pledges(page: Page) -> Passage:
    """Which pledges fall short of the path, which came due, and what all add up to."""
    return _against_path(page) + _came_due(page) + _sum(page)


def _against_path(page: Page) -> Passage:
    """Whose pledges are below their checking line in the pledge's own year, and who is below it within the tolerance."""
    held = page.scorecard.pledges
    short = shortfalls(held, TOLERANCE)
    if held["pledge_gap_pp"].notna().sum() == 0:
        return say("No pledge in force can be held against this plan’s path.")
    if short.empty:
        return say("No pledge in force is below the path of its own year by more than the tolerance.")
    template = """Every pledge still in force is compared with the checking line in the pledge’s own year. {count} {have} pledged less than the line asks by then, by more
        than {tolerance}: {who}."""
    count = words.how_many(page, "pledge_below_path", short["iso3"].tolist())
    return say(
        template,
        count=count.written_as(written.sentence_case(f"{count} {words.plural(count, 'ally', 'allies')}")),
        have=words.plural(count, "has", "have"),
        tolerance=tolerance(),
        who=_named(
            page,
            "pledge_below_path_names",
            "allies whose own pledge is below their path, by name",
            short,
            "pledge_gap_pp",
            FALLS_SHORT,
        ),
    )


def _named(page: Page, name: str, label: str, held: pd.DataFrame, column: str, formula: str) -> Fact:
    """Allies with share and year of a pledge and how far it is off: ``Portugal (2.00% by 2029, −0.61)``."""
    told = [
        f"{page.names_in_text[row['iso3']]} ({written.decimal(row['pledge_share'], 2)}% by {int(row['pledge_year'])}, {written.signed(row[column], 2)})"
        for row in held.to_dict("records")
    ]
    rows = pledge_rows(page.d.pledges, held["pledge_id"]) + _shares(page, held["iso3"])
    return names(name, label, told, formula, page.origin.edition, page.origin.status(page.year), rows)


def _shares(page: Page, allies: Iterable[str]) -> tuple[Row, ...]:
    years = {page.year, page.scorecard.agreed}
    return spending_rows(page.d, list(dict.fromkeys(allies)), years, ["share_gdp"])


def _came_due(page: Page) -> Passage:
    """Pledges for the edition's last year, which its figures can already be held against."""
    held = page.scorecard.pledges
    due = held[(held["pledge_test"] == "due") & (held["pledge_year"] == page.year) & held["pledge_spent"].notna()]
    if due.empty:
        return Passage(())
    missed = due[due["pledge_kept_pp"] < -0.005].sort_values("pledge_kept_pp")
    estimated = page.origin.status(page.year) == "estimate"
    formula = "share of the pledge’s year less the pledge"
    return say(
        """Of {count} pledges for {year} itself, {kept} {are} {met}{short}. NATO’s definition of core can differ from the national one that a pledge
        was made in.""",
        count=words.how_many(page, "pledges_due", due["iso3"].tolist()),
        year=page.when(page.year),
        kept=words.how_many(page, "pledges_met", due[~due.index.isin(missed.index)]["iso3"].tolist(), formula=formula),
        are=words.plural(len(due) - len(missed), "is", "are"),
        met="met by NATO’s estimates, which are not outturns" if estimated else "kept on NATO’s figures",
        short=()
        if missed.empty
        else (
            "; not met ",
            words.plural(len(missed), "is ", "are "),
            _named(page, "pledges_missed_names", "pledges missed", missed, "pledge_kept_pp", formula),
        ),
    )


def _sum(page: Page) -> Passage:
    """What own pledges add up to against what the plan asks, with what is assumed."""
    gdp = page.now.set_index("iso3")["gdp_usd_m"]
    card = page.scorecard.card.reset_index(drop=True)
    if gdp.reindex(card.loc[card["share"].notna(), "iso3"]).isna().any():
        return Passage(())
    pledged = highest_pledges(page.d.pledges, page.plan)
    sums = pledges_add_up(card, pledged, gdp)
    return say(
        """If the last core pledge of every ally were kept, joint spending would come to {pledged} of joint GDP, against {asked} that the plan asks in the
        end{own} and {now} today. That takes every pledge at its word, whatever its year and whether or not we could verify it, counts today’s share where it is
        higher or nothing is pledged, and weighs by the GDP of {year}.""",
        pledged=_joint(page, "pledged", "at own pledges", sums["pledged"], pledged),
        asked=_joint(page, "asked", "at what the plan asks", sums["asked"]),
        now=_joint(page, "now", "today", sums["now"]),
        own=" (with exempt allies at their own figure)" if page.scorecard.having("exempt") else "",
        year=page.when(page.year),
    )


def _joint(page: Page, name: str, what: str, value: float, pledged: pd.Series | None = None) -> Fact:
    rows = spending_rows(page.d, page.d.with_forces(page.year), [page.year], ["share_gdp", "gdp_usd_current"])
    if pledged is not None:
        own = page.d.pledges
        last = own[own["component"].eq("core") & own["iso3"].isin(pledged.index) & own["superseded_on"].isna()]
        match = last[last["target_share_gdp"] == last["iso3"].map(pledged)]
        rows += pledge_rows(own, match["id"])
    formula = "mean of shares weighted by GDP; today’s share where it is higher or no pledge is on record"
    label = f"joint share of GDP {what}, “{page.plan.title}”, {page.origin.year(page.year)}"
    return Fact(
        f"joint_share_{name}.NATO.{page.year}.{page.plan.key}",
        label,
        value,
        units.PERCENT_GDP,
        page.origin.edition,
        page.origin.status(page.year),
        formula=formula,
        rows=rows,
    )

"""Where allies are heading: the next step, own pledges, what changed since the edition before, and the review."""

from __future__ import annotations

from typing import Any

from report.facts import Fact, Row, named, units, written
from report.facts.catalogue import declared
from report.facts.rows import pledge_rows, spending_rows
from report.pages import Page, asked
from report.pages.rows import Frame
from report.prose import words
from report.prose.passage import bullets
from report.prose.scorecard import tolerance
from report.prose.words import run, say
from report.shown import Passage, Segment

STEPS = "data/scorecard/verification.csv"
"""The download that holds every ally's step."""


def next_step(page: Page) -> Passage:
    """What it would take next year, and at which pace."""
    card = page.scorecard.card
    behind = card[card["status"] == "behind"]
    late = card[card["next_step_pp"] > 0] if behind.empty else behind  # nobody is behind when paths only begin
    if late.empty:
        return say("Nobody has a step left to take under this plan.")
    step = _money(page, late.index.tolist(), float(late["next_step_usd_m"].sum()))
    if not step.is_known:
        return say("This edition prints no money in which next year’s step could be told.")
    return _steps(page, late, step)


def _steps(page: Page, late: Frame, step: Fact) -> Passage:
    alone, behind = len(late) == 1, bool((late["status"] == "behind").all())
    most = str(late["next_step_usd_m"].idxmax())
    money = page.scorecard.fact(most, "next_step_usd_m")
    whose = f"now behind {'its' if alone else 'their'} path" if behind else "short of what the path asks next year"
    return say(
        """To be on the path in {next}, {count} {whose}{only} would have to add {step} at the GDP of {year},
        {prices}{most}. That is the share required in {next} less that of {year}, so it makes up for what was missed:
        as GDP grows, the same points cost more.""",
        count=_number(page, late, whose),
        whose=whose,
        only=f", {page.names_in_text[str(late.index[0])]}," if alone else "",
        most=() if alone else ("; the largest part of it, ", money, ", is that of ", page.names_in_text[most]),
        step=step,
        next=words.year("next_year", page.year + 1, "year after the last of the edition"),
        prices=words.prices(None),
        of=page,
    )


def _number(page: Page, late: Frame, whose: str) -> Fact:
    """How many allies are added up: ``the one ally``, ``the ten allies``."""
    count = words.how_many(page, "next_step_of", late.index.tolist(), whose, whose=whose)
    return count.written_as(f"the {count} {words.plural(count, 'ally', 'allies')}")


def _money(page: Page, allies: list[str], total: float) -> Fact:
    rows = spending_rows(page.d, allies, [page.year], ("share_gdp", "spend_usd_current", "gdp_usd_current"))
    steps = page.scorecard.card.loc[allies, ["ally", "next_step_usd_m"]].itertuples(index=False)
    added = tuple(Row(STEPS, f"{ally} next_step_usd_m", money, units.USD_M.label) for ally, money in steps)
    name, known = (
        f"next_step_usd_m.NATO.{page.year}.{page.plan.key}.{len(allies)}",
        total if total > 0 else float("nan"),
    )
    more: dict[str, Any] = {"allies": len(allies), "plan": page.plan.title}
    return page.origin.measured("next_steps", "", known, page.year, name=name, rows=added + rows, **more)


def review_year(page: Page) -> Fact:
    """The year of the plan's review, else of The Hague's."""
    if page.plan.review_year is None:
        return words.guideline_review("core")
    label = "year of the plan’s review"
    return asked.plan_fact(page.ask(), "review_year", label, page.plan.review_year, units.YEAR)


def changes(page: Page) -> Passage:
    """How many statuses changed since the edition before, and what that edition could tell."""
    before = page.scorecard.before
    if page.plan.agreed_year is None:
        return say("The plan names no year from which it counts, so that no path is under way in any edition.")
    if before is None:
        return say("There is no earlier edition that reaches the year of the plan: this is its first scorecard.")
    moved = _changed(page)["iso3"].tolist()
    begun, when = before.last_year <= page.scorecard.agreed, written.month(before.edition)
    template = (
        """In the edition of {edition} the path had only begun, and whoever had not met the target was on it. So this
        is the first test of the path, and that {count} allies have another status than there tells of that test rather
        than of a change of course.{withheld}"""
        if begun
        else "Since the edition of {edition}, {count} allies have changed status.{withheld}"
    )
    return say(
        template,
        edition=named("edition_before", "edition before", when, "table of editions", page.origin.edition),
        count=words.how_many(page, "moved_status", moved, name="moved"),
        withheld=_withheld(page),
    )


def _withheld(page: Page) -> tuple[Segment, ...]:
    """Who had no figure in the edition before, and why."""
    moved = _changed(page)
    blank = moved.loc[moved["before"] == "no figure", "iso3"].tolist()
    if not blank:
        return ()
    who = words.listed(page, "no_figure_before", blank)
    return (" No figure: that edition withholds the last share of ", who, ".")


def _changed(page: Page) -> Frame:
    history = page.scorecard.history
    return history[history["changed"]]


def moves(page: Page) -> Passage | None:
    """Who went from which status to which since the edition before; None where nobody did."""
    if page.scorecard.before is None or _changed(page).empty:
        return None
    groups = _changed(page).groupby(["before", "status"])
    lines = []
    for (before, now), group in groups:
        called = {"name": f"moved.{before}.{now}", "before": before, "now": now}
        names = words.listed(page, "moved_between", group["iso3"].tolist(), **called)
        lines.append(say("From {before} to {now}: {names}.", before=before, now=now, names=names))
    return bullets(*lines)


def review(page: Page) -> Passage:
    """What the file would look like at the review if every ally kept its present pace."""
    score = page.scorecard
    known = score.review[score.review["status"].isin(["met", "ahead", "on path", "behind"])]
    when = (" in " if page.plan.review_year else " of The Hague in ", review_year(page))
    if known.empty:
        return say(
            "This edition holds too few years for a pace: what the file would show at the review{when} cannot be told.",
            when=when,
        )
    if page.ask().whom == "nobody":
        return say("{plan} asks nothing that could be reviewed.", of=page)
    groups = {status: known.index[known["status"] == status].tolist() for status in ("met", "behind")}
    return say(
        """**At the review{when}**, if every ally kept the pace of its last three years, {met} would have met the
        target and {behind} would be behind the path{names}.{since} These are yardsticks and not forecasts.""",
        when=when,
        met=words.how_many(page, "review_met", groups["met"]),
        behind=words.how_many(page, "review_behind", groups["behind"]),
        names=(": ", words.listed(page, "review_behind_names", groups["behind"])) if groups["behind"] else "",
        since=_since(page),
    )


def _since(page: Page) -> tuple[Segment, ...]:
    """The same at the pace since the plan began, which leaves out what allies did before."""
    then = page.scorecard.review_since["status"]
    if page.plan.agreed_year is None or not then.isin(["met", "ahead", "on path", "behind"]).any():
        return ()
    met, behind = (then.index[then == status].tolist() for status in ("met", "behind"))
    return run(
        " At the pace since the plan began in {agreed}, {met} would have met it and {behind} would be behind.",
        agreed=words.agreed(page),
        met=words.how_many(page, "review_met_lately", met),
        behind=words.how_many(page, "review_behind_lately", behind),
    )


def recorded(page: Page) -> Passage:
    """Up to when pledges are on record: later than the edition's figures."""
    when = declared("pledges_recorded", "", written.month(page.scorecard.recorded))
    return say("Pledges are as recorded to {when}; they can be younger than the edition’s figures.", "note", when=when)


def pledges(page: Page) -> Passage:
    """Which pledges fall short of the path, which came due, and what all add up to."""
    return _against_path(page) + _came_due(page) + _add_up(page)


def _against_path(page: Page) -> Passage:
    """Whose pledges are below their checking line in the pledge's own year."""
    in_force = page.scorecard.pledges
    short = page.scorecard.short
    if in_force["pledge_gap_pp"].notna().sum() == 0:
        return say("No pledge in force can be held against this plan’s path.")
    if short.empty:
        return say("No pledge in force is below the path of its own year by more than the tolerance.")
    count = words.how_many(page, "pledge_below_path", short["iso3"].tolist())
    return say(
        """Every pledge still in force is compared with the checking line in the pledge’s own year. {count} {have}
        pledged less than the line asks by then, by more than {tolerance}: {who}.""",
        count=count.written_as(written.sentence_case(f"{count} {words.plural(count, 'ally', 'allies')}")),
        have=words.plural(count, "has", "have"),
        tolerance=tolerance(),
        who=_named(page, "pledge_below_path_names", short, "pledge_gap_pp"),
    )


def _named(page: Page, quantity: str, records: Frame, column: str) -> Fact:
    """Allies with share and year of a pledge and how far it is off: ``Portugal (2.00% by 2029, −0.61)``."""
    listed = [
        f"{page.names_in_text[row['iso3']]} ({written.decimal(row['pledge_share'], 2)}% by "
        f"{int(row['pledge_year'])}, {written.signed(row[column], 2)})"
        for row in records.to_dict("records")
    ]
    allies, years = list(dict.fromkeys(records["iso3"])), {page.year, page.scorecard.agreed}
    rows = pledge_rows(page.d.pledges, records["pledge_id"]) + spending_rows(page.d, allies, years, ["share_gdp"])
    return page.origin.measured(quantity, "", tuple(listed), page.year, name=quantity, rows=rows)


def _came_due(page: Page) -> Passage:
    """Pledges for the edition's last year, with which its figures can already be compared."""
    in_force = page.scorecard.pledges
    due = in_force[
        (in_force["pledge_test"] == "due") & (in_force["pledge_year"] == page.year) & in_force["pledge_spent"].notna()
    ]
    if due.empty:
        return Passage(())
    missed = due[due["pledge_kept_pp"] < -0.005].sort_values("pledge_kept_pp")
    kept, estimated = due.drop(index=missed.index), page.origin.status(page.year) == "estimate"
    short: tuple[Segment, ...] = ()
    if len(missed):
        who = _named(page, "pledges_missed_names", missed, "pledge_kept_pp")
        short = ("; not met ", words.plural(len(missed), "is ", "are "), who)
    return say(
        """Of {count} pledges for {year} itself, {kept} {are} {met}{short}. NATO’s definition of core can differ from
        the national one that a pledge was made in.""",
        count=words.how_many(page, "pledges_due", due["iso3"].tolist()),
        kept=words.how_many(page, "pledges_met", kept["iso3"].tolist()),
        are=words.plural(len(kept), "is", "are"),
        met="met by NATO’s estimates, which are not outturns" if estimated else "kept on NATO’s figures",
        short=short,
        of=page,
    )


def _add_up(page: Page) -> Passage:
    """What own pledges add up to against what the plan asks, with what is assumed."""
    sums = page.scorecard.joint_shares(page.now)
    if not sums:
        return Passage(())
    return say(
        """If the last core pledge of every ally were kept, joint spending would come to {pledged} of joint GDP,
        against {asked} that the plan asks in the end{own} and {now} today. That takes every pledge at its word,
        whatever its year and whether or not we could verify it, counts today’s share where it is higher or nothing is
        pledged, and weighs by the GDP of {year}.""",
        "p",
        page,
        own=" (with exempt allies at their own figure)" if page.scorecard.having("exempt") else "",
        **sums,
    )

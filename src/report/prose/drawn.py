"""How a range is made, step by step, and the tables that let a reader make one again."""

from __future__ import annotations

from typing import Any

from report.facts import ends, units, written
from report.facts.catalogue import chosen, count_of, declared
from report.facts.units import FACTOR
from report.pages import drawn
from report.pages.methods import TOTAL, MethodsPage
from report.pages.rows import factors_at_end
from report.prose import words
from report.prose.passage import bullets, say
from report.prose.ranges import beside
from report.prose.table import described
from report.shown import Column, Passage, Table

EXAMPLE = "DEU"
"""The ally whose pull and centre are given as an example."""
QUANTILES = {"p10": "10%", "p25": "25%", "p50": "50%", "p75": "75%", "p90": "90%"}


def recipe(page: MethodsPage) -> Passage:
    """Every step from past errors to the ends of a range."""
    return bullets(
        say(
            """**Errors.** From {record}: for every ally and year, from the current one to five years ahead,
            ln(outturn) less ln(forecast) of real growth and of consumer prices. The outturn is the figure of the first
            autumn Outlook after the year; of the year just over, in spring, its first estimate.""",
            record=page.ranges.record,
        ),
        say(
            """**Gaps.** Inflation errors of years above {crisis} are set aside once an ally has had no such year for
            {memory} years. Where an ally has no error, that of its peer at the same vintage and number of years ahead
            stands in; the table below names peers and reasons.""",
            crisis=chosen("inflation_crisis", drawn.HIGH_INFLATION).written_as(f"{drawn.HIGH_INFLATION:g}%"),
            memory=chosen("years_crisis_remembered", drawn.MEMORY).written_as(written.number_word(drawn.MEMORY)),
        ),
        _sizes(page),
        _chains(page),
        _widening(page),
        """**Factor.** The centre is added; the exponential of the result is the factor of the draw, one up to the base
        year. It holds growth alone at constant prices, growth and American prices in current dollars, growth and own
        prices in current national currency. Every amount of the plan is multiplied by the factor of its ally and year;
        sums over years or allies are added up within each draw.""",
        say(
            """**Ends.** The tenth and ninetieth percentile of {draws} draws, with straight lines between neighbours.
            Numbers are drawn by {generator} with seed {seed}; the tests of the ranges and the stretch use seed
            {test_seed}, the former with {tested} draws.""",
            draws=chosen("draws", drawn.DRAWS, drawn.DRAWS),
            generator=declared("generator", "", drawn.GENERATOR),
            seed=declared("seed_of_draws", "", str(drawn.SEED)),
            test_seed=declared("seed_of_tests", "", str(drawn.PAST_SEED)),
            tested=chosen("draws_each_held_out_vintage", drawn.TEST_DRAWS),
        ),
    )


def _sizes(page: MethodsPage) -> Passage:
    rows = page.ranges.record.rows[::2]
    return say(
        """**Centre and pull.** At each number of years ahead an ally’s mean error is taken off, so that errors average
        out over draws. An ally’s own size *s* is the root mean square of its centred growth errors one to five years
        ahead, the typical size *t* the geometric mean of all *s*: {typical} now. Its growth errors are multiplied by
        (*t* ÷ *s*) to the power of {pull}, those of {name} by {own}. What is put back in place of the ally’s mean is
        the centre: the mean past error of its level that many years ahead, pulled towards the median of allies by
        {pull}. In the plan’s last year it is a factor of {centre} for {name}. With centre “{forecast}” nothing is put
        back.""",
        centre=page.centre(EXAMPLE),
        forecast=drawn.FORECAST,
        typical=declared("growth_error_size", "", page.typical_size, edition=page.origin.macro, rows=rows),
        pull=chosen("pull_power", drawn.PULL).written_as(f"{drawn.PULL:g}"),
        name=page.names_in_text[EXAMPLE],
        own=page.pull(EXAMPLE),
    )


def _chains(page: MethodsPage) -> Passage:
    return say(
        """**End to end.** A draw follows one vintage, all allies, growth and prices together, from the current year as
        far as its outturns reach and at most to its last horizon, {last} years ahead. Then another vintage takes over
        with its errors from one year ahead on, and so on to {horizon}; errors are summed up as they come. First
        vintages are dealt out evenly, later ones drawn with equal chances. So beyond {last} years a draw holds errors
        of vintages laid end to end; that real forecasts, with their last rate held, did worse than that is what the
        next step makes good.""",
        last=declared("last_horizon_imf_forecasts", "", written.number_word(drawn.HORIZONS - 1)),
        horizon=words.year("horizon", page.horizon, "horizon of the plan"),
    )


def _widening(page: MethodsPage) -> Passage:
    start = page.ranges.first_vintage
    return say(
        """**Stretch.** The sum of errors is multiplied by the stretch of its year, from {near} one year ahead to {far}
        in the last year of the plan. It is learnt from every vintage since {first}, the first for which each number of
        years ahead had had an outcome: {draws} draws from what was known then, and what came divided by the edge of
        the range on its side, both counted from the centre, as no more than {cap}. The percentile of these ratios that
        would have made the ranges hold {level}, over all allies, real and at current prices, is the stretch; it is at
        least one, never falls with years ahead and stays beyond {horizons} of them. Beyond the IMF’s last year the
        error scored is that of its last rate, held. A sum of allies has a stretch of its own in place of this one,
        {sum_far} for the alliance’s bill in the last year, learnt in the same way from the errors of that sum; it
        gives one outcome a vintage, so that vintages since {first_sum} count.""",
        sum_far=page.stretch_of_bill,
        first_sum=words.year("first_scored_sum", start + drawn.BEFORE_SUM, "first vintage scored for sums"),
        near=page.stretch(1),
        far=page.stretch(page.ahead),
        first=words.year("first_scored", start + drawn.BEFORE, "first vintage scored"),
        draws=chosen("draws_each_scored_vintage", drawn.PAST_DRAWS),
        level=declared("part_outcomes_range_claims", "", f"{drawn.PERCENT}%"),
        cap=chosen("largest_ratio_counted", int(drawn.CAP)).written_as(written.number_word(int(drawn.CAP))),
        horizons=count_of("horizons_scored", "", drawn.FAR - 1, rows=page.ranges.record.rows[:1]),
    )


def factors_table(page: MethodsPage) -> Table:
    """What a figure of the plan's last year is multiplied by; the download has every year, price basis and sum."""
    return described("drawn-factors", page, factors_at_end(page), download=(page.drawn_factors, FACTORS))


FACTORS = (
    Column("iso3", "Code"),
    Column("ally", "Ally or sum"),
    Column("quantity", "Quantity"),
    Column("prices", "Prices"),
    Column("year", "Year"),
    *(Column.of(name, label, FACTOR) for name, label in QUANTILES.items()),
)
"""The columns of the download of drawn factors."""


def stretch_table(page: MethodsPage) -> Table:
    """The stretch by years ahead."""
    return described("stretch", page, page.stretches.astype({"ahead": str, "year": str}))


def record_table(page: MethodsPage) -> Table:
    """Each ally's record: peers, sizes, and on which side of the IMF's path outcomes came out."""
    blank = {name: page.records[name].replace("", written.MISSING) for name in ("peer", "why")}
    return described("records", page, page.records.assign(first=page.records["first"].astype(str), **blank))


def centred(page: MethodsPage) -> Passage:
    """What the choice of a centre does to the headline."""
    row = page.centres.set_index("iso3").loc[TOTAL]
    headline = page.bill(TOTAL, "core", drawn.EXTRA)
    if headline.band is None:
        return say("The plan asks nothing over the baseline: there is no range to centre.")
    of_draws: dict[str, Any] = {"unit": units.usd_m_constant(page.year), "edition": page.origin.macro}
    of_draws |= {"inputs": (headline,), "rows": page.ranges.record.rows}
    low, high = ends(headline)
    return say(
        """Published ranges are centred where outcomes have come out: the alliance’s bill is then {mean} on average,
        with {width} of the draws between {low} and {high}, where the IMF’s path gives {headline}. Around that path the
        ends are {beside}: the same draws without the mean of past errors, and with a stretch learnt around the path.
        The figures themselves are on the IMF’s path under both. Whether forecasts go on erring to one side nobody
        knows; that they did made these ranges the better ones on held-out vintages, where each knew only what came
        before it. The parameter is centre: “{outcome}” as published, or “{forecast}”.""",
        mean=page.origin.projected("mean_draw", f"NATO.{page.horizon}", float(row["mean"]), **of_draws),
        headline=headline,
        width=declared("part_of_draws", "", f"{drawn.PERCENT}%"),
        low=low,
        high=high,
        beside=beside(headline),
        outcome=drawn.OUTCOME,
        forecast=drawn.FORECAST,
    )


def centres_table(page: MethodsPage) -> Table:
    """Both centres side by side."""
    return described("centres", page, page.centres, units={"base": units.usd_m_constant(page.year)})

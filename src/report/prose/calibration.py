"""How good the ranges have been on held-out vintages, and their scores against the other centre and simple rivals."""

from __future__ import annotations

from typing import Any

from report.facts import Fact, written
from report.facts.catalogue import chosen, declared
from report.facts.units import Unit
from report.pages import drawn, rows
from report.pages.methods import FIRST_TESTED, IN_ALL, ON_FORECAST, PERCENT, PUBLISHED_METHOD, REAL, SPANS, MethodsPage
from report.prose import words
from report.prose.passage import say
from report.prose.table import described
from report.shown import Passage, Segment, Table

SCORE = Unit("score", "% of the forecast level", 1, "score")


def _learnt(page: MethodsPage, quantity: str, value: float, name: str = "", **words: Any) -> Fact:
    """A figure measured on the record of forecast errors."""
    return declared(quantity, "", value, name=name, rows=page.ranges.record.rows, **words)


def covered(
    page: MethodsPage, measure: str, band: int = PERCENT, column: str = "coverage", method: str = PUBLISHED_METHOD
) -> Fact:
    """One cell of ``coverage`` for the horizons one to five, as a fact."""
    value, name = page.covered(measure, band, column=column, method=method), f"{column}.{measure}.1-5.{band}.{method}"
    words = {"column": column, "band": rows.BAND[band], "what": rows.WHAT[measure], "method": method}
    return _learnt(page, "part_of_outcomes", value, name, **words)


def covered_sum(
    page: MethodsPage, measure: str = REAL, column: str = "coverage", method: str = PUBLISHED_METHOD
) -> Fact:
    """Part of the alliance's held-out sums inside, below or above their range, at the last horizon."""
    value = page.covered(measure, horizon=page.far, column=column, method=method, of_sums=True)
    words = {"column": column, "far": page.far, "measure": measure, "method": method}
    return _learnt(page, "part_of_sums", value, f"{column}.sum.{measure}.{page.far}.{method}", **words)


def calibration(page: MethodsPage) -> Passage:
    """Coverage on held-out vintages, of the headline's sum and of single allies, and what remains off."""
    return _of_the_sum(page) + _of_allies(page) + _what_was_chosen(page)


def _of_the_sum(page: MethodsPage) -> Passage:
    count = page.covered(REAL, horizon=page.far, column="errors", of_sums=True)
    weight = 100 / count
    return say(
        """Each vintage since {first} was held out in turn: its ranges were made from earlier vintages and from
        outturns known when it appeared, and what came was looked up. The headline is a sum of allies, {far} years
        ahead. Of {count} held-out sums at that distance, allies weighed by their part of the bill, {inside} came out
        inside the likely range (growth only), {below} below and {above} above it; of sums over all the years so far
        {in_all}. Centred on the IMF’s path, the same method held {forecast}. One outcome more or less moves this by
        {one} points, and the spans overlap{missed}. The table gives every number of years ahead.""",
        first=words.year("first_tested", FIRST_TESTED, "first vintage held out"),
        far=declared("last_horizon_tested", "", written.number_word(page.far)),
        count=_learnt(page, "outcomes_of_sums", count, f"outcomes.sum.{page.far}", far=page.far),
        inside=covered_sum(page),
        below=covered_sum(page, column="below"),
        above=covered_sum(page, column="above"),
        in_all=covered_sum(page, IN_ALL),
        forecast=covered_sum(page, method=ON_FORECAST),
        missed=_missed(page),
        one=_learnt(page, "outcome_weight", weight, "outcome_weight.sum").written_as(written.decimal(weight)),
    )


def _missed(page: MethodsPage) -> tuple[Segment, ...]:
    """The vintages whose sum came out outside its range at the last horizon; nothing where none did."""
    rows = page.tested_sums.query("method == @PUBLISHED_METHOD and measure == @REAL and horizon_years == @page.far")
    missed = rows.loc[~rows["came"].between(rows["low"], rows["high"]), "vintage"].str[:4].tolist()
    if not missed:
        return ()
    years = declared("vintages_missed", "", written.listing(missed), far=page.far)
    return (": outside came those of ", years)


def _of_allies(page: MethodsPage) -> Passage:
    return say(
        """Single allies have thousands of outcomes, though few events. One to five years ahead their likely ranges
        held {real} of the outcomes for real GDP and {nominal} for GDP at current prices; the inner ranges held
        {real_half} and {nominal_half}. {below} of the outcomes for real GDP fell below the range and {above} above it;
        around the IMF’s path that was {below_forecast} and {above_forecast}. Misses come in clusters, since countries
        miss together.""",
        real=covered(page, "real"),
        nominal=covered(page, "nominal"),
        real_half=covered(page, "real", 50),
        nominal_half=covered(page, "nominal", 50),
        below=covered(page, "real", column="below"),
        above=covered(page, "real", column="above"),
        below_forecast=covered(page, "real", column="below", method=ON_FORECAST),
        above_forecast=covered(page, "real", column="above", method=ON_FORECAST),
    )


def _what_was_chosen(page: MethodsPage) -> Passage:
    """Which choices these figures test, and which were made with them in view."""
    return say(
        """The centre and the stretch of a vintage’s ranges are learnt from earlier vintages alone. That ranges are
        centred on outcomes, the pull of {pull} and from which year vintages are scored were chosen with these
        hold-outs in view, so that their part in these figures is no test of them. Without any pull the likely ranges
        would have held {unpulled} for real GDP. The method is split conformal calibration in form only: its guarantee
        needs vintages that could be exchanged for one another, which these could not.""",
        pull=chosen("pull_power", drawn.PULL).written_as(f"{drawn.PULL:g}"),
        unpulled=_learnt(page, "coverage_unpulled", page.unpulled, "coverage.real.1-5.unpulled"),
    )


def coverage_table(page: MethodsPage) -> Table:
    """Coverage by horizon of single allies and of sums, and around the IMF's path."""
    return described("coverage", page, rows.coverage(page), percent=PERCENT)


def scores(page: MethodsPage) -> Passage:
    """The interval score against two rivals, whichever wins."""
    by_centre: dict[str, Any] = {
        f"{name}_{span}{suffix}": _centre_score(page, of, ahead, method)
        for name, of in (("sum", "sums"), ("ally", "allies"))
        for span, ahead in zip(("near", "far"), SPANS, strict=True)
        for suffix, method in (("", PUBLISHED_METHOD), ("_forecast", ON_FORECAST))
    }
    return say(
        """Coverage alone would reward ranges that are too wide. The interval score adds the width of a range and a
        fine for what falls outside; lower is better. This is why ranges are centred on outcomes: for the alliance’s
        bill {near_years} years ahead it is {sum_near} against {sum_near_forecast} around the IMF’s path, {far_years}
        years ahead {sum_far} against {sum_far_forecast}; for single allies’ real GDP {ally_near} against
        {ally_near_forecast} and {ally_far} against {ally_far_forecast}. Against simple rivals: for real GDP one to
        five years ahead ours scores {ours} against {normal} for a normal range from the ally’s own past errors and
        {none} for the forecast alone: {real}. At current prices it is {ours_nominal} against {normal_nominal} and
        {none_nominal}: {nominal}.""",
        near_years=declared("near_years", "", "one to five"),
        far_years=declared("far_years", "", "six to nine"),
        **by_centre,
        ours=_score(page, "real", "vintages"),
        normal=_score(page, "real", "normal"),
        none=_score(page, "real", "none"),
        real=_verdict(page, "real"),
        ours_nominal=_score(page, "nominal", "vintages"),
        normal_nominal=_score(page, "nominal", "normal"),
        none_nominal=_score(page, "nominal", "none"),
        nominal=_verdict(page, "nominal"),
    )


def _score(page: MethodsPage, measure: str, method: str) -> Fact:
    value, name = page.score(measure, PERCENT, method), f"score.{measure}.1-5.{method}"
    return _learnt(page, "score", value, name, unit=SCORE, what=rows.WHAT[measure], method=method)


def _centre_score(page: MethodsPage, of: str, ahead: str, method: str) -> Fact:
    """The interval score of real GDP by what ranges are centred on."""
    value = float(
        page.scores_by_centre.set_index(["of", "ahead", "measure", "method"])["score"][of, ahead, REAL, method]
    )
    called: dict[str, Any] = {"unit": SCORE, "who": of, "ahead": ahead, "method": method}
    return _learnt(page, "score_by_centre", value, f"score.{of}.{ahead}.{method}", **called)


def _verdict(page: MethodsPage, measure: str) -> str:
    """Which of the two does better, said either way."""
    ours, normal = (page.score(measure, PERCENT, method) for method in ("vintages", "normal"))
    if ours <= normal:
        return "ours is the sharper"
    return (
        "the simple range is the sharper there, at nearly the same coverage; "
        "what it cannot give is a range for several allies, since it does not know how they move together"
    )


def scores_table(page: MethodsPage) -> Table:
    """Interval scores and widths of each method."""
    return described("interval-scores", page, rows.scores(page), units={"score": SCORE})

"""How good the ranges have been: coverage on held-out vintages and scores against simple rivals."""

from __future__ import annotations

import pandas as pd

from report.facts import Fact, assumed, named, units, written
from report.facts.fact import Row
from report.facts.units import Unit
from report.outlook.calibration import FIRST_TESTED
from report.outlook.lineage_risk import PERCENT, below, record
from report.outlook.past_errors import FAR, percent
from report.outlook.pool import PULL
from report.pages.methods import MethodsPage
from report.prose import words
from report.prose.passage import Passage, say
from report.prose.ranges import BELOW, BILL, MEAN, ON_RECORD, sum_fact, width
from report.prose.table import Column, Table

SUMMED = "ln(Σ weight × exp(error) ÷ Σ weight), allies with an outcome; weights: extra for core defence at the end of the plan"
WHAT = {"real": "real GDP", "nominal": "GDP at current prices"}


def statistic(label: str, value: float, unit: Unit, formula: str, rows: tuple[Row, ...] = ()) -> Fact:
    """A figure measured on records, as a fact."""
    return Fact(label, value, unit, status="actual", formula=formula, rows=rows)


def covered(
    page: MethodsPage, measure: str, band: int = PERCENT, column: str = "coverage", method: str = "vintages"
) -> Fact:
    """One cell of ``coverage`` for the horizons one to five, as a fact."""
    value = page.covered(measure, band, column=column, method=method)
    label = f"{column} of the {band}% band, {WHAT[measure]}, one to five years ahead, method “{method}”"
    return statistic(
        label, value, units.PERCENT, "held-out outcomes of that kind ÷ all held-out outcomes", record(page.d).rows
    )


def calibration(page: MethodsPage) -> Passage:
    """Coverage on held-out vintages, and what remains off."""
    return say(
        """Each vintage since {first} was held out in turn: its ranges were made from earlier vintages and from outturns known when it appeared,
        and what came was looked up. One to five years ahead the {width} bands held {real} of the outcomes for real GDP and {nominal} for GDP
        at current prices; the {half} bands held {real_half} and {nominal_half}.

        The stretch of a vintage’s ranges is learnt from earlier vintages alone. The pull of {pull} is not: it was chosen with these hold-outs in view, so that its part in these figures is no test of it. Without any pull the {width} bands
        would have held {unpulled} for real GDP.

        What remains off is not hidden by the average. Misses are lopsided: {below} of the outcomes for real GDP fell below the {width} band and
        {above} above it. {lower} of the outcomes of these vintages were below the IMF’s forecast, and the ranges carry no such bias on; other pages tell of the whole record since {start}, of which it is
        {record_lower}: the vintages before {first} missed {oftener} often on that side. And misses come in
        clusters: countries miss together, so very many errors are few events.""",
        first=words.year(FIRST_TESTED, "first vintage held out"),
        width=named("width of the published bands", f"{PERCENT}%", "from the tenth to the ninetieth percentile"),
        half=named("width of the inner bands", "50%", "from the twenty-fifth to the seventy-fifth percentile"),
        real=covered(page, "real"),
        nominal=covered(page, "nominal"),
        real_half=covered(page, "real", 50),
        nominal_half=covered(page, "nominal", 50),
        below=covered(page, "real", column="below"),
        above=covered(page, "real", column="above"),
        lower=covered(page, "real", column="below", method="none"),
        pull=assumed(
            "pull towards the typical size", PULL, units.RATIO, "our choice, see the test of the ranges"
        ).written_as(f"{PULL:g}"),
        unpulled=_without_pull(page),
        start=words.year(int(page.records["first"].min()), "first vintage of the record"),
        record_lower=below(page.d),
        oftener="less" if page.lean.near < page.covered("real", column="below", method="none") else "no less",
    ) + _of_the_sum(page)


def _without_pull(page: MethodsPage) -> Fact:
    """Coverage had sizes been left as they are."""
    label = f"coverage of the {PERCENT}% band, real GDP, one to five years ahead, without the pull on sizes"
    formula = "held-out outcomes inside ÷ all held-out outcomes"
    return statistic(label, page.unpulled, units.PERCENT, formula, record(page.d).rows)


def _of_the_sum(page: MethodsPage) -> Passage:
    """Coverage of the weighted sum of allies."""
    found = page.sum_coverage
    formula = SUMMED

    def fact(name: str, label: str, unit: Unit = units.PERCENT) -> Fact:
        return statistic(
            f"{label}, real GDP of allies summed by the bill", float(found[name]), unit, formula, record(page.d).rows
        )

    ahead = "one to five years ahead"
    far_below = fact("far_below", "outcomes below the IMF’s path at the last horizon")
    return say(
        """That is a test of single allies. For the alliance’s sum, with allies weighed by their part of the bill, {vintages} held-out vintages make
        fewer independent events still: the {width} range held {inside} of the sums, {under} fell below it and {over} above. {sum_lower} of the sums were below the
        IMF’s path; {far} years ahead {far_below} of {far_count} were, by {far_mean} on average. No range is needed to count sides, so that all vintages since {start} can be: of {all_count} sums {all_far} years ahead {all_below} were
        below, by {all_mean} on average. The lower part of a range for the alliance deserves more weight than the upper.""",
        width=width(PERCENT),
        vintages=fact("vintages", "held-out vintages", units.COUNT),
        inside=inside_sum(page, "inside", "outcomes inside"),
        under=inside_sum(page, "under", "outcomes below"),
        over=inside_sum(page, "over", "outcomes above"),
        sum_lower=fact("below", f"outcomes below the IMF’s path, {ahead}"),
        far=named("last horizon tested", written.number_word(FAR - 1), "horizons of the record"),
        far_below=far_below.written_as("all") if float(far_below) == 100 else far_below,
        far_count=fact("far", "outcomes at the last horizon", units.COUNT),
        far_mean=_size(
            statistic(
                "mean error at the last horizon, real GDP of allies summed by the bill",
                percent(float(found["far_mean"]) / 100),
                units.PERCENT,
                f"{formula}; as a percentage of the level",
                record(page.d).rows,
            )
        ),
        start=words.year(int(page.records["first"].min()), "first vintage of the record"),
        all_count=sum_fact(page, "outcomes on record", page.ranges.lean.far, ON_RECORD, BILL),
        all_far=named(
            "years to the end of the plan", written.number_word(page.ranges.lean.ahead), "as far as the record goes"
        ),
        all_below=sum_fact(page, "outcomes below the IMF’s path", page.ranges.lean.far_below, BELOW, BILL),
        all_mean=_size(sum_fact(page, "mean error", page.ranges.lean.far_mean, MEAN, BILL, units.PERCENT)),
    )


def inside_sum(page: MethodsPage, name: str, label: str) -> Fact:
    """Part of the held-out sums of the alliance inside, under or over their range, one to five years ahead."""
    return statistic(
        f"{label} the {PERCENT}% range, one to five years ahead, real GDP of allies summed by the bill",
        float(page.sum_coverage[name]),
        units.PERCENT,
        SUMMED,
        record(page.d).rows,
    )


def _size(fact: Fact) -> Fact:
    """A fall without its sign, where the words say that it is one."""
    return fact.written_as(str(fact).lstrip("−"))


def coverage_table(page: MethodsPage) -> Table:
    """Coverage by horizon, ours and the normal rival's."""
    rows = page.coverage
    ours = rows[rows["method"] == "vintages"].pivot(
        index="horizon_years", columns=["measure", "band"], values="coverage"
    )
    rival = rows[(rows["method"] == "normal") & (rows["band"] == PERCENT)].pivot(
        index="horizon_years", columns="measure", values="coverage"
    )
    counts = rows[(rows["method"] == "vintages") & (rows["measure"] == "real") & (rows["band"] == PERCENT)].set_index(
        "horizon_years"
    )
    order = [*sorted(h for h in ours.index if h != "one to five"), "one to five"]
    frame = pd.DataFrame(
        {
            "ahead": [str(h) for h in order],
            "real_80": ours[("real", 80)].reindex(order).to_numpy(),
            "real_50": ours[("real", 50)].reindex(order).to_numpy(),
            "nominal_80": ours[("nominal", 80)].reindex(order).to_numpy(),
            "nominal_50": ours[("nominal", 50)].reindex(order).to_numpy(),
            "normal_real": rival["real"].reindex(order).to_numpy(),
            "normal_nominal": rival["nominal"].reindex(order).to_numpy(),
            "vintages": counts["vintages"].reindex(order).to_numpy(),
            "errors": counts["errors"].reindex(order).to_numpy(),
        }
    )
    return Table(
        id="coverage",
        caption="Coverage of the ranges on held-out vintages",
        subtitle="Part of the outcomes inside the band, by years ahead",
        frame=frame,
        columns=(
            Column("ahead", "Years ahead"),
            Column("real_80", "Real GDP, 80% band", units.PERCENT),
            Column("real_50", "Real GDP, 50% band", units.PERCENT),
            Column("nominal_80", "Current prices, 80% band", units.PERCENT),
            Column("nominal_50", "Current prices, 50% band", units.PERCENT),
            Column("normal_real", "Normal band, real, 80%", units.PERCENT),
            Column("normal_nominal", "Normal band, current, 80%", units.PERCENT),
            Column("vintages", "Vintages", units.COUNT),
            Column("errors", "Errors", units.COUNT),
        ),
        notes=(
            "“Normal band”: the forecast, more or less 1.28 root mean squares of the ally’s own past errors at that horizon; it is made for the IMF’s horizons only.",
        ),
        source="IMF, World Economic Outlook, forecasts and outturns since 1990; own calculations",
        edition=page.origin.macro,
    )


def scores(page: MethodsPage) -> Passage:
    """The interval score against two rivals, whichever wins."""
    return say(
        """Coverage alone would reward bands that are too wide. The interval score adds the width of a band and a fine for what falls outside;
        lower is better. For real GDP ours scores {ours} against {normal} for a normal band from the ally’s own past errors and {none} for the
        forecast alone: {real}. At current prices it is {ours_nominal} against {normal_nominal} and {none_nominal}: {nominal}.""",
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
    label = f"interval score of the {PERCENT}% band, {WHAT[measure]}, method “{method}”"
    unit = Unit("score", "% of the forecast level", 1, "score")
    return statistic(
        label,
        page.score(measure, PERCENT, method),
        unit,
        "mean of width + 2 ÷ α × miss, one to five years ahead",
        record(page.d).rows,
    )


def _verdict(page: MethodsPage, measure: str) -> str:
    """Which of the two does better, said either way."""
    ours, normal = (page.score(measure, PERCENT, method) for method in ("vintages", "normal"))
    if ours <= normal:
        return "ours is the sharper"
    return (
        "the simple band is the sharper there, at nearly the same coverage; what it cannot give is a range for several allies, since it does "
        "not know how they move together"
    )


def scores_table(page: MethodsPage) -> Table:
    """Interval scores and widths of the three methods."""
    wide = page.scores.pivot(index=["measure", "band"], columns="method", values=["score", "width"])
    index = wide.index.to_frame(index=False)
    frame = pd.DataFrame({"what": [f"{written.sentence_case(WHAT[m])}, {band}% band" for m, band in wide.index]})
    for method in ("vintages", "normal", "none"):
        frame[f"score_{method}"] = wide[("score", method)].to_numpy()
    for method in ("vintages", "normal"):
        frame[f"width_{method}"] = wide[("width", method)].to_numpy()
    frame = frame.assign(order=index["measure"].map({"real": 0, "nominal": 1}) * 100 - index["band"]).sort_values(
        "order"
    )
    score = Unit("score", "% of the forecast level", 1, "score")
    return Table(
        id="interval-scores",
        caption="Interval scores against two simple rivals",
        subtitle="Mean over held-out vintages, one to five years ahead; lower is better",
        frame=frame,
        columns=(
            Column("what", "Range of"),
            Column("score_vintages", "Published ranges", score),
            Column("score_normal", "Normal band", score),
            Column("score_none", "No range", score),
            Column("width_vintages", "Width, published", score),
            Column("width_normal", "Width, normal band", score),
        ),
        source="IMF, World Economic Outlook, forecasts and outturns since 1990; own calculations; score after Gneiting and Raftery (2007)",
        edition=page.origin.macro,
    )

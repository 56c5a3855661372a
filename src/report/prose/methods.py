"""The methods page: what numbers rest on, what is assumed, what a choice does, what the method cannot do."""

from __future__ import annotations

from report.facts import Fact, Row, ends, units, written
from report.facts.catalogue import combined, count_of, declared
from report.facts.rows import spending_rows
from report.pages import Page
from report.pages.drawn import EXTRA
from report.pages.methods import ON_FORECAST, TOTAL, MethodsPage
from report.pages.worked import families, family
from report.prose import words
from report.prose.calibration import covered, covered_sum
from report.prose.passage import bullets, key_figures
from report.prose.published import verdicts
from report.prose.ranges import beside
from report.prose.ranges import spread as range_of
from report.prose.table import described
from report.prose.words import run, say
from report.prose.worked import cards
from report.shown import Passage, Segment, Table
from report.tables.releases import vintages

UNMOVED = 0.05
"""Percent: a change below this is printed as zero."""


def worked(page: MethodsPage, name: str) -> Table:
    """The worked examples of one family."""
    return cards(page, name, family(name))


def lead(page: MethodsPage) -> Passage:
    """What the page is for."""
    return say(
        """Every number on this site is made by a formula that stands here, with an example small enough for a pocket
        calculator. The examples are the tests of the program: what is printed as a result is what the program returns,
        and a test recomputes the arithmetic. Ranges rest on random draws, which no calculator repeats: their recipe,
        generator and seed stand here, and the factors drawn, with which any end of a range can be worked out. The
        second half says how far the projections can be trusted, measured on the past.""",
        "lead",
    ) + _both_centres(page)


def _both_centres(page: MethodsPage) -> Passage:
    """The headline with both of its ranges, which is published and why; nothing where nothing is asked."""
    bill = page.bill(TOTAL, "core", EXTRA)
    if bill.band is None:
        return Passage(())
    low, high = ends(bill)
    return say(
        """The likely range (growth only) of the headline, {bill} a year by {horizon} {prices}, is {low} to {high},
        centred where outcomes have come out. Around the IMF’s path it would be {beside}. The first is published
        because it scored better on held-out vintages, for single allies and for the alliance’s bill (the scores stand
        below); {far} years ahead it held {inside} of the alliance’s sums, the other {forecast}.""",
        "lead",
        bill=bill,
        horizon=words.year("horizon", page.horizon, "horizon of the plan"),
        prices=words.prices(page.year),
        low=low,
        high=high,
        beside=beside(bill),
        far=declared("last_horizon_tested", "", written.number_word(page.far)),
        inside=covered_sum(page),
        forecast=covered_sum(page, method=ON_FORECAST),
    )


def figures(page: MethodsPage) -> Passage:
    """The page in numbers, each with what it does not show."""
    number, rows = sum(map(len, families().values())), [Row("src/report/pages/examples", "all files")]
    count = count_of("worked_examples", "", number, rows=rows).written_as(str(number))
    sums = "of the alliance’s held-out sums inside their likely range (growth only), as far ahead as the headline"
    around = (
        "around the IMF’s path ",
        covered_sum(page, method=ON_FORECAST),
        "; every distance is in the table of coverage",
    )
    singles = "of single allies’ outcomes for real GDP inside theirs, one to five years ahead"
    (agreed, expressed), met = verdicts(page), "published costings met within five per cent"
    a_fit = "a fit and no test: where a source leaves its basis open, the reading nearest to its figure was taken"
    return key_figures(
        (count, "worked examples", "each recomputed by a test"),
        (covered_sum(page), sums, around),
        (covered(page, "real"), singles, (covered(page, "nominal"), " at current prices")),
        *_spread_figure(page),
        (agreed, met, a_fit),
        (expressed, "published costings can be expressed", "why the others cannot is in the table of those left out"),
    )


def _spread_figure(page: MethodsPage) -> tuple[tuple[Fact, str, tuple[Segment, ...]], ...]:
    """The most that another vintage moves the headline; nothing where the headline is zero."""
    if page.asks_nothing:
        return ()
    rows = [Row(f"macro/{name}", "all rows") for name in _others(page)]
    others = count_of("other_vintages", "", len(rows), rows=rows)
    detail = ("of the ", others, " others held, ", _other_vintages(page), ": too few and too near to span a crisis")
    return ((_spread_of_vintages(page), "is the most another vintage moves the headline", detail),)


def _spread_of_vintages(page: MethodsPage) -> Fact:
    """The most that another vintage moves the headline."""
    vintages = page.choices[page.choices["kind"] == "vintage"]
    rows = tuple(Row(f"macro/{name}", "NGDP_R of all allies") for name in vintages["label"])
    return declared("largest_vintage_change", "", vintages["change"].abs().max(), rows=rows)


def _others(page: MethodsPage) -> list[str]:
    """The vintages on record besides the page's own."""
    rows = page.choices[(page.choices["kind"] == "vintage") & ~page.choices["published"]]
    return [str(name) for name in rows["label"]]


def _other_vintages(page: MethodsPage) -> Fact:
    """The vintages on record besides the page's own, by month."""
    return declared("other_vintages_named", "", written.listing([written.month(name) for name in _others(page)]))


def notation(page: MethodsPage) -> Passage:
    """The letters used."""
    return say(
        """*b* is NATO’s published share of GDP in percent; *E* spending and *Y* GDP, in US dollars; *e* and *y* an
        ally’s parts of the alliance’s sums, *N* its people. An index names a year or a place in an order; Σ adds up
        over allies or years. Points are percentage points of GDP. Figures of allies are NATO’s of {edition} unless an
        example says otherwise. Amounts of years to come are worked without a range, since an example shows the
        arithmetic of one figure; that of the ends of its range is under Ranges.""",
        "note",
        edition=declared("edition_examples", "", "July 2026"),
    )


def assumptions_table(page: MethodsPage) -> Table:
    """Every assumption with its value, ground and switch."""
    return described("assumptions", page, page.assumptions)


def choices(page: MethodsPage) -> Passage:
    """How much the headline depends on what is chosen."""
    headline = page.bill(TOTAL, "core", "extra_usd_m_constant")
    if page.asks_nothing:
        return say(
            """Under {plan} core defence costs the alliance nothing over {baseline}: the headline is zero, and no
            choice changes zero by a percentage. The table gives what other choices would make of it, in money alone.
            What is extra depends on what would have been spent anyway.""",
            of=page,
        )
    delay = page.choices.set_index("label").loc["every step two years late"]
    is_moved = delay[["change", "change_total"]].abs().max() >= UNMOVED
    total = page.bill(TOTAL, "core", "cumulative_extra_usd_m_constant")
    return say(
        """The headline is the extra that {plan} asks of the alliance for core defence in {horizon}, {prices}:
        {headline}{spread_of_it}. Of the other vintages of the World Economic Outlook held ({others}) none moves it by
        more than {spread}, because shares are fixed and only growth differs. """
        + (
            " Politics weighs more: with every step two years late it is {delay} less at the end and "
            "{delay_total} less in all."
            if is_moved
            else " A delay does not change it: the plan has no step ahead."
        )
        + """{since} The baseline weighs most: what is extra
        depends on what would have been spent anyway.

        No row of the table has a range of its own: growth errors multiply all of them by much the same factors, so
        that ranges would be as wide, in percent of each figure, as that of the headline, and say nothing of the
        choice.""",
        headline=headline,
        prices=words.prices(page.year),
        spread_of_it=range_of(headline),
        spread=_spread_of_vintages(page),
        others=_other_vintages(page),
        since=_since_agreed(page),
        delay=_change(headline, delay["extra"], "headline_late", "headline with every step two years late"),
        delay_total=_change(total, delay["total"], "sum_late", "sum with every step two years late"),
        of=page,
    )


def _since_agreed(page: MethodsPage) -> tuple[Segment, ...]:
    """What the bill would be counted from the shares of the year the plan began; nothing where it is."""
    rows = page.choices[page.choices["kind"] == "start"]
    if rows.empty:
        return ()
    extra, year = float(rows.iloc[0]["extra"]), page.plan.agreed_year or page.year
    shares = spending_rows(page.d, page.cost["iso3"].unique().tolist(), [year], ["share_gdp"])
    amount = page.origin.projected(
        "extra_over_agreed",
        f"NATO.{page.horizon}.{page.plan.key}.core",
        extra,
        unit=units.usd_m_constant(page.year),
        edition=page.origin.edition,
        rows=shares,
        horizon=page.horizon,
        agreed=page.when(year),
    )
    headline, choice = page.bill(TOTAL, "core", EXTRA), "headline counted from the shares of the year the plan began"
    return run(
        " The bill counts from the shares of {base}; counted from those of {agreed}, the year the plan began, it would "
        "be {amount}, {more} more.",
        base=page.when(page.year),
        agreed=page.when(year),
        amount=amount,
        more=_change(headline, extra, "headline_since_agreed", choice),
    )


def choices_table(page: MethodsPage) -> Table:
    """The headline under other vintages and choices."""
    frame = page.choices.assign(name=[_choice(row, page) for row in page.choices.to_dict("records")])
    nothing = "No change in percent is given: the published extra is zero." if page.asks_nothing else ""
    return described("choices", page, frame, units={"base": units.usd_m_constant(page.year)}, nothing=nothing)


def _choice(row: dict, page: MethodsPage) -> str:
    if row["kind"] != "vintage":
        return written.sentence_case(str(row["label"]))
    return f"{written.month(row['label'])} vintage{' (published)' if row['published'] else ''}"


def _change(published: Fact, changed: float, name: str, label: str) -> Fact:
    """By how much a choice moves a published amount, percent."""
    percent, unit = 100 * (changed / float(published) - 1), published.unit
    amount = combined("with_choice", "", float(changed), (published,), name=name, unit=unit, choice=label)
    change = combined("change_of_choice", "", percent, (amount, published), name=f"{name}_change", choice=label)
    return change.written_as(f"{written.decimal(abs(percent))}%")


def limits(page: MethodsPage) -> Passage:
    """What the method cannot do."""
    return bullets(
        "**Shares are the plan’s.** No range holds what governments will do. "
        "The backtests show that this is where the money was missed.",
        "**The base year is NATO’s estimate.** It will be revised; "
        "how far estimates move is measured between editions, and not part of the ranges.",
        "**Ranges are calibrated on average.** Before a crisis they are too narrow, in quiet years too wide; "
        "the charts by vintage say by how much.",
        "**Beyond the IMF’s last year nothing is known.** Growth of that year is held; "
        "the ranges widen by a rule, tested as far as the record goes.",
        *_outlook_followed(page),
        "**Exchange rates are held** as the IMF holds them; "
        "an option draws them, and widens every range in current dollars.",
        "**The price-base factor is held.** Where defence prices go on parting from GDP prices, "
        "current-price costs drift with it.",
        "**No effect on growth.** Spending is not fed back into GDP, revenue or interest unless a reader asks for it.",
        "**Related spending is an assumption** throughout: no table reports it.",
        "**Fiscal years.** Canada and the United Kingdom report fiscal years under calendar labels; "
        "calendar growth moves them. Luxembourg’s share is of gross national income.",
        "**Small samples.** Few allies and few years: tests of association have little power, "
        "and a large *p* proves nothing.",
        "**What money buys** is not here: targets for capabilities and how far allies meet them are classified.",
    )


def _outlook_followed(page: MethodsPage) -> tuple[Passage, ...]:
    """That a newer outlook than the newest on record may be out: the IMF publishes in April and in October."""
    if page.macro != vintages()[-1]:
        return ()
    vintage = declared("newest_outlook", "", page.origin.macro)
    template = (
        "**The IMF’s next outlook is not in.** It publishes in April and in October; the one after the {vintage} could "
        "not be obtained. What another outlook does to the bill is in the table of choices."
    )
    return (say(template, vintage=vintage),)


def changes(page: MethodsPage) -> Passage:
    """What changed in the newest release, and the name of the one before."""
    newest, *older = page.releases
    head = say(
        "**{version}.** {said} The release before: {before}.",
        version=declared("release", "", newest["version"]),
        said=_told("said", newest["said"]),
        before=declared("release_before", "", older[0]["version"]) if older else "none, this is the first",
    )
    changes = (_told(str(place), change) for place, change in enumerate(newest["changes"]))
    return bullets(head, *(say("{change}", change=change) for change in changes))


def _told(place: str, text: str) -> Fact | str:
    """A line of the list of releases; one that holds figures as a fact."""
    return declared("release_entry", place, text) if any(map(str.isdigit, text)) else text


def sources(page: Page) -> Passage:
    """Where everything comes from."""
    credit = f"{page.d.edition_info['title']}, {page.origin.edition.removeprefix('NATO, ')}"
    nato, imf = (
        page.origin.measured("nato_credit", "", credit),
        page.origin.measured("imf_credit", "", page.origin.macro),
    )
    return bullets(
        say("**NATO.** {line}. Credit NATO; not for sale or advertising.", line=nato),
        say("**IMF.** {line}. Reshaped by us; the changes are stated in the data folder.", line=imf),
        "**Everything else** is computed from these by the formulas given with each figure; "
        "the tables behind every chart can be downloaded.",
    )

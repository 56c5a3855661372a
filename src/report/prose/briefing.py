"""The briefing's sentences and tables, section by section. Every number in them is a fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from report.facts import Fact, named, written
from report.facts.catalogue import combined
from report.pages import Page
from report.pages.rows import Line
from report.prose import edition_risk, scorecard, words
from report.prose.briefing_bill import adds_nothing, at_the_common_target
from report.prose.passage import bullets, key_figures, paragraph
from report.prose.ranges import bias, delivery, detail, placed
from report.prose.table import described
from report.prose.words import ALL, EUROPE, run, say
from report.shown import Passage, Segment, Spark, Table
from report.tables import guideline


def headline(page: Page) -> Passage:
    """The finding: what the plan costs, and which part falls to Europe and Canada; see :func:`qualifier`."""
    if adds_nothing(page):
        return say("{plan} adds nothing to what allies spend on defence{than}", "headline", than=_than(page), of=page)
    extra = page.bill(ALL, "core", page.money("extra"))
    return say(
        "{reaching} would cost NATO’s allies {extra} a year {more}{than}{europe}",
        "headline",
        reaching=_reaching(page),
        extra=words.unsigned(extra),
        more=words.more_or_less(extra),
        than=_than(page),
        europe=_part_of_europe(page, extra),
    )


def _reaching(page: Page) -> tuple[Segment, ...]:
    """What costs money: a target that is still to be reached, and is, else the plan by its name."""
    ask = page.ask()
    if not page.is_as_asked or not ask.is_something or (ask.year or page.horizon) <= page.year:
        return (page.plan_name_fact(),)
    return ("Reaching " if page.gets_there else "Moving towards ", words.target(page), " of GDP", *words.by_when(page))


def _than(page: Page) -> tuple[Segment, ...]:
    """What the bill is counted from, where that is not today's share; and the full stop."""
    return (".",) if page.baseline == "freeze" else (" than ", words.baseline_words(page), ".")


def _part_of_europe(page: Page, extra: Fact) -> tuple[Segment, ...]:
    """The part of the bill that falls to Europe and Canada, as people say it: ``71%``, ``all``; nothing where they or
    the United States would pay less than the baseline, since then nobody pays a part of one bill."""
    europe = page.bill(EUROPE, "core", page.money("extra"))
    part = 100 * float(europe) / float(extra)
    if float(extra) < 0 or not 0 <= round(part) <= 100:
        return ()
    fact = combined("bill_part", f"{EUROPE}.{page.horizon}.{page.plan.key}", part, (europe, extra))
    text = "all" if round(part) == 100 else f"{written.decimal(part)}%"
    return (" Europe and Canada would pay ", fact.written_as(text), " of it.")


def lead(page: Page) -> Passage:
    """Where allies stand and who pays, in three sentences."""
    counted = _counted(page)
    return say(
        "In {year} {meeting} of {counted} allies{whose} spend at least the {wales} of GDP agreed in "
        "Wales{further}.{america}",
        "lead",
        meeting=page.total("meeting_2"),
        counted=counted,
        whose="" if counted.name.startswith("members") else " whose share this edition prints",
        further=_further(page),
        america=_america(page),
        of=page,
    )


def qualifier(page: Page) -> Passage:
    """What the headline's amount rests on: year, prices, baseline, range; nothing where there is no amount."""
    if adds_nothing(page):
        return Passage((), "note")
    extra = page.bill(ALL, "core", page.money("extra"))
    return say(
        "{extra}: in {horizon}, {prices}, over {baseline}{spread}.{common}",
        "note",
        extra=extra,
        spread=placed(extra),
        common=at_the_common_target(page),
        of=page,
    )


risk = edition_risk.sentence
"""What could change the finding: what became of the last edition's count, and how many stand near the guideline."""


def _further(page: Page) -> tuple[Segment, ...]:
    """How many are at what the plan asks, or at The Hague's 3.5 % where that says no more."""
    ask = page.ask()
    if not ask.is_something or ask.share == guideline("wales").value:
        number = words.in_words(page.total("meeting_3_5"))
        spend = words.opened(number, "spends", "spend")
        return (". ", words.opening(number), f" {spend} at least the ", *words.of_guideline("core"))
    share, label = float(ask.share or 0), f"members at the target of “{page.plan.title}”"
    called: dict[str, Any] = {"name": f"at_target.{page.plan.key}", "label": label, "share": share}
    number = words.how_many(page, "allies_at", page.allies_at(share), **called)
    meet = f"already {words.plural(number, 'meets', 'meet')}" if float(number) else "yet meets"
    whom = (*words.all_but(page), *words.by_when(page))
    return (". ", words.opening(number), f" {meet} the ", words.target(page), " asked of ", *whom)


def _counted(page: Page) -> Fact:
    """The allies that can be at a guideline: all with armed forces, or those whose share the edition prints."""
    forces, printed = page.total("members_with_forces"), page.total("reporting")
    return forces if float(forces) == float(printed) else printed


def _america(page: Page) -> tuple[Segment, ...]:
    """The American part now and in the first year, in the prices the edition has; nothing where it prints no money."""
    now, then = _us_share(page, page.year), _us_share(page, page.first_year)
    if not now.is_known or page.first_year == page.year:
        return ()
    base = named("price_base", "price base of the edition", page.origin.price_base, "table of editions")
    return run(
        " The United States accounts for {now} of what allies spend, {moved} {then} in {first}, at {prices} prices and "
        "exchange rates.",
        now=now,
        moved="down from" if float(now) < float(then) else "up from",
        then=then,
        first=page.when(page.first_year),
        prices="current" if page.total("us_share_current").is_known else base,
    )


def _us_share(page: Page, year: int) -> Fact:
    """At current prices, or at constant ones where the edition prints no current-price totals."""
    fact = page.total("us_share_current", year)
    return fact if fact.is_known else page.total("us_share_constant", year)


def figures(page: Page) -> Passage:
    """The three tiles: who pays, who is at the guideline, what the plan adds; each with how it moved."""
    us, meeting = _us_share(page, page.year), page.total("meeting_2")
    of_all = meeting.written_as(f"{meeting} of {_counted(page)}")
    extra = page.bill(ALL, "core", page.money("extra"))
    since = _since(page, lambda page, year: page.total("meeting_2", year))
    wales = (words.guideline("wales"), " of GDP or more, ", *since)
    added, more = detail(extra, "nothing is asked beyond the baseline"), words.more_or_less(extra)
    tiles = (
        ((us, "of allied spending is American", _since(page, _us_share)), _spark(page.years[us.name.split(".")[0]])),
        ((of_all, "allies at the guideline of Wales", wales), _spark(page.years["meeting_2"])),
        (
            (words.unsigned(extra), f"{more} a year for defence in the plan’s last year", added),
            _bill_spark(page, extra),
        ),
    )
    known = [tile for tile in tiles if tile[0][0].is_known]
    return key_figures(*(figure for figure, _ in known), sparks=[spark for _, spark in known])


def _since(page: Page, measured: Callable[[Page, int], Fact]) -> tuple[Segment, ...]:
    """What a figure was in the first year: ``after 3 in 2014``; its present year where there is no such."""
    then = measured(page, page.first_year)
    if page.first_year < page.year and then.is_known:
        return ("after ", then, " in ", page.when(page.first_year))
    return ("in ", page.when(page.year))


def _spark(values: Line) -> Spark:
    return Spark(tuple(values.dropna().astype(float).round(2)))


def _bill_spark(page: Page, extra: Fact) -> Spark:
    """The bill by year, with the range of its last."""
    bills = page.groups[(page.groups["iso3"] == ALL) & (page.groups["component"] == "core")]
    values = tuple((bills.sort_values("year")[page.money("extra")] / 1000).round(1))
    ends = (round(extra.band.low / 1000, 1), round(extra.band.high / 1000, 1)) if extra.band else (None, None)
    return Spark(values, *ends)


def as_of(page: Page) -> Passage:
    """Which data the page rests on."""
    day = page.origin.cut_off
    is_dated = day[:4].isdigit()
    return say(
        """Figures are NATO’s edition of {edition}, with data to {cut_off}; projections rest on the {macro}. Years
        marked “e” are NATO’s estimates. Editions are never mixed: figures of another edition for the same year can
        differ.""",
        "note",
        edition=page.origin.measured("edition_used", "", written.month(page.d.edition)),
        cut_off=page.origin.measured("cut_off", "", written.day(day) if is_dated else "a date NATO did not print"),
        of=page,
    )


def standing(page: Page) -> Passage:
    """How many allies stand where against the plan, and the way to the page that says more."""
    more = run("[The scorecard](scorecard.html) has next year’s step, precedent and pledge of each.")
    return paragraph(scorecard.headline(page).paragraphs[0], more)


def tile_map(page: Page) -> Table:
    """Every ally with its share of GDP and its standing, laid out as a map; each leads to its page."""
    names, status = scorecard.standing_words(page), page.scorecard.card["status"]
    shares = page.now.set_index("iso3")["share_gdp"]
    allies = [
        {"ally": name, "share": shares.get(iso3), "standing": names.get(status.get(iso3))}
        for iso3, name in sorted(page.names.items(), key=lambda pair: pair[1])
    ]
    return described("map", page, allies, note=scorecard.standing_note(page), year=page.origin.year(page.year))


def range_note(page: Page) -> Passage:
    """What a range holds and how the last promise was kept; the recipe is on the page of methods."""
    how = say(
        """The bill is arithmetic on stated assumptions, not a forecast. Likely ranges are a matter of growth alone,
        drawn from the errors of past forecasts; [methods](methods.html) says how, and how often such ranges came out
        right.""",
        "note",
    )
    return how + (Passage(()) if adds_nothing(page) else bias(page)) + delivery(page)


def limits(page: Page) -> Passage:
    """What the tables cannot say."""
    return bullets(
        "**What the money buys.** Inputs are not capabilities; "
        "NATO’s capability targets and how far allies meet them are classified.",
        say(
            "**The related part** ({related}). No table reports related spending; "
            "claims about it cannot be checked with published data.",
            related=("up to ", *words.of_guideline("related")),
        ),
        *_two_prices(page),
        "**National figures.** Governments quote their own budgets and definitions; they need not equal NATO’s.",
        "**The future.** An estimate is revised as a rule, and a plan is not a budget.",
        "**Aid to Ukraine.** Military aid given by governments is inside core spending already and is never "
        "added to it here.",
    )


def _two_prices(page: Page) -> list[Passage]:
    """The ally whose two shares lie furthest apart; nothing in an edition without money at current prices."""
    apart = (page.now["share_gdp_current"] - page.now["share_gdp"]).abs()
    if apart.isna().all():
        return []
    iso3 = str(page.now.loc[apart.idxmax(), "iso3"])
    return [
        say(
            "**One share, two prices.** NATO’s share is of real GDP. "
            "For {name} it is {share} in {year}, but {current} at current prices.",
            name=page.names_in_text[iso3],
            share=page.ally(iso3, "share_gdp"),
            current=page.ally(iso3, "share_gdp_current"),
            of=page,
        )
    ]


def allies_table(page: Page) -> Table:
    """All allies: share now and then, gap, part of the bill and of GDP."""
    first = page.then_year
    before = page.then.set_index("iso3")["share_gdp"] if first < page.year else {}
    frame = page.now[page.now["share_gdp"].notna()].assign(before=lambda rows: rows["iso3"].map(before))
    return described(
        "allies",
        page,
        frame.sort_values(["share_gdp", "ally"], ascending=[False, True]),
        notes=_denominators(page),
        then=page.origin.year(first),
        year=page.origin.year(page.year),
        core=guideline("core").value,
        money="; parts and money at current prices and exchange rates. Spending to GDP part: an ally’s part of allied "
        "spending over its part of allied GDP; 1 is proportional" * bool(frame["spend_usd_m"].notna().any()),
    )


def _denominators(page: Page) -> tuple[str, ...]:
    """Allies whose share came to be of gross national income between the table's two years."""
    first, odd = page.then_year, page.d.oddities
    breaks = odd[(odd["edition"] == page.edition) & (odd["test"] == "gdp_break")].set_index("iso3")["year"]
    changed = {page.names_in_text[iso3]: int(year) for iso3, year in breaks.items() if first < year <= page.year}
    return tuple(
        f"NATO’s denominator for {name} changes from GDP to gross national income, a smaller sum, in {year}: "
        f"part of the rise of its share since {first} is that change."
        for name, year in changed.items()
    )

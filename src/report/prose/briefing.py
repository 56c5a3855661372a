"""The briefing's sentences and tables, section by section. Every number in them is a fact."""

from __future__ import annotations

import pandas as pd

from report.facts import Fact, combine, named, units, written
from report.pages import Page
from report.prose import edition_risk, words
from report.prose.briefing_bill import adds_nothing, at_the_common_target, bill, bill_in_all_table, bill_table, summed
from report.prose.credits import citation, onward, sources
from report.prose.passage import Passage, Segment, bullets, key_figures, say
from report.prose.ranges import basis, caution, detail, lean, short, spread
from report.prose.related import claimed, claimed_table, components
from report.prose.table import Column, Table, known_columns
from report.prose.words import ALL, EUROPE
from report.tables import guideline

__all__ = [
    "allies_table",
    "as_of",
    "bill",
    "bill_in_all_table",
    "bill_table",
    "caution",
    "citation",
    "claimed",
    "claimed_table",
    "components",
    "figures",
    "furthest",
    "headline",
    "limits",
    "onward",
    "sharing",
    "sharing_table",
    "sources",
    "standing",
]


def headline(page: Page) -> Passage:
    """The finding in three sentences."""
    passage = say(
        "In {year} {meeting} of {forces} allies with armed forces spend at least the {wales} of GDP agreed in Wales{further}.{america}",
        "lead",
        meeting=page.total("meeting_2"),
        forces=page.total("members_with_forces"),
        wales=words.guideline("wales"),
        year=page.when(page.year),
        further=_further(page),
        america=_america(page),
    )
    return passage + edition_risk.sentence(page) + _bill_sentence(page) + lean(page)


def _further(page: Page) -> tuple[Segment, ...]:
    """How many are at what the plan asks; at the core guideline of The Hague where it asks for nothing, or for what was told already."""
    ask = page.ask()
    if not ask.is_something or ask.share == guideline("wales").value:
        number = _worded(page.total("meeting_3_5"))
        return (", and ", number, " at least the ", *words.of_guideline("core"))
    number = _at_target(page)
    meet = words.plural(number, "meets", "meet")
    whom = (*words.all_but(page), *words.by_when(page))
    return (", and ", number, f" already {meet} the ", words.target(page), " asked of ", *whom)


def _at_target(page: Page) -> Fact:
    """How many allies are at the share that the plan asks of all."""
    shares = page.now.loc[page.now["member"], ["iso3", "share_gdp"]].set_index("iso3")["share_gdp"]
    return words.reached(
        page,
        f"at_target.{page.plan.key}",
        shares,
        float(page.ask().share or 0),
        f"members at the target of “{page.plan.title}”",
    )


def _america(page: Page) -> tuple[Segment, ...]:
    """The American part now and in the first year, in the prices the edition has; nothing where it prints no money."""
    now, then = _us_share(page, page.year), _us_share(page, _first_year(page))
    if not now.is_known or _first_year(page) == page.year:
        return ()
    known = page.total("us_share_current").is_known
    sentence = say(
        "The United States accounts for {now} of what allies spend, {moved} {then} in {first}, at {prices} prices and exchange rates.",
        now=now,
        moved="down from" if float(now) < float(then) else "up from",
        then=then,
        first=page.when(_first_year(page)),
        prices="current"
        if known
        else named("price_base", "price base of the edition", page.origin.price_base, "table of editions"),
    )
    return (" ", *sentence.paragraphs[0])


def _bill_sentence(page: Page) -> Passage:
    if adds_nothing(page):
        return say(
            "Under {plan} no ally need add to core spending over {baseline}.",
            "lead",
            plan=page.plan_name_fact(),
            baseline=words.baseline_words(page),
        )
    extra, europe = (page.bill(who, "core", page.money("extra")) for who in (ALL, EUROPE))
    return say(
        """Under {plan}, core defence would cost the alliance {extra} a year more in {horizon} than {baseline}, {prices}{spread};
        {europe}{europe_spread} of it falls to Europe and Canada.{common}""",
        "lead",
        plan=page.plan_name_fact(),
        extra=extra,
        spread=spread(extra),
        horizon=words.horizon(page),
        baseline=words.baseline_words(page),
        prices=words.price_words(page),
        europe=europe,
        europe_spread=short(europe),
        common=at_the_common_target(page),
    )


def _worded(fact: Fact) -> Fact:
    return fact.written_as(written.number_word(int(float(fact))))


def _first_year(page: Page) -> int:
    return int(page.years["year"].iloc[0])


def _us_share(page: Page, year: int) -> Fact:
    """At current prices, or at constant ones where the edition prints no current-price totals."""
    fact = page.total("us_share_current", year)
    return fact if fact.is_known else page.total("us_share_constant", year)


def figures(page: Page) -> Passage:
    """The strip of headline numbers."""
    year = page.year
    extra, total = (page.bill(ALL, "core", page.money(kind)) for kind in ("extra", "cumulative_extra"))
    current = page.total("us_share_current").is_known
    strip = (
        (
            page.total("meeting_2"),
            "allies at the guideline of Wales",
            (words.guideline("wales"), " or more, of those with armed forces"),
        ),
        _reached_figure(page),
        (page.total("share_gdp_eur_can"), "of GDP in Europe and Canada", "NATO’s share of real GDP"),
        (
            _us_share(page, year),
            "of allied spending is American",
            "current prices and exchange rates" if current else "constant prices",
        ),
        (
            extra,
            "more a year for core defence at the end of the plan",
            (*detail(extra, "nothing is asked"), *basis(page, extra)),
        ),
        (
            total,
            "more in all for core defence",
            (*detail(total, "nothing is asked"), *basis(page, total), *summed(page, total)),
        ),
    )
    return key_figures(*(figure for figure in strip if figure[0].is_known))


def _reached_figure(page: Page) -> tuple[Fact, str, tuple[Segment, ...]]:
    """How many are at what the plan asks of all; at the core guideline of The Hague where it asks for nothing."""
    if not page.ask().is_something:
        detail: tuple[Segment, ...] = (words.guideline("core"), " or more: this plan asks for no common share")
        return (page.total("meeting_3_5"), "at the core guideline of The Hague", detail)
    whom = (*words.all_but(page), *words.by_when(page))
    number = _at_target(page)
    return (number.written_as(f"{float(number):g}"), "already at the target", (words.target(page), " asked of ", *whom))


def as_of(page: Page) -> Passage:
    """Which data the page rests on."""
    return say(
        """Figures are NATO’s edition of {edition}, with data to {cut_off}; projections rest on the {macro}. Years marked “e” are NATO’s
        estimates. Editions are never mixed: figures of another edition for the same year can differ.""",
        "note",
        edition=_dated(page, "edition_used", "edition", page.d.edition, True),
        cut_off=_dated(page, "cut_off", "data cut-off", page.origin.cut_off, False),
        macro=_named(page, "macro_vintage", "macro vintage", page.origin.macro),
    )


def _dated(page: Page, name: str, label: str, date: str, month: bool) -> Fact:
    if not month and not date[:4].isdigit():
        return named(name, label, "a date NATO did not print", "table of editions", page.origin.edition)
    return named(
        name, label, written.month(date) if month else written.day(date), "table of editions", page.origin.edition
    )


def _named(page: Page, name: str, label: str, text: str) -> Fact:
    return named(name, label, text, "page parameter", page.origin.edition)


def standing(page: Page) -> Passage:
    """Where allies stand: who meets what, who does not."""
    now = page.now[page.now["member"] & page.now["share_gdp"].notna()].sort_values("share_gdp", ascending=False)
    top = now[now["meets_core"]]["iso3"].tolist()
    below = now[~now["meets_2"]]["iso3"].tolist()
    first = _first_year(page)
    text = say(
        """{before}In {year} {meeting} of {reporting} allies with a published figure spend at least the {wales} of GDP agreed in Wales. {leaders} {stand} at the {core}
        or more; {highest} leads with {share}.""",
        before=_at_wales(page, first),
        wales=words.guideline("wales"),
        year=page.when(page.year),
        meeting=page.total("meeting_2"),
        reporting=page.total("reporting"),
        leaders=words.listed(
            page, "core_met_names", "allies at the core guideline", top, "published share of 3.50 or more", ranked=True
        ),
        stand=words.plural(len(top), "stands", "stand"),
        core=words.of_guideline("core"),
        highest=page.names_in_text[now["iso3"].iloc[0]],
        share=page.ally(now["iso3"].iloc[0], "share_gdp"),
    )
    return text + (
        _laggards(page, below)
        if below
        else say("No ally with a published figure lies below the {wales}.", wales=words.of_guideline("wales"))
    )


def _at_wales(page: Page, first: int) -> tuple[Segment, ...]:
    """Who was there at the Wales pledge; nothing in an edition of one year."""
    if first == page.year or first != guideline("wales").agreed_year:
        return ()
    sentence = say(
        "In {then}, the year of the Wales pledge, {few} allies spent its {wales} of GDP or more on defence.",
        then=page.when(first),
        few=_worded(page.total("meeting_2", first)),
        wales=words.guideline("wales"),
    )
    return (*sentence.paragraphs[0], " ")


def _laggards(page: Page, below: list[str]) -> Passage:
    return say(
        """{names} {lie} below the {wales}. Iceland, a member without armed forces, is counted among the {members} members and never in
        spending.""",
        names=words.listed(
            page,
            "below_wales_names",
            "allies below the guideline of Wales",
            below,
            "published share under the guideline",
        ),
        lie=words.plural(len(below), "lies", "lie"),
        wales=words.of_guideline("wales"),
        members=page.total("members"),
    )


def sharing(page: Page) -> Passage:
    """The United States beside Europe and Canada, in both price bases."""
    years, first = page.years.set_index("year"), _first_year(page)
    known = years["us_share_current"].dropna().index
    both = page.year in known and pd.notna(years.loc[page.year, "us_share_constant"])
    if not both:
        return _without_both(page)
    gdp, europe = page.total("us_gdp_share"), page.total("share_gdp_eur_can")
    return say(
        """In {year} the United States accounts for {current} of allied spending at current prices and exchange rates, and for {constant} at
        constant prices; in {then} it was {current_then} and {constant_then}. """
        + (
            "Its part of allied GDP is {gdp}."
            if gdp.is_known
            else "Its part of allied GDP cannot be told: this edition does not print the allies’ GDP at current prices."
        )
        + """ {bases}

        """
        + (
            "Europe and Canada spend {europe} of their GDP, the United States {us}."
            if europe.is_known
            else "The United States spends {us} of its GDP; of Europe and Canada together this edition prints no share."
        )
        + """ To equal the United States outright, Europe and Canada would
        have to add {parity} to what they spend in {year}, {prices}.""",
        year=page.when(page.year),
        current=page.total("us_share_current"),
        constant=page.total("us_share_constant"),
        then=page.when(first),
        current_then=page.total("us_share_current", first),
        constant_then=page.total("us_share_constant", first),
        gdp=gdp,
        bases=_two_bases(page, first),
        europe=europe,
        us=page.total("share_gdp_us"),
        parity=page.total("parity_usd_m"),
        prices=words.prices(None),
    )


def _two_bases(page: Page, first: int) -> tuple[Segment, ...]:
    """Why the two price bases differ, and which way they do in the two years told of.

    The American part at current prices is below the one at constant prices exactly where a unit of the others' spending has become dearer, in dollars, than a
    unit of America's since the base year: US/(US + p·rest) < US/(US + rest) if and only if p > 1.
    """
    now, then = _compared(page, page.year), _compared(page, first)
    each: tuple[Segment, ...] = (f"{then} in ", page.when(first), f" and {now} in ", page.when(page.year))
    sentence = say(
        """The two bases differ because prices and exchange rates are not those of {base}: current ones make America’s part look {how}. A figure without
        its basis is not a finding.""",
        base=words.year("price_base", int(page.origin.price_base), "price base of the edition"),
        how=each if now != then else (now, " in either year"),
    )
    return sentence.paragraphs[0]


def _compared(page: Page, year: int) -> str:
    """What current prices make of America's part, beside constant ones."""
    current, constant = (float(page.total(f"us_share_{basis}", year)) for basis in ("current", "constant"))
    if current == constant:
        return "no different"
    return "smaller" if current < constant else "larger"


def _without_both(page: Page) -> Passage:
    if sharing_table(page) is None:
        return say("This edition is a list of shares of GDP: it prints no money, neither America’s nor anybody else’s.")
    return say(
        "This edition prints no totals at current prices for its last year; chart and table show what it does print."
    )


def furthest(page: Page) -> Passage:
    """Who has furthest to go under the plan, and who moves too slowly."""
    card = page.scorecard.card
    frame = card[card["required_pp"] > 0].sort_values("required_pp", ascending=False)
    if frame.empty:
        return say("Under {plan} no ally has further to go.", plan=page.plan_name_fact())
    first = str(frame.index[0])
    text = _first_to_go(page, first) + _lately(page, first)
    pace = page.now.set_index("iso3")["pace_pp"].reindex(frame.index)
    if pace.isna().all():
        return text
    slow = frame.index[pace < frame["required_pp"]].tolist()
    if len(frame) == 1:
        return Passage((tuple(one for part in text.paragraphs for one in part),))
    more = (
        _slow(page, slow, len(frame)) if slow else say("Every ally short of it has lately moved faster than it must.")
    )
    return Passage(((*text.paragraphs[0], *(one for part in text.paragraphs[1:] for one in part)), *more.paragraphs))


def _first_to_go(page: Page, iso3: str) -> Passage:
    """The ally with the steepest way: by how much a year, or by how much it is short where the year is past."""
    due = int(page.scorecard.card.at[iso3, "target_year"])
    template = (
        "{name} has furthest to go: from {share} in {year} it would need {pace} a year to reach the {core} that {plan} asks of it by {deadline}."
        if due > page.year
        else "{name} has furthest to go: at {share} in {year} it is {short} short of the {core} that {plan} asked of it by {deadline}."
    )
    pace = page.scorecard.fact(iso3, "required_pp")
    return say(
        template,
        name=page.names_in_text[iso3],
        share=page.ally(iso3, "share_gdp"),
        year=page.when(page.year),
        pace=pace,
        short=pace,
        core=words.line_target(page, iso3),
        plan=page.plan_name_fact(),
        deadline=words.line_due(page, iso3),
    )


def _lately(page: Page, iso3: str) -> Passage:
    """How fast an ally has moved; nothing in an edition too short to tell."""
    pace = page.ally(iso3, "pace_pp")
    return Passage(((" Over the last three years it moved by ", pace, " a year."),)) if pace.is_known else Passage(())


def _slow(page: Page, slow: list[str], below: int) -> Passage:
    formula = "pace over three years below the pace the plan requires"
    return say(
        """Of the {below} allies still short of what {plan} asks of them, {count} moved more slowly over the last three years than they must from now on:
        {names}. A past pace is no promise in either direction.""",
        below=_count(
            page, f"short_of_target.{page.plan.key}", f"allies short of what “{page.plan.title}” asks of them", below
        ),
        plan=page.plan_name_fact(),
        count=words.how_many(page, "slower_than_required", "allies slower than required", slow, formula),
        names=words.listed(
            page, "slower_than_required_names", "allies slower than required, by name", slow, formula, ranked=True
        ),
    )


def _count(page: Page, name: str, label: str, number: int) -> Fact:
    formula = "members whose published share is under their target"
    return combine(name, label, number, units.COUNT, formula, (page.total("reporting"),))


def limits(page: Page) -> Passage:
    """What the tables cannot say."""
    return bullets(
        say(
            "**What the money buys.** Inputs are not capabilities; NATO’s capability targets and how far allies meet them are classified."
        ),
        say(
            "**The related part** ({related}). No table reports related spending; claims about it cannot be checked with published data.",
            related=("up to ", *words.of_guideline("related")),
        ),
        *_two_prices(page),
        say("**National figures.** Governments quote their own budgets and definitions; they need not equal NATO’s."),
        say("**The future.** An estimate is revised as a rule, and a plan is not a budget."),
        say(
            "**Aid to Ukraine.** Military aid given by governments is inside core spending already and is never added to it here."
        ),
    )


def _two_prices(page: Page) -> list[Passage]:
    """The ally whose two shares lie furthest apart; nothing in an edition without money at current prices."""
    apart = (page.now["share_gdp_current"] - page.now["share_gdp"]).abs()
    if apart.isna().all():
        return []
    iso3 = str(page.now.loc[apart.idxmax(), "iso3"])
    return [
        say(
            "**One share, two prices.** NATO’s share is of real GDP. For {name} it is {share} in {year}, but {current} at current prices.",
            name=page.names_in_text[iso3],
            share=page.ally(iso3, "share_gdp"),
            year=page.when(page.year),
            current=page.ally(iso3, "share_gdp_current"),
        )
    ]


def allies_table(page: Page) -> Table:
    """All allies: share now and then, gap, part of the bill and of GDP."""
    frame = page.now[page.now["share_gdp"].notna()].merge(
        page.then[["iso3", "share_gdp"]].rename(columns={"share_gdp": "before"}), on="iso3"
    )
    frame = frame.sort_values(["share_gdp", "ally"], ascending=[False, True])
    columns = (
        Column("ally", "Ally"),
        Column("before", page.origin.year(int(page.then["year"].iloc[0])), units.PERCENT_GDP),
        Column("share_gdp", page.origin.year(page.year), units.PERCENT_GDP),
        Column("gap_pp_core", f"To {guideline('core').value:g}% of The Hague", units.POINTS),
        Column("spend_usd_m", "Spending", units.USD_M),
        Column("per_capita_usd", "Per inhabitant", units.USD_A_HEAD),
        Column("spend_share", "Part of spending", units.PERCENT),
        Column("burden_ability", "Spending to GDP part", units.RATIO),
        Column("equipment_share", "Equipment", units.PERCENT),
    )
    return Table(
        id="allies",
        caption="What each ally carries",
        subtitle=f"Core defence expenditure, {page.origin.year(page.year)}; ordered by share of GDP",
        frame=frame,
        columns=known_columns(columns if page.then["year"].iloc[0] < page.year else (columns[0], *columns[2:]), frame),
        notes=(
            "Iceland has no armed forces and no row.",
            "Spending to GDP part: an ally’s part of allied spending over its part of allied GDP; 1 is proportional.",
            "Shares of GDP as NATO publishes them; parts and money at current prices and exchange rates.",
            *_denominators(page),
        ),
        source=page.origin.nato_imf,
        edition=page.origin.edition,
    )


def _denominators(page: Page) -> tuple[str, ...]:
    """Allies whose share is of gross national income, and the year in which that began, where it lies between the two years of the table."""
    first, odd = int(page.then["year"].iloc[0]), page.d.oddities
    breaks = odd[(odd["edition"] == page.edition) & (odd["test"] == "gdp_break")].set_index("iso3")["year"]
    told = {page.names_in_text[iso3]: int(year) for iso3, year in breaks.items() if first < year <= page.year}
    return tuple(
        f"NATO’s denominator for {name} changes from GDP to gross national income, a smaller sum, in {year}: part of the rise of its share since {first} is that change."
        for name, year in told.items()
    )


def sharing_table(page: Page) -> Table | None:
    """The United States and the rest, year by year, both price bases; None where the edition prints no money."""
    if page.years[["spend_usd_m_us", "spend_usd_m_constant_us"]].isna().all(axis=None):
        return None
    frame = page.years.assign(label=[page.origin.year(year) for year in page.years["year"]])
    constant = units.usd_m_constant(page.origin.price_base)
    columns = (
        Column("label", "Year"),
        Column("spend_usd_m_us", "United States, current", units.USD_M),
        Column("spend_usd_m_eur_can", "Europe and Canada, current", units.USD_M),
        Column("us_share_current", "US share, current", units.PERCENT_FINE),
        Column("spend_usd_m_constant_us", "United States, constant", constant),
        Column("spend_usd_m_constant_eur_can", "Europe and Canada, constant", constant),
        Column("us_share_constant", "US share, constant", units.PERCENT_FINE),
    )
    return Table(
        id="us-and-rest",
        caption="The United States beside Europe and Canada",
        subtitle=f"Defence expenditure in US$ million at current and at {page.origin.price_base} prices and exchange rates",
        frame=frame,
        columns=known_columns(columns, frame),
        notes=("Aggregates follow the membership of each year.",),
        source=page.origin.nato,
        edition=page.origin.edition,
    )

"""Who pays: the briefing's sentences on inequality, size, ability, the index and parity."""

from __future__ import annotations

from report.facts import Fact, Row, written
from report.facts.catalogue import count_of, declared
from report.pages import Page
from report.pages.burden_sharing import AID, AID_YEAR, EVEN, MEASURES, SIGNIFICANT
from report.pages.rows import Frame, Line
from report.prose import words
from report.prose.sharing_rules import edge
from report.prose.words import US, run, say
from report.shown import Passage, Segment


def finding(page: Page) -> Passage:
    """How unequal shares of GDP are, first year and last, as the headline of the page."""
    sharing = page.sharing
    if not sharing.is_known:
        return say(
            "This edition is a list of shares of GDP: how the burden is shared in money cannot be said from it.", "lead"
        )
    return say(
        "To make shares of GDP equal, {moved} of allied spending would have to move between allies in {last}; "
        "in {first} it was {then}.",
        "headline",
        moved=words.rounded(sharing.fact("hoover")),
        last=page.when(sharing.last),
        first=page.when(sharing.first),
        then=words.rounded(sharing.fact("hoover", sharing.first)),
    )


def summary(page: Page) -> Passage | None:
    """Whether large allies bear more, and who rides free under which rule; None without money."""
    sharing = page.sharing
    if not sharing.is_known:
        return None
    always, rules = _by_verdict(page, "pays its part under every rule"), sharing.rules["rule"].unique().tolist()
    return say(
        """{size} Whether an ally rides free depends on the rule. Of {count} allies, {never} pay less than each of
        {rules} rules of sharing would ask{near}. {always} as much as each would ask, or more.""",
        "lead",
        size=exploitation_words(sharing.known.loc[sharing.last]).replace("That is", "There is"),
        count=words.how_many(page, "under_rules", sharing.verdicts.index.tolist()),
        rules=count_of("sharing_rules", "", len(rules), rows=[Row("rules of sharing", name) for name in rules]),
        never=_by_verdict(page, "pays less under every rule"),
        near=_near(page),
        always=(words.opening(always), words.opened(always, " pays", " pay")),
    )


def _near(page: Page) -> tuple[Segment, ...]:
    """How many of those that pay less under every rule do so by a hair."""
    close = page.sharing.close
    allies = close.index[(close["verdict"] == "pays less under every rule") & (close["kindest_pp"] >= -EVEN)].tolist()
    if not allies:
        return ()
    count = words.how_many(page, "less_under_every_rule_by_a_hair", allies)
    return (", ", count, " of them by no more than ", edge(), " of GDP")


def _by_verdict(page: Page, verdict: str) -> Fact:
    allies = page.sharing.verdicts.index[page.sharing.verdicts["verdict"] == verdict].tolist()
    return words.how_many(page, "by_verdict", allies, verdict, verdict=verdict)


def section(page: Page) -> Passage:
    """The briefing's section: the finding and its summary in plain paragraphs, and the way to the page."""
    more = say("[Measures, charts, rules and rankings](sharing.html) are on a page of their own.")
    return Passage(tuple(one for part in (finding(page), summary(page), more) if part for one in part.paragraphs))


def unequal(page: Page) -> Passage:
    """How unequal burdens are, first year and last, and what that means."""
    sharing = page.sharing
    if not sharing.is_known:
        return say(
            "This edition is a list of shares of GDP. Without spending and GDP in money the measures of "
            "inequality cannot be taken."
        )
    first, last, hhi = sharing.first, sharing.last, sharing.known["hhi"]
    return say(
        """To make shares of GDP equal, {moved} of all allied spending would have to move between allies in {last}; in
        {first} it was {moved_then}, {prices}. The Gini coefficient, which is zero when burdens are equal, went from
        {gini_then} to {gini}.

        How much of that lies between America and the rest? By Theil’s index, which can be taken apart, it was
        {between_then} of the inequality in {first} and is {between} in {last}; what is left lies among Europeans and
        Canadians. Spending is {concentration}: by the Herfindahl–Hirschman index as concentrated as if {spenders}
        equal allies paid for everything, after {spenders_then} in {first}. None of this says whether the alliance
        spends enough. [Methods](methods.html) has the formulas.""",
        first=page.when(first),
        last=page.when(last),
        prices=words.sharing_prices(page),
        moved_then=words.rounded(sharing.fact("hoover", first)),
        moved=words.rounded(sharing.fact("hoover")),
        gini_then=sharing.fact("gini", first),
        gini=sharing.fact("gini"),
        between_then=words.rounded(sharing.fact("between", first)),
        between=words.rounded(sharing.fact("between")),
        concentration=f"{'less' if hhi.iloc[-1] <= hhi.iloc[0] else 'more'} concentrated than it was",
        spenders=words.rounded(sharing.fact("spenders"), 1, ""),
        spenders_then=words.rounded(sharing.fact("spenders", first), 1, ""),
    )


def size(page: Page) -> Passage:
    """The exploitation test: do larger allies bear heavier burdens?"""
    sharing = page.sharing
    if not sharing.is_known:
        return say("Nor can the size of allies be set against their burdens.")
    return say(
        """Do the large carry the small? Theory says that they should: the ally with most to gain pays, the others ride
        along. Between GDP and share of GDP the rank correlation is {rho} in {year}, and {rho_rest} without the United
        States, on a scale from minus one to one; allies in random order come as far from zero in {p} and {p_rest} of
        draws. {verdict} {years}{wealth}""",
        rho=sharing.fact("spearman_rho"),
        year=page.when(sharing.last),
        rho_rest=sharing.fact("spearman_rho_without_us"),
        p=_odds(sharing.fact("spearman_p")),
        p_rest=_odds(sharing.fact("spearman_p_without_us")),
        verdict=exploitation_words(sharing.known.loc[sharing.last]),
        years=_other_years(sharing.known),
        wealth=_wealth(page),
    )


def _wealth(page: Page) -> tuple[Segment, ...]:
    """Whether richer allies bear heavier burdens: the rank correlation with GDP per inhabitant, and its chance."""
    if len(page.sharing.wealth) < 3:
        return ()
    rho, p = page.sharing.wealth_fact("rho"), page.sharing.wealth_fact("p")
    sign = f"a sign that richer allies bear {'heavier' if float(rho) > 0 else 'lighter'} burdens"
    if float(p) > SIGNIFICANT:
        sign = "no sign that richer allies bear heavier burdens, nor that poorer ones do"
    return run(
        " And the rich for the poor? Between GDP per inhabitant and share of GDP the rank correlation is {rho} in "
        f"{{year}}, which random orders reach {{odds}} of the time: {sign}.",
        page,
        rho=rho,
        odds=_odds(p),
    )


def _odds(fact: Fact) -> Fact:
    percent = 100 * float(fact)
    return fact.written_as("less than 1%" if percent < 1 else f"{written.decimal(percent)}%")


def exploitation_words(row: Line) -> str:
    """What a year's two rank correlations say, at the usual mark of one chance in twenty."""
    signs = [
        row[rho] if row[p] <= SIGNIFICANT else 0.0
        for rho, p in (("spearman_rho", "spearman_p"), ("spearman_rho_without_us", "spearman_p_without_us"))
    ]
    if signs == [0.0, 0.0]:
        return "That is no sign that larger allies bear heavier burdens, nor that smaller ones do."
    if min(signs) > 0 or max(signs) < 0:
        which = "larger" if min(signs) > 0 else "smaller"
        return f"That is a sign that {which} allies bear heavier burdens, with the United States or without."
    return "That is a sign that hangs on whether the United States is counted."


def _other_years(known: Frame) -> str:
    """Whether the other years of the edition say the same."""
    signs = [exploitation_words(row) for _, row in known.iterrows()]
    others = sum(sign != signs[-1] for sign in signs)
    if len(signs) == 1:
        return ""
    if not others:
        return "All other years of this edition say the same."
    return f"{'Some' if others < len(signs) / 2 else 'Most'} other years of this edition say otherwise."


def proportion(page: Page) -> Passage:
    """Who carries more than in proportion to its GDP, and who least."""
    ratio = page.now.set_index("iso3")["burden_ability"].dropna().sort_values(ascending=False)
    if ratio.empty:
        return say(
            "This edition prints no money for {year}, so that parts of spending cannot be set against parts of "
            "GDP; shares of GDP can be set against wealth.",
            of=page,
        )
    above = ratio.index[ratio > 1].tolist()
    top, bottom = str(ratio.index[0]), str(ratio.index[-1])
    own = page.names_in_text
    return say(
        """{count} of {reporting} allies carry more of allied spending than their part of allied GDP: {names}. The
        ratio of the two is highest in {top}, {top_ratio}, and lowest in {bottom}, {bottom_ratio}; one is
        proportional.""",
        count=words.how_many(page, "above_proportion", above),
        reporting=page.total("reporting"),
        names=words.listed(page, "above_proportion_names", above, ranked=True),
        top=own[top],
        top_ratio=page.ally(top, "burden_ability"),
        bottom=own[bottom],
        bottom_ratio=page.ally(bottom, "burden_ability"),
    )


def index(page: Page) -> Passage:
    """What a composite index can and cannot say."""
    ranks = page.sharing.ranks
    if ranks.empty:
        return say("This edition lacks most of the measures that an index of burdens is made of; none is shown.")
    firm, loose = (ranks.index[ranks["verdict"] == kind].tolist() for kind in ("firm", "any story"))
    within, across = (
        f"nine in ten weightings put it in at {most} of all places" for most in ("most a sixth", "least half")
    )
    return say(
        """An index joins {measures} into one place in a ranking, and weights decide the place.{aid} So every ally is
        shown with the places that {most} of all weightings would give it, drawn evenly from all that add up to one.
        Firm, with at most {few} of {all} places: {kept}. Any story can be told, with {many} places and more: {free}.
        Under {most} of them the United States comes between {best} and {worst}.{lacking}""",
        measures=page.origin.measured("index_measures", "", tuple(MEASURES[name] for name in page.sharing.weights)),
        aid=_aid(page),
        lacking=_lacking(page),
        kept=words.listed(page, "firm_places", firm, formula=within),
        most=declared("weightings_shown", "", "nine in ten"),
        few=_places(page, "firm_span", len(ranks) // 6),
        all=_places(page, "index_places", len(ranks)),
        free=words.listed(page, "loose_places", loose, formula=across),
        many=_places(page, "loose_span", -(-len(ranks) // 2)),
        best=_place(page, "rank_p05"),
        worst=_place(page, "rank_p95"),
    )


def _aid(page: Page) -> tuple[Segment, ...]:
    """Which months of aid are counted, and over what; nothing for an edition that ends before there was any."""
    if AID not in page.sharing.weights:
        return ()
    first, last = page.sharing.aid_months
    return run(
        " Aid is all that the Kiel Institute has on record from {first} to {last}, over the donor’s GDP of {year}.",
        first=declared("aid_first_month", "", first),
        last=declared("aid_last_month", "", last),
        year=declared("aid_denominator", "", AID_YEAR),
    )


def _lacking(page: Page) -> tuple[Segment, ...]:
    """Who has no figure for one of the measures."""
    parts: list[Segment] = []
    for name, allies in page.sharing.lacking.items():
        who = words.listed(page, "lacking", allies, name, what=MEASURES[name])
        parts += [f"{'; ' if parts else ' Ranked on the rest for want of a figure: '}for {MEASURES[name]}, ", who]
    return (*parts, ".") if parts else ()


def _places(page: Page, name: str, number: int) -> Fact:
    rows = [Row(f"expenditure/{page.edition}", f"{page.year}: the allies in the index", float(len(page.sharing.ranks)))]
    return page.origin.counted(name, "", number, name=name, rows=rows)


def _place(page: Page, column: str) -> Fact:
    fact = page.sharing.rank(US, column)
    return fact.written_as(written.ordinal(int(float(fact))))

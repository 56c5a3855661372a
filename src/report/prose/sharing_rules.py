"""Equal treatment: what every rule of sharing would ask, and who pays less by which rule; of all allies and of one."""

from __future__ import annotations

from report.facts import Fact, names, units, written
from report.facts.catalogue import chosen
from report.facts.rows import spending_rows
from report.pages import CountryPage, Page
from report.pages.burden_sharing import EVEN, RULE_NAMES
from report.pages.rows import Frame, Line
from report.pages.scorecard import TOLERANCE
from report.prose import words
from report.prose.passage import Passage, Segment, say
from report.prose.table import ASKS_MORE, Column, Table, described
from report.prose.words import run

NEVER, ALWAYS = "pays less under every rule", "pays its part under every rule"
RULE_COLUMNS = {rule: written.sentence_case(name) for rule, name in RULE_NAMES.items()}


def rules(page: Page) -> Passage:
    """How the answer to “who rides free?” changes with the rule."""
    sharing = page.sharing
    if not sharing.is_known:
        return say("What each ally would pay under other rules cannot be computed from a list of shares of GDP.")
    never, always = (sharing.verdicts.index[sharing.verdicts["verdict"] == kind].tolist() for kind in (NEVER, ALWAYS))
    poorest = sharing.rules[sharing.rules["rule"] == "per-head"].set_index("iso3")["due_share_gdp"].idxmax()
    us, others = (sharing.rule(iso3, "common-funding", "due_share_gdp") for iso3 in ("USA", _uncapped(page)))
    return (
        _who(page, never, always)
        + _close(page)
        + say(
            """No rule is innocent. The same sum for every inhabitant would ask {heavy} of its GDP of {poorest}. Under
            a cap like that of the common budgets the United States would pay {us} of its GDP, and each of the {number}
            others {others} to keep the total. At one share of GDP for all, everyone would spend {equal}.
            [Methods](methods.html) has the formulas.""",
            heavy=sharing.rule(poorest, "per-head", "due_share_gdp"),
            poorest=page.names_in_text[poorest],
            us=us,
            number=words.how_many(page, "beside_the_us", sharing.verdicts.index.drop("USA").tolist()),
            others=others,
            equal=sharing.rule("USA", "equal-gdp", "due_share_gdp"),
        )
    )


def _uncapped(page: Page) -> str:
    """An ally that the capped rule asks the common share of: the one it asks most of GDP."""
    capped = page.sharing.rules[page.sharing.rules["rule"] == "common-funding"].set_index("iso3")
    return str(capped["due_share_gdp"].idxmax())


def _close(page: Page) -> Passage:
    """Whose verdict a small revision could turn: the balance under the kindest or harshest rule is near zero."""
    close = page.sharing.close
    if close.empty:
        return Passage(())
    groups = {
        "kindest": close[close["kindest_pp"].abs() <= EVEN].sort_values("kindest_pp"),
        "harshest": close[close["harshest_pp"].abs() <= EVEN].sort_values("harshest_pp"),
    }
    told = [_edge(page, which, group) for which, group in groups.items() if len(group)]
    return say(
        "Some of these verdicts are close calls, within {edge} of GDP: {told}. "
        "One revision of the figures could turn them.",
        edge=edge(),
        told=tuple(segment for place, one in enumerate(told) for segment in ((*one,) if place == 0 else ("; ", *one))),
    )


def _edge(page: Page, which: str, group: Frame) -> tuple[Segment, ...]:
    """Allies with their balance under the rule kindest or harshest to them."""
    own = [f"{page.names_in_text[iso3]} ({written.signed(points, 2)})" for iso3, points in group[f"{which}_pp"].items()]
    rows = spending_rows(
        page.d,
        group.index,
        [page.sharing.last],
        ["spend_usd_current", "gdp_usd_current", "spend_usd_constant", "share_gdp"],
    )
    year = page.sharing.last
    formula = f"what it pays less what the rule {which} to it asks, points of GDP"
    fact = names(
        f"close_calls_{which}",
        f"close calls under the {which} rule",
        own,
        formula,
        page.origin.edition,
        page.origin.status(year),
        rows,
    )
    return (f"by the rule {which} to {'it' if len(group) == 1 else 'each'} ", fact)


def _who(page: Page, never: list[str], always: list[str]) -> Passage:
    less = (
        "{never} would pay more under every one of them: {never_names}."
        if never
        else "Nobody would pay more under every one of them."
    )
    more = "{always} under none: {always_names}." if always else "Nobody would pay less under every one."
    return say(
        f"""Who rides free depends on what a fair share is. Take the total that allies spend in {{year}}, {{prices}},
        and share it out by other rules: the same share of GDP for all, the same sum for every inhabitant, more for the
        richer, one close to NATO’s way of funding its common budgets (by GDP, where NATO goes by national income, the
        largest paying no more than the next largest), or by the mean of parts of GDP and of people. {less} {more} For
        everybody else the answer depends on the rule.""",
        year=page.when(page.sharing.last),
        prices=words.sharing_prices(page),
        never=_count(page, "less_under_every_rule", "allies that pay less under every rule", never),
        never_names=words.listed(page, "less_under_every_rule_names", never, formula=NEVER),
        always=_count(page, "part_under_every_rule", "allies that pay their part under every rule", always),
        always_names=words.listed(page, "part_under_every_rule_names", always, formula=ALWAYS),
    )


def _count(page: Page, name: str, label: str, allies: list[str]) -> Fact:
    fact = words.how_many(page, "rules_counted", allies, name=name, label=label)
    return fact.written_as(written.sentence_case(str(fact)))


def rules_table(page: Page) -> Table | None:
    """What every ally would pay under each rule, in percent of its GDP, and the verdict; None without money."""
    sharing = page.sharing
    if not sharing.is_known:
        return None
    frame = sharing.due
    frame["verdict"] = [_verdict(row) for _, row in sharing.verdicts.reindex(frame.index).iterrows()]
    frame["ally"] = frame.index.map(page.names)
    rules = [Column(rule, RULE_COLUMNS[rule], units.PERCENT_GDP, above="pays") for rule in sharing.differing_rules]
    return described(
        "sharing-rules",
        page,
        frame.sort_values("pays", ascending=False),
        columns=(
            Column("ally", "Ally"),
            Column("pays", "Pays now", units.PERCENT_GDP),
            *rules,
            Column("verdict", "Pays less than asked under"),
        ),
        year=page.origin.year(sharing.last),
        ASKS_MORE=ASKS_MORE,
        flat=" ".join(f"{RULE_COLUMNS[rule]}: {_asked_of(page, rule)}." for rule in sharing.flat_rules),
        prices=f"at {'current' if sharing.basis == 'current' else page.origin.price_base} prices",
        differing=_differing(page),
        EVEN=EVEN,
    )


def _asked_of(page: Page, rule: str) -> str:
    """What a rule without a column asks: of all, or of all but one."""
    common, others = page.sharing.common_share(rule)
    text = f"{written.decimal(common, 2)}% of all"
    return text + "".join(
        f" but {page.names_in_text[iso3]}, {written.decimal(share, 2)}%" for iso3, share in others.items()
    )


def _differing(page: Page) -> str:
    """Allies whose share here is another than NATO's by more than the tolerance of the scorecard, with both."""
    unlike = [
        f"{page.names_in_text[iso3]} {written.decimal(here, 2)} here, {written.decimal(published, 2)} published"
        for iso3, (here, published) in page.sharing.unlike_published(TOLERANCE).items()
    ]
    return f" ({'; '.join(unlike)})" if unlike else ""


def _verdict(row: Line) -> str:
    """Under how many rules an ally pays less than asked, kept on one line; ``≈`` where it is a close call."""
    less, of = int(row["less_under"]), int(row["rules"])
    words_of = (
        "no rule"
        if less == 0
        else f"all {written.number_word(of)}"
        if less == of
        else f"{written.number_word(less)} of {written.number_word(of)}"
    )
    return f"{words_of}{' ≈' if row['close'] else ''}".replace(" ", "\u00a0")


def of_ally(page: CountryPage) -> tuple[Segment, ...]:
    """What the rules would ask of one ally, as a sentence to follow others; nothing where no rule knows it."""
    if not page.sharing.is_known or page.iso3 not in page.sharing.verdicts.index:
        return ()
    rows = page.sharing.rules[page.sharing.rules["iso3"] == page.iso3].set_index("rule")
    mildest, harshest = str(rows["due_share_gdp"].idxmin()), str(rows["due_share_gdp"].idxmax())
    return run(
        "Other [rules]({where}) of sharing out today’s allied total would ask between {low} ({mildest}) and "
        "{high} ({harshest}) a year of it, {prices}. {verdict}",
        where="../sharing.html",
        low=page.sharing.rule(page.iso3, mildest, "due_usd_m"),
        mildest=RULE_NAMES[mildest],
        high=page.sharing.rule(page.iso3, harshest, "due_usd_m"),
        harshest=RULE_NAMES[harshest],
        prices=words.sharing_prices(page),
        verdict=_own_verdict(page),
    )


def _own_verdict(page: CountryPage) -> tuple[Segment, ...]:
    """Under how many rules the ally pays less than asked, and whether by a hair."""
    hair = (", though one by no more than ", edge(), " of GDP") if page.sharing.by_a_hair(page.iso3) else ()
    return (_counted_verdict(page), *hair, ".")


def edge() -> Fact:
    """How near what is paid and asked must be for the verdict to be a close call."""
    return chosen("close_call_pp", EVEN).written_as(f"{EVEN:g} points")


def _counted_verdict(page: CountryPage) -> str:
    row = page.sharing.verdicts.loc[page.iso3]
    if row["verdict"] == ALWAYS:
        return "It pays at least as much as every rule would ask"
    if row["verdict"] == NEVER:
        return "Every rule would ask more than it pays"
    less = written.number_word(int(row["less_under"]))
    return f"Of {written.number_word(int(row['rules']))} rules {less} would ask more than it pays"

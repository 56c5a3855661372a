"""Equal treatment: what every rule of sharing would ask, and who pays less by which rule; of all allies and of one."""

from __future__ import annotations

from collections.abc import Mapping

from report.facts import Fact, units, written
from report.facts.catalogue import chosen
from report.facts.rows import spending_rows
from report.pages import CountryPage, Page
from report.pages.burden_sharing import EVEN, RULE_NAMES
from report.pages.rows import Line
from report.pages.scorecard import TOLERANCE
from report.prose import words
from report.prose.passage import say
from report.prose.table import described
from report.prose.words import US, run
from report.shown import ASKS_MORE, Column, Passage, Segment, Table

NEVER, ALWAYS = "pays less under every rule", "pays its part under every rule"
RULE_COLUMNS = {rule: written.sentence_case(name) for rule, name in RULE_NAMES.items()}


def rules(page: Page) -> Passage:
    """How the answer to “who rides free?” changes with the rule."""
    sharing = page.sharing
    if not sharing.is_known:
        return say("What each ally would pay under other rules cannot be computed from a list of shares of GDP.")
    never, always = (sharing.verdicts.index[sharing.verdicts["verdict"] == kind].tolist() for kind in (NEVER, ALWAYS))
    poorest = sharing.rules[sharing.rules["rule"] == "per-head"].set_index("iso3")["due_share_gdp"].idxmax()
    capped = sharing.rules[sharing.rules["rule"] == "common-funding"].set_index("iso3")["due_share_gdp"]
    none_is_innocent = say(
        """No rule is innocent. The same sum for every inhabitant would ask {heavy} of its GDP of {poorest}. Under a
        cap like that of the common budgets the United States would pay {us} of its GDP, and each of the {number}
        others {others} to keep the total. At one share of GDP for all, everyone would spend {equal}.
        [Methods](methods.html) has the formulas.""",
        heavy=sharing.rule(poorest, "per-head", "due_share_gdp"),
        poorest=page.names_in_text[poorest],
        us=sharing.rule(US, "common-funding", "due_share_gdp"),
        number=words.how_many(page, "beside_the_us", sharing.verdicts.index.drop(US).tolist()),
        others=sharing.rule(str(capped.idxmax()), "common-funding", "due_share_gdp"),  # of all but the US one share
        equal=sharing.rule(US, "equal-gdp", "due_share_gdp"),
    )
    return _who(page, never, always) + _close(page) + none_is_innocent


def _close(page: Page) -> Passage:
    """Whose verdict a small revision could turn: the balance under the kindest or harshest rule is near zero."""
    close = page.sharing.close
    if close.empty:
        return Passage(())
    told: list[Segment] = []
    for quantity in ("close_calls_kindest", "close_calls_harshest"):
        which = quantity.removeprefix("close_calls_")
        points = close[f"{which}_pp"]
        if near := points[points.abs() <= EVEN].sort_values().to_dict():
            told += [f"{'; ' * bool(told)}by the rule {which} to {'it' if len(near) == 1 else 'each'} "]
            told += [_edge(page, quantity, near)]
    return say(
        "Some of these verdicts are close calls, within {edge} of GDP: {told}. "
        "One revision of the figures could turn them.",
        edge=edge(),
        told=tuple(told),
    )


def _edge(page: Page, quantity: str, near: Mapping[str, float]) -> Fact:
    """Allies with their balance under the rule kindest or harshest to them."""
    own = tuple(f"{page.names_in_text[iso3]} ({written.signed(points, 2)})" for iso3, points in near.items())
    measures, year = ["spend_usd_current", "gdp_usd_current", "spend_usd_constant", "share_gdp"], page.sharing.last
    return page.origin.measured(
        quantity, "", own, year, name=quantity, rows=spending_rows(page.d, near, [year], measures)
    )


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
    rules = [Column.of(rule, RULE_COLUMNS[rule], units.PERCENT_GDP, above="pays") for rule in sharing.differing_rules]
    return described(
        "sharing-rules",
        page,
        frame.sort_values("pays", ascending=False),
        columns=(
            Column("ally", "Ally"),
            Column.of("pays", "Pays now", units.PERCENT_GDP),
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
    less, of = (written.number_word(int(row[column])) for column in ("less_under", "rules"))
    said = {"none": "no rule", of: f"all {of}"}.get(less, f"{less} of {of}")
    return f"{said}{' ≈' if row['close'] else ''}".replace(" ", "\u00a0")


def of_ally(page: CountryPage) -> tuple[Segment, ...]:
    """What the rules would ask of one ally, as a sentence to follow others; nothing where no rule knows it."""
    if not page.sharing.is_known or page.iso3 not in page.sharing.verdicts.index:
        return ()
    rows = page.sharing.rules[page.sharing.rules["iso3"] == page.iso3].set_index("rule")
    mildest, harshest = str(rows["due_share_gdp"].idxmin()), str(rows["due_share_gdp"].idxmax())
    hair = (", though one by no more than ", edge(), " of GDP") if page.sharing.by_a_hair(page.iso3) else ()
    return run(
        "Other [rules]({where}) of sharing out today’s allied total would ask between {low} ({mildest}) and "
        "{high} ({harshest}) a year of it, {prices}. {verdict}",
        where="../sharing.html",
        low=page.sharing.rule(page.iso3, mildest, "due_usd_m"),
        mildest=RULE_NAMES[mildest],
        high=page.sharing.rule(page.iso3, harshest, "due_usd_m"),
        harshest=RULE_NAMES[harshest],
        prices=words.sharing_prices(page),
        verdict=(_counted_verdict(page), *hair, "."),
    )


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

"""Equal treatment: what every rule of sharing would ask, and who pays less by which rule; of all allies and of one."""

from __future__ import annotations

import pandas as pd

from report.burdens.sharing_rules import RULES
from report.facts import Fact, units, written
from report.pages import CountryPage, Page
from report.pages.burden_sharing import RULE_NAMES
from report.prose import words
from report.prose.passage import Passage, say
from report.prose.table import Column, Table

NEVER, ALWAYS = "pays less under every rule", "pays its part under every rule"
RULE_COLUMNS = {
    "equal-gdp": "Same share of GDP",
    "per-head": "Same sum per inhabitant",
    "progressive": "Richer pay more",
    "common-funding": "By GDP, largest capped",
    "benefit": "By GDP and people",
}


def rules(page: Page) -> Passage:
    """How the answer to “who rides free?” changes with the rule."""
    sharing = page.sharing
    if not sharing.is_known:
        return say("What each ally would pay under other rules cannot be computed from a list of shares of GDP.")
    never, always = (sharing.verdicts.index[sharing.verdicts["verdict"] == kind].tolist() for kind in (NEVER, ALWAYS))
    poorest = sharing.rules[sharing.rules["rule"] == "per-head"].set_index("iso3")["due_share_gdp"].idxmax()
    return _who(page, never, always) + say(
        """No rule is innocent. The same sum for every inhabitant would ask {heavy} of its GDP of {poorest}. Under the cap of the common budgets the United
        States would pay {us} and every other ally {others} of its GDP to keep the total. At one share of GDP for all, everyone would spend {equal}.""",
        heavy=sharing.rule(poorest, "per-head", "due_share_gdp"),
        poorest=page.names_in_text[poorest],
        us=sharing.rule("USA", "common-funding", "due_share_gdp"),
        others=sharing.rule("DEU", "common-funding", "due_share_gdp"),
        equal=sharing.rule("USA", "equal-gdp", "due_share_gdp"),
    )


def _who(page: Page, never: list[str], always: list[str]) -> Passage:
    less = (
        "{never} would pay more under every one of them: {never_names}."
        if never
        else "Nobody would pay more under every one of them."
    )
    more = "{always} under none: {always_names}." if always else "Nobody would pay less under every one."
    return say(
        f"""Who rides free depends on what a fair share is. Take the total that allies spend in {{year}}, {{prices}}, and share it out by other rules: the same share
        of GDP for all, the same sum for every inhabitant, more for the richer, one close to NATO’s way of funding its common budgets (by GDP, where
        NATO goes by national income, the largest paying no more than the next largest), or by the mean of parts of GDP and of people. {less} {more} For everybody else the answer depends on the rule.""",
        year=page.when(page.sharing.last),
        prices=words.sharing_prices(page),
        never=_count(page, "allies that pay less under every rule", never),
        never_names=words.listed(page, "allies that pay less under every rule, by name", never, NEVER),
        always=_count(page, "allies that pay their part under every rule", always),
        always_names=words.listed(page, "allies that pay their part under every rule, by name", always, ALWAYS),
    )


def _count(page: Page, label: str, allies: list[str]) -> Fact:
    fact = words.how_many(page, label, allies, "balance of what an ally pays and would pay, by rule")
    return fact.written_as(written.sentence_case(str(fact)))


def rules_table(page: Page) -> Table | None:
    """What every ally would pay under each rule, in percent of its GDP, and the verdict; None without money."""
    sharing = page.sharing
    if not sharing.is_known:
        return None
    frame = sharing.rules.pivot(index="iso3", columns="rule", values="due_share_gdp")
    equal = sharing.rules[sharing.rules["rule"] == "equal-gdp"].set_index("iso3")
    frame["pays"] = equal["due_share_gdp"] + equal["balance_share_gdp"]
    frame["verdict"] = [_verdict(row) for _, row in sharing.verdicts.reindex(frame.index).iterrows()]
    frame["ally"] = frame.index.map(page.names)
    columns = [Column(rule.id, RULE_COLUMNS[rule.id], units.PERCENT_GDP) for rule in RULES]
    return Table(
        id="sharing-rules",
        caption="What each rule would ask of each ally",
        subtitle=f"Part of today’s allied total under five rules, % of the ally’s own GDP, {page.origin.year(sharing.last)}; ordered by what allies pay",
        frame=frame.sort_values("pays", ascending=False),
        columns=(
            Column("ally", "Ally"),
            Column("pays", "Pays now", units.PERCENT_GDP),
            *columns,
            Column("verdict", "Pays less than asked under"),
        ),
        notes=(
            f"Spending and GDP both {_prices(page)}, so that the parts add up to today’s total; NATO’s published share is of real GDP and can differ.",
            "Richer pay more: shares in proportion to GDP times the root of GDP per inhabitant. Largest capped: as in NATO’s common budgets, but on GDP.",
            "None of these is a rule that allies have agreed for defence spending.",
        ),
        source=page.origin.nato_imf,
        edition=f"{page.origin.edition}; {page.origin.macro}",
    )


def _prices(page: Page) -> str:
    return "at current prices" if page.sharing.basis == "current" else f"at {page.origin.price_base} prices"


def _verdict(row: pd.Series) -> str:
    """Under how many rules an ally pays less than asked, kept on one line."""
    less, of = int(row["less_under"]), int(row["rules"])
    words_of = (
        "no rule"
        if less == 0
        else f"all {written.number_word(of)}"
        if less == of
        else f"{written.number_word(less)} of {written.number_word(of)}"
    )
    return words_of.replace(" ", "\u00a0")


def asked(page: CountryPage) -> Passage:
    """What the rules would ask of one ally."""
    if not page.has_forces:
        return say(
            "The rules share out what allies with armed forces spend; {name}, which has none, is in no rule here.",
            name=page.name_in_text,
        )
    if not page.sharing.is_known or page.iso3 not in page.sharing.verdicts.index:
        return say(
            "This edition has no spending and GDP in money of which {name} could be asked a part.",
            name=page.name_in_text,
        )
    rows = page.sharing.rules[page.sharing.rules["iso3"] == page.iso3].set_index("rule")
    mildest, harshest = str(rows["due_share_gdp"].idxmin()), str(rows["due_share_gdp"].idxmax())
    return say(
        """Were today’s allied total shared out anew, the rule mildest to {name} ({mildest}) would ask {low} a year of it, and the harshest ({harshest})
        {high}, {prices}. {verdict}""",
        name=page.name_in_text,
        low=page.sharing.rule(page.iso3, mildest, "due_usd_m"),
        mildest=RULE_NAMES[mildest],
        high=page.sharing.rule(page.iso3, harshest, "due_usd_m"),
        harshest=RULE_NAMES[harshest],
        prices=words.sharing_prices(page),
        verdict=_own_verdict(page),
    )


def _own_verdict(page: CountryPage) -> str:
    row = page.sharing.verdicts.loc[page.iso3]
    if row["verdict"] == ALWAYS:
        return "It pays at least as much as every one of them would ask."
    if row["verdict"] == NEVER:
        return "Every one of them would ask more than it pays."
    less = written.number_word(int(row["less_under"]))
    return f"Of {written.number_word(int(row['rules']))} rules {less} would ask more than it pays: whether it rides free depends on the rule."

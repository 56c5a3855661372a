"""What the money means to one ally: five questions, each with a short answer.

Is the bill promised already, how could it be paid, what does it buy, what is it worth at home, and what have others
found.
"""

from __future__ import annotations

from typing import Any

from report.facts import Fact, written
from report.facts.catalogue import chosen, declared
from report.pages import CountryPage
from report.pages.answers import Costed, Equipment, ally_part, price_level
from report.prose import words
from report.prose.country_bill import adds_nothing, extra
from report.prose.passage import bullets
from report.prose.promised import of_ally
from report.prose.words import run, say
from report.shown import Passage, Segment

TRIFLE = 0.2
"""Points of GDP by which a deficit must be wider to be worth a sentence."""
NOTABLE = 10.0
"""Percent of the fastest rise on record: a slower one of equipment money is not worth a sentence."""
CAUSES = {
    "within 5 %": "",
    "explained": "; [methods](../methods.html) say why they differ",
    "unexplained": ", a difference that no text explains",
}


def answers(page: CountryPage) -> Passage | None:
    """The five answers, of which those are left out that the data or the plan do not allow; None without forces."""
    if not page.has_forces:
        return None
    costs = float(extra(page)) > 0 and not adds_nothing(page)
    questions = {
        "Promised?": of_ally(page),
        "Paid how?": _paid(page) if costs else (),
        "Buys what?": _bought(page) if costs else (),
        "Worth what?": _worth(page),
        "Costed by others?": _others(page),
    }
    given = [say(f"**{question}** {{answer}}", answer=answer) for question, answer in questions.items() if answer]
    return bullets(*given) if given else None


def _paid(page: CountryPage) -> tuple[Segment, ...]:
    """What borrowing all of it does to debt and deficit, and what it is of revenue and spending instead."""
    t, added = page.treasury, page.treasury.fact("added_pp")
    adds = ("add ", added, " of GDP to") if float(added) >= 0 else ("take ", words.unsigned(added), " of GDP off")
    is_spent = float(page.bill(page.iso3, "core", page.own_column("extra"), page.base_year)) > 0.5
    return run(
        """All borrowed, {interest}, it would {adds} debt by {horizon}; the IMF has debt at {debt} in
        {last}.{deficit} Raised in taxes it is {revenue} of what government takes in{held}, cut elsewhere {spending} of
        what it spends. That is for the plan’s path alone, and {budgets}.{already}""",
        interest=chosen("interest_less_growth", "at interest equal to growth"),
        adds=adds,
        debt=words.rounded(t.fact("debt")),
        last=_last(page),
        deficit=_deficit(page),
        revenue=words.fine(t.fact("extra_percent_revenue")),
        spending=words.fine(t.fact("extra_percent_spending")),
        held=" by the ratios of that year" if t.is_held else "",
        already=" What of it is spent already is in the IMF’s figures, too." * is_spent,
        budgets=declared("imf_fiscal_path", "", "the IMF’s path already counts announced budgets"),
        of=page,
    )


def _deficit(page: CountryPage) -> tuple[Segment, ...]:
    """By how much the deficit is wider, at which rate, and than what; nothing where that is next to nothing."""
    t = page.treasury
    if abs(float(t.wider())) < TRIFLE:
        return ()
    cost = "the {rate} its debt costs on average by the IMF’s figures"
    growth = "{rate}, the growth of its GDP, since it pays little net interest"
    balance = t.fact("balance")
    kind, shift = ("deficit", "wider") if float(balance) < 0 else ("surplus", "smaller")
    return run(
        f" With interest, at {cost if t.pays_implied_rate else growth}, the {kind} of {{horizon}} would be {{wider}} "
        f"of GDP {shift} than the {{balance}} the IMF has for {{last}}.",
        page,
        rate=t.rate(),
        wider=t.wider(),
        balance=words.unsigned(balance),
        last=_last(page),
    )


def _last(page: CountryPage) -> Fact:
    return words.year(
        "fiscal_year", page.treasury.fiscal_year, "last year of the plan that the macro vintage has fiscal ratios for"
    )


def _bought(page: CountryPage) -> tuple[Segment, ...]:
    """What of the extra equipment and troops would take, and whether it ever rose so fast; nothing without a mix."""
    bought = Equipment(page.frames, page.iso3)
    if not bought.is_known:
        return ()
    return run(
        "At today’s mix {part} of the extra in {horizon}, {prices}, would buy equipment{rise}.{people} Should "
        "defence prices rise a point a year faster than others, the money would buy {left} as much.",
        part=bought.part(),
        prices=words.national_prices(page, True),
        rise=_rise(bought),
        people=_people(bought),
        left=bought.left(),
        of=page,
    )


def _rise(bought: Equipment) -> tuple[Segment, ...]:
    """How fast equipment money would rise, beside its fastest rise on record; nothing where it would rise slowly."""
    if bought.record["percent_of_record"] < NOTABLE:
        return ()
    years: dict[str, Any] = {
        name: words.year(name, int(bought.record[name]), "first and last of the three years")
        for name in ("record_from", "record_to")
    }
    template = (
        "; equipment money would rise by {rise} a year, its fastest on record ({record_from} to {record_to}) being "
        "{fastest}"
    )
    return run(template, rise=bought.rise(), fastest=bought.fastest(), **years)


def _people(bought: Equipment) -> tuple[Segment, ...]:
    """How many people the personnel part would pay for at the ally's own cost a head, and what those a minister named
    would take a year."""
    heads = bought.heads()
    if not float(heads) >= 1:  # also where forces are not printed
        return ()
    named: tuple[Segment, ...] = ()
    if troops := bought.troops():
        (low, low_cost), (high, high_cost) = troops
        named = ("; the ", low, " to ", high, " that its minister named would take ", low_cost, " to ", high_cost)
    return run(
        " At today’s cost a head, civilian staff and pensions included, what goes to personnel would pay for {heads} "
        "more people{named}.",
        heads=heads.written_as(written.decimal(round(float(heads), 2 - len(str(int(float(heads))))))),
        named=(*named, " a year") if named else (),
    )


def _worth(page: CountryPage) -> tuple[Segment, ...]:
    """Prices at home, and the part of allied spending at purchasing power; nothing without money."""
    if not page.treasury.prints_spending(page.year):
        return ()
    ppp, market = (words.fine(ally_part(page.frames, page.iso3, f"spend_{kind}percent")) for kind in ("ppp_", ""))
    part = "its part of allied spending is {ppp}, against {market} at market rates."
    if page.iso3 == words.US:
        return run(f"At the purchasing power of GDP {part}", ppp=ppp, market=market)
    return run(
        "Prices in its whole economy, nearer to pay than to arms, are {level} of American ones: at that purchasing "
        f"power {part}",
        level=price_level(page.frames, page.iso3),
        ppp=ppp,
        market=market,
    )


def _others(page: CountryPage) -> tuple[Segment, ...]:
    """The leading published costing of the ally beside ours under its assumptions, and how many there are."""
    costed = Costed(page.frames, page.iso3, page.name)
    if costed.rows.empty:
        return ("Our record holds no published costing of this ally alone that says enough to be tried.",)
    return run(
        """Of {all} published {figures} that {say} enough to be tried, {near} {come} out within five per cent, each
        read as fits best where it leaves its basis open. {author} ({quantity}): {theirs}, {prices}, where ours is
        {ours}{cause}.""",
        figures=words.plural(len(costed.rows), "figure", "figures"),
        say=words.plural(len(costed.rows), "says", "say"),
        come=words.plural(costed.near(), "comes", "come"),
        all=costed.count(),
        near=costed.near(),
        author=costed.word("author"),
        quantity=costed.word("quantity"),
        theirs=costed.money("theirs"),
        ours=costed.money("ours"),
        prices=words.prices(costed.base, "costing_prices", rates=False),
        cause=CAUSES[str(costed.leading["verdict"])],
    )

"""One ally's road: what it has promised, where it stands, its pledges, and what is special about its figures."""

from __future__ import annotations

from typing import Any

from report.facts import Fact, Row, named, units, written
from report.facts.catalogue import combined, declared
from report.pages import CountryPage
from report.pages.promised import OwnPlan
from report.prose import words
from report.prose.country_bill import at_the_common_target, moves
from report.prose.passage import bullets
from report.prose.scorecard import ground
from report.prose.table import described
from report.prose.words import run, say
from report.shown import Passage, Segment, Table

ALIKE = 0.01
"""Two sums nearer than this part of the larger are called the same."""


def own_plan(page: CountryPage) -> Passage:
    """What the ally has pledged beside what is asked; of an exempt one, what the common target would cost."""
    if common := at_the_common_target(page):
        return say("{common}", "lead", common=common)
    if page.plan.pledges != "none" or page.iso3 in page.plan.allies:
        return Passage(())
    own = page.own_plan
    if own is None:
        return say(
            "On our record it has made no verified pledge on core defence spending for the years after {year}.",
            "lead",
            year=page.when(page.base_year),
        )
    if own.shares.iloc[-1] - own.shares.iloc[0] < 0.005:
        template = f"Its own {own.word} on record, {{last}} by {{year}}, is no more than it spends now."
        return say(template, "lead", page, **_last(own))
    target = page.ask("core", page.iso3).share
    if target is None or not moves(page) or page.path.iloc[-1] < page.path.iloc[0]:
        return _alone(page, own)
    return _beside(page, own, target)


def _last(own: OwnPlan) -> dict[str, Any]:
    return {"last": own.last, "year": words.year("pledge_year", own.last_year, "table of pledges")}


def _alone(page: CountryPage, own: OwnPlan) -> Passage:
    """An own plan of an ally of whom the page's plan asks nothing more."""
    money, than = own.money(page.own_column("cumulative_extra")), words.than_baseline(page)
    cost = ", at {money} more than {than} in all by {horizon}, {own_prices}" if float(money) > 0.5 else ""
    template = f"Its own {own.word} rises to {{last}} by {{year}}{cost}."
    return say(template, "lead", page, money=money, than=than, **_last(own))


def _beside(page: CountryPage, own: OwnPlan, target: float) -> Passage:
    """An own plan beside the plan's road: when it gets there, and what both cost in all."""
    column = page.own_column("cumulative_extra")
    money, straight = own.money(column), page.bill(page.iso3, "core", column)
    if _same(money, straight) and own.reached(target) == page.ask("core", page.iso3).year:
        return say(f"Its own {own.word} names the same target and year.", "lead")
    amounts = (": ", money, " in all by ", words.horizon(page), ", against ", straight)
    return say(
        "{when} and would cost {more}{amounts}.",
        "lead",
        when=_when(page, own, target),
        more="about the same" if _same(money, straight) else "more" if float(money) > float(straight) else "less",
        amounts=amounts if min(float(money), float(straight)) > 0 else "",
    )


def _same(one: Fact, other: Fact) -> bool:
    return abs(float(one) - float(other)) <= ALIKE * max(abs(float(one)), abs(float(other)))


def _when(page: CountryPage, own: OwnPlan, target: float) -> tuple[Segment, ...]:
    """When the ally's own plan is at the target, if it ever is."""
    reached, goal = own.reached(target), page.ask("core", page.iso3).year
    due = end(page) if goal is not None and goal <= page.base_year else goal
    if reached is None:
        return run(f"Its own {own.word} stops at {{last}} in {{year}}", **_last(own))
    year = words.year("own_plan_reaches", reached, "first year in which the ally’s own figures are at the target")
    late = due is not None and reached > due
    # The sentence before names the target only where the plan gets there, too.
    there = ("there",) if page.is_as_asked else ("to ", words.target(page, "core", page.iso3))
    return (f"Its own {own.word} gets ", *there, f" {'only ' * late}in ", year, " too" if reached == due else "")


def path(page: CountryPage) -> Passage | None:
    """Where the ally stands, the pace left, and how often such a pace was kept; None without a road."""
    if not page.has_forces or not moves(page):
        return None
    pace, rises = page.ally(page.iso3, "pace_pp"), float(rise(page)) > 0
    return say(
        "{stands}From here the plan {needs} {step} a year on average{lately}.{precedent}",
        stands=_standing(page),
        needs="needs" if rises else "takes off",
        step=words.unsigned(step(page)),
        lately=(", against ", pace, " a year over the last three years") if pace.is_known and rises else (),
        precedent=_precedent(page),
    ) + _two_lines(page)


def _standing(page: CountryPage) -> tuple[Segment, ...]:
    """How far from the line of the scorecard; nothing where that has not begun."""
    status = page.scorecard.card.loc[page.iso3, "status"]
    if not page.scorecard.is_measured or status == "no figure" or not page.ask("core", page.iso3).is_something:
        return ()
    distance = page.scorecard.fact(page.iso3, "drift_pp")
    is_straight = page.plan.shape == "linear" and page.is_as_asked
    return run(
        f"{'A straight line to the target' if is_straight else 'Its line'} asks for {{share}} of GDP by now, and "
        f"{{name}} is {{distance}} {'above' if float(distance) >= 0 else 'below'} it. ",
        page,
        share=page.scorecard.fact(page.iso3, "required_share"),
        distance=distance.written_as(f"{written.decimal(abs(float(distance)), 2)} points"),
    )


def end(page: CountryPage) -> int:
    """The first year in which the path is where it ends."""
    return int(page.path.index[(page.path - page.path.iloc[-1]).abs() < 1e-9][0])


def rise(page: CountryPage) -> Fact:
    """Points of GDP between the base year's share and the end of the path."""
    name, (first, last) = f"rise_pp.{page.iso3}.{page.plan.key}", _ends(page)
    return combined("rise_to_end", "", lambda end, start: end - start, (last, first), name=name, **_whose(page))


def _whose(page: CountryPage) -> dict[str, Any]:
    return {"whose": written.possessive(page.name), "plan": page.plan.title}


def _ends(page: CountryPage) -> tuple[Fact, Fact]:
    first, last = (page.bill(page.iso3, "core", "share_gdp", year) for year in (page.base_year, end(page)))
    return first, last


def step(page: CountryPage) -> Fact:
    """The same a year on average."""
    (first, last), years, at = _ends(page), end(page) - page.base_year, f"{page.iso3}.{end(page)}.{page.plan.key}"
    span: dict[str, Any] = {"end": end(page), "base": page.base_year}
    return combined("average_step", at, lambda end, start: (end - start) / years, (last, first), **_whose(page), **span)


def _precedent(page: CountryPage) -> tuple[Segment, ...]:
    """How often any ally kept the pace the plan requires; nothing in an edition too short for that."""
    found = page.treasury.precedent
    if found["required_pp"] <= 1e-9 or "spans" not in found or not found["spans"] > 0:
        return ()
    if found["length"] == 1 or not found["reached"] > 0:
        return (" Of ", *precedents(page), " on average." if found["length"] > 1 else ".")
    kept = page.treasury.pace("kept", "periods that kept the pace every year", units.COUNT)
    return (" Of ", *precedents(page), " on average; ", words.in_words(kept), " did so in every single year.")


def precedents(page: CountryPage) -> tuple[Segment, ...]:
    """``124 periods of nine years in NATO’s tables 63 rose that fast``."""
    t = page.treasury
    spans, reached = (
        t.pace(name, f"periods {words_}", units.COUNT)
        for name, words_ in (("spans", "in all"), ("reached", "that reached the pace"))
    )
    length = t.pace("length", "length of a period", units.YEARS)
    years = length.written_as(f"{written.number_word(int(float(length)))} {words.plural(length, 'year', 'years')}")
    return (spans, " periods of ", years, " in NATO’s tables ", words.in_words(reached), " rose that fast")


def _two_lines(page: CountryPage) -> Passage:
    """Where the line of the standing starts, if it is another than that of the cost; nothing where the two are one."""
    row = page.scorecard.card.loc[page.iso3]
    if not _standing(page) or not row["start_year"] < page.base_year:
        return Passage(())
    return say(
        "The standing is measured from {start}{agreed}, the cost from {year}.",
        start=page.when(int(row["start_year"])),
        agreed=", when the plan was agreed" if row["start_year"] == page.plan.agreed_year else "",
        year=page.when(page.base_year),
    )


PARTS = {"core": "defence", "related": "related", "total": "both"}
"""The parts of the target, for readers."""
UNVERIFIED = "Unverified: we found no text that we could check. "
CHECKED = {"verified": "text read", "unverified": "no text found"}
"""How sure the record of a pledge is, for readers."""


def special(page: CountryPage) -> Passage | None:
    """What a reader must know about this ally's figures; nothing where they are like all others'."""
    items = (item(page) for item in (_note, _break, _exemption, _fiscal_year, _price_base, _accession))
    there = [item for item in items if item]
    return bullets(*there) if there else None


def _note(page: CountryPage) -> Passage | None:
    text = str(page.profile["note"] or "")
    if not text.strip() or text == "nan" or page.profile["fiscal_year"] == "April-March":
        return None
    note = named(f"note.{page.iso3}", f"note on {page.name}", text, "table of allies")
    return say("**In the data.** {note}", note=note)


def _break(page: CountryPage) -> Passage | None:
    """Where NATO's series changes its denominator: what the shares would be over one denominator throughout."""
    year, t = page.treasury.break_year, page.treasury
    first = int(page.d.panel["share_gdp"].dropna().index.unique("year").min())
    if year is None or not first < year <= page.year or not (t.prints_spending(first) and t.prints_spending(page.year)):
        return None
    before, after = t.share_of_imf_gdp(first), t.share_of_imf_gdp(page.year)
    return say(
        """**Break in the series.** NATO’s shares are of GDP before {year} and of gross national income from then
        on, which by itself raised the share. Of the IMF’s GDP the same spending is {before} in {first} and {after}
        in {last}, a rise of {rise}; NATO’s share is {share} in {last}.""",
        year=words.year("break_year", year, "oddity of the edition: change of denominator"),
        before=before,
        first=page.when(first),
        after=after,
        last=page.when(page.year),
        rise=combined(
            "rise_over_imf_gdp",
            f"{page.iso3}.{page.year}",
            float(after) - float(before),
            (after, before),
            after=after.label,
            before=before.label,
        ),
        share=page.ally(page.iso3, "share_gdp"),
    )


def _exemption(page: CountryPage) -> Passage | None:
    if not page.is_exempt:
        return None
    agreed = page.ask().guideline
    return say(
        "**Treated here as exempt.** Under {plan} its line is that of its own figure, "
        "{own} of GDP{core}{ground}.{declared}",
        own=words.target(page, "core", page.iso3),
        core=(", rather than to ", words.target(page)) if page.ask().is_something else (),
        ground=ground(page, page.iso3),
        declared=" The declaration itself exempts nobody." if agreed and agreed.id == "core" else "",
        of=page,
    )


def _fiscal_year(page: CountryPage) -> Passage | None:
    span = " to ".join(str(page.profile["fiscal_year"]).split("-"))
    how = "NATO’s year is the one with most of its months; GDP here is of calendar years."
    return None if span == "January to December" else say(f"**Fiscal year.** Its budget year runs {span}. {how}")


def _price_base(page: CountryPage) -> Passage | None:
    if not page.has_forces:
        return None
    share, current = page.ally(page.iso3, "share_gdp"), page.ally(page.iso3, "share_gdp_current")
    if not current.is_known or abs(float(share) - float(current)) < 0.02:
        return None
    return say(
        "**Two shares.** NATO’s share, of real GDP, is {share}; at current prices it is {current}. "
        "Costs here are NATO’s share times their ratio, {k}, held constant.",
        share=share,
        current=current,
        k=page.ally(page.iso3, "k"),
    )


def _accession(page: CountryPage) -> Passage | None:
    joined, rows = str(page.profile["accession"])[:10], [Row("allies", f"{page.iso3} accession")]
    if int(joined[:4]) < 2014:
        return None
    date = declared("accession", page.iso3, (written.day(joined),), rows=rows, ally=page.name)
    return say("**Accession.** It joined on {date} and counts in the alliance’s totals from that year only.", date=date)


def pledges(page: CountryPage) -> Table | None:
    """The ally's pledges on record, newest first; what to know of each is in the file."""
    own = page.pledges_on_record
    if own.empty:
        return None
    frame = own.assign(
        what=own["component"].map(PARTS),
        when=own["target_year"].astype("Int64").astype(str).replace("<NA>", written.MISSING),
        announced=own["announced"].astype(str).map(written.day_or_month),
        state=own["confidence"].map(CHECKED).where(own["superseded_on"].isna(), "superseded"),
        known=own["note"].str.replace(" %", "%"),
    )
    return described(
        "pledges",
        page,
        frame,
        whose=written.possessive(page.name),
        unverified=UNVERIFIED if "unverified" in set(own["confidence"]) else "",
        recorded=written.month(page.d.recorded("pledges")),
    )

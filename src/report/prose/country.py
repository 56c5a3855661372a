"""One ally's sentences and tables, in the same order for all; Iceland, without forces, has its own wording."""

from __future__ import annotations

from report.facts import Fact, units, written
from report.facts.catalogue import combined
from report.facts.rows import spending_rows
from report.pages import CountryPage, rows
from report.pages.country import last_breakdown
from report.pages.explorer import address
from report.pages.promised import FINE
from report.prose import ranges, sharing_rules, words
from report.prose.country_bill import adds_nothing, extra, moves, one_point
from report.prose.country_path import own_plan, precedents, rise, step
from report.prose.passage import key_figures, paragraph
from report.prose.table import described, is_known
from report.prose.words import run, say
from report.shown import Passage, Segment, Spark, Table

EVEN = 0.05
"""A part of spending within this much of the part of GDP, relative to it, is about the same."""


def headline(page: CountryPage) -> Passage:
    """The lead: share and rank, what the plan costs, what the ally itself has said."""
    if not page.has_forces:
        return say(
            "{name} is a member of NATO without armed forces. It has no defence spending to rank, "
            "and no plan asks any of it.",
            "lead",
            of=page,
        )
    return paragraph(_share(page), _cost(page), style="lead") + own_plan(page)


def _share(page: CountryPage) -> tuple[Segment, ...]:
    """Share and rank; of an ally without a share, the last that the edition has of it, and its year."""
    if not page.has_figure:
        last: tuple[Segment, ...] = ()
        if page.has_record:
            year = page.d.last_year_of(page.iso3)
            last = (" The last is ", page.ally(page.iso3, "share_gdp", year), " in ", page.when(year), ".")
        return run(
            "This edition gives no share of GDP of {name} for {year}, so that it has no rank.{last}", page, last=last
        )
    rank = page.ally(page.iso3, "rank")
    return run(
        "{name} spends {share} of GDP on defence in {year}, {rank} of {reporting} allies.",
        share=page.ally(page.iso3, "share_gdp"),
        rank=rank.written_as(written.ordinal(int(float(rank)))) if rank.is_known else rank,
        reporting=page.total("reporting"),
        of=page,
    )


def _cost(page: CountryPage) -> tuple[Segment, ...]:
    """What the plan costs a year at its end, in the ally's own currency and as a part of what government takes in."""
    if adds_nothing(page):
        return run(_free(page), page, **_asked(page))
    amount, part = extra(page), page.treasury.fact("extra_percent_revenue")
    return run(
        _dear(page) + " {extra} a year {more} than {baseline}, {own_prices}{part}.",
        page,
        extra=words.unsigned(amount),
        more=words.more_or_less(amount),
        part=(", or ", words.rounded(part, 1), " of government revenue") if float(part) > 0.05 else (),
        **_asked(page),
    )


def _asked(page: CountryPage) -> dict[str, Fact | tuple[Segment, ...]]:
    """What the sentences on the cost may name besides: target, by when, baseline."""
    known: dict[str, Fact | tuple[Segment, ...]] = {"baseline": words.than_baseline(page)}
    if page.ask("core", page.iso3).share is None:
        return known
    return known | {"target": words.target(page, "core", page.iso3), "by": words.by_when(page, "core", page.iso3)}


def _free(page: CountryPage) -> str:
    """The sentence on a plan that costs nothing over the baseline."""
    ask = page.ask("core", page.iso3)
    if ask.share is None:
        return "{plan} asks nothing more of it."
    if moves(page):
        return ("Reaching {target}{by}" if page.is_as_asked else "{plan}") + " would cost it no more than {baseline}."
    place = _place(page)
    return f"That is {place}, so it has nothing to add." if place else "{plan} leaves that share where it is."


def _place(page: CountryPage) -> str:
    """Where a share that does not move is beside what is asked: at it, or above; nothing where it is below."""
    if page.starts_below:
        return ""
    ask, share = page.ask("core", page.iso3), float(page.path.iloc[0])
    whose = "of its own plans" if ask.rule == "own figures" else "asked"
    return f"{'above' if share > float(ask.share or 0) + FINE else 'at'} the {{target}} {whose}{{by}}"


def _dear(page: CountryPage) -> str:
    """How the sentence on a plan that costs something begins."""
    ask = page.ask("core", page.iso3)
    if ask.share is None:
        return "{plan} asks nothing more of it; in {horizon} it would spend"
    if not moves(page):
        place = _place(page)
        return f"{f'It is {place}' if place else '{plan} leaves that share where it is'}; in {{horizon}} it would spend"
    if not page.is_as_asked:
        return "{plan} would cost in {horizon}"
    then = "" if ask.year == page.horizon else " in {horizon}"
    return _goal(page) + " would cost" + then


def _goal(page: CountryPage) -> str:
    """What a share that moves is to reach, as the subject of a sentence."""
    ask = page.ask("core", page.iso3)
    if ask.rule == "exempt":
        return "Treated here as exempt, it has a figure of its own: {target}{by}, which"
    if ask.rule == "own figures":
        return "Reaching the {target} of its own plans" + (
            ", due{by}," if (ask.year or 0) <= page.base_year else "{by}"
        )
    first, last = float(page.path.iloc[0]), float(page.path.iloc[-1])
    if last < first:
        return "Coming down to {target}{by}"
    if last < float(ask.share or 0) - FINE:
        return "Moving towards {target}{by}"
    is_ahead = ask.year is None or ask.year > page.base_year
    return "Reaching {target}{by}" if is_ahead else "Reaching the {target} that was due{by}"


def note(page: CountryPage) -> Passage | None:
    """The line of qualification under the lead: the likely range, and what ``e`` means."""
    if not page.has_forces:
        return None
    is_estimate = page.origin.status(page.year) == "estimate"
    estimate = (page.when(page.year), " is NATO’s estimate.") if is_estimate else ()
    lines = paragraph(_range(page), estimate, style="note")
    return lines if lines.paragraphs else None


def _range(page: CountryPage) -> tuple[Segment, ...]:
    amount = extra(page)
    ends = ranges.detail(amount, "")
    if ends == ("",):
        return ()
    priced = (" a year, ", words.own_prices(page), ranges.place(amount), ".")
    return (written.sentence_case(str(ends[0])), *ends[1:], *priced)


def compare(page: CountryPage) -> Passage:
    """The three allies nearest in GDP, each with the way to its page, and all side by side in the explorer."""
    near = rows.nearest(page).head(rows.PEERS)["iso3"].tolist()
    peers = written.listing([f"[{page.names_in_text[iso3]}]({iso3}.html)" for iso3 in near])
    return say(f"Compare with {peers}, or [all side by side]({address(page, *near)}).", "note")


def tiles(page: CountryPage) -> Passage:
    """Three numbers with how they moved: what is left to do, what it costs, the ally's part."""
    if not page.has_forces:
        return key_figures(
            (page.total("members"), "members of NATO", "of which this is one"),
            (page.total("members_with_forces"), "members with armed forces", "all but this one"),
            (one_point(page), "is one per cent of its GDP", "IMF, current prices and exchange rates"),
        )
    shown = [_left(page), _spent(page) if adds_nothing(page) else _bill(page), _part(page)]
    known = [(figure, spark) for figure, spark in shown if figure[0].is_known]
    return key_figures(*(figure for figure, _ in known), sparks=[spark for _, spark in known])


Tile = tuple[tuple[Fact, str, str | tuple[Segment, ...]], Spark | None]


def _left(page: CountryPage) -> Tile:
    """Points of GDP still to go; the share itself where none are."""
    shares = page.d.panel["share_gdp"].xs(page.iso3).dropna().tolist()
    if not moves(page):
        own = page.bill(page.iso3, "core", "share_gdp", page.base_year)
        asked = "the plan leaves it there" if page.starts_below else "no higher share is asked of it"
        return (own, "of GDP on defence", asked), Spark(shares)
    kept, way = page.treasury.precedent, rise(page)
    often = ("; of ", *precedents(page)) if "spans" in kept and kept["required_pp"] > 0 else ()
    to_go = "of GDP still to go" if float(way) > 0 else "of GDP to come down"
    return (words.unsigned(way), to_go, (words.unsigned(step(page)), " a year", *often)), Spark(shares)


def _bill(page: CountryPage) -> Tile:
    """Money a year more at the end of the plan, and for each inhabitant."""
    amount, column = extra(page), page.own_column("extra")
    by_year = page.own_cost[page.own_cost["component"] == "core"].set_index("year")[column]
    ends = page.ranges.yearly(page.iso3, "core", column).iloc[-1]
    each = words.unsigned(extra(page, "extra_per_head"))
    head = ("in ", words.horizon(page), ", or ", each, " for each inhabitant, ")
    band = amount.band and not amount.band.is_open
    spark = Spark(by_year.tolist(), *(float(end) for end in ends if band))
    return (words.unsigned(amount), f"a year {words.more_or_less(amount)}", (*head, words.own_prices(page))), spark


def _spent(page: CountryPage) -> Tile:
    """What is spent where nothing more is asked: in national currency where the edition prints it."""
    if not is_known(page.own["spend_ncu_m"]):
        return (page.ally(page.iso3, "spend_usd_m"), "spent on defence", words.prices(None).text), None
    amount = page.origin.measured(
        "spend_ncu_m",
        f"{page.iso3}.{page.year}",
        float(page.own["spend_ncu_m"]),
        page.year,
        unit=units.ncu_m(page.d.currencies[page.iso3]),
        kind="published",
        rows=spending_rows(page.d, [page.iso3], [page.year], ["spend_ncu_current"]),
        whose=written.possessive(page.name),
    )
    series = page.d.panel["spend_ncu_current"].xs(page.iso3).dropna().tolist()
    return (amount, "spent on defence", "in the year, at current prices"), Spark(series)


def _part(page: CountryPage) -> Tile:
    """The ally's part of allied spending beside its part of GDP."""
    ratio, part = float(page.ally(page.iso3, "burden_ability")), page.ally(page.iso3, "spend_share")
    gdp = page.ally(page.iso3, "gdp_share")
    how = "about" if abs(ratio - 1) < EVEN else "more than" if ratio > 1 else "less than"
    detail = ("from ", words.fine(gdp), f" of allied GDP: {how} its part") if gdp.is_known else ()
    return (words.fine(part), "of allied spending", detail), Spark(page.frames.parts[page.iso3].dropna().tolist())


def position(page: CountryPage) -> Passage | None:
    """How fast the ally has moved, and how often it met the guideline of Wales."""
    if not page.has_forces or not page.has_figure:
        return None
    return paragraph(_record(page), _arrears(page), sharing_rules.of_ally(page))


def _record(page: CountryPage) -> tuple[Segment, ...]:
    """How often the share met the Wales guideline; nothing in an edition of one year."""
    first, last = page.then_year, page.year
    if not first < last:
        return ()
    ends, rows = (
        (page.when(first), page.when(last)),
        spending_rows(page.d, [page.iso3], range(first, last + 1), ["share_gdp"]),
    )
    return run(
        "Since {then} {name} has met the {wales} of Wales in {years} of {counted} years.",
        then=page.when(first),
        years=page.ally(page.iso3, "years_at_2"),
        counted=combined("years_counted", page.iso3, last - first + 1, ends, rows=rows),
        of=page,
    )


def _arrears(page: CountryPage) -> tuple[Segment, ...]:
    owed = page.ally(page.iso3, "arrears_usd_m")
    if not owed.is_known or float(owed) < 0.5:
        return ()
    return run(
        "Had it spent {wales} in every year of membership from {then}, the year of the Wales pledge, "
        "that would have been {owed} more, {prices}.",
        then=words.guideline_agreed("wales"),
        owed=owed,
        prices=words.prices(page.origin.price_base),
        of=page,
    )


def spending(page: CountryPage) -> Passage | None:
    """What the money buys, by NATO's categories; nothing where the edition prints none."""
    if not page.has_forces or not is_known(page.own["equipment_share"]):
        return None
    sentence = run(
        "In {year} {equipment} of its spending goes to equipment and its development; NATO’s guideline is {guideline}.",
        equipment=page.ally(page.iso3, "equipment_share"),
        guideline=words.guideline("equipment"),
        of=page,
    )
    last = last_breakdown(page)
    if last is None or last == page.year:
        return paragraph(sentence)
    breakdown = run(
        "NATO gives no full breakdown for {year}: the chart ends in {last}, when equipment took {then}.",
        last=page.when(last),
        then=page.ally(page.iso3, "equipment_share", last),
        of=page,
    )
    return paragraph(sentence, breakdown)


def peers_table(page: CountryPage) -> Table | None:
    """The ally beside its neighbours and peers; None without forces."""
    if not page.has_forces:
        return None
    return described(
        "peers",
        page,
        rows.peers(page),
        units={"a_head": units.money_a_head("USD", page.year)},
        year=page.origin.year(page.year),
        baseline=page.baseline_from(page.year),
        own_base=f"The amount of {page.name_in_text} is over {page.baseline_text}, at {page.base_year} prices: "
        "the edition has no later share of it."
        if page.base_year != page.year
        else "",
    )

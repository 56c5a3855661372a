"""What the plan costs one ally and means to its treasury: sentences and a table, each amount with its range."""

from __future__ import annotations

from typing import Any

from report.facts import Fact, units, written
from report.facts.catalogue import combined, declared
from report.facts.rows import macro_rows
from report.pages import CountryPage
from report.pages.rows import Frame
from report.pages.treasury import ESCAPE_MARGIN, ESCAPE_SINCE, Treasury, is_active
from report.prose import words
from report.prose.briefing_bill import part_new
from report.prose.passage import paragraph
from report.prose.ranges import short, spread
from report.prose.table import described, with_ends
from report.prose.words import run, say
from report.shown import Column, Passage, Segment, Table

CURRENT = "At current prices inflation is uncertain too."
RELATED = "Related spending is an assumption, an upper bound: nobody measures it, and all of it is taken for new money."
TOO_UNCERTAIN = (
    "Inflation makes amounts at current national prices too uncertain to range: "
    "national currency is at constant prices."
)


def extra(page: CountryPage, column: str = "extra", component: str = "core") -> Fact:
    """An amount of the plan in national currency, as the page is priced: extra a year, or another kind."""
    return page.bill(page.iso3, component, page.own_column(column))


def adds_nothing(page: CountryPage) -> bool:
    """Whether the plan asks no more core spending of the ally than its baseline."""
    return abs(float(extra(page))) < 0.5


def moves(page: CountryPage) -> bool:
    """Whether the plan has the ally's share move at all."""
    core = page.path
    return bool(abs(core.iloc[-1] - core.iloc[0]) >= 0.005)


def one_point(page: CountryPage) -> Fact:
    """One per cent of GDP at current US dollars, from the WEO, for an ally NATO tabulates no GDP of."""
    gdp = float(page.d.macro_panel.loc[(page.iso3, page.year), "NGDPD"]) * 1000
    rows = macro_rows(page.d, [page.iso3], [page.year], ["NGDPD"])
    named: dict[str, Any] = {
        "whose": written.possessive(page.name),
        "year": page.year,
        "kind": "computed",
        "rows": rows,
    }
    at = f"{page.iso3}.{page.year}"
    return page.origin.projected("one_percent_gdp", at, gdp / 100, edition=page.origin.macro, **named)


def bill(page: CountryPage) -> Passage:
    """What the plan costs in all, per inhabitant and in dollars, and what related spending could add."""
    if not page.has_forces:
        point, ceiling = one_point(page), words.guideline("related")
        return say(
            "Were {name} to spend up to the {related} of The Hague on related things, "
            "that would be {money} a year at its GDP of {year}, {prices}.",
            related=ceiling,
            prices=words.prices(None),
            money=combined(
                "related_ceiling_usd_m",
                f"{page.iso3}.{page.year}",
                float(ceiling) * float(point),
                (point, ceiling),
                whose=written.possessive(page.name),
            ),
            year=words.year("last_year", page.year, "last year of the edition"),
            of=page,
        )
    core = () if adds_nothing(page) else (_in_all(page), _in_dollars(page))
    sentences = paragraph(*core, _related(page))
    if sentences.paragraphs:
        return sentences
    return say("Under this plan it need add nothing to defence or related spending.")


def _in_all(page: CountryPage) -> tuple[Segment, ...]:
    """The sum over the years of the plan, and the yearly amount per inhabitant."""
    total, head = extra(page, "cumulative_extra"), extra(page, "extra_per_head")
    return run(
        "Over {span} the plan "
        + ("adds {total} in all" if float(total) >= 0 else "comes to {total} in all against {baseline}")
        + ", {own_prices}{total_spread}. "
        "In {horizon} it is {head} for each inhabitant{head_spread}.",
        total=total,
        total_spread=spread(total),
        head=head,
        head_spread=short(head),
        of=page,
    )


def _in_dollars(page: CountryPage) -> tuple[Segment, ...]:
    """The extra a year in US dollars; nothing for the United States."""
    if page.profile["currency"] == "USD":
        return ()
    whole = page.bill(page.iso3, "core", page.money("extra"))
    return run(
        "In US dollars the extra of {horizon} is {whole}, {prices}{spread}.", whole=whole, spread=short(whole), of=page
    )


def at_the_common_target(page: CountryPage) -> tuple[Segment, ...]:
    """What the common target would cost an ally that the plan holds to a figure of its own; nothing for any other."""
    yearly, total = (
        page.bill_without_exemptions(page.iso3, page.own_column(f"{kind}extra")) for kind in ("", "cumulative_")
    )
    if not page.is_exempt or yearly is None or total is None:
        return ()
    where, *target = words.common_target(page)
    return run(
        "{where}{target} it would cost {yearly} a year more{spread} and {total} in all, {own_prices}.",
        page,
        where=written.sentence_case(str(where)),
        target=tuple(target),
        yearly=yearly,
        spread=short(yearly),
        total=total,
    )


def _related(page: CountryPage) -> tuple[Segment, ...]:
    """What related spending could add, from nothing to all of it as new money."""
    amount = extra(page, component="related")
    if abs(float(amount)) < 0.05:
        return ()
    whole, asked = part_new(page, amount, 1.0), words.target(page, "related")
    return run(
        "The {share} for related spending could add nothing or up to {whole}{spread} a year by {horizon}, "
        "{own_prices}. That depends on how much of it is new money, which nobody measures.",
        share=asked if page.is_as_asked else page.bill(page.iso3, "related", "share_gdp"),
        whole=whole,
        spread=short(whole),
        of=page,
    )


def bill_table(page: CountryPage) -> Table | None:
    """Year by year: share, extra and sum with their ranges; the file has more. None without forces."""
    if not page.has_forces:
        return None
    amounts = _amounts(page)
    money = "usd_m" if page.profile["currency"] == "USD" else "ncu_m"
    path = money + "_constant" * page.own_column("extra").endswith("_constant")
    read = [
        one for one in amounts if one.name.removeprefix("related_") in (f"extra_{path}", f"cumulative_extra_{path}")
    ] or amounts[:1]
    frame = page.bill_by_year([one.name for one in amounts])
    year = page.profile["fiscal_year"]
    return described(
        "bill-of-ally",
        page,
        frame,
        columns=[column for one in read for column in with_ends(one)],
        download=(frame, [*SHARES, *(column for one in amounts for column in with_ends(one))]),
        whose=written.possessive(page.name),
        first_line=NATOS_OWN if page.treasury.prints_spending(page.base_year) else OF_THE_IMF,
        inflation=TOO_UNCERTAIN if page.has_open_prices else CURRENT,
        related=RELATED if page.ask("related").is_something else "",
        dollars=_dollar_note(page.own_cost, page.base_year),
        fiscal=f"Fiscal years: {year}." if year != "January-December" else "",
    )


SHARES = (Column("label", "Year"), Column.of("share_gdp", "Share", units.PERCENT_GDP))
NATOS_OWN = "The first line is NATO’s own figure."
OF_THE_IMF = "The first line is NATO’s share of the IMF’s GDP, since this edition does not print the amount."


def _amounts(page: CountryPage) -> list[Column]:
    """The table's amounts, in national currency and dollars; not at current prices where those are open."""
    currency, base = str(page.own_cost["currency"].iloc[0]), page.base_year
    moneys = {"usd_m_constant": units.usd_m_constant(base), "usd_m": units.USD_M}
    if currency != "USD":
        current = {} if page.has_open_prices else {"ncu_m": units.ncu_m(currency)}
        moneys = {"ncu_m_constant": units.ncu_m(currency, base)} | current | moneys
    kinds = {"extra": "Extra", "cumulative_extra": "In all"} if not adds_nothing(page) else {}
    amounts = [
        Column.of(f"{kind}_{money}", label, unit)
        for money, unit in moneys.items()
        for kind, label in (kinds | {"level": "Level"}).items()
    ]
    related = Column.of("related_extra_usd_m_constant", "Related, upper bound", units.usd_m_constant(base))
    return [*amounts, related] if page.ask("related").is_something else amounts


def _dollar_note(frame: Frame, base: int) -> str:
    """Why amounts at current dollars can lie below those at constant ones: the IMF's own dollar path of GDP."""
    low = frame.loc[frame["level_usd_m"] < frame["level_usd_m_constant"] * (1 - 1e-9)]
    if low.empty:
        return ""
    first, last = int(low["year"].min()), int(low["year"].max())
    dearer = (low["level_ncu_m"] > low["level_ncu_m_constant"]).all()
    cause = "the currency loses more against the dollar than prices at home rise" if dearer else "prices at home fall"
    span = str(first) if first == last else f"{first} to {last}"
    return (
        f"In {span} amounts in current US$ lie below those at {base} prices: on the IMF’s path {cause}, so that GDP in "
        "dollars grows less than real GDP."
    )


def treasury(page: CountryPage) -> Passage | None:
    """One point of GDP (or of GNI, if NATO's share is) in money, and room under EU rules; None without forces."""
    if not page.has_forces:
        return None
    t = page.treasury
    gdp: tuple[Segment, ...] = ("GDP",)
    if t.is_of_gni:
        ratio = (" and which is ", t.gdp_ratio(), " of GDP,") if t.prints_gdp else (",",)
        gdp = ("gross national income, of which NATO’s share is", *ratio)
    one_point = say(
        "One point of {gdp} is {point} a year, {head} for each inhabitant, {prices}, in {year}.",
        gdp=gdp,
        point=t.money("point_ncu_m"),
        head=t.money("per_head_ncu"),
        prices=words.prices(None, rates=False),
        year=page.when(int(t.point["base_year"])),
    )
    return one_point + _room(page)


def _room(page: CountryPage) -> Passage:
    """Room under the EU's escape clause in its last year, or that it is not activated."""
    t = page.treasury
    if t.room is None:
        return Passage(())
    if not is_active(page.iso3):
        return say(f"The EU’s escape clause is not activated for {page.name_in_text} on our record.")
    return say(
        """The Council has activated the EU’s escape clause for {name}. It lets defence exceed the EU’s spending rules
        by up to {percent} of GDP a year until {last}, counted from {since}. On the plan’s path the rise is {rise} by
        then: {verdict}.{own} The Commission counts equipment on delivery; its account and NATO’s {apart}.""",
        percent=words.guideline("eu-escape"),
        last=words.guideline_due("eu-escape"),
        since=words.year("escape_since", ESCAPE_SINCE, "our reading of the Commission’s communication of March 2025"),
        rise=t.escape("rise_pp"),
        verdict=_verdict(t),
        own=_own_rise(page),
        apart=declared("accounts_apart", "", "have been half a point of GDP and more apart"),
        of=page,
    )


def _own_rise(page: CountryPage) -> tuple[Segment, ...]:
    """The same on the ally's own plan, where that is another path."""
    if page.own_plan is None:
        return ()
    own, common = Treasury(page.frames.own_plans, page.iso3, page.name), page.treasury.room
    if own.room is None or common is None or abs(own.room["rise_pp"] - common["rise_pp"]) < 0.005:
        return ()
    return (f" On its own {page.own_plan.word} it is ", own.escape("rise_pp"), ": ", *_verdict(own), ".")


def _verdict(t: Treasury) -> tuple[Segment, ...]:
    """Within or beyond the room, or too near to say, where another account could turn it round."""
    beyond, left = t.escape("beyond_pp"), t.escape("room_pp")
    over = float(beyond) >= 0.005
    if max(float(beyond), float(left)) < ESCAPE_MARGIN:
        return (beyond if over else left, f" {'beyond' if over else 'short of'} that limit, too little to be sure")
    if not over:
        return ("within that limit",)
    return (beyond, " beyond that limit")

"""What the plan means to one ally's treasury."""

from __future__ import annotations

from report.facts import named
from report.outlook.treasury import ESCAPE_MARGIN, ESCAPE_SINCE
from report.pages import CountryPage
from report.pages.treasury import Treasury, is_active
from report.prose import words
from report.prose.passage import Passage, Segment, say

GNI = "gross national income"
ACCOUNTS = (
    "Germany in 2024: 1.4 % of GDP in the Commission’s account (COFOG), by a secondary report, and 2.00 % in NATO’s"
)


def treasury(page: CountryPage) -> Passage | None:
    """One point of GDP in money, and room under EU rules. None without forces."""
    return _point(page) + _room(page) if page.has_forces else None


def _point(page: CountryPage) -> Passage:
    t = page.treasury
    return say(
        "One point of {gdp} is {point} a year, {head} for each inhabitant, {prices}, in {year}.",
        gdp=_denominator(page),
        point=t.money("point_ncu_m"),
        head=t.money("per_head_ncu"),
        prices=words.prices(None, rates=False),
        year=page.when(int(t.point["base_year"])),
    )


def _denominator(page: CountryPage) -> tuple[Segment, ...]:
    """What NATO's share is of; how national income, where it is that, compares with the GDP that the ratios above are of."""
    t = page.treasury
    if not t.is_of_gni:
        return ("GDP",)
    return (
        f"{GNI}, of which NATO’s share is",
        *((" and which is ", t.gdp_ratio(), " of GDP,") if t.prints_gdp else (",")),
    )


def _room(page: CountryPage) -> Passage:
    """Room under the EU's escape clause in its last year, with how far another definition could move it; whether it is activated, where it is not."""
    t = page.treasury
    if t.room is None:
        return Passage(())
    if not is_active(page.iso3):
        return say(f"The EU’s escape clause is not activated for {page.name_in_text} on our record.")
    return say(
        """The Council has activated the EU’s escape clause for {name}. It lets defence exceed the EU’s spending rules by up to {percent} of GDP a year until {last}, counted from {since}. On the plan’s path the rise is {rise} by then:
        {verdict}.{own} The Commission counts equipment on delivery; its account and NATO’s {apart}.""",
        name=page.name_in_text,
        percent=words.guideline("eu-escape"),
        last=words.guideline_due("eu-escape"),
        since=words.year("escape_since", ESCAPE_SINCE, "our reading of the Commission’s communication of March 2025"),
        rise=t.escape("rise_pp"),
        verdict=_verdict(t),
        own=_own_rise(page),
        apart=named(
            "accounts_apart", "how far the accounts differ", "have been half a point of GDP and more apart", ACCOUNTS
        ),
    )


def _own_rise(page: CountryPage) -> tuple[Segment, ...]:
    """The same on the ally's own plan, where that is another path."""
    if page.own_plan is None:
        return ()
    own, asked = Treasury(page.frames.own_plans, page.iso3, page.name), page.treasury.room
    if own.room is None or asked is None or abs(own.room["rise_pp"] - asked["rise_pp"]) < 0.005:
        return ()
    return (f" On its own {page.own_plan.word} it is ", own.escape("rise_pp"), ": ", *_verdict(own), ".")


def _verdict(t: Treasury) -> tuple[Segment, ...]:
    """Within or beyond the room, or what there would be of it; too near to say where another account could turn it round."""
    beyond, left = t.escape("beyond_pp"), t.escape("room_pp")
    over = float(beyond) >= 0.005
    if max(float(beyond), float(left)) < ESCAPE_MARGIN:
        return (beyond if over else left, f" {'beyond' if over else 'short of'} that limit, too little to be sure")
    if not over:
        return ("within that limit",)
    return (beyond, " beyond that limit")

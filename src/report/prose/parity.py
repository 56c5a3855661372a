"""The United States beside Europe and Canada: what each spends, and when they would spend as much."""

from __future__ import annotations

from report.facts import Fact, units
from report.pages import Page
from report.pages.answers import ally_part
from report.pages.parity import Parity
from report.prose import words
from report.prose.ranges import short, spread
from report.prose.table import described
from report.prose.words import EUROPE, US, run, say
from report.shown import Passage, Segment, Table


def parity(page: Page) -> Passage:
    """When Europe and Canada would spend as much as the United States, under the plan and at its present sum."""
    rest, us = (page.bill(who, "core", "level_usd_m_constant") for who in (EUROPE, US))
    return say(
        """Under {plan} Europe and Canada would spend {rest} on core defence in {horizon}{rest_spread} and the United
        States {us}{us_spread}, {prices}: parity {when}. If American spending stayed at its sum of {year} in real
        terms, parity {flat}. Projections rest on the {macro}. Equal sums would not mean equal burdens, still less
        equal capability.""",
        rest=rest,
        rest_spread=spread(rest),
        us=us,
        us_spread=short(us),
        horizon=words.year("horizon", page.horizon, "horizon of the plan"),
        prices=words.prices(page.year),
        when=_when(Parity(page)),
        flat=_when(Parity(page, flat=True)),
        of=page,
    )


def _when(found: Parity) -> tuple[Segment, ...]:
    """Whether and when the two sides meet, and how sure that is: a span of years, or a part of the draws."""
    if found.year is None:
        return ("would not come by then", *_chance(*found.chance()))
    low, high = found.ends
    if low == high:
        return (found.when(), *_chance(*found.chance(high)))
    return (found.when(), " (likely range, growth only: ", found.end(low), " to ", found.end(high), ")")


def _chance(part: Fact, error: Fact) -> tuple[Segment, ...]:
    """In what part of the draws they meet, and how far drawing itself may be off."""
    return run(
        " (it would in {part} of the draws{luck}; growth alone is drawn and exchange rates are held)",
        part=words.rounded(part),
        luck=(", give or take ", words.rounded(error, 1, " points"), " by the luck of drawing") if float(error) else (),
    )


def sharing(page: Page) -> Passage:
    """The United States beside Europe and Canada, in both price bases."""
    years, first = page.years.set_index("year"), page.first_year
    if years.loc[page.year, ["us_share_current", "us_share_constant"]].isna().any():
        if sharing_table(page) is None:
            return say(
                "This edition is a list of shares of GDP: it prints no money, neither America’s nor anybody else’s."
            )
        return say(
            "This edition prints no totals at current prices for its last year; "
            "chart and table show what it does print."
        )
    gdp, europe = page.total("us_gdp_share"), page.total("share_gdp_eur_can")
    return say(
        """In {year} the United States accounts for {current} of allied spending at current prices and exchange rates,
        and for {constant} at constant prices; in {then} it was {current_then} and {constant_then}. """
        + (
            " Its part of allied GDP is {gdp}.{power}"
            if gdp.is_known
            else " Its part of allied GDP cannot be given: this edition does not print the allies’ GDP at current "
            "prices."
        )
        + """

        """
        + (
            "Europe and Canada spend {europe} of their GDP, the United States {us}."
            if europe.is_known
            else "The United States spends {us} of its GDP; of Europe and Canada together this edition prints no share."
        )
        + """ To equal the United States outright, Europe and Canada would
        have to add {parity} to what they spend in {year}, {prices}.""",
        current=page.total("us_share_current"),
        constant=page.total("us_share_constant"),
        then=page.when(first),
        current_then=page.total("us_share_current", first),
        constant_then=page.total("us_share_constant", first),
        gdp=gdp,
        power=run(
            " At the purchasing power of GDP it pays for {part}: a price level of the whole economy, nearer to pay "
            "than to arms at world prices.",
            part=ally_part(page.frames, words.US),
        ),
        europe=europe,
        us=page.total("share_gdp_us"),
        parity=page.total("parity_usd_m"),
        prices=words.prices(None),
        of=page,
    )


def sharing_table(page: Page) -> Table | None:
    """The United States and the rest, year by year, both price bases; None where the edition prints no money."""
    if page.years[["spend_usd_m_us", "spend_usd_m_constant_us"]].isna().all(axis=None):
        return None
    frame = page.years.assign(label=[page.origin.year(year) for year in page.years["year"]])
    return described("us-and-rest", page, frame, units={"constant": units.usd_m_constant(page.origin.price_base)})

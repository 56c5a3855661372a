"""What the plan costs one ally: sentences and tables, each amount with its range."""

from __future__ import annotations

import pandas as pd

from report.facts import Fact, Unit, combine, named, units, written
from report.facts.rows import macro_rows
from report.pages import CountryPage
from report.prose import words
from report.prose.passage import Passage, Segment, say
from report.prose.ranges import HIGH, LOW, NOTE, is_too_wide, short, spread
from report.prose.related import ways_to_count
from report.prose.table import Column, Table

CURRENT = "At current prices inflation is uncertain too."
RELATED = "Projection. Related spending is an assumption, an upper bound: nobody tabulates it; its amounts suppose that all of it is new money."
IN_NEXT = "The ranges of these amounts are in the two tables that follow; core shares follow the plan as written and have none."
TOO_UNCERTAIN = "Inflation makes amounts at current national prices too uncertain to range: national currency is at constant prices."


def extra(page: CountryPage, column: str = "extra", component: str = "core") -> Fact:
    """An amount of the plan in national currency and the page's price basis: extra a year at its end, or another kind of :func:`report.outlook.cost`."""
    return page.bill(page.iso3, component, own_money(page, column))


def own_money(page: CountryPage, kind: str) -> str:
    """The column of national currency in the page's price basis; at constant prices where inflation leaves current ones open (Türkiye)."""
    unit = "ncu" if kind.endswith("per_head") else "ncu_m"
    return f"{kind}_{unit}_constant" if page.prices == "constant" or _is_open(page) else f"{kind}_{unit}"


def own_prices(page: CountryPage) -> Fact:
    """The prices of :func:`own_money`, as a phrase: those of the base year, or current ones."""
    return words.national_prices(page, own_money(page, "extra").endswith("_constant"))


def adds_nothing(page: CountryPage) -> bool:
    """Whether the plan asks no more core spending of the ally than its baseline."""
    return abs(float(extra(page))) < 0.5


def one_point(page: CountryPage) -> Fact:
    """One per cent of GDP at current US dollars, from the WEO, for an ally NATO tabulates no GDP of."""
    gdp = float(page.d.macro_panel.loc[(page.iso3, page.year), "NGDPD"]) * 1000
    rows = macro_rows(page.d, [page.iso3], [page.year], ["NGDPD"])
    return Fact(
        f"one_percent_gdp.{page.iso3}.{page.year}",
        f"one per cent of {written.possessive(page.name)} GDP, {page.year}",
        gdp / 100,
        units.USD_M,
        page.origin.macro,
        "projection",
        "computed",
        "GDP ÷ 100",
        rows=rows,
    )


def bill(page: CountryPage) -> Passage:
    """What the path costs."""
    if not page.has_forces:
        return say(
            """There is no bill for core defence. Were {name} to account for related spending up to the {related} of The Hague, that would be
            {money} a year at the GDP of {year}, {prices} as the {vintage} has them. Its government has spoken in public of such
            spending; our record has no figure of it that we could verify. The amount carries no range: it is of one year’s GDP as the IMF gives it, the year from which ranges here start.""",
            vintage=named("macro_vintage", "macro vintage", page.origin.macro, "page parameter “macro”"),
            name=page.name_in_text,
            related=words.guideline("related"),
            prices=words.prices(None),
            money=_related_ceiling(page),
            year=words.year("last_year", page.year, "last year of the edition"),
        )
    return (_nothing(page) if adds_nothing(page) else _bill(page)) + _two_lines(page)


def _nothing(page: CountryPage) -> Passage:
    """The bill of an ally that need add nothing: related spending alone, with its range."""
    return say(
        "Core spending costs {name} nothing over {baseline}.{exemption} {related}",
        name=page.name_in_text,
        baseline=words.baseline_words(page),
        exemption=at_the_common_target(page),
        related=_related_words(page, not at_the_common_target(page)),
    )


def _bill(page: CountryPage) -> Passage:
    """The extra in national currency and per inhabitant, then in dollars, then at the other price basis, each in a sentence of its own."""
    amounts = {
        "extra": extra(page),
        "head": extra(page, "extra_per_head"),
        "cumulative": extra(page, "cumulative_extra"),
    }
    return say(
        """By {horizon} the path costs {name} {extra} a year more for core defence than {baseline}, {prices}{extra_spread}: {head} per
        inhabitant{head_spread}.{dollars}{otherwise} Summed over {span} it comes to {cumulative}, {prices}{cumulative_spread}.{exemption} {related}""",
        style="p",
        horizon=words.year("horizon", page.horizon, "horizon of the plan"),
        name=page.name_in_text,
        baseline=words.baseline_words(page),
        prices=own_prices(page),
        dollars=_in_dollars(page),
        otherwise=_at_other_prices(page),
        span=words.span(page),
        exemption=at_the_common_target(page),
        related=_related_words(page),
        extra_spread=spread(amounts["extra"]),
        **amounts,
        **{f"{name}_spread": short(fact) for name, fact in amounts.items() if name != "extra"},
    )


def _in_dollars(page: CountryPage) -> tuple[Segment, ...]:
    """The same in US dollars at the page's own price basis; nothing for the United States."""
    if page.profile["currency"] == "USD":
        return ()
    whole = page.bill(page.iso3, "core", page.money("extra"))
    return _sentence(
        " In US dollars, {prices}, that is {whole}{spread}.",
        prices=words.price_words(page),
        whole=whole,
        spread=short(whole),
    )


def _at_other_prices(page: CountryPage) -> tuple[Segment, ...]:
    """The extra at the price basis that the page does not use; where inflation leaves current prices open, that it does."""
    if _is_open(page):
        return (" Inflation makes amounts at current national prices too uncertain to give.",)
    shown = own_money(page, "extra")
    is_constant = shown.endswith("_constant")
    other = page.bill(page.iso3, "core", "extra_ncu_m" if is_constant else "extra_ncu_m_constant")
    return _sentence(
        " {prices} the same rise is {other} in {horizon}{spread}.",
        prices=_capital(words.national_prices(page, not is_constant)),
        other=other,
        horizon=words.year("horizon", page.horizon, "horizon of the plan"),
        spread=short(other),
    )


def _capital(fact: Fact) -> Fact:
    return fact.written_as(written.sentence_case(str(fact)))


def _sentence(template: str, **values: Fact | str | tuple[Segment, ...]) -> tuple[Segment, ...]:
    """A sentence to follow another, with the space between."""
    return (" ", *say(template.strip(), "p", **values).paragraphs[0])


def at_the_common_target(page: CountryPage) -> tuple[Segment, ...]:
    """What the common target would cost an ally that the plan holds to a figure of its own; nothing for any other."""
    yearly, total = (
        page.bill_without_exemptions(page.iso3, own_money(page, f"{kind}extra")) for kind in ("", "cumulative_")
    )
    if not page.is_exempt or yearly is None or total is None:
        return ()
    return _sentence(
        """That is at its own figure. At the target of the others{target} it would cost {yearly} a year more{spread} and {total} in all over the same
        years{total_spread}, {prices}.""",
        target=words.common_target(page),
        yearly=yearly,
        spread=short(yearly),
        total=total,
        total_spread=short(total),
        prices=own_prices(page),
    )


def _related_words(page: CountryPage, first: bool = False) -> tuple[Segment, ...]:
    """What related spending could add: if none, half or all of it is new money; ``first``: no range stands before it in the paragraph."""
    related = extra(page, component="related")
    if abs(float(related)) < 0.05:
        return ("The plan asks no related spending.",)
    return say(
        """Related spending, which nobody tabulates, would add in {horizon}, {prices}: {ways}.""",
        ways=ways_to_count(page, related, first),
        horizon=words.year("horizon", page.horizon, "horizon of the plan"),
        prices=own_prices(page),
    ).paragraphs[0]


def _two_lines(page: CountryPage) -> Passage:
    """How the path the money is counted on differs from the line an ally is checked against; nothing where the two are one."""
    if not _has_two_lines(page):
        return Passage(())
    start = int(page.scorecard.card.loc[page.iso3, "start_year"])
    following = page.year + 1
    return say(
        """The money is counted on the costing path, which starts from the {now} of {year} and goes {shape}; it asks {path} in {following}. The checking line, against which
        an ally’s standing is told above, starts from the share of {start}{agreed}, and asks {line} then; the first steps therefore differ.""",
        shape=words.shape(page, "core", page.iso3),
        now=page.ally(page.iso3, "share_gdp"),
        year=page.when(page.year),
        path=page.bill(page.iso3, "core", "share_gdp", following),
        following=words.year("next_year", following, "year after the last of the edition"),
        start=page.when(start),
        agreed=", when the plan began" if start == page.plan.agreed_year else "",
        line=page.scorecard.required(page.iso3, following),
    )


def _has_two_lines(page: CountryPage) -> bool:
    """Whether the ally has still to move and its checking line began before the costing path."""
    own = page.scorecard.card.loc[page.iso3]
    still = own["status"] not in ("met", "no figure", "no forces") and page.year < page.horizon
    if not (page.has_figure and still and own["start_year"] < page.year and own["target_share"] > own["share"]):
        return False
    core = page.own_cost[page.own_cost["component"] == "core"].set_index("year")["share_gdp"]
    line = page.scorecard.checked.lines[page.iso3].at(page.year + 1)
    return bool(abs(core[page.year + 1] - line) >= 0.005)


def _is_open(page: CountryPage) -> bool:
    """Whether inflation leaves amounts at current national prices too uncertain to range (Türkiye)."""
    return is_too_wide(page.bill(page.iso3, "core", "level_ncu_m"))


def _related_ceiling(page: CountryPage) -> Fact:
    point = one_point(page)
    return combine(
        f"related_ceiling_usd_m.{page.iso3}.{page.year}",
        f"related ceiling in {written.possessive(page.name)} money",
        float(words.guideline("related")) * float(point),
        units.USD_M,
        "the ceiling × one per cent of GDP",
        (point, words.guideline("related")),
    )


def bill_table(page: CountryPage) -> Table | None:
    """Year by year: share, level and extra, national currency and US dollars, current and constant, per head."""
    if not page.has_forces:
        return None
    frame = _bill_frame(page)
    base = int(frame["year"].iloc[0])
    return Table(
        id="bill",
        caption=f"{written.possessive(page.name)} bill under “{page.plan.title}”, year by year",
        subtitle=f"Core defence: level, and extra over {words.baseline_words(page)}",
        frame=frame,
        columns=_bill_columns(page, str(frame["currency"].iloc[0]), base),
        notes=(
            f"{_first_line(page, base)} Constant columns are at {base} prices and exchange rates.",
            RELATED,
            IN_NEXT,
            *((TOO_UNCERTAIN,) if _is_open(page) else ()),
            *_dollar_note(frame, base),
            *_fiscal_note(page),
        ),
        source=page.origin.nato_imf,
        edition=f"{page.origin.edition}; {page.origin.macro}",
    )


def _first_line(page: CountryPage, base: int) -> str:
    """Whose figure the base year's amount is, or what it is made of in an edition that prints no spending at current prices."""
    if page.treasury.prints_spending(base):
        return "The first line is NATO’s own figure."
    return "The first line is NATO’s share of the IMF’s GDP, since this edition does not print the amount."


def _bill_frame(page: CountryPage) -> pd.DataFrame:
    """The ally's core rows of the cost frame with what related spending would add."""
    parts = {part: rows.set_index("year") for part, rows in page.own_cost.groupby("component")}
    label = [_label(page, year) for year in parts["core"].index]
    return parts["core"].assign(related=parts["related"]["extra_usd_m_constant"], label=label).reset_index()


def _bill_columns(page: CountryPage, currency: str, base: int) -> tuple[Column, ...]:
    constant = units.usd_m_constant(base)
    return (
        Column("label", "Year"),
        Column("share_gdp", "Core share", units.PERCENT_GDP),
        *_national_columns(currency, base, _is_open(page)),
        Column("level_usd_m", "Level, US$", units.USD_M),
        Column("extra_usd_m", "Extra, US$", units.USD_M),
        Column("extra_usd_m_constant", f"Extra, US$, {base} prices", constant),
        Column("cumulative_extra_usd_m_constant", f"In all, US$, {base} prices", constant),
        Column("extra_per_head_usd_constant", "Extra per inhabitant", units.money_a_head("USD", base)),
        Column("related", "Related, upper bound", constant),
    )


def _national_columns(currency: str, base: int, open_prices: bool) -> tuple[Column, ...]:
    """Amounts in national currency: at current prices too, unless inflation leaves those open; none for the dollar itself."""
    if currency == "USD":
        return ()
    current, constant = units.ncu_m(currency), units.ncu_m(currency, base)
    extra_constant = Column("extra_ncu_m_constant", f"Extra, national, {base} prices", constant)
    if open_prices:
        return (Column("level_ncu_m_constant", f"Level, national, {base} prices", constant), extra_constant)
    return (
        Column("level_ncu_m", "Level, national", current),
        Column("extra_ncu_m", "Extra, national", current),
        extra_constant,
    )


def _dollar_note(frame: pd.DataFrame, base: int) -> tuple[str, ...]:
    """Why amounts at current dollars can lie below those at constant ones: the IMF's own dollar path of GDP."""
    low = frame.loc[frame["level_usd_m"] < frame["level_usd_m_constant"] * (1 - 1e-9)]
    if low.empty:
        return ()
    first, last = int(low["year"].min()), int(low["year"].max())
    dearer = (low["level_ncu_m"] > low["level_ncu_m_constant"]).all()
    cause = "the currency loses more against the dollar than prices at home rise" if dearer else "prices at home fall"
    span = str(first) if first == last else f"{first} to {last}"
    return (
        f"In {span} amounts in current US$ lie below those at {base} prices: on the IMF’s path {cause}, so that GDP in dollars grows less than real GDP.",
    )


def bill_range_table(page: CountryPage) -> Table | None:
    """Year by year the ends of the ranges of the bill's main amounts, related spending included; None without forces."""
    if not page.has_forces:
        return None
    base, currency = int(page.own_cost["year"].min()), str(page.own_cost["currency"].iloc[0])
    shown = _amounts(page, currency, base)
    frame = pd.concat([_with_ends(page, *one) for one in shown], axis=1).loc[lambda rows: rows.index > base]
    return Table(
        id="bill-range",
        caption=f"How far growth and prices could move {written.possessive(page.name_in_text)} bill",
        subtitle=f"Extra over {words.baseline_words(page)} under “{page.plan.title}”",
        frame=frame.reset_index(),
        columns=(Column("year", "Year"), *(column for one in shown for column in _ranged(*one))),
        notes=(NOTE, *_current_note(page), RELATED),
        source=page.origin.nato_imf,
        edition=f"{page.origin.edition}; {page.origin.macro}",
    )


def _current_note(page: CountryPage) -> tuple[str, ...]:
    """What is said of amounts at current prices, where the table has or lacks them."""
    if adds_nothing(page):
        return ()
    return (TOO_UNCERTAIN if _is_open(page) else CURRENT,)


def _amounts(page: CountryPage, currency: str, base: int) -> list[tuple[str, str, str, Unit]]:
    """Component, column, label and unit of the amounts whose ends are given as money."""
    constant = units.usd_m_constant(base)
    related = ("related", "extra_usd_m_constant", "Related, upper bound", constant)
    if adds_nothing(page):
        return [related]
    open_prices = _is_open(page)
    national = (
        ("core", "extra_ncu_m_constant", "Core, national", units.ncu_m(currency, base))
        if open_prices
        else ("core", "extra_ncu_m", "Core, national" if currency != "USD" else "Core", units.ncu_m(currency))
    )
    return [
        ("core", "extra_usd_m_constant", "Core, US$", constant),
        ("core", "cumulative_extra_usd_m_constant", "Core in all, US$", constant),
        national,
        related,
    ]


def _with_ends(page: CountryPage, component: str, name: str, _label: str, _unit: Unit) -> pd.DataFrame:
    """An amount by year with its two ends, named after component and column."""
    own = page.own_cost[page.own_cost["component"] == component].set_index("year")[[name]]
    ends = page.ranges.yearly(page.iso3, component, name).rename(columns=lambda end: f"{name}_{end}")
    return own.join(ends).rename(columns=lambda column: _named(component, column))


def _named(component: str, column: str) -> str:
    return column if component == "core" else f"{component}_{column}"


def _ranged(component: str, name: str, label: str, unit: Unit) -> tuple[Column, Column, Column]:
    """A column of money with its two ends."""
    name = _named(component, name)
    return Column(name, label, unit), Column(f"{name}_low", LOW, unit), Column(f"{name}_high", HIGH, unit)


def range_share_table(page: CountryPage) -> Table | None:
    """The range of any amount of the bill as parts of it: one pair for each money path, since growth and prices move all its columns alike."""
    if not page.has_forces:
        return None
    base, currency = int(page.own_cost["year"].min()), str(page.own_cost["currency"].iloc[0])
    paths = _money_paths(currency, base, _is_open(page))
    frame = pd.concat([_parts(page, path) for path in paths], axis=1).loc[lambda rows: rows.index > base]
    return Table(
        id="bill-range-percent",
        caption="What range belongs to which amount of the bill",
        subtitle=f"Ends of the likely range of any amount of {written.possessive(page.name_in_text)} bill, as a difference from it in %",
        frame=frame.reset_index(),
        columns=(Column("year", "Year"), *(column for path, label in paths.items() for column in _pair(path, label))),
        notes=(
            "Growth, and at current prices inflation, move all amounts of a year alike, whether level or extra, core or related, of the whole ally or "
            "per inhabitant: −20 means that the end lies a fifth below. Sums over years have ends of their own, in the table before. "
            "Core shares follow the plan and have no range.",
            *((TOO_UNCERTAIN,) if _is_open(page) else ()),
        ),
        source=page.origin.nato_imf,
        edition=f"{page.origin.edition}; {page.origin.macro}",
    )


def _money_paths(currency: str, base: int, open_prices: bool) -> dict[str, str]:
    """The money paths of the bill's columns, with a head for each."""
    paths = {"usd_m_constant": f"At {base} prices", "usd_m": "Current US$"}
    return paths if currency == "USD" or open_prices else paths | {"ncu_m": f"Current {currency}"}


def _parts(page: CountryPage, path: str) -> pd.DataFrame:
    """(end ÷ amount − 1) × 100 by year; the level stands for every amount of the path."""
    level = f"level_{path}"
    own = page.own_cost[page.own_cost["component"] == "core"].set_index("year")[level]
    return (100 * (page.ranges.yearly(page.iso3, "core", level).div(own, axis=0) - 1)).add_prefix(f"{path}_")


def _pair(path: str, label: str) -> tuple[Column, Column]:
    return tuple(
        Column(f"{path}_{end}", f"{label}, {head}", units.PERCENT, plus=True)
        for end, head in (("low", LOW), ("high", HIGH))
    )  # type: ignore[return-value]


def _label(page: CountryPage, year: int) -> str:
    return page.origin.year(year) if year <= page.year else str(year)


def _fiscal_note(page: CountryPage) -> tuple[str, ...]:
    return (
        (f"Fiscal years: {page.profile['fiscal_year']}.",) if page.profile["fiscal_year"] != "January-December" else ()
    )

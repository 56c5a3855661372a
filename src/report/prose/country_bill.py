"""What the plan costs one ally: sentences and tables, each amount with its range."""

from __future__ import annotations

from report.facts import Fact, Unit, combine, named, units, written
from report.facts.rows import macro_rows
from report.pages import CountryPage
from report.prose import words
from report.prose.passage import Passage, Segment, say
from report.prose.ranges import HIGH, LOW, NOTE, is_too_wide, short, spread
from report.prose.table import Column, Table

CURRENT = "At current prices inflation is uncertain too."
TOO_UNCERTAIN = "Inflation makes amounts at current national prices too uncertain to range: national currency is at constant prices."


def extra(page: CountryPage, column: str = "extra", component: str = "core") -> Fact:
    """An amount of the plan in the page's price basis: extra a year at its end, or another kind of :func:`report.outlook.cost`."""
    return page.bill(page.iso3, component, page.money(column))


def adds_nothing(page: CountryPage) -> bool:
    """Whether the plan asks no more core spending of the ally than its baseline."""
    return abs(float(extra(page))) < 0.5


def one_point(page: CountryPage) -> Fact:
    """One per cent of GDP at current US dollars, from the WEO, for an ally NATO tabulates no GDP of."""
    gdp = float(page.d.macro_panel.loc[(page.iso3, page.year), "NGDPD"]) * 1000
    rows = macro_rows(page.d, [page.iso3], [page.year], ["NGDPD"])
    return Fact(
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
            """There is no bill for core defence. Were {name} to account for the full {related} ceiling on related spending, that would be
            {money} a year at the GDP of {year}; whether it will is on no public record that we could verify.""",
            name=page.name_in_text,
            related=words.related(),
            money=_related_ceiling(page),
            year=words.year(page.year, "last year of the edition"),
        )
    if adds_nothing(page):
        return say(
            "Core spending costs {name} nothing over {baseline}. {related}",
            name=page.name_in_text,
            baseline=words.baseline_words(page),
            related="The columns for related spending are an upper bound: nobody tabulates it.",
        )
    amounts = {
        "extra": extra(page),
        "national": _national(page),
        "head": page.bill(page.iso3, "core", "extra_per_head_usd_constant"),
        "cumulative": extra(page, "cumulative_extra"),
        "related": extra(page, component="related"),
    }
    return say(
        """By {horizon} the path costs {name} {extra} a year more for core defence than {baseline}, {prices}{extra_spread}. That is
        {national} {money}{national_spread}{open}, or {head} per inhabitant
        {head_prices}{head_spread}. Summed over the years it comes to {cumulative}{cumulative_spread}. Related spending, if all of it were
        new money, would add up to {related} a year{related_spread}.""",
        "p",
        money=_money_words(page),
        open=", since inflation makes amounts at prices to come too uncertain to range" if _is_open(page) else "",
        horizon=words.year(page.horizon, "horizon of the plan"),
        name=page.name_in_text,
        baseline=words.baseline_words(page),
        prices=words.price_words(page),
        head_prices=named("prices per head", f"at {page.year} prices", "base year of the projection"),
        extra_spread=spread(amounts["extra"], only=True),
        **amounts,
        **{f"{name}_spread": short(fact) for name, fact in amounts.items() if name != "extra"},
    )


def _national(page: CountryPage) -> Fact:
    """The extra in national currency: at current prices, or at those of the base year where inflation leaves the former open."""
    return page.bill(page.iso3, "core", "extra_ncu_m_constant" if _is_open(page) else "extra_ncu_m")


def _is_open(page: CountryPage) -> bool:
    """Whether inflation leaves amounts at current national prices too uncertain to range (Türkiye)."""
    return is_too_wide(page.bill(page.iso3, "core", "extra_ncu_m"))


def _money_words(page: CountryPage) -> tuple[Segment, ...]:
    """The prices of :func:`_national`."""
    national = "" if page.profile["currency"] == "USD" else "in national currency "
    if not _is_open(page):
        return (f"{national}at the prices of that year",)
    return (f"{national}at the prices of ", words.year(page.year, "base year of the projection"))


def _related_ceiling(page: CountryPage) -> Fact:
    point = one_point(page)
    return combine(
        f"related ceiling in {written.possessive(page.name)} money",
        1.5 * float(point),
        units.USD_M,
        "1.5 × one per cent of GDP",
        (point, words.related()),
    )


def bill_table(page: CountryPage) -> Table | None:
    """Year by year: share, level and extra, national currency and US dollars, current and constant, per head."""
    if not page.has_forces:
        return None
    core = page.own_cost[page.own_cost["component"] == "core"].set_index("year")
    related = page.own_cost[page.own_cost["component"] == "related"].set_index("year")
    frame = core.assign(
        related=related["extra_usd_m_constant"], label=[_label(page, year) for year in core.index]
    ).reset_index()
    currency, base = str(frame["currency"].iloc[0]), int(frame["year"].iloc[0])
    constant = units.usd_m_constant(base)
    national = (
        Column("level_ncu_m", "Level, national", units.ncu_m(currency)),
        Column("extra_ncu_m", "Extra, national", units.ncu_m(currency)),
        Column("extra_ncu_m_constant", f"Extra, national, {base} prices", units.ncu_m(currency, base)),
    )
    columns = (
        Column("label", "Year"),
        Column("share_gdp", "Core share", units.PERCENT_GDP),
        *(national if currency != "USD" else ()),
        Column("level_usd_m", "Level, US$", units.USD_M),
        Column("extra_usd_m", "Extra, US$", units.USD_M),
        Column("extra_usd_m_constant", f"Extra, US$, {base} prices", constant),
        Column("cumulative_extra_usd_m_constant", f"In all, US$, {base} prices", constant),
        Column("extra_per_head_usd_constant", "Extra per inhabitant", units.money_a_head("USD", base)),
        Column("related", "Related, upper bound", constant),
    )
    return Table(
        id="bill",
        caption=f"{written.possessive(page.name)} bill under “{page.plan.title}”, year by year",
        subtitle=f"Core defence: level, and extra over {words.baseline_words(page)}; money in millions",
        frame=frame,
        columns=columns,
        notes=(
            f"The first line is NATO’s own figure. Constant columns are at {base} prices and exchange rates.",
            "Projection. Related spending is an assumption: nobody tabulates it; the column supposes that all of it is new money.",
            *_fiscal_note(page),
        ),
        source=page.origin.nato_imf,
        edition=f"{page.origin.edition}; {page.origin.macro}",
    )


def bill_range_table(page: CountryPage) -> Table | None:
    """Year by year how far growth, and inflation in national currency, could move the bill; None where there is none."""
    if not page.has_forces or adds_nothing(page):
        return None
    yearly, total, national = "extra_usd_m_constant", "cumulative_extra_usd_m_constant", "extra_ncu_m"
    if _is_open(page):
        national = "extra_ncu_m_constant"
    own = page.own_cost[page.own_cost["component"] == "core"].set_index("year")
    kept = own.loc[own.index > own.index.min(), [yearly, total, national, "currency"]]
    ends = {
        name: page.ranges.yearly(page.iso3, "core", name).add_prefix(f"{name}_") for name in (yearly, total, national)
    }
    frame = kept.join(list(ends.values())).reset_index()
    currency, base = str(own["currency"].iloc[0]), int(own.index.min())
    constant = units.usd_m_constant(base)
    shown = (
        (yearly, f"Extra, {base} prices", constant),
        (total, f"In all, {base} prices", constant),
        (national, "Extra, current prices", units.ncu_m(currency))
        if national == "extra_ncu_m"
        else (national, f"Extra, national, {base} prices", units.ncu_m(currency, base)),
    )
    return Table(
        id="bill-range",
        caption=f"How far growth and prices could move {written.possessive(page.name_in_text)} bill",
        subtitle=f"Core defence under “{page.plan.title}”, extra over {words.baseline_words(page)}; money in millions",
        frame=frame,
        columns=(Column("year", "Year"), *(column for one in shown for column in _ranged(*one))),
        notes=(NOTE, CURRENT if national == "extra_ncu_m" else TOO_UNCERTAIN),
        source=page.origin.nato_imf,
        edition=f"{page.origin.edition}; {page.origin.macro}",
    )


def _ranged(name: str, label: str, unit: Unit) -> tuple[Column, Column, Column]:
    """A column of money with its two ends."""
    return Column(name, label, unit), Column(f"{name}_low", LOW, unit), Column(f"{name}_high", HIGH, unit)


def _label(page: CountryPage, year: int) -> str:
    return page.origin.year(year) if year <= page.year else str(year)


def _fiscal_note(page: CountryPage) -> tuple[str, ...]:
    return (
        (f"Fiscal years: {page.profile['fiscal_year']}.",) if page.profile["fiscal_year"] != "January-December" else ()
    )

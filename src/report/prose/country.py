"""One ally's sentences and tables, section by section, in the same order for all; Iceland, without forces, has its own wording."""

from __future__ import annotations

import pandas as pd

from report.burdens import burden
from report.facts import Fact, combine, units, written
from report.facts.rows import macro_rows, spending_rows
from report.pages import CountryPage
from report.pages.categories import last_breakdown
from report.prose import ranges, words
from report.prose.briefing_bill import summed
from report.prose.country_bill import (
    adds_nothing,
    bill,
    bill_range_table,
    bill_table,
    extra,
    one_point,
    own_prices,
    range_share_table,
)
from report.prose.country_special import pledges, pledges_table, special
from report.prose.credits import citation, onward, sources
from report.prose.passage import Passage, Segment, key_figures, say
from report.prose.ranges import detail, spread
from report.prose.said import claims_about, said
from report.prose.table import Column, Table, known_columns
from report.prose.treasury import precedent, treasury

__all__ = [
    "bill",
    "bill_range_table",
    "bill_table",
    "caution",
    "citation",
    "claims_about",
    "figures",
    "headline",
    "onward",
    "path",
    "peers_table",
    "pledges",
    "pledges_table",
    "position",
    "precedent",
    "range_share_table",
    "said",
    "sources",
    "special",
    "spending",
    "treasury",
]


def headline(page: CountryPage) -> Passage:
    """The ally's case in two or three sentences."""
    if not page.has_forces:
        return _headline_without_forces(page)
    if not page.has_figure:
        return _headline_without_figure(page)
    text = say(
        """{name} spends {share} of GDP on defence in {year}, {rank} among the {reporting} allies with a published figure{then}. {verdict}""",
        "lead",
        name=page.name_in_text,
        share=page.ally(page.iso3, "share_gdp"),
        year=page.when(page.year),
        rank=_rank(page),
        reporting=page.total("reporting"),
        then=_then(page),
        verdict=_verdict(page),
    )
    return text + _bill_sentence(page)


def _then(page: CountryPage) -> tuple[Segment, ...]:
    """The share in the first year; nothing in an edition of one year."""
    first = int(page.then["year"].iloc[0])
    before = page.ally(page.iso3, "share_gdp", page.then)
    return (", against ", before, " in ", page.when(first)) if first < page.year and before.is_known else ()


def _headline_without_figure(page: CountryPage) -> Passage:
    return say(
        """This edition gives no share of GDP of {name} for {year}: it has no place in that year’s ranking, and what is measured from the last year’s
        figures cannot be told of it.{last}""",
        "lead",
        name=page.name_in_text,
        year=page.when(page.year),
        last=_last_known(page),
    )


def _last_known(page: CountryPage) -> tuple[Segment, ...]:
    """The last share the edition has of the ally, and its year."""
    if page.d.panel["share_gdp"].get(page.iso3, pd.Series(dtype=float)).dropna().empty:
        return ()
    year = page.d.last_year_of(page.iso3)
    share = page.ally(page.iso3, "share_gdp", burden(page.d, year))
    return (" The last it has is ", share, " in ", page.when(year), ", and its path and bill start there.")


def _headline_without_forces(page: CountryPage) -> Passage:
    return say(
        """{name} is a member of NATO without armed forces. NATO tabulates no defence spending for it, it has no share of GDP and no place in
        the ranking, and it counts among the {members} members and in the alliance’s GDP only.""",
        "lead",
        name=page.name_in_text,
        members=page.total("members"),
    )


def _rank(page: CountryPage) -> Fact:
    fact = page.ally(page.iso3, "rank")
    return fact if not fact.is_known else fact.written_as(written.ordinal(int(float(fact))))


def _verdict(page: CountryPage) -> tuple[Segment, ...]:
    """Whether it is at the guideline of Wales, and at what the plan asks of it."""
    wales = ("It meets the ", "It has yet to meet the ")[not page.own["meets_2"]]
    return (wales, words.guideline("wales"), " agreed in Wales", *_against_plan(page), ".")


def _against_plan(page: CountryPage) -> tuple[Segment, ...]:
    """What the plan asks of the ally, and whether it is there, to go on from what was agreed in Wales."""
    ask, plan = page.ask("core", page.iso3), page.plan_name_fact()
    if ask.share is None:
        return ("; ", plan, " asks no share of it")
    if ask.guideline and ask.guideline.id == "wales":
        return (", which is what ", plan, " asks")
    if ask.rule == "exempt":
        return ("; it is treated here as exempt from the common target of ", plan, " (see what is special, below)")
    is_there = float(page.own["share_gdp"]) >= ask.share - 0.005
    start = "; it already spends the " if is_there else "; it has still to reach the "
    whose = " of its own plans" if ask.rule == "own figures" else " asked"
    by = () if ask.year is None else (" by ", words.due(page, "core", page.iso3))
    return (start, words.target(page, "core", page.iso3), whose, *by, " under ", plan)


def _bill_sentence(page: CountryPage) -> Passage:
    if adds_nothing(page):
        return say(
            "Under {plan} it need add nothing to core spending over {baseline}.",
            "lead",
            plan=page.plan_name_fact(),
            baseline=words.baseline_words(page),
        )
    amount = extra(page)
    return say(
        "Under {plan}{exemption} core defence would cost it {extra} a year more by {horizon} than {baseline}, {prices}{spread}.",
        "lead",
        plan=page.plan_name_fact(),
        extra=amount,
        spread=spread(amount),
        horizon=words.year("horizon", page.horizon, "horizon of the plan"),
        baseline=words.baseline_words(page),
        prices=own_prices(page),
        exemption=", at its own figure," if page.is_exempt else "",
    )


def figures(page: CountryPage) -> Passage:
    """The strip of headline numbers."""
    if not page.has_forces:
        return key_figures(
            (page.total("members"), "members of NATO", "of which this is one"),
            (page.total("members_with_forces"), "members with armed forces", "all but this one"),
            (
                one_point(page),
                "is one per cent of its GDP",
                "IMF, current prices and exchange rates; a yardstick for related spending",
            ),
        )
    yearly, total = extra(page), extra(page, "cumulative_extra")
    strip = (
        (page.ally(page.iso3, "share_gdp"), "of GDP on defence", "as NATO publishes it"),
        (_rank(page), "by share of GDP", "of the allies with armed forces"),
        *_spent(page),
        (yearly, "more a year for core at the end of the plan", _detail(page, yearly)),
        (total, "more in all for core", (*_detail(page, total), *summed(page, total))),
    )
    return key_figures(*(figure for figure in strip if figure[0].is_known))


def _detail(page: CountryPage, amount: Fact) -> tuple[Segment, ...]:
    """The line under an amount of the plan: its range, prices and baseline."""
    told = detail(amount, "the plan asks no more of it")
    return told if amount.band is None else (*told, ", ", own_prices(page), ", over ", words.baseline_words(page))


def _spent(page: CountryPage) -> list[tuple[Fact, str, str | tuple[Segment, ...]]]:
    """What it spends, in all and per inhabitant: in national currency where the edition prints it."""
    if pd.notna(page.own["spend_ncu_m"]):
        whole = _in_own_currency(page)
        return [(whole, "spent", "current prices"), (_per_inhabitant(page, whole), "per inhabitant", "current prices")]
    prices = "current prices and exchange rates"
    columns = {"spend_usd_m": "spent", "per_capita_usd": "per inhabitant"}
    return [(page.ally(page.iso3, column), what, prices) for column, what in columns.items()]


def _in_own_currency(page: CountryPage) -> Fact:
    label = f"{written.possessive(page.name)} spending, {page.origin.year(page.year)}, national currency"
    rows = spending_rows(page.d, [page.iso3], [page.year], ["spend_ncu_current"])
    value, unit = float(page.own["spend_ncu_m"]), units.ncu_m(page.d.currencies[page.iso3])
    status = page.origin.status(page.year)
    return Fact(
        f"spend_ncu_m.{page.iso3}.{page.year}",
        label,
        value,
        unit,
        page.origin.edition,
        status,
        "published",
        "as NATO publishes it",
        rows=rows,
    )


def _per_inhabitant(page: CountryPage, whole: Fact) -> Fact:
    label = f"{written.possessive(page.name)} spending per inhabitant, {page.origin.year(page.year)}, national currency"
    unit = units.money_a_head(page.d.currencies[page.iso3])
    rows = macro_rows(page.d, [page.iso3], [page.year], ["LP"])
    head = float(whole) / float(page.own["population_m"])
    return combine(
        f"per_capita_ncu.{page.iso3}.{page.year}",
        label,
        head,
        unit,
        "spending ÷ inhabitants (the IMF’s)",
        (whole,),
        rows,
    )


def position(page: CountryPage) -> Passage:
    """Where the ally stands among the others, and how fast it has moved."""
    if not page.has_forces:
        return say(
            "{name} spends nothing that NATO counts as defence expenditure and is therefore not ranked.",
            name=page.name_in_text,
        )
    if not page.has_figure:
        return say(
            "Without a share for {year} {name} is not ranked.", year=page.when(page.year), name=page.name_in_text
        )
    return _parts(page) + _record(page) + _arrears(page)


def _parts(page: CountryPage) -> Passage:
    """The ally's part of spending beside its part of GDP."""
    ratio = page.ally(page.iso3, "burden_ability")
    if not ratio.is_known:
        return say(
            "This edition does not print the spending and GDP of all allies for {year}: parts of them cannot be told.",
            year=page.when(page.year),
        )
    return say(
        """{name} accounts for {spend_share} of allied spending and {gdp_share} of allied GDP: a burden-to-ability ratio of {ratio}, where one
        is proportional.""",
        name=page.name_in_text,
        spend_share=_fine(page.ally(page.iso3, "spend_share")),
        gdp_share=_fine(page.ally(page.iso3, "gdp_share")),
        ratio=ratio,
    )


def _record(page: CountryPage) -> Passage:
    """How fast the share has moved, and how often it met the Wales guideline; nothing in an edition of one year."""
    pace = page.ally(page.iso3, "pace_pp")
    if not pace.is_known:
        return Passage(())
    return say(
        "Over the last three years its share of GDP moved by {pace} a year. Since {then} it has met the {wales} of Wales in {years} of {counted} years.",
        pace=pace,
        then=page.when(int(page.then["year"].iloc[0])),
        wales=words.guideline("wales"),
        years=page.ally(page.iso3, "years_at_2"),
        counted=_years_counted(page),
    )


def _fine(fact: Fact) -> Fact:
    """Small parts of a whole need a second decimal."""
    return fact.written_as(f"{written.decimal(float(fact), 2)}%") if abs(float(fact)) < 1 else fact


def _years_counted(page: CountryPage) -> Fact:
    first = int(page.then["year"].iloc[0])
    count = page.year - first + 1
    rows = spending_rows(page.d, [page.iso3], range(first, page.year + 1), ["share_gdp"])
    years = (page.when(first), page.when(page.year))
    return combine(
        f"years_counted.{page.iso3}", "years counted", count, units.COUNT, "last year − first year + 1", years, rows
    )


def _arrears(page: CountryPage) -> Passage:
    owed = page.ally(page.iso3, "arrears_usd_m")
    if not owed.is_known or float(owed) < 0.5:
        return Passage(())
    return say(
        """Had it spent {wales} in every year of membership since the Wales pledge, it would have spent {owed} more, {prices}.""",
        wales=words.guideline("wales"),
        owed=owed,
        prices=words.prices(page.origin.price_base),
    )


def path(page: CountryPage) -> Passage:
    """The way to the plan's target."""
    if not page.has_forces:
        return say("Targets for shares of GDP ask nothing of a member without forces; there is no path to draw.")
    if not page.has_figure:
        return say("The path starts from the last share that this edition has of {name}.", name=page.name_in_text)
    core = page.own_cost[page.own_cost["component"] == "core"].set_index("year")["share_gdp"]
    if abs(core.iloc[-1] - core.iloc[0]) < 0.005:
        return _flat(page)
    end = _end(page, core)
    return say(
        """{plan} takes {name} from {now} in {year} to {target} by {end}{shape}: {step} a year on average{lately}.{exemption}""",
        plan=page.plan_name_fact(),
        name=page.name_in_text,
        now=page.bill(page.iso3, "core", "share_gdp", page.base_year),
        year=page.when(page.base_year),
        target=page.bill(page.iso3, "core", "share_gdp", end),
        end=_end_fact(page, end),
        shape=_shape(page),
        step=_step(page, end),
        lately=_lately(page),
        exemption=_exemption_words(page),
    )


def _end(page: CountryPage, core: pd.Series) -> int:
    """The year the plan names, if the path is then where it ends; else the first year in which it is."""
    there = core.index[(core - core.iloc[-1]).abs() < 0.005]
    due = page.ask("core", page.iso3).year
    return due if due is not None and due in there and due > page.base_year else int(there[0])


def _end_fact(page: CountryPage, end: int) -> Fact:
    """The year the path ends in: the plan's own where it is that one."""
    if page.ask("core", page.iso3).year == end:
        return words.due(page, "core", page.iso3)
    return words.year("path_ends", end, "first year in which the path is where it ends")


def _shape(page: CountryPage) -> tuple[Segment, ...]:
    """How the share moves there; of a plan that comes late, in part or turns to another, that it does."""
    plan = page.plan
    if plan.delay or plan.delivery != 1 or plan.branch:
        return (", not all of it on time or as first asked",)
    due = page.ask("core", page.iso3).year
    if due is not None and due <= page.base_year:
        return (", in one step since it was due by ", words.due(page, "core", page.iso3))
    return (", ", words.shape(page, "core", page.iso3))


def _lately(page: CountryPage) -> tuple[Segment, ...]:
    pace = page.ally(page.iso3, "pace_pp")
    return (", against ", pace, " a year over the last three years") if pace.is_known else ()


def _step(page: CountryPage, end: int) -> Fact:
    first, last = (page.bill(page.iso3, "core", "share_gdp", year) for year in (page.base_year, end))
    return combine(
        f"average_step.{page.iso3}.{end}.{page.plan.key}",
        f"{written.possessive(page.name)} average step under “{page.plan.title}”",
        (float(last) - float(first)) / (end - page.base_year),
        units.POINTS_A_YEAR,
        f"(share at the end − share of the base year) ÷ ({end} − {page.base_year})",
        (last, first),
    )


def _flat(page: CountryPage) -> Passage:
    """Nothing more is asked: because the plan asks nothing, or because the ally is there."""
    asks = page.ask("core", page.iso3).is_something
    end = "the line stays where it is, since no ally is assumed to cut." if asks else "the line stays where it is."
    return say(
        "{plan} asks no higher share of {name} than the {now} it spends in {year}; " + end,
        plan=page.plan_name_fact(),
        name=page.name_in_text,
        now=page.bill(page.iso3, "core", "share_gdp", page.base_year),
        year=page.when(page.base_year),
    )


def _exemption_words(page: CountryPage) -> str:
    return (
        " That is its own figure: it is treated here as exempt from the common core target (see what is special, below)."
        if page.ask("core", page.iso3).rule == "exempt"
        else ""
    )


def caution(page: CountryPage) -> Passage | None:
    """How to read the projection; nothing to read without forces."""
    return ranges.caution(page) if page.has_forces else None


def spending(page: CountryPage) -> Passage:
    """What the money buys, by NATO's categories."""
    if not page.has_forces:
        return say("NATO prints no categories for a member without forces.")
    own = page.own
    if pd.isna(own["equipment_share"]):
        return say("This edition prints no categories of spending for {name}.", name=page.name_in_text)
    return say(
        """In {year} {name} spends {equipment} of its defence budget on equipment, including its research and development; NATO’s guideline is
        {guideline}.{before}""",
        year=page.when(page.year),
        name=page.name_in_text,
        equipment=page.ally(page.iso3, "equipment_share"),
        guideline=words.guideline("equipment"),
        before=_last_breakdown(page),
    )


def _last_breakdown(page: CountryPage) -> tuple[Segment, ...]:
    """Where the chart ends, if NATO gives equipment alone for the last year; nothing where it gives all categories."""
    last = last_breakdown(page)
    if last is None or last == page.year:
        return ()
    sentence = say(
        "NATO gives no full breakdown for {year}: the chart ends in {last}, when equipment took {then}.",
        year=page.when(page.year),
        last=page.when(last),
        then=page.ally(page.iso3, "equipment_share", burden(page.d, last)),
    )
    return (" ", *sentence.paragraphs[0])


def _peers(page: CountryPage) -> pd.DataFrame:
    """Neighbours are the allies of the same region; peers the three nearest in GDP; each once, with the ally itself."""
    now = page.now.merge(page.d.allies[["iso3", "region"]], on="iso3")
    others = now[(now["iso3"] != page.iso3) & now["share_gdp"].notna()].copy()
    near = others[others["region"] == page.profile["region"]].assign(group="same region")
    size = others[~others["iso3"].isin(near["iso3"])].copy()
    gdp = float(page.own["gdp_usd_m"]) if page.has_forces else float(one_point(page)) * 100
    size["distance"] = (
        (size["gdp_usd_m"] / gdp - 1).abs().where(size["gdp_usd_m"] >= gdp, (gdp / size["gdp_usd_m"] - 1).abs())
    )
    alike = size.sort_values("distance").head(3).assign(group="similar GDP")
    own = now[now["iso3"] == page.iso3].assign(group="this page")
    return pd.concat([own, near, alike]).sort_values("share_gdp", ascending=False)


def _own_base(page: CountryPage) -> tuple[str, ...]:
    """From which year the ally's own amount counts, where it is another than that of the others in the table."""
    if page.base_year == page.year:
        return ()
    return (
        f"The amount of {page.name_in_text} is over {page.baseline_text}, at {page.base_year} prices: the edition has no later share of it.",
    )


def peers_table(page: CountryPage) -> Table:
    """The ally beside its neighbours and peers."""
    frame = _peers(page)
    end = page.cost[(page.cost["component"] == "core") & (page.cost["year"] == page.horizon)].set_index("iso3")
    ends = page.ranges.table("core", "extra_per_head_usd_constant", page.horizon, frame["iso3"])
    frame = frame.assign(
        head=frame["iso3"].map(end["extra_per_head_usd_constant"]),
        head_low=frame["iso3"].map(ends["low"]),
        head_high=frame["iso3"].map(ends["high"]),
        points=frame["iso3"].map(end["share_gdp"]) - frame["share_gdp"],
    )
    head = units.money_a_head("USD", page.year)
    columns = (
        Column("ally", "Ally"),
        Column("group", "Why here"),
        Column("share_gdp", f"Share in {page.origin.year(page.year)}", units.PERCENT_GDP),
        Column("pace_pp", "Pace, three years", units.POINTS_A_YEAR, plus=True),
        Column("gap_pp_core", f"To {words.guideline('core')} (The Hague)", units.POINTS),
        Column("points", "Rise under the plan", units.POINTS),
        Column("per_capita_usd", "Spending per inhabitant", units.USD_A_HEAD),
        Column("head", f"Extra per inhabitant in {page.horizon}", head),
        Column("head_low", ranges.LOW, head),
        Column("head_high", ranges.HIGH, head),
        Column("equipment_share", "Equipment", units.PERCENT),
    )
    return Table(
        id="peers",
        caption=f"{page.name} beside its neighbours and peers",
        subtitle=f"Allies of the same region ({page.profile['region']}) and the three nearest in GDP; ordered by share of GDP",
        frame=frame,
        columns=known_columns(columns, frame),
        notes=(
            f"Extra per inhabitant, core only, under “{page.plan.title}” over {page.baseline_from(page.year)}; the rise follows the plan as written and has no range.",
            *_own_base(page),
            ranges.NOTE,
        ),
        source=page.origin.nato_imf,
        edition=f"{page.origin.edition}; {page.origin.macro}",
    )

"""What the method would have said before, how pledges were kept, and whether a pace has ever been."""

from __future__ import annotations

from typing import Any

from report.facts import Fact, Row, written
from report.facts.catalogue import declared
from report.facts.rows import spending_rows
from report.facts.units import Unit
from report.pages.methods import METHODS, PARTS, MethodsPage
from report.pages.rows import Frame, Line
from report.prose import words
from report.prose.table import described
from report.prose.words import run, say
from report.shown import Passage, Segment, Table
from report.tables import guideline


def backtest(page: MethodsPage) -> Passage:
    """What the same method would have said, and why it was wrong."""
    if page.trials.empty:
        return say("This edition is too old to hold an earlier one against.")
    table = page.trial_summary
    first = table[(table["edition"] == table["edition"].min())]
    last = int(first["year"].max())
    by_method = first[first["year"] == last].drop_duplicates("method").set_index("method", drop=False)
    frozen, pace = by_method.loc["freeze"], by_method.loc["pace"]
    if not _has_money(page):
        return _in_shares(page, frozen, pace)
    several = page.trials["edition"].nunique() > 1
    over = "both trials and all methods in their last year" if several else "all methods in the last year of the trial"
    return say(
        """Ranges around growth say nothing about shares, and shares are where the money was missed. Given the edition
        of {edition} and the IMF’s forecast of its day, a frozen share would have put spending of Europe and Canada in
        {year} {frozen} too low, and the pace of the three years before {pace} too low: no arithmetic foresees a
        war.{moved} Of {large} misses of more than a tenth in money, over {over}, {share} were mostly the part of GDP
        spent, {growth} growth and {prices} prices and the exchange rate. That is why the pages call a projection
        arithmetic on a plan, and keep delivery out of the ranges.""",
        "p",
        page,
        over=over,
        edition=declared("first_trial", "", written.month(str(first["edition"].iloc[0]))),
        year=page.when(last),
        frozen=_miss(page, frozen, "frozen_share", "frozen share"),
        pace=_miss(page, pace, "pace_three_years", "pace of three years"),
        moved=_moved(page, frozen),
        **_causes(page),
    )


def _moved(page: MethodsPage, frozen: Line) -> tuple[Segment, ...]:
    """What the frozen share would have missed on rebuilt GDP, without levels worked back from ratios."""
    table = page.rebuilt_summary.set_index(["method", "year"]).loc[("freeze", int(frozen["year"]))]
    before = table.to_frame().T.assign(edition=frozen["edition"], year=frozen["year"]).iloc[0]
    return run(
        """ Our copy of that forecast lost the dollar GDP of large economies; it is worked back from ratios in the same
        forecast. Rebuilt from growth and prices, as it was before, it would have made the first figure {miss}.""",
        miss=_miss(page, before, "frozen_share_rebuilt", "frozen share, GDP in US$ rebuilt from growth and prices"),
    )


def _has_money(page: MethodsPage) -> bool:
    """Whether this edition prints the spending in current US$ to compare a projection of money with."""
    return bool(page.trial_summary["sum_miss_percent"].notna().any())


def _in_shares(page: MethodsPage, frozen: Line, pace: Line) -> Passage:
    """The same of shares of GDP, for an edition without spending in current US$."""
    return say(
        """Ranges around growth say nothing about shares. Given the edition of {edition}, a frozen share would have put
        the {allies} allies held against it in {year} {frozen} of GDP too {frozen_side} on average, and the pace of the
        three years before {pace} too {pace_side}: no arithmetic foresees a war. By how much money was missed, and why,
        cannot be told: this edition prints no spending in current US dollars for that year. That is why the pages call
        a projection arithmetic on a plan, and keep delivery out of the ranges.""",
        "p",
        edition=declared("first_trial", "", written.month(str(frozen["edition"]))),
        year=page.when(int(frozen["year"])),
        allies=page.origin.counted("first_trial_allies", "", int(frozen["allies"]), rows=_trials(page)),
        frozen=_mean_miss(page, frozen, "frozen_share", "frozen share"),
        frozen_side=_side(frozen),
        pace=_mean_miss(page, pace, "pace_three_years", "pace of three years"),
        pace_side=_side(pace),
    )


def _side(row: Line) -> str:
    return "low" if row["mean_miss_pp"] >= 0 else "high"


def _mean_miss(page: MethodsPage, row: Line, name: str, label: str) -> Fact:
    miss, at = float(row["mean_miss_pp"]), f"{name}.{row['edition']}.{row['year']}"
    words = {"what": label, "edition_of": row["edition"], "for_year": row["year"]}
    fact = declared("mean_miss_pp", at, miss, rows=_trials(page), **words)
    return fact.written_as(f"{written.decimal(abs(miss), 2)} points")


def _causes(page: MethodsPage) -> dict[str, Fact]:
    """How many of the large misses in money had which largest part."""
    counts = page.causes
    said = {"share": "from_share", "growth": "from_growth", "prices": "from_prices"}
    trials = "both trials" if page.trials["edition"].nunique() > 1 else "the trial"
    details: dict[str, Any] = {"rows": _trials(page), "trials": trials}
    facts = {"large": page.origin.counted("large_misses", "", int(counts.sum()), **details)}
    for name, part in said.items():
        own = details | {"name": f"large_misses_{name}", "part": part}
        facts[name] = page.origin.counted("large_misses_of", "", int(counts.get(part, 0)), **own)
    return facts


def _trials(page: MethodsPage) -> list[Row]:
    """The tables that the trials set against each other; their result is the download of misses."""
    editions, what = [*page.trials["edition"].unique(), page.edition], "share_gdp and spending of all allies"
    return [*(Row(f"expenditure/{edition}", what) for edition in editions), Row("past_macro", "all allies")]


def _miss(page: MethodsPage, row: Line, name: str, label: str) -> Fact:
    share, at = 100 - 100 / (1 + float(row["sum_miss_percent"]) / 100), f"{name}.{row['edition']}.{row['year']}"
    words = {"what": label, "edition_of": row["edition"], "for_year": row["year"]}
    fact = declared("miss_percent", at, share, rows=_trials(page), **words)
    return fact.written_as(f"{written.decimal(share)}%")


def backtest_table(page: MethodsPage) -> Table | None:
    """How each method did in each trial and year."""
    if page.trials.empty:
        return None
    frame = _named(page, page.trial_summary, ": ")
    notes = [f"{written.sentence_case(METHODS_SHORT[name])}: {meaning}." for name, meaning in METHODS.items()]
    money = "Spending in current US$." if _has_money(page) else NO_MONEY
    return described("backtest", page, frame, notes=notes, money=money)


def _named(page: MethodsPage, rows: Frame, joint: str) -> Frame:
    """Rows with their trial and year as readers see them."""
    named = zip(rows["edition"], rows["method"], strict=True)
    trials = [f"{written.month(edition)}{joint}{METHODS_SHORT[method]}" for edition, method in named]
    return rows.assign(trial=trials, year=[page.origin.year(int(year)) for year in rows["year"]])


NO_MONEY = (
    "This edition prints no spending in current US$ for these years: misses in money, and their causes, cannot be told."
)
LOGS = Unit("log_points", "log points × 100", 1, "log points")
THREE_PARTS = "The last three columns part the miss in money: 100 × ln(actual ÷ projected) in current US$ is their sum."
METHODS_SHORT = {"freeze": "frozen share", "pace": "pace", "pledge": "pledge"}


def misses_table(page: MethodsPage) -> Table | None:
    """The largest misses with their causes."""
    if page.trials.empty:
        return None
    rows, known = _named(page, page.largest_misses, ", "), _has_money(page)
    return described(
        "misses",
        page,
        rows.assign(ally=rows["iso3"].map(page.names)),
        units={"logs": LOGS},
        without=() if known else PARTS,
        caption="The largest misses and their causes" if known else "The largest misses",
        money=THREE_PARTS if known else NO_MONEY,
    )


def pledges(page: MethodsPage) -> Passage:
    """How often a pledge of record turned into spending."""
    national = page.national
    final = national[national["status"] != "estimate"]
    kept = final[final["kept"]]
    nearly = national[national["kept"]].drop(index=kept.index)
    if national.empty:
        text = say(
            "No national pledge of a core share on record was due by {year}, the last year of this edition.", of=page
        )
    else:
        estimated, none_yet = (
            _pledges(page, "pledges_met_by_estimate", nearly),
            ", which do not reach the year of any yet,",
        )
        text = say(
            """Of {count} national pledges of core shares on record whose year has come, {kept}{final}{nearly}. They
            are recent pledges for the most part, of allies already moving.""",
            count=_pledges(page, "pledges_come", national),
            kept=_pledges(page, "pledges_kept", national, len(kept)),
            final=f" were kept by NATO’s final figures at published precision{'' if len(final) else none_yet}",
            nearly=(" and ", estimated, " are met by its estimates") if len(nearly) else (),
        )
    return text if page.wales is None else text + _wales(page, page.wales)


def _pledges(page: MethodsPage, quantity: str, pledges: Frame, number: int | None = None) -> Fact:
    rows = [Row("pledges", id) for id in pledges["id"]]
    return page.origin.counted(quantity, "", len(pledges) if number is None else number, rows=rows)


def _wales(page: MethodsPage, wales: Frame) -> Passage:
    """How many allies below the guideline of Wales were at it when it was due."""
    met, asked = wales.loc[wales["kept"], "iso3"], guideline("wales")
    rows, rows_then = (
        spending_rows(page.d, allies, [year], ["share_gdp"])
        for allies, year in ((met, asked.due_year), (wales["iso3"], asked.agreed_year))
    )
    return say(
        """The older record is plainer: of {below} allies below the {guideline} of Wales in {then}, {met} were at it in
        {due}.""",
        below=page.origin.measured("wales_record_below", "", len(wales), rows=rows_then),
        guideline=words.guideline("wales"),
        then=words.guideline_agreed("wales"),
        met=page.origin.counted("wales_record_met", "", len(met), rows=rows),
        due=words.guideline_due("wales"),
    )


def precedent(page: MethodsPage) -> Passage:
    """Whether the pace has been kept before."""
    table = page.precedents
    if table.empty:
        template = "Under {plan} no ally’s share rises: there is no pace to look for in the past."
        return say(template, of=page)
    if "spans" not in table:
        return say("Of most allies this edition holds one year: there is no span of years to look back on.")
    first = table.iloc[0]
    ally, never = str(first["iso3"]), int((table["kept"] == 0).sum())
    rows = [Row(f"expenditure/{page.edition}", "share_gdp of all allies, all years")]
    then = spending_rows(page.d, [ally], [int(first["base_year"])], ["share_gdp"])
    return say(
        """The steepest path is that of {name}: {pace} a year. Of {spans} spans of that length in this edition
        {reached} rose as fast on average."""
        + " For {none} of the {allies} allies below what {plan} asks of them no span of that length rose by the "
        "required pace in every single year: spending comes in jumps." * (never > 0 and len(table) > 1),
        name=page.names_in_text[ally],
        pace=declared("steepest_required_pp", ally, float(first["required_pp"]), rows=then, ally=ally),
        spans=page.origin.counted("spans", "", int(first["spans"]), rows=rows).written_as(str(int(first["spans"]))),
        reached=page.origin.counted("spans_as_fast", "", int(first["reached"]), rows=rows),
        none=page.origin.counted("never_kept_every_year", "", never, rows=rows),
        allies=page.origin.counted("below_target", "", len(table), rows=rows),
        of=page,
    )


def precedent_table(page: MethodsPage) -> Table | None:
    """Required pace and precedents of every ally; None without a pace or a past, as :func:`precedent` says."""
    table = page.precedents
    if "spans" not in table:
        return None
    reached = [f"{int(number)} of {int(of)}" for number, of in zip(table["reached"], table["spans"], strict=True)]
    frame = table.assign(ally=table["iso3"].map(page.names), reached_of=reached)
    which = table["which"].iloc[0]
    fastest = which and f"The fastest of these spans, points a year: {which}."
    return described("precedents", page, frame, fastest=fastest, since=int(table["since"].min()))

"""Editions of NATO's tables against each other: how far estimates moved, and why; the two shares of GDP."""

from __future__ import annotations

from typing import Any

from report.facts import Fact, Unit, named, units, written
from report.facts.catalogue import declared
from report.pages.editions import EditionsPage, sized
from report.pages.rows import Frame, Line
from report.prose.passage import say
from report.prose.table import described, is_known
from report.shown import Column, Passage, Table

FIGURES = Unit("figures", "figures", 0, "count")
OWN = Unit("own_unit", "in the unit of the row", 2, "moves")
MEASURES = {
    "share_gdp": "share of GDP",
    "real_change": "real change of spending",
    "equipment_share": "equipment share",
    "spend_usd_current": "spending, current US dollars",
    "personnel_thousand": "armed forces",
}
MOST = {"share_gdp": 12, "personnel_thousand": 6}
"""How many of the largest moves the table tells, by measure."""
VISIBLE = 0.01
"""A gap between the two shares that shows at the precision NATO publishes."""


def finding(page: EditionsPage) -> Passage:
    """Which way most estimates of shares of GDP moved, as the headline."""
    lower, higher = page.counted("estimates_lower"), page.counted("estimates_higher")
    fell = float(lower) >= float(higher)
    return say(
        "Of {all} estimates of a share of GDP that NATO restated, {few} {went}.",
        "headline",
        all=page.counted("estimates_restated"),
        few=lower if fell else higher,
        went="came down" if fell else "went up",
    )


def lead(page: EditionsPage) -> Passage:
    """What the page is about, and what it means for a reader."""
    return say(
        """A share of GDP that was right when it was printed may be wrong in the next edition of NATO’s tables. This
        page compares all editions on our record, so that a figure can be quoted with its edition and the room it has
        left to move.""",
        "lead",
    ) + moved(page)


def moved(page: EditionsPage) -> Passage:
    """How far shares of GDP that NATO marked "e" moved later."""
    furthest = page.moved_furthest
    return say(
        """Every edition restates the years before it. Later ones state {all} shares of GDP again that an edition
        marked as estimates. Of these {fell} stand lower in the newest edition, {rose} higher and {same} as they were,
        at the decimals NATO prints. The median move is {median}, and {running} of those for an edition’s own last
        year. On average they came down by {mean}. The largest change is that of {ally}’s share for {year}, from {was}
        to {now}.""",
        all=page.counted("estimates_restated"),
        fell=page.counted("estimates_lower"),
        rose=page.counted("estimates_higher"),
        same=page.counted("estimates_unmoved"),
        running=page.typical("median_move_last_year"),
        median=page.typical("median_move"),
        mean=page.typical("mean_move"),
        ally=declared("moved_furthest", "", page.names[furthest["iso3"]], edition=page.span),
        year=declared("moved_year", furthest["year"], str(furthest["year"]), move=furthest["year"]),
        was=page.figure(furthest),
        now=page.figure(furthest, later=True),
    )


def moved_by_measure(page: EditionsPage) -> Table:
    """How far estimates moved, measure by measure."""
    summary = page.summary
    lines = [_measure_line(measure, label, summary.loc[measure]) for measure, label in MEASURES.items()]
    full = summary.loc[list(MEASURES), [column.name for column in MOVED[2:]]].reset_index()
    download = (full.assign(unit=[sized(measure).label for measure in MEASURES]), MOVED)
    return described("estimates-by-measure", page, lines, download=download, units={"figures": FIGURES})


MOVED = (
    Column("measure", "Measure"),
    Column("unit", "Unit of the moves"),
    Column.of("count", "Compared", FIGURES),
    Column.of("rose", "Rose", FIGURES),
    Column.of("fell", "Fell", FIGURES),
    Column.of("median", "Half moved by no more than", OWN),
    Column.of("mean", "Mean move", OWN),
    Column.of("largest", "Largest move", OWN),
)
"""The columns of the download: moves as numbers, each in the unit of its row."""


def _measure_line(measure: str, label: str, line: Line) -> dict[str, object]:
    unit = sized(measure)
    mark = "%" if unit is units.PERCENT else "\u00a0points"
    sizes = {name: f"{written.decimal(line[name], unit.digits)}{mark}" for name in ("median", "largest")}
    sizes["mean"] = f"{written.signed(line['mean'], unit.digits)}{mark}"
    return {
        "measure": written.sentence_case(label),
        **{name: int(line[name]) for name in ("count", "rose", "fell")},
    } | sizes


def at_second_hand(page: EditionsPage) -> Table:
    """How far first estimates moved that are known from the press alone: complete lists beside those that are none."""
    frame = page.at_second_hand.assign(
        list=lambda found: found["edition"].map(written.month),
        of=lambda found: found["sample"].str.replace(" %", "%"),
        who=lambda found: found["ally"].map(page.names),
        year=lambda found: found["year"].astype(str),
    )
    return described("at-second-hand", page, frame, units={"figures": FIGURES}, newest=written.month(page.d.edition))


def largest(page: EditionsPage) -> Table:
    """The largest moves from one edition to the next, with their causes where known."""
    chosen = [page.largest(measure, number) for measure, number in MOST.items()]
    lines = [_largest_line(page, move) for frame in chosen for _, move in frame.iterrows()]
    return described("largest-moves", page, lines)


def turned(page: EditionsPage) -> Table:
    """Which headlines, guidelines, statuses and claims are others in the newest edition than in the one before it."""
    found = page.changed
    subject, kind = found.turns["subject"].map(written.sentence_case), found.turns["kind"].str.capitalize()
    return described(
        "turned",
        page,
        found.turns.assign(subject=subject, kind=kind),
        after=written.month(found.newer),
        before=written.month(found.older),
        older=found.older,
        newer=found.newer,
    )


def _largest_line(page: EditionsPage, move: Line) -> dict[str, object]:
    what = "share of GDP" if move["measure"] == "share_gdp" else "armed forces"
    moved = say(
        "{was} in {before}, {now} in {after}: {move}",
        was=page.figure(move),
        before=_month(move["edition"]),
        now=page.figure(move, later=True),
        after=_month(move["later_edition"]),
        move=page.change(move),
    )
    spending, gdp = (written.signed(move[f"{part}_percent"], 1) for part in ("spending", "gdp"))
    parts = f"Spending {spending}%, GDP {gdp}%. " if is_known(move["spending_percent"]) else ""
    return {
        "what": f"{page.names[move['iso3']]}, {what}, {move['year']}",
        "moved": moved,
        "why": f"{parts}{move['reason'] or 'Not known.'}",
    }


def read_with_care(page: EditionsPage) -> Passage | None:
    """What changed in the newest edition's definition, and how little it moved the settled years."""
    found = page.new_definition
    if found is None:
        return None
    last = found.settled_to
    return say(
        """The edition of {now} is the first to count {definition}; the one before, of {before}, counted
        {definition_before}. The settled years hardly show it: up to {last} half of all shares moved by no more than
        {settled}, from then on by {recent}. In {gdp} the shares came down because GDP was raised, in {spending}
        because spending itself is counted lower.""",
        now=_month(found.edition),
        before=_month(found.before),
        definition=found.counts,
        definition_before=found.counted,
        last=declared("settled_year", last, str(last), last=last),
        settled=page.statistic(found.settled, "median_move_to", last),
        recent=page.statistic(found.recent, "median_move_after", last),
        gdp=page.moved_by("GDP"),
        spending=page.moved_by("spending"),
    )


def _month(edition: str) -> Fact:
    text = written.month(edition)
    return named("edition", "edition of NATO’s tables", text, "table of editions", f"NATO, {text}")


def two_shares(page: EditionsPage) -> Table:
    """Where NATO's share of real GDP and spending over GDP at current prices are visibly apart."""
    apart = page.two_shares[page.two_shares["gap"].abs() > VISIBLE]
    lines = [_two_shares_line(page, group) for _, group in apart.groupby(["iso3", "edition"])]
    lines.sort(key=lambda line: -abs(line["gap"]))
    return described("two-shares", page, lines)


def _two_shares_line(page: EditionsPage, group: Frame) -> dict[str, Any]:
    furthest, years = group.loc[group["gap"].abs().idxmax()], group["year"]
    return {
        "ally": page.names[furthest["iso3"]],
        "edition": written.month(furthest["edition"]),
        "years": _span(years.min(), years.max(), len(group)),
        "year": f"{furthest['year']}{'e' * (furthest['status'] == 'estimate')}",
        **{name: furthest[name] for name in ("published", "current", "gap")},
    }


def _span(first: int, last: int, years: int) -> str:
    """``2020``, ``2016–2017``, ``ten years from 2014 to 2026``."""
    if years == 1:
        return str(first)
    whole = years == last - first + 1
    return f"{first}–{last}" if whole else f"{written.number_word(years)} years from {first} to {last}"

"""Editions of NATO's tables against each other: how far estimates moved, and why; the two shares of GDP."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from report.burdens import revisions as r
from report.burdens.quantities import ALLY
from report.facts import Fact, Row, Unit, combine, named, provenance, units, written
from report.facts.catalogue import declared
from report.facts.rows import spending_rows
from report.pages.editions import EditionsPage
from report.prose.passage import Passage, say
from report.prose.table import Column, Table, described

FIGURES = Unit("figures", "figures", 0, "count")
OWN = Unit("own_unit", "in the unit of the row", 2, "moves")
MEASURES = {
    "share_gdp": "share of GDP",
    "real_change": "real change of spending",
    "equipment_share": "equipment share",
    "spend_usd_current": "spending, current US dollars",
    "personnel_thousand": "armed forces",
}
TOLD = {"share_gdp": 12, "personnel_thousand": 6}
"""How many of the largest moves the table tells, by measure."""
UNSEEN = 0.005
"""A move of a share that does not show at the precision NATO publishes."""
VISIBLE = 0.01
"""A gap between the two shares that shows at the precision NATO publishes."""


def sized(measure: str) -> Unit:
    """The unit in which moves of a measure are told; see :func:`report.burdens.revisions.size`."""
    points = {"share_gdp": units.POINTS, "real_change": Unit("points_of_rate", "points", 1, "points")}
    return units.PERCENT if measure in r.LEVELS else points.get(measure, Unit("points_of_share", "points", 1, "points"))


def statistic(
    page: EditionsPage, frame: pd.DataFrame, quantity: str, value: float, at: object = "", measure: str = "share_gdp"
) -> Fact:
    """A declared statistic over many revisions; source rows count the figures behind it by edition."""
    details = {"unit": sized(measure), "edition": page.span, "status": "estimate", "rows": _by_edition(frame, measure)}
    fact = declared(quantity, at, value, last=at, **details)  # type: ignore[arg-type]
    return fact.written_as("0.01 points") if fact.unit is units.POINTS and abs(value) < UNSEEN else fact


def _by_edition(frame: pd.DataFrame, measure: str = "share_gdp") -> list[Row]:
    by_edition = frame.groupby("edition").size()
    return [
        Row(f"expenditure/{edition}", f"{measure} of allies", int(n), "figures") for edition, n in by_edition.items()
    ]


def _count(page: EditionsPage, frame: pd.DataFrame, quantity: str) -> Fact:
    return declared(quantity, "", len(frame), edition=page.span, rows=_by_edition(frame))


def finding(page: EditionsPage) -> Passage:
    """Which way most estimates of shares of GDP moved, as the headline."""
    sizes = page.estimated_shares["size"]
    fell, rose = int((sizes < 0).sum()), int((sizes > 0).sum())
    if fell >= rose:
        few = _count(page, page.estimated_shares[sizes < 0], "estimates_lower")
    else:
        few = _count(page, page.estimated_shares[sizes > 0], "estimates_higher")
    return say(
        "Of {all} estimates of a share of GDP that NATO restated, {few} {went}.",
        "headline",
        all=_count(page, page.estimated_shares, "estimates_restated"),
        few=few,
        went="came down" if fell >= rose else "went up",
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
    shares = page.estimated_shares
    furthest = shares.loc[shares["size"].abs().idxmax()]
    size, usual = shares["size"], r.usual_revision(page.d)
    return say(
        """Every edition restates the years before it. Later ones state {all} shares of GDP again that an edition
        marked as estimates. Of these {fell} stand lower in the newest edition, {rose} higher and {same} as they were,
        at the decimals NATO prints. The median move is {median}, and {running} of those for an edition’s own last
        year. On average they came down by {mean}. The largest change is that of {ally}’s share for {year}, from {was}
        to {now}.""",
        all=_count(page, shares, "estimates_restated"),
        fell=_count(page, shares[size < 0], "estimates_lower"),
        rose=_count(page, shares[size > 0], "estimates_higher"),
        same=_count(page, shares[size == 0], "estimates_unmoved"),
        running=statistic(page, usual.moves, "median_move_last_year", usual.half),
        median=statistic(page, shares, "median_move", float(size.abs().median())),
        mean=statistic(page, shares, "mean_move", -float(size.mean())),
        ally=declared("moved_furthest", "", page.names[furthest["iso3"]], edition=page.span),
        year=declared("moved_year", furthest["year"], str(furthest["year"]), move=furthest["year"]),
        was=said(page, furthest),
        now=said(page, furthest, later=True),
    )


def said(page: EditionsPage, move: pd.Series, later: bool = False) -> Fact:
    """What one edition says: the earlier of a revision or the later."""
    which = "later_" if later else ""
    edition, measure, year = move[f"{which}edition"], move["measure"], int(move["year"])
    d = page.datasets[edition]
    origin = ALLY[measure]
    label = origin.label.replace("{ally}’s", written.possessive(page.names[move["iso3"]])).format(
        year=provenance(d).year(year)
    )
    fact = Fact(
        f"{measure}.{move['iso3']}.{year}",
        label,
        float(
            d.panel.at[(move["iso3"], year), measure]
        ),  # as the edition's own pages have it; moves are taken as printed
        origin.unit_of(d, move["iso3"]),
        f"NATO, {written.month(edition)}",
        move[f"{which}status"],
        "published",
        "as NATO publishes it",
        rows=spending_rows(d, [move["iso3"]], [year], [measure]),
    )
    return fact.written_as(f"{fact} thousand") if fact.unit is units.THOUSAND else fact


def change(page: EditionsPage, move: pd.Series) -> Fact:
    """How far a figure moved, in points or per cent, from what the two editions say."""
    was, now = said(page, move), said(page, move, later=True)
    formula = "100 × (later ÷ earlier − 1)" if move["measure"] in r.LEVELS else "later − earlier, as printed"
    fact = combine(
        f"move_of_{was.name}", f"move of {was.label}", float(move["size"]), sized(move["measure"]), formula, (was, now)
    )
    digits = fact.unit.digits
    mark = "%" if fact.unit is units.PERCENT else " points"
    return fact.written_as(f"{written.signed(float(move['size']), digits)}{mark}")


def moved_by_measure(page: EditionsPage) -> Table:
    """How far estimates moved, measure by measure."""
    summary = r.summary(page.moved).set_index("measure")
    lines = [_measure_line(measure, label, summary.loc[measure]) for measure, label in MEASURES.items()]
    full = summary.loc[list(MEASURES), [column.name for column in MOVED[2:]]].reset_index()
    full = full.assign(unit=[sized(measure).label for measure in MEASURES])
    units = {"figures": FIGURES}
    return described("estimates-by-measure", page, pd.DataFrame(lines), download=(full, MOVED), units=units)


MOVED = (
    Column("measure", "Measure"),
    Column("unit", "Unit of the moves"),
    Column("count", "Compared", FIGURES),
    Column("rose", "Rose", FIGURES),
    Column("fell", "Fell", FIGURES),
    Column("median", "Half moved by no more than", OWN),
    Column("mean", "Mean move", OWN),
    Column("largest", "Largest move", OWN),
)
"""The columns of the download: moves as numbers, each in the unit of its row."""


def _measure_line(measure: str, label: str, line: pd.Series) -> dict[str, object]:
    unit = sized(measure)
    mark = "%" if unit is units.PERCENT else "\u00a0points"
    sizes = {name: f"{written.decimal(line[name], unit.digits)}{mark}" for name in ("median", "largest")}
    counts = {name: int(line[name]) for name in ("count", "rose", "fell")}
    return {
        "measure": written.sentence_case(label),
        **counts,
        **sizes,
        "mean": f"{written.signed(line['mean'], unit.digits)}{mark}",
    }


def at_second_hand(page: EditionsPage) -> Table:
    """How far first estimates moved that are known from the press alone: complete lists beside those that are none."""
    rows = r.at_second_hand(page.d)
    complete = rows["sample"] == "all allies"
    frame = pd.concat([rows[complete], rows[~complete]]).assign(
        list=lambda found: found["edition"].map(written.month),
        of=lambda found: found["sample"].str.replace(" %", "%"),
        who=lambda found: found["ally"].map(page.names),
        year=lambda found: found["year"].astype(str),
    )
    return described("at-second-hand", page, frame, units={"figures": FIGURES}, newest=written.month(page.d.edition))


def largest(page: EditionsPage) -> Table:
    """The largest moves from one edition to the next, with their causes where known."""
    chosen = [r.largest(page.moves, measure, number) for measure, number in TOLD.items()]
    lines = [_largest_line(page, move) for frame in chosen for _, move in frame.iterrows()]
    return described("largest-moves", page, pd.DataFrame(lines))


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


def _largest_line(page: EditionsPage, move: pd.Series) -> dict[str, object]:
    what = "share of GDP" if move["measure"] == "share_gdp" else "armed forces"
    moved = say(
        "{was} in {before}, {now} in {after}: {move}",
        was=said(page, move),
        before=_month(move["edition"]),
        now=said(page, move, later=True),
        after=_month(move["later_edition"]),
        move=change(page, move),
    )
    parts = "" if move["spending_percent"] != move["spending_percent"] else _parts(move)
    return {
        "what": f"{page.names[move['iso3']]}, {what}, {move['year']}",
        "moved": moved,
        "why": f"{parts}{move['reason'] or 'Not known.'}",
    }


def _parts(move: pd.Series) -> str:
    spending, gdp = (written.signed(move[f"{part}_percent"], 1) for part in ("spending", "gdp"))
    return f"Spending {spending}%, GDP {gdp}%. "


def read_with_care(page: EditionsPage) -> Passage | None:
    """What changed in the newest edition's definition, and how little it moved the settled years."""
    *_, before, now = page.d.editions[page.d.editions["completeness"] != "press list"].to_dict("records")
    latest = page.moves[(page.moves["later_edition"] == now["edition"]) & (page.moves["measure"] == "share_gdp")]
    of_allies = latest[~latest["iso3"].str.startswith("NATO_")].assign(size=lambda frame: frame["change"])
    settled = of_allies[of_allies["year"] < int(before["first_estimate_year"]) - 1]
    recent = of_allies.drop(settled.index)
    if settled.empty or recent.empty or now["definition"] == before["definition"]:
        return None
    last = int(settled["year"].max())
    return say(
        """The edition of {now} is the first to count {definition}; the one before, of {before}, counted
        {definition_before}. The settled years hardly show it: up to {last} half of all shares moved by no more than
        {settled}, from then on by {recent}. In {gdp} the shares came down because GDP was raised, in {spending}
        because spending itself is counted lower.""",
        now=_month(now["edition"]),
        before=_month(before["edition"]),
        definition=str(now["definition"]),
        definition_before=str(before["definition"]),
        last=declared("settled_year", last, str(last), last=last),
        settled=statistic(page, settled, "median_move_to", _median(settled), last),
        recent=statistic(page, recent, "median_move_after", _median(recent), last),
        gdp=_caused(page, of_allies, "GDP"),
        spending=_caused(page, of_allies, "spending"),
    )


def _month(edition: str) -> Fact:
    return named(
        "edition",
        "edition of NATO’s tables",
        written.month(edition),
        "table of editions",
        f"NATO, {written.month(edition)}",
    )


def _median(frame: pd.DataFrame) -> float:
    return float(frame["size"].abs().median())


def _caused(page: EditionsPage, moves: pd.DataFrame, cause: str) -> Fact:
    """The allies whose shares moved for a cause on record."""
    iso3s: Sequence[str] = moves.loc[moves["cause"] == cause, "iso3"].drop_duplicates().tolist()
    in_text = page.d.allies.set_index("iso3")["name_in_text"]
    rows = tuple(Row("revisions_explained", f"{iso3}: {cause}") for iso3 in iso3s)
    label, formula = f"allies whose share moved for the cause “{cause}”", "record of reasons"
    return Fact(
        f"moved_by.{cause}",
        label,
        tuple(sorted(in_text[iso3] for iso3 in iso3s)),
        units.TEXT,
        page.span,
        formula=formula,
        rows=rows,
    )


def two_shares(page: EditionsPage) -> Table:
    """Where NATO's share of real GDP and spending over GDP at current prices are visibly apart."""
    apart = page.two_shares[page.two_shares["gap"].abs() > VISIBLE]
    groups = [_two_shares_line(page, group) for _, group in apart.groupby(["iso3", "edition"])]
    frame = pd.DataFrame(groups).sort_values("gap", key=abs, ascending=False)
    return described("two-shares", page, frame)


def _two_shares_line(page: EditionsPage, group: pd.DataFrame) -> dict[str, object]:
    furthest = group.loc[group["gap"].abs().idxmax()]
    mark = "e" if furthest["status"] == "estimate" else ""
    first, last = group["year"].min(), group["year"].max()
    return {
        "ally": page.names[furthest["iso3"]],
        "edition": written.month(furthest["edition"]),
        "years": _span(first, last, len(group)),
        "year": f"{furthest['year']}{mark}",
        "published": furthest["published"],
        "current": furthest["current"],
        "gap": furthest["gap"],
    }


def _span(first: int, last: int, years: int) -> str:
    """``2020``, ``2016–2017``, ``ten years from 2014 to 2026``."""
    if years == 1:
        return str(first)
    whole = years == last - first + 1
    return f"{first}–{last}" if whole else f"{written.number_word(years)} years from {first} to {last}"

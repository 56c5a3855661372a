"""Other people's costings beside ours, and what the sources print that does not add up."""

from __future__ import annotations

from report.facts import Fact, Row, written
from report.facts.catalogue import count_of
from report.facts.units import Unit
from report.pages.methods import MethodsPage
from report.pages.ranges import names_with_groups
from report.pages.rows import Frame, Line
from report.prose.passage import say
from report.prose.table import TABLES, described, is_known
from report.shown import Passage, Table
from report.tables.texts import words_in


def verdicts(page: MethodsPage) -> tuple[Fact, Fact]:
    """Published costings met within five per cent, and those that can be expressed at all."""
    verdicts = page.comparisons["verdict"]
    met = _costings(page, "costings_met_within_five_per", verdicts == "within 5 %")
    return met, _costings(page, "costings_expressed", verdicts != "not comparable")


def _costings(page: MethodsPage, name: str, which: Line) -> Fact:
    """How many of the published costings, each with its row."""
    rows = [Row("costings", id) for id in page.comparisons.loc[which, "id"]]
    fact = count_of(name, "", len(rows), rows=rows or [Row("costings", "all rows")])
    return fact.written_as(str(len(rows))) if rows else fact


def comparison(page: MethodsPage) -> Passage:
    """How other people's figures compare."""
    agreed, expressed = verdicts(page)
    verdicts_ = page.comparisons["verdict"]
    return say(
        """Others have costed the target too. Of {all} published figures on record {expressed} state enough to try; on
        the assumptions they state, and ours where they state none, {agreed} of them come out within five per cent. For
        the others the table names the cause of the difference, where the texts tell it; {unexplained} remain
        unexplained. Where a source leaves its basis open, the reading nearest to its figure was taken: agreement then
        shows what a figure rests on, and does not test the engine.""",
        all=_costings(page, "published_figures_record", verdicts_.notna()),
        expressed=expressed,
        agreed=agreed,
        unexplained=_costings(page, "differences_without_cause", verdicts_ == "unexplained"),
    )


ANY = Unit("as_stated", "in the row’s unit", 1, "as stated")
OF = words_in(TABLES)["labels"]["costings"]


def comparison_table(page: MethodsPage) -> Table:
    """Ours beside theirs."""
    rows = _told(page, page.comparisons["verdict"] != "not comparable")
    return described("comparisons", page, rows, units={"any": ANY})


def readings_table(page: MethodsPage) -> Table:
    """How each figure was read, and what explains a difference."""
    rows = _told(page, page.comparisons["verdict"] != "not comparable")
    return described("readings", page, rows.assign(cause=rows["cause"].replace("", written.MISSING)))


def missing_table(page: MethodsPage) -> Table:
    """What it would take to compare the others."""
    rows = _told(page, page.comparisons["verdict"] == "not comparable")
    stated = [f"{value:g} {unit}" for value, unit in zip(rows["theirs"], rows["unit"], strict=True)]
    recorded = written.month(page.d.recorded("costings"))
    return described("not-comparable", page, rows.assign(stated=stated), recorded=recorded)


def _told(page: MethodsPage, chosen: Line) -> Frame:
    """Rows of the comparison, the smallest difference first, with whom they are of and by."""
    rows = page.comparisons[chosen]
    known, prices = page.names | OF, page.d.comparisons.set_index("id")["prices"]
    return rows.assign(
        of=[known.get(str(code), str(code)) for code in rows["geography"]],
        by=[f"{author}, {str(when)[:4]}" for author, when in zip(rows["author"], rows["published"], strict=True)],
        quantity=rows["quantity"].map(written.sentence_case),
        size=rows["difference_percent"].abs(),
        price_basis=rows["id"].map(page.d.costings.set_index("id")["price_basis"]),
        basis=[_basis(*found) for found in zip(rows["vintage"], rows["id"].map(prices), strict=True)],
    ).sort_values(["size", "of"])


def _basis(vintage: object, prices: object) -> str:
    """``2025-04, current``: our vintage and prices; ``theirs`` where we use the source's own GDP."""
    if prices == "stated":
        return "theirs"
    return f"{vintage}, {prices}" if vintage and prices else written.MISSING


def oddities(page: MethodsPage) -> Passage:
    """What the sources print that does not add up."""
    number = len(page.d.oddities)
    count = count_of("oddities_record", "", number, rows=[Row("oddities", "all rows")])
    return say(
        """NATO’s and the IMF’s tables are reconciled on every build: parts against wholes, shares against money,
        editions against each other. What does not add up is kept as published and recorded with its reason: {count}
        figures at present. A record fails the build when the source mends itself, so that none outlives its cause.""",
        count=count.written_as(written.decimal(number)),
    )


TESTS = words_in(TABLES)["labels"]["oddities"]
MANY = 3
"""Allies are named up to this many."""


def oddities_table(page: MethodsPage) -> Table:
    """Oddities by what they break and why."""
    known = names_with_groups(page.d)
    rows = [
        {
            **row,
            "what": TESTS.get(row["test"], row["test"]),
            "who": written.listing([known.get(code, code) for code in row["allies"]])
            if len(row["allies"]) <= MANY
            else f"{len(row['allies'])} allies",
            "when": "–".join(str(year) for year in dict.fromkeys((row["first"], row["last"])) if is_known(year))
            or written.MISSING,
            "editions": written.listing([written.month(name) for name in row["editions"]]),
        }
        for row in page.oddities.to_dict("records")
    ]
    return described("oddities", page, rows)

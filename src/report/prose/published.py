"""Other people's costings beside ours, and what the sources print that does not add up."""

from __future__ import annotations

import pandas as pd

from report.facts import Fact, counted, units, written
from report.facts.units import Unit
from report.pages.methods import MethodsPage
from report.prose.passage import Passage, say
from report.prose.table import Column, Table


def verdicts(page: MethodsPage) -> tuple[Fact, Fact]:
    """Published costings met within five per cent, and those that can be expressed at all."""
    verdicts = page.comparisons["verdict"]
    agreed, expressed = int((verdicts == "within 5 %").sum()), int((verdicts != "not comparable").sum())
    formula = "table of published costings"
    return (
        counted("costings met within five per cent", agreed, formula).written_as(str(agreed)),
        counted("costings that can be expressed", expressed, formula).written_as(str(expressed)),
    )


def comparison(page: MethodsPage) -> Passage:
    """How other people's figures compare."""
    agreed, expressed = verdicts(page)
    unexplained = int((page.comparisons["verdict"] == "unexplained").sum())
    return say(
        """Others have costed the target too. Of {all} published figures on record {expressed} state enough to try; under their own assumptions
        this engine gives {agreed} of them within five per cent. For the others the table names the cause of the difference; {unexplained} remain
        unexplained. Where a source leaves its basis open, the reading nearest to its figure was taken: agreement then shows what a figure rests
        on, and does not test the engine.""",
        all=counted("published figures on record", len(page.comparisons), "table of published costings").written_as(
            str(len(page.comparisons))
        ),
        expressed=expressed,
        agreed=agreed,
        unexplained=counted("differences without a cause", unexplained, "table of published costings"),
    )


def comparison_table(page: MethodsPage) -> Table:
    """Ours beside theirs."""
    rows = page.comparisons[page.comparisons["verdict"] != "not comparable"]
    frame = rows.assign(
        source_=[f"{a}, {str(p)[:4]}" for a, p in zip(rows["author"], rows["published"], strict=True)],
        what=[f"{g}: {q}" for g, q in zip(rows["geography"], rows["quantity"], strict=True)],
        unit_=rows["unit"],
        basis=[" ".join(filter(None, (f"{r}.", c))) for r, c in zip(rows["reading"], rows["cause"], strict=True)],
        size=rows["difference_percent"].abs(),
    )
    return Table(
        id="comparisons",
        caption="Published costings, theirs and ours",
        subtitle="Ours under their assumptions, in their unit; the smallest difference first",
        frame=frame.sort_values("size"),
        columns=(
            Column("source_", "Source"),
            Column("what", "Figure"),
            Column("theirs", "Theirs", ANY, digits=1),
            Column("ours", "Ours", ANY, digits=1),
            Column("unit_", "Unit"),
            Column("difference_percent", "Difference", units.PERCENT, plus=True),
            Column("verdict", "Verdict"),
            Column("basis", "Our reading, and what explains a difference"),
        ),
        notes=("Sources in full in the table of published costings among the downloads of the data folder.",),
        source="Published costings as named; IMF, World Economic Outlook; own calculations",
        edition="vintages as named",
    )


ANY = Unit("as_stated", "in the row’s unit", 1, "as stated")


def missing_table(page: MethodsPage) -> Table:
    """What it would take to compare the others."""
    rows = page.comparisons[page.comparisons["verdict"] == "not comparable"]
    frame = rows.assign(
        source_=[f"{a}, {str(p)[:4]}" for a, p in zip(rows["author"], rows["published"], strict=True)],
        what=[f"{g}: {q}" for g, q in zip(rows["geography"], rows["quantity"], strict=True)],
        stated=[f"{value:g} {unit}" for value, unit in zip(rows["theirs"], rows["unit"], strict=True)],
    )
    return Table(
        id="not-comparable",
        caption="Published figures that cannot be compared",
        subtitle="And what is missing",
        frame=frame,
        columns=(
            Column("source_", "Source"),
            Column("what", "Figure"),
            Column("stated", "As published"),
            Column("missing", "What is missing"),
        ),
        source="Published costings as named",
        edition="record of November 2026",
    )


def oddities(page: MethodsPage) -> Passage:
    """What the sources print that does not add up."""
    return say(
        """NATO’s and the IMF’s tables are reconciled on every build: parts against wholes, shares against money, editions against each other.
        What does not add up is kept as published and recorded with its reason: {count} figures at present. A record fails the build when the
        source mends itself, so that none outlives its cause.""",
        count=counted("oddities on record", len(page.d.oddities), "table of oddities").written_as(
            written.decimal(len(page.d.oddities))
        ),
    )


TESTS = {
    "blank": "a blank in the source",
    "categories": "categories of spending do not add up to the whole",
    "coverage": "an aggregate leaves allies out",
    "currency": "figures in an earlier currency",
    "gap": "a figure the edition lacks",
    "gdp_break": "GDP changes its concept",
    "revised_categories": "categories moved between editions",
    "revised_personnel": "personnel revised between editions",
    "revised_share": "a past share revised between editions",
    "rounding": "a guideline met as printed, not as computed",
    "share_of_current_gdp": "share and current prices part",
    "share_of_real_gdp": "share is not that of real GDP",
    "sum_of_allies": "allies do not add up to the aggregate",
}


def _span(first: object, last: object) -> str:
    """``2014``, ``2014–2026``, or a dash where a record is about no year."""
    if pd.isna(first):
        return written.MISSING
    return str(first) if first == last else f"{first}–{last}"


def oddities_table(page: MethodsPage) -> Table:
    """Oddities by what they break and why."""
    rows = page.oddities
    frame = rows.assign(
        what=rows["test"].map(lambda name: TESTS.get(name, name.replace("_", " "))).map(written.sentence_case),
        when=[_span(*pair) for pair in zip(rows["first"], rows["last"], strict=True)],
    )
    return Table(
        id="oddities",
        caption="What the sources print that does not add up",
        subtitle="Figures on record by what they break and why; the most frequent first",
        frame=frame,
        columns=(
            Column("what", "What"),
            Column("count", "Figures", units.COUNT),
            Column("editions", "Edition or vintage"),
            Column("allies", "Allies"),
            Column("when", "Years"),
            Column("reason", "Reason"),
        ),
        source="NATO, editions as named; IMF, World Economic Outlook; own reconciliation",
        edition="all editions and vintages held",
    )


# limits, changes, citation

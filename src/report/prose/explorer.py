"""The explorer's own words: the block the browser computes in, and what each plan on record asks."""

from __future__ import annotations

from typing import Any

from report.facts.catalogue import declared
from report.pages import Page
from report.pages.explorer import DRAWS, ExplorerPage, address
from report.prose.passage import say
from report.prose.table import described, is_known
from report.shown import Explorer, Passage, Table

MAKER = "report.pages.explorer:browser_data"


def workbench(page: ExplorerPage) -> Explorer:
    """The controls, charts and tables, with the data they compute from."""
    return Explorer(page.data, MAKER)


def method(page: ExplorerPage) -> Passage:
    """How the figures come about, and what they leave out."""
    count = declared("draws_of_explorer", "", DRAWS, edition=page.origin.edition, status="assumption", kind="assumed")
    return say(
        """The page does in your browser what the other pages do beforehand, with the same figures: each ally’s share
        of GDP from NATO’s tables moves along the plan’s path, times GDP as the IMF expects it; beyond its last year
        its last growth rate is held. The extra is counted from the share of the base year, unless you choose
        otherwise, and cumulates from the base year. Likely ranges rest on {count} futures made of the IMF’s past
        forecast errors, and lie where outcomes have come out; they say how far growth may move the bill, not whether
        the plan is carried out. [The methods](methods.html) give each formula with an example; [the
        briefing](index.html) and each ally’s page say what the figures mean.

        A group’s share is its members’ spending over their GDP. NATO’s own, which counts Iceland’s GDP and is taken at
        constant prices, can be a hundredth of a point lower.

        All editions of NATO’s tables and all vintages of the IMF’s outlook on our record can be chosen. Editions are
        never mixed in one line; put side by side, they show what changed.""",
        "p",
        count=count,
    )


def plans_table(page: ExplorerPage) -> Table:
    """What each plan on record asks."""
    rows = [
        {"plan": row["title"], "core": _by(row, "core"), "related": _by(row, "related"), "source": row["source"]}
        for row in page.on_record
    ]
    return described("plans-on-record", page, rows)


def _by(row: dict[Any, Any], component: str) -> str:
    """``3.5% by 2035``; a dash where nothing is asked."""
    target, due = row[f"{component}_target"], row[f"{component}_year"]
    if not is_known(target):
        return "–"
    return f"{target:g}%" + (f" by {due}" if is_known(due) else "")


def onward(page: Page, label: str = "") -> Passage:
    """The way into the explorer, as a sentence, or as a button with a ``label``."""
    if label:
        return say(f"[{label}]({address(page)})", "actions")
    return say(f"[Try another plan, target or year]({address(page)}) in the explorer, or set allies side by side.")

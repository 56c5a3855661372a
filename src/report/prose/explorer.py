"""The explorer's own words: the block the browser computes in, and what each plan on record asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from report.facts.catalogue import declared
from report.outlook.plan import plan, plans
from report.outlook.risk import DRAWS
from report.outlook.scenario import SHAPES, Scenario
from report.pages import CountryPage, Page
from report.pages.explorer import ExplorerPage, digest
from report.prose.passage import Passage, say
from report.prose.table import Table, described

MAKER = "report.pages.explorer:browser_data"
MIME = "application/vnd.burdenshare.explorer+json"


@dataclass(frozen=True)
class Workbench:
    """What the browser computes from. Too large for a notebook, which names who makes it and its digest."""

    data: dict[str, Any]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        words = "The explorer: open explorer.html of a build in a browser."
        return {MIME: {"maker": MAKER, "sha256": digest(self.data)}, "text/plain": words}


def workbench(page: ExplorerPage) -> Workbench:
    """The controls, charts and tables, with the data they compute from."""
    return Workbench(page.data)


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

        All editions of NATO’s tables and all vintages of the IMF’s outlook on our record can be chosen. Editions are
        never mixed in one line; put side by side, they show what changed.""",
        "p",
        count=count,
    )


def asked(page: ExplorerPage) -> Table:
    """What each plan on record asks."""
    titles = dict(zip(page.d.sources["id"], page.d.sources["title"], strict=True))
    rows = [
        {
            "plan": row["title"],
            "core": _by(row, "core"),
            "related": _by(row, "related"),
            "source": titles.get(row["source"], row["source"]),
        }
        for row in plans().to_dict("records")
    ]
    return described("plans-on-record", page, pd.DataFrame(rows))


def _by(row: dict[Any, Any], component: str) -> str:
    """``3.5% by 2035``; a dash where nothing is asked."""
    target, due = row[f"{component}_target"], row[f"{component}_year"]
    if pd.isna(target):
        return "–"
    return f"{target:g}%" + (f" by {due}" if not pd.isna(due) else "")


def address(page: Page, *beside: str) -> str:
    """The explorer's address with the page's settings, ``beside`` other allies."""
    who = "NATO_EUR_CAN"
    if isinstance(page, CountryPage):
        who = page.iso3 if page.has_forces else "NATO_TOTAL"
    unit = "usd_constant" if page.prices == "constant" else "usd"
    seen: dict[str, Any] = {"edition": (page.edition,), "macro": (page.macro,), "baseline": page.baseline, "unit": unit}
    seen |= {"plan": (page.plan_name,)} if page.plan_name in set(plans()["id"]) else _own(page)
    return Scenario((who, *beside), **seen).url("../" * page.header()["slug"].count("/") + "explorer.html")


def _own(page: Page) -> dict[str, Any]:
    """What the explorer, which knows plans on record only, can be given of any other."""
    ask = page.ask("core", page.iso3 if isinstance(page, CountryPage) else "")
    if ask.share is None or ask.year is None or ask.shape not in SHAPES:
        return {}
    usual = plan(Scenario().plan[0]).core_target
    target = None if ask.share == usual else ask.share  # a target of one's own asks it of everybody
    return {"target": target, "year": ask.year, "shape": ask.shape, "exempt": (int(bool(page.plan.exemptions)),)}


def onward(page: Page, label: str = "") -> Passage:
    """The way into the explorer, as a sentence, or as a button with a ``label``."""
    if label:
        return say(f"[{label}]({address(page)})", "actions")
    return say(f"[Try another plan, target or year]({address(page)}) in the explorer, or set allies side by side.")

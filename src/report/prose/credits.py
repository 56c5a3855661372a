"""Where the figures come from, and the way into the explorer."""

from __future__ import annotations

from typing import Any

from report.outlook.plan import plan as find
from report.outlook.plan import plans
from report.outlook.scenario import SHAPES, Scenario
from report.pages import CountryPage, Page
from report.prose.passage import Passage, bullets, say


def sources(page: Page) -> Passage:
    """Where everything comes from."""
    return bullets(
        say(
            "**NATO.** {line}. Credit NATO; not for sale or advertising.",
            line=page.origin.measured(
                "nato_credit", "", f"{page.d.edition_info['title']}, {page.origin.edition.removeprefix('NATO, ')}"
            ),
        ),
        say(
            "**IMF.** {line}. Reshaped by us; the changes are stated in the data folder.",
            line=page.origin.measured("imf_credit", "", page.origin.macro),
        ),
        say(
            "**Everything else** is computed from these by the formulas given with each figure; the tables behind every chart can be downloaded."
        ),
    )


def explorer(page: Page, *beside: str) -> str:
    """The explorer's address with the page's own settings, ``beside`` other allies; of a plan of one's own it has target, year and shape."""
    who = "NATO_EUR_CAN"
    if isinstance(page, CountryPage):
        who = page.iso3 if page.has_forces else "NATO_TOTAL"
    unit = "usd_constant" if page.prices == "constant" else "usd"
    seen: dict[str, Any] = {"edition": (page.edition,), "macro": (page.macro,), "baseline": page.baseline, "unit": unit}
    seen |= {"plan": (page.plan_name,)} if page.plan_name in set(plans()["id"]) else _own(page)
    return Scenario((who, *beside), **seen).url("../" * page.header()["slug"].count("/") + "explorer.html")


def _own(page: Page) -> dict[str, Any]:
    """What the explorer, which knows plans on record only, can be given of any other; nothing of one it has no form for."""
    ask = page.ask("core", page.iso3 if isinstance(page, CountryPage) else "")
    if ask.share is None or ask.year is None or ask.shape not in SHAPES:
        return {}
    usual = find(Scenario().plan[0]).core_target
    target = None if ask.share == usual else ask.share  # a target of one's own asks it of everybody
    return {"target": target, "year": ask.year, "shape": ask.shape, "exempt": (int(bool(page.plan.exemptions)),)}


def onward(page: Page, label: str = "") -> Passage:
    """The way into the explorer, as a sentence, or as a button with a ``label``."""
    if label:
        return say(f"[{label}]({explorer(page)})", "actions")
    return say(f"[Try another plan, target or year]({explorer(page)}) in the explorer, or set allies side by side.")

"""How a page credits its sources and asks to be cited, the same on the web and in print."""

from __future__ import annotations

from report.publish.navigation import SITE
from report.shown import Head

TERMS = (
    "NATO’s figures: credit NATO; not for sale or advertising. IMF figures: credit the IMF; changed here by "
    "calculation. The code is free software.",
)


def citation(page: Head) -> str:
    """The line a reader can copy: page, site, date of the data, what it rests on."""
    rests_on = "; ".join(part for part in (page.edition, page.macro) if part)
    return f"“{page.title}”, {SITE}, as of {page.long_date} ({rests_on})."


def vintage(page: Head) -> list[tuple[str, str]]:
    """What the page rests on, label and value: date, edition, macro vintage, plan."""
    parts = {"Figures as of": page.long_date, "Spending": page.edition, "Economy": page.macro, "Plan": page.plan}
    return [(label, value) for label, value in parts.items() if value]

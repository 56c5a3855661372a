"""Sources and citation, as every page ends."""

from __future__ import annotations

from report.facts import named
from report.pages import Page
from report.prose.passage import Passage, bullets, say


def sources(page: Page) -> Passage:
    """Where everything comes from."""
    return bullets(
        say(
            "**NATO.** {line}. Credit NATO; not for sale or advertising.",
            line=named(
                "nato_credit",
                "NATO credit",
                f"{page.d.edition_info['title']}, {page.origin.edition.removeprefix('NATO, ')}",
                "table of editions",
                page.origin.edition,
            ),
        ),
        say(
            "**IMF.** {line}. Reshaped by us; the changes are stated in the data folder.",
            line=named("imf_credit", "IMF credit", page.origin.macro, "table of sources", page.origin.edition),
        ),
        say(
            "**Everything else** is computed from these by the formulas given with each figure; the tables behind every chart can be downloaded."
        ),
    )


def citation(page: Page) -> Passage:
    """How to cite the page."""
    from report import __version__

    text = f"burdenshare {__version__}: {page.header()['title']}. {page.origin.edition}; {page.origin.macro}."
    return say(
        "Suggested citation: {text}",
        "note",
        text=named(
            f"citation.{page.header()['slug']}",
            f"citation of “{page.header()['title']}”",
            text,
            "title, version, edition and macro vintage",
        ),
    )

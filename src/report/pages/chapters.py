"""Pages of the whole alliance beside the briefing: each takes the briefing's parameters and looks at one question closely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from report.pages.page import Page
from report.pages.parameters import check_parameters


@dataclass(frozen=True)
class SharingPage(Page):
    """How the burden is shared: inequality, size, wealth, rules, ranks and parity."""

    def header(self) -> dict[str, Any]:
        """Title, dates and identity, for the page's own head."""
        return {
            "slug": "sharing",
            "kind": "sharing",
            "label": "Who pays",
            "title": "Who pays",
            "subtitle": "How unequal NATO’s burdens are, by whose rule, and when the two sides of the Atlantic would be even",
            "description": "How NATO’s defence burden is shared: inequality, size and wealth of allies, what other rules of sharing would ask, ranks under any weights, and parity.",
            "iso3": None,
            **self._common(),
        }


@dataclass(frozen=True)
class ScorecardPage(Page):
    """Where each ally stands against the plan."""

    def header(self) -> dict[str, Any]:
        """Title, dates and identity, for the page's own head."""
        return {
            "slug": "scorecard",
            "kind": "scorecard",
            "label": "Scorecard",
            "title": "Where each ally stands",
            "subtitle": f"Every ally against “{self.plan.title}”: required path, next step, precedent, own pledge and the review",
            "description": f"A scorecard of all allies against “{self.plan.title}”: who has met it, who is ahead, on path or behind, and what the next step would be.",
            "iso3": None,
            **self._common(),
        }


def sharing_page(**parameters: Any) -> SharingPage:
    """The page on how the burden is shared, from notebook parameters; see :func:`check_parameters`."""
    return SharingPage(*_alliance(parameters))


def scorecard_page(**parameters: Any) -> ScorecardPage:
    """The page of the scorecard, from notebook parameters; see :func:`check_parameters`."""
    return ScorecardPage(*_alliance(parameters))


def _alliance(parameters: dict[str, Any]) -> tuple[Any, ...]:
    given = check_parameters(parameters)
    return tuple(given[name] for name in ("edition", "macro", "plan", "baseline", "prices"))

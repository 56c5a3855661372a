"""Small computed words that sentences share."""

from __future__ import annotations

from collections.abc import Sequence

from report.burdens.verification import STEP_RULE
from report.facts import Fact, Row, assumed, counted, guidelines, named, names, units
from report.facts.rows import spending_rows
from report.pages import Page, asked
from report.prose.passage import Segment

guideline = guidelines.guideline_fact
guideline_due, guideline_agreed, guideline_review = (
    guidelines.guideline_due,
    guidelines.guideline_agreed,
    guidelines.guideline_review,
)
EUROPE, ALL, US = "NATO_EUR_CAN", "NATO_TOTAL", "USA"


def percent(value: float, reason: str) -> Fact:
    """A guideline or target as people say it: ``2%``, ``3.5%``."""
    return assumed(f"guideline of {value:g}% of GDP", value, units.PERCENT_GDP, reason).written_as(f"{value:g}%")


def year(number: int, reason: str) -> Fact:
    """A year that comes from a plan or a decision."""
    return named(f"year {number}", str(number), reason)


def target(page: Page, component: str = "core", iso3: str = "") -> Fact:
    """The share the page's plan asks for, of one ally or of all that are not exempt: ``3.5%``."""
    return asked.target_fact(page.ask(component, iso3))


def due(page: Page, component: str = "core", iso3: str = "") -> Fact:
    """The year by which the page's plan asks for it."""
    return asked.due_fact(page.ask(component, iso3))


def shape(page: Page, component: str = "core", iso3: str = "") -> Fact:
    """How the page's plan has the share move: ``in a straight line``."""
    return asked.shape_fact(page.ask(component, iso3))


def start(page: Page, component: str = "related") -> Fact:
    """The share the page's plan assumes in the base year: ``zero``."""
    return asked.start_fact(page.ask(component))


def all_but(page: Page) -> tuple[Segment, ...]:
    """Who a target is asked of: all, or all but the allies that the plan treats as exempt."""
    exempt = [iso3 for iso3 in page.plan.exemptions if iso3 in page.names]
    if not exempt:
        return ("all",)
    return (
        "all but ",
        listed(page, f"allies treated as exempt under “{page.plan.title}”", exempt, "exemptions of the plan"),
    )


def common_target(page: Page) -> tuple[Segment, ...]:
    """`` of 3.5%``: the target that the plan sets to allies without a figure of their own; nothing where it sets no single one."""
    return (", ", target(page), ",") if page.ask().is_something else ()


def own_label(page: Page, label: str) -> str:
    """What a fact about the bill's base year is called: with that year where it is not the last of the edition, from which the other bills start."""
    return label if page.base_year == page.year else f"{label}, from {page.base_year}"


def span(page: Page) -> Fact:
    """The years that an amount in all is summed over: ``2027–2035``; the base year, in which nothing is added, is not among them."""
    first, last = page.base_year + 1, page.horizon
    text = f"{first}–{last}" if first < last else str(last)
    reason = "years after the base year, to the horizon of the plan"
    return _of_page(page, "span", own_label(page, "years summed over"), text, reason)


def _of_page(page: Page, key: str, label: str, text: str, reason: str) -> Fact:
    """Words that follow from a page's parameters: the source row says from which."""
    row = Row("page", key, locator=f"{page.baseline}, {page.prices} prices, plan {page.plan.id}")
    return Fact(label, text, units.TEXT, formula=reason, rows=(row,))


def listed(page: Page, label: str, allies: Sequence[str], formula: str, ranked: bool = False) -> Fact:
    """Allies by name as a fact, with the shares of GDP they were chosen by as source rows; by name, unless the order given says something."""
    own = page.d.allies.set_index("iso3")["name_in_text"]
    allies = allies if ranked else sorted(allies, key=lambda iso3: page.names[iso3])
    rows = spending_rows(page.d, allies, [page.year], ["share_gdp"])
    return names(
        label, [own[iso3] for iso3 in allies], formula, page.origin.edition, page.origin.status(page.year), rows
    )


def how_many(page: Page, label: str, allies: Sequence[str], formula: str) -> Fact:
    """A number of allies as a word, with the shares of GDP they were chosen by as source rows."""
    rows = spending_rows(page.d, allies, [page.year], ["share_gdp"])
    return counted(label, len(allies), formula, page.origin.edition, page.origin.status(page.year), rows)


def plural(number: Fact | int, one: str, many: str) -> str:
    """``one`` for exactly one, else ``many``."""
    value = number if isinstance(number, int) else int(float(number))
    return one if value == 1 else many


def price_words(page: Page) -> Fact:
    """How the page's money is priced, as a phrase."""
    text = f"at {page.base_year} prices and exchange rates" if page.prices == "constant" else "at current prices"
    return _of_page(page, "prices", own_label(page, "price basis"), text, "page parameter “prices”")


def national_prices(page: Page, constant: bool) -> Fact:
    """How money in national currency is priced, as a phrase: at the prices of the base year, or at current ones."""
    text = f"at {page.base_year} prices" if constant else "at current prices"
    return _of_page(page, "prices", own_label(page, "prices of national currency"), text, "price basis of the amount")


def baseline_words(page: Page) -> Fact:
    """What the bill is measured against, as a phrase."""
    return _of_page(page, "baseline", own_label(page, "baseline"), page.baseline_text, "page parameter “baseline”")


def agreed(page: Page) -> Fact:
    """The year in which the plan was agreed; the last year of the edition for a plan without one."""
    return year(
        page.plan.agreed_year or page.year, "year in which the plan was agreed, else the last year of the edition"
    )


def proposed_pace() -> Fact:
    """The pace that the proposal of May 2025 asked of every ally, in points of GDP."""
    reason = "proposal before The Hague summit of June 2025; not adopted"
    return assumed("pace proposed in May 2025", STEP_RULE, units.POINTS_A_YEAR, reason).written_as(
        f"{STEP_RULE:g} points"
    )


def sharing_prices(page: Page) -> Fact:
    """The prices that spending and GDP are compared in, as a phrase."""
    base = "current" if page.sharing.basis == "current" else page.origin.price_base
    return named(
        "price basis of sharing",
        f"at {base} prices and exchange rates",
        "what the edition prints both spending and GDP in",
    )

"""Small computed words that sentences share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from string import Formatter
from typing import Any

from report.facts import Fact, Row, named, rows, units, written
from report.facts.rows import spending_rows
from report.pages import CountryPage, Page, asked
from report.prose import passage
from report.shown import Passage, Segment, Style
from report.tables import guideline as tables_guideline

guideline = rows.guideline_fact
guideline_due, guideline_agreed, guideline_review = rows.guideline_due, rows.guideline_agreed, rows.guideline_review
EUROPE, ALL, US = "NATO_EUR_CAN", "NATO_TOTAL", "USA"


def say(
    template: str, style: Style = "p", of: Page | None = None, **values: Fact | str | tuple[Segment, ...]
) -> Passage:
    """:func:`report.prose.passage.say`; of a page, names not given are words that every page has: :data:`COMMON`."""
    return passage.say(template, style, **values, **_common(template, of, values))


def run(template: str, of: Page | None = None, **values: Fact | str | tuple[Segment, ...]) -> tuple[Segment, ...]:
    """A sentence, or a part that begins with a space or comma, to stand among others; filled as by :func:`say`."""
    return passage.filled(template, values | _common(template, of, values))


def _common(template: str, of: Page | None, given: Collection[str]) -> dict[str, Fact | str]:
    names = {name for _, name, _, _ in Formatter().parse(template) if name} - set(given) if of else set()
    return {name: COMMON[name](of) for name in sorted(names)}


def year(name: str, number: int, reason: str) -> Fact:
    """A year that comes from a plan or a decision."""
    return named(f"{name}.{number}", f"year {number}", str(number), reason)


def target(page: Page, component: str = "core", iso3: str = "") -> Fact:
    """The share the page's plan asks for, of one ally or of all that are not exempt: ``3.5%``."""
    return asked.target_fact(page.ask(component, iso3))


def shape(page: Page, component: str = "core", iso3: str = "") -> Fact:
    """How the page's plan has the share move: ``in a straight line``."""
    return asked.shape_fact(page.ask(component, iso3))


def unsigned(fact: Fact) -> Fact:
    """A fact without its minus, where the words around it say ``less``."""
    return fact.written_as(str(fact).lstrip("−"))


def more_or_less(amount: Fact) -> str:
    """What an :func:`unsigned` amount is beside its baseline."""
    return "more" if float(amount) >= 0 else "less"


def of_guideline(name: str) -> tuple[Segment, ...]:
    """A guideline by its own name, as any page may speak of it: ``3.5% of The Hague``."""
    return (guideline(name), f" of {tables_guideline(name).meeting}")


def all_but(page: Page) -> tuple[Segment, ...]:
    """Of whom the plan's target is asked: all, all but the exempt, all without a pledge of their own."""
    ask = page.ask()
    if ask.whom == "all without their own":
        return ("all without a pledge of their own",)
    if not (exempt := [iso3 for iso3 in ask.exempt if iso3 in page.names]):
        return ("all",)
    who = listed(page, "exempt", exempt, page.plan.key, plan=page.plan.title)
    return ("all but ", who, " (treated here as exempt)")


def by_when(page: Page, component: str = "core", iso3: str = "") -> tuple[Segment, ...]:
    """When the plan's target is due, as a phrase: `` by 2035``, `` in steps of 0.2 points of GDP a year``."""
    ask = page.ask(component, iso3)
    return (" ", asked.shape_fact(ask)) if ask.year is None else (" by ", asked.due_fact(ask))


def horizon(page: Page) -> Fact:
    """The last year the plan is computed for, that of the bill."""
    return asked.plan_fact(page.ask(), "horizon", "last year of the bill", page.horizon, units.YEAR)


def common_target(page: Page) -> tuple[Segment, ...]:
    """Where allies without a figure of their own are: ``at the target of the others, 3.5%,``; on their path, where the
    plan itself departs from what it asks."""
    if not page.is_as_asked:
        return ("on the path of the others",)
    return ("at the target of the others", *((", ", target(page), ",") if page.ask().is_something else ()))


def own_label(page: Page, label: str) -> str:
    """What a fact about the base year is called, with that year where it is not the edition's last."""
    return label if page.base_year == page.year else f"{label}, from {page.base_year}"


def span(page: Page) -> Fact:
    """The years that an amount in all is summed over, those after the base year: ``2027–2035``."""
    first, last = page.base_year + 1, page.horizon
    text = f"{first}–{last}" if first < last else str(last)
    reason = "years after the base year, to the horizon of the plan"
    return _of_page(page, "span", "span", own_label(page, "years summed over"), text, reason)


def _of_page(page: Page, name: str, key: str, label: str, text: str, reason: str) -> Fact:
    """Words that follow from a page's parameters: the source row says from which."""
    row = Row("page", key, locator=f"{page.baseline}, {page.prices} prices, plan {page.plan.id}")
    whole = f"{name}.{page.base_year}.{page.plan.key}.{page.baseline}.{page.prices}"
    return Fact(whole, label, text, units.TEXT, formula=reason, rows=(row,))


def listed(
    page: Page, quantity: str, allies: Sequence[str], at: object = "", ranked: bool = False, **details: Any
) -> Fact:
    """Allies by name as a declared fact, with their shares as source rows; in the order given if ``ranked``."""
    own = page.d.allies.set_index("iso3")["name_in_text"]
    allies = allies if ranked else sorted(allies, key=lambda iso3: page.names[iso3])
    rows = spending_rows(page.d, allies, [page.year], ["share_gdp"])
    return page.origin.measured(quantity, at, tuple(own[iso3] for iso3 in allies), page.year, rows=rows, **details)


def how_many(page: Page, quantity: str, allies: Sequence[str], at: object = "", **details: Any) -> Fact:
    """A declared number of allies as a word, with the shares of GDP they were chosen by as source rows."""
    rows = spending_rows(page.d, allies, [page.year], ["share_gdp"])
    return page.origin.counted(quantity, at, len(allies), page.year, rows=rows, **details)


def rounded(fact: Fact, digits: int = 0, mark: str = "%") -> Fact:
    """The fact with so many decimals and its mark: ``71%``."""
    return fact.written_as(f"{written.decimal(float(fact), digits)}{mark}")


def fine(fact: Fact) -> Fact:
    """A part of a whole; below one per cent it needs a second decimal."""
    return rounded(fact, 2) if abs(float(fact)) < 1 else fact


def in_words(fact: Fact) -> Fact:
    """A count as a word: ``nine``."""
    return fact.written_as(written.number_word(int(float(fact))))


def plural(number: Fact | int, one: str, many: str) -> str:
    """``one`` for exactly one, else ``many``."""
    return one if int(float(number)) == 1 else many


def opening(number: Fact) -> Fact:
    """A count at the head of a sentence: ``Five``, ``30``, ``Not one``; with :func:`opened` as its verb."""
    return number.written_as(written.sentence_case(str(number)) if float(number) else "Not one")


def opened(number: Fact, one: str, many: str) -> str:
    """The verb after :func:`opening`: ``one`` for at most one."""
    return one if float(number) <= 1 else many


def price_words(page: Page) -> Fact:
    """How the page's money is priced, as a phrase."""
    base, label = page.base_year if page.prices == "constant" else None, own_label(page, "price basis")
    return prices(base, f"price_basis.{page.base_year}", label, "page parameter “prices”", rates=base is not None)


def prices(
    base: int | str | None,
    name: str = "prices",
    label: str = "",
    reason: str = "unit of the amounts",
    rates: bool = True,
) -> Fact:
    """How money is priced, as a phrase: ``at 2026 prices and exchange rates``, ``at current prices``."""
    kind = "current" if base is None else f"constant {base}"
    text = f"at {base or 'current'} prices{' and exchange rates' if rates else ''}"
    name, called = f"{name}.{base or 'current'}", label or "price basis"
    name, called = (name, f"{called}, with exchange rates") if rates else (f"{name}.national", called)
    return Fact(name, called, text, units.TEXT, formula=reason, rows=(Row("prices", kind),))


def national_prices(page: Page, constant: bool) -> Fact:
    """How money in national currency is priced, as a phrase: at the prices of the base year, or at current ones."""
    base, label = page.base_year if constant else None, own_label(page, "prices of national currency")
    return prices(base, f"national_prices.{page.base_year}", label, "price basis of the amount", rates=False)


def own_prices(page: CountryPage) -> Fact:
    """The prices of :meth:`CountryPage.own_column`, as a phrase: those of the base year, or current ones."""
    return national_prices(page, page.own_column("extra").endswith("_constant"))


def baseline_words(page: Page) -> Fact:
    """What the bill is measured against, as a phrase."""
    label, reason = own_label(page, "baseline"), "page parameter “baseline”"
    return _of_page(page, "baseline", "baseline", label, page.baseline_text, reason)


def than_baseline(page: Page) -> Fact:
    """What an amount is more than, to follow “more than”: ``at today’s share``, ``2% of GDP``."""
    own = f"at its share of {page.base_year}" if page.base_year != page.year else "at today’s share"
    texts = {"freeze": own, "zero": "nothing"}
    text = texts.get(str(page.baseline)) or page.baseline_text.removeprefix("spending ")
    return _of_page(page, "than_baseline", "baseline", own_label(page, "baseline"), text, "page parameter “baseline”")


def agreed(page: Page) -> Fact:
    """The year in which the plan was agreed, or put forward. Raises ``ValueError`` for a plan that names none."""
    return asked.agreed_fact(page.ask())


def sharing_prices(page: Page) -> Fact:
    """The prices that spending and GDP are compared in, as a phrase."""
    base = None if page.sharing.basis == "current" else page.origin.price_base
    return prices(base, "sharing_prices", "price basis of sharing", "what the edition prints both spending and GDP in")


COMMON: dict[str, Callable[[Any], Fact | str]] = {
    "plan": Page.plan_name_fact,
    "name": lambda page: page.name_in_text,
    "year": lambda page: page.when(page.year),
    "horizon": horizon,
    "prices": price_words,
    "own_prices": own_prices,
    "baseline": baseline_words,
    "span": span,
    "macro": lambda page: named(
        "macro_vintage", "macro vintage", page.origin.macro, "page parameter", page.origin.edition
    ),
    "wales": lambda page: guideline("wales"),
}
"""What any sentence about a page may name."""

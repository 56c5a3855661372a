"""Every sentence is true for every plan, edition, baseline and price basis: what it claims is compared with the plan
and the frame.

``make test`` takes a selection in which every two choices meet; ``make grid`` takes all of them.
"""

from __future__ import annotations

import gc
import os
from itertools import cycle, product
from pathlib import Path

import pytest
from pairs import pairwise_cases
from rules import wrong
from showing import refuse_gaps, shown

from report.facts import Fact, named, units
from report.facts.rows import guideline_due, guideline_fact
from report.outlook import plans
from report.pages import alliance_page, country_page
from report.pages.asked import due_fact
from report.prose import words
from report.prose.passage import say
from report.tables.releases import newest_edition

OWN = [str(Path(__file__).with_name(name)) for name in ("early.toml", "late.toml")]
AXES = {
    "plan": [*plans()["id"], *OWN],
    "edition": [newest_edition(), "2025-08", "2024-06"],
    "baseline": ["freeze", "2%", "zero"],
    "prices": ["constant", "current"],
}
PAGES = ("briefing", "scorecard", "country")
"""Pages of which every sentence may hang on the plan."""
OTHERS = ("sharing", "methods")
"""Pages that hang on the plan in few places: shown once for each edition, each time under another plan."""
ALLIES = ("EST", "ISL", "ESP", "LUX", "TUR", "DEU", "POL", "USA", "GBR", "SVN", "ITA", "CAN", "LVA")
"""One without forces, one exempt, one measured on GNI, one with high inflation, one whose last share an edition
withholds, others, and three whose pledges and costings are told otherwise."""


@pytest.fixture(scope="module", autouse=True)
def loaded():
    """What is loaded before the first page stays: the collector need not look at it again after each page."""
    gc.freeze()
    yield
    gc.unfreeze()


def cases():
    """Pages with their parameters: every two choices once, or all where the environment asks for the whole grid."""
    if os.environ.get("BURDENSHARE_GRID") == "all":
        chosen = [dict(zip(AXES, values, strict=True)) for values in product(*AXES.values())]
        places = [(name, "") for name in (*PAGES[:-1], *OTHERS)] + [("country", iso3) for iso3 in ALLIES]
        return [(name, {**case, **({"country": iso3} if iso3 else {})}) for case in chosen for name, iso3 in places]
    allies = cycle(ALLIES)
    picked = pairwise_cases({**AXES, "page": PAGES})
    few = [
        dict(zip(AXES, choice, strict=False))
        for choice in zip(
            *(cycle(reversed(axis)) if axis != AXES["edition"] else axis for axis in AXES.values()), strict=False
        )
    ]
    picked += [{**case, "page": page} for page in OTHERS for case in few]
    return [_placed(case, allies) for case in sorted(picked, key=lambda case: [case[name] for name in AXES])]


def _placed(case, allies):
    page = case.pop("page")
    return page, {**case, **({"country": next(allies)} if page == "country" else {})}


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        pytest.param(
            *case,
            id=f"{case[0]}-{'-'.join(map(str, map(Path, case[1].values())))}".replace(
                str(Path(__file__).parent) + "/", ""
            ),
        )
        for case in cases()
    ],
)
def test_a_page_says_what_is_so(name, parameters):
    objects = shown(name, **parameters)
    refuse_gaps(objects)
    page = objects[0][1]
    found = [problem for _, one in objects for problem in wrong(page, one)]
    del objects, page
    gc.collect()  # a page and its frames, 190 MB of draws, hold each other; the collector alone lets several pile up
    assert found == []


def test_the_selection_holds_every_pair():
    # 2 × 2 × 3: each of the 4 + 6 + 6 = 16 pairs, three to a case, so at least six cases
    found = pairwise_cases({"a": [1, 2], "b": [1, 2], "c": [1, 2, 3]})
    assert len(found) == 6
    assert {(case["a"], case["c"]) for case in found} == set(product([1, 2], [1, 2, 3]))


# Sentences as they once stood: each is found to be false.


def _problems(page, template, **values):
    return wrong(page, say(template, **values))


def test_the_hagues_guideline_is_not_said_to_be_another_plans():
    core5 = alliance_page(plan="core-5")
    said = {"core": guideline_fact("core"), "due": guideline_due("core")}
    assert _problems(core5, "Five already meet the {core} asked of all by {due}.", **said)
    assert not _problems(core5, "Five are at the {core} of The Hague, due by {due}.", **said)
    assert not _problems(alliance_page(), "Five already meet the {core} asked of all by {due}.", **said)


def test_a_share_from_nowhere_is_found():
    percent = Fact("typed", "typed", 3.5, units.PERCENT_GDP, status="assumption", kind="assumed", text="3.5%")
    assert _problems(alliance_page(), "It needs {core} of GDP.", core=percent)


def test_another_plans_field_is_found():
    early, page = alliance_page(plan=OWN[0]), alliance_page()
    assert _problems(page, "Due by {due}.", due=due_fact(early.ask()))
    assert _problems(page, "It rises {shape}.", shape=words.shape(early))


def test_the_related_year_beside_the_core_share_is_found():
    early = alliance_page(plan=OWN[0])  # core by 2032, related by 2035
    assert _problems(early, "All go to {core} by {due}.", core=words.target(early), due=due_fact(early.ask("related")))
    horizon = named("horizon.2035", "year 2035", "2035", "horizon of the plan")
    assert _problems(early, "All go to {core} by {due}.", core=words.target(early), due=horizon)
    assert not _problems(early, "All go to {core} by {due}.", core=words.target(early), due=due_fact(early.ask()))


def test_the_common_target_is_not_asked_of_the_exempt():
    spain = country_page("ESP")
    assert _problems(spain, "Spain goes to {core}.", core=words.target(spain))
    assert not _problems(spain, "Spain goes to {core}.", core=words.target(spain, "core", "ESP"))


def test_a_span_other_than_the_sums_is_found():
    page = alliance_page(baseline="2%")
    total = page.bill("NATO_TOTAL", "core", "cumulative_extra_usd_m_constant")
    wrong_years = words.span(alliance_page(edition="2025-08"))
    said = {"total": total, "prices": words.prices(2026)}
    assert _problems(page, "Summed over {span} it is {total}, {prices}.", span=wrong_years, **said)
    assert not _problems(page, "Summed over {span} it is {total}, {prices}.", span=words.span(page), **said)


def test_two_price_bases_in_one_breath_are_found():
    page = country_page("DEU")
    now, then = (page.bill("DEU", "core", column) for column in ("extra_usd_m_constant", "extra_ncu_m"))
    assert _problems(page, "It is {now}, {prices}. That is {then}.", now=now, then=then, prices=words.prices(2026))
    assert _problems(page, "It is {now}, or {then}, {prices}.", now=now, then=then, prices=words.prices(2026))
    both = {"prices": words.prices(2026), "others": words.prices(None)}
    assert not _problems(page, "It is {now}, {prices}. That is {then}, {others}.", now=now, then=then, **both)

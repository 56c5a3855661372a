"""Events, plans and membership, against the project's own tables."""

import datetime
from dataclasses import replace

import pytest

from report.ledger.checks.events import (
    compare_events,
    date_of_event,
    days_of,
    elapsed,
    event_value,
    first_since,
    members,
    newest_member,
    on_day,
)
from report.ledger.checks.levels import share_of_alliance
from report.ledger.checks.plans import plan_order, plan_target, pledge, recent_pledge, sums_to
from report.ledger.faults import BadClaims
from report.ledger.finding import stated
from report.ledger.reading import read_evidence

from .conftest import TEXT


@pytest.fixture(scope="module")
def evidence():
    return read_evidence()


@pytest.mark.parametrize(
    ("comparator", "value", "holds"),
    [
        ("equals", "2025-06-24", True),
        ("equals", "2025-06-25", True),  # the second day
        ("equals", "2025-06-26", False),
        ("equals", "2025-06", True),
        ("equals", "2025", True),
        ("equals", "2025-05", False),
        ("before", "2025-06-25", True),
        ("before", "2025-06-24", False),
        ("by", "2025-06", True),
        ("after", "2025-05", True),
    ],
)
def test_an_event_falls_on_any_of_its_days(evidence, comparator, value, holds):
    # the summit in The Hague: 24 and 25 June 2025
    assert on_day(evidence, "hague-2025", comparator, value) is holds


def test_a_dates_finding_shows_the_days(evidence, claim):
    found = date_of_event(
        claim(check="date_of_event", subject_kind="event", subjects=("hague-2025",), value="2025-06-24", unit="date"),
        evidence,
    )
    assert found[0].holds is True and str(found[0].measured) == "24–25 June 2025"


@pytest.mark.parametrize(
    ("event", "value", "unit", "comparator", "holds"),
    [
        ("hague-2025-step", True, "yes_no", "equals", False),
        ("hague-2025-step", False, "yes_no", "equals", True),
        ("hague-2025-agreeing", 17, "count", "at_least", True),
        ("washington-2024-pledge", 40000, "eur_m", "equals", True),
        # 40 billion euros at the mean rate of 2024, 4684.182 / 4328.97 = 1.082 dollars a euro, are 43.3 billion dollars
        ("washington-2024-pledge", 40000, "usd_m", "equals", False),
        ("washington-2024-pledge", 43000, "usd_m", "equals", True),  # stated in billions, compared in billions
        ("washington-2024-pledge", 43500, "usd_m", "at_least", False),
        ("zakharova-2025-05", True, "yes_no", "equals", None),  # an unverified record settles nothing
        ("invasion-2022", 2022, "year", "equals", True),
    ],
)
def test_a_record_is_held_against_the_value(evidence, claim, event, value, unit, comparator, holds):
    found = event_value(
        claim(
            check="event_value", subject_kind="event", subjects=(event,), value=value, unit=unit, comparator=comparator
        ),
        evidence,
    )
    assert found[0].holds is holds


@pytest.mark.parametrize(
    ("check", "event", "value", "unit", "arguments"),
    [
        (event_value, "rubio-2025-04-describes", "the arrangement as it is", "text", {}),
        (event_value, "hague-2025-step", 0.2, "points", {}),
        (event_value, "washington-2024-pledge", 40, "count", {}),
        (compare_events, "hague-2025", 5, "count", {"than": "washington-2024-paragraphs", "by": "value"}),
        (share_of_alliance, "", 64, "percent", {"event": "annual-report-2024-meeting"}),
    ],
)
def test_a_claim_in_another_unit_than_its_record_is_refused(evidence, claim, check, event, value, unit, arguments):
    given = {"subject_kind": "event", "subjects": (event,)} if event else {"subject_kind": "iso3", "subjects": ("USA",)}
    with pytest.raises(BadClaims) as error:
        check(claim(value=value, unit=unit, arguments=arguments, **given), evidence)
    fault = error.value.faults[0]
    assert (fault.file, fault.claim, fault.field) == ("seeds/900.toml", "900-example", "unit")
    assert "cannot be compared" in fault.what and "Give the value in" in fault.remedy


@pytest.mark.parametrize(
    ("event", "value", "arguments", "holds", "told"),
    [
        ("hague-2025", "2025-06-24", {"days": 2}, True, "24–25 June 2025"),
        ("hague-2025", "2025-06-24", {"days": 1}, False, "24–24 June 2025"),
        ("hague-2025", "2025-06-23", {"days": 3}, False, "23–25 June 2025"),
        ("rutte-letter", "2025-05-01", {"within": 10}, True, "1–10 May 2025"),
        ("antalya-2025", "2025-05-01", {"within": 14}, False, "1–14 May 2025"),  # it ended on the 15th
        ("schoof-2025", "2025-04-28", {"within": 7}, False, "28 April 2025 to 4 May 2025"),
    ],
)
def test_both_days_of_a_meeting_and_spans_of_days(evidence, claim, event, value, arguments, holds, told):
    dated = claim(
        check="date_of_event", subject_kind="event", subjects=(event,), value=value, unit="date", arguments=arguments
    )
    assert date_of_event(dated, evidence)[0].holds is holds and str(stated(dated)) == told


def test_the_length_of_a_summit_counts_both_ends(evidence):
    # 9, 10 and 11 July 2024
    assert days_of(evidence, "washington-2024").value == 3


def test_two_events_are_compared_by_value_or_days(evidence, claim):
    shorter = claim(
        check="compare_events",
        subject_kind="event",
        subjects=("hague-2025",),
        comparator="below",
        arguments={"than": "washington-2024", "by": "days"},
    )
    wordier = claim(
        check="compare_events",
        subject_kind="event",
        subjects=("hague-2025-paragraphs",),
        comparator="above",
        arguments={"than": "washington-2024-paragraphs", "by": "value"},
    )
    # two days against three; five paragraphs against thirty-eight
    assert compare_events(shorter, evidence)[0].holds is True and compare_events(wordier, evidence)[0].holds is False


def test_years_from_an_event_to_the_text(evidence, claim):
    found = elapsed(
        claim(
            check="elapsed",
            subject_kind="event",
            subjects=("invasion-2022",),
            comparator="above",
            value=3,
            unit="years",
        ),
        evidence,
    )
    # 24 February 2022 to 14 May 2025: 1175 days / 365.25 = 3.217
    assert found[0].measured.value == pytest.approx(3.217, abs=1e-3) and found[0].holds is True


@pytest.mark.parametrize(("since", "between"), [("trump-2025-inauguration", 0), ("brussels-2018", 2)])
def test_the_first_of_its_kind_has_none_before_it(evidence, claim, since, between):
    found = first_since(
        claim(check="first_since", subject_kind="event", subjects=("hague-2025",), value=0, arguments={"since": since}),
        evidence,
    )
    # after Brussels 2018 the record holds Vilnius 2023 and Washington 2024 before The Hague
    assert found[0].measured.value == between


@pytest.mark.parametrize(
    ("value", "year", "comparator", "holds", "verdict"),
    [
        (3.5, 2035, "equals", True, ""),
        (3.5, 2032, "equals", False, "superseded"),
        (3.5, 2025, "equals", False, ""),  # a year nobody had proposed
        (3.7, 2035, "equals", False, ""),
        (3.5, None, "equals", True, ""),
        (3.5, 2032, "after", True, ""),
    ],
)
def test_a_plan_is_agreed_superseded_or_neither(evidence, claim, value, year, comparator, holds, verdict):
    stated = claim(
        check="plan_target",
        measure="target",
        value=value,
        year=year,
        comparator=comparator,
        unit="percent_gdp",
        kind="plan",
        arguments={"component": "core"},
    )
    found = plan_target(stated, evidence)
    assert (found[0].holds, found[0].verdict) == (holds, verdict)


def test_both_parts_are_due_in_the_same_year(evidence, claim):
    found = plan_order(
        claim(
            check="plan_order",
            measure="target",
            comparator="above",
            value=0,
            unit="years",
            arguments={"first": "core", "second": "related"},
        ),
        evidence,
    )
    assert found[0].measured.value == 0 and found[0].holds is False


def test_the_agreed_parts_add_up(evidence, claim):
    found = sums_to(
        claim(
            check="sums_to", measure="target", value=5.0, unit="percent_gdp", arguments={"parts": ["core", "related"]}
        ),
        evidence,
    )
    # 3.5 + 1.5
    assert found[0].measured.value == 5.0 and found[0].holds is True


def test_an_allys_own_pledge_nearest_to_the_value_is_shown(evidence, claim):
    stated = claim(
        check="pledge",
        subject_kind="iso3",
        subjects=("ESP",),
        measure="target",
        comparator="below",
        value=3.5,
        unit="percent_gdp",
        arguments={"component": "core"},
    )
    found = pledge(stated, evidence)
    assert found[0].measured.value == 2.1 and found[0].holds is True


@pytest.mark.parametrize(
    ("kind", "value", "holds"),
    [
        ("fact", 3.5, True),  # that it has been pledged, for 2035, is so
        ("plan", 3.5, None),  # that it will be spent, 2035 will show
        ("forecast", 3.5, None),
        ("forecast", 2.0, True),  # pledged for 2025, a year the tables hold
        ("forecast", 5.0, False),  # nothing like it was pledged
    ],
)
def test_a_pledge_for_a_year_to_come_proves_no_forecast(evidence, claim, kind, value, holds):
    given = {"subject_kind": "iso3", "subjects": ("NLD",), "measure": "target", "unit": "percent_gdp"}
    stated = claim(check="pledge", kind=kind, value=value, arguments={"component": "core"}, **given)
    found = pledge(stated, evidence)[0]
    assert found.holds is holds and ("pledged_only" in found.remarks) is (holds is None)


@pytest.mark.parametrize(("within", "holds"), [(60, True), (10, False)])
def test_recent_counts_days_before_the_text(evidence, claim, within, holds):
    stated = claim(
        check="recent_pledge",
        subject_kind="iso3",
        subjects=("ITA", "ESP"),
        measure="target",
        value=2.0,
        unit="percent_gdp",
        arguments={"within_days": within},
    )
    found = recent_pledge(stated, evidence)
    # Italy on 17 April 2025, 27 days before 14 May; Spain on 22 April
    assert found[0].measured.value == 27 and found[0].holds is holds


@pytest.mark.parametrize(
    ("day", "number"),
    [(datetime.date(2025, 5, 14), 32), (datetime.date(2023, 4, 3), 30), (datetime.date(2023, 4, 4), 31)],
)
def test_members_are_counted_on_the_day_of_the_text(evidence, claim, day, number):
    # Finland joined on 4 April 2023, Sweden on 7 March 2024
    stated = claim(check="members", measure="membership", value=32, text=replace(TEXT, date=day))
    assert members(stated, evidence)[0].measured.value == number


def test_the_newest_member_is_the_last_to_join_before_the_text(evidence, claim):
    stated = claim(check="newest_member", measure="membership", value="FIN", unit="iso3")
    assert newest_member(stated, evidence)[0].measured.value == "SWE"
    earlier = replace(stated, text=replace(TEXT, date=datetime.date(2023, 12, 31)))
    assert newest_member(earlier, evidence)[0].holds is True


@pytest.mark.parametrize(("among", "holds"), [(1, False), (2, True)])
def test_a_new_member_is_one_of_the_last_to_join(evidence, claim, among, holds):
    # Finland joined in April 2023, Sweden in March 2024, the text is of May 2025
    stated = claim(check="newest_member", measure="membership", value="FIN", unit="iso3", arguments={"among": among})
    assert newest_member(stated, evidence)[0].holds is holds

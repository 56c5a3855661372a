"""Checks on what happened and what was said, against ``data/events.csv``, and on who belonged to the alliance."""

from __future__ import annotations

import datetime

import pandas as pd

from report.facts import Fact, Row, Unit, written
from report.facts.catalogue import count_of, declared
from report.facts.rows import macro_rows
from report.ledger.checks.registry import finding, on_record
from report.ledger.evidence import Evidence
from report.ledger.faults import BadClaims, Fault
from report.ledger.finding import DATED, Details, Finding, compare, from_record, same, span, stated, stated_days
from report.ledger.record import Claim
from report.ledger.vocabulary import schema, unit

DAYS_A_YEAR = 365.25
OWN_SENTENCE = ("unsourced", "not_due")
"""Reasons that lie in our search or in the calendar, not in open data."""
WORDED = ("text", "yes_no", "year")
MONEY = ("eur_m", "usd_m")
MILLIONS = 1000
"""Millions in the billions that texts state."""
RATE_OF = "DEU"
"""The euro ally whose GDP in both currencies gives the mean rate of a year."""
MARKS = {"percent": "%", "percent_gdp": "%", "thousand": " thousand", "points": " points"}
"""What follows a recorded figure; other units are written by their own rule."""


def event_row(evidence: Evidence, event: str) -> Row:
    """The pointer to an event's row: its source, and how sure the record is."""
    row = evidence.events.loc[event]
    number = None if row["unit"] in ("text", "yes_no") else float(row["value"])
    source, locator = row["source_url"] or row["source_title"], f"{row['source_title']} ({row['confidence']})"
    return Row("events", event, number, row["unit"], source, locator)


def event_fact(evidence: Evidence, event: str) -> Fact:
    """What is on record about an event, as a fact, with the decimals of the record: ``3.5%``, ``50 thousand``."""
    row, source = evidence.events.loc[event], event_row(evidence, event)
    recorded, counted_in = str(row["value"]), str(row["unit"])
    text = recorded.removesuffix(".0") + MARKS[counted_in] if counted_in in MARKS else ""
    value = recorded if source.value is None else source.value
    words: Details = {"unit": unit(counted_in), "kind": "published", "rows": (source,), "text": text}
    return declared("value", "", value, of=event, **words, what=row["what"])


def what(evidence: Evidence, event: str) -> Fact:
    """What an event's value is of, as a sentence names it."""
    rows, named = (event_row(evidence, event),), str(evidence.events.at[event, "what"])
    return declared("event", "", named, name=f"{event}.what", rows=rows, event=event)


def day_fact(evidence: Evidence, event: str) -> Fact:
    """The day or days of an event: ``24–25 June 2025``."""
    row, rows = evidence.events.loc[event], (event_row(evidence, event),)
    first, last = str(row["date"]), row["until"]
    text = written.day_or_month(first) if pd.isna(last) else span(_date(first), last.date())
    return declared("day", "", first, of=event, kind="published", rows=rows, text=text, event=event)


def _last(evidence: Evidence, event: str) -> str:
    """The last day of an event as an ISO date, or its month."""
    row = evidence.events.loc[event]
    return str(row["date"]) if pd.isna(row["until"]) else f"{row['until']:%Y-%m-%d}"


def _about(claim: Claim, evidence: Evidence, event: str) -> dict[str, Fact]:
    """What a sentence about an event may name: event, day, stated value, and what the record says of its limits."""
    note, rows = str(evidence.events.at[event, "note"]), (event_row(evidence, event),)
    denied = schema()["denied"].get(event, f"it is not so that {evidence.events.at[event, 'what']}")
    return {
        "what": what(evidence, event),
        "day": day_fact(evidence, event),
        "denied": what(evidence, event).written_as(str(denied)),
        "stated": stated(claim),
        "recorded": declared("note", "", note, of=event, rows=rows, event=event),
    }


def _found(
    claim: Claim, evidence: Evidence, measured: Fact, values: dict[str, Fact], holds: bool | None, template: str = ""
) -> Finding:
    """A finding on the event a claim is about, with what its record says of its limits; open where unverified."""
    row = evidence.events.loc[claim.subject]
    sure = str(row["confidence"])
    remarks = (sure,) * (sure != "verified") + ("recorded",) * bool(row["note"])
    remarks += ("exchanged",) * ("in_record" in values and measured is not values["in_record"])
    settled = None if sure == "unverified" else holds
    return finding(claim, measured, values, holds=settled, remarks=remarks, template=template)


@on_record
def date_of_event(claim: Claim, evidence: Evidence) -> Finding:
    """Whether the event fell on the stated day (any of its days), before, by or after it; a month matches its days.
    With ``days`` it took exactly that many from the stated one on; with ``within`` it fell into them."""
    values = _about(claim, evidence, claim.subject)
    if DATED & set(claim.arguments):
        first, last = map(str, stated_days(claim))
        begun, ended = str(evidence.events.at[claim.subject, "date"]), _last(evidence, claim.subject)
        holds = (begun, ended) == (first, last) if "days" in claim.arguments else first <= begun and ended <= last
    else:
        holds = on_day(evidence, claim.subject, claim.comparator, str(claim.value))
    return _found(claim, evidence, values["day"], values, holds)


def on_day(evidence: Evidence, event: str, comparator: str, value: str) -> bool:
    """How an event's days stand to a day or a month; ISO dates order as text."""
    first, last = str(evidence.events.at[event, "date"]), _last(evidence, event)
    tests = {
        "equals": first[: len(value)] <= value <= last[: len(value)],
        "before": first < value,
        "by": first[: len(value)] <= value,
        "after": first[: len(value)] > value,
    }
    return tests[comparator]


@on_record
def event_value(claim: Claim, evidence: Evidence) -> Finding:
    """Whether the record of the event says what the text says; other money is compared at the year's mean rate. A claim
    in another unit than the record is a wrong record: the two cannot be compared."""
    event = claim.subject
    recorded, row = event_fact(evidence, event), evidence.events.loc[event]
    if not {claim.unit, row["unit"]} <= set(MONEY):
        in_unit(claim, evidence, event, claim.unit)
    measured = recorded if row["unit"] == claim.unit else _exchanged(evidence, claim, recorded)
    template = str(row["value"]) if row["unit"] == "yes_no" else "value"
    template = "unverified" if row["confidence"] == "unverified" else template
    values, holds = _about(claim, evidence, event) | {"in_record": recorded}, _value_holds(claim, measured, recorded)
    return _found(claim, evidence, measured, values, holds, template)


def in_unit(claim: Claim, evidence: Evidence, event: str, wanted: str) -> None:
    """Raises BadClaims where the record of an event is in another unit than the one it is compared in."""
    recorded = str(evidence.events.at[event, "unit"])
    if recorded != wanted:
        what = f"event {event!r} is recorded in {recorded!r} and cannot be compared with a value in {wanted!r}"
        remedy = f"Give the value in {recorded!r} or name an event recorded in {wanted!r}."
        raise BadClaims([Fault(claim.text.file, claim.id, "unit", what, remedy)])


def _exchanged(evidence: Evidence, claim: Claim, recorded: Fact) -> Fact:
    """A recorded sum in the claim's currency, at the event's year: GDP in dollars over that in euros of one ally."""
    year = int(str(evidence.events.at[claim.subject, "date"])[:4])
    dollars, euros = (_gdp(evidence, indicator, year) for indicator in ("NGDPD", "NGDP"))
    at, rate = f"{RATE_OF}.{year}", float(dollars) / float(euros)
    rate_fact = declared("usd_per_eur", at, rate, inputs=(dollars, euros), ally=RATE_OF, year=year)
    value, sign = (float(recorded) * rate, "×") if claim.unit == "usd_m" else (float(recorded) / rate, "÷")
    words: Details = {"unit": unit(claim.unit), "inputs": (recorded, rate_fact), "what": recorded.label}
    return declared("exchanged", "", value, of=claim.id, claim=claim.id, sign=sign, **words)


def _gdp(evidence: Evidence, indicator: str, year: int) -> Fact:
    """GDP of the euro ally that gives the rate, as the IMF has it in one currency."""
    rows = macro_rows(evidence.newest.d, [RATE_OF], [year], [indicator])
    name, money = f"{indicator}.{RATE_OF}.{year}", Unit(indicator, rows[0].unit, 3, "money of the IMF")
    label, value = f"GDP of {RATE_OF} in {year}, {money.label}", float(rows[0].value or 0)
    return Fact(name, label, value, money, kind="published", formula="as the IMF publishes it", rows=rows)


def _value_holds(claim: Claim, measured: Fact, recorded: Fact) -> bool | None:
    """An exchanged sum is compared in billions where the text states billions."""
    if claim.unit in WORDED:
        value = measured.value if claim.unit != "year" else int(float(measured))
        said = ("yes" if claim.value else "no") if isinstance(claim.value, bool) else claim.value
        return same(value, said)  # type: ignore[arg-type]
    scale = MILLIONS if measured is not recorded and claim.number % MILLIONS == 0 else 1
    return compare(float(measured) / scale, claim.comparator, claim.number / scale, claim.decimals)


@on_record
def compare_events(claim: Claim, evidence: Evidence) -> Finding:
    """The value, or the length in days, of one event against that of another."""
    event, other = claim.subject, str(claim.arguments["than"])
    by_days = claim.arguments["by"] == "days"
    for each in () if by_days else (event, other):
        in_unit(claim, evidence, each, claim.unit)
    measured, compared = ((days_of if by_days else event_fact)(evidence, each) for each in (event, other))
    values = _about(claim, evidence, event) | {"other": what(evidence, other), "compared": compared}
    holds = compare(float(measured), claim.comparator, float(compared), 0)
    return _found(claim, evidence, measured, values, holds)


def days_of(evidence: Evidence, event: str) -> Fact:
    """Days an event took."""
    days = (_date(_last(evidence, event)) - _date(str(evidence.events.at[event, "date"]))).days + 1
    fact = count_of("days", "", days, of=event, rows=(event_row(evidence, event),), event=event)
    return fact.written_as(f"{written.number_word(days)} days")


def _date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@on_record
def elapsed(claim: Claim, evidence: Evidence) -> Finding:
    """Years from the event to the text."""
    event, rows = claim.subject, (event_row(evidence, claim.subject),)
    years = (claim.text.date - _date(str(evidence.events.at[event, "date"]))).days / DAYS_A_YEAR
    words: Details = {"text": f"{written.decimal(years, 1)} years", "event": event, "source_text": claim.text.id}
    measured = declared("years_since", "", years, of=claim.id, unit=unit("years"), rows=rows, **words)
    values = _about(claim, evidence, event) | {"since": day_fact(evidence, event)}
    return finding(claim, measured, values, decimals=0)


@on_record
def first_since(claim: Claim, evidence: Evidence) -> Finding:
    """How many events of the same kind lie between another event and this one; the first has none before it."""
    event, since = claim.subject, str(claim.arguments["since"])
    days, kinds = evidence.events["date"], evidence.events["kind"]
    between = evidence.events[(kinds == kinds[event]) & (days > days[since]) & (days < days[event])]
    rows = (event_row(evidence, event), event_row(evidence, since))
    measured = count_of("events_between", "", len(between), of=claim.id, rows=rows, since=since, event=event)
    return finding(claim, measured, _about(claim, evidence, event) | {"since": what(evidence, since)}, decimals=0)


@on_record
def attributed_to(claim: Claim, evidence: Evidence) -> Finding:
    """Whether the claim of the text given as the source has the same value, by our own records of both."""
    source = evidence.claims[str(claim.arguments["claim"])]
    agree = same(source.value, claim.value)
    template = "same" if agree else "different"
    return finding(claim, stated(source), {"stated": stated(claim)}, holds=agree, template=template)


@on_record
def cannot_check(claim: Claim, evidence: Evidence) -> Finding:
    """No verdict, with the reason from the schema's list."""
    reason = str(claim.arguments["reason"])
    why = from_record(claim, "reason", "reason", schema()["reasons"][reason], unit_name="text")
    template = reason if reason in OWN_SENTENCE else "open"
    return finding(claim, why, {"why": why}, holds=None, template=template)


def _members(evidence: Evidence, claim: Claim) -> pd.DataFrame:
    """Allies that had acceded by the day of the text, in the order of their accession."""
    frame = evidence.allies
    return frame[frame["accession"] <= pd.Timestamp(claim.text.date)].sort_values("accession")


def _accessions(frame: pd.DataFrame) -> tuple[Row, ...]:
    return tuple(Row("allies", iso3, locator=f"acceded {day:%Y-%m-%d}") for iso3, day in frame["accession"].items())


def _day_of(claim: Claim) -> Fact:
    return declared("day_text", "", written.day(claim.text.date), of=claim.id, id=claim.text.id)


@on_record
def members(claim: Claim, evidence: Evidence) -> Finding:
    """How many members there were on the day of the text."""
    frame = _members(evidence, claim)
    measured = declared("members_day_text", "", len(frame), of=claim.id, rows=_accessions(frame))
    return finding(claim, measured, {"day": _day_of(claim)}, decimals=0)


@on_record
def newest_member(claim: Claim, evidence: Evidence) -> Finding:
    """Which ally had joined last by the day of the text; with ``among``, whether the ally is one of that many."""
    frame = _members(evidence, claim)
    latest = frame.iloc[-int(claim.arguments.get("among", 1)) :]
    newest = frame.iloc[-1]
    words: Details = {"of": claim.id, "rows": _accessions(latest)}
    measured = declared("newest_member", "", str(newest["iso3"]), text=str(newest["name_in_text"]), **words)
    values = {
        "day": _day_of(claim),
        "joined": declared("day_accession", "", written.day(newest["accession"].date()), of=claim.id),
        "latest": declared("last_join", "", tuple(latest["name_in_text"]), **words),
    }
    holds = any(same(iso3, claim.value) for iso3 in latest["iso3"])
    return finding(claim, measured, values, holds=holds, template="among" if len(latest) > 1 else "newest")

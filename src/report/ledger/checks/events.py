"""Checks on what happened and what was said, against ``data/events.csv``."""

from __future__ import annotations

import datetime

import pandas as pd

from report.facts import Fact, Row, Unit, written
from report.facts.catalogue import count_of, declared
from report.facts.rows import macro_rows
from report.ledger.checks.registry import check
from report.ledger.evidence import Evidence
from report.ledger.faults import BadClaims, Fault
from report.ledger.finding import DATED, Finding, compare, from_record, same, stated, stated_days
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


def event_row(evidence: Evidence, event: str) -> Row:
    """The pointer to an event's row: its source, and how sure the record is."""
    row = evidence.events.loc[event]
    number = None if row["unit"] in ("text", "yes_no") else float(row["value"])
    return Row(
        "events",
        event,
        number,
        row["unit"],
        row["source_url"] or row["source_title"],
        f"{row['source_title']} ({row['confidence']})",
    )


def event_fact(evidence: Evidence, event: str) -> Fact:
    """What is on record about an event, as a fact."""
    row = evidence.events.loc[event]
    value = str(row["value"]) if row["unit"] in ("text", "yes_no") else float(row["value"])
    text = as_recorded(str(row["value"]), str(row["unit"]))
    return declared(
        "value",
        "",
        value,
        of=event,
        unit=unit(str(row["unit"])),
        kind="published",
        rows=(event_row(evidence, event),),
        text=text,
        what=row["what"],
    )


def as_recorded(value: str, unit_name: str) -> str:
    """A recorded figure with the decimals of the record: ``3.5%``, ``50 thousand``; empty where the unit writes it."""
    marks = {"percent": "%", "percent_gdp": "%", "thousand": " thousand", "points": " points"}
    return value.removesuffix(".0") + marks[unit_name] if unit_name in marks else ""


def what(evidence: Evidence, event: str) -> Fact:
    """What an event's value is of, as a sentence names it."""
    return declared(
        "event",
        "",
        str(evidence.events.at[event, "what"]),
        name=f"{event}.what",
        rows=(event_row(evidence, event),),
        event=event,
    )


def day_fact(evidence: Evidence, event: str) -> Fact:
    """The day or days of an event: ``24–25 June 2025``."""
    row = evidence.events.loc[event]
    return declared(
        "day",
        "",
        str(row["date"]),
        of=event,
        kind="published",
        rows=(event_row(evidence, event),),
        text=_days_in_words(row),
        event=event,
    )


def _days_in_words(row: pd.Series) -> str:
    first, last = str(row["date"]), row["until"]
    if len(first) == 7:
        return written.month(first)
    if pd.isna(last):
        return written.day(first)
    one_month = f"{last:%Y-%m}" == first[:7]
    return (
        f"{_date(first).day}–{written.day(last.date())}"
        if one_month
        else f"{written.day(first)} to {written.day(last.date())}"
    )


def _remarks(evidence: Evidence, event: str) -> tuple[str, ...]:
    """How sure the record is, where it is not sure, and what it says of its own limits."""
    row = evidence.events.loc[event]
    return (str(row["confidence"]),) * (row["confidence"] != "verified") + ("recorded",) * bool(row["note"])


def _about(claim: Claim, evidence: Evidence, event: str) -> dict[str, Fact]:
    """What a sentence about an event may name: the event, its day, the stated value, and what the record says of its own limits."""
    note = str(evidence.events.at[event, "note"])
    rows = (event_row(evidence, event),)
    return {
        "what": what(evidence, event),
        "day": day_fact(evidence, event),
        "denied": what(evidence, event).written_as(_denied(evidence, event)),
        "stated": stated(claim),
        "recorded": declared("note", "", note, of=event, rows=rows, event=event),
    }


def _denied(evidence: Evidence, event: str) -> str:
    """What is so where the record of an event says no."""
    return str(schema()["denied"].get(event, f"it is not so that {evidence.events.at[event, 'what']}"))


def settled(evidence: Evidence, event: str, holds: bool | None) -> bool | None:
    """An unverified record settles nothing."""
    return None if evidence.events.at[event, "confidence"] == "unverified" else holds


@check
def date_of_event(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether the event fell on the stated day (any of its days), before it, by it or after it; a month matches its days.

    With ``days`` it took exactly that many from the stated one on; with ``within`` it fell into that many from the stated one on.
    """
    event = claim.subject
    held = in_days(claim, evidence) if DATED & set(claim.arguments) else None
    on = on_day(evidence, event, claim.comparator, str(claim.value)) if held is None else held
    holds = settled(evidence, event, on)
    values = _about(claim, evidence, event)
    return [Finding("", claim.bases[0], holds, values["day"], values, _remarks(evidence, event))]


def in_days(claim: Claim, evidence: Evidence) -> bool:
    """Whether an event took just the stated days, or fell into the stated span of days."""
    first, last = stated_days(claim)
    row = evidence.events.loc[claim.subject]
    begun, ended = str(row["date"]), str(row["date"]) if pd.isna(row["until"]) else f"{row['until']:%Y-%m-%d}"
    if "days" in claim.arguments:
        return (begun, ended) == (f"{first}", f"{last}")
    return f"{first}" <= begun and ended <= f"{last}"


def on_day(evidence: Evidence, event: str, comparator: str, value: str) -> bool:
    """How an event's days stand to a day or a month; ISO dates order as text."""
    first, until = str(evidence.events.at[event, "date"]), evidence.events.at[event, "until"]
    last = first if pd.isna(until) else f"{until:%Y-%m-%d}"
    tests = {
        "equals": first[: len(value)] <= value <= last[: len(value)],
        "before": first < value,
        "by": first[: len(value)] <= value,
        "after": first[: len(value)] > value,
    }
    return tests[comparator]


@check
def event_value(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether what is on record about the event is what the text says; money in another currency is compared at the year's mean rate.

    A claim in another unit than the record is a wrong record: the two cannot be compared, so neither right nor wrong could be said.
    """
    event = claim.subject
    recorded, row = event_fact(evidence, event), evidence.events.loc[event]
    if not _both_money(claim.unit, str(row["unit"])):
        in_unit(claim, evidence, event, claim.unit)
    exchanged = row["unit"] != claim.unit
    measured = _exchanged(evidence, claim, recorded) if exchanged else recorded
    template = (
        "unverified" if row["confidence"] == "unverified" else str(row["value"]) if row["unit"] == "yes_no" else "value"
    )
    return [
        Finding(
            "",
            claim.bases[0],
            settled(evidence, event, _value_holds(claim, measured, exchanged)),
            measured,
            _about(claim, evidence, event) | {"in_record": recorded},
            _remarks(evidence, event) + ("exchanged",) * exchanged,
            template=template,
        )
    ]


def in_unit(claim: Claim, evidence: Evidence, event: str, wanted: str) -> None:
    """Raises BadClaims where the record of an event is in another unit than the one it is held against."""
    held = str(evidence.events.at[event, "unit"])
    if held != wanted:
        what = f"event {event!r} is recorded in {held!r} and cannot be compared with a value in {wanted!r}"
        remedy = f"Give the value in {held!r} or name an event recorded in {wanted!r}."
        raise BadClaims([Fault(claim.text.file, claim.id, "unit", what, remedy)])


def _both_money(*names: str) -> bool:
    return all(name in MONEY for name in names)


def _exchanged(evidence: Evidence, claim: Claim, recorded: Fact) -> Fact:
    """A recorded sum in the claim's currency, at the mean rate of the event's year: GDP in dollars over GDP in euros of one euro ally."""
    year = int(str(evidence.events.at[claim.subject, "date"])[:4])
    dollars, euros = (_gdp(evidence, indicator, year) for indicator in ("NGDPD", "NGDP"))
    rate = declared(
        "usd_per_eur",
        f"{RATE_OF}.{year}",
        float(dollars) / float(euros),
        inputs=(dollars, euros),
        ally=RATE_OF,
        year=year,
    )
    to_dollars = claim.unit == "usd_m"
    return declared(
        "exchanged",
        "",
        float(recorded) * float(rate) if to_dollars else float(recorded) / float(rate),
        of=claim.id,
        unit=unit(claim.unit),
        inputs=(recorded, rate),
        what=recorded.label,
        claim=claim.id,
        sign="×" if to_dollars else "÷",
    )


def _gdp(evidence: Evidence, indicator: str, year: int) -> Fact:
    """GDP of the euro ally that gives the rate, as the IMF has it in one currency."""
    rows = macro_rows(evidence.newest.d, [RATE_OF], [year], [indicator])
    money = Unit(indicator, rows[0].unit, 3, "money of the IMF")
    label, value = f"GDP of {RATE_OF} in {year}, {money.label}", float(rows[0].value or 0)
    return Fact(
        f"{indicator}.{RATE_OF}.{year}",
        label,
        value,
        money,
        kind="published",
        formula="as the IMF publishes it",
        rows=rows,
    )


def _value_holds(claim: Claim, measured: Fact, exchanged: bool) -> bool | None:
    """An exchanged sum is compared in billions where the text states billions."""
    if claim.unit in WORDED:
        recorded = measured.value if claim.unit != "year" else int(float(measured))
        asked = ("yes" if claim.value else "no") if isinstance(claim.value, bool) else claim.value
        return same(recorded, asked)  # type: ignore[arg-type]
    scale = MILLIONS if exchanged and claim.number % MILLIONS == 0 else 1
    return compare(float(measured) / scale, claim.comparator, claim.number / scale, claim.decimals)


@check
def compare_events(claim: Claim, evidence: Evidence) -> list[Finding]:
    """The value, or the length in days, of one event against that of another."""
    event, other = claim.subject, str(claim.arguments["than"])
    by_days = claim.arguments["by"] == "days"
    aspect = days_of if by_days else event_fact
    if not by_days:
        in_unit(claim, evidence, event, claim.unit)
        in_unit(claim, evidence, other, claim.unit)
    measured, compared = aspect(evidence, event), aspect(evidence, other)
    values = _about(claim, evidence, event) | {"other": what(evidence, other), "compared": compared}
    holds = compare(float(measured), claim.comparator, float(compared), 0)
    return [Finding("", claim.bases[0], settled(evidence, event, holds), measured, values, _remarks(evidence, event))]


def days_of(evidence: Evidence, event: str) -> Fact:
    """Days an event took."""
    row = evidence.events.loc[event]
    last = _date(row["date"]) if pd.isna(row["until"]) else row["until"].date()
    days = (last - _date(row["date"])).days + 1
    return count_of("days", "", days, of=event, rows=(event_row(evidence, event),), event=event).written_as(
        f"{written.number_word(days)} days"
    )


def _date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@check
def elapsed(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Years from the event to the text."""
    event = claim.subject
    years = (claim.text.date - _date(str(evidence.events.at[event, "date"]))).days / DAYS_A_YEAR
    row = event_row(evidence, event)
    measured = declared(
        "years_since",
        "",
        years,
        of=claim.id,
        unit=unit("years"),
        rows=(row,),
        text=f"{written.decimal(years, 1)} years",
        event=event,
        source_text=claim.text.id,
    )
    values = _about(claim, evidence, event) | {"since": day_fact(evidence, event)}
    return [Finding("", claim.bases[0], compare(years, claim.comparator, claim.number, 0), measured, values)]


@check
def first_since(claim: Claim, evidence: Evidence) -> list[Finding]:
    """How many events of the same kind lie between another event and this one; the first has none before it."""
    event, since = claim.subject, str(claim.arguments["since"])
    days, kinds = evidence.events["date"], evidence.events["kind"]
    between = evidence.events[(kinds == kinds[event]) & (days > days[since]) & (days < days[event])]
    rows = (event_row(evidence, event), event_row(evidence, since))
    measured = count_of("events_between", "", len(between), of=claim.id, rows=rows, since=since, event=event)
    values = _about(claim, evidence, event) | {"since": what(evidence, since)}
    return [Finding("", claim.bases[0], compare(len(between), claim.comparator, claim.number, 0), measured, values)]


@check
def attributed_to(claim: Claim, evidence: Evidence) -> list[Finding]:
    """Whether the claim of the text given as the source has the same value, by our own records of both."""
    source = evidence.claims[str(claim.arguments["claim"])]
    agree = same(source.value, claim.value)
    template = "same" if agree else "different"
    return [Finding("", claim.bases[0], agree, stated(source), {"stated": stated(claim)}, template=template)]


@check
def cannot_check(claim: Claim, evidence: Evidence) -> list[Finding]:
    """No verdict, with the reason from the schema's list."""
    reason = str(claim.arguments["reason"])
    why = from_record(claim, "reason", "reason", schema()["reasons"][reason], unit_name="text")
    template = reason if reason in OWN_SENTENCE else "open"
    return [Finding("", claim.bases[0], None, why, {"why": why}, template=template)]

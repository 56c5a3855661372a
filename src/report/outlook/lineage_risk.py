"""From a range of :mod:`report.outlook.risk` to the band of a fact: what is drawn, how often, from which record, and by which factor each end is made."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from report.facts import Band, Fact, Row, assumed, named, units, written
from report.facts.units import Unit
from report.outlook.factors import ANCHOR
from report.outlook.lean import below_forecast
from report.outlook.past_errors import FAR, SEASONS, Errors, Floats, errors_of
from report.outlook.peers import lender
from report.outlook.pool import FORECAST, PUBLISHED, PULL, Rules, centre_of, crises, own_sizes, pull_factors
from report.outlook.stretch import ByIdentity, stretch
from report.tables import Dataset

PERCENT = 80
"""Part of the outcomes between the 10th and the 90th percentile."""
TABLES = ("forecasts/growth", "forecasts/inflation", "outturns/growth", "outturns/inflation")
SOURCE = "imf-weo-historical"
FACTOR = Unit("factor", "factor", 4, "ratio")
DRAWN = {
    "usd_m": "growth and US inflation",
    "usd_m_constant": "growth",
    "ncu_m": "growth and inflation",
    "ncu_m_constant": "growth",
}
"""What moves each money path (:mod:`report.outlook.factors`); exchange rates are held as the IMF holds them."""
PRICES = {
    "usd_m": "current US$",
    "usd_m_constant": "constant prices",
    "ncu_m": "current national prices",
    "ncu_m_constant": "constant prices",
}
GENERATOR = "numpy.random.default_rng (PCG64)"
REDRAWN = "report.risk draws them again from the seed"


class Drawn(NamedTuple):
    """What a drawn factor is of: an ally's GDP in one year, or an amount that adds up years or allies (``sum_of`` says which).

    ``key`` says the same in code, for ids; ``who`` as a heading prints it; ``iso3`` None for a group, whose ``widening`` is the stretch of that sum.
    """

    key: str
    who: str
    iso3: str | None
    path: str
    year: int
    sum_of: str = ""
    widening: tuple[Fact, ...] = ()


def band(
    d: Dataset,
    ends: tuple[float, float],
    beside: tuple[float, float],
    path: str,
    draws: int,
    seed: int,
    iso3: str | None = None,
    factors: tuple[Fact, Fact] | None = None,
) -> Band:
    """The likely range of an amount in one money path, with the assumptions and the factors behind it, and ``beside`` it the one around the IMF's path; ``iso3`` of one ally, None for a group."""
    who = "the ally’s real GDP" if iso3 else "allies’ real GDP"
    how = (
        f"10th and 90th percentile of {draws:,} joint futures: the figure times the drawn and widened error of {DRAWN[path]}, as each end’s own panel shows; centred where outcomes have come out, "
        f"since one to five years ahead {who} was below the IMF’s path {below(d, iso3)} of the time. Shares move as the plan says"
    )
    return Band(*ends, PERCENT, DRAWN[path], how, assumptions(d, draws, seed), factors, beside)


def factor(d: Dataset, of: Drawn, value: float, percentile: int, draws: int, seed: int) -> Fact:
    """What an amount on the IMF's path is multiplied by at one end of its range, with the stretch, the pull and the record it was drawn from."""
    what = of.sum_of or "GDP"
    label = f"{of.who}: {percentile}th percentile of the drawn factor of {what}, {of.year}, {PRICES[of.path]}"
    ahead = of.year - int(d.vintage[:4])
    inputs = (
        *(of.widening or (stretch_fact(d, ahead),)),
        *((pull_fact(d, of.iso3, of.who), centre_fact(d, of.iso3, of.who, ahead)) if of.iso3 else ()),
        *assumptions(d, draws, seed),
    )
    rows = error_rows(d, of.iso3, of.path) if of.iso3 else record(d).rows
    formula = _sum_formula(of, percentile) if of.sum_of else _formula(of, percentile)
    return Fact(
        f"factor_{of.path}.{of.key}.{of.year}.p{percentile}",
        label,
        value,
        FACTOR,
        _edition(d),
        "projection",
        "projected",
        formula,
        inputs,
        rows,
    )


def _formula(of: Drawn, percentile: int) -> str:
    return f"exp(centre + stretch × Σ drawn errors of {DRAWN[of.path]} up to the year), {percentile}th percentile over the joint futures; {REDRAWN}"


def _sum_formula(of: Drawn, percentile: int) -> str:
    """A sum's factor is the mean of its parts' factors in the same draw, weighed by their amounts; that of allies is widened anew."""
    widened_ = (
        ""
        if of.iso3
        else ", its distance from the centre widened by the sum’s own stretch instead of that of single allies"
    )
    return (
        f"in each joint future Σ (amount × drawn factor of {DRAWN[of.path]}) ÷ Σ amount{widened_}, {percentile}th percentile; the yearly factors of each ally are in the table "
        f"of drawn factors on the methods page; {REDRAWN}"
    )


STRETCHED = "at least one, never falling with years ahead"


def stretch_fact(d: Dataset, ahead: int) -> Fact:
    """By how much the drawn errors of single allies are widened at a number of years ahead; beyond nine it stays."""
    ahead = min(max(ahead, 0), FAR - 1)
    formula = f"80th percentile of outcome ÷ edge of the unwidened range, both off the centre, over earlier vintages, allies, real and nominal; {STRETCHED}"
    return _stretch(
        d,
        f"stretch.ally.{ahead}",
        f"stretch of the ranges {ahead} years ahead",
        float(learnt(d).stretch[ahead]),
        formula,
    )


def sum_stretch_fact(d: Dataset, key: str, what: str, ahead: int, value: float) -> Fact:
    """By how much the drawn errors of a sum of allies are widened."""
    formula = f"80th percentile of outcome ÷ edge of the unwidened range of this sum of real GDP, weighed by the amounts, over earlier vintages; {STRETCHED}"
    return _stretch(
        d,
        f"stretch.{key}.{min(ahead, FAR - 1)}",
        f"stretch of the ranges of {what} {min(ahead, FAR - 1)} years ahead",
        value,
        formula,
    )


def _stretch(d: Dataset, name: str, label: str, value: float, formula: str) -> Fact:
    return Fact(name, label, round(value, 6), FACTOR, _edition(d), "actual", "computed", formula, rows=record(d).rows)


def centre_fact(d: Dataset, iso3: str, who: str, ahead: int) -> Fact:
    """What the middle of an ally's draws of real GDP lies off the IMF's path, as a factor."""
    errors, ahead = errors_of(d, d.vintage[5:]), min(max(ahead, 0), FAR - 1)
    value = float(np.exp(learnt(d).centres[errors.allies.index(iso3), ahead]))
    formula = f"exp(mean past error of the level of real GDP, pulled towards the median of allies by {PULL:g}); report.risk(centre=“{FORECAST}”) leaves it out"
    label = f"{who}: centre of the draws of real GDP {ahead} years ahead, over the IMF’s path"
    rows = error_rows(d, iso3, "usd_m_constant")
    return Fact(
        f"centre.{iso3}.{ahead}", label, round(value, 6), FACTOR, _edition(d), "actual", "computed", formula, rows=rows
    )


def pull_fact(d: Dataset, iso3: str, who: str) -> Fact:
    """What the ally's own growth errors are multiplied by, so that their size comes half way to the typical ally's."""
    errors = errors_of(d, d.vintage[5:])
    value = round(float(pull_factors(learnt(d).sizes, PULL)[errors.allies.index(iso3)]), 6)
    formula = f"(typical size ÷ own size) ^ {PULL:g}; sizes are root mean squares of centred growth errors one to five years ahead, the typical one their geometric mean"
    rows = error_rows(d, iso3, "usd_m_constant")
    return Fact(
        f"pull.{iso3}",
        f"{who}: pull on its growth errors",
        value,
        FACTOR,
        _edition(d),
        "actual",
        "computed",
        formula,
        rows=rows,
    )


class Learnt(NamedTuple):
    """What the record says for one vintage: ``stretch`` by years ahead and that of ranges around the IMF's path, allies' ``sizes``, and their ``centres`` of real GDP by years ahead."""

    stretch: Floats
    around_forecast: Floats
    sizes: Floats
    centres: Floats


def learnt(d: Dataset) -> Learnt:
    """What the published ranges of the dataset's vintage rest on, in the order of the record's allies."""
    return _learnt(ByIdentity(errors_of(d, d.vintage[5:])), int(d.vintage[:4]))


@lru_cache(maxsize=8)
def _learnt(key: ByIdentity, now: int) -> Learnt:
    errors = key.errors
    forecast = stretch(errors, now, Rules(centre=FORECAST))
    return Learnt(stretch(errors, now), forecast, own_sizes(errors, now), centre_of(errors, now)[0])


def error_rows(d: Dataset, iso3: str, path: str) -> tuple[Row, ...]:
    """Where an ally's errors in one money path stand: its own forecasts and outturns, its peer's where it has none."""
    prices = {"usd_m": ANCHOR, "ncu_m": iso3}.get(path)
    rows = [*_rows_of(d, "growth", iso3), *(_rows_of(d, "inflation", prices) if prices else ())]
    return tuple(dict.fromkeys(rows))


def _rows_of(d: Dataset, table: str, iso3: str) -> Iterator[Row]:
    errors, now = errors_of(d, d.vintage[5:]), int(d.vintage[:4])
    season = SEASONS[errors.season]
    start, first, last = int(errors.vintages[0]), first_vintage(errors, table, iso3), now - 1
    yield Row(f"forecasts/{table}", f"{iso3}, {season} vintages {first} to {last}", source=SOURCE)
    yield Row(f"outturns/{table}", f"{iso3}, years {first} to {last}", source=SOURCE)
    if first > start:
        yield Row(
            f"forecasts/{table}",
            f"{lender(iso3)}, {season} vintages {start} to {first - 1}, in place of {iso3}",
            source=SOURCE,
        )
    if table == "inflation" and has_crises(errors, iso3, now):
        lent = f"{lender(iso3)}, in place of {iso3} where its inflation was above {PUBLISHED.high_inflation:g}%"
        yield Row(f"forecasts/{table}", lent, source=SOURCE)


def first_vintage(errors: Errors, table: str, iso3: str) -> int:
    """The first vintage that holds a forecast of the ally with an outturn."""
    cube = errors.growth if table == "growth" else errors.prices
    known = ~np.isnan(cube[:, errors.allies.index(iso3)]).all(axis=-1)
    return int(errors.vintages[known][0])


def has_crises(errors: Errors, iso3: str, now: int) -> bool:
    """Whether years of high inflation of the ally are set aside."""
    return bool(crises(errors, now, PUBLISHED.high_inflation)[:, errors.allies.index(iso3)].any())


def below(d: Dataset, iso3: str | None = None) -> Fact:
    """How often real GDP came out below the IMF's path one to five years ahead: of one ally, or of all."""
    percent = below_forecast(d, d.vintage[5:], iso3)
    formula = (
        "outcomes of real GDP below the forecast, one to five years ahead ÷ all that are known, vintages since 1990"
    )
    label = "outcomes below the IMF’s forecast" + (f", {iso3}" if iso3 else "")
    rows = error_rows(d, iso3, "usd_m_constant")[:2] if iso3 else record(d).rows
    return Fact(
        f"below_forecast.{iso3 or 'all'}", label, percent, units.PERCENT, formula=formula, rows=rows
    ).written_as(f"{written.decimal(percent)}%")


def _edition(d: Dataset) -> str:
    return f"IMF World Economic Outlook, {written.month(d.vintage)}"


def assumptions(d: Dataset, draws: int, seed: int) -> tuple[Fact, ...]:
    """Draws, seed and record of a range, as facts."""
    return (
        assumed(
            f"draws.{draws}",
            "joint draws",
            draws,
            units.COUNT,
            "our choice: enough for ends that move by less than one per cent",
        ),
        named(
            f"seed.{seed}",
            "seed of the draws",
            str(seed),
            f"our choice; any other moves the ends a little. Generator: {GENERATOR}",
        ),
        record(d),
    )


def record(d: Dataset) -> Fact:
    """The forecasts that futures are drawn from."""
    season, first = SEASONS[d.vintage[5:]], int(errors_of(d, d.vintage[5:]).vintages[0])
    rows = tuple(Row(table, f"{season} vintages from {first}, all allies", source=SOURCE) for table in TABLES)
    text = f"{season} forecasts of the World Economic Outlook since {first}"
    reason = (
        "each draw repeats the errors of whole past vintages, laid end to end, for all allies; ranges are widened until those of the past "
        "would have held what they claim"
    )
    return Fact(
        "forecast_errors", "record of forecast errors", text, units.TEXT, kind="assumed", formula=reason, rows=rows
    )

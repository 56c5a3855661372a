"""From a range of :mod:`report.outlook.risk` to the band of a fact: what is drawn, how often, from what, the factor."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from report.facts import Band, Fact, Row, written
from report.facts.catalogue import chosen, declared, entry
from report.outlook.factors import ANCHOR
from report.outlook.past_errors import FAR, SEASONS, Errors, Floats, errors_of, lender
from report.outlook.pool import FORECAST, PUBLISHED, PULL, Rules, centre_of, crises, own_sizes, pull_factors
from report.outlook.stretch import bias, stretch
from report.tables import Dataset

PERCENT = 80
"""Part of the outcomes between the 10th and the 90th percentile."""
TABLES = ("forecasts/growth", "forecasts/inflation", "outturns/growth", "outturns/inflation")
SOURCE = "imf-weo-historical"
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
WIDENED = ", its distance from the centre widened by the sum’s own stretch instead of that of single allies"


class Drawn(NamedTuple):
    """What a drawn factor is of: an ally's GDP in one year, or an amount that adds up years or allies (``sum_of`` says
    which). ``key`` says the same in code, for ids; ``who`` as a heading prints it; ``iso3`` None for a group, whose
    ``widening`` is the stretch of that sum."""

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
    """The likely range of an amount in one money path, with the assumptions and the factors behind it, and ``beside``
    it the one around the IMF's path; ``iso3`` of one ally, None for a group."""
    who = "the ally’s real GDP" if iso3 else "allies’ real GDP"
    words = {"draws": f"{draws:,}", "drawn": DRAWN[path], "who": who, "below": below(d, iso3)}
    how = entry("likely_range").formula.format(**words)
    return Band(*ends, PERCENT, DRAWN[path], how, assumptions(d, draws, seed), factors, beside)


def factor(d: Dataset, of: Drawn, value: float, percentile: int, draws: int, seed: int) -> Fact:
    """What an amount on the IMF's path is multiplied by at one end of its range, with the stretch, the pull and the
    record it was drawn from. A sum's factor is the mean of its parts' factors in the same draw, weighed by their
    amounts; that of allies is widened anew."""
    ahead = of.year - int(d.vintage[:4])
    single = (pull_fact(d, of.iso3, of.who), centre_fact(d, of.iso3, of.who, ahead)) if of.iso3 else ()
    inputs = (*(of.widening or (stretch_fact(d, ahead),)), *single, *assumptions(d, draws, seed))
    rows = error_rows(d, of.iso3, of.path) if of.iso3 else record(d).rows
    words: dict[str, Any] = {"name": f"factor_{of.path}.{of.key}.{of.year}.p{percentile}", "edition": _edition(d)}
    words |= {"status": "projection", "kind": "projected", "who": of.who, "percentile": percentile, "what": of.sum_of}
    words |= {"year": of.year, "prices": PRICES[of.path], "drawn": DRAWN[of.path]}
    kind, widened = "factor_of_sum" if of.sum_of else "factor", "" if of.iso3 else WIDENED
    return declared(kind, "", value, inputs=inputs, rows=rows, widened=widened, **words)


def stretch_fact(d: Dataset, ahead: int) -> Fact:
    """By how much the drawn errors of single allies are widened at a number of years ahead; beyond nine it stays."""
    ahead = min(max(ahead, 0), FAR - 1)
    value = round(float(learnt(d).stretch[ahead]), 6)
    at = f"ally.{ahead}"
    return declared("stretch", at, value, edition=_edition(d), rows=record(d).rows, ahead=ahead)


def sum_stretch_fact(d: Dataset, key: str, what: str, ahead: int, value: float) -> Fact:
    """By how much the drawn errors of a sum of allies are widened."""
    ahead = min(ahead, FAR - 1)
    words = {"name": f"stretch.{key}.{ahead}", "edition": _edition(d), "what": what, "ahead": ahead}
    return declared("stretch_of_sum", "", round(value, 6), rows=record(d).rows, **words)  # type: ignore[arg-type]


def centre_fact(d: Dataset, iso3: str, who: str, ahead: int) -> Fact:
    """What the middle of an ally's draws of real GDP lies off the IMF's path, as a factor."""
    ahead = min(max(ahead, 0), FAR - 1)
    value = float(np.exp(learnt(d).centres[errors_of(d).allies.index(iso3), ahead]))
    return _of_ally(d, "centre", f"{iso3}.{ahead}", value, iso3, who=who, ahead=ahead, forecast=FORECAST)


def pull_fact(d: Dataset, iso3: str, who: str) -> Fact:
    """What the ally's own growth errors are multiplied by, so that their size comes half way to the typical ally's."""
    value = float(pull_factors(learnt(d).sizes, PULL)[errors_of(d).allies.index(iso3)])
    return _of_ally(d, "pull", iso3, value, iso3, who=who)


def _of_ally(d: Dataset, quantity: str, at: str, value: float, iso3: str, **words: object) -> Fact:
    """What is learnt from an ally's errors of real GDP."""
    rows = error_rows(d, iso3, "usd_m_constant")
    words |= {"edition": _edition(d), "power": f"{PULL:g}"}
    return declared(quantity, at, round(value, 6), rows=rows, **words)  # type: ignore[arg-type]


class Learnt(NamedTuple):
    """What the record says for one vintage: ``stretch`` by years ahead and that of ranges around the IMF's path,
    allies' ``sizes``, and their ``centres`` of real GDP by years ahead."""

    stretch: Floats
    around_forecast: Floats
    sizes: Floats
    centres: Floats


def learnt(d: Dataset) -> Learnt:
    """What the published ranges of the dataset's vintage rest on, in the order of the record's allies."""
    return _learnt(errors_of(d), int(d.vintage[:4]))


@lru_cache(maxsize=8)
def _learnt(errors: Errors, now: int) -> Learnt:
    forecast = stretch(errors, now, Rules(centre=FORECAST))
    return Learnt(stretch(errors, now), forecast, own_sizes(errors, now), centre_of(errors, now)[0])


def error_rows(d: Dataset, iso3: str, path: str) -> tuple[Row, ...]:
    """Where an ally's errors in one money path stand: its own forecasts and outturns, its peer's where it has none."""
    prices = {"usd_m": ANCHOR, "ncu_m": iso3}.get(path)
    rows = [*_rows_of(d, "growth", iso3), *(_rows_of(d, "inflation", prices) if prices else ())]
    return tuple(dict.fromkeys(rows))


def _rows_of(d: Dataset, table: str, iso3: str) -> Iterator[Row]:
    errors, now = errors_of(d), int(d.vintage[:4])
    season = SEASONS[errors.season]
    start, first, last = int(errors.vintages[0]), first_vintage(errors, table, iso3), now - 1
    yield Row(f"forecasts/{table}", f"{iso3}, {season} vintages {first} to {last}", source=SOURCE)
    yield Row(f"outturns/{table}", f"{iso3}, years {first} to {last}", source=SOURCE)
    if first > start:
        lent = f"{lender(iso3)}, {season} vintages {start} to {first - 1}, in place of {iso3}"
        yield Row(f"forecasts/{table}", lent, source=SOURCE)
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
    percent = bias(errors_of(d), iso3).near
    rows = error_rows(d, iso3, "usd_m_constant")[:2] if iso3 else record(d).rows
    who, text = f", {iso3}" if iso3 else "", f"{written.decimal(percent)}%"
    return declared("below_forecast", iso3 or "all", percent, rows=rows, text=text, who=who)


def _edition(d: Dataset) -> str:
    return f"IMF World Economic Outlook, {written.month(d.vintage)}"


def assumptions(d: Dataset, draws: int, seed: int) -> tuple[Fact, ...]:
    """Draws, seed and record of a range, as facts."""
    return chosen("draws", draws, str(draws)), declared("seed", str(seed), str(seed), generator=GENERATOR), record(d)


def record(d: Dataset) -> Fact:
    """The forecasts that futures are drawn from."""
    season, first = SEASONS[d.vintage[5:]], int(errors_of(d).vintages[0])
    rows = tuple(Row(table, f"{season} vintages from {first}, all allies", source=SOURCE) for table in TABLES)
    text = f"{season} forecasts of the World Economic Outlook since {first}"
    return declared("forecast_errors", "", text, kind="assumed", rows=rows)

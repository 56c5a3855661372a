"""From a range of :mod:`report.outlook.risk` to the band of a fact: what is drawn, how often, from which record."""

from __future__ import annotations

from report.facts import Band, Fact, Row, assumed, named, units, written
from report.outlook.past_errors import SEASONS, below_forecast, errors_of
from report.tables import Dataset

PERCENT = 80
"""Part of the outcomes between the 10th and the 90th percentile."""
TABLES = ("forecasts/growth", "forecasts/inflation", "outturns/growth", "outturns/inflation")
DRAWN = {
    "usd_m": "growth and US inflation",
    "usd_m_constant": "growth",
    "ncu_m": "growth and inflation",
    "ncu_m_constant": "growth",
}
"""What moves each money path (:mod:`report.outlook.factors`); exchange rates are held as the IMF holds them."""


def band(d: Dataset, low: float, high: float, path: str, draws: int, seed: int) -> Band:
    """The 80 % band of an amount in one money path, with the assumptions behind it."""
    how = (
        f"10th and 90th percentile of {draws:,} joint futures: the amount on the IMF’s path times the drawn error of {DRAWN[path]}. "
        "Past errors are taken without their mean, those of growth pulled half way to the typical ally’s size, years of high inflation set aside. "
        f"Outcomes were below the IMF’s path {below(d)} of the time, so the lower half deserves more weight. "
        "Shares move as the plan says: whether governments deliver is not in it"
    )
    return Band(low, high, PERCENT, DRAWN[path], how, assumptions(d, draws, seed))


def below(d: Dataset) -> Fact:
    """How often real GDP came out below the IMF's path, one to five years ahead."""
    percent = below_forecast(d, d.vintage[5:])
    formula = "outcomes of real GDP below the forecast, one to five years ahead ÷ all that are known"
    label = "outcomes below the IMF’s forecast"
    return Fact(label, percent, units.PERCENT, formula=formula, rows=record(d).rows).written_as(
        f"{written.decimal(percent)}%"
    )


def assumptions(d: Dataset, draws: int, seed: int) -> tuple[Fact, ...]:
    """Draws, seed and record of a range, as facts."""
    return (
        assumed("joint draws", draws, units.COUNT, "our choice: enough for ends that move by less than one per cent"),
        named("seed of the draws", str(seed), "our choice; any other moves the ends a little"),
        record(d),
    )


def record(d: Dataset) -> Fact:
    """The forecasts that futures are drawn from."""
    season, first = SEASONS[d.vintage[5:]], int(errors_of(d, d.vintage[5:]).vintages[0])
    rows = tuple(
        Row(table, f"{season} vintages from {first}, all allies", source="imf-weo-historical") for table in TABLES
    )
    text = f"{season} forecasts of the World Economic Outlook since {first}"
    reason = (
        "each draw repeats the errors of whole past vintages, laid end to end, for all allies; ranges are widened until those of the past "
        "would have held what they promised"
    )
    return Fact("record of forecast errors", text, units.TEXT, kind="assumed", formula=reason, rows=rows)

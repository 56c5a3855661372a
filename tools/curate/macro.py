"""IMF World Economic Outlook: from shared/data/weo to data/macro, data/forecasts and data/outturns."""

from collections.abc import Sequence
from pathlib import Path

from .files import Row, read, write

VINTAGES = ("2025-04", "2025-10", "2026-04")

#: earlier vintages, for backtests: the series that GDP paths are made of.
PAST_VINTAGES = ("2019-04", "2024-04")
PAST_INDICATORS = ("NGDP", "NGDPD", "NGDP_R", "NGDP_D", "LP")
PAST_SOURCE = "weo_vintages_2019_2026_long"
#: levels that the copy of 2019-04 lost, worked back from ratios of the same vintage. Only GDP in US$: real and nominal GDP in national currency are rebuilt
#: from growth and deflator to a hundredth of a per cent, nearer than rounding leaves these.
DERIVED_SOURCE = "derived_2019_levels"
DERIVED = (("2019-04", "NGDPD"),)
COLUMNS = ("vintage", "iso3", "indicator", "year", "value", "unit", "status", "source")
PAST_COLUMNS = (*(name for name in COLUMNS if name != "status"), "half_width_percent")
HISTORY_COLUMNS = ("vintage", "iso3", "year", "value", "horizon_years", "source")

#: indicator -> unit; NCU stands for the currency of the ally in that vintage.
UNITS = {
    "NGDP": "NCU billion",
    "NGDPD": "USD billion",
    "NGDP_R": "NCU billion at constant prices",
    "NGDP_D": "index",
    "NGDP_RPCH": "percent",
    "PCPIPCH": "percent",
    "LP": "million persons",
    "GGR_NGDP": "percent of GDP",
    "GGX_NGDP": "percent of GDP",
    "GGXCNL_NGDP": "percent of GDP",
    "GGXONLB_NGDP": "percent of GDP",
    "GGXWDG_NGDP": "percent of GDP",
    "PPPGDP": "international dollar billion",
}

STATUS = {"actual": "actual", "estimate/projection": "projection"}

#: the IMF expresses Bulgaria in leva until it joined the euro on 2026-01-01.
CURRENCY_BY_VINTAGE = {("BGR", vintage): "BGN" for vintage in ("2019-04", "2024-04", "2025-04", "2025-10")} | {
    ("HRV", "2019-04"): "HRK"
}

#: curated file -> (source file, column of the values)
HISTORIES = {
    "forecasts/growth": ("growth_forecast_vintages", "ngdp_rpch"),
    "forecasts/inflation": ("inflation_forecast_vintages", "pcpipch"),
    "outturns/growth": ("growth_realised_vintages", "ngdp_rpch"),
    "outturns/inflation": ("inflation_realised_vintages", "pcpipch"),
}


def currencies(data: Path) -> dict[str, str]:
    """Currency in use today, by ally."""
    return {row["iso3"]: row["currency"] for row in read(data / "allies.csv")}


def curated(row: Row, currency: dict[str, str]) -> Row:
    """One row in this project's vocabulary."""
    made = {**past(row, currency), "status": STATUS[row["status"]]}
    return {name: made[name] for name in COLUMNS}


def past(row: Row, currency: dict[str, str]) -> Row:
    """One row of an earlier vintage, whose copy does not say which years were actual."""
    iso3, vintage = row["iso3"], row["vintage"]
    code = CURRENCY_BY_VINTAGE.get((iso3, vintage), currency[iso3])
    return {
        **{column: row[column] for column in ("vintage", "iso3", "indicator", "year", "value")},
        "unit": UNITS[row["indicator"]].replace("NCU", code),
        "source": f"imf-weo-{vintage}" + ("-derived" if "method" in row else ""),
        "half_width_percent": row.get("half_width_pct", ""),
    }


def ordered(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows of the indicators used, by ally, indicator, year."""
    order = {name: place for place, name in enumerate(UNITS)}
    used = [row for row in rows if row["indicator"] in order]
    return sorted(used, key=lambda row: (row["iso3"], order[row["indicator"]], row["year"]))


def history(row: Row, column: str) -> Row:
    """One growth or inflation figure of one vintage; the source names the file the IMF published it in."""
    origin = "imf-weo-historical" if row["source"] == "historical_db" else f"imf-{row['source'].replace('_', '-')}"
    kept = {name: row[name] for name in ("vintage", "iso3", "year", "horizon_years")}
    return {**kept, "value": row[column], "source": origin}


def _imported(file: Path, rows: Sequence[Row]) -> Sequence[Row]:
    """Rows of vintages that were imported and are not in the source file."""
    known = {row["vintage"] for row in rows}
    return [row for row in read(file) if row["vintage"] not in known] if file.is_file() else []


def curate(shared: Path, data: Path) -> None:
    """Write the WEO vintages and the histories of forecasts and outturns."""
    currency = currencies(data)
    for vintage in VINTAGES:
        rows = ordered(read(shared / "weo" / f"weo_{vintage}.csv"))
        write(data / "macro" / f"{vintage}.csv", COLUMNS, (curated(row, currency) for row in rows))
    used = [
        row
        for row in read(shared / "weo" / f"{PAST_SOURCE}.csv")
        if row["vintage"] in PAST_VINTAGES and row["indicator"] in PAST_INDICATORS
    ]
    used += [
        row for row in read(shared / "weo" / f"{DERIVED_SOURCE}.csv") if (row["vintage"], row["indicator"]) in DERIVED
    ]
    used.sort(key=lambda row: (row["vintage"], row["iso3"], PAST_INDICATORS.index(row["indicator"]), row["year"]))
    write(data / "past_macro.csv", PAST_COLUMNS, (past(row, currency) for row in used))
    for name, (source, column) in HISTORIES.items():
        those: list[Row] = [history(row, column) for row in read(shared / "weo" / f"{source}.csv")]
        write(data / f"{name}.csv", HISTORY_COLUMNS, [*those, *_imported(data / f"{name}.csv", those)])

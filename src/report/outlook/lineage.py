"""From a cell of :func:`report.outlook.cost` to a fact that a reader can reckon again.

An ally's amount is made from four facts: the plan's share of the year, the baseline share, GDP of the year and k. A sum over years or allies lists what is added up.
"""

from __future__ import annotations

from dataclasses import dataclass

from report.facts import Fact, Row, Unit, units
from report.facts.rows import macro_rows, spending_rows
from report.outlook.base import ASSUMED
from report.outlook.lineage_share import K_ROWS, Account, baseline_fact, k_fact, share_fact
from report.tables.errors import unknown

NATO_BASE = ("share_gdp", "spend_usd_current", "spend_ncu_current", "gdp_usd_current")
SHARE, LEVEL, EXTRA, CUMULATIVE = "share_gdp", "level", "extra", "cumulative_extra"
FORMULAS = {
    LEVEL: "plan share ÷ 100 × GDP of the year × k",
    EXTRA: "(plan share − baseline share) ÷ 100 × GDP of the year × k",
}
WORDS = {SHARE: "share of GDP", LEVEL: "spending", EXTRA: "extra spending a year", CUMULATIVE: "extra spending in all"}
PARTS = {"core": "core", "related": "related", "total": "core and related"}
OWN = "report.cost"


@dataclass(frozen=True)
class Money:
    """What a money column of ``cost`` is counted in: the currency, whether constant, per head, and the WEO series that grows it."""

    currency: str
    constant: bool
    per_head: bool

    def unit(self, base_year: int) -> Unit:
        """The unit of the column, at the prices of the base year where it is constant."""
        if self.per_head:
            return units.money_a_head(self.currency, base_year if self.constant else None)
        if self.currency == "USD":
            return units.usd_m_constant(base_year) if self.constant else units.USD_M
        return units.ncu_m(self.currency, base_year if self.constant else None)

    @property
    def path(self) -> str:
        """The money path: ``usd_m_constant``."""
        return f"{'usd' if self.currency == 'USD' else 'ncu'}_m" + ("_constant" if self.constant else "")

    @property
    def indicator(self) -> str:
        """The WEO series that carries the base-year figure forward."""
        return "NGDP_R" if self.constant else "NGDPD" if self.currency == "USD" else "NGDP"


def formula_of(kind: str, component: str) -> str:
    """The formula of an amount of one year in words. Related spending is a share of GDP at current prices, without k."""
    return FORMULAS[kind].removesuffix(" × k") if component == "related" else FORMULAS[kind]


def cost_fact(of: Account, component: str, column: str, year: int) -> Fact:
    """The fact behind one cell of a ``cost`` (or ``alliance_cost``) row, a projection."""
    row = of.row(component, year)
    if column not in row.index:
        raise unknown("column", column, [str(name) for name in row.index])
    kind = _kind(column)
    if kind == SHARE and not of.is_group and component != "total":
        return share_fact(of, component, year)
    formula, inputs, rows = _made(of, component, column, year)
    unit = units.PERCENT_GDP if kind == SHARE else _money(of, column).unit(of.base_year)
    label = f"{of.whose} {PARTS[component]} {WORDS[kind]}, {year}, {unit.label}, under “{of.plan.title}”"
    fact = Fact(
        of.named(column, year, component),
        label,
        float(row[column]),
        unit,
        of.edition,
        "projection",
        "projected",
        formula,
        inputs,
        rows,
    )
    return of.ranged(fact, of.iso3, component, column, year)


def _kind(column: str) -> str:
    if column == SHARE:
        return SHARE
    return next(kind for kind in (CUMULATIVE, LEVEL, EXTRA) if column.startswith(kind))


def _money(of: Account, column: str) -> Money:
    currency = str(of.rows["currency"].iloc[0]) if "_ncu" in column else "USD"
    return Money(currency, column.endswith("_constant"), "per_head" in column)


def _made(of: Account, component: str, column: str, year: int) -> tuple[str, tuple[Fact, ...], tuple[Row, ...]]:
    """Formula, inputs and rows, by what kind of sum or product the cell is."""
    if component == "total":
        parts = tuple(cost_fact(of, part, column, year) for part in ("core", "related"))
        return "core + related", parts, ()
    if column == SHARE:
        level = cost_fact(of, component, "level_usd_m", year)
        return "100 × spending ÷ Σ of the rows of GDP, both of the same allies at current prices", (level,), ()
    if "per_head" in column:
        amount = cost_fact(of, component, _in_all(column), year)
        return "the amount ÷ inhabitants", (amount, population_fact(of, year)), ()
    if column.startswith(CUMULATIVE):
        return _over_years(of, component, column, year)
    return _over_allies(of, component, column, year) if of.is_group else _product(of, component, column, year)


def _in_all(column: str) -> str:
    """The column of the amount behind one per head: ``extra_usd_m_constant`` for ``extra_per_head_usd_constant``."""
    what, _, currency = column.partition("_per_head_")
    unit, _, constant = currency.partition("_")
    return f"{what}_{unit}_m" + (f"_{constant}" if constant else "")


def _product(of: Account, component: str, column: str, year: int) -> tuple[str, tuple[Fact, ...], tuple[Row, ...]]:
    """One ally's amount of one year."""
    kind = _kind(column)
    baseline = (baseline_fact(of, component, year),) if kind == EXTRA else ()
    k = (k_fact(of),) if component == "core" else ()
    inputs = (share_fact(of, component, year), *baseline, gdp_fact(of, _money(of, column), year), *k)
    return formula_of(kind, component), inputs, ()


def _over_years(of: Account, component: str, column: str, year: int) -> tuple[str, tuple[Fact, ...], tuple[Row, ...]]:
    """A running sum: each year's amount as a row, the last year's as a fact that says how such an amount is made."""
    yearly = column.removeprefix("cumulative_")
    years = [when for when in of.rows.loc[component].index if of.base_year < when <= year]
    rows = tuple(_own_row(of, of.iso3, component, yearly, when) for when in years)
    formula = f"Σ of the rows, {of.base_year + 1} to {year}; each is made like that of {year}"
    return formula, (cost_fact(of, component, yearly, year),), rows


def _over_allies(of: Account, component: str, column: str, year: int) -> tuple[str, tuple[Fact, ...], tuple[Row, ...]]:
    """A group's amount: each ally's as a row, with its share, GDP and k, and NATO's and the IMF's rows those rest on."""
    money, base = _money(of, column), of.base_year
    members = [one for one in of.members() if (component, year) in one.rows.index]
    allies = [one.iso3 for one in members]
    added = tuple(_own_row(of, iso3, component, column, year) for iso3 in allies)
    parts = tuple(row for one in members for row in _parts(one, component, money, year))
    growth = macro_rows(of.d, allies, growth_years(members[0], money.indicator, year), [money.indicator])
    formula = f"Σ over the {len(allies)} allies of the rows {column}; each is {formula_of(_kind(column), component)}"
    return formula, (), added + parts + spending_rows(of.d, allies, [base], K_ROWS) + growth


def _parts(of: Account, component: str, money: Money, year: int) -> tuple[Row, ...]:
    """An ally's share, GDP and k behind its part of a sum."""
    gdp = _gdp(of, money, year)
    rows = (
        _own_row(of, of.iso3, component, SHARE, year),
        _row(of, f"{of.iso3} {year} GDP", gdp, money.unit(of.base_year)),
    )
    k = float(of.row("core", year)["k"])
    return rows if component == "related" else (*rows, _row(of, f"{of.iso3} {of.base_year} k", k, units.RATIO))


def _own_row(of: Account, iso3: str, component: str, column: str, year: int) -> Row:
    """A cell of the cost frame as a row: what a sum adds up."""
    unit = units.PERCENT_GDP if column == SHARE else _money(of, column).unit(of.base_year)
    return _row(of, f"{iso3} {year} {component} {column}", float(of.everyone.at[(iso3, component, year), column]), unit)


def _row(of: Account, key: str, value: float, unit: Unit) -> Row:
    return Row(f"cost/{of.plan.id}", key, float(f"{value:.8g}"), unit.label, OWN)


def _gdp(of: Account, money: Money, year: int) -> float:
    """GDP of a year in one money path: core spending over its share, without k."""
    row = of.row("core", year)
    return float(100 * row[f"level_{money.path}"] / (row["share_gdp"] * row["k"]))


def gdp_fact(of: Account, money: Money, year: int) -> Fact:
    """GDP of a year in one money path: NATO's or what its figures imply in the base year, grown as the IMF has it."""
    unit = Money(money.currency, money.constant, False).unit(of.base_year)
    start, inputs, rows = _first_gdp(of, money)
    growth, years = _growth(of, money.indicator, year)
    rows = tuple(dict.fromkeys(rows + macro_rows(of.d, [of.iso3], years, [money.indicator])))
    label = f"{of.whose} GDP, {year}, {unit.label}"
    return Fact(
        f"gdp_{money.path}.{of.iso3}.{year}",
        label,
        _gdp(of, money, year),
        unit,
        of.edition,
        "projection",
        "projected",
        start + growth,
        inputs,
        rows,
    )


def _first_gdp(of: Account, money: Money) -> tuple[str, tuple[Fact, ...], tuple[Row, ...]]:
    """GDP of the base year, as :func:`report.outlook.base.standing` has it."""
    year, is_known = of.base_year, of.row("core", of.base_year)["k_source"] != ASSUMED
    if money.currency == "USD" and is_known:
        return f"NATO’s GDP of {year}", (), spending_rows(of.d, [of.iso3], [year], ["gdp_usd_current"])
    spent = "spend_usd_current" if money.currency == "USD" else "spend_ncu_current"
    if rows := spending_rows(of.d, [of.iso3], [year], [spent]):
        rows += spending_rows(of.d, [of.iso3], [year], ["share_gdp"])
        return f"NATO’s spending of {year} ÷ (share ÷ 100 × k)", (k_fact(of),), rows
    series = "NGDPD" if money.currency == "USD" else "NGDP"
    return f"the IMF’s GDP of {year} ({series})", (), macro_rows(of.d, [of.iso3], [year], [series])


def _growth(of: Account, indicator: str, year: int) -> tuple[str, list[int]]:
    """What carries a figure of the base year on to a year, in words that are a sum to reckon, and the years of its rows."""
    if year == of.base_year:
        return "", []
    years = growth_years(of, indicator, year)
    last = years[-1]
    held = f" × ({indicator} {last} ÷ {indicator} {last - 1}) ^ {year - last}" if year > last else ""
    return f" × {indicator} {last} ÷ {indicator} {of.base_year}{held}", years


def growth_years(of: Account, indicator: str, year: int) -> list[int]:
    """The WEO years a growth index is made of: from, to, and for years beyond the vintage the two whose growth is held."""
    last = last_year(of, indicator)
    return [of.base_year, year] if year <= last else sorted({of.base_year, last - 1, last})


def last_year(of: Account, indicator: str) -> int:
    """The last year the vintage has of an indicator of the ally."""
    return int(of.d.macro_panel.loc[of.iso3, indicator].dropna().index.max())


def population_fact(of: Account, year: int) -> Fact:
    """Inhabitants of a year, in millions; of a group with each ally's as a row."""
    formula, rows = _inhabitants_of_all(of, year) if of.is_group else _inhabitants(of, year)
    value, label = float(of.row("core", year)["population_m"]), f"{of.whose} inhabitants, {year}"
    return Fact(
        f"population_m.{of.iso3}.{year}",
        label,
        value,
        units.MILLION,
        of.origin.macro,
        "projection",
        "projected",
        formula,
        rows=rows,
    )


def _inhabitants(of: Account, year: int) -> tuple[str, tuple[Row, ...]]:
    """An ally's, as the IMF has them; beyond the vintage the growth of its last year is held."""
    last = min(year, last_year(of, "LP"))
    years = [last] if year == last else [last - 1, last]
    held = f" × (LP {last} ÷ LP {last - 1}) ^ {year - last}" if year > last else ""
    return f"LP {last}{held}", macro_rows(of.d, [of.iso3], years, ["LP"])


def _inhabitants_of_all(of: Account, year: int) -> tuple[str, tuple[Row, ...]]:
    members = [one for one in of.members() if ("core", year) in one.rows.index]
    counts = [(one.iso3, float(one.row("core", year)["population_m"])) for one in members]
    rows = tuple(_row(of, f"{iso3} {year} population_m", count, units.MILLION) for iso3, count in counts)
    return f"Σ over the {len(rows)} allies of the rows population_m", rows

"""What is special about one ally's figures, and the pledges it has on record."""

from __future__ import annotations

from report.facts import Row, combine, named, names, units, written
from report.pages import CountryPage
from report.prose import words
from report.prose.passage import Passage, bullets
from report.prose.scorecard import ground
from report.prose.table import Table, described
from report.prose.words import say

PARTS = {"core": "defence", "related": "related", "total": "both"}
"""The parts of the target, for readers."""
UNVERIFIED = "Unverified: we found no text that we could check. "
CHECKED = {"verified": "text read", "unverified": "no text found"}
"""How sure the record of a pledge is, for readers."""


def special(page: CountryPage) -> Passage | None:
    """What a reader must know about this ally's figures; nothing where they are like all others'."""
    items = [*_note(page), *_break(page), *_exemption(page), *_fiscal_year(page), *_price_base(page), *_accession(page)]
    return bullets(*items) if items else None


def _note(page: CountryPage) -> list[Passage]:
    text = str(page.profile["note"] or "")
    if not text.strip() or text == "nan" or page.profile["fiscal_year"] == "April-March":
        return []
    return [
        say("**In the data.** {note}", note=named(f"note.{page.iso3}", f"note on {page.name}", text, "table of allies"))
    ]


def _break(page: CountryPage) -> list[Passage]:
    """Where NATO's series changes its denominator: what the shares would be over one denominator throughout."""
    year, t = page.treasury.break_year, page.treasury
    first = int(page.d.panel["share_gdp"].dropna().index.unique("year").min())
    if year is None or not first < year <= page.year or not (t.prints_spending(first) and t.prints_spending(page.year)):
        return []
    before, after = t.share_of_imf_gdp(first), t.share_of_imf_gdp(page.year)
    return [
        say(
            """**Break in the series.** NATO’s shares are of GDP before {year} and of gross national income from then
            on, which by itself raised the share. Of the IMF’s GDP the same spending is {before} in {first} and {after}
            in {last}, a rise of {rise}; NATO’s share is {share} in {last}.""",
            year=words.year("break_year", year, "oddity of the edition: change of denominator"),
            before=before,
            first=page.when(first),
            after=after,
            last=page.when(page.year),
            rise=combine(
                f"rise_over_imf_gdp.{page.iso3}.{page.year}",
                f"{after.label} less {before.label}",
                float(after) - float(before),
                units.POINTS,
                f"{after.label} − {before.label}",
                (after, before),
            ),
            share=page.ally(page.iso3, "share_gdp"),
        )
    ]


def _exemption(page: CountryPage) -> list[Passage]:
    if not page.is_exempt:
        return []
    return [
        say(
            "**Treated here as exempt.** Under {plan} its line is that of its own figure, "
            "{own} of GDP{core}{ground}.{declared}",
            own=words.target(page, "core", page.iso3),
            core=(", rather than to ", words.target(page)) if page.ask().is_something else (),
            ground=ground(page, page.iso3),
            declared=_declared(page),
            of=page,
        )
    ]


def _declared(page: CountryPage) -> str:
    """That what allies agreed at The Hague exempts nobody, where the plan asks for what they agreed."""
    found = page.ask().guideline
    if found is None or found.id != "core":
        return ""
    return " The declaration itself exempts nobody."


def _fiscal_year(page: CountryPage) -> list[Passage]:
    span = str(page.profile["fiscal_year"])
    if span == "January-December":
        return []
    return [
        say(
            "**Fiscal year.** Its budget year runs {span}. NATO’s year is the one with most of its months; "
            "GDP here is of calendar years.",
            span=" to ".join(span.split("-")),
        )
    ]


def _price_base(page: CountryPage) -> list[Passage]:
    if not page.has_forces:
        return []
    share, current = page.ally(page.iso3, "share_gdp"), page.ally(page.iso3, "share_gdp_current")
    if not current.is_known or abs(float(share) - float(current)) < 0.02:
        return []
    return [
        say(
            "**Two shares.** NATO’s share, of real GDP, is {share}; at current prices it is {current}. "
            "Costs here are NATO’s share times their ratio, {k}, held constant.",
            share=share,
            current=current,
            k=page.ally(page.iso3, "k"),
        )
    ]


def _accession(page: CountryPage) -> list[Passage]:
    joined = str(page.profile["accession"])[:10]
    if int(joined[:4]) < 2014:
        return []
    return [
        say(
            "**Accession.** It joined on {date} and counts in the alliance’s totals from that year only.",
            date=names(
                f"accession.{page.iso3}",
                f"accession of {page.name}",
                [written.day(joined)],
                "table of allies",
                rows=[Row("allies", f"{page.iso3} accession")],
            ),
        )
    ]


def pledges(page: CountryPage) -> Table | None:
    """The ally's pledges on record, newest first; what to know of each is in the file."""
    own = page.pledges_on_record
    if own.empty:
        return None
    frame = own.assign(
        what=own["component"].map(PARTS),
        when=own["target_year"].astype("Int64").astype(str).replace("<NA>", written.MISSING),
        announced=own["announced"].astype(str).map(written.day_or_month),
        state=own["confidence"].map(CHECKED).where(own["superseded_on"].isna(), "superseded"),
        known=own["note"].str.replace(" %", "%"),
    )
    return described(
        "pledges",
        page,
        frame,
        whose=written.possessive(page.name),
        unverified=UNVERIFIED if "unverified" in set(own["confidence"]) else "",
        recorded=written.month(page.d.recorded("pledges")),
    )

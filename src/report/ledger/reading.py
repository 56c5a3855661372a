"""All claims of a seeds folder, checked against their description: a fault names file, claim, field and remedy."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from report.folders import seeds_folder
from report.ledger.evidence import Evidence, folder_of, read_editions
from report.ledger.faults import PLAIN, SHAPE, BadClaims, Fault, flaw, id_flaw, nearest_year, one_of
from report.ledger.record import Claim, claim_of, raw_records, text_of
from report.ledger.vocabulary import ASPECTS, RELATIONS, check_spec, schema, words
from report.outlook.tidy import COMPONENTS
from report.tables.errors import ReportError, shown
from report.tables.texts import file_stamp

Stamp = tuple[tuple[str, int, int, int], ...]


def stamp(data: Path, seeds: Path) -> Stamp:
    """What changes when a table or a record does."""
    files = sorted([*data.rglob("*.*"), *seeds.glob("*.toml")])
    return tuple((str(file), *file_stamp(file)) for file in files)


Records = list[tuple[Path, Mapping[str, Any]]]


def read_records(folder: Path) -> Records:
    """Every seed file with its claims, in the order of their names. Raises ReportError for a folder without any."""
    if not (files := sorted(folder.glob("*.toml"))):
        remedy = "name a folder of records, or copy the project's (burdenshare data copy)"
        raise ReportError(f"there is no record of claims in {folder}: {remedy}")
    return [(file, raw_records(file)) for file in files]


def read_claims(records: Records, known: Known) -> dict[str, Claim]:
    """Claims by id; any fault in any record raises BadClaims with all of them."""
    every = [(file, raw) for file, record in records for raw in record.get("claim", ())]
    found = [fault for file, raw in every for fault in faults(f"seeds/{file.name}", raw, known)]
    found += _misnamed([(file, str(raw.get("id"))) for file, raw in every])
    if found:
        raise BadClaims(found)
    texts = {file: text_of(file, record) for file, record in records}
    return {raw["id"]: claim_of(texts[file], raw) for file, raw in every}


def _misnamed(placed: Sequence[tuple[Path, str]]) -> list[Fault]:
    """Ids that two claims have, or that do not begin with their text."""
    counts, found = Counter(name for _, name in placed), list[Fault]()
    for file, name in placed:
        at = (f"seeds/{file.name}", name, "id")
        if counts[name] > 1:
            found.append(Fault(*at, "another claim has the same id", "Choose another."))
        if not name.startswith(f"{file.stem}-"):
            remedy = "Begin it with the name of the file and a hyphen."
            found.append(Fault(*at, "it does not begin with its text", remedy))
    return found


def read_evidence(path: str | Path | None = None, seeds: str | Path | None = None) -> Evidence:
    """Everything the ledger needs, from a data folder and a seeds folder (default: the project's)."""
    folder = folder_of(path)
    editions, records = read_editions(folder), read_records(seeds_folder(folder, seeds))
    newest, panels = editions[-1].d, [edition.d.panel for edition in editions]
    known = Known(
        allies=tuple(newest.allies["iso3"]),
        events=tuple(newest.events["id"]),
        editions=tuple(edition.d.edition for edition in editions),
        years=tuple(sorted({int(year) for panel in panels for year in panel.index.unique("year")})),
        claims=tuple(str(raw.get("id")) for _, record in records for raw in record.get("claim", ())),
    )
    return Evidence(editions, read_claims(records, known))


Limits = Mapping[str, Any]
ALLIES = "allies"
"""The limit of a number of allies: as many as there are."""


def _flaw(value: float, limits: Limits, what: str, allies: int) -> Iterator[tuple[str, str]]:
    """What is impossible about a number, and the remedy."""
    if not limits:
        return
    least, most = limits["least"], allies if limits["most"] == ALLIES else limits["most"]
    whole = limits.get("whole", False)
    if not least <= value <= most or (whole and value != int(value)):  # neither is so of NaN
        number = "a whole number" if whole else "a number"
        yield f"{shown(value)} is impossible ({what})", f"Give {number} from {least:,} to {most:,}."


YEARS = range(1949, 2101)
SUBJECTS = ("iso3", "group", "event")
CODED = {"kind": "kinds", "topic": "topics", "comparator": "comparators", "measure": "measures", "unit": "units"}
TABLE_MEASURES = ("share_gdp", "spending", "real_change", "personnel_thousand", "equipment_share")
PRINTED = ("statement", "value", "speaker", "note", "print_instead")
Raw = Mapping[str, Any]
Found = Iterator[tuple[str, str, str]]
"""Field, what is wrong, remedy."""


@dataclass(frozen=True)
class Known:
    """Names the records may refer to."""

    allies: tuple[str, ...]
    events: tuple[str, ...]
    editions: tuple[str, ...]
    years: tuple[int, ...]
    claims: tuple[str, ...]

    def names(self, kind: str) -> tuple[str, ...]:
        """The names a kind of reference may take."""
        own = {"iso3": self.allies, "event": self.events, "claim": self.claims}
        own |= {"component": COMPONENTS, "aspect": ASPECTS}
        return own[kind] if kind in own else tuple(words(f"{kind}s"))


def faults(file: str, raw: Raw, known: Known) -> list[Fault]:
    """Every fault of one record that the first test with any finds."""
    claim = str(raw.get("id", "without id"))
    for stage in STAGES:
        found = [Fault(file, claim, *fault) for fault in stage(raw, known)]
        if found:
            return found
    return []


def _unknown(field: str, what: str, given: Any, allowed: Iterable[str]) -> Found:
    """A name that is none of those allowed, and the nearest of them."""
    if given not in allowed:
        yield field, f"{what} {shown(given)}", one_of(given, allowed)


def _fields(raw: Raw, known: Known) -> Found:
    described = schema()["fields"]
    for name in raw:
        if name not in described:
            yield name, "there is no such field", one_of(name, described)
    for name, spec in described.items():
        if spec["required"] and name not in raw:
            yield name, "it is missing", spec["meaning"]


def _types(raw: Raw, known: Known) -> Found:
    expected = {"string": str, "integer": int, "table": dict, "strings": list, "tables": list}
    for name, value in raw.items():
        kind = schema()["fields"][name]["type"]
        if kind in expected and (not isinstance(value, expected[kind]) or isinstance(value, bool)):
            yield name, f"{shown(value)} is not of type {kind}", schema()["fields"][name]["meaning"]
        if kind == "string" and value == "":
            yield name, "it is empty", schema()["fields"][name]["meaning"]


def _texts(raw: Raw, known: Known) -> Found:
    """Words that a page can print, and an id that can be an address on it."""
    if wrong := id_flaw(raw["id"]):
        yield "id", wrong, SHAPE
    printed = [(name, raw.get(name)) for name in PRINTED] + [("pair", cause) for cause in _causes(raw)]
    for name, text in printed:
        if isinstance(text, str) and (wrong := flaw(text)):
            yield name, wrong, PLAIN


def _causes(raw: Raw) -> list[str]:
    """The causes its pairs give, as far as they are texts."""
    given = [pair.get("cause") for pair in raw.get("pair", ()) if isinstance(pair, dict)]
    return [cause for cause in given if isinstance(cause, str)]


def _names(raw: Raw, known: Known) -> Found:
    for name, vocabulary in CODED.items():
        yield from _unknown(name, f"unknown {name}", raw[name], words(vocabulary))
    yield from _unknown("check", "unknown check", raw["check"].get("name"), words("checks"))
    if "edition" in raw:
        yield from _unknown("edition", "unknown edition", raw["edition"], known.editions)
    if "year" in raw and raw["year"] not in YEARS:
        yield "year", f"{shown(raw['year'])} is not a possible year", nearest_year(raw["year"], YEARS)


def _subject(raw: Raw, known: Known) -> Found:
    subject = raw["subject"]
    meaning = schema()["fields"]["subject"]["meaning"]
    if len(subject) != 1 or next(iter(subject)) not in SUBJECTS:
        yield "subject", f"{subject!r} must have exactly one of iso3, group, event", meaning
        return
    kind, given = next(iter(subject.items()))
    names = given if isinstance(given, list) else [given]
    if not names:
        yield "subject", f"it names no {kind}", meaning
    for name in names:
        yield from _unknown("subject", f"unknown {kind}", name, known.names(kind))


def _arguments(raw: Raw, known: Known) -> Found:
    described = check_spec(raw["check"]["name"])["arguments"]
    given = {name: value for name, value in raw["check"].items() if name != "name"}
    for name in given:
        if name not in described:
            remedy = one_of(name, described) if described else "The check takes no arguments."
            yield "check", f"{raw['check']['name']} has no argument {name!r}", remedy
    for name, kind in described.items():
        if name in given:
            yield from _argument(name, kind.rstrip("?"), given[name], known)
        elif not kind.endswith("?"):
            yield "check", f"{raw['check']['name']} needs the argument {name!r}", f"Add {name}, a {kind}."


def _argument(name: str, kind: str, value: Any, known: Known) -> Found:
    if kind == "number" and not _is_number(value):
        yield "check", f"{name} = {shown(value)} is not a number", f"Give {name} as a number."
    elif kind == "number":
        limits = schema()["limits"]["arguments"][name]
        yield from (("check", f"{name}: {what}", fix) for what, fix in _flaw(value, limits, name, len(known.allies)))
    elif kind == "flag" and not isinstance(value, bool):
        yield "check", f"{name} = {value!r} is neither true nor false", "Give true or false."
    elif kind == "year" and (not isinstance(value, int) or value not in YEARS):
        remedy = nearest_year(value, YEARS) if isinstance(value, int) else "Give a year."
        yield "check", f"{name} = {shown(value)} is not a possible year", remedy
    elif kind not in ("number", "year", "flag"):
        single = kind.removesuffix("s") if kind == "components" else kind
        for item in value if isinstance(value, list) else [value]:
            yield from _unknown("check", f"{name}: unknown {single}", item, known.names(single))


def _fits(raw: Raw, known: Known) -> Found:
    name = raw["check"]["name"]
    spec = {"comparators": words("comparators"), **check_spec(name)}
    stated = {field: raw[field] for field in ("measure", "unit", "comparator")}
    for field, given in (stated | {"subject": next(iter(raw["subject"]))}).items():
        yield from _unknown(field, f"{name} cannot be used with {field}", given, spec[f"{field}s"])
    for field in spec["needs"]:
        if field not in raw:
            yield field, f"{name} needs it", schema()["fields"][field]["meaning"]
    for basis in raw.get("basis", ()):
        yield from _unknown("basis", f"{name} has no basis", basis, spec["bases"])
    yield from _value(raw, known)
    tabulated = raw["measure"] in TABLE_MEASURES and name != "cannot_check"
    if tabulated and raw.get("year", known.years[0]) not in known.years:
        yield "year", f"no edition of the tables holds {raw['year']}", nearest_year(raw["year"], known.years)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _value(raw: Raw, known: Known) -> Found:
    value, kind = raw.get("value"), schema()["units"][raw["unit"]]["type"]
    tests = {
        "number": _is_number(value),
        "boolean": isinstance(value, bool),
        "text": isinstance(value, str),
        "date": isinstance(value, str) and _is_date(value),
    }
    if "value" in raw and not tests[kind]:
        remedy = f"Give a {kind}" + (', as "2025-06-25", "2025-06" or "2025".' if kind == "date" else ".")
        yield "value", f"{shown(value)} is not a value in unit {raw['unit']!r}", remedy
    elif "value" in raw and kind == "number":
        unit, found, label = raw["unit"], schema()["limits"], schema()["units"][raw["unit"]]["label"]
        by_measure, by_check = found["measures"].get(raw["measure"], {}), found["checks"].get(raw["check"]["name"], {})
        limits = found["units"].get(unit, {}) | by_measure.get(unit, {}) | by_check.get(unit, {})  # ever narrower
        yield from (("value", what, fix) for what, fix in _flaw(raw["value"], limits, label, len(known.allies)))


def _is_date(value: str) -> bool:
    rest = {4: "-01-01", 7: "-01", 10: ""}
    try:
        datetime.date.fromisoformat(value + rest[len(value)])
    except (KeyError, ValueError):
        return False
    return True


def _references(raw: Raw, known: Known) -> Found:
    for pair in raw.get("pair", ()):
        if not isinstance(pair, dict) or not all(isinstance(text, str) for text in pair.values()):
            yield "pair", f"{shown(pair)} is not a table of texts", schema()["fields"]["pair"]["meaning"]
        elif not {"with", "cause"} <= set(pair) <= {"with", "cause", "relation"}:
            remedy = "Give with and cause, and relation where it cannot be computed."
            yield "pair", f"{sorted(pair)} are not the fields of a pair", remedy
        else:
            yield from _unknown("pair", "unknown relation", pair.get("relation", RELATIONS[0]), RELATIONS)
            yield from _unknown("pair", "unknown claim", pair["with"], known.claims)
    for field, text in [("print_instead", raw.get("print_instead", "")), *(("pair", cause) for cause in _causes(raw))]:
        yield from _template(field, text)


def _template(field: str, text: str) -> Found:
    try:
        spoken = "".join(words_ for words_, _, _, _ in Formatter().parse(text))
    except ValueError as error:
        yield field, f"its braces do not match: {error}", "Write figures as {name}."
        return
    if re.search(r"\d", spoken):
        yield field, "it has a figure typed in", "Name the check's value in braces instead."


STAGES: tuple[Callable[[Raw, Known], Found], ...] = (
    *(_fields, _types, _texts, _names, _subject),
    *(_arguments, _fits, _references),
)
"""The tests of a record; the later ones need the earlier ones passed."""

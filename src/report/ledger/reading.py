"""All claims of a seeds folder, validated together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from report.folders import seeds_folder
from report.ledger.evidence import Edition, Evidence, folder_of, read_editions
from report.ledger.faults import BadClaims, Fault
from report.ledger.record import Claim, claim_of, raw_records, text_of
from report.ledger.validate import Known, faults
from report.tables.stamps import file_stamp

Stamp = tuple[tuple[str, int, int, int], ...]


def stamp(data: Path, seeds: Path) -> Stamp:
    """What changes when a table or a record does."""
    return stamp_of([*data.rglob("*.*"), *seeds.glob("*.toml")])


def stamp_of(files: Iterable[Path]) -> Stamp:
    """What changes when one of these files does, comes or goes."""
    return tuple((str(file), *file_stamp(file)) for file in sorted(files))


Records = list[tuple[Path, Mapping[str, Any]]]


def read_records(folder: Path) -> Records:
    """Every seed file with its claims, in the order of their names."""
    return [(file, raw_records(file)) for file in sorted(folder.glob("*.toml"))]


def known_names(records: Records, editions: Sequence[Edition]) -> Known:
    """What records may refer to."""
    years = sorted({year for edition in editions for year in edition.panel.index.unique("year")})
    claims = [str(raw.get("id")) for _, record in records for raw in record.get("claim", ())]
    newest = editions[-1].d
    return Known(
        tuple(newest.allies["iso3"]),
        tuple(newest.events["id"]),
        tuple(edition.id for edition in editions),
        tuple(map(int, years)),
        tuple(claims),
    )


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
    editions = read_editions(folder)
    records = read_records(seeds_folder(folder, seeds))
    return Evidence(editions, read_claims(records, known_names(records, editions)))

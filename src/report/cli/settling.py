"""Claims and single facts on the terminal: what was said with its verdict, and one number with all behind it."""

from __future__ import annotations

import difflib
import json
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pandas as pd

from report.cli.printing import printed
from report.facts.packed import records, unpack
from report.ledger import verdicts
from report.ledger.vocabulary import words
from report.pages import lookup
from report.prose.register import SIGNS
from report.tables.errors import ReportError, UnknownName, unknown

WIDTH = 100
PRINTED = ["id", "text", "speaker", "topic", "kind", "verdict", "depends_on"]
PRINTED += ["stated_text", "measured_text", "claim", "print_instead"]
Fact = Mapping[str, Any]


class NoFacts(ReportError):
    """There is no record of facts to look into."""


def show_claims(text: str | None, verdict: str | None, form: str | None) -> None:
    """Every claim, or those of a text or with a verdict: sign, verdict, id, the claim and what to print."""
    chosen = select(verdicts(), text, verdict)
    if printed(chosen[PRINTED], form):
        return
    for claim in chosen.to_dict("records"):
        click.echo("\n".join(_claim(claim)))
    click.echo(f"{len(chosen)} claims")


def select(claims: pd.DataFrame, text: str | None, verdict: str | None) -> pd.DataFrame:
    """The claims of a text and with a verdict. Raises :class:`UnknownName` with the nearest text or verdict."""
    wanted = {"text": text, "verdict": verdict and verdict.replace("-", " ")}
    known = {"text": sorted(claims["text"].unique()), "verdict": words("verdicts")}
    for column, value in wanted.items():
        if value is not None and value not in known[column]:
            raise unknown(column, value, known[column])
        claims = claims if value is None else claims[claims[column] == value]
    return claims


def _claim(claim: Mapping[Any, Any]) -> list[str]:
    told = f"depends on {claim['depends_on']}" if claim["depends_on"] else claim["verdict"]
    lines = [f"{SIGNS[claim['verdict']]} {claim['id']}: {told}"]
    return [*lines, *_wrapped(claim["claim"]), *_wrapped(claim["print_instead"], "→ "), ""]


def _wrapped(words: str, mark: str = "") -> list[str]:
    return textwrap.wrap(words, WIDTH, initial_indent=f"  {mark}", subsequent_indent="  ")


def show_fact(name: str, build: Path | None, form: str | None) -> None:
    """One fact with all behind it, computed from the tables; of a build also words, counts and pages that print it."""
    if build is None:
        made = lookup.fact(name)
        name, facts = made.id, records([made])
    else:
        facts = read_facts(build)
    found = _found(name, facts, build)
    if not printed({"id": name, **found, "rows": source_rows(found, facts)}, form):
        click.echo("\n".join(_fact(name, found, facts)))


def read_facts(build: Path) -> dict[str, dict[str, Any]]:
    """Every fact of a build by id. Raises :class:`NoFacts` for a folder that holds none."""
    try:
        return unpack(json.loads((build / "facts.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise NoFacts(f"there is no facts.json in {build}: build the pages first (burdenshare build)") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NoFacts(f"{build / 'facts.json'} is not a record of facts: build the pages again") from None


def _found(name: str, facts: Mapping[str, Fact], build: Path | None) -> Fact:
    """The fact of that id. Raises :class:`UnknownName` with the nearest ids, and how many pages the build has."""
    if name in facts:
        return facts[name]
    begun = [id for id in facts if id.startswith(name)] or [id for id in facts if name in id]
    close = begun[:3] or difflib.get_close_matches(name, facts, n=3, cutoff=0.4)
    hint = f" Nearest: {', '.join(close)}." if close else ""
    pages = sorted({page for fact in facts.values() for page in fact.get("pages", ())})
    raise UnknownName(
        f"{name!r} is not among the {len(facts)} facts that {build} prints, on {len(pages)} "
        f"page{'s' * (len(pages) != 1)}.{hint} Any fact is computed without --build."
    )


def _fact(name: str, fact: Fact, facts: Mapping[str, Fact]) -> list[str]:
    fields = ("value", "unit", "text", "formula", "edition", "status", "kind")
    stated = (f"  {field:<8} {_written(fact[field])}" for field in fields if fact.get(field) not in ("", None))
    inputs = [f"  {id}: {facts[id]['text']}" if id in facts else f"  {id}" for id in fact["inputs"]]
    rows = [f"  {row}" for row in dict.fromkeys(map(_row, source_rows(fact, facts)))]
    pages = [f"  {page}" for page in fact.get("pages", ())]
    parts = (("made from", inputs), ("source rows", rows), ("printed on", pages))
    more = (line for title, found in parts if found for line in (title, *found))
    return [f"id: {name}", fact["label"], *stated, *more]


def source_rows(fact: Fact, facts: Mapping[str, Fact]) -> list[Mapping[str, Any]]:
    """The rows a fact rests on, its own and those of its inputs."""
    through = [row for id in fact["inputs"] if id in facts for row in source_rows(facts[id], facts)]
    return [*fact["rows"], *through]


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _row(row: Mapping[str, Any]) -> str:
    parts = (f"{row['table']}: {row['key']}", _written(row["value"]) if row["value"] is not None else "", row["unit"])
    source = ", ".join(part for part in (row["source"], row["locator"]) if part)
    return " ".join(part for part in (*parts, f"({source})" if source else "") if part)

"""The build as a whole: the list of its pages, its data package and its facts, read back from the pages in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from report.facts.packed import pack, same
from report.publish import crosslinks, navigation, workbook
from report.publish.errors import PublishError
from report.publish.facts import read_script
from report.publish.navigation import SITE

WORKBOOK = "data/burdenshare.xlsx"
_PAGE_DATA = re.compile(r'<script type="application/json" id="page-data">(.*?)</script>', re.DOTALL)


def files(out: Path) -> dict[str, bytes]:
    """The pages in ``out`` with links to each other, ``data/datapackage.json`` and ``facts.json``, by path."""
    texts = dict(_pages(out))
    pages = {path: json.loads(_embedded(text)) for path, text in texts.items()}
    links = navigation.links({path: page["page"] for path, page in pages.items()})
    linked = {
        path: crosslinks.resolved(navigation.fill(text, path, links), path, texts).encode()
        for path, text in texts.items()
    }
    return linked | {
        "data/datapackage.json": _json(data_package(pages.values())),
        WORKBOOK: workbook.site_workbook(list(pages.values()), out / "data"),
        "facts.json": _by_line(all_facts({path: _facts(out, page["page"]["facts"]) for path, page in pages.items()})),
    }


def _pages(out: Path) -> Iterable[tuple[str, str]]:
    """Path and text of every page we wrote, in a stable order."""
    for path in sorted(out.rglob("*.html"), key=lambda path: path.relative_to(out).as_posix()):
        text = path.read_text(encoding="utf-8")
        if _PAGE_DATA.search(text):
            yield path.relative_to(out).as_posix(), text


def _embedded(text: str) -> str:
    found = _PAGE_DATA.search(text)
    return found[1] if found else "{}"


def data_package(pages: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """A Data Package (version 2) with every download as a resource."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "burden-sharing-briefing",
        "title": f"{SITE}: data behind every chart and table",
        "resources": [resource for page in pages for resource in page["resources"]],
    }


def _facts(out: Path, path: str) -> dict[str, dict[str, Any]]:
    return read_script((out / path).read_text(encoding="utf-8"))


def all_facts(pages: Mapping[str, Mapping[str, dict[str, Any]]]) -> dict[str, Any]:
    """Every fact of the site by id, with the pages that print or use it; given the facts of each page."""
    facts: dict[str, dict[str, Any]] = {}
    for path, held in pages.items():
        for id, fact in held.items():
            known = facts.setdefault(id, {**fact, "pages": []})
            if not same({**known, "pages": []}, {**fact, "pages": []}):
                raise PublishError(
                    f"{path}: the fact id {id!r} stands for another fact on {known['pages'][0]}: give them different "
                    "names"
                )
            known["pages"].append(path)
    return dict(sorted(facts.items()))


def _by_line(facts: Mapping[str, Any]) -> bytes:
    """The facts, packed, a line for each fact, run and table of rows: found by eye and by ``grep``."""
    parts = (f"{json.dumps(name)}: {_part(held)}" for name, held in pack(facts).items())
    return f"{{{', '.join(parts)}}}\n".encode()


def _part(held: Mapping[str, Any] | list[str]) -> str:
    if isinstance(held, list):
        return "[\n" + ",\n".join(map(_compact, held)) + "\n]"
    return f"{{\n{_lines(held)}\n}}"


def _lines(held: Mapping[str, Any]) -> str:
    return ",\n".join(f"{json.dumps(id, ensure_ascii=False)}:{_compact(one)}" for id, one in held.items())


def _compact(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

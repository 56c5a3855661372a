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
from report.publish.facts import compact, read_script
from report.publish.navigation import SITE

WORKBOOK = "data/burdenshare.xlsx"
_PAGE_DATA = re.compile(r'<script type="application/json" id="page-data">(.*?)</script>', re.DOTALL)


def files(out: Path) -> dict[str, bytes]:
    """The pages in ``out`` with links to each other, ``data/datapackage.json`` and ``facts.json``, by path."""
    texts, pages = {}, {}
    for file in sorted(out.rglob("*.html"), key=lambda file: file.relative_to(out).as_posix()):
        text = file.read_text(encoding="utf-8")
        if own := _PAGE_DATA.search(text):  # a page of ours
            path = file.relative_to(out).as_posix()
            texts[path], pages[path] = text, json.loads(own[1])
    links = navigation.links({path: page["page"] for path, page in pages.items()})
    linked = {
        path: crosslinks.resolved(navigation.fill(text, path, links), path, texts).encode()
        for path, text in texts.items()
    }
    facts = {path: read_script((out / page["page"]["facts"]).read_text("utf-8")) for path, page in pages.items()}
    # Facts, packed, take a line for each fact, run and table of rows: found by eye and by ``grep``.
    parts = (f"{json.dumps(name)}: {_part(held)}" for name, held in pack(all_facts(facts)).items())
    package = json.dumps(_data_package(pages.values()), ensure_ascii=False, indent=1)
    return linked | {
        "data/datapackage.json": f"{package}\n".encode(),
        WORKBOOK: workbook.site_workbook(list(pages.values()), out / "data"),
        "facts.json": f"{{{', '.join(parts)}}}\n".encode(),
    }


def _data_package(pages: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """A Data Package (version 2) with every download as a resource."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "burden-sharing-briefing",
        "title": f"{SITE}: data behind every chart and table",
        "resources": [resource for page in pages for resource in page["resources"]],
    }


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


def _part(held: Mapping[str, Any] | list[str]) -> str:
    if isinstance(held, list):
        return "[\n" + ",\n".join(map(compact, held)) + "\n]"
    return "{\n" + ",\n".join(f"{compact(id)}:{compact(one)}" for id, one in held.items()) + "\n}"

"""What all outputs of a notebook share: the check that nothing is missing, and running text as plain data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from report.facts import Fact
from report.tables.errors import ReportError

Bundle = Mapping[str, Any]
"""One output of a notebook: its forms, by MIME type."""
Text = Sequence[Any]
"""Running text: words and facts where it is made, words and records of facts in a notebook, Markdown nodes where it is
laid out."""
Setting = Callable[[Text], Text]
"""How running text of a notebook is set: words and records of facts in, Markdown nodes out."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Incomplete(ReportError):
    """An output lacks something its reader needs; the message names the output, what is wrong and the remedy."""


def require(output: object, thing: str, *names: str) -> None:
    """Raise :class:`Incomplete` where a text of the output is empty, or its id cannot be an address."""
    held = {name: getattr(output, name) for name in names}
    missing = [name for name, text in held.items() if not (isinstance(text, str) and text.strip())]
    if missing:
        raise Incomplete(f"{thing} has no {' and no '.join(missing)}: give it where the notebook makes it")
    if not _ID.fullmatch(held.get("id", "page")):
        raise Incomplete(f"the id of {thing} cannot be an address: use small letters, digits and single hyphens")


def texts(record: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The named texts of a record, empty where it has none."""
    return {name: record.get(name) or "" for name in names}


def plain(nodes: Iterable[Mapping[str, Any]]) -> str:
    """The words of Markdown nodes without their markup."""
    return "".join(node["text"] if "text" in node else plain(node.get("children", ())) for node in nodes)


def written(text: Text) -> list[Any]:
    """A text as plain data: each fact by its id and its words."""
    return [{"fact": part.id, "text": str(part)} if isinstance(part, Fact) else part for part in text]


def facts_in(*parts: Text) -> dict[str, Fact]:
    """The facts that texts print, by id."""
    return {part.id: part for text in parts for part in text if isinstance(part, Fact)}

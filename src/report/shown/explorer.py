"""The explorer: scenarios computed in the reader's browser, from plain data."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from report.folders import SHARED
from report.shown.output import Bundle, Incomplete, Setting


@dataclass(frozen=True)
class Explorer:
    """What the page computes from. Too large for a notebook, which names the function that makes it (``maker``,
    ``module:function``) and the digest of what it made; within a build it is handed over in a file of that name."""

    MIME: ClassVar = "application/vnd.burdenshare.explorer+json"

    data: Mapping[str, Any] = field(repr=False)
    maker: str

    @property
    def text(self) -> str:
        """The data as JSON; equal data give equal text."""
        return json.dumps(self.data, sort_keys=True)

    @classmethod
    def read(cls, bundle: Bundle, setting: Setting) -> Explorer:
        """The data, made again unless handed over. Raises :class:`Incomplete` where they are not what the notebook
        saw."""
        record = bundle[cls.MIME]
        if (file := _handed_over(record["sha256"])) and file.exists():
            data = json.loads(file.read_bytes())
        else:
            module, _, function = record["maker"].partition(":")
            data = json.loads(json.dumps(getattr(import_module(module), function)()))
        made = cls(data, record["maker"])
        if _digest(made.text) != record["sha256"]:
            raise Incomplete("the explorer's data are no longer those the notebook saw: run the notebook again")
        return made

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        text, words = self.text, "The explorer: open explorer.html of a build in a browser."
        if file := _handed_over(digest := _digest(text)):
            file.write_text(text, encoding="utf-8")
        return {self.MIME: {"maker": self.maker, "sha256": digest}, "text/plain": words}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _handed_over(digest: str) -> Path | None:
    """Where data of a digest are while a build goes on; None without a build."""
    return Path(os.environ[SHARED], digest) if SHARED in os.environ else None

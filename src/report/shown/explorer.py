"""The explorer: scenarios computed in the reader's browser, from plain data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, ClassVar

from report.shown.output import Bundle, Incomplete, Setting


@dataclass(frozen=True)
class Explorer:
    """What the page computes from. Too large for a notebook, which names the function that makes it (``maker``,
    ``module:function``) and the digest of what it made."""

    MIME: ClassVar = "application/vnd.burdenshare.explorer+json"

    data: Mapping[str, Any] = field(repr=False)
    maker: str

    @property
    def digest(self) -> str:
        """What tells one set of data from another."""
        return hashlib.sha256(json.dumps(self.data, sort_keys=True).encode()).hexdigest()

    @classmethod
    def read(cls, bundle: Bundle, setting: Setting) -> Explorer:
        """The data made again. Raises :class:`Incomplete` where they are not what the notebook saw."""
        record = bundle[cls.MIME]
        module, _, function = record["maker"].partition(":")
        made = cls(json.loads(json.dumps(getattr(import_module(module), function)())), record["maker"])
        if made.digest != record["sha256"]:
            raise Incomplete("the explorer's data are no longer those the notebook saw: run the notebook again")
        return made

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        words = "The explorer: open explorer.html of a build in a browser."
        return {self.MIME: {"maker": self.maker, "sha256": self.digest}, "text/plain": words}

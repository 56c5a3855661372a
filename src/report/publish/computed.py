"""What a page computes from in the reader's browser: too large for a notebook, which names the function that makes it
and the digest of what it made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from report.publish.blocks import Explorer
from report.publish.errors import Where


def explorer(record: Mapping[str, Any], where: Where) -> Explorer:
    """The block with its data, made again and refused where it is not what the notebook saw."""
    module, _, function = record["maker"].partition(":")
    data = getattr(import_module(module), function)()
    found = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
    if found != record["sha256"]:
        raise where.error("the explorer's data are no longer those the notebook saw", "run the notebook again")
    return Explorer(json.loads(json.dumps(data)))

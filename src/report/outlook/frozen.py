"""A mapping nobody can change by accident."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, NoReturn


class Frozen(dict[Any, Any]):
    """A ``dict`` without verbs that change it: plans can be shared, compared and used as keys."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("a plan does not change; make a new one with plan(id, **changes)")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type[Frozen], tuple[dict[Any, Any]]]:
        return Frozen, (dict(self),)


def freeze(value: Any) -> Hashable:
    """The same nested mappings and lists, unchangeable."""
    if isinstance(value, dict):
        return Frozen((key, freeze(item)) for key, item in value.items())
    return tuple(map(freeze, value)) if isinstance(value, list | tuple) else value

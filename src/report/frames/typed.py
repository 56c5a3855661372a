"""Arguments of the public functions held to their annotations, so that a slip is refused by its name."""

from __future__ import annotations

import math
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, wraps
from inspect import signature
from numbers import Integral, Real
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pandas as pd

from report.files import explained
from report.tables.errors import ReportError, shown

WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a finite number",
    "bool": "True or False",
    "Path": "a path",
    "Plan": "a plan",
    "Dataset": "the tables, as report.load() returns them",
    "DataFrame": "a frame",
    "Iterable": "several of them",
    "Sequence": "several of them",
    "Mapping": "a mapping",
    "tuple": "a tuple of numbers",
}
"""What a type of an annotation is called in an error."""


def typed(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, which refuses an argument of another type than its annotation says, and says in words what the
    system says of a file. ``**options``, handed on to :func:`report.cost`, are held to its annotations; the changes of
    a plan have checks of their own. Raises :class:`ReportError` with the argument's name and what to give."""
    names = tuple(signature(function).parameters)

    @wraps(function)
    def held(*args: Any, **options: Any) -> Any:
        given = dict(zip(names, args, strict=False)) | options
        for name, value in given.items():
            _refuse(name, value, _hints(function).get(name, Any))
        with in_words():
            return function(*args, **options)

    return held


@contextmanager
def in_words() -> Iterator[None]:
    """Raise what the system says of a file as :class:`ReportError`."""
    try:
        yield
    except OSError as error:
        raise ReportError(explained(error)) from error


@cache
def _hints(function: Callable[..., Any]) -> Mapping[str, Any]:
    if "options" not in signature(function).parameters:
        return get_type_hints(function)
    from report.outlook import cost  # only now: most calls hand nothing on

    return get_type_hints(cost) | get_type_hints(function)


def _refuse(name: str, value: Any, hint: Any) -> None:
    kinds = get_args(hint) if get_origin(hint) in (typing.Union, UnionType) else (hint,)
    if not any(_fits(value, kind) for kind in kinds):
        wanted = dict.fromkeys(_called(kind) for kind in kinds if kind is not type(None))
        raise ReportError(f"{name} is {shown(value)}: give {' or '.join(wanted)}")


def _called(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return " or ".join(map(repr, get_args(kind)))
    plain = get_origin(kind) or kind
    return WORDS.get(plain.__name__, f"a {plain.__name__}")


def _fits(value: Any, kind: Any) -> bool:
    """Whether a value is of one kind; a text counts as one, not as several."""
    plain: Any = get_origin(kind) or kind
    if get_origin(kind) is Literal:
        return any(value is choice or (isinstance(value, str) and value == choice) for choice in get_args(kind))
    if kind is Any or not isinstance(plain, type):
        return True
    if plain in (int, float) and isinstance(value, bool):
        return False
    if plain is int:
        return isinstance(value, Integral)
    if plain is float:
        return isinstance(value, Real) and _is_finite(value)
    if plain in (Iterable, Sequence):
        return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping | pd.DataFrame)
    if plain is tuple and isinstance(value, tuple):
        return all(_fits(one, get_args(kind)[0]) for one in value)
    return isinstance(value, plain)


def _is_finite(value: Real) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False

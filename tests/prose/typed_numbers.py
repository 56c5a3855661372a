"""Finding numbers typed into prose: in the templates of report.prose and in the text of notebooks.

A template is the text handed to ``say`` or ``run``, the labels and details of ``key_figures``, the plain items of
``bullets``, and the words handed to either by name. Digits in the address of a link are not prose.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

UP_TO_TWENTY = (
    "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
LARGER = "thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion"
PARTS = "half halves third thirds quarter quarters dozen dozens twice thrice double triple"
NUMBER = re.compile(rf"\d|\b(?:{'|'.join([*UP_TO_TWENTY.split(), *LARGER.split(), *PARTS.split()])})\b", re.IGNORECASE)
LINK = re.compile(r"\]\([^)]*\)")
NAME = re.compile(r"\{\w*\}")


class Typed(NamedTuple):
    """One number in a text, and the words around it."""

    line: int
    number: str
    around: str


def in_text(text: str, line: int, allowed: tuple[str, ...] = ()) -> list[Typed]:
    """Numbers in a text, but for those that stand in an allowed phrase."""
    prose = " ".join(NAME.sub("{}", LINK.sub("]", text)).split())
    for phrase in allowed:
        prose = prose.replace(phrase, "…")
    return [Typed(line, m[0], prose[max(0, m.start() - 40) : m.end() + 40]) for m in NUMBER.finditer(prose)]


def templates(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every template in a module's source."""
    tree = ast.parse(source)
    for scope in (node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef)):
        held = dict(_assigned(scope))
        for call in _calls(scope):
            for argument in _texts(call):
                yield from _pieces(argument, held)


def _assigned(scope: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names a scope gives a text to, such as ``template = "…"``."""
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value
        elif not isinstance(node, ast.FunctionDef):
            yield from _assigned(node)


def _calls(scope: ast.AST) -> Iterator[ast.Call]:
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, ast.FunctionDef):
            continue
        if isinstance(node, ast.Call) and _name(node) in ("say", "run", "key_figures", "bullets"):
            yield node
        yield from _calls(node)


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _texts(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call that are prose: the template and words by name, or what stands beside a key figure."""
    if _name(call) == "bullets":
        return list(call.args)
    if _name(call) == "key_figures":
        return [part for figure in call.args if isinstance(figure, ast.Tuple) for part in figure.elts[1:]]
    return [*call.args[:1], *(word.value for word in call.keywords)]


def _pieces(argument: ast.expr, held: dict[str, ast.expr]) -> Iterator[tuple[int, str]]:
    """The constant text of an argument: itself, the parts of an f-string, both sides of a sum, either side of a choice,
    or the text of a name."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.lineno, argument.value
    elif isinstance(argument, ast.JoinedStr):
        yield (
            argument.lineno,
            "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in argument.values),
        )
    elif isinstance(argument, ast.BinOp):
        yield from _pieces(argument.left, held)
        yield from _pieces(argument.right, held)
    elif isinstance(argument, ast.IfExp):
        yield from _pieces(argument.body, held)
        yield from _pieces(argument.orelse, held)
    elif isinstance(argument, ast.Name) and argument.id in held:
        yield from _pieces(held[argument.id], {})

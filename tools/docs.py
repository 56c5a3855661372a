"""What MkDocs builds the site of the documentation from: the repository's own pages at their own places, and two that
are generated."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import click
from mkdocs.structure.files import File

import report
from report.cli import main

ROOT = Path(__file__).parents[1]
ROLE = re.compile(r":\w+:`~?([^`]+)`")
ASIDE = re.compile(r"(?: \(|: see )(?::\w+:`~?report\.(?!\w+`)[^`]+`(?:, )?)+\)?")
"""A reference in brackets, or behind "see", to what is inside the package: for who reads the code."""
MODULES = re.compile(r"\b(?:typing|collections\.abc|pandas|pathlib|report)\.(?:\w+\.)*")
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s#]+)(#[^)\s]*)?\)")


def on_files(files: Any, config: Any) -> Any:
    """Replace the files of docs/ by those the navigation names, and the pictures they show."""
    for file in [one for one in files if one.src_dir and Path(one.src_dir) == ROOT / "docs"]:
        files.remove(file)
    generated = {"reference.md": reference(), "commands.md": commands()}
    for name in [*named(config["nav"]), "docs/briefing.png"]:
        if name in generated:
            files.append(File.generated(config, name, content=generated[name]))
        else:
            files.append(File(name, str(ROOT), config["site_dir"], use_directory_urls=False))
    return files


def on_page_markdown(markdown: str, page: Any, files: Any, **_: Any) -> str:
    """Leave the words of a link to a file that is no page: the repository has it, the site has not."""
    here = PurePosixPath(page.file.src_uri).parent

    def kept(found: re.Match[str]) -> str:
        target = found[2]
        place = PurePosixPath(*_resolved([*here.parts, *PurePosixPath(target).parts]))
        if "://" in target or files.get_file_from_path(str(place)):
            return found[0]
        return f"`{place}`" if found[1].strip("`") in (target, str(place)) else f"{found[1]} (`{place}`)"

    return LINK.sub(kept, markdown)


def _resolved(parts: list[str]) -> list[str]:
    """A path without its ``..``."""
    found: list[str] = []
    for part in parts:
        found = found[:-1] if part == ".." else [*found, part]
    return found


def named(nav: Any) -> Iterator[str]:
    """The pages of the navigation."""
    for entry in nav:
        for value in entry.values():
            yield from [value] if isinstance(value, str) else named(value)


def reference() -> str:
    """A section for each name of the public interface, from its docstring."""
    public = {f"report.{name}": getattr(report, name) for name in report.__all__ if name != "__version__"}
    chart = public["report.chart"]
    public |= {f"report.chart.{name}": one for name, one in {"draw": chart.draw, **chart.KINDS}.items()}
    parts = [section(name, one) for name, one in public.items()]
    return "\n\n".join(["# The library", plain(inspect.getdoc(report) or ""), *parts])


def section(name: str, one: Any) -> str:
    """Heading, signature with a parameter a line, and docstring of one name."""
    doc = plain(inspect.getdoc(one) or "")
    if isinstance(one, type | types.ModuleType):
        return f"## {name}\n\n{doc}"
    given = [
        f"    {_parameter(each, inspect.unwrap(one).__globals__)},"
        for each in inspect.signature(one).parameters.values()
    ]
    signature = "\n".join([f"{name}(", *given, ")"]) if given else f"{name}()"
    return f"## {name}\n\n```text\n{signature}\n```\n\n{doc}"


def _parameter(one: inspect.Parameter, names: Mapping[str, Any]) -> str:
    """A parameter as a signature has it: without the quotation marks that postponed types have, names for several types
    spelt out."""
    name, _, default = str(one.replace(annotation=one.empty)).partition("=")
    kind = "" if one.annotation is one.empty else f": {_kind(one.annotation, names)}"
    return f"{name}{kind}{f' = {default}' if default else ''}"


def _kind(annotation: Any, names: Mapping[str, Any]) -> str:
    if not isinstance(annotation, str):
        return inspect.formatannotation(annotation)

    def spelt_out(found: re.Match[str]) -> str:
        meant = names.get(found[0])
        return found[0] if meant is None or inspect.isclass(meant) else _kind(meant, names)

    return MODULES.sub("", re.sub(r"\b[A-Z]\w+", spelt_out, annotation))


def plain(doc: str) -> str:
    """A docstring as Markdown: roles as code, without what is not public; examples fenced."""
    text = re.sub(r"``", "`", ROLE.sub(_role, ASIDE.sub("", doc)))
    return re.sub(r"^>>> (?:.|\n(?!\n))*", lambda found: f"```python\n{found[0]}\n```", text, flags=re.MULTILINE)


def _role(found: re.Match[str]) -> str:
    """A name in code; of one inside the package its last part, where that is a public name with the package's."""
    *rooms, last = found[1].split(".")
    public = rooms[:1] == ["report"] and last in report.__all__
    return f"`report.{last}`" if public else f"`{found[1] if rooms[:1] != ['report'] else last}`"


def commands() -> str:
    """The help of every command."""
    with click.Context(main, info_name="burdenshare", max_content_width=110) as top:
        return "\n\n".join(["# The command line", *_helped(main, top)])


def _helped(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```"
    for name, one in getattr(command, "commands", {}).items():
        yield from _helped(one, click.Context(one, context, info_name=name, max_content_width=110))

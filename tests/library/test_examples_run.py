"""What the help, README and docs show runs as it stands: every example of a public function, every fenced block of
Python or of commands."""

import doctest
import re
import shlex
import types
from pathlib import Path

import pytest
from click.testing import CliRunner

import report
from report.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "data/README.md", *sorted((ROOT / "docs").glob("*.md"))]
PUBLIC = {name: getattr(report, name) for name in report.__all__ if name != "__version__"}
TOLD = {name: one for name, one in PUBLIC.items() if not isinstance(one, type | types.ModuleType)}
TOLD |= {"report": report, "chart.draw": report.chart.draw}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
WITHOUT_NEED = ("load", "check", "ally", "revisions", "plans", "claims", "verdicts")
"""Functions whose one line needs no example; the others teach with one."""


@pytest.mark.parametrize("name", TOLD)
def test_the_examples_of_the_help_run(name):
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    found = [runner.run(test) for test in doctest.DocTestFinder(recurse=False).find(TOLD[name], name)]
    assert sum(result.failed for result in found) == 0
    assert name in WITHOUT_NEED or sum(result.attempted for result in found) >= 2


def blocks(*languages):
    return [
        pytest.param(body, id=f"{page.name}-{number}")
        for page in PAGES
        for number, (language, body) in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")))
        if language in languages
    ]


@pytest.mark.parametrize("code", blocks("python", "py"))
def test_fenced_python_runs_as_pasted(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "example", "exec"), {"__name__": "__main__"})


def commands():
    """Every command named in a fence or in backquotes, with its words."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        fenced = "\n".join(body for language, body in BLOCK.findall(text) if language == "sh")
        lines = [*fenced.splitlines(), *re.findall(r"`([^`\n]+)`", BLOCK.sub("", text))]
        for line in lines:
            if found := re.match(r"(?:\.venv/bin/)?burdenshare (.+)", line.strip()):
                yield pytest.param(shlex.split(found[1], comments=True), id=f"{page.name}: {found[1].strip()}")


READING = ("cost", "risk", "compare", "plans", "claims", "fact", "country")


@pytest.mark.parametrize("words", list(commands()))
def test_commands_are_spelt_as_they_are(words, tmp_path, monkeypatch):
    """Those that only read are run; of the others every word before the values must be a command or an option that
    exists."""
    monkeypatch.chdir(tmp_path)
    if (
        words[0] in READING
        and not {"--build", "…"} & {*words}
        and not any(word.isupper() and len(word) > 3 for word in words)
    ):
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output
        return
    command, rest = main, list(words)
    while hasattr(command, "commands") and rest and not rest[0].startswith("-"):
        command = command.commands[rest.pop(0)]
    known = {name for option in command.params for name in (*option.opts, "--help", "--version")}
    assert {word for word in rest if word.startswith("--")} <= known

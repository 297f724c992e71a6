"""Every command line of the pages exists as it is written there; those that are cheap are run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import typer

from api.cli.app import app, run
from api.cli.commands import COMMANDS

_ROOT = Path(__file__).parent.parent
_SAMPLE = str(_ROOT / "corpora/samples/county_incentives.docx")
PAGES = (
    "README.md",
    "api/README.md",
    "corpora/README.md",
    "rules/README.md",
    "api/guides/user.md",
    "api/guides/operator.md",
)
_BLOCK = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`reviewer (?P<rest>[^`\n]+)`")
_LINE = re.compile(r"^\s*(?:[A-Z_]+=\S+ )*(?:\S*/)?reviewer (?P<rest>[^#\n]*)")
# What a page writes for "any command".
_ANY = "命令"


def _documented() -> Iterator[tuple[str, str]]:
    """Page and what stands after ``reviewer`` there."""
    for page in PAGES:
        text = (_ROOT / page).read_text(encoding="utf-8")
        for block in _BLOCK.findall(text):
            yield from (
                (page, found["rest"].strip()) for found in map(_LINE.match, block.splitlines()) if found
            )
        outside = _BLOCK.sub("", text)
        yield from ((page, found["rest"].strip()) for found in _SPAN.finditer(outside))


def _is_written(rest: str) -> bool:
    """A continuation such as ``reviewer/`` or a general remark is no command line."""
    return bool(rest) and not rest.startswith("/") and rest.split(maxsplit=1)[0] != _ANY


LINES = sorted({(page, rest) for page, rest in _documented() if _is_written(rest)})


def _walk(words: Sequence[str]) -> tuple[object, list[str], list[str]]:
    """The command that words lead to, the names on the way, the words left."""
    command: object = typer.main.get_command(app)
    context = typer.Context(command)  # type: ignore[arg-type]
    names: list[str] = []
    left = list(words)
    while hasattr(command, "list_commands"):
        known = command.list_commands(context)
        if not (left and left[0] in known) and "run" in known and left and left[0] != "--help":
            left.insert(0, "run")
        if not left or left[0] not in known:
            break
        names.append(left.pop(0))
        command = command.get_command(context, names[-1])  # type: ignore[attr-defined]
    return command, names, left


def _alternatives(rest: str) -> Iterator[list[str]]:
    """``rules list | show ID`` is two command lines; what may be left out is kept."""
    before: list[str] = []
    for part in re.sub(r"[\[\]]", " ", rest).split(" | "):
        words = part.split()
        while before and not _walk([*before, *words])[1][len(before) :]:
            before.pop()
        words = [*before, *words]
        yield words
        names = _walk(words)[1]
        before = names[:-1] if len(names) > 1 else []


def _complaints(words: Sequence[str]) -> list[str]:
    """What the command line would refuse."""
    command, names, left = _walk(words)
    if not names:
        return [f"no command {words[0]}"] if words[0] not in ("--version", "--help") else []
    options = {name: p for p in command.params for name in p.opts}  # type: ignore[attr-defined]
    found, places = [], 0
    while left:
        word = left.pop(0).split("=")[0]
        if not word.startswith("--"):
            places += 1
        elif word != "--help" and word not in options:
            found.append(f"no option {word} of {' '.join(names)}")
        elif word != "--help" and not options[word].is_flag:
            if not left:
                found.append(f"{word} lacks its value")
            else:
                left.pop(0)
    arguments = [p for p in command.params if p.param_type_name == "argument"]  # type: ignore[attr-defined]
    if places > len(arguments) and all(argument.nargs == 1 for argument in arguments):
        found.append(f"{' '.join(names)} takes {len(arguments)} arguments, not {places}")
    return found


@pytest.mark.parametrize(("page", "rest"), LINES, ids=[f"{p}:{r}" for p, r in LINES])
def test_command_line_is_one_that_exists(page: str, rest: str) -> None:
    """Commands, options and numbers of arguments are those of the program."""
    assert [found for words in _alternatives(rest) for found in _complaints(words)] == []


def test_every_command_is_written_somewhere() -> None:
    """And the pages are really searched."""
    written = {words[0] for _, rest in LINES for words in _alternatives(rest)}

    assert written >= set(COMMANDS)


@pytest.mark.parametrize(
    "line", ["chekc 文件", "check --fromat json", "laws show 甲 乙", "rules list --rules"]
)
def test_a_wrong_line_is_noticed(line: str) -> None:
    """A command renamed, an option mistyped, one argument too many, a value forgotten."""
    assert [found for words in _alternatives(line) for found in _complaints(words)] != []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"check {_SAMPLE} --format json", 1),
        (f"extract {_SAMPLE} --format text", 0),
        ("rules list", 0),
        ("rules docs drafting/", 0),
        ("rules test drafting/validity", 0),
        ("laws find 公平竞争审查", 0),
        ("laws show 公平竞争审查条例", 0),
    ],
)
def test_what_the_readme_names_runs(line: str, code: int, capfd: pytest.CaptureFixture[str]) -> None:
    """On the sample, with something to show for it."""
    assert run(line.split()) == code
    assert capfd.readouterr().out.strip()

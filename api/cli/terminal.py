"""Data on stdout, talk on stderr; colour only for a terminal that wants it (NO_COLOR)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

Item = TypeVar("Item")

PLAIN_COLUMNS = 100
"""Width of a text that goes to no terminal."""

_MOST_COLUMNS = 120


def complain(message: str) -> None:
    """A message to the user on stderr."""
    print(message, file=sys.stderr)


def write(chunks: Iterable[bytes]) -> None:
    """Bytes to stdout as they come."""
    stream = sys.stdout.buffer
    for chunk in chunks:
        stream.write(chunk)
        stream.flush()


def say(line: str) -> None:
    """A line of text to stdout, in UTF-8 whatever the locale."""
    write([f"{line}\n".encode("utf-8", "backslashreplace")])


def say_row(row: Mapping[str, object], *, as_json: bool) -> None:
    """A row of a list to stdout: a JSON object, or columns separated by tabs."""
    if as_json:
        say(json.dumps(row, ensure_ascii=False))
    else:
        say("\t".join("" if value is None else str(value) for value in row.values()))


def both_are_terminals() -> bool:
    """Whether a person sees stdout and stderr on one screen."""
    return sys.stdout.isatty() and sys.stderr.isatty()


def stdout_style() -> tuple[bool, int]:
    """Whether stdout is to be coloured, and its width in columns."""
    if not sys.stdout.isatty():
        return False, PLAIN_COLUMNS
    from rich.console import Console  # noqa: PLC0415  only a terminal needs it

    console = Console()
    coloured = console.color_system is not None and not console.no_color
    return coloured, min(console.width, _MOST_COLUMNS)


def with_progress(items: Iterable[Item], total: int, label: str) -> Iterator[Item]:
    """The items, with a bar on stderr where it is a terminal and there is more than one."""
    if total < 2 or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # noqa: PLC0415  only a terminal needs it
    from rich.progress import track  # noqa: PLC0415

    yield from track(items, description=label, total=total, console=Console(stderr=True), transient=True)

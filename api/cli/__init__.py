"""The command line `reviewer`, one module a command group.

Nothing heavy is imported here: the overview and the version appear at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from api.cli.commands import overview


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the value is the exit code of DESIGN 4.3."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given in (["--help"], ["-h"]):
        print(overview(), end="")
        return 0
    if given == ["--version"]:
        from importlib.metadata import version  # noqa: PLC0415  25 ms that no other command needs here

        print(f"reviewer {version('reviewer')}")
        return 0
    from api.cli.app import run  # noqa: PLC0415  80 ms that the overview does without

    return run(given)

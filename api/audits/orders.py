"""What may be audited from the service, and the command line that does it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

from api.problems import Problem

SOURCES_VARIABLE = "REVIEWER_AUDIT_SOURCES"
_STORE = "s3://"
RULES_IN_FORCE = "rules"
"""Folder within an audit's own: the rules that were in force when it began."""
_PROGRAM = "import sys; from api.cli import main; sys.exit(main())"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOrder:
    """What is to be audited.

    Attributes:
        source: Absolute path on the server, or an ``s3://`` prefix.
        today: Date at which the law is asked; the day of the start where None.
        workers: Processes; one a core where None.
    """

    name: str
    source: str
    today: date | None = None
    classifiers: bool = True
    families: tuple[str, ...] = ()
    workers: int | None = None

    def options(self) -> dict[str, Any]:
        """What the store keeps of it beside name and source."""
        return {
            "today": self.today.isoformat() if self.today else None,
            "classifiers": self.classifiers,
            "families": list(self.families),
            "workers": self.workers,
        }


def allowed_sources(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Folders and ``s3://`` prefixes that auditors may name, from the environment, separated by ``;``."""
    return tuple(entry.strip() for entry in environment.get(SOURCES_VARIABLE, "").split(";") if entry.strip())


def check_source(source: str, allowed: tuple[str, ...] | None) -> None:
    """Refuse what the service must not open for its users.

    Args:
        source: As the user gave it.
        allowed: What may be named; None for everything that exists (single-user mode).

    Raises:
        Problem: 422, it is no absolute path, does not exist, or lies outside.
    """
    if not source.startswith(_STORE):
        if not os.path.isabs(source):
            raise _refused("来源应为服务器上的绝对路径，或者 s3:// 开头的前缀")
        if allowed is not None and not any(_inside(source, root) for root in allowed):
            raise _refused(_outside_words(allowed))
        if not Path(source).exists():
            raise _refused("服务器上没有这个路径，请核对")
    elif allowed is not None and not any(
        root.startswith(_STORE) and f"{source.rstrip('/')}/".startswith(f"{root.rstrip('/')}/")
        for root in allowed
    ):
        raise _refused(_outside_words(allowed))


def command_line(source: str, out: Path, options: Mapping[str, Any], *, resume: bool) -> list[str]:
    """``reviewer audit`` as this interpreter runs it, with the rules that were in force when it began."""
    command = [sys.executable, "-c", _PROGRAM, "audit", "run", source, "--out", str(out)]
    for option, name in (("--rules", "own"), ("--base", "base")):
        if (out / RULES_IN_FORCE / name).is_dir():
            command += [option, str(out / RULES_IN_FORCE / name)]
    if options.get("today") and not resume:
        command += ["--today", str(options["today"])]
    if not options.get("classifiers", True):
        command += ["--classifiers", "off"]
    for family in options.get("families") or ():
        command += ["--family", str(family)]
    if options.get("workers"):
        command += ["--workers", str(options["workers"])]
    return [*command, "--resume"] if resume else command


def _inside(source: str, root: str) -> bool:
    """Whether a path lies in a folder, links followed: a link must not lead out of it."""
    if root.startswith(_STORE):
        return False
    return Path(source).resolve().is_relative_to(Path(root).resolve())


def _outside_words(allowed: tuple[str, ...]) -> str:
    if not allowed:
        return f"管理员尚未设置可以批量审查的文件夹，请在环境变量 {SOURCES_VARIABLE} 中列出"
    return f"只能审查这些位置中的文件：{'、'.join(allowed)}"


def _refused(detail: str) -> Problem:
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_source", detail)

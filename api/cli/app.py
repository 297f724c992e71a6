"""The root command: loads a command's module when it is called, turns errors into exit codes."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import typer

from api.cli.commands import COMMANDS, overview
from api.cli.terminal import complain
from api.cli.usage import ChineseGroup, explain
from reviewer.errors import ReviewError

_WRONG_USE = 2
_INTERRUPTED = 130


class RootGroup(ChineseGroup):
    """The commands of the table, each loaded when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, from its module; None for an unknown name."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command = typer.main.get_command(importlib.import_module(f"api.cli.{entry.module}").app)
        command.name = cmd_name
        return command

    def get_help(self, ctx: Any) -> str:
        """The overview, for which no command is loaded."""
        return overview()


app = typer.Typer(cls=RootGroup, add_completion=False, rich_markup_mode=None)


@app.callback()
def _root() -> None:
    """Options of the root are answered in `api.cli.main`."""


def run(arguments: Sequence[str]) -> int:
    """Run a command and give its exit code; every error reaches the user in Chinese, never a traceback."""
    if not arguments:
        complain(overview().rstrip())
        return _WRONG_USE
    try:
        code = typer.main.get_command(app).main(
            args=list(arguments), prog_name="reviewer", standalone_mode=False
        )
    except typer.Abort:
        complain("已中断")
        return _INTERRUPTED
    except ReviewError as error:
        complain(str(error))
        return _WRONG_USE
    except Exception as error:  # noqa: BLE001  the last resort: whatever happens, the user is told
        return _failed(error)
    if code == _INTERRUPTED:
        complain("已中断")
    return code if isinstance(code, int) else 0


def _failed(error: Exception) -> int:
    if getattr(error, "exit_code", None) is not None:
        complain(explain(error))
        return _WRONG_USE
    if os.environ.get("REVIEWER_DEBUG"):
        raise error
    frame = traceback.extract_tb(error.__traceback__)[-1]
    # The text of the error may hold text of the document: only its type and place are told.
    complain(
        f"程序内部错误（{type(error).__name__}，{os.path.basename(frame.filename)}:{frame.lineno}），"
        "结果不完整。请把所用命令和版本号告知维护人员；设置环境变量 REVIEWER_DEBUG=1 可查看详情"
    )
    sys.stdout.flush()
    return _WRONG_USE

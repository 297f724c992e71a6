"""Groups, commands and errors of the command line in Chinese, whatever the framework says."""

from __future__ import annotations

import re

import typer
from typer.core import TyperCommand, TyperGroup

# What the framework writes into its help texts.
_WORDS = (
    ("Usage: ", "用法："),
    ("Options:", "选项："),
    ("Arguments:", "参数："),
    ("Commands:", "命令："),
    ("Show this message and exit.", "显示本说明。"),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
    ("[required]", "[必填]"),
)
_DEFAULT = re.compile(r"\[default:\s+")
_TYPE = re.compile(r" <[a-z]+(?:\[[a-z]+\])?>")
_EXTRA_ARGUMENT = re.compile(r"unexpected extra argument")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def in_chinese(help_text: str) -> str:
    """A help text with the framework's own words put into Chinese."""
    for english, chinese in _WORDS:
        help_text = help_text.replace(english, chinese)
    return _DEFAULT.sub("[默认：", _TYPE.sub("", help_text))


class ChineseCommand(TyperCommand):
    """A command whose help is all in Chinese."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The help text."""
        return in_chinese(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """A group of commands whose help and errors are all in Chinese."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The help text."""
        return in_chinese(super().get_help(ctx))

    def resolve_command(self, ctx, args):  # type: ignore[no-untyped-def]
        """The command meant; names those there are where it is unknown."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            names = "、".join(self.list_commands(ctx))
            ctx.fail(f"没有命令“{args[0]}”；可用的命令有：{names}")
        return super().resolve_command(ctx, args)


def explain(error: Exception) -> str:
    """A usage error of the framework in Chinese, with the command that shows the usage."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "reviewer"
    return f"{_problem(error)}。查看用法：{path} --help"


def _problem(error: Exception) -> str:
    match type(error).__name__:
        case "NoSuchOption":
            return _no_such_option(error)
        case "BadOptionUsage":
            return f"选项 {getattr(error, 'option_name', '')} 缺少取值或用法有误"
        case "MissingParameter":
            return f"缺少{_parameter(error)}"
    message = str(getattr(error, "message", "")).rstrip("。.")
    problem = message if _HAN.search(message) else _translated(message)
    return f"{_parameter(error)}：{problem}" if getattr(error, "param", None) else problem


def _translated(message: str) -> str:
    if message == "Missing command":
        return "缺少子命令"
    return f"参数过多（{message}）" if _EXTRA_ARGUMENT.search(message) else f"取值不合要求（{message}）"


def _no_such_option(error: Exception) -> str:
    likely = "、".join(sorted(getattr(error, "possibilities", None) or ()))
    option = str(getattr(error, "option_name", ""))
    return f"没有选项 {option}" + (f"，是否为 {likely}" if likely else "")


def _parameter(error: Exception) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return "参数"
    if parameter.param_type_name == "argument":
        return f"参数 {parameter.metavar or parameter.name.upper()}"
    return f"选项 {parameter.opts[0]}"

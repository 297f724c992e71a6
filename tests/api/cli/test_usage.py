"""Wrong use, help and version: at once, in Chinese, with what to do."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import main
from api.cli.commands import COMMANDS

_ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "用法：reviewer 命令"),
        (["chekc", "a.txt"], "没有命令“chekc”；可用的命令有：check、extract"),
        (["check"], "请给出要审查的路径"),
        (["check", "a.txt", "--jsonl", "-"], "二者取一"),
        (["check", "a.txt", "--formt", "json"], "没有选项 --formt，是否为 --format"),
        (["check", "a.txt", "--format"], "选项 --format 缺少取值"),
        (["check", "a.txt", "--format", "odt"], "没有取值“odt”，可用的有：text、json"),
        (["check", "a.txt", "--family", "tax"], "没有取值“tax”，可用的有：fair_competition"),
        (["check", "a.txt", "--kind", "poem"], "没有取值“poem”"),
        (["check", "a.txt", "--fail-on", "all"], "可用的有：violation、risk、advice"),
        (["check", "a.txt", "--classifiers", "yes"], "可用的有：on、off"),
        (["check", "a.txt", "--today", "2026/1/1"], "请写成 2026-11-23 的形式"),
        (["check", "a.txt", "--region", "深圳"], "请写成 440300 的形式"),
        (["extract"], "缺少参数 PATH"),
        (["extract", "a.txt", "b.txt"], "参数过多"),
        (["rules"], "缺少子命令"),
        (["rules", "lst"], "没有命令“lst”；可用的命令有：list、show、docs、test"),
        (["serve", "--port", "x"], "选项 --port"),
        (["serve", "--host", "0.0.0.0"], "只能绑定本机"),
    ],
)
def test_wrong_use_exits_2_and_says_what_to_do(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message is in Chinese on stderr; nothing stands on stdout."""
    code = main(arguments)

    captured = capsys.readouterr()
    assert code == 2
    assert said in captured.err
    assert captured.out == ""
    assert "Traceback" not in captured.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No English sentence of the framework is left in a help text."""
    code = main([command, "--help"])

    text = capsys.readouterr().out
    assert code == 0
    assert text.startswith(f"用法：reviewer {command}")
    assert not re.search(r"Usage|Options|Arguments|Commands|Show this|\[required\]|\[default", text)


def test_overview_lists_every_command_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """What a newcomer sees first."""
    code = main(["--help"])

    text = capsys.readouterr().out
    assert code == 0
    assert all(f"\n  {command} " in text for command in COMMANDS)
    assert "退出码" in text


def test_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    """One line."""
    main(["--version"])

    assert re.fullmatch(r"reviewer \d+\.\d+\.\d+\n", capsys.readouterr().out)


def test_overview_loads_neither_framework_nor_engine() -> None:
    """It appears at once because nothing heavy is imported."""
    program = (
        "import sys; from api.cli import main; main(['--help'])\n"
        "heavy = {'typer', 'rich', 'pydantic', 'numpy', 'lxml', 'yaml'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )

    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=_ROOT, capture_output=True, text=True, check=False
    )

    assert finished.returncode == 0, finished.stderr

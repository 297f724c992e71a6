"""Lists for people and for programs: columns by tabs, or a JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import main


@pytest.mark.parametrize(
    ("arguments", "columns"),
    [
        (["rules", "list", "drafting/"], {"rule", "kind", "severity", "title", "retired", "cases"}),
        (["laws", "find", "反垄断法"], {"status", "kind", "title", "number"}),
    ],
)
def test_a_list_is_given_as_lines_of_json(
    arguments: list[str], columns: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """As many lines as without; values as programs know them."""
    main(arguments)
    plain = capsys.readouterr().out.splitlines()

    code = main([*arguments, "--json"])

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert len(rows) == len(plain) > 0
    assert all(set(row) == columns for row in rows)


def test_json_and_plain_are_short_for_what_they_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--json`` is the format; ``--plain`` is text without colour."""
    path = tmp_path / "草案.txt"
    path.write_text("青溪县若干措施\n第一条 对迁入本县的企业给予奖励。\n", encoding="utf-8")

    main(["check", str(path), "--json", "--classifiers", "off"])
    reports = json.loads(capsys.readouterr().out)
    main(["check", str(path), "--plain", "--classifiers", "off"])

    assert reports[0]["name"].endswith("草案.txt")
    assert "\x1b" not in capsys.readouterr().out

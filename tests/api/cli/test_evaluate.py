"""``reviewer evaluate``: the figures of rules on labelled files and on the project's own corpora."""

import json
from pathlib import Path

import pytest

from api.cli import main

_BREACH = "首次升规的服务业企业一次性奖励10万元。"
_LAWFUL = "企业自主选择开户银行。"


@pytest.fixture
def clauses(tmp_path: Path) -> list[str]:
    """A breach and a lawful clause as the command takes them."""
    violations, lawful = tmp_path / "violations.jsonl", tmp_path / "lawful.jsonl"
    violations.write_text(json.dumps({"id": "v1", "clause": _BREACH, "standard": "10.2"}), "utf-8")
    lawful.write_text(json.dumps({"id": "l1", "text": _LAWFUL}), "utf-8")
    return ["--violations", str(violations), "--lawful", str(lawful)]


def test_figures_have_their_base_beside_them(clauses: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A Markdown table; date and versions on stderr."""
    code = main(["evaluate", "fair-competition", *clauses])

    out, err = capsys.readouterr()
    assert code == 0
    assert "| 查全率 | 100.0% | 1/1 | 100.0%–100.0% |" in out
    assert "| 合法条文误报率 | 0.0% | 0/1 | 0.0%–0.0% |" in out
    assert err.startswith("法律状态 2026-11-23；规则 ")


def test_json_holds_figures_cases_and_the_tables_asked_for(
    clauses: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is saved is what is printed, and can be compared with."""
    saved = tmp_path / "run.json"
    main(["evaluate", "fair-competition", *clauses, "--json", "--save", str(saved)])
    first = json.loads(capsys.readouterr().out)

    code = main(["evaluate", "fair-competition", *clauses, "--json", "--ablation", "--compare", str(saved)])
    second = json.loads(capsys.readouterr().out)

    assert code == 0
    assert json.loads(saved.read_text("utf-8")) == {
        key: value for key, value in first.items() if key not in ("ablation", "comparison")
    }
    assert first["sets"] == second["sets"]
    assert [case["id"] for case in first["sets"][0]["outcomes"]] == ["v1", "l1"]
    assert second["ablation"][0]["rows"][0][:2] == ["全部启用", "100.0%（1/1）"]
    assert second["comparison"][0]["columns"] == ["指标", "此前", "现在", "变化"]


def test_documents_without_labels_are_told_by_rate(
    clauses: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By rule, once by their own kinds and once as normative documents; an ablation leaves them out."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(f"关于支持服务业发展的若干政策\n{_BREACH}\n", "utf-8")

    code = main(["evaluate", "fair-competition", *clauses, "--documents", str(folder), "--ablation"])

    out = capsys.readouterr().out
    assert code == 0
    assert out.count("：各部分的作用**") == 1
    assert "**texts，自动识别文种**" in out
    assert "**texts，一律按规范性文件**" in out
    assert "| 每万字发现 |" in out


@pytest.mark.parametrize("family", ["fair-competition", "legal-basis"])
def test_own_corpora_are_measured_without_files(family: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The floor is told in corpora/README.md."""
    code = main(["evaluate", family])

    assert code == 0
    assert "查全率" in capsys.readouterr().out


def test_labels_need_the_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong use, told in Chinese."""
    code = main(["evaluate", "fair-competition", "--policies", str(tmp_path / "policies.jsonl")])

    assert code == 2
    assert "--documents" in capsys.readouterr().err


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Which, and why."""
    code = main(["evaluate", "legal-basis", "--unlawful", str(tmp_path / "none.jsonl")])

    assert code == 2
    assert "none.jsonl" in capsys.readouterr().err


def test_counted_confidence_is_printed_by_rule(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1 tells that the saved file is of another state."""
    code = main(["evaluate", "confidence"])

    out = capsys.readouterr().out
    assert code in (0, 1)
    assert "| 规则 | 判对 | 判过 |" in out

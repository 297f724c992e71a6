"""``reviewer rules`` and ``reviewer laws``."""

from pathlib import Path

import pytest

from api.cli import main

_RULE = """\
title: 测试规则
kind: title.reserved
severity: advice
checker: pattern
match: {any_of: ["锦旗"]}
message: “${quote}”仅供测试。
cases:
  - {name: 命中, text: 送锦旗。, finds: [锦旗]}
  - {name: 写错的用例, text: 送锦旗。, finds: [锦]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A deployment's own rules: one rule, one of whose cases is wrong."""
    path = tmp_path / "drafting" / "own.yaml"
    path.parent.mkdir()
    path.write_text(_RULE, encoding="utf-8")
    return tmp_path


def test_list_shows_own_rules_beside_those_that_ship(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One rule a line, columns by tabs."""
    code = main(["rules", "list", "drafting/", "--rules", str(folder)])

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert "drafting/own\ttitle.reserved\t提示\t测试规则\t2 例" in lines
    assert len(lines) > 1


def test_show_gives_the_file_of_a_rule(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The author sees what he wrote."""
    code = main(["rules", "show", "drafting/own", "--rules", str(folder)])

    assert code == 0
    assert "title: 测试规则" in capsys.readouterr().out


def test_show_finds_the_file_behind_a_finding_of_a_classifier(capsys: pytest.CaptureFixture[str]) -> None:
    """The id that stands in a report leads to the rule, whose file lies in the folder of its family."""
    code = main(["rules", "show", "classifier/10.2"])

    shown = capsys.readouterr().out
    assert code == 0
    assert "类别：公平竞争审查" in shown
    assert "checker: classified" in shown


def test_show_suggests_ids_for_an_unknown_one(capsys: pytest.CaptureFixture[str]) -> None:
    """A part of an id is enough to find it."""
    code = main(["rules", "show", "effective_date"])

    assert code == 2
    assert "是否为：drafting/missing_effective_date" in capsys.readouterr().err


def test_wrong_case_is_told_with_what_was_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1; the right case is not mentioned."""
    code = main(["rules", "test", "drafting/own", "--rules", str(folder)])

    out = capsys.readouterr().out
    assert code == 1
    assert "drafting/own 用例“写错的用例”不符合" in out
    assert "实际找到：锦旗" in out
    assert "2 个用例，1 个不符合" in out


def test_unknown_prefix_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    """Testing nothing must not look like passing."""
    assert main(["rules", "test", "no/such"]) == 2
    assert "no/such" in capsys.readouterr().err


def test_law_is_found_by_words_and_by_number(capsys: pytest.CaptureFixture[str]) -> None:
    """State at the date, rank, title, number."""
    assert main(["laws", "find", "公平竞争审查条例", "--today", "2026-11-23"]) == 0
    assert "现行有效\t行政法规\t公平竞争审查条例\t国务院令第783号" in capsys.readouterr().out.splitlines()
    assert main(["laws", "find", "国务院令第783号"]) == 0


def test_law_is_shown_at_the_date_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """Before it binds it is pending."""
    main(["laws", "show", "公平竞争审查条例", "--today", "2024-07-01"])

    assert "2024-07-01 尚未施行" in capsys.readouterr().out


def test_unknown_law_suggests_the_likely_one(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt title is not called missing."""
    assert main(["laws", "show", "公平竟争审查条例"]) == 2
    assert "是否为《公平竞争审查条例》" in capsys.readouterr().err


def test_docs_writes_the_reference_of_the_rules_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    """Markdown on the standard output, for the rules with that beginning only."""
    code = main(["rules", "docs", "disclosure/personal"])

    told = capsys.readouterr().out
    assert code == 0
    assert told.startswith("# 规则一览")
    assert "编号：`disclosure/personal/id_number`" in told
    assert "fair_competition/" not in told


def test_laws_are_imported_shown_and_rolled_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The changes are printed; the article is shown; one step back it is gone."""
    monkeypatch.setenv("REVIEWER_LAWS", str(tmp_path / "laws"))
    source = tmp_path / "云溪省雨伞借用条例(2026-05-01).md"
    source.write_text("第一条　借伞应当登记。\n第二条　本条例自公布之日起施行。\n", encoding="utf-8")

    dry = main(["laws", "update", str(source), "--dry-run"])
    done = main(["laws", "update", str(source)])
    shown = main(["laws", "show", "云溪省雨伞借用条例", "--article", "第一条"])
    out = capsys.readouterr().out
    back = main(["laws", "update", "--roll-back"])
    gone = main(["laws", "show", "云溪省雨伞借用条例"])

    assert (dry, done, shown, back, gone) == (0, 0, 0, 0, 2)
    assert out.count("新增法规\t《云溪省雨伞借用条例》（2026-05-01）\t2 条") == 2
    assert out.endswith("《云溪省雨伞借用条例》第一条\n借伞应当登记。\n")

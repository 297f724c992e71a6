"""Reports written to files by ``reviewer check``."""

from pathlib import Path

import pytest

from api.cli import main
from reviewer.extraction import extract
from tests.reviewer.extraction.docx_files import make_docx, paragraph

DRAFT = "某市扶持产业发展若干规定\n第一条　对在本市登记注册的企业给予奖励。\n"


def check(*arguments: str) -> int:
    return main(["check", "--classifiers", "off", *arguments])


def draft(folder: Path, name: str = "规定.docx") -> Path:
    path = folder / name
    path.write_bytes(make_docx("".join(map(paragraph, DRAFT.splitlines()))))
    return path


def test_a_docx_stands_beside_its_input_and_never_takes_the_place_of_another(tmp_path: Path) -> None:
    """An officer may have worked in the file of the first run."""
    path = draft(tmp_path)
    before = path.read_bytes()

    check(str(path), "--format", "docx")
    check(str(path), "--format", "docx")

    written = sorted(found.name for found in tmp_path.iterdir())
    assert written == ["规定.docx", "规定.审查-2.docx", "规定.审查.docx"]
    assert path.read_bytes() == before
    notes = extract((tmp_path / "规定.审查.docx").read_bytes(), "x.docx").notes
    assert any(note.kind == "comment" for note in notes)


def test_out_names_a_file_or_a_folder(tmp_path: Path) -> None:
    """A file by the format's ending, else a folder, which is made."""
    path = draft(tmp_path)

    check(str(path), "--format", "html", "--out", str(tmp_path / "报告.html"))
    check(str(path), "--format", "docx", "--out", str(tmp_path / "结果"))

    assert (tmp_path / "报告.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert (tmp_path / "结果" / "规定.审查.docx").is_file()


def test_each_input_has_its_own_docx(tmp_path: Path) -> None:
    """Two drafts of a folder make two annotated copies."""
    draft(tmp_path, "甲.docx")
    draft(tmp_path, "乙.docx")

    code = check(str(tmp_path), "--format", "docx", "--out", str(tmp_path / "结果"))

    assert {found.name for found in (tmp_path / "结果").iterdir()} == {"甲.审查.docx", "乙.审查.docx"}
    assert code == 1


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 2, with the path and the remedy."""
    path = draft(tmp_path)
    (tmp_path / "占用").write_text("一个文件")

    code = check(str(path), "--format", "docx", "--out", str(tmp_path / "占用" / "结果"))

    assert code == 2
    assert "请用 --out 指定有写入权限的文件夹" in capsys.readouterr().err

"""``reviewer extract``."""

import json
from pathlib import Path

import pytest

from api.cli import main


def test_text_is_exactly_the_text_of_the_document(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """No newline is added; a byte order mark goes and CRLF becomes LF."""
    path = tmp_path / "甲.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "第一行\r\n第二行𠮷".encode())

    code = main(["extract", str(path), "--format", "text"])

    assert code == 0
    assert capfdbinary.readouterr().out == "第一行\n第二行𠮷".encode()


def test_json_gives_every_block_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Offsets are code points of the text."""
    path = tmp_path / "甲.txt"
    path.write_text("𠮷第一行\n\n第二行\n", encoding="utf-8")

    main(["extract", str(path)])

    document = json.loads(capsys.readouterr().out)
    blocks = document["blocks"]
    assert [document["text"][b["start"] : b["end"]] for b in blocks] == ["𠮷第一行", "第二行"]
    assert [b["place"] for b in blocks] == [[{"line": 1}], [{"line": 3}]]
    assert document["complete"] is True


def test_file_that_cannot_be_read_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing on stdout; file, reason and remedy on stderr."""
    path = tmp_path / "空.txt"
    path.write_bytes(b"")

    code = main(["extract", str(path), "--format", "text"])

    captured = capsys.readouterr()
    assert (code, captured.out) == (2, "")
    assert "空.txt：文件为空" in captured.err

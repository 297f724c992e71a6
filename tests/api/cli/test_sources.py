"""What a user names, taken apart into single documents."""

import io
import zipfile
from pathlib import Path

import pytest

from api.cli.sources import Source, list_inputs, open_input
from reviewer.errors import UnreadableDocument
from reviewer.extraction.limits import Limits


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_folder_becomes_its_files_in_order_without_litter(tmp_path: Path) -> None:
    """Hidden files and lock files of office programs are no drafts."""
    for name in ("乙.txt", "甲.txt", ".hidden", "~$甲.docx", "子/丙.txt", ".git/x"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")

    inputs = list_inputs([str(tmp_path)])

    assert inputs == sorted(str(tmp_path / name) for name in ("乙.txt", "甲.txt", "子/丙.txt"))


def test_what_the_user_names_is_never_left_out(tmp_path: Path) -> None:
    """Not even a hidden file, nor one that does not exist."""
    inputs = list_inputs([str(tmp_path / ".hidden"), "-", "没有.txt"])

    assert inputs == [str(tmp_path / ".hidden"), "-", "没有.txt"]


def test_empty_folder_is_an_error(tmp_path: Path) -> None:
    """Nothing reviewed must not look like nothing found."""
    with pytest.raises(UnreadableDocument, match="文件夹中没有文件"):
        list_inputs([str(tmp_path)])


def test_zip_becomes_its_members_whatever_its_name(tmp_path: Path) -> None:
    """Type by content: a zip may be called anything."""
    path = tmp_path / "材料.dat"
    path.write_bytes(_zip({"甲.txt": b"x", "乙/丙.txt": b"y"}))

    sources = list(open_input(str(path), Limits()))

    assert [source.name for source in sources] == [f"{path}/甲.txt", f"{path}/乙/丙.txt"]
    assert [source.content for source in sources if isinstance(source, Source)] == [b"x", b"y"]


def test_document_in_a_zip_container_stays_one_document(tmp_path: Path) -> None:
    """A docx is a zip too."""
    path = tmp_path / "稿.zip"
    path.write_bytes(_zip({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))

    sources = list(open_input(str(path), Limits()))

    assert sources == [Source(name=str(path), content=path)]


def test_unreadable_member_is_an_error_beside_the_others(tmp_path: Path) -> None:
    """The good members are still read."""
    path = tmp_path / "a.zip"
    path.write_bytes(_zip({"大.txt": b"x" * 3000, "小.txt": b"y"}))

    sources = list(open_input(str(path), Limits(file_bytes=2000)))

    assert [type(source).__name__ for source in sources] == ["Source"]
    # The zip itself is beyond the limit: it is opened, and refused, where all files are.
    sources = list(open_input(str(path), Limits(unpacked_bytes=2000)))
    assert [type(source).__name__ for source in sources] == ["UnreadableDocument", "Source"]


def test_zip_with_too_many_members_is_one_error(tmp_path: Path) -> None:
    """A bomb of entries is refused as a whole."""
    path = tmp_path / "a.zip"
    path.write_bytes(_zip({f"{number}.txt": b"" for number in range(20)}))

    sources = list(open_input(str(path), Limits(members=5)))

    assert len(sources) == 1
    assert isinstance(sources[0], UnreadableDocument)
    assert "5" in sources[0].reason


def test_name_with_foreign_bytes_can_be_shown(tmp_path: Path) -> None:
    """Old archives leave file names that are no UTF-8."""
    source = next(open_input(str(tmp_path) + "/\udcb8\udce5.txt", Limits()))

    assert isinstance(source, Source)
    assert source.name.endswith("/\ufffd\ufffd.txt")

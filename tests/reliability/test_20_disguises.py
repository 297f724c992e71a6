"""Test 20: wrong names, two formats in one file, encrypted and macro files are told by their content."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from reviewer.document import Document
from reviewer.errors import UnreadableDocument
from reviewer.extraction import extract
from reviewer.extraction.limits import Limits
from tests.reliability.files import LINES, seeds, with_members

_LIMITS = Limits(ocr_pages=0)
_NAMES = ("通知.docx", "通知.exe", "通知.pdf.txt", "通知", "通知.OFD")


def _outcome(data: bytes, name: str) -> Document | UnreadableDocument:
    try:
        return extract(data, name, _LIMITS)
    except UnreadableDocument as error:
        return error


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd", "pdf"])
@pytest.mark.parametrize("name", _NAMES)
def test_a_name_does_not_decide(kind: str, name: str, tried: Callable[..., None]) -> None:
    """A renamed file reads as what it is."""
    outcome = _outcome(seeds()[kind], name)

    assert isinstance(outcome, Document)
    assert outcome.text == extract(seeds()[kind], f"通知.{kind}").text
    tried(20)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空"),
        (b" \n\t ", "空"),
        (b"MZ" + bytes(200), ""),
        (b"\x7fELF" + bytes(200), ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ""),
        (b"%PDF-1.7\n", ""),
        (b"PK\x03\x04" + bytes(26), ""),
        (bytes(range(256)) * 20, ""),
    ],
    ids=["empty", "blank", "exe", "elf", "ole", "pdf-head", "zip-head", "binary"],
)
def test_what_is_no_document_is_refused(data: bytes, words: str, tried: Callable[..., None]) -> None:
    """The reason is named, and what to do."""
    outcome = _outcome(data, "通知.docx")

    assert isinstance(outcome, UnreadableDocument)
    assert words in outcome.reason
    assert outcome.remedy
    tried(20)


def test_a_pdf_that_is_also_a_zip_is_read_as_one_of_them(tried: Callable[..., None]) -> None:
    """A polyglot shows its text or is refused; it never passes as an empty document."""
    for data in (seeds()["pdf"] + seeds()["docx"], seeds()["docx"] + seeds()["pdf"]):
        outcome = _outcome(data, "两面.pdf")
        assert isinstance(outcome, UnreadableDocument) or LINES[0][:4] in outcome.text
        tried(20)


def test_an_encrypted_zip_is_named_as_such(tried: Callable[..., None]) -> None:
    """Password protection is told, not taken for damage."""
    data = bytearray(seeds()["docx"])
    position = data.find(b"PK\1\2")
    while position >= 0:
        flags = struct.unpack_from("<H", data, position + 8)[0]
        struct.pack_into("<H", data, position + 8, flags | 1)
        position = data.find(b"PK\1\2", position + 4)

    outcome = _outcome(bytes(data), "密.docx")

    assert isinstance(outcome, UnreadableDocument)
    assert "加密" in outcome.reason
    tried(20)


def test_macros_are_told_and_never_run(tried: Callable[..., None]) -> None:
    """A docx with a macro project is read, and told to hold macros."""
    data = with_members(seeds()["docx"], {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(100)})

    outcome = _outcome(data, "宏.docx")

    assert isinstance(outcome, Document)
    assert LINES[1] in outcome.text
    assert "宏没有运行" in "".join(note.text for note in outcome.notes)
    tried(20)

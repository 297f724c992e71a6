"""Test 19: names that lead elsewhere and cells that calculate do no harm in any export."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest

from corpora.context import load_context
from reviewer.exporters import EXPORTERS, export
from reviewer.extraction.archive import expand
from reviewer.extraction.limits import Limits
from reviewer.extraction.text import document_from_text
from reviewer.review import review

NAMES = (
    "../../etc/passwd.txt",
    "..\\..\\windows\\x.txt",
    "/etc/passwd.txt",
    "C:\\x.txt",
    "a\x00b.txt",
    "CON.txt",
    "长" * 300 + ".txt",
    "txt.\u202efdp.txt",
    "a\nb.txt",
    '"><script>alert(1)</script>.txt',
    "=cmd|' /C calc'!A0.txt",
    "a\r\nSet-Cookie: x=1.txt",
)
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_TEXT = "第一条 {}对在本市注册的企业给予奖励。"


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
@pytest.mark.parametrize("format_name", sorted(EXPORTERS.keys() - {"pdf"}))
def test_a_name_stays_a_name(name: str, format_name: str, tried: Callable[..., None]) -> None:
    """No export runs a script, breaks a line or begins a formula with a file's name."""
    document = replace(document_from_text(_TEXT.format(""), "x.txt"), name=name)

    exported = export(format_name, review(document, load_context(classifiers=False)), document)

    if format_name == "html":
        assert b"<script>alert" not in exported
    if format_name == "csv":
        _assert_no_formula(exported)
    if format_name == "xlsx":
        _assert_plain_cells(exported)
    tried(19)


@pytest.mark.parametrize("beginning", BEGINNINGS)
@pytest.mark.parametrize("format_name", ["csv", "xlsx"])
def test_no_cell_of_a_document_calculates(
    beginning: str, format_name: str, tried: Callable[..., None]
) -> None:
    """Text that begins like a formula stands in the table as text."""
    text = f"{beginning}HYPERLINK(1)对在本市注册的企业给予奖励。"
    document = document_from_text(text, "x.txt")

    exported = export(format_name, review(document, load_context(classifiers=False)), document)

    (_assert_no_formula if format_name == "csv" else _assert_plain_cells)(exported)
    tried(19)


def test_members_of_a_zip_stay_in_their_folder(tried: Callable[..., None]) -> None:
    """Names of members lose what would lead out, and nothing of them is lost."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for index, name in enumerate(NAMES):
            archive.writestr(name.replace("\x00", ""), f"第{index}份".encode())

    members = list(expand(buffer.getvalue(), "x.zip", Limits()))

    assert len(members) == len(NAMES)
    for member in members:
        assert ".." not in member.name.split("/")
        assert not member.name.startswith(("/", "\\"))
    tried(19, len(members))


def _assert_no_formula(exported: bytes) -> None:
    for row in csv.reader(io.StringIO(exported.decode("utf-8-sig"))):
        for value in row:
            assert not value.startswith(BEGINNINGS), value[:1]


def _assert_plain_cells(exported: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(each.data_type != "f" for each in row)

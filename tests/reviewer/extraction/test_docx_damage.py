"""What of a docx is not read is named, and nothing hostile comes through."""

from __future__ import annotations

import io
import zipfile

import pytest

from reviewer.errors import UnreadableDocument
from reviewer.extraction.docx import docx_images, extract_docx
from tests.reviewer.extraction.docx_files import (
    LIMITS,
    cell,
    make_docx,
    notes,
    numbered,
    numbering,
    paragraph,
    read,
    relationship,
    table,
)

HEADER = '<w:sectPr><w:headerReference w:type="{type}" r:id="{name}"/></w:sectPr>'
PIXEL = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


def test_attachments_and_links_are_named_as_unread() -> None:
    """An embedded file is not reviewed, a link is never fetched; the report is incomplete."""
    ole = '<w:p><w:r><w:object><o:OLEObject Type="{}" ProgID="{}" r:id="{}"/></w:object></w:r></w:p>'
    body = (
        paragraph("正文")
        + ole.format("Embed", "Excel.Sheet.12", "ole1")
        + ole.format("Link", "Word.Document.12", "ole2")
        + ole.format("Embed", "Equation.3", "ole3")
        + '<w:altChunk r:id="chunk"/>'
    )
    document = read(
        body,
        members={"word/embeddings/名单.xlsx": b"PK", "word/embeddings/oleObject3.bin": b"x"},
        relations=relationship("ole1", "package", "embeddings/名单.xlsx")
        + relationship("ole2", "oleObject", "file:///c:/外部.docx", external=True)
        + relationship("ole3", "oleObject", "embeddings/oleObject3.bin")
        + relationship("chunk", "aFChunk", "afchunk.mht"),
    )

    assert {unread.part for unread in document.unread} == {
        "附件 名单.xlsx",
        "链接的外部对象",
        "公式对象（共 1 处）",
        "插入的文档 afchunk.mht",
    }
    assert notes(document, "attachment") == [("嵌入的附件 名单.xlsx", None)]


def test_macros_are_noted_and_never_run() -> None:
    """A file with macros is told by its content, whatever its name says."""
    document = read(
        paragraph("正文"), members={"word/vbaProject.bin": b"x", "_xmlsignatures/sig1.xml": b"<a/>"}
    )

    assert document.media_type == "application/vnd.ms-word.document.macroenabled.12"
    assert [note.kind for note in document.notes] == ["macro", "signature"]


@pytest.mark.parametrize(
    ("text", "width", "height", "unread"),
    [
        ("", 5_000_000, 7_000_000, ["图片 image1.png"]),
        ("", 2_000_000, 2_000_000, ["图片 image1.png"]),
        ("", 300_000, 300_000, []),
        ("字" * 200, 2_000_000, 2_000_000, []),
        ("字" * 200, 5_000_000, 7_000_000, ["图片 image1.png"]),
    ],
    ids=["scan", "picture alone", "logo", "figure", "scanned annex"],
)
def test_pictures_that_may_be_text_are_named(text: str, width: int, height: int, unread: list[str]) -> None:
    """A scan is reported, a figure in a text is not; the bytes are at hand for recognition."""
    picture = (
        f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/><a:graphic><a:graphicData>'
        '<pic:pic><pic:blipFill><a:blip r:embed="picture"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    data = make_docx(
        paragraph(text) + picture + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>',
        members={"word/media/image1.png": PIXEL},
        relations=relationship("picture", "image", "media/image1.png"),
    )

    document = extract_docx(data, "文件.docx", LIMITS)

    found = [(picture.title, picture.data) for picture in docx_images(data, "文件.docx", LIMITS)]
    assert [entry.part for entry in document.unread if entry.part.startswith("图片")] == unread
    assert found == [("图片 image1.png", PIXEL)]


def test_an_empty_document_says_so() -> None:
    """A file without a word is not passed as clean."""
    document = read("<w:p/>")

    assert [(unread.part, unread.reason) for unread in document.unread] == [("正文", "文档中没有文字")]


def test_the_strict_class_is_read_alike() -> None:
    """Files of the strict conformance class differ in their namespaces only."""
    body = (
        numbered("甲", 1)
        + table(cell("乙"))
        + paragraph("丙")
        + HEADER.format(type="default", name="header1")
    )
    parts = {
        "header1": paragraph("页眉"),
        "numbering": numbering('<w:lvl w:ilvl="0"><w:lvlText w:val="一、"/></w:lvl>'),
    }

    strict, plain = (
        extract_docx(make_docx(body, parts=parts, strict=strict), "文件.docx", LIMITS)
        for strict in (True, False)
    )

    assert strict.text == plain.text == "页眉\n一、 甲\n乙\n丙"
    assert strict.segments == plain.segments


def test_damaged_parts_are_named_and_the_rest_is_read() -> None:
    """A broken header, a missing footer and a truncated body leave their marks in the report."""
    body = (
        paragraph("正文")
        + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
        + '<w:footerReference w:type="default" r:id="gone"/></w:sectPr>'
    )
    whole = make_docx(body, parts={"header1": ""}, relations=relationship("gone", "footer", "footer9.xml"))
    damaged = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(damaged, "w") as target:
        for member in source.namelist():
            content = source.read(member)
            content = b"\x00\x01" if member == "word/header1.xml" else content
            content = content[:-40] if member == "word/document.xml" else content
            target.writestr(member, content)

    document = extract_docx(damaged.getvalue(), "文件.docx", LIMITS)

    assert document.text == "正文"
    assert {unread.part for unread in document.unread} == {"正文", "页眉 header1.xml", "页脚 footer9.xml"}


def test_entities_are_not_expanded() -> None:
    """A file that asks for another file's content gets none, and the report says so."""
    entity = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "展开">]>'
    whole = make_docx(paragraph("前MARK后"))
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(changed, "w") as target:
        for member in source.namelist():
            content = source.read(member)
            if member == "word/document.xml":
                content = entity.encode() + content.replace(b"MARK", b"&x;&y;")
            target.writestr(member, content)

    document = extract_docx(changed.getvalue(), "文件.docx", LIMITS)

    assert document.text == "前后"
    assert [unread.part for unread in document.unread] == ["正文"]


def test_deep_nesting_is_cut_and_reported() -> None:
    """Tables within tables beyond what the parser takes end in a report, not in a crash."""
    body = paragraph("正文")
    for _ in range(120):
        body = f"<w:tbl><w:tr><w:tc>{body}{paragraph('层')}</w:tc></w:tr></w:tbl>"

    document = read(body)

    assert [unread.part for unread in document.unread] == ["正文"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        make_docx(paragraph("正文"))[:-30],
        make_docx(paragraph("正文")).replace(b"word/document.xml", b"word/dokument.xml"),
    ],
    ids=["empty", "header only", "truncated", "no body"],
)
def test_what_is_no_docx_is_refused(data: bytes) -> None:
    """The error names the file, the reason and the remedy."""
    with pytest.raises(UnreadableDocument) as caught:
        extract_docx(data, "坏.docx", LIMITS)

    assert caught.value.name == "坏.docx"
    assert caught.value.remedy

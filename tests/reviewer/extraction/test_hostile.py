"""Files that are damaged, disguised or made to do harm: an error or a report, never silence."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from functools import cache

import docx
import openpyxl
import pytest
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from reviewer.document import Document
from reviewer.errors import UnreadableDocument
from reviewer.extraction import FORMATS, extract, load_extractor
from reviewer.extraction.child import extract_in_child
from reviewer.extraction.limits import Limits

LINES = ["关于规范公平竞争审查工作的通知", "第一条　本市各单位应当遵守本办法。", "第二条　略。"]
SECRET = "hostname-of-this-machine"
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 '甲甲甲甲甲甲甲甲甲甲'>" + "".join(
    f"<!ENTITY a{level} '{f'&a{level - 1};' * 10}'>" for level in range(1, 12)
)


def make_docx() -> bytes:
    """A docx of a few lines."""
    source = docx.Document()
    for line in LINES * 20:
        source.add_paragraph(line)
    buffer = io.BytesIO()
    source.save(buffer)
    return buffer.getvalue()


def make_xlsx() -> bytes:
    """A workbook of a few rows."""
    book = openpyxl.Workbook()
    for line in LINES * 20:
        book.worksheets[0].append([line, 1])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def make_pdf() -> bytes:
    """A PDF of three pages."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for _ in range(3):
        canvas.setFont("STSong-Light", 16)
        for index, line in enumerate(LINES):
            canvas.drawString(72, 720 - 30 * index, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def make_ofd(page: str = "") -> bytes:
    """An OFD file of one page."""
    page = page or (
        '<Page><Content><Layer><TextObject Size="5" Boundary="20 20 100 10"><TextCode X="0" Y="5">'
        f"{LINES[0]}</TextCode></TextObject></Layer></Content></Page>"
    )
    parts = {
        "OFD.xml": "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
        "Doc_0/Document.xml": '<Document><Pages><Page ID="1" BaseLoc="Page.xml"/></Pages></Document>',
        "Doc_0/Page.xml": page,
    }
    return zip_of({member: content.encode() for member, content in parts.items()})


def make_png() -> bytes:
    """A picture with noise, so that a cut leaves something out."""
    image = Image.effect_noise((200, 200), 60)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def zip_of(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return buffer.getvalue()


MAKERS: dict[str, Callable[[], bytes]] = {
    "docx": make_docx,
    "xlsx": make_xlsx,
    "pdf": make_pdf,
    "ofd": make_ofd,
    "png": make_png,
}
sample = cache(lambda kind: MAKERS[kind]())


@pytest.fixture
def without_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the extra ``ocr``."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)


def attempt(data: bytes, name: str) -> Document | UnreadableDocument:
    """The document, or the error that a person would read."""
    try:
        return extract(data, name)
    except UnreadableDocument as error:
        told = error
    assert (told.name, bool(told.reason), bool(told.remedy)) == (name, True, True)
    return told


@pytest.mark.parametrize("media_type", list(FORMATS))
def test_every_format_has_its_extractor(media_type: str) -> None:
    """A line of the table leads to a function."""
    extractor = load_extractor(next(each for each in FORMATS if each == media_type))

    assert callable(extractor)


@pytest.mark.parametrize("kind", list(MAKERS))
@pytest.mark.parametrize("tenth", range(10))
def test_a_truncated_file_does_not_pass_as_whole(without_recogniser: None, kind: str, tenth: int) -> None:
    """Cut anywhere, a file is refused or reported as not fully read."""
    data = sample(kind)

    outcome = attempt(data[: len(data) * tenth // 10 + 3], f"断.{kind}")

    assert isinstance(outcome, UnreadableDocument) or not outcome.complete or len(outcome.text) < 4


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "ofd"])
@pytest.mark.parametrize(
    "suffix", ["docx", "wps", "doc", "pdf", "ofd", "xlsx", "txt", "csv", "html", "jpg", ""]
)
def test_a_wrong_suffix_does_not_matter(kind: str, suffix: str) -> None:
    """The content decides."""
    data = sample(kind)

    disguised = extract(data, f"通知.{suffix}")
    expected = extract(data, f"通知.{kind}")

    assert disguised.text == expected.text
    assert disguised.media_type == expected.media_type


@pytest.mark.parametrize("kind", list(MAKERS))
@pytest.mark.parametrize("place", ["before", "after", "inside"])
def test_nul_bytes_do_no_harm(without_recogniser: None, kind: str, place: str) -> None:
    """Padding is read past; a hole in the file is an error or a report."""
    data, hole = sample(kind), bytes(64)
    middle = len(data) // 2
    changed = {
        "before": hole + data,
        "after": data + hole,
        "inside": data[:middle] + hole + data[middle + 64 :],
    }[place]

    outcome = attempt(changed, f"空.{kind}")

    assert isinstance(outcome, Document | UnreadableDocument)


@pytest.mark.parametrize(
    "data", ["\x00" * 5000, "第一条\x00\x00第二条", "\x00第一条"], ids=["all", "some", "first"]
)
def test_nul_bytes_in_a_text_are_told(data: str) -> None:
    """A text with holes does not pass as whole."""
    outcome = attempt(data.encode(), "空.txt")

    assert isinstance(outcome, UnreadableDocument) or not outcome.complete


def with_part(data: bytes, member: str, content: str) -> bytes:
    """The zip with one member replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    return zip_of(members | {member: content.encode()})


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_entity(kind: str, declaration: str, entity: str) -> bytes:
    """A file whose main text refers to an entity."""
    if kind == "docx":
        body = f"<w:p><w:r><w:t>正文&{entity};</w:t></w:r></w:p>"
        xml = f'{declaration}]><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        return with_part(sample("docx"), "word/document.xml", xml)
    if kind == "xlsx":
        cell = f'<c r="A1" t="inlineStr"><is><t>正文&{entity};</t></is></c>'
        xml = f"{declaration}]><worksheet><sheetData><row>{cell}</row></sheetData></worksheet>"
        return with_part(sample("xlsx"), "xl/worksheets/sheet1.xml", xml)
    if kind == "ofd":
        code = f'<TextCode X="0" Y="5">正文&{entity};</TextCode>'
        text = f'<TextObject Size="5" Boundary="20 20 9 9">{code}</TextObject>'
        return make_ofd(f"{declaration}]><Page><Content><Layer>{text}</Layer></Content></Page>")
    return f"{declaration}]><html><body><p>正文&{entity};</p></body></html>".encode()


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd", "html"])
def test_an_external_entity_is_not_read(kind: str, tmp_path: object) -> None:
    """No document can show a file of the machine (XXE)."""
    secret = f"{tmp_path}/secret.txt"
    with open(secret, "w", encoding="ascii") as stream:
        stream.write(SECRET)
    declaration = f'<!DOCTYPE x [<!ENTITY file SYSTEM "file://{secret}">'

    outcome = attempt(with_entity(kind, declaration, "file"), f"通知.{kind}")

    assert isinstance(outcome, UnreadableDocument) or SECRET not in outcome.text


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd", "html"])
def test_an_entity_bomb_does_not_go_off(kind: str) -> None:
    """A hundred thousand million characters stay nine lines of text."""
    outcome = attempt(with_entity(kind, LAUGHS, "a11"), f"通知.{kind}")

    assert isinstance(outcome, UnreadableDocument) or len(outcome.text) < 1000


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ofd"])
def test_a_zip_bomb_is_refused(kind: str) -> None:
    """The ratio is checked before anything is unpacked."""
    member = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml", "ofd": "Doc_0/Page.xml"}[kind]

    outcome = attempt(with_part(sample(kind), member, "<a/>" + " " * 30_000_000), f"炸弹.{kind}")

    assert isinstance(outcome, UnreadableDocument)
    assert "压缩炸弹" in outcome.reason


def test_a_file_that_swells_is_cut_by_the_child() -> None:
    """What no check foresees, the limits on the child end; the next file is read."""
    rows = "".join(f'<row r="{row}"><c t="s"><v>0</v></c></row>' for row in range(1, 200_000))
    sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    strings = f"<sst><si><t>{'甲' * 30_000}</t></si></sst>"
    relationships = (
        '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="rId2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    data = with_part(sample("xlsx"), "xl/worksheets/sheet1.xml", sheet)
    data = with_part(data, "xl/sharedStrings.xml", strings)
    data = with_part(data, "xl/_rels/workbook.xml.rels", relationships)

    try:
        outcome: Document | UnreadableDocument = extract_in_child(data, "大.xlsx", Limits(seconds=20))
    except UnreadableDocument as error:
        outcome = error

    assert isinstance(outcome, UnreadableDocument) or not outcome.complete
    assert extract_in_child("第一条".encode(), "小.txt").text == "第一条"

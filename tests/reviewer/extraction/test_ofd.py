"""OFD pages are read with the place of every character."""

from __future__ import annotations

import os
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from reviewer.document import BlockKind, BoxPlace, Document, Span
from reviewer.errors import UnreadableDocument
from reviewer.extraction import extract
from reviewer.extraction.limits import Limits
from reviewer.extraction.ofd_content import expand_offsets
from tests.reviewer.extraction.ofd_files import (
    MILLIMETRE,
    NAMESPACE,
    SIZE,
    XMLNS,
    make_ofd,
    page_of,
    path_object,
    text_object,
)


def read(*pages: str, **options: object) -> Document:
    """The document of such a file."""
    return extract(make_ofd(*pages, **options), "批复.ofd")  # type: ignore[arg-type]


@pytest.fixture
def without_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the extra ``ocr``."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)


BODY = [
    text_object("关于公平竞争审查的批复", 60, 40, 7.7),
    text_object("你院关于公平竞争审查工作有关事项的请示收悉", 39.2, 70),
    text_object("。经研究，同意你院按照公平竞争审查条例的规定", 28, 80),
    text_object("办理。", 28, 90),
    text_object("此复。", 39.2, 100),
]


def test_lines_become_paragraphs_without_furniture() -> None:
    """Soft line breaks close, the page number — 1 — is left out."""
    pages = [page_of(*BODY, text_object(f"— {number} —", 95, 285, 4.9)) for number in (1, 2)]

    document = read(*pages)

    assert document.text.split("\n")[:3] == [
        "关于公平竞争审查的批复",
        "你院关于公平竞争审查工作有关事项的请示收悉。经研究，同意你院按照公平竞争审查条例的规定办理。",
        "此复。",
    ]
    assert "—" not in document.text
    assert document.pages == 2
    assert document.media_type == "application/ofd"
    assert document.complete


def test_every_character_has_its_box() -> None:
    """Boxes are in points from the top left of the page."""
    document = read(page_of(text_object("第一条", 28, 50)))

    (place,) = document.places(Span(1, 2))

    assert isinstance(place, BoxPlace)
    left, top, right, bottom = place.box
    assert place.page == 1
    assert left == pytest.approx((28 + SIZE) * MILLIMETRE, abs=0.1)
    assert right == pytest.approx((28 + 2 * SIZE) * MILLIMETRE, abs=0.1)
    assert top < 50 * MILLIMETRE < bottom
    assert bottom - top == pytest.approx(SIZE * MILLIMETRE, abs=0.1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, []),
        ("5 5 2.5", [5, 5, 2.5]),
        ("g 3 5.5", [5.5, 5.5, 5.5]),
        ("g 2 1 9 g 1 3", [1, 1, 9, 3]),
        ("g 2", []),
        ("1 x 2", [1]),
        ("g 99999999 5 3", [5.0] * 10),
        ("g -3 5 2", [2]),
        ("nan 1", []),
    ],
)
def test_offsets_are_written_out(text: str | None, expected: list[float]) -> None:
    """The abbreviation g count value repeats a value; nonsense ends the list."""
    assert expand_offsets(text, most=10)[: len(expected) + 1] == expected


@pytest.mark.parametrize("code", ["", 'DeltaX="5.6"', " ", 'DeltaX="5.6 5.6 x"'])
def test_too_few_offsets_keep_the_text_in_order(code: str) -> None:
    """A short list goes on with its last value; without any, letters stand side by side."""
    document = read(page_of(text_object("第一条本办法", 28, 50, code=code)))

    assert document.text == "第一条本办法"


def test_a_matrix_places_and_scales() -> None:
    """Programs write points with a matrix to millimetres."""
    scaled = (
        '<ofd:TextObject ID="1" Font="1" Size="16" Boundary="28 50 100 6" CTM="0.3528 0 0 0.3528 0 0">'
        '<ofd:TextCode X="0" Y="14" DeltaX="16 16">第一条</ofd:TextCode></ofd:TextObject>'
    )

    (place,) = read(page_of(scaled)).places(Span(0, 3))

    assert isinstance(place, BoxPlace)
    assert place.box[0] == pytest.approx(28 * MILLIMETRE, abs=0.1)
    assert place.box[2] == pytest.approx(28 * MILLIMETRE + 48, abs=0.2)


def test_a_template_belongs_to_its_page() -> None:
    """The labels of a form and what was filled in are read together, line by line."""
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0.xml"/>'
    labels = page_of(text_object("单位：", 28, 50), text_object("日期：", 28, 62))
    filled = page_of(
        text_object("某某局", 45, 50), text_object("三月", 45, 62), template='<ofd:Template TemplateID="7"/>'
    )

    document = read(filled, common=common, parts={"Doc_0/Tpls/Tpl_0.xml": labels})

    assert document.text == "单位：某某局\n日期：三月"


def test_a_composite_object_is_read_where_it_stands() -> None:
    """Drawings of the resources may hold text."""
    text = text_object("某某局", 0, SIZE)
    unit = f'<ofd:CompositeGraphicUnit ID="5"><ofd:Content>{text}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = f"<ofd:Res {XMLNS}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"
    composite = '<ofd:CompositeObject ID="3" ResourceID="5" Boundary="100 50 50 10"/>'

    document = read(
        page_of(composite),
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        parts={"Doc_0/DocumentRes.xml": resources},
    )

    assert document.text == "某某局"
    (place,) = document.places(Span(0, 1))
    assert isinstance(place, BoxPlace)
    assert place.box[0] == pytest.approx(100 * MILLIMETRE, abs=0.1)


def test_composites_that_hold_each_other_end() -> None:
    """A bomb of nested drawings is cut and reported."""
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{index}"><ofd:Content>'
        + f'<ofd:CompositeObject ResourceID="{index + 1}"/>' * 40
        + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for index in range(12)
    )
    resources = f"<ofd:Res {XMLNS}>{units}</ofd:Res>"

    document = read(
        page_of(text_object("正文", 28, 50), '<ofd:CompositeObject ResourceID="0"/>'),
        common="<ofd:PublicRes>/Doc_0/PublicRes.xml</ofd:PublicRes>",
        parts={"Doc_0/PublicRes.xml": resources},
    )

    assert document.text == "正文"
    assert [item.reason for item in document.unread] == ["该页图元过多，未读全"]


def test_a_ruled_table_becomes_cells() -> None:
    """Lines drawn around text make a table."""
    rules = [path_object(28, y, "M 0 0 L 100 0") for y in (40, 50, 60)]
    rules += [path_object(x, 40, "M 0 0 L 0 20") for x in (28, 78, 128)]
    cells = (("姓名", 30, 47), ("单位", 80, 47), ("甲", 30, 57), ("某局", 80, 57))
    texts = [text_object(text, x, y) for text, x, y in cells]

    document = read(page_of(*rules, *texts))

    assert document.text == "姓名\t单位\n甲\t某局"
    assert [block.cell and (block.cell.row, block.cell.column) for block in document.blocks] == [
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
    ]


def test_annotations_stand_after_the_text() -> None:
    """A stamp or watermark is read once a page; a remark is a comment."""
    stamps = text_object("内部资料", 100, 20) + text_object("内部资料", 100, 80)
    annotations = (
        f'<ofd:PageAnnot {XMLNS}><ofd:Annot ID="1" Type="Watermark"><ofd:Appearance Boundary="0 0 210 297">'
        f'{stamps}</ofd:Appearance></ofd:Annot><ofd:Annot ID="2" Type="Highlight">'
        "<ofd:Remark>请核对</ofd:Remark><ofd:Appearance/></ofd:Annot></ofd:PageAnnot>"
    )
    location = "<ofd:FileLoc>Annot_0.xml</ofd:FileLoc>"
    listing = f'<ofd:Annotations {XMLNS}><ofd:Page PageID="1">{location}</ofd:Page></ofd:Annotations>'

    document = read(
        page_of(text_object("正文", 28, 50)),
        tail="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
        parts={"Doc_0/Annots/Annotations.xml": listing, "Doc_0/Annots/Annot_0.xml": annotations},
    )

    assert [(document.slice(block.span), block.kind) for block in document.blocks] == [
        ("正文", BlockKind.PARAGRAPH),
        ("内部资料", BlockKind.ANNOTATION),
    ]
    assert [(note.kind, note.text) for note in document.notes] == [("comment", "请核对")]


def test_text_that_is_not_shown_is_read_as_hidden() -> None:
    """It is in the file that would be published."""
    document = read(
        page_of(text_object("正文", 28, 50), text_object("底稿", 28, 70, extra='Visible="false"'))
    )

    assert [(document.slice(block.span), block.hidden) for block in document.blocks] == [
        ("正文", False),
        ("底稿", True),
    ]
    assert [note.text for note in document.notes] == ["第 1 页有不显示的文字"]


@pytest.mark.parametrize(
    "renamed",
    [
        {"Doc_0/Document.xml": "doc_0/DOCUMENT.XML"},
        {"OFD.xml": "ofd.XML", "Doc_0/Document.xml": "/Doc_0/Document.xml"},
        {"Doc_0/Pages/Page_0/Content.xml": "Doc_0\\Pages\\Page_0\\content.xml"},
        {"Doc_0/Pages/Page_0/Content.xml": "Pages/Page_0/Content.xml"},
    ],
    ids=["case", "absolute", "backslash", "elsewhere"],
)
def test_parts_are_found_however_they_are_named(renamed: dict[str, str]) -> None:
    """Programs disagree on case, separators and what a path is relative to."""
    data = make_ofd(page_of(text_object("正文", 28, 50)), renamed=renamed)

    assert extract(data, "批复.ofd").text == "正文"


@pytest.mark.parametrize("namespace", ["http://www.ofdspec.org", "urn:other", "http://www.ofdspec.org/2016/"])
def test_the_namespace_is_of_no_account(namespace: str) -> None:
    """Elements go by their local name."""
    page = page_of(text_object("正文", 28, 50)).replace(NAMESPACE, namespace)

    assert read(page).text == "正文"


def test_signatures_and_attachments_are_told() -> None:
    """A signature is a note; an attachment was not read."""
    signatures = f'<ofd:Signatures {XMLNS}><ofd:Signature ID="1" BaseLoc="S.xml"/></ofd:Signatures>'
    attachments = (
        f'<ofd:Attachments {XMLNS}><ofd:Attachment ID="1" Name="名单"><ofd:FileLoc>list.xlsx'
        "</ofd:FileLoc></ofd:Attachment></ofd:Attachments>"
    )

    document = read(
        page_of(text_object("正文", 28, 50)),
        root="<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>",
        tail="<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>",
        parts={"Doc_0/Signs/Signatures.xml": signatures, "Doc_0/Attachs/Attachments.xml": attachments},
    )

    assert document.text == "正文"
    assert [note.kind for note in document.notes] == ["attachment", "signature"]
    assert [item.part for item in document.unread] == ["附件 名单"]


def test_what_cannot_be_read_of_a_page_is_named() -> None:
    """A missing page, a damaged page and characters without a mapping are told."""
    whole = page_of(text_object("正文第一页", 28, 50))
    cut = page_of(text_object("正文第二页", 28, 50))[:-40]
    unmapped = page_of(text_object("正文第三页的文字说明\ue123", 28, 50))
    data = make_ofd(whole, cut, unmapped, whole, renamed={"Doc_0/Pages/Page_3/Content.xml": "lost.xml"})

    document = extract(data, "批复.ofd")

    assert [(item.part, item.reason[:8]) for item in document.unread] == [
        ("第2页", "该页的内容有损坏"),
        ("第3页", "该页有 1 个字"),
        ("第4页", "该页的内容缺失或"),
    ]
    assert "正文第二页" in document.text
    assert "正文第三页的文字说明\ufffd" in document.text


def test_pages_beyond_the_limit_are_named() -> None:
    """What is left out is told as a range."""
    pages = [page_of(text_object(f"正文{number}", 28, 50)) for number in range(5)]

    document = extract(make_ofd(*pages), "批复.ofd", Limits(pages=2))

    assert document.pages == 2
    assert [item.part for item in document.unread] == ["第3页至第5页"]


def test_drawings_alone_are_no_fully_read_page() -> None:
    """Letters drawn as outlines would otherwise pass as an empty page."""
    outline = path_object(20, 20, "M 0 0 B 10 10 20 20 30 30 C")

    assert [item.reason for item in read(page_of(outline)).unread] == ["该页只有图形，没有文字"]


def test_an_entity_is_not_resolved() -> None:
    """A page cannot show files of the machine."""
    page = page_of(text_object("正&amp;文", 28, 50)).replace("&amp;", "&file;")
    declared = '<!DOCTYPE p [<!ENTITY file SYSTEM "file:///etc/hostname">]>'

    assert read(declared + page).text == "正文"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            make_ofd(page_of(), renamed={"OFD.xml": "OFD.xml.bak", "Doc_0/Document.xml": "OFD.xml"}),
            "没有可读的文档",
        ),
        (make_ofd(page_of(), parts={"OFD.xml": "no xml"}), "OFD.xml 缺失或已损坏"),
        (make_ofd(page_of(), root="<ofd:EncryptInfo/>"), "已加密"),
    ],
    ids=["no body", "no root", "encrypted"],
)
def test_a_file_without_a_document_is_refused(data: bytes, reason: str) -> None:
    """The error says what is wrong with the file."""
    with pytest.raises(UnreadableDocument, match=reason):
        extract(data, "批复.ofd")


def shared_files() -> list[Path]:
    """The OFD files of the reference material, where it is present."""
    folder = Path(os.environ.get("REVIEWER_SHARED", Path(__file__).parents[4] / "shared"))
    return sorted((folder / "samples" / "files" / "ofd").glob("*.ofd"))


def text_codes(path: Path) -> Counter[str]:
    """The characters of all pages and templates of a file, straight from its XML."""
    parser = etree.XMLParser(resolve_entities=False, recover=True)
    counts: Counter[str] = Counter()
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if "/pages/" in member.lower() and member.lower().endswith("content.xml"):
                root = etree.fromstring(archive.read(member), parser)
                for code in root.iter("{*}TextCode"):
                    counts.update(letter for letter in (code.text or "") if "\u4e00" <= letter <= "\u9fff")
    return counts


def test_real_files_keep_their_chinese_characters(without_recogniser: None) -> None:
    """At least 98 % of the Han of the reference files arrive; running heads are the rest."""
    paths = shared_files()
    if not paths:
        pytest.skip("the reference material is not present")
    total = kept = 0
    for path in paths:
        expected = text_codes(path)
        found = Counter(extract(path.read_bytes(), path.name).text)
        total += expected.total()
        kept += (expected & found).total()

    assert kept >= 0.98 * total

"""The labels of automatic numbering are those that Word prints."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from reviewer.document import RunPlace
from reviewer.extraction.docx import extract_docx
from reviewer.extraction.docx_number_formats import format_number
from reviewer.extraction.limits import Limits
from tests.conftest import missing
from tests.reviewer.extraction.docx_files import level, make_docx, numbered, numbering, paragraph

LIMITS = Limits()
ARTICLES = (
    level(0, "第%1章　", "chineseCountingThousand")
    + level(1, "第%2条　", "chineseCountingThousand", '<w:lvlRestart w:val="0"/>')
    + level(2, "（%3）", "chineseCountingThousand")
    + level(3, "%4.", "decimal")
)


def lines(body: str, numbers: str, styles: str = "") -> list[str]:
    """The blocks of a document with the given numbering part."""
    data = make_docx(body, parts={"numbering": numbers, "styles": styles})
    document = extract_docx(data, "编号.docx", LIMITS)
    return [document.slice(block.span) for block in document.blocks]


@pytest.mark.parametrize(
    ("number_format", "value", "printed"),
    [
        ("chineseCounting", 9, "九"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 102, "一○二"),
        ("chineseCountingThousand", 12, "十二"),
        ("chineseCountingThousand", 100, "一百"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseCountingThousand", 10003, "一万零三"),
        ("taiwaneseCountingThousand", 20, "二十"),
        ("japaneseCounting", 15, "十五"),
        ("japaneseCounting", 101, "百一"),
        ("chineseLegalSimplified", 10, "壹拾"),
        ("chineseLegalSimplified", 205, "贰佰零伍"),
        ("ideographLegalTraditional", 2, "貳"),
        ("ideographDigital", 10, "一〇"),
        ("japaneseDigitalTenThousand", 30, "三〇"),
        ("ideographTraditional", 10, "癸"),
        ("ideographZodiac", 3, "寅"),
        ("ideographZodiacTraditional", 60, "癸亥"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 10, "⑩"),
        ("decimalEnclosedCircleChinese", 11, "11"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalEnclosedFullstop", 4, "⒋"),
        ("ideographEnclosedCircle", 5, "㊄"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("upperRoman", 49, "XLIX"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 3, "C"),
        ("ordinal", 22, "22nd"),
        ("numberInDash", 4, "- 4 -"),
        ("hex", 255, "FF"),
        ("none", 4, ""),
        ("unheardOf", 4, "4"),
        ("decimal", -1, "-1"),
        ("chineseCounting", 10**9, "1000000000"),
    ],
)
def test_numbers_are_printed_in_the_formats_of_the_standard(
    number_format: str, value: int, printed: str
) -> None:
    """Each name of ST_NumberFormat prints as Word does; unknown ones print digits."""
    assert format_number(value, number_format) == printed


def test_a_custom_format_pads_with_zeros() -> None:
    """Word writes leading zeros as a format of its own."""
    assert format_number(7, "custom", "001, 002, 003, ...") == "007"


def test_articles_count_on_through_chapters() -> None:
    """第三条 opens the second chapter, items begin anew below each article."""
    body = "".join(
        numbered(text, 1, depth)
        for text, depth in [
            ("总则", 0), ("目的", 1), ("范围", 1), ("甲", 2), ("乙", 2), ("丙", 3),
            ("管理", 0), ("职责", 1), ("丁", 2),
        ]
    )  # fmt: skip

    found = lines(body, numbering(ARTICLES))

    assert found == [
        "第一章　总则", "第一条　目的", "第二条　范围", "（一）甲", "（二）乙", "1.丙",
        "第二章　管理", "第三条　职责", "（一）丁",
    ]  # fmt: skip


def test_a_label_has_a_place_but_no_run_holds_it() -> None:
    """The offset of a label is -1, that of the text behind it 0."""
    data = make_docx(numbered("目的", 1, 1), parts={"numbering": numbering(ARTICLES)})

    document = extract_docx(data, "编号.docx", LIMITS)

    assert document.places(document.blocks[0].span) == (
        RunPlace(part="document", paragraph=0, run=0, offset=-1),
        RunPlace(part="document", paragraph=0, run=0, offset=0),
    )


def test_a_tab_or_space_after_the_label_is_a_blank() -> None:
    """Word puts a tab after a label unless the level says otherwise."""
    numbers = numbering(level(0, "%1.", rest='<w:suff w:val="tab"/>'))

    assert lines(numbered("甲", 1), numbers) == ["1. 甲"]


def test_an_instance_with_a_start_of_its_own_restarts_once() -> None:
    """Instances of one definition count on together, except where one restarts."""
    restarts = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    instances = (
        '<w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>'
        f'<w:num w:numId="9"><w:abstractNumId w:val="1"/>{restarts}</w:num>'
    )
    body = "".join(numbered("项", number) for number in (1, 1, 8, 9, 9, 1))

    found = lines(body, numbering(level(0, "%1、"), instances=instances))

    assert found == ["1、项", "2、项", "3、项", "1、项", "2、项", "3、项"]


def test_an_instance_can_print_a_level_in_its_own_way() -> None:
    """A level of the instance replaces that of the definition."""
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "（%1）", "chineseCounting")}</w:lvlOverride>'
    instances = f'<w:num w:numId="9"><w:abstractNumId w:val="1"/>{own}</w:num>'

    found = lines(numbered("甲", 9), numbering(level(0, "%1、"), instances=instances))

    assert found == ["（一）甲"]


def test_a_style_numbers_its_paragraphs() -> None:
    """Number and level come through the chain of styles; the level may name its style."""
    styles = """
        <w:style w:type="paragraph" w:styleId="article"><w:name w:val="条"/>
          <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="derived"><w:basedOn w:val="article"/></w:style>"""
    numbers = numbering(
        level(0, "第%1章", "chineseCounting")
        + level(1, "第%2条", "chineseCounting", '<w:pStyle w:val="article"/>')
    )
    body = "".join(
        [
            paragraph("甲", '<w:pStyle w:val="article"/>'),
            paragraph("乙", '<w:pStyle w:val="derived"/>'),
            paragraph("丙", '<w:pStyle w:val="derived"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        ]
    )

    assert lines(body, numbers, styles) == ["第一条甲", "第二条乙", "丙"]


def test_a_linked_numbering_style_is_followed() -> None:
    """A definition may hold nothing but the name of a numbering style."""
    styles = (
        '<w:style w:type="numbering" w:styleId="list"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'
        "</w:style>"
    )
    numbers = numbering('<w:numStyleLink w:val="list"/>', level(0, "%1）"))

    assert lines(numbered("甲", 1), numbers, styles) == ["1）甲"]


def test_legal_numbering_prints_all_levels_in_digits() -> None:
    """Under a chapter in Chinese numerals the section is 2.1, not 二.1."""
    numbers = numbering(level(0, "第%1章", "chineseCounting") + level(1, "%1.%2 ", rest="<w:isLgl/>"))
    body = numbered("甲", 1) + numbered("乙", 1) + numbered("丙", 1, 1)

    assert lines(body, numbers) == ["第一章甲", "第二章乙", "2.1 丙"]


def test_bullets_print_nothing_unless_they_are_words() -> None:
    """A symbol of a symbol font says nothing; 注： does."""
    numbers = numbering(level(0, "\uf0b7", "bullet"), level(0, "注：", "bullet"))

    assert lines(numbered("甲", 1) + numbered("乙", 2), numbers) == ["甲", "注：乙"]


def test_an_empty_numbered_paragraph_counts() -> None:
    """Word prints the number of an empty paragraph, and counts one that is hidden without printing it."""
    hidden = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "<w:rPr><w:vanish/></w:rPr></w:pPr></w:p>"
    )
    body = numbered("甲", 1) + numbered("", 1) + hidden + numbered("乙", 1)

    assert lines(body, numbering(level(0, "%1."))) == ["1.甲", "2.", "4.乙"]


def test_a_deleted_paragraph_is_not_counted() -> None:
    """With all changes accepted the article after a deleted one takes its number."""
    deleted = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        '<w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
        '<w:del w:id="2"><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>'
    )

    found = lines(numbered("甲", 1) + deleted + numbered("乙", 1), numbering(level(0, "%1.")))

    assert found == ["1.甲", "2.乙"]


@pytest.mark.parametrize(
    "numbers",
    [
        "",
        '<w:num w:numId="1"/>',
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>',
        numbering(level(0, "%1.").replace('w:val="1"', 'w:val="abc"')),
        numbering('<w:numStyleLink w:val="none"/>'),
    ],
    ids=["empty", "no definition", "wrong definition", "no number", "wrong link"],
)
def test_damaged_numbering_loses_labels_but_no_text(numbers: str) -> None:
    """The text is read whatever the numbering part holds."""
    assert lines(numbered("甲", 1) + numbered("乙", 1, 12), numbers)[-1].endswith("乙")


def test_labels_agree_with_libreoffice(tmp_path: Path) -> None:
    """A second program that prints the labels prints the same."""
    if shutil.which("soffice") is None:
        missing("LibreOffice", "apt-get install libreoffice-writer-nogui")
    depths = [0, 1, 1, 2, 2, 3, 3, 2, 1, 0, 1, 2, 3, 0, 0, 1]
    body = "".join(numbered(f"段落{index}", 1, depth) for index, depth in enumerate(depths))
    # LibreOffice does not know levels that never restart.
    numbers = numbering(ARTICLES.replace('<w:lvlRestart w:val="0"/>', ""))
    data = make_docx(body, parts={"numbering": numbers, "styles": ""})
    (tmp_path / "编号.docx").write_bytes(data)

    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(tmp_path / "编号.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    printed = (tmp_path / "编号.txt").read_text(encoding="utf-8-sig").split("\n")

    # The two differ in the blank after a label only.
    assert ["".join(line.split()) for line in printed if line.strip()] == [
        "".join(line.split()) for line in lines(body, numbers)
    ]

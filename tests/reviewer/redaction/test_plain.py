"""Copies of txt, csv and html: only the values change."""

import pytest

from reviewer.errors import UnreadableDocument
from reviewer.redaction.stretches import MaskStyle
from tests.reviewer.redaction.copies import HELPED, ID, MOBILE, OTHER_ID, copy_of

_MASKED = HELPED.replace(ID, "420106********3311").replace(MOBILE, "138****8000")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_all_other_bytes_of_a_text_stay(encoding: str) -> None:
    """Encoding, byte order mark and line ends are those of the file."""
    text = f"公示\r\n\r\n  {HELPED}\r\n特此公示。\r\n"

    copy = copy_of(text.encode(encoding), "公示.txt")

    assert copy.data == text.replace(HELPED, _MASKED).encode(encoding)
    assert copy.clean


def test_values_are_hidden_in_whatever_grouping_they_come_again() -> None:
    """A number broken by blanks or written in full width is the same number."""
    text = f"{HELPED}\n附：420106 19850617 3311，１３８００１３８０００\n"

    copy = copy_of(text.encode(), "公示.txt")

    assert copy.data.decode() == f"{_MASKED}\n附：420106 ******** 3311，１３８****８０００\n"


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        (MaskStyle.KEEP, _MASKED),
        (MaskStyle.ALL, HELPED.replace(ID, "*" * 18).replace(MOBILE, "*" * 11)),
        (MaskStyle.PSEUDONYM, HELPED.replace(ID, "证件号码1").replace(MOBILE, "电话1")),
    ],
)
def test_style_says_what_is_left(style: MaskStyle, shown: str) -> None:
    """The user chooses between what custom leaves, nothing, and words that tell people apart."""
    copy = copy_of(HELPED.encode(), "公示.txt", style=style)

    assert copy.data.decode() == shown
    assert copy.clean


def test_pseudonyms_are_the_same_throughout() -> None:
    """One person is one pseudonym, another person another, named together or alone."""
    text = "信访人周建国、赵海燕：你们反映的问题收悉。\n赵海燕于5月3日来访，周建国同意调解。\n"

    copy = copy_of(text.encode(), "答复.txt", style=MaskStyle.PSEUDONYM)

    words = copy.data.decode()
    assert words.startswith("信访人人员甲、人员乙：")
    assert "人员乙于5月3日来访，人员甲同意调解。" in words


def test_every_cell_of_a_csv_column_is_hidden() -> None:
    """Quotes and delimiters stay; a comma within quotes is no border."""
    table = f'序号,姓名,"身份证号"\r\n1,李秀梅,"{ID}"\r\n2,"陈,立",{OTHER_ID}\r\n'

    copy = copy_of(table.encode(), "名单.csv")

    expected = table.replace(ID, "420106********3311").replace(OTHER_ID, "110105********5512")
    assert copy.data.decode() == expected
    assert copy.clean


def test_html_keeps_its_markup_and_hides_values_in_tags_too() -> None:
    """Tags within a number, entities, links and comments."""
    page = (
        "<html><head><title>公示</title></head><body><p>救助对象李秀梅，身份证号<b>420106</b>19850617&#51;311，"
        f'电话<a href="tel:{MOBILE}">{MOBILE}</a></p><!-- 导出自 {MOBILE} --></body></html>'
    )

    copy = copy_of(page.encode(), "公示.html")

    words = copy.data.decode()
    assert "<b>420106</b>********3311，" in words.replace("&#51;", "3")
    assert '<a href="tel:138****8000">138****8000</a></p><!-- 导出自 138****8000 -->' in words
    assert copy.clean


def test_a_mark_of_secrecy_is_left_and_told() -> None:
    """Hiding the mark would make nothing public: the user is told to have the document examined."""
    copy = copy_of(f"机密★10年\n云岭县通知\n{HELPED}\n".encode(), "通知.txt")

    assert [finding.kind for finding in copy.remaining] == ["secret.marking"]
    assert "机密★10年" in copy.data.decode()
    assert ID not in copy.data.decode()


def test_only_chosen_kinds_are_hidden() -> None:
    """What the user wants to keep is told as remaining."""
    copy = copy_of(HELPED.encode(), "公示.txt", kinds=frozenset({"person.phone"}))

    assert ID in copy.data.decode()
    assert [finding.kind for finding in copy.remaining] == ["person.id_number"]


def test_log_entries_hold_no_values() -> None:
    """What was hidden is told by kind, place and length."""
    copy = copy_of(HELPED.encode(), "公示.txt")

    assert [(each.kind, each.length, each.kept) for each in copy.masked] == [
        ("person.id_number", 18, 10),
        ("person.phone", 11, 7),
    ]
    assert ID not in repr(copy.masked)


def test_a_scan_is_refused_with_the_remedy() -> None:
    """A picture has no characters to replace."""
    with pytest.raises(UnreadableDocument, match="重新扫描"):
        copy_of(b"\x89PNG\r\n\x1a\n" + bytes(64), "扫描.png")

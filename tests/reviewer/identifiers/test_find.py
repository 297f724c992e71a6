"""Identifiers in text: exact places, whatever the grouping, and none where the law lets publish."""

from __future__ import annotations

from random import Random

import pytest

from reviewer.identifiers import Identifier, IdentifierKind, Surroundings, Use, find_identifiers
from reviewer.language.fold import fold
from tests.reviewer.identifiers.numbers import (
    FULL_WIDTH,
    SEPARATORS,
    bank_card,
    credit_code,
    grouped,
    id_number,
    random_id_number,
    random_mobile,
)

ID, CARD = id_number(), bank_card()
WORDS = (
    *(
        "身份证号：",
        "电话",
        "账号",
        "编号",
        "共计",
        "，",
        "；",
        "。",
        "\n",
        "\t",
        "张三",
        "元",
        "户主",
        "（",
        "）",
        "*",
        "×",
    ),
    *(
        "x",
        "X",
        "/",
        "1",
        "2024年3月5日",
        "〔2024〕12号",
        "13.5",
        "|",
        "3栋2单元501",
        "@",
        "qq.com",
        " ",
        "\u200b",
        "第",
    ),
)


def found(text: str) -> list[tuple[str, IdentifierKind, Use]]:
    """What is found, in the words of the text."""
    folded = fold(text)
    identifiers = find_identifiers(Surroundings(folded.text))
    return [(_words(text, folded, each), each.kind, each.use) for each in identifiers]


def _words(text: str, folded, identifier: Identifier) -> str:  # type: ignore[no-untyped-def]
    span = folded.source_span(identifier.start, identifier.end)
    return text[span.start : span.end]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_an_identity_number_is_found_in_every_grouping(separator: str) -> None:
    """Blanks, hyphens, dots, commas, zero-width characters and line breaks do not hide it."""
    written = separator.join((ID[:6], ID[6:14], ID[14:]))

    assert found(f"身份证号：{written}，属实") == [(written, IdentifierKind.ID_CARD, Use.PRIVATE)]


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        (f"李秀梅{ID}已领取", ID, IdentifierKind.ID_CARD),
        (f"身份证{ID.translate(FULL_WIDTH)}", ID.translate(FULL_WIDTH), IdentifierKind.ID_CARD),
        ("原身份证号为420106650319211的人员", "420106650319211", IdentifierKind.ID_CARD),
        (f"{ID}（身份证号）", ID, IdentifierKind.ID_CARD),
        ("一一〇一〇五一九九〇〇三〇七五五一" + "六", None, None),
        (f"残疾人证号：{ID}43", f"{ID}43", IdentifierKind.DOCUMENT),
        (f"学籍号：G{ID}", f"G{ID}", IdentifierKind.DOCUMENT),
        (f"社会保障号码{ID}", ID, IdentifierKind.DOCUMENT),
        ("手机13800001234请联系", "13800001234", IdentifierKind.PHONE),
        ("来电+86 138 0000 1234", "+86 138 0000 1234", IdentifierKind.PHONE),
        ("户主（8613800001234）", "8613800001234", IdentifierKind.PHONE),
        ("电话一三八〇〇〇〇一二三四", "一三八〇〇〇〇一二三四", IdentifierKind.PHONE),
        ("家庭电话（027）87654321", "（027）87654321", IdentifierKind.PHONE),
        ("联系人手机：138\n00001234", "138\n00001234", IdentifierKind.PHONE),
        (f"卢芳，{CARD}，300元", CARD, IdentifierKind.BANK_CARD),
        ("存折账号：17-045200460012345，户名吕桂花", "17-045200460012345", IdentifierKind.BANK_CARD),
        ("驾驶鄂A7K32M小型客车", "鄂A7K32M", IdentifierKind.PLATE),
        ("号牌京 N5P608", "京 N5P608", IdentifierKind.PLATE),
        ("挂车冀B2208挂", "冀B2208挂", IdentifierKind.PLATE),
        ("护照号码E12345678", "E12345678", IdentifierKind.DOCUMENT),
        ("持E12345678号护照", "E12345678", IdentifierKind.DOCUMENT),
        ("结婚证字号：J420106-2015-003456", "J420106-2015-003456", IdentifierKind.DOCUMENT),
        ("军官证，证号军字第2034567号", "军字第2034567号", IdentifierKind.DOCUMENT),
        ("我的邮箱lihua2000＠qq．com", "lihua2000＠qq．com", IdentifierKind.EMAIL),
        ("系统部署在10.22.8.16。", "10.22.8.16", IdentifierKind.NETWORK),
        ("终端用192.168.30.0/24网段", "192.168.30.0/24", IdentifierKind.NETWORK),
    ],
)
def test_numbers_are_found_exactly(text: str, number: str | None, kind: IdentifierKind | None) -> None:
    """The span is the number's own characters and nothing else."""
    results = found(text)

    assert [(words, each) for words, each, _ in results] == ([(number, kind)] if number else [])


@pytest.mark.parametrize(
    "text",
    [
        f"统一社会信用代码：{credit_code()}",
        "项目代码：2018-420106-70-01-002747",
        "索引号：11440106718120458W/2024-00008",
        "拨付补贴13800000000元",
        "专项债券13,812,345,678元，其中15912345678.50元",
        "支付订单号13812345678，发票号码13871234567",
        "热线12345、12348、400-820-8820、95588",
        "联系电话：027-87654321　传真：027-87654322",
        "身份证号440***********1234，手机138****1234",
        "身份证号110101XXXXXXXX1234，110101●●●●●●●●1234",
        "尾号为1234的银行卡",
        "ISBN 978-7-5093-1234-5，条码9787509312345",
        "资产编号123456789012345678",
        f"业务流水号{ID}123",
        "户名：某县财政局，开户行：建设银行，账号42001234567053001234",
        "执勤车辆鄂A0123警，粤B2-20240001，鄂ICP备05001234号",
        "意见请发送至szjjfgk@wuhan.gov.cn",
        "意见建议请反馈至县城管局，邮箱xxcgj_fgk@163.com",
        "详见第3.2.1.1节，软件版本V10.2.3.1",
        "本院（2024）鄂01字第2034567号裁定书",
        "账户余额13812345678元",
        "2019-2024年，样本量12345678，公示期20250301至20250307",
        "https://example.gov.cn/art/13812345678.html",
    ],
)
def test_what_may_be_published_is_left_alone(text: str) -> None:
    """Codes of companies and projects, amounts, hotlines, office lines, masked values."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("身份证号110105199003075510", Use.DOUBTFUL),
        ("身份证号码：11010519900307551", Use.DOUBTFUL),
        ("政策咨询联系人：王科长，13800001234", Use.OFFICIAL),
        ("户主：何军，电话13800001234", Use.PRIVATE),
        ("回执报会务处，联系人：石磊，邮箱：shilei1985@163.com", Use.OFFICIAL),
    ],
)
def test_surroundings_tell_whose_a_number_is(text: str, use: Use) -> None:
    """A wrong check digit is doubtful; an office's contact line is not a person's own."""
    assert [each for _, _, each in found(text)] == [use]


def test_numbers_are_found_in_generated_texts_with_exact_offsets() -> None:
    """Whatever stands around and between the digits, nothing breaks, overlaps or is misplaced."""
    random = Random(7)

    for _ in range(400):
        number = random.choice((random_id_number, random_mobile))(random)
        pieces = [random.choice(WORDS) for _ in range(random.randint(0, 8))]
        pieces.insert(random.randint(0, len(pieces)), grouped(number, random))
        view = fold("".join(pieces)).text
        identifiers = find_identifiers(Surroundings(view))

        ends = [0, *(each.end for each in identifiers)]
        assert all(end <= each.start < each.end for end, each in zip(ends[:-1], identifiers, strict=True))
        assert all(
            each.compact == "".join(filter(str.isalnum, view[each.start : each.end])) for each in identifiers
        )


def test_labelled_identity_numbers_are_found_in_random_groupings() -> None:
    """Behind its label no grouping hides the number."""
    random = Random(11)
    written = [grouped(random_id_number(random), random) for _ in range(300)]

    results = [[words for words, _, _ in found(f"经查，身份证号：{each}，属实。")] for each in written]

    assert results == [[each] for each in written]


@pytest.mark.parametrize("line", ["123 " * 20_000, "1" * 80_000, f"{ID}，" * 4_000, "138-0000-1234 " * 5_000])
def test_long_lines_of_digits_take_linear_time(line: str) -> None:
    """A line of numbers is read once; the test ends because it is."""
    assert len(find_identifiers(Surroundings(line))) <= len(line)

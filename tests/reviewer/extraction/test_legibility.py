"""Mojibake is told from text by its code points."""

from __future__ import annotations

import numpy as np
import pytest

from reviewer.extraction.legibility import Legibility, judge_characters


def judged(text: str, unmapped: int = 0) -> Legibility:
    """The verdict on a text whose first characters have no mapping."""
    codes = np.asarray([ord(character) for character in text], np.uint32)
    flags = np.zeros(len(codes), np.bool_)
    flags[:unmapped] = True
    return judge_characters(codes, flags)


@pytest.mark.parametrize(
    "text",
    [
        "为了规范专项资金的使用和管理，制定本办法。",
        "為了規範專項資金的使用和管理，提高財政資金使用效益，特訂定本辦法。",
        "The quick brown fox, 2026: 35 % ≥ 20 ㎡ — “ok”…",
        "①②③㈠㈡⑴⑵Ⅰ Ⅱ □ ☑ ● ■ → ± ℃",
        "⼀⼆⼈⼊⼤⼩ 龜樂 ﹙﹚",
        "연변조선족자치주 인민정부 공고",
        "བོད་རང་སྐྱོང་ལྗོངས།",
        "",
    ],
)
def test_text_is_readable(text: str) -> None:
    """Simplified and traditional Chinese, signs, and the scripts of the regions are text."""
    verdict = judged(text)

    assert not verdict.garbled
    assert not verdict.doubtful
    assert verdict.count == 0


@pytest.mark.parametrize(
    "text",
    [
        "".join(chr(code) for code in range(0x3500, 0x3540)),
        "".join(chr(code) for code in range(0x11C0, 0x11F0)),
        "".join(chr(code) for code in range(0xE000, 0xE040)),
        "".join(chr(code) for code in range(0x01, 0x09)) * 5,
        "䔖䔗䔘䔙䔚䔛䔜䔝䔞䔟䔠䔡办法办法",
    ],
)
def test_glyph_numbers_are_garbled(text: str) -> None:
    """Rare Han, stray alphabets, private use and control characters in number are no text."""
    assert judged(text).garbled


def test_han_in_the_place_of_others_are_garbled() -> None:
    """A font that claims an ordering it does not follow yields ordinary Han without sense."""
    text = "为了规范专项资金的使用和管理，提高财政资金使用效益，结合本市实际，制定本办法。" * 4
    encoded = [character.encode("gb2312") for character in text if character not in "，。"]
    shifted = "".join(bytes((code[0], code[1] ^ 0x15)).decode("gb2312", "ignore") for code in encoded)

    verdict = judged(shifted)

    assert not judged(text).garbled
    assert verdict.garbled


def test_a_list_of_names_is_no_mojibake() -> None:
    """Names have few function words, yet are text."""
    names = "王建国 李秀英 张伟 刘洋 陈静 杨帆 赵敏 黄磊 周涛 吴迪 徐莹 孙悦 胡杰 朱琳 高翔 林浩 何苗"

    verdict = judged(" ".join([names] * 4))

    assert not verdict.garbled


def test_a_rare_name_is_no_mojibake() -> None:
    """A page may hold a few rare characters: names have them."""
    verdict = judged("经办人：李䶮、王㛃、陈喆，联系人：赵𬀩。以上人员名单予以公示，公示期为五个工作日。")

    assert not verdict.garbled
    assert verdict.count == 0


def test_private_use_is_counted() -> None:
    """A private-use character has no meaning outside its font; signs of Symbol and Wingdings do no harm."""
    verdict = judged("以上内容\ue003真实\uf0d8有效，本单位对其真实性负责，如有不实愿承担责任。")

    assert verdict.count == 1
    assert verdict.unusable.tolist().index(True) == 4
    assert not verdict.garbled


def test_characters_without_mapping_count_whatever_they_look_like() -> None:
    """The font's own word decides over the look."""
    verdict = judged("abcdefghij", unmapped=6)

    assert verdict.count == 6
    assert verdict.garbled


def test_a_tenth_without_mapping_is_doubtful() -> None:
    """A recogniser reads such a page better, but what is readable is not thrown away."""
    verdict = judged("为了规范专项资金的使用和管理，制定本办法。", unmapped=2)

    assert verdict.doubtful
    assert not verdict.garbled

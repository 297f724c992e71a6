"""Typed slots of the pattern language: what an amount, a share, a period ... looks like in a view."""

from __future__ import annotations

import re
from typing import NamedTuple

from reviewer.language.given_names import COMMON_SURNAMES

_NUMBER = r"(?:\d[\d,，]*(?:\.\d+)?|[〇零一二两三四五六七八九十百千万]+)"


class SlotType(NamedTuple):
    """What fills a slot.

    Attributes:
        pattern: Matches a filling.
        words: Texts of which every filling, or what follows it at once, holds one; where none of them
            stands, the pattern is not tried.
    """

    pattern: re.Pattern[str]
    words: tuple[str, ...]


SLOTS: dict[str, SlotType] = {
    "金额": SlotType(
        re.compile(
            rf"(?:人民币)?{_NUMBER}\s*(?:多|余)?(?:万亿|亿|千万|百万|十万|万|千|百)?\s*(?:美元|港元|元|圆)"
        ),
        ("元", "圆"),
    ),
    "比例": SlotType(
        re.compile(
            rf"""
          {_NUMBER}(?:\.\d+)?\s*[%％‰]
        | 百分之{_NUMBER}(?:点[〇零一二三四五六七八九]+)?
        | {_NUMBER}\s*成(?![立果交本员为])
        | {_NUMBER}\s*个?百分点
        | {_NUMBER}\s*[:∶：]\s*{_NUMBER}
        | (?:全额|半数|一半)
        """,
            re.VERBOSE,
        ),
        ("%", "％", "‰", "百分", "成", ":", "∶", "：", "全额", "半数", "一半"),
    ),
    "期限": SlotType(
        re.compile(
            rf"{_NUMBER}\s*(?:周年|年度|年|个月|个?工作日|个?自然日|日|天|小时)(?:以上|以内|以下|内|期)?"
        ),
        ("年", "月", "日", "天", "时"),
    ),
    "数量": SlotType(
        re.compile(
            rf"{_NUMBER}\s*[万亿]?(?:家|户|名|人|个|项|件|所|辆|台|套|亩|平方米|公里|处|次|张|艘|间|支)"
        ),
        tuple("家户名人个项件所辆台套亩平里处次张艘间支"),
    ),
    # A score of a scoring table: 得2分, 加0.5分, 10分; not 十分重要, 三分之一, 15分钟.
    "分值": SlotType(
        re.compile(
            rf"""
          (?:得|加|计|扣|减|记|给)\s*{_NUMBER}\s*分(?![之钟])
        | \d+(?:\.\d+)?\s*分(?![之钟公支店局行享别类期布部工解析配开散流包级段批次])
        """,
            re.VERBOSE,
        ),
        ("分",),
    ),
    "地名": SlotType(
        re.compile(
            r"""
          (?:本|我|全)(?:省|市|区|县|州|盟|旗|镇|乡)(?!场|域|别|分|级)
        | [\u4e00-\u9fff]{2,8}?(?:省|自治区|市|自治州|地区|盟|县|旗|区|镇|乡|街道)(?!场|域|别|分|级)
        """,
            re.VERBOSE,
        ),
        ("省", "市", "区", "县", "州", "盟", "旗", "镇", "乡", "街道"),
    ),
    "机构": SlotType(
        re.compile(
            r"[\u4e00-\u9fff]{2,20}?(?:人民政府|委员会|办公室|管理局|监督局|局|厅|委|办|部|院|处|中心|所|站)(?![\u4e00-\u9fff]{0,1}(?:署|分))"
        ),
        ("府", "会", "室", "局", "厅", "委", "办", "部", "院", "处", "中心", "所", "站"),
    ),
    "企业": SlotType(
        re.compile(
            r"[\u4e00-\u9fffA-Za-z0-9（）()]{2,30}?(?:股份有限公司|有限责任公司|有限公司|集团公司|集团|公司|厂|银行|保险|事务所|合作社)"
        ),
        ("公司", "集团", "厂", "银行", "保险", "事务所", "合作社"),
    ),
    # Who speaks in minutes: 张三认为; a name within a longer word (专家张三认为) is somebody quoted.
    "发言人": SlotType(
        re.compile(
            rf"(?<![\u4e00-\u9fff])(?:[{''.join(sorted(COMMON_SURNAMES))}])[\u4e00-\u9fff]{{1,2}}(?=认为|建议|提出|表示|不同意|反对|主张|发言)"
        ),
        ("认为", "建议", "提出", "表示", "不同意", "反对", "主张", "发言"),
    ),
    # How much of a part a recipe holds: 240克/升, 30份.
    "用量": SlotType(
        re.compile(
            r"\d[\d.]*\s?(?:%|％|份|毫升|毫克|千克|公斤|克|mL|ml|mg|kg|g|mol)"
            r"(?:\s?[/每]\s?(?:升|L|吨|千克|立方米|kg))?"
        ),
        ("%", "％", "份", "升", "克", "斤", "L", "l", "g"),
    ),
    "坐标": SlotType(
        re.compile(
            r"""
          (?:东经|西经|北纬|南纬|经度|纬度|[ENXY])[：:为\s]{0,2}\d{1,8}(?:\.\d+)?
          (?:[°度]\s?(?:\d{1,2}(?:\.\d+)?\s?[′'分]\s?(?:\d{1,2}(?:\.\d+)?\s?[″"秒])?)?)?
        | \d{1,3}(?:\.\d+)?\s?[°度]\s?(?:\d{1,2}\s?[′'分]\s?(?:\d{1,2}(?:\.\d+)?\s?[″"秒])?)?\s?[ENSW]?
        | \d{1,3}\.\d{2,}\s?[ENSW](?![A-Za-z])
        | (?<![\d.])(?:7[3-9]|[89]\d|1[0-3]\d)\.\d{3,}\s?[,，、]\s?[1-5]\d\.\d{3,}
        """,
            re.VERBOSE,
        ),
        ("经", "纬", "E", "N", "X", "Y", "°", "度", "."),
    ),
    "日期": SlotType(
        re.compile(
            r"(?:\d{4}|[〇零一二三四五六七八九]{4})年(?:\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)?)?"
        ),
        ("年",),
    ),
}

"""Replacements that follow from the quote itself and change nothing but what is wrong in it.

A rule names one as its ``fix`` by the keys of `MECHANICAL`; where more than the mechanical would
have to change, none is offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from reviewer.numbering.numerals import NUMERAL_CHARACTERS, parse_numeral, to_numeral

# 在本市依法登记注册并纳税的企业 -> 企业: the modifier alone binds the benefit to the place.
_REGISTERED_HERE = re.compile(
    r"""
      (?:在|(?<!限)于)(?:本|我)(?:省|市|区|县|州|旗|镇|乡|地|辖区|行政区域|园区)(?:范围|区域|境|辖区)?内?
      (?:依法|工商|登记|税务)* (?:注册|登记) (?:登记|成立|设立)?
      (?:(?:并|且|、|和|及)(?:依法|正常|在本[省市区县])*(?:纳税|缴税|经营|纳统|入统|纳入统计))*
      的
    """,
    re.VERBOSE,
)
_BRACKETED = r"[（(]\s?[0-9０-９]{1,3}\s?[）)]"
# 第5条, 第 5 款, 第（5）项; numbers in other places (第5-8条) are told apart by what is left over.
_NUMBER = re.compile(rf"第\s?([0-9０-９]{{1,4}})\s?([条款项])|(第?)({_BRACKETED})(项?)")
_DIGIT = re.compile(r"[0-9０-９]")
_LAST_ARTICLE = re.compile(rf"第\s?([{NUMERAL_CHARACTERS}]{{1,8}}|[0-9０-９]{{1,4}})\s?条$")
_STILL_LOCAL = re.compile(r"注册|纳税|入统|纳统")


def without_registration(quote: str) -> str | None:
    """The quote without “在本市注册的” and the like; None where that is not all there is to mend.

    Args:
        quote: The words that a finding quotes.
    """
    mended = _REGISTERED_HERE.sub("", quote)
    if mended == quote or not mended.strip() or _STILL_LOCAL.search(mended):
        return None
    return mended


def in_chinese_numbers(quote: str, written: str) -> str:
    """The quote with its article numbers in Chinese: 第5条和第6条 becomes 第五条和第六条.

    Args:
        quote: The clauses that a finding quotes.
        written: The same clauses written anew, for forms that cannot be changed in place (第5-8条).
    """
    mended = _NUMBER.sub(_in_chinese, quote)
    return written if _DIGIT.search(mended) else mended


def _in_chinese(match: re.Match[str]) -> str:
    digits, unit, ordinal, bracketed, item = match.groups()
    if digits:
        return f"第{to_numeral(int(digits))}{unit}"
    return f"{ordinal}（{to_numeral(int(bracketed.strip('（()） ')))}）{item}"


def with_new_number(quote: str, old: str, new: str) -> str | None:
    """The quote with the article's number after the revision; None where a paragraph or item follows.

    What the revision did to the paragraphs of the article cannot be told from its number.

    Args:
        quote: A law and one of its articles.
        old: The number before, as a message says it: 第八十二条.
        new: The number after.
    """
    last, former = _LAST_ARTICLE.search(quote), _LAST_ARTICLE.search(old)
    if last is None or former is None or parse_numeral(last[1]) != parse_numeral(former[1]):
        return None
    return quote[: last.start()] + new


Fix = Callable[[str, Mapping[str, str]], str | None]
MECHANICAL: Mapping[str, Fix] = {
    "${without_registration}": lambda quote, values: without_registration(quote),
    "${chinese_numbers}": lambda quote, values: in_chinese_numbers(quote, values["article"]),
    "${new_number}": lambda quote, values: with_new_number(quote, values["article"], values["right_article"]),
}

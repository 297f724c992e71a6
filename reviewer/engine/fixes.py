"""Replacements that follow from the quote itself, where taking words away is all it needs."""

from __future__ import annotations

import re

# 在本市依法登记注册并纳税的企业 -> 企业: the modifier alone binds the benefit to the place.
_REGISTERED_HERE = re.compile(
    r"""
      (?:在|于)(?:本|我)(?:省|市|区|县|州|旗|镇|乡|地|辖区|行政区域|园区)(?:范围|区域|境|辖区)?内?
      (?:依法|工商|登记|税务)* (?:注册|登记) (?:登记|成立|设立)?
      (?:(?:并|且|、|和|及)(?:依法|正常|在本[省市区县])*(?:纳税|缴税|经营|纳统|入统|纳入统计))*
      的
    """,
    re.VERBOSE,
)
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

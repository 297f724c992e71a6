"""Whether a line break within a paragraph ends it.

Drafters break a long title into lines that belong together; texts pasted from the web use
line breaks where a typist would begin a new paragraph. Word and HTML write both alike.
"""

from __future__ import annotations

import re

_ENDS = tuple("。；：！？…;:!?")
# What a new provision, item, annex or date begins with: 第一条, 一、, （一）, 1., (1), ①, 附件
_LABEL = re.compile(
    r"""(?x) \s* (?:
        第 [\d〇○零一二三四五六七八九十百千]+ [编章节条款项]
      | [（(] [\d一二三四五六七八九十百]+ [）)]
      | [\d一二三四五六七八九十百]+ [、．.)）]
      | [\u2460-\u2473]
      | 附 \s* 件
      | \d{4} \s* 年 \s* \d{1,2} \s* 月 \s* \d{1,2} \s* 日 \s* (?: [\n\f] | $ )  # the date under a signature
    )"""
)
_LABEL_LENGTH = 40


def ends_paragraph(before: str, after: str) -> bool:
    """Whether the break between two lines is the end of a paragraph rather than of a line.

    Args:
        before: The line before the break.
        after: The line after it; its beginning is enough.
    """
    return before.rstrip().endswith(_ENDS) or _LABEL.match(after[:_LABEL_LENGTH]) is not None


def starts_with_label(line: str) -> bool:
    """Whether a line begins with the number of a provision or item."""
    return _LABEL.match(line[:_LABEL_LENGTH]) is not None

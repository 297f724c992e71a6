"""Text that is stored backwards and turned round on the screen: it is read by people, and not by a check."""

from __future__ import annotations

import re
from dataclasses import replace

from reviewer.document import Document, Unread

_OVERRIDE = "\u202e"
# From RIGHT-TO-LEFT OVERRIDE to its end or that of the paragraph (Unicode Standard Annex 9, 2.2).
_TURNED = re.compile("\u202e([^\u202c\n]+)")
_LETTER = re.compile(r"\w")
_FEW = 2


def with_turned_text_told(document: Document) -> Document:
    """The document; stretches that are shown in the opposite direction are named as unread."""
    if _OVERRIDE not in document.text:
        return document
    turned = [match[1] for match in _TURNED.finditer(document.text)]
    letters = sum(len(each) for each in map(_LETTER.findall, turned) if len(each) >= _FEW)
    if not letters:
        return document
    told = Unread(
        part=f"被方向控制符倒转显示的文字（{letters} 字）",
        reason="文字的存储顺序与显示顺序相反（含 Unicode 控制符 U+202E），无法按显示的内容审查",
        remedy="请删除该控制符，按正常顺序重新输入这些文字后再提交",
    )
    return replace(document, unread=(*document.unread, told))

"""Laws, regulations and rules (法律、法规、规章): told by how they were passed or promulgated."""

from __future__ import annotations

import re

from reviewer.report import ReadValue
from reviewer.structure.divisions import find_locality
from reviewer.structure.kinds import DocumentKind
from reviewer.structure.lines import Line, LineKind

_TITLE = re.compile(r"(?:条例|规定|办法|规则|法|决定|细则|法典)$")
_CONGRESS = re.compile(r"(?:人民代表大会|人大常委会).{0,60}(?:通过|批准|修订|修正|公布)")
_NATIONAL_CONGRESS = re.compile(r"届全国人民代表大会|全国人民代表大会常务委员会")
_SERIAL = r"(?:\s*第\s*[\d一二三四五六七八九十百]{1,5}\s*号)?\s*"
_GOVERNMENT_ORDER = re.compile(rf"(?:人民)?政府{_SERIAL}令")
_STATE_COUNCIL = re.compile(r"国务院(?:令|第\s*\d+\s*次)|国务院.{0,6}(?:公布|发布|令)")
_DEPARTMENT_ORDER = re.compile(rf"(?:总局|[部局署委会行]){_SERIAL}令")
# Rules of departments are passed by their own meeting and promulgated (公布); what a meeting of an office
# passes to be sent out (印发) is a normative document.
_DEPARTMENT_MEETING = re.compile(
    r"""(?:总局|[部局署委会行])\s*(?:\d{4}\s*年度?)?\s*(?:第\s*[\d一二三四五六七八九十]{1,4}\s*次)?
        (?:[部局署委行会]务|[部局署行]长办公|主任办公|主席办公|委员)会议?.{0,12}通过.{0,16}(?:现予|予以)公布""",
    re.VERBOSE,
)
_DAY_BEFORE = re.compile(r"^[（(]?\s*\d{4}年\d{1,2}月\d{1,2}日\s*")
_NATIONAL_LAW = re.compile(r"中华人民共和国[^，。]{1,40}(?:法|法典)$")
_NATIONAL_REGULATION = re.compile(r"中华人民共和国[^，。]{1,40}(?:条例|实施细则)$")
_LONGEST_NOTE = 400
_PROMULGATED = re.compile(r"《[^。]{2,160}?》已[^。]{0,120}?通过[^。]{0,30}公布[^。]{0,60}。")
_NOTES = frozenset({LineKind.PASSED, LineKind.ORDER, LineKind.TEXT, LineKind.TITLE})


def statute_kind(name: str, lines: list[Line], *, has_articles: bool) -> ReadValue | None:
    """The kind of a statute, None where the document is none or nothing tells its kind.

    Args:
        name: Title without parentheses.
        lines: Head of the document, where the note on its passage stands.
        has_articles: Whether it has articles; a title alone counts only then.
    """
    if not _TITLE.search(name) or (name.startswith("关于") and "决定" not in name):
        return None
    for line in lines:
        kind = _kind_by_note(line.text) if line.kind in _NOTES else None
        if kind is not None:
            return ReadValue(value=kind, span=line.span, reason="文首通过、公布的记载")
    return _kind_by_title(name) if has_articles else None


def _kind_by_note(note: str) -> DocumentKind | None:
    if len(note) > _LONGEST_NOTE:
        # A web page may hold all of a decision in one paragraph, which then begins with the note.
        head = _PROMULGATED.match(note)
        if head is None:
            return None
        note = head[0]
    if _CONGRESS.search(note):
        local = find_locality(_DAY_BEFORE.sub("", note)) is not None
        national = _NATIONAL_CONGRESS.search(note) is not None and not local
        return DocumentKind.LAW if national else DocumentKind.LOCAL_REGULATION
    if _GOVERNMENT_ORDER.search(note):
        return DocumentKind.LOCAL_GOVERNMENT_REGULATION
    if _STATE_COUNCIL.search(note):
        return DocumentKind.ADMINISTRATIVE_REGULATION
    by_department = _DEPARTMENT_ORDER.search(note) or (
        _DEPARTMENT_MEETING.search(note) and find_locality(note) is None
    )
    return DocumentKind.DEPARTMENT_REGULATION if by_department else None


def _kind_by_title(name: str) -> ReadValue | None:
    if _NATIONAL_LAW.match(name):
        return ReadValue(value=DocumentKind.LAW, reason="名称为“中华人民共和国……法”")
    if _NATIONAL_REGULATION.match(name):
        return ReadValue(value=DocumentKind.ADMINISTRATIVE_REGULATION, reason="名称为“中华人民共和国……条例”")
    if not name.endswith("条例"):
        return None
    if find_locality(name) is not None:
        return ReadValue(value=DocumentKind.LOCAL_REGULATION, reason="名称为地方“……条例”")
    return ReadValue(value=DocumentKind.ADMINISTRATIVE_REGULATION, reason="名称为“……条例”，无地方名称")

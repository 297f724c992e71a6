"""Short names (简称) that a document defines twice, or uses without ever defining them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.checkers.base import CheckContext, Match
from reviewer.citation.model import CitationForm
from reviewer.citation.resolve import Resolution

_DEFINED = re.compile(
    r"[（(]\s*(?:以下|下)(?:统称|简称|统一简称|合称)(?:为|：|:)?\s*[“\"《]{0,2}(?P<name>[^“”\"《》（）()，。；]{1,16})[”\"》]{0,2}\s*[）)]"
)
_GENERIC = re.compile(
    r"(?:管理|实施|暂行|试行|工作|若干|评审|评定|考核|操作|技术|服务)?"
    r"(?:条例|办法|规定|细则|意见|通知|决定|方案|规划|标准|规则|措施|规程|准则|指引|指南|导则|守则|规范|纲要|目录)"
)
_SUBJECT = re.compile(r"[\u4e00-\u9fffA-Za-z0-9《》]{2,30}$")


def find_twice_defined(context: CheckContext) -> Iterator[Match]:
    """A short name given to two different things, which leaves open what it means."""
    first: dict[str, str] = {}
    view = context.view.text
    for found in _DEFINED.finditer(view):
        name, subject = found["name"].strip(), _subject(view, found.start())
        if name not in first:
            first[name] = subject
        elif not _same(first[name], subject):
            yield Match(
                start=found.start("name"), end=found.end("name"), values={"first": f"“{first[name]}”"}
            )


def defined_names(context: CheckContext) -> tuple[str, ...]:
    """The short names that the document defines, in text order."""
    return tuple(dict.fromkeys(found["name"].strip() for found in _DEFINED.finditer(context.view.text)))


def find_undefined(context: CheckContext) -> Iterator[Match]:
    """《条例》, 《办法》 where nothing before or behind says which; once a name."""
    seen: set[str] = set()
    for found in context.citations:
        citation = found.citation
        if citation.form is not CitationForm.TITLE or not _GENERIC.fullmatch(citation.name):
            continue
        if found.how is Resolution.NONE and citation.name not in seen:
            seen.add(citation.name)
            yield Match(start=citation.name_start, end=citation.name_end)


def _subject(view: str, end: int) -> str:
    """What stands right before the bracket, as far as it can be the thing named."""
    found = _SUBJECT.search(view, max(end - 30, 0), end)
    return found[0] if found else ""


def _same(one: str, other: str) -> bool:
    """Whether the shorter of two subjects is the end of the longer one."""
    short, long = sorted((one, other), key=len)
    return not short or long.endswith(short[-6:])

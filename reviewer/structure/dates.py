"""Dates of a document: signature, publication, entry into force, period of validity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reviewer.document import Document, Span
from reviewer.numbering.numerals import parse_numeral
from reviewer.report import ReadValue
from reviewer.structure.lines import Line, LineKind
from reviewer.structure.outline import Outline
from reviewer.structure.signatures import find_signature

_D = r"[\d〇○零一二三四五六七八九十元]"
DAY = rf"{_D}{{4}}\s*年\s*{_D}{{1,3}}\s*月\s*{_D}{{1,3}}\s*日"
_DAY = re.compile(rf"(?P<year>{_D}{{4}})\s*年\s*(?P<month>{_D}{{1,3}})\s*月\s*(?P<day>{_D}{{1,3}})\s*日")
_ISO_DAY = re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})")
_ANY_DAY = rf"(?P<day>{DAY}|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}})"
_STATED_SIGNED = re.compile(rf"成文日期\s*[：:]\s*{_ANY_DAY}")
_STATED_PUBLISHED = re.compile(rf"发布(?:日期|时间)\s*[：:]\s*{_ANY_DAY}")
_PUBLISHED = re.compile(rf"(?P<day>{DAY})(?:(?!通过|{_D}日)[^。]){{0,60}}?(?:公布|发布)")
_APPROVED_ONLY = re.compile(r"批准[）)]?$|施行[）)]?$")
_IN_FORCE_LINE = re.compile(rf"(?P<day>{DAY})\s*起?\s*(?:施行|实施|执行)")

# The anchor is short and rare; what stands before it in the sentence is looked at afterwards.
_FORCE = re.compile(r"(?:[起后日]|正式|开始)\s*(?:正式|开始)?\s*(?:施行|实施|执行|生效|实行|试行)")
_FROM = re.compile(
    rf"""(?:自|从|于|，|在)?\s*
        (?P<when>{DAY}
          |(?:发布|公布|印发|颁布|签发|下发|施行|批准|通过|成文|签署|登报|刊登)(?:之日)?(?:起|后)?\s*
            (?:满?\s*{_D}{{1,3}}\s*个?(?:工作)?[日天月](?:后|之?后起?)?)?)
        \s*(?:之?日)?\s*(?:起|后起?)?\s*(?:正式|开始)?\s*$""",
    re.VERBOSE,
)
_OWN_SUBJECT = re.compile(
    "本(?:办法|规定|条例|细则|意见|通知|措施|政策|方案|文件|规则|公告|标准|指引|决定|若干|实施|法|规程|制度|通告|批复|指南|规范|计划"
    "|规划|暂行|准则|目录|清单|章程|命令|函|协议|合同)|现予(?:发布|公布|印发)|现(?:印发|公布|发布)"
)
_OTHERS_SUBJECT = re.compile(r"》[^，。；]{0,12}$")
_SENTENCE_ENDS = "。；\n"
_REACH = 90

_VALIDITY = re.compile(
    rf"""(?:有效期限?|(?:试行|施行|实施|执行|政策)期限?|有效时间)\s*(?:暂定|暂)?(?:为|至|到|：|:|截至|截止到|是|自)?\s*
        (?P<period>[^。；]{{0,40}}?(?:{DAY}|{_D}{{1,3}}\s*个?\s*[年月]))""",
    re.VERBOSE,
)
_UNTIL = re.compile(rf"(?:至|到|截至|截止到?)\s*(?P<day>{DAY})")
_LENGTH = re.compile(rf"(?P<number>{_D}{{1,3}})\s*(?P<unit>年|个?\s*月)(?!\s*{_D}{{1,3}}\s*[日月])")
_OWN_VALIDITY = re.compile(r"施行|起(?:正式)?(?:实施|执行|实行)|印发之日|发布之日|公布之日")


def read_day(text: str) -> str | None:
    """A date in ISO form from 2024年1月2日, 二〇二四年一月二日 or 2024-01-02; None where it is none."""
    match = _DAY.search(text) or _ISO_DAY.search(text)
    if match is None:
        return None
    year, month, day = (parse_numeral(match[part]) or 0 for part in ("year", "month", "day"))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def find_signed_on(document: Document, lines: list[Line], outline: Outline) -> ReadValue | None:
    """The date of signature (成文日期): as stated, of the signature, of the order, of the passage."""
    stated = _stated(lines, _STATED_SIGNED, "网页所列“成文日期”")
    if stated is not None:
        return stated
    signature = find_signature(document, outline)
    if signature is not None and (day := read_day(document.slice(signature.date))) is not None:
        return ReadValue(value=day, span=signature.date, reason="落款日期")
    for line in lines:
        if line.kind is LineKind.DATE and (day := read_day(line.text)) is not None:
            return ReadValue(value=day, span=line.span, reason="文首日期")
    return _passed_on(lines)


def _passed_on(lines: list[Line]) -> ReadValue | None:
    """The latest passage, amendment or promulgation that the head of a statute tells."""
    latest: ReadValue | None = None
    for line in lines:
        told = line.kind is LineKind.PASSED and not _APPROVED_ONLY.search(line.text)
        for match in _DAY.finditer(line.text) if told else ():
            day = read_day(match[0])
            if day is not None and (latest is None or day > latest.value):
                span = Span(line.span.start + match.start(), line.span.start + match.end())
                latest = ReadValue(value=day, span=span, reason="通过、修订或公布日期")
    return latest


def find_published_on(lines: list[Line]) -> ReadValue | None:
    """The date of publication (发布日期): as stated, or of the note 2024年6月6日…公布."""
    stated = _stated(lines, _STATED_PUBLISHED, "网页所列“发布日期”")
    if stated is not None:
        return stated
    latest: ReadValue | None = None
    for line in lines:
        for match in _PUBLISHED.finditer(line.text) if line.kind is LineKind.PASSED else ():
            day = read_day(match["day"])
            if day is not None and (latest is None or day > latest.value):
                span = Span(line.span.start + match.start("day"), line.span.start + match.end("day"))
                latest = ReadValue(value=day, span=span, reason="公布日期")
    return latest


def find_effective_on(text: str, lines: list[Line], title: str = "") -> ReadValue | None:
    """From when the document binds (施行日期): an ISO date, or 自公布之日起 and the like as written.

    Sentences on other instruments (《…》自…起施行) do not count; of several the last counts,
    one that says 本办法 before one that does not; in a 决定 its own before that of the text it amends.
    """
    for line in lines:
        match = _IN_FORCE_LINE.match(line.text)
        if match is not None and (day := read_day(match["day"])) is not None:
            return ReadValue(value=day, span=line.span, reason="题注中的施行日期")
    decides = title.endswith("决定")
    best: tuple[int, re.Match[str], Span] | None = None
    last_begin = -1
    for when, span in _entries_into_force(text):
        begin = _sentence_start(text, span.start)
        # 本政策自发布之日起施行，奖励条款自2022年1月1日起执行。: the first is the document's own.
        rank = int(begin != last_begin and _OWN_SUBJECT.search(text, begin, span.start) is not None)
        rank += int(decides and "本决定" in text[begin : span.start])
        last_begin = begin
        if best is None or rank >= best[0]:
            best = (rank, when, span)
    if best is None:
        return None
    _, when, span = best
    day = read_day(when["when"]) if _DAY.match(when["when"]) else None
    phrase = "".join(text[span.start : span.end].split())
    if day is not None:
        return ReadValue(value=day, span=span, reason=f"“{phrase}”")
    relative = re.sub(r"(?:正式|开始)?(?:施行|实施|执行|生效|实行|试行)$", "", phrase.lstrip("，于在"))
    return ReadValue(value=relative, span=span, reason=f"“{phrase}”")


def find_validity(text: str) -> ReadValue | None:
    """How long the document binds (有效期): an ISO date of its end, or a length such as 5年, 18个月."""
    for match in _VALIDITY.finditer(text):
        start = _sentence_start(text, match.start())
        begin, end = match.span()
        if not (_OWN_SUBJECT.search(text, start, begin) or _OWN_VALIDITY.search(text, start, begin)):
            continue
        until = _UNTIL.search(text, begin, min(end + 20, len(text)))
        day = read_day(until["day"]) if until is not None else None
        if until is not None and day is not None:
            span = Span(begin, max(end, until.end()))
            return ReadValue(value=day, span=span, reason="有效期截止日期")
        length = _LENGTH.search(match["period"])
        if length is not None:
            unit = "年" if length["unit"] == "年" else "个月"
            value = f"{parse_numeral(length['number'])}{unit}"
            return ReadValue(value=value, span=Span(begin, end), reason="有效期")
    return None


def _entries_into_force(text: str) -> Iterator[tuple[re.Match[str], Span]]:
    for anchor in _FORCE.finditer(text):
        end = anchor.end()
        verb = end - 2
        start = max(_sentence_start(text, anchor.start()), verb - _REACH)
        when = _last_when(text, start, verb)
        if when is None:
            continue
        before = text[start : when.start()]
        if _OTHERS_SUBJECT.search(before) and _OWN_SUBJECT.search(before) is None:
            continue
        yield when, Span(when.start() + len(when[0]) - len(when[0].lstrip("，")), end)


def _last_when(text: str, start: int, end: int) -> re.Match[str] | None:
    """The nearest 自…起 that ends where the verb begins."""
    first = max(start, end - 40)
    for position in range(end - 2, first - 1, -1):
        if text[position] in "自从于" and (match := _FROM.match(text, position, end)) is not None:
            return match
    for position in range(end - 4, first - 1, -1):
        begins = position == start or text[position - 1] in "，。；、 \t\u3000"
        if begins and (match := _FROM.match(text, position, end)) is not None:
            return match
    return None


def _sentence_start(text: str, position: int) -> int:
    return max(text.rfind(sign, max(0, position - 400), position) for sign in _SENTENCE_ENDS) + 1


def _stated(lines: list[Line], pattern: re.Pattern[str], reason: str) -> ReadValue | None:
    for line in lines:
        match = pattern.search(line.text) if line.kind is LineKind.META else None
        if match is not None and (day := read_day(match["day"])) is not None:
            start = line.span.start + match.start("day")
            return ReadValue(value=day, span=Span(start, start + len(match["day"])), reason=reason)
    return None

"""Dates of a document against each other: retroactive, too long in force, in contradiction, impossible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.instruments import burdens
from reviewer.finding import Severity
from reviewer.numbering.numerals import parse_numeral
from reviewer.report import ReadValue

_DAY = re.compile(r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日")
_FOREVER = re.compile(r"(?:施行|实施|执行|生效)[，,]?[^。；，\n]{0,6}(?P<words>长期有效|永久有效|无固定期限)")
_PERIOD = re.compile(
    r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日起?(?:至|到|—{1,2}|－|-|~)"
    r"(?P<last>(?:(?P<last_year>\d{4})年)?(?:(?P<last_month>\d{1,2})月)?(?P<last_day>\d{1,2})日)"
)
_EXPLAINS = re.compile(r"(?:起草|编制|制定|修订)(?:情况)?的?说明|稿）》的说明|草案）》的说明")
_CONSULTED = re.compile(r"公开征求(?:了?社会|公众)?[^。；，]{0,8}意见|征求社会[^。；，]{0,4}意见")
_NEAR, _LEAST_DAYS = 30, 30
_OWN = re.compile(r"(?:本[\u4e00-\u9fff]{1,6}|现予(?:公布|发布|印发))[^。；\n]{0,16}$")
_BEFORE_OWN = 40
_IN_FORCE = re.compile(r"\s*(?:之日)?起?\s*(?:正式)?(?:施行|实施|执行|生效)")
_LENGTH = re.compile(r"(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})\s*个?\s*(?P<unit>年|月)")
_STATED_LENGTH = re.compile(
    r"有效期限?(?:为|暂定为?|是)?\s*(?P<length>(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:年|个月))"
)
_STATED_END = re.compile(
    r"(?:有效期|执行|施行|实施)(?:限)?[^。；\n]{0,8}(?:至|到|截至|截止到?)\s*(?P<day>\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)"
)
_NUMBER_YEAR = re.compile(r"〔(?P<year>\d{4})〕")
_TRIAL = re.compile(r"暂行|试行")
_REVISED = re.compile(r"修订|修正|修改|废止|延长")
_GRACE_DAYS = 45
_DAYS_OF_YEAR = 365.25


def find_retroactive(context: CheckContext) -> Iterator[Match]:
    """A date of entry into force before the document was signed or published."""
    profile = context.profile
    effective, issued = _day(profile.effective_on), _day(profile.signed_on) or _day(profile.published_on)
    title = profile.title
    if effective is None or issued is None or effective >= issued or _amended(title):
        return
    span = profile.effective_on.span if profile.effective_on else None
    if span is None:
        return
    start, end = context.view_range(span)
    yield Match(
        start=start,
        end=end,
        values={"issued": _chinese(issued)},
        severity=None if burdens(context) else Severity.RISK,
    )


def find_overlong_validity(context: CheckContext, longest: int, longest_on_trial: int) -> Iterator[Match]:
    """A period of validity longer than the region allows, shorter for documents on trial (years)."""
    profile = context.profile
    validity, title = profile.validity_period, profile.title
    forever = _FOREVER.search(context.view.text) if validity is None else None
    if forever is not None:
        yield Match(start=forever.start("words"), end=forever.end(), values={"limit": str(longest)})
    if validity is None or validity.span is None:
        return
    limit = longest_on_trial if title is not None and _TRIAL.search(title.value) else longest
    years = _years(validity.value, _day(profile.effective_on) or _day(profile.signed_on))
    if years is not None and years > limit + 0.02:
        start, end = context.view_range(validity.span)
        yield Match(start=start, end=end, values={"limit": str(limit)})


def find_date_conflicts(context: CheckContext) -> Iterator[Match]:
    """Days that do not exist, and statements of the same date or period that contradict each other."""
    yield from _impossible_and_second_days(context)
    yield from _reversed_periods(context)
    if not _amended(context.profile.title):
        yield from _length_against_end(context)
        yield from _number_against_signature(context)


def _reversed_periods(context: CheckContext) -> Iterator[Match]:
    """From a day to one before it: 2026年9月1日至2026年8月31日."""
    for found in _PERIOD.finditer(context.view.text):
        begin = _date(found)
        last = _period_end(found)
        if begin is not None and last is not None and last < begin:
            fault = f"早于所写的起始日期“{_chinese(begin)}”"
            yield Match(start=found.start("last"), end=found.end("last"), values={"fault": fault})


def _period_end(found: re.Match[str]) -> date | None:
    """The last day of a period; year and month are those of the first day where it does not say them."""
    try:
        return date(
            int(found["last_year"] or found["year"]),
            int(found["last_month"] or found["month"]),
            int(found["last_day"]),
        )
    except ValueError:
        return None


def find_short_consultation(context: CheckContext) -> Iterator[Match]:
    """A public consultation (公开征求意见) that an explanation says lasted less than thirty days."""
    title = context.profile.title
    if title is None or _EXPLAINS.search(title.value) is None:
        return
    for found in _PERIOD.finditer(context.view.text):
        begin, last = _date(found), _period_end(found)
        asked = _CONSULTED.search(context.view.text, max(found.start() - _NEAR, 0), found.end() + _NEAR)
        if begin is None or last is None or asked is None or last < begin:
            continue
        days = (last - begin).days + 1
        if days < _LEAST_DAYS:
            yield Match(start=found.start(), end=found.end(), values={"days": str(days)})
            return


def _impossible_and_second_days(context: CheckContext) -> Iterator[Match]:
    """Days that no calendar has, and a second date of entry into force that differs from the first."""
    view = context.view.text
    amended = _amended(context.profile.title)
    first: re.Match[str] | None = None
    for found in _DAY.finditer(view):
        day = _date(found)
        if day is None:
            yield Match(start=found.start(), end=found.end(), values={"fault": "该日期不存在"})
        elif not amended and _own_effective_day(view, found):
            if first is not None and day != _date(first):
                fault = f"与前文所写施行日期“{first[0]}”不一致"
                yield Match(start=found.start(), end=found.end(), values={"fault": fault})
            first = first or found


def _own_effective_day(view: str, found: re.Match[str]) -> bool:
    """Whether the day is the one from which the document itself binds: 本办法自…起施行."""
    if _IN_FORCE.match(view, found.end()) is None:
        return False
    return _OWN.search(view, max(found.start() - _BEFORE_OWN, 0), found.start()) is not None


def _length_against_end(context: CheckContext) -> Iterator[Match]:
    """有效期五年 beside 执行至2026年12月31日."""
    view = context.view.text
    length, end = _STATED_LENGTH.search(view), _STATED_END.search(view)
    begin = _day(context.profile.effective_on) or _day(context.profile.signed_on)
    if length is None or end is None or begin is None:
        return
    stated, last = _years(length["length"], None), _text_day(end["day"])
    if stated is None or last is None:
        return
    counted = (last - begin).days / _DAYS_OF_YEAR
    if abs(counted - stated) * _DAYS_OF_YEAR > _GRACE_DAYS:
        fault = f"与所写有效期“{length['length']}”不一致"
        yield Match(start=end.start("day"), end=end.end("day"), values={"fault": fault})


def _number_against_signature(context: CheckContext) -> Iterator[Match]:
    """〔2023〕 in the number of a document signed in the middle of 2024."""
    number, signed = context.profile.document_number, context.profile.signed_on
    found = _NUMBER_YEAR.search(number.value) if number else None
    day = _day(signed)
    if found is None or day is None or signed is None or signed.span is None:
        return
    # A document numbered in December is often signed in January, and the other way round.
    if abs(int(found["year"]) - day.year) == 0 or (
        abs(int(found["year"]) - day.year) == 1 and day.month in (1, 12)
    ):
        return
    start, end = context.view_range(signed.span)
    fault = f"与发文字号的年份〔{found['year']}〕不一致"
    yield Match(start=start, end=end, values={"fault": fault}, severity=Severity.ADVICE)


def _amended(title: ReadValue | None) -> bool:
    return title is not None and _REVISED.search(title.value) is not None


def _day(value: ReadValue | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value.value)
    except ValueError:
        return None


def _text_day(text: str) -> date | None:
    found = _DAY.search(text)
    return _date(found) if found else None


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _years(value: str, begin: date | None) -> float | None:
    """A length such as 5年 or 18个月, or the time up to an ISO date, in years."""
    try:
        last = date.fromisoformat(value)
    except ValueError:
        found = _LENGTH.search(value)
        number = parse_numeral(found["number"]) if found else None
        if found is None or number is None:
            return None
        return float(number) if found["unit"] == "年" else number / 12
    return (last - begin).days / _DAYS_OF_YEAR if begin else None


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

"""Replies to requests for disclosure (依申请公开答复书): the outcome, the dates, the articles relied on.

The seven outcomes are the items of Article 36 of 《政府信息公开条例》; two more are Articles 37 and 38.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from reviewer.numbering.numerals import parse_numeral
from reviewer.structure.dates import DAY, read_day

_TITLE = re.compile(
    r"(?:信息公开|依申请公开|公开申请)[^\n]{0,16}(?:答复|告知书|决定书|回复)"
    r"|(?:答复书|告知书)[^\n]{0,10}(?:信息公开|依申请公开)"
)
# Steps on the way to a reply, which decide nothing yet.
_STEP = re.compile(r"补正|延期|延长|受理通知|征求意见|登记回执")


class Outcome(Enum):
    """What a reply decides; the value is the article and item that it must rely on (item 0: none)."""

    PUBLISHED = (36, 1)
    GRANTED = (36, 2)
    WITHHELD = (36, 3)
    ABSENT = (36, 4)
    NOT_RESPONSIBLE = (36, 5)
    REPEATED = (36, 6)
    SPECIAL = (36, 7)
    PARTIAL = (37, 0)
    PROCESSING = (38, 0)

    @property
    def chinese(self) -> str:
        """What the user calls it."""
        return _NAMES[self]


_NAMES = {
    Outcome.PUBLISHED: "已主动公开",
    Outcome.GRANTED: "予以公开",
    Outcome.WITHHELD: "不予公开",
    Outcome.ABSENT: "信息不存在",
    Outcome.NOT_RESPONSIBLE: "不属于本机关公开",
    Outcome.REPEATED: "重复申请不予处理",
    Outcome.SPECIAL: "依照特别规定办理",
    Outcome.PARTIAL: "部分公开",
    Outcome.PROCESSING: "需要加工分析，不予提供",
}
# Sentences that decide; the more specific outcomes first, for 部分公开 holds 公开, 不予公开 holds 予公开.
_OURS = r"(?:本|我)(?:机关|行政机关|局|委|厅|办|单位|府|镇|街道办事处)"
_DECIDED: tuple[tuple[Outcome, re.Pattern[str]], ...] = (
    (
        Outcome.PARTIAL,
        re.compile(r"部分(?:予以)?公开|区分处理|其余(?:部分|内容)[^。；]{0,10}(?:不予公开|予以公开)"),
    ),
    (
        Outcome.ABSENT,
        re.compile(
            r"(?:信息|文件|材料|资料|内容)(?:均|并)?不存在"
            r"|(?:未|没有)(?:制作|保存|获取|查询到|检索到|查找到|形成)(?:过|或者?获取|、?保存)?"
            r"[^。；]{0,16}(?:信息|文件|材料|资料)"
        ),
    ),
    (
        Outcome.NOT_RESPONSIBLE,
        re.compile(
            rf"不属于{_OURS}的?(?:负责)?(?:公开|职责|职权|掌握)|非{_OURS}(?:负责)?公开"
            r"|不是该信息的公开(?:主体|义务机关)"
        ),
    ),
    (
        Outcome.REPEATED,
        re.compile(r"重复申请|不予重复处理|不再重复(?:处理|答复)|不重复(?:处理|答复)"),
    ),
    (
        Outcome.SPECIAL,
        re.compile(
            r"(?:工商|企业|商事|市场主体|不动产|房屋)登记资料[^。；]{0,60}(?:规定|办法)"
            r"[^。；]{0,20}(?:办理|查询|查阅)"
        ),
    ),
    (
        Outcome.PROCESSING,
        re.compile(
            r"需要?[^。；]{0,16}(?:加工|汇总)[、和]?(?:分析|整理|制作)?[^。；]{0,20}(?:不予提供|可以不予)"
        ),
    ),
    (
        Outcome.WITHHELD,
        re.compile(
            r"(?:决定|依法|本机关|我局|对此|故|因此|该信息)?(?<!或者)不予公开(?!的(?:情形|范围|规定|，应))"
            r"|决定不公开"
        ),
    ),
    (
        Outcome.PUBLISHED,
        re.compile(
            r"已(?:经)?(?:依法)?(?:主动|在[^。；]{2,40})(?:予以)?公开"
            r"|属于(?:已)?主动公开(?:的)?(?:范围|信息|内容)|已[^。；]{0,12}公布于"
        ),
    ),
    (
        Outcome.GRANTED,
        re.compile(
            r"(?<!不)(?<!部分)(?:予以|同意|可以)公开(?!的)"
            r"|(?:现|随[函文])[^。；]{0,30}(?:提供|公开)给(?:你|您|申请人)"
            r"|现向(?:你|您|申请人)[^。；]{0,10}提供"
        ),
    ),
)
# What the law says is quoted, and what was asked for, decides nothing.
_QUOTED = re.compile(r"“[^”\n]{0,300}”|《[^》\n]{0,80}》")
_RECEIVED = re.compile(
    rf"(?:本机关|我局|我委|我厅|我办|我单位|本局|我府|我镇)?(?:已)?(?:于|在)?(?P<day>{DAY})"
    r"[^。；\n]{0,16}?(?:收到|收悉|受理|接收)|(?:收到|收悉)(?:日期|时间)[：:为]?(?P<stated>" + DAY + ")"
)
_SUBMITTED = re.compile(
    rf"(?:你|您|申请人)[^。；\n]{{0,12}}?(?:于|在)(?P<day>{DAY})[^。；\n]{{0,24}}?(?:提交|提出|当面|寄|发送|申请)"
)
_DAYS = re.compile(DAY)
_REGULATION = re.compile(
    r"信息公开条例》?(?:（[^（）]{0,30}）)?(?P<places>(?:[、和及以第条款项（）()一二三四五六七八九十\d]|之规定){2,60})"
)
_PLACE = re.compile(
    r"第(?P<article>[一二三四五六七八九十百\d]{1,5})条(?:第[一二三四五六七八九十\d]{1,3}款)?"
    r"(?:(?:第)?[（(]?(?P<item>[一二三四五六七八九十\d]{1,3})[）)]?项)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliedOn:
    """An article of the regulation that a reply relies on.

    Attributes:
        article: Its number.
        item: Number of its item, 0 where none is named.
        start: View offset of 第.
        end: View offset after it.
    """

    article: int
    item: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply, read.

    Attributes:
        outcomes: What it decides, with the view range of the words; several where it splits the request.
        relied_on: Articles of the regulation.
        received: Day of receipt; that of submission where no other is named.
        received_at: View range of that day.
        dated: The last day named, which is that of the reply.
    """

    outcomes: dict[Outcome, tuple[int, int]]
    relied_on: tuple[ReliedOn, ...]
    received: date | None
    received_at: tuple[int, int] | None
    dated: date | None


def is_reply(title: str, opening: str) -> bool:
    """Whether a document is a reply, by its title or its first lines."""
    head = title or opening
    return _TITLE.search(head) is not None and _STEP.search(head) is None


def read_reply(view: str) -> Reply:
    """What a reply says, in a folded view."""
    plain = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), view)
    received, at = _received(view)
    days = [day for match in _DAYS.finditer(view) if (day := _day(match[0])) is not None]
    return Reply(
        outcomes=_outcomes(plain),
        relied_on=tuple(_relied_on(view)),
        received=received,
        received_at=at,
        dated=days[-1] if days else None,
    )


def _outcomes(plain: str) -> dict[Outcome, tuple[int, int]]:
    found: dict[Outcome, tuple[int, int]] = {}
    for outcome, pattern in _DECIDED:
        match = pattern.search(plain)
        if match is not None:
            found[outcome] = match.span()
    if Outcome.PARTIAL in found:
        # What is given and what is withheld are its parts.
        for part in (Outcome.GRANTED, Outcome.WITHHELD):
            found.pop(part, None)
    return found


def _relied_on(view: str) -> Iterator[ReliedOn]:
    for cited in _REGULATION.finditer(view):
        for place in _PLACE.finditer(view, cited.start("places"), cited.end("places")):
            yield ReliedOn(
                article=parse_numeral(place["article"]) or 0,
                item=parse_numeral(place["item"]) or 0 if place["item"] else 0,
                start=place.start(),
                end=place.end(),
            )


def _received(view: str) -> tuple[date | None, tuple[int, int] | None]:
    for pattern in (_RECEIVED, _SUBMITTED):
        match = pattern.search(view)
        if match is None:
            continue
        group = "day" if match["day"] else "stated"
        return _day(match[group]), match.span(group)
    return None, None


def _day(text: str) -> date | None:
    read = read_day(text)
    try:
        return date.fromisoformat(read) if read else None
    except ValueError:
        return None

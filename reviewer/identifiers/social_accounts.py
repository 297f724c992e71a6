"""Accounts of persons in messengers (微信号、QQ号), which only their label tells from other words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.identifiers.surroundings import Surroundings

_LABELS = ("微信", "QQ", "WeChat", "wechat", "抖音号", "旺旺", "钉钉号")
_LINK = r"(?:号码?|账号|帐号|ID|id)?(?:[（(][^）)\n]{0,6}[）)])?\s?[：:为是]?\s?"
# A name of six characters or more that begins with a letter, or a number of five or more.
_ACCOUNT = re.compile(
    rf"{_LINK}(?P<value>[A-Za-z][A-Za-z0-9_\-]{{5,19}}(?![A-Za-z0-9_\-.@])|[1-9]\d{{4,10}}(?![\dA-Za-z*×.@]))"
)
# Groups, public accounts and mini programs are an office's way to be heard.
_PUBLIC = re.compile(r"(?:群|公众|小程序|平台|支付|扫|端|视频号|工作|官方|政务|交流|客服|服务号|咨询)")
_BEFORE = 6
_MEASURE = re.compile(r"\s?(?:元|人|名|次|条|户|万|个|%|年|月)")


_HEAD = re.compile(r"[^\t\n]{0,4}(?:微信|QQ|WeChat)(?:号码?|账号)?[^\t\n群]{0,4}")
_IN_COLUMN = re.compile(r"(?<=[\t\n ])(?:[A-Za-z][A-Za-z0-9_\-]{5,19}|[1-9]\d{4,10})(?=[\t\n ]|$)")


def find_social_accounts(around: Surroundings) -> Iterator[tuple[int, int]]:
    """Accounts behind their labels and below them, as view ranges."""
    view = around.view
    head: int | None = None
    for label in _LABELS:
        position = view.find(label)
        while position >= 0:
            end = position + len(label)
            match = _ACCOUNT.match(view, end)
            public = _PUBLIC.search(view, max(position - _BEFORE, 0), match.start("value") if match else end)
            if match is not None and public is None and not _MEASURE.match(view, match.end()):
                yield match.span("value")
            elif match is None and _HEAD.fullmatch(_cell(view, position)):
                head = min(position, position if head is None else head)
            position = view.find(label, end)
    if head is not None:
        yield from _in_columns(around, head)


def _cell(view: str, position: int) -> str:
    """The cell or line around an offset, as far as a head may be long."""
    window = view[max(position - 2 * _BEFORE, 0) : position]
    before = re.split(r"[\t\n]", window)[-1]
    return before + re.split(r"[\t\n]", view[position : position + 4 * _BEFORE], maxsplit=1)[0]


def _in_columns(around: Surroundings, start: int) -> Iterator[tuple[int, int]]:
    """The cells below such a head."""
    for match in _IN_COLUMN.finditer(around.view, start):
        if any(_HEAD.fullmatch(head) for head in around.heads(match.start())):
            yield match.span()

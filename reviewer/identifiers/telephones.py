"""Telephone numbers: mobiles, which belong to a person, and land lines, which mostly belong to an office."""

from __future__ import annotations

import re

import phonenumbers

from reviewer.identifiers.labels import Label
from reviewer.identifiers.model import Use
from reviewer.identifiers.runs import Run
from reviewer.identifiers.surroundings import Surroundings

_MOBILE = r"1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}"
_MOBILE_NUMBER = re.compile(rf"(?:(?:00)?86)?{_MOBILE}")
# A word of Latin letters may touch the number: tel13800001234.
_LETTERS_BEFORE = re.compile(rf"[A-Za-z]{{2,}}(?P<number>(?:86)?{_MOBILE})")
_GROUPINGS = frozenset(
    {
        (3, 4, 4),
        (3, 8),
        (4, 3, 4),
        (4, 4, 3),
        (3, 3, 5),
        (5, 6),
        (6, 5),
        (7, 4),
        (3, 5, 3),
        (5, 3, 3),
        (4, 7),
        (1,) * 11,
    }
)
_AREA_CODE = re.compile(r"0(?:10|2\d|[3-9]\d{2})")
_BRACKETED_AREA = re.compile(r"[（(]0(?:10|2\d|[3-9]\d{2})[)）]\s?$")
_LAND_LINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}")
_LOCAL_LINE = re.compile(r"[2-8]\d{6,7}")
_NUMBERED = re.compile(r"(?:第|￥|¥|\$|＄|№|#|NO\.?|No\.?)\s?$")
_AFTER_NUMBER = re.compile(r"[0-9A-Za-z*][，；;]\s?$")
_PHONE_LABELS = frozenset({Label.MOBILE, Label.PHONE, Label.HOME_PHONE, Label.FAX, Label.HOTLINE})
_OFFICE = re.compile(
    r"咨询|联系人|经办人|承办人|会务|值班|办公|监督|举报(?:电话|热线|方式|受理)|投诉(?:电话|热线|方式|受理)|报名|"
    r"[科处局组站所股]长|主任|书记|秘书|科员|干事|民警|网格员|专员|窗口|服务(?:电话|热线)|业务|政策|工作人员|负责人|客服|预约|"
    r"[局委办科处股厅中心站所][：:（(，,、\s]"
)
_PERSONAL = re.compile(
    r"申请人|户主|家长|监护人|投诉人|举报人|反映人|信访人|来信人|来访人|留言|当事人|本人|我|患者|学生|村民|业主|被[\u4e00-\u9fff]{1,3}人|"
    r"受送达人|家属|配偶|父亲|母亲|丈夫|妻子|领款人|参保人|报名者|车主|驾驶|租户|住户|个人(?:电话|手机)|姓名"
)


def telephone(run: Run, alone: bool, around: Surroundings) -> tuple[int, int, Use] | None:
    """Where a private telephone number stands in a run, and whose it is; None where it is none.

    Args:
        run: The run, perhaps of several groups.
        alone: Whether no other numbers stand beside it.
        around: What stands around it.
    """
    start = _mobile_start(run)
    if start is None:
        return _private_land_line(run, around)
    # 社保编号H410882019931，139 3912 7706: the label is that of the number before.
    label = None if _AFTER_NUMBER.search(around.before(start)) else around.label(start, run.end)
    if label is not None and label not in _PHONE_LABELS and label is not Label.ID_CARD:
        return None
    labelled = label in _PHONE_LABELS
    if len(run.groups) > 1 and not labelled and (run.broken or not alone):
        return None
    before = around.before(start)
    if around.measured(run.end) or (not labelled and _NUMBERED.search(before)):
        return None
    if start > 0 and around.view[start - 1] == "+":
        start -= 1
    return start, run.end, _use(before, around.sentence(start, run.end))


def _mobile_start(run: Run) -> int | None:
    """View offset at which a mobile number begins in the run, None where it holds none."""
    if len(run.groups) == 1:
        if _MOBILE_NUMBER.fullmatch(run.compact):
            return run.start
        lettered = _LETTERS_BEFORE.fullmatch(run.compact)
        return run.start + lettered.start("number") if lettered else None
    groups = (
        run.groups[1:] if run.compact.startswith(("86", "0086")) and run.groups[0] in (2, 4) else run.groups
    )
    if sum(groups) != 11 or (groups not in _GROUPINGS and groups != (11,)):
        return None
    return run.start if _MOBILE_NUMBER.fullmatch(run.compact) else None


def _use(before: str, sentence: str) -> Use:
    if _PERSONAL.search(before):
        return Use.PRIVATE
    return Use.OFFICIAL if _OFFICE.search(before) else Use.PRIVATE


def _private_land_line(run: Run, around: Surroundings) -> tuple[int, int, Use] | None:
    """A land line is a person's own only where its words say so: 家庭电话, 申请人电话."""
    shape = _LAND_LINE if run.compact.startswith("0") else _LOCAL_LINE
    if len(run.groups) > 2 or not shape.fullmatch(run.compact):
        return None
    if len(run.groups) == 2 and not _AREA_CODE.fullmatch(run.compact[: run.groups[0]]):
        return None
    label = around.label(run.start, run.end)
    before = around.before(run.start)
    personal = label is Label.HOME_PHONE or (
        label is Label.PHONE and _PERSONAL.search(before) is not None and _OFFICE.search(before) is None
    )
    if not personal or around.measured(run.end):
        return None
    if run.compact.startswith("0") and not _is_valid(run.compact):
        return None
    bracketed = _BRACKETED_AREA.search(around.view, max(run.start - 8, 0), run.start)
    return bracketed.start() if bracketed else run.start, run.end, Use.PRIVATE


def _is_valid(compact: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(compact, "CN"))
    except phonenumbers.NumberParseException:
        return False

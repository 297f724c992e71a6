"""E-mail addresses of persons; those of offices and those given for comments are lawful."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.identifiers.model import Use
from reviewer.identifiers.surroundings import Surroundings

_ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@(?:[A-Za-z0-9\-]{1,63}\.){1,5}[A-Za-z]{2,12}")
_LOCAL = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-"
_OFFICE_DOMAIN = re.compile(r"@(?:.+\.)?(?:gov|mil|org|edu|ac)\.cn$|@(?:.+\.)?gov\.(?:hk|mo)$", re.IGNORECASE)
_PERSONAL_PROVIDER = re.compile(
    r"@(?:vip\.)?(?:qq|163|126|139|189|wo|sina|sohu|foxmail|gmail|hotmail|outlook|live|yahoo|yeah|aliyun|tom|21cn|263|icloud|msn|"
    r"sogou|188|me|proton(?:mail)?)\.(?:com|net|cn|com\.cn|me)(?:\.cn)?$",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"我|本人|申请人|个人|私人|姓名|当事人|反映人|信访人|投诉人|举报人|留言|户主|家长|监护人|受送达人|学生|患者|业主|作者|专家|教授|"
    r"编制人|联系人|起草人|负责人|先生|女士|同志|手机|1[3-9]\d{9}"
)
# An address of a company's domain is a person's own only where the words say so.
_OWN = re.compile(
    r"我|本人|申请人|个人|私人|当事人|反映人|信访人|投诉人|举报人|户主|家长|受送达人|学生|患者|业主"
)
_OWNER = re.compile(
    r"[您你](?:的|留|填|提供|所)|(?:私人|个人|本人|我的)[^，。；]{0,6}$|(?:申请人|当事人|举报人|投诉人|信访人|户主)[：:]"
)
_OFFICE = re.compile(
    r"意见|建议|反馈|发送至|发至|发到|报送|寄至|投稿|征集|投诉|监督|咨询|受理|报名|申报|提交至|局|委员会|办公室|中心|科|处|厅|院|公司|官方|单位|邮编|传真|通讯地址"
)


def find_emails(around: Surroundings) -> Iterator[tuple[int, int, Use]]:
    """Addresses of persons, as view ranges, and whether they stand in an office's contact line."""
    view = around.view
    position = view.find("@")
    while position >= 0:
        start = position
        while start > 0 and position - start < 64 and view[start - 1] in _LOCAL:
            start -= 1
        match = _ADDRESS.match(view, start)
        if match is not None and match.end() > position and (start == 0 or view[start - 1] not in "*×●/:"):
            use = _use(match[0], around.line_before(start), around)
            if use is not None:
                yield match.start(), match.end(), use
        position = view.find("@", position + 1)


def _use(address: str, before: str, around: Surroundings) -> Use | None:
    """Whose the address is; None for an office's."""
    if _OFFICE_DOMAIN.search(address):
        return None
    personal = _PERSONAL.search(before) is not None
    if _PERSONAL_PROVIDER.search(address) is None:
        return Use.PRIVATE if _OWN.search(before) and _OFFICE.search(before) is None else None
    # 您留的通讯地址……，电子邮箱 …: the owner is named before it, whatever else the line speaks of.
    if _OFFICE.search(before) is None or _OWNER.search(before):
        return Use.PRIVATE
    return Use.OFFICIAL if personal else None

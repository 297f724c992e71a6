"""Names of persons (姓名) in a stretch of a view: surname, given name, and words that border them.

Chinese text has no word borders, so a surname alone proves nothing (高血压, 方案). A name
counts where both its ends are borders: punctuation, the role before it (当事人, 学生) or
the verb after it (患, 就读, 反映). Where a fact has been found beside it, that is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.language.name_borders import ADDRESSES, FOLLOWERS, NEVER_GIVEN, ROLES, SINGLE_FOLLOWERS
from reviewer.language.surnames import COMPOUND_SURNAMES, ORDINARY_BEGINNINGS, RARE_SURNAMES, SURNAMES

_HAN = "\u4e00-\u9fff"
_SINGLE = f"[{''.join(sorted(SURNAMES))}]"
_COMPOUND = f"(?:{'|'.join(COMPOUND_SURNAMES)})"
_ROLE = "|".join(sorted(ROLES, key=len, reverse=True))
_FOLLOWER = "|".join(FOLLOWERS)
_END = rf"(?=[^{_HAN}]|$)"
_BORDER = rf"(?=[^{_HAN}]|$|{_FOLLOWER}|[{SINGLE_FOLLOWERS}])"

# The longer given name first where punctuation follows, the shorter one where a word of two does.
_NAME = re.compile(
    rf"""
    (?: (?<=[^{_HAN}]) | (?<![\s\S]) | (?P<role>(?:{_ROLE})[：:]?\ ?) )
    (?P<name>
        (?P<masked>
            (?:{_COMPOUND}|{_SINGLE})
            (?: {"|".join(ADDRESSES)}
              | 某{{1,2}}[{_HAN}]?{_BORDER} | 某{{1,2}}
              | [*＊×✕●○〇◯＿Xx]{{1,2}}[{_HAN}]?
            )
        )
      | [{_HAN}]{{1,8}}·[{_HAN}]{{1,10}}
      | {_COMPOUND}[{_HAN}]{{1,2}}?{_BORDER}
      | {_SINGLE}
        (?: [{_HAN}]{{1,2}}{_END}
          | [{_HAN}]{{1,2}}?(?={_FOLLOWER})
          | [{_HAN}]{{1,2}}(?=[{SINGLE_FOLLOWERS}])
        )
    )
    """,
    re.VERBOSE,
)
_DOTTED = re.compile(rf"[{_HAN}]{{2,8}}·[{_HAN}]{{2,10}}")
# A surname and two characters that are a word of documents rather than a name.
_NO_NAME = re.compile(
    r".*(?:[省市县区镇乡村局委办厅处科院校所站厂店会组部队法令条款项章节表件号率费税款额证书]"
    r"|工作|公司|小学|中学|银行|街道|社区)$"
)
_LONG = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person's name, as a view range.

    Attributes:
        start: Its first character.
        end: The offset after its last.
        masked: True where it is hidden in part: 张某, 李某某, 王*, 赵XX, 严老伯.
        role: Offset of the role word before it (当事人), or `start` without one.
    """

    start: int
    end: int
    masked: bool
    role: int


def names_in(view: str, start: int, end: int) -> Iterator[Name]:
    """Names between two offsets, in text order; what stands beyond them borders nothing.

    Args:
        view: The folded text.
        start: Offset of the first character that may belong to a name.
        end: Offset after the last.
    """
    for match in _NAME.finditer(view[start:end]):
        masked = match["masked"] is not None
        prefixed = match["role"] is not None
        begin = start + match.start("name")
        if masked or _is_name(match["name"], prefixed=prefixed):
            role = start + match.start() if prefixed else begin
            yield Name(start=begin, end=start + match.end("name"), masked=masked, role=role)


def _is_name(name: str, *, prefixed: bool) -> bool:
    """Whether it reads as a name; one of a rare surname must be long or stand behind a role."""
    if "·" in name:
        return _DOTTED.fullmatch(name) is not None
    if name[:2] in ORDINARY_BEGINNINGS or not NEVER_GIVEN.isdisjoint(name[1:]):
        return False
    if name[0] in RARE_SURNAMES and len(name) < _LONG and not prefixed:
        return False
    return _NO_NAME.match(name) is None

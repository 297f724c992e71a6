"""Names of persons (姓名) in a stretch of a view: surname, given name, and words that border them.

Chinese text has no word borders, so a surname alone proves nothing (高血压, 方案). What counts
is what borders the name on either side (punctuation, the role 患者, the verb 就读) and whether
surname and given name are common ones. Read only where a fact about a person has been found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reviewer.language.given_names import COMMON_SURNAMES, GIVEN_CHARACTERS
from reviewer.language.name_borders import (
    ADDRESSES,
    CONNECTORS,
    FOLLOWERS,
    NAMING_VERBS,
    NEVER_GIVEN,
    PERSON_SUFFIXES,
    ROLES,
    SINGLE_FOLLOWERS,
)
from reviewer.language.surnames import COMPOUND_SURNAMES, ORDINARY_BEGINNINGS, RARE_SURNAMES, SURNAMES

_HAN = "\u4e00-\u9fff"
_SINGLE = f"[{''.join(sorted(SURNAMES))}]"
_BEGIN = re.compile(f"{'|'.join(COMPOUND_SURNAMES)}|{_SINGLE}")
# A class of characters is searched for many times faster than alternatives.
_FIRST = re.compile(f"[{''.join(sorted(SURNAMES | {surname[0] for surname in COMPOUND_SURNAMES}))}]")
_DOTTED_BEGIN = re.compile(rf"[{_HAN}]{{2,8}}(?=·[{_HAN}]{{2}})")
_DOTTED = re.compile(rf"[{_HAN}]{{2,8}}·[{_HAN}]{{2,10}}")
_HIDDEN = re.compile(
    rf"(?:{'|'.join(ADDRESSES)})|某{{1,2}}(?:[{_HAN}](?=[^{_HAN}]|$))?|[*＊×✕●○〇◯＿Xx]{{1,2}}[{_HAN}]?"
)
_HIDDEN_FIRST = frozenset({"某", *"*＊×✕●○〇◯＿Xx", *(words[0] for words in ADDRESSES)})
_ROLES = frozenset(ROLES)
_ROLE_ENDS = frozenset(role[-1] for role in ROLES)
_ROLE_LENGTHS = sorted({len(role) for role in ROLES}, reverse=True)
_ROLE_MARKS, _LONGEST_DOTTED = 2, 9
_FOLLOWER = re.compile("|".join(FOLLOWERS))
_ADDRESSED = re.compile(r"同志|同学|先生|女士|老人|夫妇|[，（(、]\s?[男女][，,、；;）)。\s]")
# A surname and what follows it that is a word of documents rather than a name.
_NO_NAME = re.compile(
    r".*(?:[省市县区镇乡村局委办厅处科院校所站厂店会组部队法令条款项章节表件号率费税款额证书级]"
    r"|.*依[法照据规托靠次].*|工作|公安|民政|司法|公司|小学|中学|银行|街道|社区)$"
)
_MASKED = re.compile(r"[某*＊×✕●○〇◯＿]")
_NOTHING, _WEAK, _FIRM, _PROVEN = 0, 1, 2, 3
_ENOUGH = 4
# 五年级（1）班的张三: the fact has been cut out.
_AFTER_FACT = PERSON_SUFFIXES | {"的"}
# 巴特尔，男，1980年生: whoever is said to be a man or a woman is a person, whatever the surname.
_SEXED = re.compile(rf"[{_HAN}]{{2,9}}(?=[，,、；;（(]\s?[男女](?:[，,、；;）)。\s]|$))")
_NO_SEXED = re.compile(
    r".*(?:性别|[的人员者户民生工师长们]|患者|老人|儿童|村民|居民|[父母祖儿子女妻夫孙侄]|先生|女士)"
)
_SHORTEST, _LONGEST = 2, 5
# 花名册：, 名单如下：: whoever is named behind it is a person.
_LISTED = re.compile(r"(?:名单|名册|名录|如下|姓名|人员)\s?[：:]\s?$")
_LIST_MARKS = frozenset("、，, /和及与")
# 岩口村2组肖长根: an address has ended.
# 西岸村游翠莲（…）: villages are named before those who live there.
_VILLAGER = re.compile(rf"村[{_HAN}]{{2,3}}[（(]")
_AFTER_DOOR = re.compile(r"[\d一二三四五六七八九十][组号室户社队栋幢]$")


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


def names_in(view: str, start: int, end: int, facts: Iterable[tuple[int, int]] = ()) -> Iterator[Name]:
    """Names between two offsets, in text order; what stands beyond them borders nothing.

    Args:
        view: The folded text.
        start: Offset of the first character that may belong to a name.
        end: Offset after the last.
        facts: Ranges of known facts about persons; a name may end where one begins.
    """
    text = _cut_out(view, start, end, facts)
    position, listed = 0, -1
    sexed = _sexed(text) if "男" in text or "女" in text else []
    while (begin := _next_begin(text, position)) is not None:
        said = next((name for name in sexed if position <= name.start <= begin.start() < name.end), None)
        name = said or _name_at(text, begin, listed=listed)
        if name is None:
            position = begin.start() + 1
            continue
        between = [each for each in sexed if position <= each.start and each.end <= name.start]
        yield from _moved(between, start)
        position = name.end
        listed = name.end + 1 if text[name.end : name.end + 1] in _LIST_MARKS else -1
        yield from _moved((name,), start)
    yield from _moved((each for each in sexed if each.start >= position), start)


def _moved(names: Iterable[Name], start: int) -> Iterator[Name]:
    """The names of a stretch as ranges of the view that it begins in."""
    for name in names:
        yield replace(name, start=start + name.start, end=start + name.end, role=start + name.role)


def _sexed(text: str) -> list[Name]:
    """Those whose sex is said right behind the name: names that no surname begins, too."""
    found = []
    for match in _SEXED.finditer(text):
        first = match.start()
        roles = [length for length in _ROLE_LENGTHS if text[first : first + length] in _ROLES]
        after = first + max(roles, default=0)
        words = text[after : match.end()]
        bordered = roles or first == 0 or not "\u4e00" <= text[first - 1] <= "\u9fff"
        if bordered and _SHORTEST <= len(words) <= _LONGEST and not _NO_SEXED.fullmatch(words):
            masked = _MASKED.search(words) is not None
            found.append(Name(start=after, end=match.end(), masked=masked, role=first))
    return found


def _next_begin(text: str, position: int) -> re.Match[str] | None:
    """The next surname, or first part of a name with a dot."""
    dotted = _DOTTED_BEGIN.search(text, position) if "·" in text else None
    while (first := _FIRST.search(text, position)) is not None:
        begin = _BEGIN.match(text, first.start())
        if begin is not None:
            return dotted if dotted is not None and dotted.start() <= begin.start() else begin
        position = first.start() + 1
    return dotted


def _cut_out(view: str, start: int, end: int, facts: Iterable[tuple[int, int]]) -> str:
    """The text with facts blanked: they border a name, and no name is looked for in them."""
    text = view[start:end]
    for first, last in facts:
        if start <= first < last <= end:
            text = text[: first - start] + " " * (last - first) + text[last - start :]
    return text


def _name_at(text: str, begin: re.Match[str], *, listed: int = -1) -> Name | None:
    first, given = _after_role(text, begin.start()), begin.end()
    dotted = _DOTTED.match(text, first) if "·" in text else None
    hidden = _HIDDEN.match(text, given) if text[given : given + 1] in _HIDDEN_FIRST else None
    left = _left(text, first)
    if left == _NOTHING and dotted is None and hidden is None:
        return None
    role = _role(text, first)
    if dotted is not None or hidden is not None:
        end = dotted.end() if dotted is not None else hidden.end() if hidden is not None else first
        return Name(start=first, end=end, masked=dotted is None, role=role)
    # 精神病人张三: the illness has been cut out, and what is left of the word says that it is a person.
    of_word = text[first - 2 : first - 1] == " " and text[first - 1] in _AFTER_FACT
    if role < first or of_word or first == listed or _LISTED.search(text, max(first - 8, 0), first):
        left = _PROVEN
    best, best_end = _ENOUGH - 1, 0
    for length in (2, 1):
        score = _score(text, begin, given + length, left)
        if score > best:
            best, best_end = score, given + length
    return Name(start=first, end=best_end, masked=False, role=role) if best_end else None


def _after_role(text: str, first: int) -> int:
    """Where a name with a dot begins: 当事人阿依古丽·买买提 has its role before it."""
    if "·" in text[first : first + _LONGEST_DOTTED]:
        for length in _ROLE_LENGTHS:
            if text[first : first + length] in _ROLES:
                return first + length
    return first


def _role(text: str, first: int) -> int:
    """Offset of the role word right before an offset; the offset itself without one."""
    end = first
    while end > 0 and first - end < _ROLE_MARKS and text[end - 1] in "：: ":
        end -= 1
    for length in _ROLE_LENGTHS:
        if length <= end and text[end - length : end] in _ROLES:
            return end - length
    return first


def _score(text: str, begin: re.Match[str], end: int, left: int) -> int:
    """How much speaks for a name that ends here; 0 where too little does."""
    surname, given = begin[0], text[begin.end() : end]
    name = surname + given
    if end > len(text) or not all("\u4e00" <= character <= "\u9fff" for character in given):
        return 0
    if name[:2] in ORDINARY_BEGINNINGS or not NEVER_GIVEN.isdisjoint(given) or _NO_NAME.match(name):
        return 0
    right = _right(text, end)
    usual = GIVEN_CHARACTERS.issuperset(given)
    # 王大山血压…: three characters of the commonest kind behind a border need no verb that is known.
    if right == _NOTHING and left >= _FIRM and usual and len(given) > 1 and surname in COMMON_SURNAMES:
        right = _WEAK
    bordered = (left >= _FIRM and right >= _WEAK) or left == _PROVEN or (right == _PROVEN and left >= _WEAK)
    rare = surname in RARE_SURNAMES
    if not bordered or (rare and right < _FIRM and not (left == _PROVEN and usual and len(given) > 1)):
        return 0
    return left + right + usual + (len(surname) > 1) + (surname in COMMON_SURNAMES) - rare


def _left(text: str, first: int) -> int:
    before = text[first - 1] if first else " "
    if not "\u4e00" <= before <= "\u9fff" or before in PERSON_SUFFIXES or before in NAMING_VERBS:
        return _FIRM
    if before in _AFTER_FACT and text[first - 2 : first - 1] == " ":
        return _FIRM
    if before == "村" and _VILLAGER.match(text, first - 1):
        return _FIRM
    if before in "组号室户社队栋幢" and _AFTER_DOOR.search(text, max(first - 2, 0), first):
        return _FIRM
    # The last character of a role is no border by itself, but worth a look at the whole word.
    return (
        _WEAK if before in CONNECTORS or (before in _ROLE_ENDS and _role(text, first) < first) else _NOTHING
    )


def _right(text: str, end: int) -> int:
    if _ADDRESSED.match(text, end):
        return _PROVEN
    if end == len(text) or not "\u4e00" <= text[end] <= "\u9fff" or _FOLLOWER.match(text, end):
        return _FIRM
    return _WEAK if text[end] in SINGLE_FOLLOWERS else _NOTHING

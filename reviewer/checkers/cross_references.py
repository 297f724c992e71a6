"""References within the document that lead nowhere: an article beyond the last, an absent annex."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reviewer.checkers.base import CheckContext, Match
from reviewer.citation.model import CitationForm
from reviewer.language.matching import Range
from reviewer.numbering.clause_number import ClauseNumber, ClauseReference
from reviewer.numbering.numerals import parse_numeral, to_numeral
from reviewer.structure.kinds import DocumentKind
from reviewer.structure.outline import Clause, ClauseUnit

_FEWEST_ARTICLES = 3
_ANNEX = re.compile(
    r"附(?:件|表)\s*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})(?![\d.．、]?\d*[年月日号页])"
)
_ANNEX_ALONE = re.compile(
    r"(?:详见|见|参见|按照?|填写|提交)(?:本(?:通知|办法|方案|意见))?附(?:件|表)(?!\s*[\d一二三四五六七八九十])"
)
_ANNEX_LINE = re.compile(
    r"(?:^|\n)\s*附(?:件|表|录)?\s*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[：:.．、\n]?"
)
_ANNEX_ENTRY = re.compile(r"(?:^|[\n\s：:；;])(?P<number>\d{1,2})\s*[.．、]")
_ENTRIES_WITHIN = 600
_LATER = re.compile(r"(?:原|旧|他人|上位法|该[^，。；]{0,8}(?:法|条例))[^，。；]{0,6}$")
# A decision on amendments speaks of the clauses of what it amends.
_AMENDED = re.compile(r"(?:的?[^。；，]{0,8})?(?:修改为|改为|增加|删去|删除|调整为)|中的[“《]")
_FIRST_PARAGRAPH = re.compile(r"第[^第款项]+条(?:第一款)?")
# What a document in 一、二、三、 calls itself; 本办法 in a notice is what it amends or carries.
_UNNUMBERED = ("本通告", "本通知", "本公告", "本意见", "本决定", "本方案", "本措施")
_PREVIOUS_ITEM = re.compile(
    r"前条(?:第[一二三四五六七八九十]{1,3}款)?第[（(]?(?P<item>[一二三四五六七八九十]{1,3})[）)]?项"
)
_FEWEST_CHAPTERS = 2
# Behind a title or 该条例 the chapter is another instrument's.
_CHAPTER = re.compile(
    r"(?:本(?:办法|规定|细则|规则|条例|方案|规程|意见|通知)|(?:依照|按照?|根据|适用|参照|执行|违反|遵守|见|在|和|及))"
    r"(?P<chapter>第(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})章)"
)
_PARAGRAPH = re.compile(r"条第(?P<number>[一二三四五六七八九十]{1,3})款")
_COUNT = re.compile(
    r"(?:下列|以下|如下|下述)(?P<number>[二两三四五六七八九十]{1,3}|\d{1,2})(?:项|种|个(?!月|工作日)|类|款|点|个?方面)"
)


def find_broken_references(context: CheckContext) -> Iterator[Match]:
    """References to clauses of the document itself that it does not have."""
    clauses = _own_clauses(context)
    if len(clauses) < _FEWEST_ARTICLES:
        return
    beginnings = frozenset(clause.span.start for clause in clauses.values())
    for citation in context.internal_references:
        start, end, fault = citation.start, citation.end, None
        if citation.form is CitationForm.RELATIVE:
            if _lacks_preceding(context, start, beginnings):
                fault = "该条没有在前的款"
            elif _is_in_first_article(context, start):
                fault = "该条是第一条，没有在前的条文"
            elif (item := _PREVIOUS_ITEM.match(context.view.text, start)) is not None:
                end = item.end()
                fault = _lacks_item(context, clauses, _article_before(context, start), item["item"])
        elif citation.form is CitationForm.SELF and _is_own(context, clauses, start, end):
            fault = _missing(context, citation.clauses, clauses)
        if fault is not None:
            yield Match(start=start, end=end, values={"fault": fault})


def own_references(context: CheckContext) -> int:
    """How many references to its own numbered clauses the document holds."""
    clauses = _own_clauses(context)
    if len(clauses) < _FEWEST_ARTICLES:
        return 0
    return sum(
        citation.form is CitationForm.SELF and _is_own(context, clauses, citation.start, citation.end)
        for citation in context.internal_references
    )


def annex_numbers(context: CheckContext) -> frozenset[int]:
    """Numbers of the annexes that the document lists or holds."""
    return frozenset(_known_annexes(context)[0])


def find_broken_parts(context: CheckContext) -> Iterator[Match]:
    """References to chapters of the document itself that it does not have (本办法第八章 of four)."""
    chapters = {c.number for c in context.outline.clauses if c.unit is ClauseUnit.CHAPTER and c.number}
    if len(chapters) < _FEWEST_CHAPTERS:
        return
    last = max(chapters)
    for found in _CHAPTER.finditer(context.view.text):
        number = parse_numeral(found["number"])
        if number is not None and number not in chapters:
            fault = f"本文件没有第{to_numeral(number)}章，最后一章为第{to_numeral(last)}章"
            yield Match(start=found.start("chapter"), end=found.end(), values={"fault": fault})


def _own_clauses(context: CheckContext) -> dict[int, Clause]:
    """The articles of the document; where it has none, its items 一、二、, which texts call 条 as well."""
    units: dict[ClauseUnit, dict[int, Clause]] = {ClauseUnit.ARTICLE: {}, ClauseUnit.NUMBERED: {}}
    for clause in context.outline.clauses:
        wanted = clause.unit is ClauseUnit.ARTICLE or (
            clause.unit is ClauseUnit.NUMBERED and clause.label.endswith("、") and clause.parent is None
        )
        if wanted and clause.number is not None:
            units[clause.unit].setdefault(clause.number, clause)
    return units[ClauseUnit.ARTICLE] or units[ClauseUnit.NUMBERED]


def _is_own(context: CheckContext, clauses: dict[int, Clause], start: int, end: int) -> bool:
    """Whether the reference is to this document; without articles only where it says so (本通告第三条)."""
    view = context.view.text
    if _LATER.search(view, max(start - 16, 0), start) or _AMENDED.match(view, end):
        return False
    return next(iter(clauses.values())).unit is ClauseUnit.ARTICLE or view.startswith(_UNNUMBERED, start)


def find_missing_annexes(context: CheckContext) -> Iterator[Match]:
    """Annexes that the text refers to and the document neither lists nor holds."""
    view = context.view.text
    known, lines = _known_annexes(context)
    # The annexes of a notice may come as files of their own; a list of them that leaves one out is wrong.
    if context.kind is DocumentKind.NOTICE and not known:
        return
    for found in _ANNEX.finditer(view):
        number = parse_numeral(found["number"]) or 0
        if number in known or any(start <= found.start() < end for start, end in lines):
            continue
        fault = f"文中没有附{found[0][1]}{number}" if known else "文中没有列出附件"
        yield Match(start=found.start(), end=found.end(), values={"fault": fault})
        known.add(number)
    alone = None if known or lines else _ANNEX_ALONE.search(view)
    if alone is not None:
        yield Match(start=alone.start(), end=alone.end(), values={"fault": "文中没有列出附件"})


def find_miscounts(context: CheckContext) -> Iterator[Match]:
    """Lead-ins that announce a number of items and are followed by another number."""
    members: Counter[Range] = Counter()
    for clause in context.outline.clauses:
        lead_ins = context.outline.contexts[context.document.block_index(clause.span.start)].lead_ins
        if lead_ins:
            members[lead_ins[0].start, lead_ins[0].end] += 1
    for (start, end), count in members.items():
        found = _COUNT.search(context.document.text, start, end)
        stated = parse_numeral(found["number"]) if found else None
        if found is not None and stated is not None and stated != count:
            begin, last = context.view.view_offset(found.start()), context.view.view_offset(found.end())
            yield Match(start=begin, end=last, values={"fault": f"其后实际列有 {count} 项"})


def _missing(
    context: CheckContext, references: tuple[ClauseReference, ...], clauses: dict[int, Clause]
) -> str | None:
    for reference in references:
        for number in reference.numbers():
            if number.article and number.article not in clauses and not number.insertion:
                last = ClauseNumber(article=max(clauses))
                return f"本文件没有{ClauseNumber(article=number.article)}，最后一条为{last}"
            if (
                number.paragraph
                and number.article
                and (fault := _without_paragraph(context, clauses, number))
            ):
                return fault
            if number.item and number.article and (fault := _without_item(context, clauses, number)):
                return fault
    return None


def _without_paragraph(context: CheckContext, clauses: dict[int, Clause], number: ClauseNumber) -> str | None:
    """Why there is no such paragraph (款): the article has fewer of them."""
    clause = clauses.get(number.article)
    if clause is None or number.insertion or clause.unit is not ClauseUnit.ARTICLE:
        return None
    blocks = context.document.blocks
    first, last = (context.document.block_index(at) for at in (clause.span.start, clause.span.end - 1))
    # Where line breaks were lost, so were the paragraphs.
    if blocks[first].span.start != clause.span.start or blocks[last].span.end > clause.span.end + 1:
        return None
    paths = (context.outline.contexts[index].path for index in range(first, min(last + 1, len(blocks))))
    found = (_PARAGRAPH.search(path) for path in paths)
    count = max((parse_numeral(each["number"]) or 1 for each in found if each), default=1)
    if number.paragraph <= count:
        return None
    return f"{ClauseNumber(article=number.article)}只有{to_numeral(count)}款"


def _without_item(context: CheckContext, clauses: dict[int, Clause], number: ClauseNumber) -> str | None:
    """Why there is no such item: its number stands nowhere in the article."""
    clause = clauses.get(number.article)
    if clause is None or number.insertion:
        return None
    label = to_numeral(number.item)
    text = context.document.slice(clause.span)
    if re.search(
        rf"[（(]\s*(?:{label}|{number.item})\s*[）)]|(?:^|\n)\s*(?:{label}、|{number.item}[.．、])", text
    ):
        return None
    return f"{ClauseNumber(article=number.article)}没有第（{label}）项"


def _lacks_item(context: CheckContext, clauses: dict[int, Clause], article: int, item: str) -> str | None:
    value = parse_numeral(item)
    if not article or value is None:
        return None
    return _without_item(context, clauses, ClauseNumber(article=article, item=value))


def _article_before(context: CheckContext, start: int) -> int:
    """The number of the article before the one that holds a view offset, 0 where there is none."""
    place = context.block_context(start).clause
    while place is not None:
        clause = context.outline.clauses[place]
        if clause.unit is ClauseUnit.ARTICLE:
            return (clause.number or 1) - 1
        place = clause.parent
    return 0


def _is_in_first_article(context: CheckContext, start: int) -> bool:
    """Whether it is 前条 in an article 第一条."""
    path = context.block_context(start).path
    return context.view.text.startswith("前条", start) and re.match(r"第一条(?!之)", path) is not None


def _lacks_preceding(context: CheckContext, start: int, beginnings: frozenset[int]) -> bool:
    """Whether it is 前款 in the first paragraph of an article, the one that bears its number."""
    if not context.view.text.startswith("前款", start):
        return False
    block = context.document.blocks[context.block_at(start)]
    return (
        block.span.start in beginnings
        and _FIRST_PARAGRAPH.fullmatch(context.block_context(start).path) is not None
    )


def _known_annexes(context: CheckContext) -> tuple[set[int], list[Range]]:
    """Numbers of the annexes that are listed or headed, and where those lists and headings stand."""
    view = context.view.text
    known = {clause.number or 1 for clause in context.outline.clauses if clause.unit is ClauseUnit.ANNEX}
    known |= set(range(1, len(context.profile.annexes) + 1))
    lines: list[Range] = []
    for found in _ANNEX_LINE.finditer(view):
        end = view.find("\n", found.end())
        line = (found.start(), len(view) if end < 0 else end)
        if line[1] - line[0] > _ENTRIES_WITHIN:
            continue
        lines.append(line)
        known.add(parse_numeral(found["number"] or "") or 1)
        entries = _ANNEX_ENTRY.finditer(view, found.end() - 1, found.start() + _ENTRIES_WITHIN)
        known |= {int(entry["number"]) for entry in entries}
    return known, lines

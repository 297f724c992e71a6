"""Find citations in the folded view; what they stand for is told by `reviewer.citation.resolve`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reviewer.citation.bare import BareNames, find_after_verbs, find_before_rules, unknown_name
from reviewer.citation.document_numbers import find_orders
from reviewer.citation.marks import TitleMark, find_title_marks
from reviewer.citation.model import Citation, CitationForm, CitedNumber
from reviewer.document import Span
from reviewer.numbering.clause_number import ClauseReference, read_clause_references
from reviewer.numbering.numerals import NUMERAL_CHARACTERS

_ARTICLE = re.compile(rf"第\s?(?:[{NUMERAL_CHARACTERS}]{{1,9}}|\d{{1,4}})\s?(?:[条、至和]|到第?)")
# Between a title and its clauses: 文件, 的, 中, a part of a code (合同编, 第三编第一章). Where a title
# stands in marks, 第 may be missing.
_BEFORE_CLAUSE = re.compile(
    rf"""(?:文件?|一文)?(?:的|中的?|中关于|里)?(?:[\u4e00-\u9fff]{{2,6}}编)?
         (?:第[{NUMERAL_CHARACTERS}]{{1,4}}[编章节])*+(?=第|(?<=》)(?:[{NUMERAL_CHARACTERS}]{{1,8}}|\d{{1,4}})条)""",
    re.VERBOSE,
)
# 《…》（国务院令）第三十一条: a bracket that says nothing readable parts no article from its law.
_ASIDE = re.compile(r"(?<=》)[（(][^（）()《》。；\n]{1,30}[）)](?=第)")
_POINTING_BACK = re.compile(
    r"(?:该|(?<!合)同|此|上述|前述)(法典|法|条例|办法|规定|细则|规则|决定|通知|意见|公告)$"
)
# 按条例第三十二条: without 该, and so only where one instrument of the kind was named.
_NOUN_ALONE = re.compile(r"(?:按照?|依照?|根据|依据|违反|符合)(条例|办法|规定|细则)$")
_POINTING_SELF = re.compile(
    r"本(?:管理|实施|暂行|试行|若干)*(法典|法|条例|办法|规定|细则|规则|决定|通知|意见|公告|方案|章程|合同|协议|规范|指引|标准|要求|规程|准则|守则|导则|制度|措施|通告|通报)$"
)
_RELATIVE = re.compile(
    r"前(?:[一二两三四五六七八九十]{1,3})?[款条项]|本条(?:第[一二三四五六七八九十]{1,3}款)?|本款|本项|上一?[款条]"
)
_REACH = 120
_OTHER_MARKS = {"〉": "〈", "”": "“", "」": "「", "』": "『", ">": "<", '"': '"'}
_NAME_FINALS = frozenset("法典例定则知见告议程")
_HEADING_BEFORE = frozenset("\n\t 　#*")


def find_citations(view: str, names: BareNames) -> list[Citation]:
    """Everything outside the document that its text cites, in text order.

    Args:
        view: The folded text (`reviewer.language.fold.FoldedText.text`).
        names: Names that count without book title marks.
    """
    found = [_from_mark(view, mark) for mark in find_title_marks(view)]
    taken = _Taken(view, found)
    aliases = {alias for citation in found for alias in citation.aliases if not alias[0].isascii()}
    found += _before_articles(view, names, aliases, taken)
    taken = _Taken(view, found)
    for start, end in dict.fromkeys((*find_after_verbs(view, names), *find_before_rules(view, names))):
        if not taken.holds(start):
            found.append(_named(view, CitationForm.BARE, start, end, with_clauses=False))
    for start, end in find_orders(view):
        if not taken.holds(start):
            number = CitedNumber(text=view[start:end], start=start, end=end)
            found.append(_named(view, CitationForm.NUMBER, start, end, number=number))
    found.sort(key=lambda citation: (citation.start, -citation.end))
    return found


def find_internal_references(view: str, external: list[Citation]) -> list[Citation]:
    """References of the document to itself: 本办法第三条, 第三条 alone, 前款, 本条第二款.

    Args:
        view: The folded text.
        external: What `find_citations` found; its clauses are not the document's own.
    """
    taken = _Taken(view, external)
    found = []
    for article in _ARTICLE.finditer(view):
        start = article.start()
        if _is_heading(view, start) or taken.holds(start):
            continue
        own = _POINTING_SELF.search(view, max(start - 12, 0), start)
        if own is None and start and view[start - 1] in _NAME_FINALS:
            continue
        citation = _own(view, own.start() if own else start, start)
        if citation.clauses:
            found.append(citation)
            taken.add(citation.start, citation.end)
    for relative in _RELATIVE.finditer(view):
        if not taken.holds(relative.start()):
            start, end = relative.span()
            found.append(_named(view, CitationForm.RELATIVE, start, end, with_clauses=False))
    found.sort(key=lambda citation: citation.start)
    return found


class _Taken:
    """Which characters of the view are spoken for; one byte each."""

    def __init__(self, view: str, citations: list[Citation]) -> None:
        self._mask = bytearray(len(view) + 1)
        for citation in citations:
            self.add(citation.start, citation.end)

    def add(self, start: int, end: int) -> None:
        self._mask[start:end] = b"\x01" * (end - start)

    def holds(self, offset: int) -> bool:
        return bool(self._mask[offset])


def _from_mark(view: str, mark: TitleMark) -> Citation:
    clauses = _clauses_at(view, mark.end)
    return Citation(
        form=CitationForm.TITLE,
        start=mark.start,
        end=clauses[-1].span.end if clauses else mark.end,
        name=mark.name,
        name_start=mark.start,
        name_end=mark.name_end,
        number=mark.number,
        clauses=clauses,
        draft=mark.draft,
        year=mark.year,
        aliases=mark.aliases,
    )


def _clauses_at(view: str, position: int) -> tuple[ClauseReference, ...]:
    """The chain of clauses that follows a name, a little word between them allowed."""
    bracket = _ASIDE.match(view, position)
    gap = _BEFORE_CLAUSE.match(view, bracket.end() if bracket else position)
    if gap is None:
        return ()
    start = gap.end()
    if view[start] == "第":
        return read_clause_references(view, start)
    # 《行政处罚法》99条: read as if 第 stood there.
    read = read_clause_references("第" + view[start : start + _REACH])
    return tuple(replace(r, span=_moved(r.span, start)) for r in read)


def _moved(span: Span, start: int) -> Span:
    """A span of a text that began with one character more, as offsets of the view."""
    return Span(max(span.start - 1, 0) + start, span.end - 1 + start)


def _before_articles(view: str, names: BareNames, aliases: set[str], taken: _Taken) -> Iterator[Citation]:
    """Bare names, short names of the document, and 该条例, where an article follows directly."""
    for article in _ARTICLE.finditer(view):
        start = article.start()
        if start and view[start - 1] in _OTHER_MARKS and not taken.holds(start):
            yield from _in_other_marks(view, names, start)
        if not start or view[start - 1] not in _NAME_FINALS or taken.holds(start):
            continue
        name_start = names.ending_at(view, start, aliases)
        back = _POINTING_BACK.search(view, max(start - 6, 0), start)
        noun = _NOUN_ALONE.search(view, max(start - 6, 0), start)
        # 合同法 ends in 同法: a name counts before a word that points back.
        if name_start is not None:
            yield _named(view, CitationForm.BARE, name_start, start)
        elif back is not None:
            yield _named(view, CitationForm.BACK, back.start(), start, name=back[1])
        elif noun is not None:
            yield _named(view, CitationForm.BACK, noun.start(1), start, name=noun[1])
        elif view[start - 1] in "法例" and (name_start := unknown_name(view, start)) is not None:
            yield _named(view, CitationForm.BARE, name_start, start)


def _in_other_marks(view: str, names: BareNames, end: int) -> Iterator[Citation]:
    """A whole name between marks that are not book title marks: 〈行政处罚法〉第十六条."""
    start = names.ending_at(view, end - 1)
    if start is not None and start and view[start - 1] == _OTHER_MARKS[view[end - 1]]:
        yield _named(view, CitationForm.BARE, start - 1, end, name=view[start : end - 1])


def _named(
    view: str,
    form: CitationForm,
    start: int,
    end: int,
    *,
    name: str | None = None,
    number: CitedNumber | None = None,
    with_clauses: bool = True,
) -> Citation:
    clauses = _clauses_at(view, end) if with_clauses else ()
    return Citation(
        form=form,
        start=start,
        end=clauses[-1].span.end if clauses else end,
        name=view[start:end] if name is None else name,
        name_start=start,
        name_end=end,
        number=number,
        clauses=clauses,
    )


def _own(view: str, start: int, clauses_start: int) -> Citation:
    clauses = read_clause_references(view, clauses_start)
    return Citation(
        form=CitationForm.SELF,
        start=start,
        end=clauses[-1].span.end if clauses else clauses_start,
        name=view[start:clauses_start],
        name_start=start,
        name_end=clauses_start,
        clauses=clauses,
    )


def _is_heading(view: str, start: int) -> bool:
    """Whether 第…条 begins its line, and so numbers a clause of the document itself."""
    while start and view[start - 1] in " 　#*\t":
        start -= 1
    return start == 0 or view[start - 1] == "\n"

"""The basis of a document (制定依据): missing, vague, or of too low a level for what it sets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reviewer.checkers.base import CheckContext, Match
from reviewer.checkers.instruments import burdens, title_range
from reviewer.citation.model import CitationForm
from reviewer.citation.resolve import Resolution, ResolvedCitation
from reviewer.citation.verdict_types import said_date
from reviewer.finding import Severity
from reviewer.language.matching import Range
from reviewer.law import LawKind, LawStatus
from reviewer.structure.divisions import division, find_locality
from reviewer.structure.outline import ClauseUnit

_OPENING = 1_500
_OPENING_ARTICLES = 2
_CITES = re.compile(
    r"(?:根据|依据|依照|按照|遵照|参照|贯彻|落实)[^。；，]{0,30}?(?:《|〔|法|条例|规定|规章|要求|精神|部署|决定|决策|意见|政策|文件|纪要|批示|指示)"
)
_STATES_BASIS = re.compile(r"制定|特作|特制|现(?:将|就|予|印发|通知|通告|公告|决定)|如下|决定|第一条|结合")
_FOUNDED = re.compile(r"(?:根据|依据|依照|按照|遵照)")
_VAGUE = re.compile(
    r"(?:根据|依据|依照|按照)(?:国家|中央|省|市|县|区|上级|和|及|、|的)*(?:有关|相关)(?:法律|法规|规章|政策|文件|规定|要求|、|和|及|等|的)+"
    r"|(?:根据|依据|依照|按照)(?:国家|省|市|上级)?(?:法律|法规|规章|、|和|及|等)+(?:的?(?:有关|相关)?规定)?(?=[，,])"
    r"|(?:根据|按照)(?:上级|有关|相关)(?:部门|文件|会议)?(?:要求|精神|规定)"
)
_MEETING = re.compile(
    r"(?:会议纪要|(?:常务|办公|专题|党组|党委|全体|工作)会议?(?:纪要|精神|决定|要求|研究)"
    r"|领导(?:同志)?[^，。；]{0,8}(?:批示|指示|讲话|要求)"
    r"|(?:书记|市长|县长|区长|省长|镇长|局长|主任)[^，。；]{0,12}(?:批示|指示|讲话|要求)"
    r"|(?:批示|讲话|指示)精神)"
)
_LOW = re.compile(r"(?:通知|意见|方案|纪要|函|批复|计划|规划|要点|讲话|简报)$")
_ONLY_NOTICES = (
    "所引依据均为通知、意见等文件，而本文件减损权利或者增加义务，应当有法律、法规或者国务院决定、命令的依据"
)
# The State Council's opinions are its decisions; 优化营商环境条例第六十四条 names them beside the statutes.
_STATE_COUNCIL = re.compile(r"^(?:国务院|中共中央)(?!办公厅|[^关]{0,12}(?:部|委员会|总局)关于)")
_STATUTE = re.compile(r"(?:法|条例|规定|办法|规则|细则|法典|决定)$")


def find_missing_basis(context: CheckContext) -> Iterator[Match]:
    """A document whose opening names nothing that it is made under; anchored at the title."""
    place = title_range(context)
    if place is not None and not any(_CITES.search(context.view.text, *s) for s in _opening(context)):
        yield Match(start=place[0], end=place[1], severity=_graver(context))


def find_vague_basis(context: CheckContext) -> Iterator[Match]:
    """根据有关法律法规 where the opening names no instrument at all."""
    sentences = _basis_sentences(context)
    if any(_named_in(context, sentence) for sentence in sentences):
        return
    for sentence in sentences:
        found = _VAGUE.search(context.view.text, *sentence)
        if found is not None:
            yield Match(start=found.start(), end=found.end(), severity=_graver(context))
            return


def find_low_basis(context: CheckContext) -> Iterator[Match]:
    """Minutes, a leader's instruction, another region's document, or mere notices as the basis."""
    sentences = _basis_sentences(context)
    named = [found for sentence in sentences for found in _named_in(context, sentence)]
    yield from _other_regions(context, named)
    if any(_is_statute(found) for found in named):
        return
    for sentence in sentences:
        founded = _FOUNDED.search(context.view.text, *sentence)
        meeting = _MEETING.search(context.view.text, founded.end(), sentence[1]) if founded else None
        if founded is not None and meeting is not None:
            yield Match(
                start=founded.start(),
                end=meeting.end(),
                values={"fault": "会议纪要、会议精神、领导批示或者讲话不是制定规范性文件的法律依据"},
                severity=_graver(context),
            )
            return
    if named and burdens(context) and all(_LOW.search(found.title) for found in named):
        first = named[0].citation
        fault = _ONLY_NOTICES
        yield Match(start=first.start, end=first.end, values={"fault": fault}, severity=Severity.RISK)


def find_outdated_basis(context: CheckContext) -> Iterator[Match]:
    """A basis that was made or revised after the document itself was signed."""
    signed = context.profile.signed_on
    day = _day(signed.value) if signed else None
    if day is None:
        return
    told: set[str] = set()
    for found in stated_basis(context):
        law = found.law
        if law is None or law.begins is None or law.title in told or found.citation.draft is not None:
            continue
        if law.status(context.as_of) is not LawStatus.IN_FORCE:
            continue
        told.add(law.title)
        made = law.promulgated or law.version
        start, end = found.citation.name_start, found.citation.name_end
        if made is not None and made > day:
            fault = f"该文件于{said_date(made)}公布，晚于本文件的成文日期"
            yield Match(start=start, end=end, values={"fault": fault}, severity=Severity.RISK)
        elif law.amended and law.version is not None and day < law.begins <= context.as_of:
            yield Match(start=start, end=end, values={"fault": f"现行文本自{said_date(law.begins)}起施行"})


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def stated_basis(context: CheckContext) -> list[ResolvedCitation]:
    """The instruments that the opening says the document is made under."""
    return [found for sentence in _basis_sentences(context) for found in _named_in(context, sentence)]


def _graver(context: CheckContext) -> Severity | None:
    return Severity.VIOLATION if burdens(context) else None


def _opening(context: CheckContext) -> list[Range]:
    """Sentences before the third article, the title left out: it names laws that are not the basis."""
    place = title_range(context)
    start = place[1] if place else 0
    articles = [clause for clause in context.outline.clauses if clause.unit is ClauseUnit.ARTICLE]
    end = min(start + _OPENING, len(context.view.text))
    if len(articles) > _OPENING_ARTICLES:
        end = min(end, context.view_range(articles[_OPENING_ARTICLES].span)[0])
    sentences = context.sentences
    units = range(sentences.unit_at(start), sentences.unit_at(max(end - 1, 0)) + 1)
    ranges = [(sentences.starts[unit], sentences.ends[unit]) for unit in units if sentences.starts]
    return [sentence for sentence in ranges if start <= sentence[0] < end]


def _basis_sentences(context: CheckContext) -> list[Range]:
    """Those that say under what the document is made."""
    view = context.view.text
    return [
        sentence
        for sentence in _opening(context)
        if _CITES.search(view, *sentence) and _STATES_BASIS.search(view, *sentence)
    ]


def _named_in(context: CheckContext, sentence: Range) -> list[ResolvedCitation]:
    """Instruments that a sentence names, the document itself left out."""
    named = (CitationForm.TITLE, CitationForm.BARE, CitationForm.NUMBER)
    return [
        found
        for found in context.citations
        if sentence[0] <= found.citation.start < sentence[1]
        and found.citation.form in named
        and found.how is not Resolution.OWN
    ]


def _is_statute(found: ResolvedCitation) -> bool:
    """Whether it ranks high enough to be a basis of duties."""
    if _STATE_COUNCIL.search(found.title):
        return True
    if found.law is not None:
        return found.law.kind not in (LawKind.NORMATIVE_DOCUMENT, LawKind.PARTY_RULE, LawKind.OTHER)
    return _STATUTE.search(found.title) is not None


def _other_regions(context: CheckContext, named: list[ResolvedCitation]) -> Iterator[Match]:
    """Basis made by a region that neither is nor holds the document's own."""
    region = context.profile.region
    own = division(region.value) if region else None
    if own is None:
        return
    for found in named:
        place = find_locality(found.title)
        other = division(place.region) if place else None
        if other is None or other.code == own.code or other.holds(own) or own.holds(other):
            continue
        if not _FOUNDED.search(context.view.text, max(found.citation.start - 40, 0), found.citation.start):
            continue
        yield Match(
            start=found.citation.start,
            end=found.citation.end,
            values={"fault": f"该文件由{other.name}制定，在本地没有效力"},
            severity=_graver(context),
        )

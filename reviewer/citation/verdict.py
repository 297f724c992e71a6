"""What is wrong with the citations of a document, at a date; the rules give the severities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from reviewer.citation.article_verdicts import ArticleJudge, judge_digits
from reviewer.citation.document_numbers import find_faulty_numbers
from reviewer.citation.likeness import NATION, is_misspelling, is_slip, is_typing_slip, same_matter, stem
from reviewer.citation.model import Citation, CitationForm
from reviewer.citation.resolve import Resolution, ResolvedCitation
from reviewer.citation.titles import Claim, claim_of
from reviewer.citation.usage import Usage, UsageReader
from reviewer.citation.verdict_types import CitationVerdict, Fault, in_marks, said_date
from reviewer.finding import Severity
from reviewer.law import Law, LawCatalogue, LawKind, LawStatus, normalise_name

_NAMED_HERE = frozenset({CitationForm.TITLE, CitationForm.BARE, CitationForm.NUMBER})
_IMPLEMENTING = ("法实施", "条例实施")
_BY_STATE = frozenset({LawKind.LAW, LawKind.ADMINISTRATIVE_REGULATION})
# A title that speaks of its matter (国务院关于…的规定) is no claim, but may be a slip of a known one.
_RESOLVED = re.compile(r"关于.*(?:规定|决定|办法|条例|解释)$")
_LONGEST_CHAIN, _SHORT_STEM = 5, 5
_MOST_SUGGESTED = 500
"""Names of one document for which a likely law is looked up; each costs a fraction of a millisecond."""
_OVER = frozenset({LawStatus.REPEALED, LawStatus.LAPSED})
_BELOW_STATUTE = frozenset({Claim.STATE_RULE, Claim.LOCAL, Claim.RULE, Claim.JUDICIAL})


def judge_citations(
    view: str, resolved: Iterable[ResolvedCitation], catalogue: LawCatalogue, as_of: date
) -> list[CitationVerdict]:
    """All verdicts of one document, in text order, dismissed ones included.

    Args:
        view: The folded text.
        resolved: Its citations, resolved at the same date.
        catalogue: The law catalogue.
        as_of: The date at which the law is asked.
    """
    judge = _Judge(view, catalogue, as_of)
    verdicts = [verdict for citation in resolved for verdict in judge.judge(citation)]
    verdicts += _judge_numbers(view)
    verdicts.sort(key=lambda verdict: (verdict.start, verdict.end))
    return verdicts


class _Judge:
    """Judges one citation after the other; remembers what is said once a document."""

    def __init__(self, view: str, catalogue: LawCatalogue, as_of: date) -> None:
        self._view = view
        self._catalogue = catalogue
        self._as_of = as_of
        self._usages = UsageReader(view)
        self._articles = ArticleJudge(view, catalogue, as_of)
        self._named: set[str] = set()
        self._unlisted: set[str] = set()
        self._likely: dict[str, Law | None] = {}

    def judge(self, resolved: ResolvedCitation) -> Iterator[CitationVerdict]:
        """Verdicts on one citation."""
        citation = resolved.citation
        if resolved.how is Resolution.OWN:
            return
        usage = self._usages.of(citation)
        if citation.form is CitationForm.NUMBER and not usage.as_law:
            return
        if citation.draft is not None:
            yield from _draft(citation, usage)
        elif resolved.law is not None:
            yield from self._known(resolved, resolved.law, usage)
        elif resolved.how is Resolution.NONE and citation.form in (CitationForm.TITLE, CitationForm.BARE):
            yield from self._unknown(citation, usage)
        if resolved.law is not None or claim_of(resolved.title) is not Claim.NO_LAW:
            yield from judge_digits(self._view, citation)

    # --- what the catalogue holds -------------------------------------------------------------

    def _known(self, resolved: ResolvedCitation, law: Law, usage: Usage) -> Iterator[CitationVerdict]:
        status = law.status(self._as_of)
        named_here = resolved.citation.form in _NAMED_HERE and resolved.how is not Resolution.DEFINED
        if status in _OVER:
            if named_here or resolved.citation.clauses:
                yield self._repealed(resolved.citation, law, usage)
        elif status is LawStatus.PENDING:
            if named_here or resolved.citation.clauses:
                yield _pending(resolved.citation, law, usage)
        else:
            yield from self._articles.judge(resolved.citation, law)
        if named_here:
            yield from self._name(resolved, law, usage)
            yield from self._marks(resolved.citation, law)

    def _marks(self, citation: Citation, law: Law) -> Iterator[CitationVerdict]:
        """A name between other marks than book title marks, or with the closing one left out."""
        start = citation.name_start
        unclosed = self._view[start - 1 : start] == "《"
        if citation.form is CitationForm.BARE and (unclosed or self._view[start] != citation.name[:1]):
            yield CitationVerdict(
                fault=Fault.TITLE_MARKS,
                start=start - unclosed,
                end=citation.name_end,
                values={"replacement": f"《{citation.name}》"},
                law=law,
            )

    def _name(self, resolved: ResolvedCitation, law: Law, usage: Usage) -> Iterator[CitationVerdict]:
        """Faults of the name of a law that could be told."""
        citation, first = resolved.citation, law.title not in self._named
        self._named.add(law.title)
        marked = citation.form is CitationForm.TITLE
        binding = law.status(self._as_of) is LawStatus.IN_FORCE
        if resolved.how is Resolution.PADDED or (resolved.how is Resolution.COLLOQUIAL and marked):
            yield self._misnamed(citation, law)
        elif resolved.how is Resolution.COLLOQUIAL and first and usage.as_law:
            yield _named_verdict(Fault.COLLOQUIAL, citation, law)
        elif resolved.how is Resolution.SHORT and marked and first and binding and usage.as_law:
            yield _named_verdict(Fault.SHORT_TITLE, citation, law)

    def _repealed(self, citation: Citation, law: Law, usage: Usage) -> CitationVerdict:
        successor = self._in_force(law.superseded_by)
        advice = "请删去该依据，或者改引现行有效的规定"
        if successor:
            advice = f"请改引{in_marks(successor)}的相应条款，并逐条核对条号"
        return CitationVerdict(
            fault=Fault.REPEALED,
            start=citation.name_start,
            end=citation.name_end,
            values={
                "law": law.title,
                "ended": _ended(law),
                "advice": advice,
                "since": said_date(law.repealed) if law.repealed else "",
                "successor": in_marks(successor) if successor else "",
            },
            law=law,
            dismissed=_past(usage),
            ceiling=None if usage.as_law else Severity.RISK,
        )

    def _in_force(self, titles: str | None) -> str | None:
        """What stands in the place of a law today: its successor may have ended too (经济合同法, 合同法)."""
        for _ in range(_LONGEST_CHAIN):
            law = self._catalogue.exact(titles, self._as_of) if titles else None
            if law is None or law.status(self._as_of) not in _OVER:
                break
            titles = law.superseded_by
        return titles

    # --- what it does not hold ----------------------------------------------------------------

    def _unknown(self, citation: Citation, usage: Usage) -> Iterator[CitationVerdict]:
        claim = claim_of(citation.name)
        name = normalise_name(citation.name)
        if claim is Claim.STATUTE:
            if usage.as_law or name.startswith(NATION):
                yield self._missing_statute(citation, usage)
        elif usage.as_law and (claim is not Claim.NO_LAW or _RESOLVED.search(name) or citation.clauses):
            yield from self._below_statute(citation, usage, claim)

    def _below_statute(self, citation: Citation, usage: Usage, claim: Claim) -> Iterator[CitationVerdict]:
        """What the catalogue does not hold completely: a slip of a known title, else unlisted."""
        meant = self._suggested(citation.name)
        if meant is not None and _is_slip(claim, meant, citation):
            yield self._misnamed(citation, meant)
        elif claim in _BELOW_STATUTE and (claim is not Claim.RULE or _is_rule(citation, usage)):
            yield from self._unlisted_once(citation, usage, meant)

    def _suggested(self, name: str) -> Law | None:
        """The likeliest meant law, asked once a name; a text of thousands of unknown names gets so many."""
        if name not in self._likely:
            asked = len(self._likely) < _MOST_SUGGESTED
            self._likely[name] = self._catalogue.suggest(name, self._as_of) if asked else None
        return self._likely[name]

    def _misnamed(self, citation: Citation, law: Law) -> CitationVerdict:
        """A wrong title; that the right one has ended is said in the same breath."""
        over = law.status(self._as_of) in _OVER
        return _named_verdict(Fault.MISNAMED, citation, law, f"该文件{_ended(law)}。" if over else "")

    def _missing_statute(self, citation: Citation, usage: Usage) -> CitationVerdict:
        meant = self._suggested(citation.name)
        if meant is not None and is_misspelling(citation.name, meant.title):
            return self._misnamed(citation, meant)
        return CitationVerdict(
            fault=Fault.NOT_FOUND,
            start=citation.name_start,
            end=citation.name_end,
            values={"law": citation.name, "hint": _likely(meant)},
            dismissed=_past(usage),
            ceiling=None if usage.as_law else Severity.RISK,
        )

    def _unlisted_once(
        self, citation: Citation, usage: Usage, meant: Law | None
    ) -> Iterator[CitationVerdict]:
        name = normalise_name(citation.name)
        if usage.ended or usage.former or name in self._unlisted:
            return
        self._unlisted.add(name)
        near = meant if meant is not None and is_slip(citation.name, meant.title) else None
        yield CitationVerdict(
            fault=Fault.UNLISTED,
            start=citation.name_start,
            end=citation.name_end,
            values={"law": citation.name, "hint": _likely(near)},
        )


def _is_slip(claim: Claim, meant: Law, citation: Citation) -> bool:
    """Whether a regulation below statutes is misnamed: …法实施细则 for …法实施条例, or one character off.

    An article of a …办法 that exists only as …条例 of the State Council means that one.
    """
    name = normalise_name(citation.name)
    one, other = stem(name), stem(meant.title)
    if claim is Claim.LOCAL:
        return len(other) >= 8 and one[-2:] == other[-2:] and is_typing_slip(one, other)
    if is_typing_slip(one, other) if citation.number else is_slip(name, meant.title):
        return True
    if name.startswith(NATION) and len(other) >= _SHORT_STEM and is_typing_slip(one, other):
        return True
    if name.startswith(NATION) or any(word in name for word in _IMPLEMENTING):
        return same_matter(one, other)
    of_state = bool(citation.clauses) and not citation.number and meant.kind in _BY_STATE
    return of_state and same_matter(one, other, least=4)


def _is_rule(citation: Citation, usage: Usage) -> bool:
    """Whether a …办法 or …规定 is cited as a regulation: by a citing verb, and not as a numbered document."""
    if citation.number is not None:
        return "令" in citation.number.text
    return usage.cited


def _ended(law: Law) -> str:
    """How and when an instrument ended, as a message says it."""
    when = f"于{said_date(law.repealed)}" if law.repealed else ""
    ended = f"已{when}{'宣告失效' if law.lapsed else '废止'}"
    if law.superseded_by:
        ended += f"，由{in_marks(law.superseded_by)}取代"
    elif law.repealed_through:
        ended += f"（{in_marks(law.repealed_through)}）"
    return f"{ended}（废止日期未与正式文本核对，请核实）" if law.recalled else ended


def _pending(citation: Citation, law: Law, usage: Usage) -> CitationVerdict:
    return CitationVerdict(
        fault=Fault.NOT_YET_EFFECTIVE,
        start=citation.name_start,
        end=citation.name_end,
        values={"law": law.title, "since": said_date(law.begins) if law.begins else "公布的施行日期"},
        law=law,
        dismissed=_coming(usage),
        ceiling=None if usage.as_law else Severity.RISK,
    )


def _coming(usage: Usage) -> str | None:
    """Why a law that is not yet in force may be named all the same."""
    if usage.beginning:
        return "该句说明其施行时间"
    return "该句说的是学习宣传" if usage.taught else _past(usage)


def _past(usage: Usage) -> str | None:
    """Why a law that is not in force may be named all the same."""
    if usage.ended:
        return "该句说的是其废止或者失效"
    if usage.former:
        return "该句说的是当时有效的旧规定"
    return None


def _named_verdict(fault: Fault, citation: Citation, law: Law, note: str = "") -> CitationVerdict:
    marked = citation.form is CitationForm.TITLE
    return CitationVerdict(
        fault=fault,
        start=citation.name_start,
        end=citation.name_end,
        values={
            "law": citation.name,
            "right_title": law.title,
            "note": note,
            "replacement": f"《{law.title}》" if marked else law.title,
        },
        law=law,
    )


def _draft(citation: Citation, usage: Usage) -> Iterator[CitationVerdict]:
    if usage.as_law:
        yield CitationVerdict(
            fault=Fault.DRAFT,
            start=citation.name_start,
            end=citation.name_end,
            values={"law": citation.name, "stage": citation.draft or ""},
            dismissed="该句说的是草案的起草或者征求意见" if usage.drafting else None,
        )


def _likely(law: Law | None) -> str:
    return f"相近的有《{law.title}》，请核对是否为该文件。" if law is not None else ""


def _judge_numbers(view: str) -> Iterator[CitationVerdict]:
    for faulty in find_faulty_numbers(view):
        yield CitationVerdict(
            fault=Fault.NUMBER_FORMAT,
            start=faulty.start,
            end=faulty.end,
            values={"problem": "，".join(faulty.faults), "right_number": faulty.right},
        )

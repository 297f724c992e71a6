"""What people did about the findings of a review, told in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from api.ignores.standing import words_of
from api.store.ignores import IgnoredFinding, IgnoreEntry
from api.store.people import User
from api.store.reviews import (
    Assignment,
    Comment,
    Exemption,
    ExemptionState,
    StoredDecision,
    StoredFinding,
    StoredReview,
)

VERDICT_WORDS = {
    "accepted": "采纳",
    "rejected": "不采纳",
    "deferred": "暂缓",
    "exempted": "适用例外",
    None: "恢复为待决定",
}
REASON_WORDS = {
    "false_positive": "误报",
    "exception_applies": "例外适用",
    "mended": "已修改",
    "basis_needed": "待补充依据",
    "other": "其他",
}
_LOCAL = "本机用户"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityLine:
    """One act; ``number`` is the finding's on the page, 0 for the whole review."""

    at: datetime
    who: str
    number: int
    words: str


def activity_of(session: Session, review_id: str, number: int = 0) -> tuple[ActivityLine, ...]:
    """All acts on a review and its findings, or on the finding of a number; newest first."""
    wanted = select(StoredFinding.id).where(StoredFinding.review_id == review_id)
    lines = [
        *_decisions(session, wanted),
        *_comments(session, wanted),
        *_assignments(session, wanted),
        *_exemptions(session, wanted),
        *_ignores(session, wanted),
        *_review(session, review_id),
    ]
    chosen = [line for line in lines if number in (0, line.number)]
    return tuple(sorted(chosen, key=lambda line: line.at, reverse=True))


def _decisions(session: Session, wanted: Select[str]) -> Iterator[ActivityLine]:
    query = select(StoredDecision).where(StoredDecision.finding_id.in_(wanted))
    for decision in session.scalars(query):
        reason = REASON_WORDS.get(decision.reason_code or "", decision.reason_code or "")
        until = f"至 {decision.until.isoformat()}" if decision.until else ""
        parts = (VERDICT_WORDS.get(decision.verdict, decision.verdict or ""), reason, decision.reason, until)
        who, number = decision.decider or _LOCAL, number_of(decision.finding_id)
        yield ActivityLine(
            at=decision.decided_at, who=who, number=number, words="，".join(filter(None, parts))
        )
        if decision.undone_at is not None:
            yield ActivityLine(at=decision.undone_at, who=who, number=number, words=f"撤销：{parts[0]}")


def _comments(session: Session, wanted: Select[str]) -> Iterator[ActivityLine]:
    query = select(Comment).where(Comment.finding_id.in_(wanted))
    for comment in session.scalars(query):
        yield ActivityLine(
            at=comment.created_at,
            who=comment.author or _LOCAL,
            number=number_of(comment.finding_id),
            words=f"批注：{comment.text}",
        )


def _assignments(session: Session, wanted: Select[str]) -> Iterator[ActivityLine]:
    assignee, by = aliased(User), aliased(User)
    query = (
        select(Assignment, assignee.name, by.name)
        .outerjoin(assignee, assignee.id == Assignment.assignee_id)
        .outerjoin(by, by.id == Assignment.assigned_by)
        .where(Assignment.finding_id.in_(wanted))
    )
    for assignment, name, giver in session.execute(query):
        yield ActivityLine(
            at=assignment.created_at,
            who=giver or _LOCAL,
            number=number_of(assignment.finding_id),
            words=f"交给 {name}" if name else "取消交办",
        )


def _exemptions(session: Session, wanted: Select[str]) -> Iterator[ActivityLine]:
    asked, decided = aliased(User), aliased(User)
    query = (
        select(Exemption, asked.name, decided.name)
        .outerjoin(asked, asked.id == Exemption.asked_by)
        .outerjoin(decided, decided.id == Exemption.decided_by)
        .where(Exemption.finding_id.in_(wanted))
    )
    for exemption, asker, officer in session.execute(query):
        number = number_of(exemption.finding_id)
        words = f"申请适用例外：{exemption.circumstance}"
        yield ActivityLine(at=exemption.asked_at, who=asker or _LOCAL, number=number, words=words)
        if exemption.decided_at is not None:
            refused = exemption.state == ExemptionState.REFUSED.value
            until = f"，至 {exemption.until.isoformat()}" if exemption.until and not refused else ""
            words = "不同意适用例外" if refused else f"同意适用例外{until}"
            yield ActivityLine(at=exemption.decided_at, who=officer or _LOCAL, number=number, words=words)
        if exemption.state == ExemptionState.LAPSED.value and exemption.until is not None:
            over = datetime.combine(exemption.until + timedelta(days=1), time()).astimezone()
            yield ActivityLine(at=over, who="", number=number, words="例外到期，须重新审查")


def _ignores(session: Session, wanted: Select[str]) -> Iterator[ActivityLine]:
    query = (
        select(IgnoredFinding.finding_id, IgnoreEntry)
        .join(IgnoreEntry, IgnoreEntry.id == IgnoredFinding.entry_id)
        .where(IgnoredFinding.finding_id.in_(wanted))
    )
    for finding_id, entry in session.execute(query):
        number = number_of(finding_id)
        who = entry.author or _LOCAL
        yield ActivityLine(at=entry.created_at, who=who, number=number, words=words_of(entry))
        if entry.ended_at is not None:
            ended_by = entry.ended_by or _LOCAL
            yield ActivityLine(at=entry.ended_at, who=ended_by, number=number, words="从忽略名单中去掉")


def _review(session: Session, review_id: str) -> Iterator[ActivityLine]:
    stored = session.scalars(select(StoredReview).where(StoredReview.id == review_id)).one()
    yield ActivityLine(at=stored.created_at, who="", number=0, words="提交审查")
    if stored.finished_at is not None:
        yield ActivityLine(at=stored.finished_at, who="", number=0, words="机器审查完成")
    if stored.signed_at is not None:
        yield ActivityLine(at=stored.signed_at, who=stored.signer, number=0, words="签发")


def number_of(finding_id: str) -> int:
    """The number that a finding has on its page: ids end in its 0-based place."""
    return int(finding_id.rpartition(".")[2]) + 1

"""``/api/v1/decisions/export``: what officers decided, as labelled lines to learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.access import listed_documents, today_of
from api.accounts.rights import Right
from api.accounts.roles import Actor
from api.dependencies import ActorDep, ServiceDep
from api.jobs.earlier import decision_of, has_lapsed
from api.problems import Problem
from api.routes.answers import PROBLEMS
from api.service import Service
from api.store.archive import find_result, load_reviewed
from api.store.audit_log import Act, log_act
from api.store.documents import StoredDocument
from api.store.files import MissingFile
from api.store.reviews import ReviewState, StoredFinding, StoredReview
from corpora.decided import decided_clauses
from corpora.trained import load_classifiers
from reviewer.classifiers.entities import EntityClassifier
from reviewer.decision import Decision
from reviewer.language.entities import EntityFinder

router = APIRouter(prefix="/api/v1/decisions", tags=["decisions"], responses=PROBLEMS)

_LINES = "application/x-ndjson"
_NO_CONSENT = (
    "本单位没有同意用审核决定改进规则和分类器；同意的，请管理员设置环境变量 REVIEWER_LEARN=1 后重新启动服务"
)


@router.get(
    "/export",
    summary="导出审核决定，每行一条标注，个人信息已遮盖",
    response_class=StreamingResponse,
    responses={200: {"description": "每行一个 JSON 对象", "content": {_LINES: {}}}},
)
def get_decisions(actor: ActorDep, service: ServiceDep) -> StreamingResponse:
    """Clauses with the kinds that were confirmed or called false, of documents that are not left out.

    The office must have consented; a document can be left out with ``teaches`` false. Names, reasons and
    dates of those who decided are not among it.
    """
    if not service.settings.office.learns:
        raise Problem(HTTPStatus.FORBIDDEN, "no_consent", _NO_CONSENT)
    names = _names(service)
    with service.database.writing() as session:
        reviews = _reviews(session, actor)
        details = {"reviews": len(reviews)}
        act = Act(act="decisions.exported", subject="", actor_id=actor.id, actor=actor.name, details=details)
        log_act(session, act)
    name = 'attachment; filename="decisions.jsonl"'
    return StreamingResponse(
        _lines(service, reviews, names), media_type=_LINES, headers={"Content-Disposition": name}
    )


def _names(service: Service) -> EntityFinder:
    """What finds people's names; without it nothing leaves the service.

    Raises:
        Problem: 409, the model or what runs it is not there.
    """
    for known in (service.context.classifiers, load_classifiers()):
        model = known.get("entities")
        if isinstance(model, EntityClassifier) and _runs(model.finder):
            return model.finder
    detail = "缺少识别人名的模型，不能遮盖人名，因此不导出；请安装可选组件 entities"
    raise Problem(HTTPStatus.CONFLICT, "names_model_missing", detail)


def _runs(names: EntityFinder) -> bool:
    try:
        names.find("张三")
    except ModuleNotFoundError:
        return False
    return True


def _reviews(session: Session, actor: Actor) -> Sequence[tuple[str, str]]:
    """The latest finished review of each document that has decisions and may be learned from."""
    newest = (
        select(func.max(StoredReview.sequence))
        .where(StoredReview.state == ReviewState.DONE)
        .group_by(StoredReview.document_id)
    )
    decided = select(StoredFinding.review_id).where(StoredFinding.verdict.is_not(None))
    query = (
        select(StoredReview.id, StoredReview.document_id)
        .join(StoredDocument, StoredDocument.id == StoredReview.document_id)
        .where(
            listed_documents(actor, Right.EXPORT_DECISIONS),
            StoredDocument.teaches,
            StoredReview.sequence.in_(newest),
            StoredReview.id.in_(decided),
        )
        .order_by(StoredReview.sequence)
    )
    return [(review, document) for review, document in session.execute(query)]


def _lines(service: Service, reviews: Sequence[tuple[str, str]], names: EntityFinder) -> Iterator[bytes]:
    """One document after the other, so that the memory for one is enough."""
    for review, document in reviews:
        with service.database.reading() as session:
            result = find_result(session, review)
            decisions = _decisions(session, review, service)
        if result is None:
            continue
        try:
            reviewed = load_reviewed(result, service.files)
        except MissingFile:  # retention has taken it meanwhile
            continue
        clauses = decided_clauses(
            reviewed.document, reviewed.report, decisions, service.context, names=names, name=document
        )
        yield from (clause.to_line() for clause in clauses)


def _decisions(session: Session, review: str, service: Service) -> dict[str, Decision]:
    """What counts: neither what must be confirmed again nor exemptions that are over."""
    today = today_of(service.settings)
    query = select(StoredFinding).where(
        StoredFinding.review_id == review, StoredFinding.verdict.is_not(None), ~StoredFinding.ask_again
    )
    return {
        finding.fingerprint: decision
        for finding in session.scalars(query)
        if not has_lapsed(finding, today) and (decision := decision_of(finding)) is not None
    }

"""``/api/v1/webhooks``: who is told of what, for administrators."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.accounts.credentials import new_secret
from api.accounts.roles import Actor
from api.dependencies import ActorDep, DatabaseDep, ServiceDep, SettingsDep
from api.problems import Problem
from api.store.audit_log import Act, log_act
from api.store.webhooks import Delivery, DeliveryState, Webhook
from api.webhooks.addresses import ForbiddenAddress, check_url
from api.webhooks.outbox import EVENTS, write_message

router = APIRouter(prefix="/api/v1/webhooks", tags=["webhooks"])

WebhookId = Annotated[str, Path(max_length=64)]
_SECRET_PREFIX = "rvw_"  # noqa: S105  only its beginning
_LATEST_DELIVERIES = 100


class NewWebhook(BaseModel):
    """A webhook to make."""

    url: str = Field(
        max_length=500, description="接收地址", examples=["https://oa.example.gov.cn/hooks/review"]
    )
    events: list[str] = Field(
        min_length=1, max_length=20, description=f"事件：{'、'.join(EVENTS)}", examples=[["review.done"]]
    )


class WebhookView(BaseModel):
    """A webhook without its secret."""

    id: str
    url: str
    events: list[str]
    enabled: bool
    created_at: datetime


class NewWebhookView(WebhookView):
    """A webhook with its secret, shown once."""

    secret: str = Field(description='签名密钥，只显示这一次：HMAC-SHA256(密钥, 时间戳 + "." + 正文)')


class WebhookPage(BaseModel):
    """All webhooks."""

    items: list[WebhookView]
    next: str | None = None


class DeliveryView(BaseModel):
    """One message that was, or is to be, sent."""

    id: str
    event: str
    state: DeliveryState
    attempts: int
    status: int | None
    problem: str
    created_at: datetime
    attempted_at: datetime | None


class DeliveryPage(BaseModel):
    """The latest messages, newest first."""

    items: list[DeliveryView]
    next: str | None = None


@router.get("", summary="列出通知地址")
def get_webhooks(database: DatabaseDep) -> WebhookPage:
    """All webhooks; secrets are not shown again."""
    with database.reading() as session:
        hooks = session.scalars(select(Webhook).order_by(Webhook.created_at)).all()
    return WebhookPage(items=[_view(hook) for hook in hooks])


@router.post("", summary="新建通知地址", status_code=HTTPStatus.CREATED)
def post_webhook(
    body: NewWebhook, actor: ActorDep, database: DatabaseDep, settings: SettingsDep
) -> NewWebhookView:
    """Make a webhook to a host that the operator allows."""
    unknown = [event for event in body.events if event not in EVENTS]
    if unknown:
        detail = f"没有事件“{unknown[0][:60]}”，可用的有：{'、'.join(EVENTS)}"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "unknown_event", detail)
    try:
        check_url(body.url, settings.access.webhook_hosts)
    except ForbiddenAddress as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "forbidden_address", str(error)) from error
    secret = new_secret(_SECRET_PREFIX)
    with database.writing() as session:
        hook = Webhook(
            url=body.url, secret=secret, events=" ".join(sorted(set(body.events))), created_by=actor.id
        )
        session.add(hook)
        session.flush()
        _log(session, actor, "webhook.created", hook.id)
    return NewWebhookView(**_view(hook).model_dump(), secret=secret)


@router.delete("/{webhook_id}", summary="删除通知地址", status_code=HTTPStatus.NO_CONTENT)
def delete_webhook(webhook_id: WebhookId, actor: ActorDep, database: DatabaseDep) -> None:
    """Delete a webhook with the messages that wait for it."""
    with database.writing() as session:
        session.delete(_require(session, webhook_id))
        _log(session, actor, "webhook.deleted", webhook_id)


@router.post("/{webhook_id}/test", summary="发送测试通知", status_code=HTTPStatus.ACCEPTED)
def post_test(webhook_id: WebhookId, actor: ActorDep, service: ServiceDep) -> DeliveryView:
    """Write a test message; the list of messages shows what became of it."""
    with service.database.writing() as session:
        hook = _require(session, webhook_id)
        delivery = write_message(session, hook, "webhook.test", {})
        session.flush()
        _log(session, actor, "webhook.tested", webhook_id)
    service.pool.wake()
    return _delivery_view(delivery)


@router.get("/{webhook_id}/deliveries", summary="查看最近的通知")
def get_deliveries(webhook_id: WebhookId, database: DatabaseDep) -> DeliveryPage:
    """The latest messages of a webhook."""
    with database.reading() as session:
        _require(session, webhook_id)
        query = select(Delivery).where(Delivery.webhook_id == webhook_id)
        rows = session.scalars(query.order_by(Delivery.sequence.desc()).limit(_LATEST_DELIVERIES)).all()
    return DeliveryPage(items=[_delivery_view(row) for row in rows])


def _require(session: Session, webhook_id: str) -> Webhook:
    hook = session.get(Webhook, webhook_id)
    if hook is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no_webhook", "没有这个通知地址")
    return hook


def _log(session: Session, actor: Actor, act: str, webhook_id: str) -> None:
    log_act(session, Act(act=act, subject=f"webhook:{webhook_id}", actor_id=actor.id, actor=actor.name))


def _view(hook: Webhook) -> WebhookView:
    return WebhookView(
        id=hook.id,
        url=hook.url,
        events=hook.events.split(),
        enabled=hook.enabled,
        created_at=hook.created_at,
    )


def _delivery_view(delivery: Delivery) -> DeliveryView:
    return DeliveryView(
        id=delivery.id,
        event=delivery.event,
        state=DeliveryState(delivery.state),
        attempts=delivery.attempts,
        status=delivery.status,
        problem=delivery.problem,
        created_at=delivery.created_at,
        attempted_at=delivery.attempted_at,
    )

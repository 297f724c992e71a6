"""Jobs, workers, events, audits, and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.base import Sequence, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True)
_MOMENT = UtcDateTime()


def upgrade() -> None:
    """Make the tables."""
    _create_jobs()
    _create_workers()
    _create_events()
    _create_idempotency_keys()
    _create_audits()
    _create_audit_log()


def downgrade() -> None:
    """Remove the tables and all they hold."""
    op.drop_table("audit_log")
    op.drop_table("audits")
    op.drop_table("idempotency_keys")
    op.drop_table("events")
    op.drop_table("workers")
    op.drop_table("jobs")


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("sequence", Sequence, nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("payload", _JSON, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("claim", sa.String(length=32)),
        sa.Column("worker", sa.String(length=200)),
        sa.Column("lease_until", _MOMENT),
        sa.Column("heartbeat_at", _MOMENT),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("deaths", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("started_at", _MOMENT),
        sa.Column("finished_at", _MOMENT),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_jobs")),
        sa.UniqueConstraint("kind", "subject", name=op.f("uq_jobs_kind_subject")),
    )
    op.create_index("ix_jobs_waiting", "jobs", ["state", "attempts", "sequence"])
    op.create_index(op.f("ix_jobs_worker"), "jobs", ["worker"])


def _create_workers() -> None:
    op.create_table(
        "workers",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("heartbeat_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_workers")),
    )


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("sequence", Sequence, nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("data", _JSON, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_events")),
    )
    op.create_index("ix_events_subject_sequence", "events", ["subject", "sequence"])


def _create_idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("caller", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("headers", _JSON, nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("caller", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_index(op.f("ix_idempotency_keys_created_at"), "idempotency_keys", ["created_at"])


def _create_audits() -> None:
    op.create_table(
        "audits",
        sa.Column("sequence", Sequence, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("options", _JSON, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("summary", _JSON),
        sa.Column("created_by", sa.String(length=32)),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_audits_created_by")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audits")),
        sa.UniqueConstraint("id", name=op.f("uq_audits_id")),
    )


def _create_audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("sequence", Sequence, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("actor_id", sa.String(length=32)),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("details", _JSON, nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_log")),
    )
    op.create_index(op.f("ix_audit_log_act"), "audit_log", ["act"])
    op.create_index(op.f("ix_audit_log_actor_id"), "audit_log", ["actor_id"])
    op.create_index(op.f("ix_audit_log_subject"), "audit_log", ["subject"])

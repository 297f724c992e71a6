"""Scopes, failed and pending sign-ins, retention, webhooks, postponed jobs; the audit log is sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.base import Sequence, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True)
_MOMENT = UtcDateTime()
_REFUSAL = "the audit log is append-only"
_SQLITE_TRIGGERS = ("UPDATE", "DELETE")


def upgrade() -> None:
    """Make the tables and seal the log."""
    with op.batch_alter_table("tokens") as tokens:
        tokens.add_column(sa.Column("scopes", sa.String(length=100), nullable=False, server_default=""))
    with op.batch_alter_table("jobs") as jobs:
        jobs.add_column(sa.Column("not_before", _MOMENT))
    _create_sign_in_failures()
    _create_pending_sign_ins()
    _create_retention_rules()
    _create_webhooks()
    _create_webhook_deliveries()
    _forbid_changes_of_the_audit_log()


def downgrade() -> None:
    """Take it all back."""
    _allow_changes_of_the_audit_log()
    op.drop_table("webhook_deliveries")
    op.drop_table("webhooks")
    op.drop_table("retention_rules")
    op.drop_table("pending_sign_ins")
    op.drop_table("sign_in_failures")
    with op.batch_alter_table("jobs") as jobs:
        jobs.drop_column("not_before")
    with op.batch_alter_table("tokens") as tokens:
        tokens.drop_column("scopes")


def _create_sign_in_failures() -> None:
    op.create_table(
        "sign_in_failures",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("latest_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_sign_in_failures")),
    )
    op.create_index(op.f("ix_sign_in_failures_latest_at"), "sign_in_failures", ["latest_at"])


def _create_pending_sign_ins() -> None:
    op.create_table(
        "pending_sign_ins",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("target", sa.String(length=500), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_pending_sign_ins")),
    )
    op.create_index(op.f("ix_pending_sign_ins_created_at"), "pending_sign_ins", ["created_at"])


def _create_retention_rules() -> None:
    op.create_table(
        "retention_rules",
        sa.Column("retention_class", sa.String(length=50), nullable=False),
        sa.Column("days", sa.Integer()),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("retention_class", name=op.f("pk_retention_rules")),
    )


def _create_webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("secret", sa.String(length=100), nullable=False),
        sa.Column("events", sa.String(length=300), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.String(length=32)),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_webhooks_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )


def _create_webhook_deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        sa.Column("sequence", Sequence, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("webhook_id", sa.String(length=32), nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("payload", _JSON, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("attempted_at", _MOMENT),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhooks.id"],
            name=op.f("fk_webhook_deliveries_webhook_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint("id", name=op.f("uq_webhook_deliveries_id")),
    )
    op.create_index(op.f("ix_webhook_deliveries_created_at"), "webhook_deliveries", ["created_at"])
    op.create_index(op.f("ix_webhook_deliveries_webhook_id"), "webhook_deliveries", ["webhook_id"])


def _forbid_changes_of_the_audit_log() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for change in _SQLITE_TRIGGERS:
            op.execute(
                f"CREATE TRIGGER audit_log_no_{change.lower()} BEFORE {change} ON audit_log "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_audit_log_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_log_change()"
    )


def _allow_changes_of_the_audit_log() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for change in _SQLITE_TRIGGERS:
            op.execute(f"DROP TRIGGER audit_log_no_{change.lower()}")
        return
    op.execute("DROP TRIGGER audit_log_no_change ON audit_log")
    op.execute("DROP FUNCTION refuse_audit_log_change()")

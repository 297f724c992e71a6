"""Ignore lists, and when people were reminded of an exception that ends."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.base import Sequence, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = UtcDateTime()


def upgrade() -> None:
    """Add the tables and the column."""
    op.add_column("exemptions", sa.Column("reminded_at", _MOMENT))
    _create_entries()
    _create_findings()


def downgrade() -> None:
    """Remove them."""
    op.drop_table("ignored_findings")
    op.drop_table("ignore_entries")
    with op.batch_alter_table("exemptions") as table:
        table.drop_column("reminded_at")


def _create_entries() -> None:
    op.create_table(
        "ignore_entries",
        sa.Column("sequence", Sequence, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("word", sa.Text()),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64)),
        sa.Column("document_id", sa.String(length=32)),
        sa.Column("review_id", sa.String(length=32)),
        sa.Column("unit", sa.String(length=200)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(length=32)),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("ended_at", _MOMENT),
        sa.Column("ended_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_ignore_entries_author_id_users")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_ignore_entries_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["reviews.id"],
            name=op.f("fk_ignore_entries_review_id_reviews"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_ignore_entries")),
        sa.UniqueConstraint("id", name=op.f("uq_ignore_entries_id")),
    )
    for column in ("rule", "document_id", "review_id", "unit"):
        op.create_index(op.f(f"ix_ignore_entries_{column}"), "ignore_entries", [column])


def _create_findings() -> None:
    op.create_table(
        "ignored_findings",
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("finding_id", sa.String(length=48), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["ignore_entries.id"],
            name=op.f("fk_ignored_findings_entry_id_ignore_entries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["findings.id"],
            name=op.f("fk_ignored_findings_finding_id_findings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "finding_id", name=op.f("pk_ignored_findings")),
    )
    op.create_index(op.f("ix_ignored_findings_finding_id"), "ignored_findings", ["finding_id"])

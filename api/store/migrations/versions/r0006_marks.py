"""Saved views, clauses that were read, and whether decisions on a document may be exported to learn from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.base import Sequence, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOMENT = UtcDateTime()


def upgrade() -> None:
    """Add the tables and the column."""
    op.add_column("documents", sa.Column("teaches", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "saved_views",
        sa.Column("sequence", Sequence, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.String(length=32)),
        sa.Column("unit", sa.String(length=200)),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("query", sa.String(length=1_000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_saved_views_owner_id_users")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("id", name=op.f("uq_saved_views_id")),
    )
    op.create_index(op.f("ix_saved_views_owner_id"), "saved_views", ["owner_id"])
    op.create_table(
        "viewed_clauses",
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("caller", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("viewed_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_viewed_clauses_document_id_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "caller", "digest", name=op.f("pk_viewed_clauses")),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("viewed_clauses")
    op.drop_table("saved_views")
    with op.batch_alter_table("documents") as table:
        table.drop_column("teaches")

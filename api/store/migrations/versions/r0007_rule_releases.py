"""Releases of the rules in force, signed bundles, and with which rules a review was made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.base import Sequence, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True)
_MOMENT = UtcDateTime()


def upgrade() -> None:
    """Add the tables and the column."""
    op.add_column("reviews", sa.Column("rules", sa.String(length=100)))
    op.create_table(
        "rule_bundles",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("software", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("taken_in_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_rule_bundles")),
    )
    op.create_table(
        "rule_releases",
        sa.Column("number", Sequence, nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("own", _JSON, nullable=False),
        sa.Column("folder", _JSON, nullable=False),
        sa.Column("bundle", sa.String(length=64)),
        sa.Column("author_id", sa.String(length=32)),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["bundle"], ["rule_bundles.digest"], name=op.f("fk_rule_releases_bundle_rule_bundles")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_rule_releases_author_id_users")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_rule_releases")),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("rule_releases")
    op.drop_table("rule_bundles")
    with op.batch_alter_table("reviews") as table:
        table.drop_column("rules")

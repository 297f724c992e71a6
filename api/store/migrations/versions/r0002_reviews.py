"""Reviews, findings, and what people decide about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.base import Sequence, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True)
_MOMENT = UtcDateTime()


def upgrade() -> None:
    """Make the tables."""
    _create_reviews()
    _create_findings()
    _create_decisions()
    _create_comments()
    _create_assignments()
    _create_exemptions()


def downgrade() -> None:
    """Remove the tables and all they hold."""
    op.drop_table("exemptions")
    op.drop_table("assignments")
    op.drop_table("comments")
    op.drop_table("decisions")
    op.drop_table("findings")
    op.drop_table("reviews")


def _create_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("sequence", Sequence, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("document_id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("report", sa.LargeBinary()),
        sa.Column("reading", sa.String(length=64)),
        sa.Column("complete", sa.Boolean()),
        sa.Column("worst", sa.String(length=10)),
        sa.Column("created_by", sa.String(length=32)),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT),
        sa.Column("conclusion", sa.String(length=30)),
        sa.Column("conclusion_text", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.String(length=32)),
        sa.Column("signer", sa.String(length=100), nullable=False),
        sa.Column("signed_at", _MOMENT),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name=op.f("fk_reviews_created_by")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_reviews_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["signed_by"], ["users.id"], name=op.f("fk_reviews_signed_by")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_reviews_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_reviews")),
        sa.UniqueConstraint("id", name=op.f("uq_reviews_id")),
    )
    op.create_index("ix_reviews_document_id_sequence", "reviews", ["document_id", "sequence"])
    op.create_index(op.f("ix_reviews_version_id"), "reviews", ["version_id"])


def _create_findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.String(length=48), nullable=False),
        sa.Column("review_id", sa.String(length=32), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("family", sa.String(length=50), nullable=False),
        sa.Column("kind", sa.String(length=50), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("confidence", sa.Double()),
        sa.Column("clause", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("equals", sa.Integer(), nullable=False),
        sa.Column("content", _JSON, nullable=False),
        sa.Column("masked", _JSON, nullable=False),
        sa.Column("change", sa.String(length=10)),
        sa.Column("ask_again", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(length=10)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.String(length=50)),
        sa.Column("until", sa.Date()),
        sa.Column("decided_by", sa.String(length=32)),
        sa.Column("decider", sa.String(length=100), nullable=False),
        sa.Column("decided_at", _MOMENT),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("assignee_id", sa.String(length=32)),
        sa.Column("due_on", sa.Date()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["users.id"], name=op.f("fk_findings_assignee_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_findings_decided_by")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_findings_review_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sa.UniqueConstraint("review_id", "ordinal", name=op.f("uq_findings_review_id_ordinal")),
    )
    op.create_index(op.f("ix_findings_assignee_id"), "findings", ["assignee_id"])
    op.create_index(op.f("ix_findings_fingerprint"), "findings", ["fingerprint"])
    op.create_index(op.f("ix_findings_rule"), "findings", ["rule"])


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("sequence", Sequence, nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("finding_id", sa.String(length=48), nullable=False),
        sa.Column("before", _JSON, nullable=False),
        sa.Column("verdict", sa.String(length=10)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.String(length=50)),
        sa.Column("until", sa.Date()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(length=32)),
        sa.Column("decider", sa.String(length=100), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=False),
        sa.Column("undone_at", _MOMENT),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_decisions_decided_by")),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_decisions_finding_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_batch"), "decisions", ["batch"])
    op.create_index(op.f("ix_decisions_finding_id"), "decisions", ["finding_id"])


def _create_comments() -> None:
    op.create_table(
        "comments",
        sa.Column("sequence", Sequence, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("finding_id", sa.String(length=48), nullable=False),
        sa.Column("author_id", sa.String(length=32)),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("resolved_at", _MOMENT),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_comments_author_id")),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_comments_finding_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_comments")),
        sa.UniqueConstraint("id", name=op.f("uq_comments_id")),
    )
    op.create_index(op.f("ix_comments_finding_id"), "comments", ["finding_id"])


def _create_assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("sequence", Sequence, nullable=False),
        sa.Column("finding_id", sa.String(length=48), nullable=False),
        sa.Column("assignee_id", sa.String(length=32)),
        sa.Column("assigned_by", sa.String(length=32)),
        sa.Column("due_on", sa.Date()),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["assigned_by"], ["users.id"], name=op.f("fk_assignments_assigned_by")),
        sa.ForeignKeyConstraint(["assignee_id"], ["users.id"], name=op.f("fk_assignments_assignee_id")),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_assignments_finding_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_finding_id"), "assignments", ["finding_id"])


def _create_exemptions() -> None:
    op.create_table(
        "exemptions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("finding_id", sa.String(length=48), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("circumstance", sa.Text(), nullable=False),
        sa.Column("no_milder_way", sa.Text(), nullable=False),
        sa.Column("ends", sa.Text(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("asked_by", sa.String(length=32)),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("decided_by", sa.String(length=32)),
        sa.Column("decided_at", _MOMENT),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name=op.f("fk_exemptions_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_exemptions_decided_by")),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_exemptions_finding_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemptions")),
    )
    op.create_index(op.f("ix_exemptions_finding_id"), "exemptions", ["finding_id"])
    op.create_index(op.f("ix_exemptions_fingerprint"), "exemptions", ["fingerprint"])
    op.create_index(op.f("ix_exemptions_state"), "exemptions", ["state"])

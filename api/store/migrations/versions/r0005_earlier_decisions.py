"""What was decided about a finding in the version before, where it is asked again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("findings", sa.Column("earlier", sa.JSON(none_as_null=True)))


def downgrade() -> None:
    """Remove it."""
    with op.batch_alter_table("findings") as table:
        table.drop_column("earlier")

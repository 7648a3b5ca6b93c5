"""Meetings to come beside those held: status and last day; reports stored before were all of meetings held."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

INDEXES = (["status", "reported_at", "article"], ["status", "day", "article"])


def upgrade() -> None:
    op.add_column("meetings", sa.Column("status", sa.String(16), nullable=False, server_default="held"))
    op.add_column("meetings", sa.Column("ends_on", sa.String(10)))
    for columns in INDEXES:
        op.create_index(_name(columns), "meetings", columns)


def downgrade() -> None:
    for columns in INDEXES:
        op.drop_index(_name(columns), "meetings")
    op.drop_column("meetings", "ends_on")
    op.drop_column("meetings", "status")


def _name(columns: list[str]) -> str:
    return f"ix_meetings_{'_'.join(columns)}"

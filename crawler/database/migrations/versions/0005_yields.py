"""What each source of a portal yields."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "yields",
        sa.Column("portal", sa.String(80), primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("tried_at", sa.String(25), nullable=False),
        sa.Column("answered_at", sa.String(25)),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("new_total", sa.Integer, nullable=False),
        sa.Column("newest", sa.String(25)),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text),
    )

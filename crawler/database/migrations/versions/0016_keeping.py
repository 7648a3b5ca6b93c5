"""What was forgotten on request, and where a store was moved to."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "forgotten",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("article", sa.Text, nullable=False, unique=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("at", sa.String(25), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("done_at", sa.String(25)),
    )
    op.add_column("store_identity", sa.Column("moved_to", sa.Text))
    op.add_column("store_identity", sa.Column("filled_from", sa.Text))


def downgrade() -> None:
    op.drop_column("store_identity", "filled_from")
    op.drop_column("store_identity", "moved_to")
    op.drop_table("forgotten")

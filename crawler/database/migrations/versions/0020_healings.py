"""Portals that changed, and articles met at new addresses."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "healings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("portal", sa.String(80), nullable=False),
        sa.Column("entry_hash", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("found_at", sa.String(25), nullable=False),
        sa.Column("tried_at", sa.String(25), nullable=False),
        sa.Column("proposal", sa.Text()),
        sa.Column("successor", sa.String(80)),
        sa.Column("horizon", sa.String(10)),
        sa.Column("ended_at", sa.String(25)),
    )
    op.create_index("ix_healings_portal_id", "healings", ["portal", "id"])
    op.create_table(
        "moved_articles",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("found_at", sa.String(25), nullable=False),
    )
    op.create_index("ix_moved_articles_article", "moved_articles", ["article"])


def downgrade() -> None:
    op.drop_table("moved_articles")
    op.drop_table("healings")

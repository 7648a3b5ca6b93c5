"""Digests of segments, where pages lie in the raw archive, and records that broke the schema."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("segments", sa.Column("bytes", sa.BigInteger))
    op.add_column("segments", sa.Column("sha256", sa.String(64)))
    op.create_table(
        "captures",
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("portal", sa.String(80), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("warc_file", sa.Text, nullable=False),
        sa.Column("warc_offset", sa.BigInteger, nullable=False),
        sa.Column("saved_at", sa.String(32), nullable=False),
    )
    op.create_index("ix_captures_portal", "captures", ["portal"])
    op.create_table(
        "quarantine",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("portal", sa.String(80), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("warc_file", sa.Text),
        sa.Column("warc_offset", sa.BigInteger),
        sa.Column("found_at", sa.String(25), nullable=False),
        sa.UniqueConstraint("article", name="uq_quarantine_article"),
    )
    op.create_index("ix_quarantine_portal", "quarantine", ["portal"])

"""Files that articles link to: had through the frontier, read once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("frontier", sa.Column("sha256", sa.String(64)))
    op.create_table(
        "files",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(120)),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("flags", sa.Text, nullable=False),
        sa.Column("read_at", sa.String(25), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_files"),
    )
    op.create_table(
        "attachments",
        sa.Column("id", ROW, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("page", ROW, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_attachments_article"),
        sa.ForeignKeyConstraint(["page"], ["frontier.id"], name="fk_attachments_page"),
    )
    op.create_index("ix_attachments_article", "attachments", ["article"])
    op.create_index("ix_attachments_page", "attachments", ["page"])

"""A store's identity; segments of the log in parts of the manifest, so that months can be compacted."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    identity = op.create_table("store_identity", sa.Column("id", sa.String(32), primary_key=True))
    op.bulk_insert(identity, [{"id": uuid4().hex}])
    op.create_table(
        "log_segments",
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("portal", sa.String(80), nullable=False),
        sa.Column("part", sa.String(10), nullable=False),
        sa.Column("first_seq", sa.BigInteger, nullable=False),
        sa.Column("last_seq", sa.BigInteger, nullable=False),
        sa.Column("lines", sa.Integer, nullable=False),
        sa.Column("bytes", sa.BigInteger),
        sa.Column("sha256", sa.String(64)),
        sa.Column("published_at", sa.String(25)),
        sa.Column("replaced_at", sa.BigInteger),
    )
    op.execute(
        """
        INSERT INTO log_segments (path, portal, part, first_seq, last_seq, lines, bytes, sha256, published_at)
        SELECT s.path, s.portal, substr(r.recorded_at, 1, 10), s.first_seq, s.last_seq, s.lines, s.bytes, s.sha256,
            s.published_at FROM segments s JOIN revisions r ON r.seq = s.first_seq
        """
    )
    op.drop_table("segments")
    op.create_index("ix_log_segments_last_seq", "log_segments", ["last_seq"])
    op.create_index("ix_log_segments_part", "log_segments", ["part", "portal", "first_seq"])
    for name, column, condition in (
        ("ix_log_segments_waiting", "first_seq", "sha256 IS NULL"),
        ("ix_log_segments_replaced", "replaced_at", "replaced_at IS NOT NULL"),
    ):
        op.create_index(
            name, "log_segments", [column], sqlite_where=sa.text(condition), postgresql_where=sa.text(condition)
        )
    op.create_table(
        "log_parts",
        sa.Column("part", sa.String(10), primary_key=True),
        sa.Column("path", sa.Text),
        sa.Column("first_seq", sa.BigInteger),
        sa.Column("last_seq", sa.BigInteger),
        sa.Column("segments", sa.Integer),
        sa.Column("bytes", sa.BigInteger),
        sa.Column("sha256", sa.String(64)),
    )
    op.execute("INSERT INTO log_parts (part) SELECT DISTINCT part FROM log_segments")

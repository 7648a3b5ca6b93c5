"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "frontier",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("portal", sa.String(80), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("other_url", sa.Text),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("section", sa.Text),
        sa.Column("depth", sa.Integer, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("hint", sa.Text),
        sa.Column("hint_date", sa.String(10)),
        sa.Column("discovered_at", sa.BigInteger, nullable=False),
        sa.Column("fetched_at", sa.BigInteger),
        sa.Column("http_status", sa.Integer),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("errors", sa.Integer, nullable=False, server_default="0"),
        sa.Column("target", sa.Text),
        sa.Column("run", sa.BigInteger),
        sa.UniqueConstraint("portal", "key", name="uq_frontier_portal_key"),
        sa.CheckConstraint(
            "status IN ('DISCOVERED','FETCHED','REDIRECTED','FETCH_ERROR','GONE','BLOCKED')",
            name="ck_frontier_status_word",
        ),
    )
    op.create_index(
        "ix_frontier_due",
        "frontier",
        ["portal", "depth", "rank", "id"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("portal", sa.String(80), nullable=False),
        sa.Column("province_code", sa.String(2)),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("canonical_url", sa.Text, nullable=False),
        sa.Column("section", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("published_at", sa.String(25)),
        sa.Column("published_precision", sa.String(8)),
        sa.Column("meeting_kind", sa.String(32)),
        sa.Column("duplicate_of", sa.Text),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("first_seen", sa.String(25), nullable=False),
        sa.Column("last_seen", sa.String(25), nullable=False),
    )
    op.create_index("ix_articles_portal_published_at", "articles", ["portal", "published_at"])
    op.create_index("ix_articles_content_hash", "articles", ["content_hash"])
    op.create_table(
        "revisions",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("article", sa.Text, sa.ForeignKey("articles.id", name="fk_revisions_article"), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("portal", sa.String(80), nullable=False),
        sa.Column("recorded_at", sa.String(25), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.UniqueConstraint("article", "revision", name="uq_revisions_article_revision"),
    )
    op.create_index("ix_revisions_portal_seq", "revisions", ["portal", "seq"])
    counters = op.create_table(
        "counters",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.bulk_insert(counters, [{"name": "seq", "value": 0}])
    op.create_table(
        "segments",
        sa.Column("portal", sa.String(80), primary_key=True),
        sa.Column("first_seq", sa.BigInteger, primary_key=True),
        sa.Column("last_seq", sa.BigInteger, nullable=False),
        sa.Column("lines", sa.Integer, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("published_at", sa.String(25)),
    )
    op.create_index("ix_segments_last_seq", "segments", ["last_seq"])
    op.create_table(
        "runs",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("portal", sa.String(80), nullable=False),
        sa.Column("started_at", sa.String(25), nullable=False),
        sa.Column("ended_at", sa.String(25)),
        sa.Column("why_ended", sa.Text),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
    )
    op.create_index("ix_runs_portal_id", "runs", ["portal", "id"])

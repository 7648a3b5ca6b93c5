"""Indexes that do not slow down as they grow; the sketches of what is stored are made anew, with faster hashing."""

import sqlalchemy as sa
from alembic import op

from crawler.articles.indexing import sketch_stored
from crawler.search.index import set_merging

revision = "0009"
down_revision = "0007"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.drop_table("near_bands")
    op.create_table(
        "near_recent",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("entries", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "near_nodes",
        sa.Column("node", ROW_ID, primary_key=True, autoincrement=False),
        sa.Column("entries", sa.LargeBinary, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Hashes cannot be compressed, and a row that fits its page need not be kept apart.
        for table, column in (("near_nodes", "entries"), ("sketches", "signature")):
            op.execute(f"ALTER TABLE {table} ALTER {column} SET STORAGE PLAIN")
        op.execute("ALTER TABLE near_recent ALTER entries SET STORAGE EXTERNAL")
    op.drop_index("ix_frontier_due", "frontier")
    op.create_index(
        "ix_frontier_due",
        "frontier",
        ["portal", "depth", "rank", "id", "due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_frontier_portal_status", "frontier", ["portal", "status"])
    op.execute("DELETE FROM sketches")
    sketch_stored(op.get_bind())
    set_merging(op.get_bind())


def downgrade() -> None:
    op.drop_index("ix_frontier_portal_status", "frontier")
    op.drop_index("ix_frontier_due", "frontier")
    op.create_index(
        "ix_frontier_due",
        "frontier",
        ["portal", "depth", "rank", "id"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.execute("DELETE FROM counters WHERE name = 'near_top'")
    op.drop_table("near_nodes")
    op.drop_table("near_recent")
    op.execute("DELETE FROM sketches")
    op.create_table(
        "near_bands",
        sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )

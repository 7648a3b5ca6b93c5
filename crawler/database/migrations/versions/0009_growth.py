"""Indexes that do not slow down as they grow; the sketches of what is stored are marked to be made anew."""

import sqlalchemy as sa
from alembic import op

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
    op.execute("INSERT INTO counters (name, value) SELECT 'stale_sketches', 0 WHERE EXISTS (SELECT 1 FROM revisions)")
    if op.get_bind().dialect.name == "sqlite":
        # Pieces of the full-text index are merged sixteen at a time, not four: at a million articles each is then
        # written anew three or four times, not seven; a search looks into more pieces, which costs it a fifth.
        # Merging goes on a little with every commit, and all at once only where 64 pieces of a size have gathered.
        # https://sqlite.org/fts5.html
        op.execute("INSERT INTO article_words (article_words, rank) VALUES ('automerge', 16)")
        op.execute("INSERT INTO article_words (article_words, rank) VALUES ('crisismerge', 64)")

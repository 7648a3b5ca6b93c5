"""Near-duplicates and full text. What is stored already is marked, to be entered into both when the store is opened."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

FULL_TEXT = {
    "sqlite": (
        "CREATE VIRTUAL TABLE article_words USING fts5(title, body, plain_title, plain_body,"
        " content='', tokenize='unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        "CREATE TABLE article_words (seq bigint PRIMARY KEY, marked tsvector NOT NULL, plain tsvector NOT NULL)",
        "CREATE INDEX ix_article_words_marked ON article_words USING gin (marked)",
        "CREATE INDEX ix_article_words_plain ON article_words USING gin (plain)",
    ),
}


def upgrade() -> None:
    op.add_column("articles", sa.Column("similarity", sa.Float))
    op.create_index(
        "ix_articles_duplicate_of",
        "articles",
        ["duplicate_of"],
        sqlite_where=sa.text("duplicate_of IS NOT NULL"),
        postgresql_where=sa.text("duplicate_of IS NOT NULL"),
    )
    op.create_table(
        "sketches",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "near_bands",
        sa.Column("band", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    for statement in FULL_TEXT[op.get_bind().dialect.name]:
        op.execute(statement)
    op.execute("INSERT INTO counters (name, value) SELECT 'stale_words', 0 WHERE EXISTS (SELECT 1 FROM revisions)")

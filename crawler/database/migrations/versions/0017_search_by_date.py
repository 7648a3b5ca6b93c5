"""The full-text index by date of publication; it is made anew when the store is opened, with both spellings as one."""

from alembic import op

revision = "0017"
down_revision = "0016"

FULL_TEXT = {
    "sqlite": (
        "CREATE VIRTUAL TABLE article_words USING fts5(title, body, plain_title, plain_body,"
        " content='', tokenize='unicode61 remove_diacritics 0')",
        # How pieces of the index are merged: see 0009.
        "INSERT INTO article_words (article_words, rank) VALUES ('automerge', 16)",
        "INSERT INTO article_words (article_words, rank) VALUES ('crisismerge', 64)",
    ),
    "postgresql": (
        "CREATE TABLE article_words (place bigint PRIMARY KEY, marked tsvector NOT NULL, plain tsvector NOT NULL)",
        "CREATE INDEX ix_article_words_marked ON article_words USING gin (marked)",
        "CREATE INDEX ix_article_words_plain ON article_words USING gin (plain)",
    ),
}


def upgrade() -> None:
    op.execute("DROP TABLE article_words")
    for statement in FULL_TEXT[op.get_bind().dialect.name]:
        op.execute(statement)
    op.execute(
        "INSERT INTO counters (name, value) SELECT 'stale_words', 0 WHERE EXISTS (SELECT 1 FROM revisions)"
        " ON CONFLICT (name) DO NOTHING"
    )

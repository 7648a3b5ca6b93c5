"""Near-duplicates and full text; what is stored already is entered into the latter here, into the former by 0009."""

import sqlalchemy as sa
from alembic import op

from crawler.articles.indexing import add_stored_words
from crawler.search.index import create_index, drop_index

revision = "0002"
down_revision = "0001"


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
    create_index(op.get_bind())
    add_stored_words(op.get_bind())


def downgrade() -> None:
    drop_index(op.get_bind())
    op.drop_table("near_bands")
    op.drop_table("sketches")
    op.drop_index("ix_articles_duplicate_of", "articles")
    op.execute("ALTER TABLE articles DROP COLUMN similarity")

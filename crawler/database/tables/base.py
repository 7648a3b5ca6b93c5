"""What all tables share."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, MetaData
from sqlalchemy import Text as RawText

from crawler.database.text_columns import SafeText as Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows only in a column of exactly INTEGER type.
RowId = BigInteger().with_variant(Integer(), "sqlite")

# Compared character by character in any database, so that names with one beginning lie side by side.
BinaryText = Text().with_variant(RawText(collation="C"), "postgresql")

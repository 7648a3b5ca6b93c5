"""The raw archive's index, and the files behind articles."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table

from crawler.database.tables.base import RowId, metadata
from crawler.database.text_columns import SafeText as Text

# Where the latest whole response of each page lies in the raw archive, so that an unchanged one is not saved twice.
captures = Table(
    "captures",
    metadata,
    Column("url", Text, primary_key=True),
    Column("portal", String(80), primary_key=True),
    Column("digest", String(64), nullable=False, comment="of the decoded body, as WARC-Payload-Digest has it"),
    Column("warc_file", Text, nullable=False),
    Column("warc_offset", BigInteger, nullable=False),
    Column("saved_at", String(32), nullable=False, comment="WARC-Date of that response, UTC"),
)
Index(None, captures.c.portal)

# Types and texts of the files behind articles; each file is read once, however often it was fetched.
file_texts = Table(
    "file_texts",
    metadata,
    Column("sha256", String(64), primary_key=True, comment="of the file's bytes, hexadecimal"),
    Column("media_type", String(120), comment="detected from its first bytes; null where they match none"),
    Column("bytes", BigInteger, nullable=False),
    Column("text", Text, comment="null where it has none or cannot be read: the flags say why"),
    Column("flags", Text, nullable=False, comment="JSON list"),
    Column("read_at", String(25), nullable=False),
)

# Which article links to which file: the address on its page, and the row of the frontier that fetches it.
attachments = Table(
    "attachments",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("article", Text, ForeignKey("articles.id"), nullable=False),
    Column("page", RowId, ForeignKey("frontier.id"), nullable=False, comment="where a redirect led, its target"),
    Column("url", Text, nullable=False, comment="as the record has it"),
    Column("name", Text),
)
Index(None, attachments.c.article)
Index(None, attachments.c.page)

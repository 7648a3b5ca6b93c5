"""What is watched for, and the notices to send."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from crawler.database.tables.base import RowId, metadata
from crawler.database.text_columns import SafeText as Text

# Since when a rule is known for a target: articles stored before cause no notice.
watches = Table(
    "watches",
    metadata,
    Column("rule", String(80), primary_key=True),
    Column("target", String(80), primary_key=True),
    Column("since_seq", BigInteger, nullable=False, comment="last seq given out when it was first seen"),
    Column("since", String(25), nullable=False),
)

# A row for each rule, target, and article with its meeting's status, or verdict: each causes one notice.
outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("rule", String(80), nullable=False),
    Column("article", Text, ForeignKey("articles.id"), comment="the report; null: the notice is of a verdict"),
    Column("verdict", RowId, ForeignKey("verdicts.id"), comment="the change of a portal's verdict"),
    Column("target", String(80), nullable=False, comment="a name; addresses hold secrets and stay in the rule file"),
    Column("status", String(8), nullable=False),
    Column("notice", String(32), comment="the message that it goes out with; kept when that is tried again"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_try_at", BigInteger, nullable=False, comment="epoch seconds; of a row being sent: end of the claim"),
    Column("found_at", String(25), nullable=False, comment="when the report was stored"),
    Column("sent_at", String(25)),
    Column("seconds", BigInteger, comment="publication to notice, where the page gives the minute"),
    Column("reason", Text, comment="why the last try failed"),
    Column(
        "meeting_status",
        String(16),
        nullable=False,
        server_default="",
        comment="the status of the meeting that the notice is of; empty in feeds, and without a meeting",
    ),
    UniqueConstraint("rule", "article", "target", "meeting_status"),
    UniqueConstraint("rule", "verdict", "target"),
    CheckConstraint("(article IS NULL) <> (verdict IS NULL)", name="subject"),
    CheckConstraint("status IN ('due','sending','sent')", name="status_word"),
)
Index(None, outbox.c.target, outbox.c.status, outbox.c.next_try_at)

"""Meetings, the events that they are of, and the outbox of notices."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("body_key", sa.Text),
        sa.Column("held_on", sa.String(10)),
        sa.Column("first_found", sa.String(25), nullable=False),
    )
    op.create_table(
        "meetings",
        sa.Column("article", sa.Text, sa.ForeignKey("articles.id", name="fk_meetings_article"), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("portal", sa.String(80), nullable=False),
        sa.Column("province_code", sa.String(2)),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("body_name", sa.Text),
        sa.Column("body_key", sa.Text),
        sa.Column("body_place", sa.Text),
        sa.Column("ordinal", sa.Integer),
        sa.Column("term", sa.Text),
        sa.Column("tenure", sa.Text),
        sa.Column("held_on", sa.String(10)),
        sa.Column("part_of_day", sa.String(8)),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("found_at", sa.String(25), nullable=False),
        sa.Column("event", ROW_ID, sa.ForeignKey("events.id", name="fk_meetings_event"), nullable=False),
    )
    op.create_index("ix_meetings_event", "meetings", ["event"])
    op.create_index("ix_meetings_province_code_found_at", "meetings", ["province_code", "found_at"])
    op.create_index("ix_meetings_held_on", "meetings", ["held_on"])
    op.create_table(
        "meeting_keys",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column(
            "article", sa.Text, sa.ForeignKey("meetings.article", name="fk_meeting_keys_article"), primary_key=True
        ),
    )
    op.create_index("ix_meeting_keys_article", "meeting_keys", ["article"])
    op.create_table(
        "watches",
        sa.Column("rule", sa.String(80), primary_key=True),
        sa.Column("target", sa.String(80), primary_key=True),
        sa.Column("since_seq", sa.BigInteger, nullable=False),
        sa.Column("since", sa.String(25), nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("rule", sa.String(80), nullable=False),
        sa.Column("article", sa.Text, sa.ForeignKey("articles.id", name="fk_outbox_article"), nullable=False),
        sa.Column("target", sa.String(80), nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("notice", sa.String(32)),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_try_at", sa.BigInteger, nullable=False),
        sa.Column("found_at", sa.String(25), nullable=False),
        sa.Column("sent_at", sa.String(25)),
        sa.Column("seconds", sa.BigInteger),
        sa.Column("reason", sa.Text),
        sa.UniqueConstraint("rule", "article", "target", name="uq_outbox_rule_article_target"),
        sa.CheckConstraint("status IN ('due','sending','sent')", name="ck_outbox_status_word"),
    )
    op.create_index("ix_outbox_target_status_next_try_at", "outbox", ["target", "status", "next_try_at"])

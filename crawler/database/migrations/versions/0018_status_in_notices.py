"""Notices by the status of a meeting: an article that announced one and then reports it has a row for each."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

BEFORE = ("uq_outbox_rule_article_target", ["rule", "article", "target"])
AFTER = ("uq_outbox_rule_article_target_meeting_status", ["rule", "article", "target", "meeting_status"])


def upgrade() -> None:
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("meeting_status", sa.String(16), nullable=False, server_default=""))
        table.drop_constraint(BEFORE[0], type_="unique")
        table.create_unique_constraint(*AFTER)
    op.execute(
        "UPDATE outbox SET meeting_status = (SELECT m.status FROM meetings m WHERE m.article = outbox.article)"
        " WHERE target <> 'feed' AND article IN (SELECT article FROM meetings)"
    )


def downgrade() -> None:
    op.execute(
        "DELETE FROM outbox WHERE article IS NOT NULL AND id NOT IN"
        " (SELECT min(id) FROM outbox WHERE article IS NOT NULL GROUP BY rule, article, target)"
    )
    with op.batch_alter_table("outbox") as table:
        table.drop_constraint(AFTER[0], type_="unique")
        table.create_unique_constraint(*BEFORE)
        table.drop_column("meeting_status")

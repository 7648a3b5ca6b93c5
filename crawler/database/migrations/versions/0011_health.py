"""Daily figures and marks of portals, the checks that runs failed, verdicts, and notices of them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTED = (
    "published",
    "found",
    "updated",
    "read",
    "unread",
    "dated",
    "pictured",
    "with_files",
    "generic",
    "future",
    "copies",
    "quarantined",
)


def upgrade() -> None:
    op.create_table(
        "portal_days",
        sa.Column("portal", sa.String(80), primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        *(sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in COUNTED),
        sa.Column("body_chars", sa.BigInteger, nullable=False, server_default="0"),
    )
    # What was stored before has a history too: days of publication and of finding are known, coverage is not.
    op.execute(
        """
        INSERT INTO portal_days (portal, day, published)
        SELECT portal, news, count(*) FROM (
            SELECT portal, CASE WHEN published_at IS NULL OR published_at > first_seen
                THEN substr(first_seen, 1, 10) ELSE substr(published_at, 1, 10) END AS news FROM articles
        ) AS dated GROUP BY portal, news
        """
    )
    op.execute(
        """
        INSERT INTO portal_days (portal, day, found, updated)
        SELECT portal, day, sum(found), sum(updated) FROM (
            SELECT portal, substr(recorded_at, 1, 10) AS day, CASE WHEN revision = 1 THEN 1 ELSE 0 END AS found,
                CASE WHEN revision = 1 THEN 0 ELSE 1 END AS updated FROM revisions
        ) AS recorded WHERE true GROUP BY portal, day
        ON CONFLICT (portal, day) DO UPDATE SET found = excluded.found, updated = excluded.updated
        """
    )
    op.create_table(
        "portal_marks",
        sa.Column("portal", sa.String(80), primary_key=True),
        sa.Column("mark", sa.String(8), primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("value", sa.String(200), primary_key=True),
        sa.Column("pages", sa.Integer, nullable=False),
    )
    op.create_table(
        "run_checks",
        sa.Column("run", ROW_ID, sa.ForeignKey("runs.id", name="fk_run_checks_run"), primary_key=True),
        sa.Column("check", sa.String(40), primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "verdicts",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("portal", sa.String(80), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("since", sa.String(25)),
        sa.Column("found_at", sa.String(25), nullable=False),
        sa.Column("held_at", sa.String(25)),
        sa.Column("before", sa.String(16)),
        sa.Column("ended_at", sa.String(25)),
    )
    op.create_index("ix_verdicts_portal_id", "verdicts", ["portal", "id"])
    with op.batch_alter_table("outbox") as table:
        table.alter_column("article", existing_type=sa.Text, nullable=True)
        table.add_column(sa.Column("verdict", ROW_ID))
        table.create_foreign_key("fk_outbox_verdict", "verdicts", ["verdict"], ["id"])
        table.create_unique_constraint("uq_outbox_rule_verdict_target", ["rule", "verdict", "target"])
        table.create_check_constraint("subject", "(article IS NULL) <> (verdict IS NULL)")
    # Counting a portal's pages by status, and those due, without reading the rows.
    op.create_index("ix_frontier_portal_status_due_at", "frontier", ["portal", "status", "due_at"])

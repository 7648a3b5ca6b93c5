"""What the console's lists need: where a report stands in them, what it names, and keyset order by index."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

ARTICLES = (["seq"], ["published_at", "id"], ["province_code", "published_at", "id"])
MEETINGS = tuple(
    [*column, order, "article"]
    for column in ([], ["province_code"], ["kind"], ["portal"])
    for order in ("reported_at", "day")
)
EVENT = ["event", "reported_at", "article"]
BINARY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("meetings", sa.Column("reported_at", sa.String(25), nullable=False, server_default=""))
    op.add_column("meetings", sa.Column("day", sa.String(10), nullable=False, server_default=""))
    op.create_table(
        "meeting_names",
        sa.Column("field", sa.String(8), primary_key=True),
        sa.Column("plain", BINARY, primary_key=True),
        sa.Column("marked", BINARY, primary_key=True),
        sa.Column(
            "article", sa.Text, sa.ForeignKey("meetings.article", name="fk_meeting_names_article"), primary_key=True
        ),
    )
    op.create_index("ix_meeting_names_article", "meeting_names", ["article"])
    op.drop_index("ix_meetings_event", "meetings")
    for table, indexes in (("articles", ARTICLES), ("meetings", (*MEETINGS, EVENT))):
        for columns in indexes:
            op.create_index(_name(table, columns), table, columns)
    # Where the stored reports stand and what they name is entered when the store is opened.
    op.execute("INSERT INTO counters (name, value) SELECT 'stale_meetings', 0 WHERE EXISTS (SELECT 1 FROM revisions)")


def _name(table: str, columns: list[str]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"

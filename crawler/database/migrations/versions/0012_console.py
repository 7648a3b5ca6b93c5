"""What the console's lists need: where a report stands in them, what it names, and keyset order by index."""

import sqlalchemy as sa
from alembic import op

from crawler.articles.meeting_names import record_names
from crawler.articles.meetings import list_order
from crawler.model.items import Article

revision = "0012"
down_revision = "0011"

ARTICLES = (["seq"], ["published_at", "id"], ["province_code", "published_at", "id"])
MEETINGS = tuple(
    [*column, order, "article"]
    for column in ([], ["province_code"], ["kind"], ["portal"])
    for order in ("reported_at", "day")
)
EVENT = ["event", "reported_at", "article"]
CHUNK = 500
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
    _enter(op.get_bind())


def downgrade() -> None:
    for table, indexes in (("articles", ARTICLES), ("meetings", (*MEETINGS, EVENT))):
        for columns in indexes:
            op.drop_index(_name(table, columns), table)
    op.create_index("ix_meetings_event", "meetings", ["event"])
    op.drop_table("meeting_names")
    op.drop_column("meetings", "day")
    op.drop_column("meetings", "reported_at")


def _name(table: str, columns: list[str]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"


def _enter(connection: sa.Connection) -> None:
    """The reports stored before, a chunk at a time."""
    after = ""
    query = sa.text(
        "SELECT m.article, m.found_at, r.record FROM meetings m JOIN articles a ON a.id = m.article"
        " JOIN revisions r ON r.seq = a.seq WHERE m.article > :after ORDER BY m.article LIMIT :chunk"
    )
    update = sa.text("UPDATE meetings SET reported_at = :reported_at, day = :day WHERE article = :article")
    while rows := connection.execute(query, {"after": after, "chunk": CHUNK}).all():
        for row in rows:
            article = Article.model_validate_json(row.record)
            if article.meeting is not None:
                order = list_order(article, article.meeting, row.found_at)
                connection.execute(update, {**order, "article": row.article})
                record_names(connection, row.article, article.meeting)
        after = rows[-1].article

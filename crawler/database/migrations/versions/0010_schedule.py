"""The plan of each portal, what its runs asked for, how often sources are visited, and gaps looked into."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "plans",
        sa.Column("portal", sa.String(80), primary_key=True),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("unfinished", sa.Integer, nullable=False),
        sa.Column("swept_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "gaps_filled",
        sa.Column("portal", sa.String(80), primary_key=True),
        sa.Column("week", sa.String(10), primary_key=True),
        sa.Column("tried_at", sa.String(25), nullable=False),
        sa.Column("articles", sa.Integer, nullable=False),
    )
    op.add_column("runs", sa.Column("versions", sa.Text))
    op.add_column("runs", sa.Column("requests", sa.Text))
    op.add_column("frontier", sa.Column("interval", sa.BigInteger))
    op.add_column("frontier", sa.Column("visit_at", sa.BigInteger))

"""Tables and columns under the names that the field uses."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

TABLES = {
    "yields": "source_statistics",
    "plans": "due_state",
    "gaps_filled": "backfills",
    "files": "file_texts",
}


def upgrade() -> None:
    for old, new in TABLES.items():
        op.rename_table(old, new)
        if op.get_bind().dialect.name == "postgresql":  # which names a primary key for itself
            op.execute(f"ALTER TABLE {new} RENAME CONSTRAINT pk_{old} TO pk_{new}")
    op.execute("ALTER TABLE frontier RENAME COLUMN visit_at TO next_fetch_at")
    op.execute("ALTER TABLE runs RENAME COLUMN host TO location")
    # Stores of the first day lack a column: it was added to the first migration itself.
    if "other_url" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("frontier")}:
        op.add_column("frontier", sa.Column("other_url", sa.Text))

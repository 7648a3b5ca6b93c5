"""The indexes of meetings by day hold kind and event, so a year is counted without reading the reports."""

from alembic import op

revision = "0019"
down_revision = "0018"

BEFORE = (["day", "article"], ["province_code", "day", "article"])
MORE = ["kind", "event"]


def upgrade() -> None:
    for columns in BEFORE:
        op.drop_index(_name(columns), "meetings")
        op.create_index(_name(columns + MORE), "meetings", columns + MORE)


def downgrade() -> None:
    for columns in BEFORE:
        op.drop_index(_name(columns + MORE), "meetings")
        op.create_index(_name(columns), "meetings", columns)


def _name(columns: list[str]) -> str:
    return f"ix_meetings_{'_'.join(columns)}"

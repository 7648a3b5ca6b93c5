"""Listings that are paged by POST: the form is kept with the row."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("frontier", sa.Column("form", sa.Text))

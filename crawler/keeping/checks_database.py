"""The database: its own structure, its counters, and rows that point to nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Connection, Integer, delete, func, select, text, update

from crawler.database.engine import reading, writing
from crawler.database.tables import counters, events, meetings, metadata, revisions
from crawler.keeping.finding import BACKUP, MEND, Finding, Patient

SHOWN = 10  # faults of one kind that are told one by one


def structure(patient: Patient, _mend: bool) -> Iterator[Finding]:
    """What the database itself says: SQLite's integrity check, PostgreSQL's checksums, broken indexes, every record."""
    with reading(patient.engine) as connection:
        if connection.dialect.name == "sqlite":
            for row in connection.exec_driver_sql(f"PRAGMA integrity_check({SHOWN})").scalars():
                if row != "ok":
                    yield Finding("database", " ".join(str(row).split()), BACKUP)
            return
        broken = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
        for name in connection.execute(text(broken)).scalars():
            yield Finding("database", f"the index {name} is not valid", f"REINDEX INDEX {name}")
        failures = "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
        if count := connection.execute(text(failures)).scalar():
            yield Finding("database", f"{count} pages with a wrong checksum", BACKUP)
        for table in metadata.sorted_tables:  # a page that cannot be read is an error, which the doctor reports
            connection.execute(select(func.count()).select_from(table))
        connection.execute(select(func.sum(func.length(revisions.c.record))))


def numbering(patient: Patient, mend: bool) -> Iterator[Finding]:
    """Whether the next number is above all that were given out: the log's seq, PostgreSQL's row numbers."""
    with reading(patient.engine) as connection:
        highest = connection.execute(select(func.max(revisions.c.seq))).scalar() or 0
        given = connection.execute(select(counters.c.value).where(counters.c.name == "seq")).scalar() or 0
        behind = list(_sequences_behind(connection)) if connection.dialect.name == "postgresql" else []
    if given < highest:
        if mend:
            with writing(patient.engine) as connection:
                connection.execute(update(counters).where(counters.c.name == "seq").values(value=highest))
        yield Finding("numbering", f"the next seq is {given + 1}, but {highest} is stored", MEND, mend)
    for table, last in behind:
        if mend:
            with writing(patient.engine) as connection:
                set_sequence(connection, table, last)
        yield Finding("numbering", f"{table}: the next row number is taken already", MEND, mend)


def numbered_tables() -> Iterator[tuple[str, str]]:
    """Tables whose rows the database numbers, and the column."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None and isinstance(column.type, Integer) and not column.foreign_keys:
            yield table.name, column.name


def set_sequence(connection: Connection, table: str, last: int) -> None:
    """Let PostgreSQL number the rows of a table from `last` + 1."""
    column = dict(numbered_tables())[table]
    query = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last, :given)")
    connection.execute(query, {"table": table, "column": column, "last": max(last, 1), "given": last > 0})


def _sequences_behind(connection: Connection) -> Iterator[tuple[str, int]]:
    for name, column in numbered_tables():
        sequence = connection.execute(text(f"SELECT pg_get_serial_sequence('{name}', '{column}')")).scalar()
        if sequence is None:
            continue
        last = connection.execute(select(func.max(metadata.tables[name].c[column]))).scalar() or 0
        row = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()
        if row.last_value + (1 if row.is_called else 0) <= last:
            yield name, last


def orphans(patient: Patient, mend: bool) -> Iterator[Finding]:
    """Rows that point to nothing; articles whose revision is not there, or not their newest."""
    engine = patient.engine
    if engine.dialect.name == "sqlite":  # PostgreSQL refuses such rows
        with reading(engine) as connection:
            found = list(connection.exec_driver_sql("PRAGMA foreign_key_check"))
        if mend and found:
            with writing(engine) as connection:
                for table, row, *_ in found:
                    connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE rowid = ?', (row,))
        for (table, parent), count in Counter((row[0], row[2]) for row in found).items():
            yield Finding("orphans", f"{count} rows of {table} point to no row of {parent}", MEND, mend)
    empty = ~select(meetings.c.article).where(meetings.c.event == events.c.id).exists()
    with reading(engine) as connection:
        count = connection.execute(select(func.count()).select_from(events).where(empty)).scalar_one()
        lost = connection.execute(text(_WITHOUT_REVISION)).scalars().all()
    if count:
        if mend:
            with writing(engine) as connection:
                connection.execute(delete(events).where(empty))
        yield Finding("orphans", f"{count} events have no report", MEND, mend)
    for article in lost[:SHOWN]:
        yield Finding("orphans", f"{article}: its newest revision is not the one that it points to", _RECORDS)
    if len(lost) > SHOWN:
        yield Finding("orphans", f"{len(lost) - SHOWN} more such articles", _RECORDS)


_RECORDS = "`tintinh log verify --mend` gives the store the records that the log has; else put back a backup"
_WITHOUT_REVISION = (
    "SELECT a.id FROM articles a LEFT JOIN (SELECT article, max(seq) AS seq FROM revisions GROUP BY article) r"
    " ON r.article = a.id WHERE r.seq IS NULL OR r.seq <> a.seq ORDER BY a.id"
)

"""What is made of the records: the full-text index, and the index of near-duplicates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from sqlalchemy import Connection, Engine, delete, insert, select, text
from sqlalchemy.exc import DatabaseError

from crawler.articles.indexing import compared_words, enter_words
from crawler.articles.rebuilding import rebuild_stale
from crawler.articles.shingles import MIN_WORDS
from crawler.database.engine import reading, writing
from crawler.database.tables import counters, near_nodes, near_recent, sketches
from crawler.keeping.finding import MEND, Finding, Patient
from crawler.model.upcasting import read_record
from crawler.search.index import clear_words, words_missing

BATCH = 500

_NO_SKETCH = (
    "SELECT a.seq FROM articles a JOIN revisions r ON r.article = a.id AND r.revision = 1"
    " LEFT JOIN sketches s ON s.number = r.seq WHERE s.number IS NULL"
)
_STRAY_SKETCH = (
    "SELECT count(*) FROM sketches s LEFT JOIN revisions r ON r.seq = s.number AND r.revision = 1 WHERE r.seq IS NULL"
)


def full_text(patient: Patient, mend: bool) -> Iterator[Finding]:
    """Whether the index is whole, and has the words of every article's newest revision."""
    engine = patient.engine
    if engine.dialect.name == "sqlite" and not _whole(engine):
        if mend:
            with writing(engine) as connection:
                clear_words(connection)
            _make_anew(engine, "stale_words")
        yield Finding("full text", "the index is damaged", MEND, mend)
    with reading(engine) as connection:
        missing = words_missing(connection)
    if missing:
        if mend:
            enter_missing_words(engine, missing)
        yield Finding("full text", f"{len(missing)} articles are not in the index", MEND, mend)


def enter_missing_words(engine: Engine, seqs: Sequence[int]) -> None:
    """Enter the words of revisions that the full-text index lacks."""
    for start in range(0, len(seqs), BATCH):
        with writing(engine) as connection:
            query = text("SELECT seq, record FROM revisions WHERE seq = :seq")
            rows = [connection.execute(query, {"seq": seq}).one() for seq in seqs[start : start + BATCH]]
            enter_words(connection, [(row.seq, read_record(row.record)) for row in rows])


def _whole(engine: Engine) -> bool:
    """SQLite's own check of the index (https://sqlite.org/fts5.html#the_integrity_check_command)."""
    with engine.connect() as connection, connection.begin():
        try:
            connection.exec_driver_sql("INSERT INTO article_words (article_words) VALUES ('integrity-check')")
        except DatabaseError as error:
            if "malformed" not in str(error.orig):
                raise
            return False
    return True


def near_duplicates(patient: Patient, mend: bool) -> Iterator[Finding]:
    """Whether every article of some length has its sketch, every sketch its article, and the bands are in order."""
    engine = patient.engine
    with reading(engine) as connection:
        wrong = list(_wrong_sketches(connection))
    if not wrong:
        return
    if mend:
        with writing(engine) as connection:
            for table in (sketches, near_recent, near_nodes):
                connection.execute(delete(table))
        _make_anew(engine, "stale_sketches")
    yield from (Finding("near-duplicates", one, MEND, mend) for one in wrong)


def _wrong_sketches(connection: Connection) -> Iterator[str]:
    if stray := connection.execute(text(_STRAY_SKETCH)).scalar_one():
        yield f"{stray} sketches belong to no article"
    record = text("SELECT record FROM revisions WHERE seq = :seq")
    missing = 0
    for seq in connection.execute(text(_NO_SKETCH)).scalars().all():
        found = connection.execute(record, {"seq": seq}).scalar()
        missing += found is not None and len(compared_words(read_record(found))) >= MIN_WORDS
    if missing:
        yield f"{missing} articles have no sketch"
    if disorder := _disorder(connection):
        yield f"{disorder} bands nodes are out of order"


def _disorder(connection: Connection) -> int:
    """How many nodes of the bands are cut short, out of order, or hold another node's entries; see `band_index`."""
    wrong = 0
    rows = connection.execution_options(yield_per=1000).execute(select(near_nodes.c.node, near_nodes.c.entries))
    for node, blob in rows:
        if len(blob) % 8:
            wrong += 1
            continue
        entries = np.frombuffer(blob, dtype="<u8").astype(np.uint64)
        bits = int(node).bit_length() - 1
        own = (entries >> np.uint64(64 - bits)) | np.uint64(1 << bits)
        wrong += bool(entries.size and ((entries[1:] < entries[:-1]).any() or (own != np.uint64(node)).any()))
    return wrong


def _make_anew(engine: Engine, mark: str) -> None:
    """Let `rebuilding` make it anew from the records; a kill leaves the mark, and the next opening does it."""
    with writing(engine) as connection:
        known = connection.execute(select(counters.c.value).where(counters.c.name == mark)).first()
        if known is None:
            connection.execute(insert(counters).values(name=mark, value=0))
    rebuild_stale(engine)

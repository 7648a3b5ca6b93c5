"""The doctor: looks at all that a store and its output folder consist of, and says what to do."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.base.errors import UserError
from crawler.keeping import checks_clock, checks_database, checks_files, checks_index
from crawler.keeping.finding import BACKUP, Check, Finding, Patient

# In this order: what later ones rely on comes first, and the log gives the store its records before they are indexed.
CHECKS: tuple[tuple[str, Check], ...] = (
    ("database", checks_database.structure),
    ("unfinished", checks_files.unfinished),
    ("numbering", checks_database.numbering),
    ("log", checks_files.log),
    ("orphans", checks_database.orphans),
    ("full text", checks_index.full_text),
    ("near-duplicates", checks_index.near_duplicates),
    ("archive", checks_files.archive),
    ("leftovers", checks_files.leftovers),
    ("clock", checks_clock.clock),
    ("disk", checks_files.disk),
)


def examine(patient: Patient, mend: bool) -> Iterator[Finding]:
    """All that is wrong, as it is found; with `mend` each with whether it is put right.

    A database that is damaged itself ends the examination.
    """
    for name, check in CHECKS:
        damaged = False
        try:
            for finding in check(patient, mend):
                damaged = damaged or name == "database"
                yield finding
        except UserError as error:
            damaged = name == "database"
            yield Finding(name, str(error), BACKUP)
        if damaged:
            return

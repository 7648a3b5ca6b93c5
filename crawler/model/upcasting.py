"""Records of earlier schema versions, brought up to today's, a version at a time.

A published line never changes: the log, its mirrors and `/api/revisions` give each line as it was written, with
its own `schema_version`. The store, the console and exports read records through this module.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import orjson

from crawler.base.errors import StoreError
from crawler.model.items import SCHEMA_VERSION, Article

Record = dict[str, Any]


def _similarity_and_legacy_tls(record: Record) -> Record:
    """1 → 2. The first records of version 1 lack `similarity`, too: it was added without a new version."""
    provenance = {**record.get("provenance", {})}
    provenance.setdefault("tls_legacy", None)
    return {"similarity": None, **record, "provenance": provenance}


def _meeting_details(record: Record) -> Record:
    """2 → 3. Version 2 knew only meetings that were held, and nothing of what is added: null or empty."""
    meeting = record.get("meeting")
    if meeting is None:
        return record
    figures = [{"whole": None, "upper": None, "hedge": None, **figure} for figure in meeting.get("figures", [])]
    added: Record = {"status": "held", "ends_on": None, "participants": [], "agenda": None, "acts": [], "tasks": []}
    return {**record, "meeting": {**added, **meeting, "figures": figures}}


def _links_and_posts_before_an_act(record: Record) -> Record:
    """3 → 4. Version 3 read neither links inside bodies nor by which posts an act names somebody: both are empty."""
    record = {**record, "links": []}
    meeting = record.get("meeting")
    if meeting is None:
        return record
    acts = [{"from_posts": [], **act} for act in meeting.get("acts", [])]
    return {**record, "meeting": {**meeting, "acts": acts}}


# From each version to the next: pure functions, which never change once their version is published.
STEPS: Final[dict[int, Callable[[Record], Record]]] = {
    1: _similarity_and_legacy_tls,
    2: _meeting_details,
    3: _links_and_posts_before_an_act,
}


def upcast(record: Record) -> Record:
    """The record as the current schema has it; `record` itself stays as it is.

    Raises `StoreError` for a record of a later version than this code knows.
    """
    version = int(record.get("schema_version", 1))
    if version > SCHEMA_VERSION:
        raise StoreError(f"a newer version of tintinh wrote {record.get('id')}: its schema version is {version}")
    for step in range(version, SCHEMA_VERSION):
        record = {**STEPS[step](record), "schema_version": step + 1}
    return record


def read_record(text: str | bytes) -> Article:
    """A stored record of any version, as an article of today's. Raises `StoreError` as `upcast` does."""
    return Article.model_validate(upcast(orjson.loads(text)))

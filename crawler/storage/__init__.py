"""The store: tables, the frontier, revisions and the JSONL log."""

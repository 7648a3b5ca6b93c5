"""Reading the store for people and programs: lists by keyset, single articles, figures of portals.

Every list is in an order that an index holds, and is continued behind its last row: no OFFSET, and no count over
everything.
"""

"""Reading the store for people and programs: lists by keyset, single articles, figures of portals.

Every list is in an order that an index holds. Each page continues after the last row of the one before: no OFFSET, no
count over all rows.
"""

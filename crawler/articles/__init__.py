"""Articles, their revisions, and all that hangs on a revision."""

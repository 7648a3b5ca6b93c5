"""Archived pages read again: from archives into a file, or into the store."""

"""Archived pages read again (`tintinh reparse`): from archives into a file, or into the store."""

"""Watching: rules say which new reports somebody waits for; feeds and notices report each of them once."""

"""Watching: rules say which new reports somebody waits for; feeds and notices tell of them, each once."""

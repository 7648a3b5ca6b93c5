"""Vietnamese text: normalising, match keys, dates and numbers."""

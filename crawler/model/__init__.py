"""The words that all parts share: the record and its schema; links, due rows and visits."""

"""The data types that all rooms share: the record and its schema; links, due rows and visits."""

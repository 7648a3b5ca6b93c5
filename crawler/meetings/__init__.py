"""Meeting reports: recognised and read from text alone."""

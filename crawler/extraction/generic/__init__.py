"""The third source: reading pages of no known family, by how their text lies."""

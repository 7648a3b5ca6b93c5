"""Finding one's way in a portal that nobody has described: feeds, sitemaps, sections, pagers, forms of addresses."""

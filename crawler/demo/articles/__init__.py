"""Stories of the demo portals, all of our own writing, about a province that does not exist.

`department.toml` and `newspaper.toml` hold those written in full, one `[[article]]` each (fields: `story.Story`;
`published` is a date or a stamp, `hours_ago` counts back from the portals' moment, {ngay} in the text is that day).
`pools.toml` holds the sentences that `generator.Generator` makes the others from.
"""

"""Stories of the demo portals: written by hand (TOML), and made from pools of sentences."""

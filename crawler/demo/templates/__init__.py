"""Page frames of the demo portals, for `string.Template`."""

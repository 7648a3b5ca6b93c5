"""The console: meetings, search, articles and portals as pages, from a store that it can only read."""

"""Raw pages in WARC archives: read, written, verified."""

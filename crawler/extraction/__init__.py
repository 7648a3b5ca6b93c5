"""A page in, an article out: pure functions of the page, with no network, clock or database."""

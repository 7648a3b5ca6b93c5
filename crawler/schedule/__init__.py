"""When portals are due, and the processes that crawl them: one machine's, or many's."""

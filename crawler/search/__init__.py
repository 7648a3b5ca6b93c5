"""Full text: words, the index, queries, snippets."""

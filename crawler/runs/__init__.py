"""How crawls went: runs, due state, daily figures, gaps, verdicts, locks."""

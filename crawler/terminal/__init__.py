"""What the command prints: tables on a terminal, one plain line a row elsewhere."""

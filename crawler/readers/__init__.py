"""Reader processes: what takes a core, and what a hostile page may break, runs there with limits of time and memory."""

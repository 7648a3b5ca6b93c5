"""Reading files in a process of their own, so that a hostile one costs itself and nothing else."""

"""Keeping a store for years: backup, restore, moves, damage, retention, takedowns."""

"""Errors that a person can cause; the command shows each as one line and exits with code 2."""

from __future__ import annotations


class UserError(Exception):
    """Something that a person can mend: a wrong name, a broken file, a full disk."""


class RegistryError(UserError):
    """A registry entry that cannot be used; the message names the file and the key."""


class ArchiveError(UserError):
    """A file given as a WARC archive that is not one, or is cut short."""


class StoreError(UserError):
    """The store cannot be opened or written: locked, read-only, full, or not ours."""

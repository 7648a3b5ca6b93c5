"""An entry that is written anew says what it said."""

from crawler import registry
from crawler.discovery.entry_file import entry_toml


def test_every_entry_can_be_written_and_read_again() -> None:
    for portal in registry.load_all().values():
        assert registry.parse_entry(entry_toml(portal), portal.id) == portal

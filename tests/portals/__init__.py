"""Portals of our own for tests and benches: the demo's two, and one for each CMS family, with their registry entries."""

from pathlib import Path

from crawler.demo import CANARY, DEFAULT_PORT, DEPARTMENT, NEWSPAPER, PORTALS
from crawler.registry import PORTALS as REGISTRY
from tests.portals.served import FAMILIES, SCRIPTED, DemoPortals
from tests.portals.truth import ExpectedArticle, ExpectedAttachment, ExpectedImage

ENTRIES = Path(__file__).parent / "entries"  # for TINTINH_PORTALS


def entry(portal: str) -> str:
    """The portal's registry entry."""
    return ((REGISTRY if portal in PORTALS else ENTRIES) / f"{portal}.toml").read_text("utf-8")


__all__ = [
    "CANARY",
    "DEFAULT_PORT",
    "DEPARTMENT",
    "ENTRIES",
    "FAMILIES",
    "NEWSPAPER",
    "PORTALS",
    "SCRIPTED",
    "DemoPortals",
    "ExpectedArticle",
    "ExpectedAttachment",
    "ExpectedImage",
    "entry",
]

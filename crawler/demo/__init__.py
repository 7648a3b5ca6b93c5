"""Small portals of our own, served on loopback: the embedded default and the test bed."""

from crawler.demo.portals import CANARY, DEFAULT_PORT, DEPARTMENT, FAMILIES, NEWSPAPER, PORTALS, SCRIPTED, DemoPortals
from crawler.demo.truth import ExpectedArticle, ExpectedAttachment, ExpectedImage

__all__ = [
    "CANARY",
    "DEFAULT_PORT",
    "DEPARTMENT",
    "FAMILIES",
    "NEWSPAPER",
    "PORTALS",
    "SCRIPTED",
    "DemoPortals",
    "ExpectedArticle",
    "ExpectedAttachment",
    "ExpectedImage",
]

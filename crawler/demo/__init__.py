"""Two small portals of our own, served on loopback: what `tintinh demo` crawls."""

from crawler.demo.portals import CANARY, DEFAULT_PORT, DEPARTMENT, NEWSPAPER, PORTALS, DemoPortals

__all__ = ["CANARY", "DEFAULT_PORT", "DEPARTMENT", "NEWSPAPER", "PORTALS", "DemoPortals"]

"""`python -m tests.portals`: serves the demo's portals and the families' until it is told to stop."""

import sys

from crawler.demo.__main__ import main
from tests.portals import DemoPortals

if __name__ == "__main__":
    sys.exit(main(DemoPortals))

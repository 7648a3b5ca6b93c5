"""`python -m crawler.demo`: serves the demo portals until SIGTERM, SIGINT or, where stdin is a pipe, its end.

Prints one line of JSON (portal id → address) once they serve.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import stat
import sys
import threading

from crawler.base import clock
from crawler.base.errors import UserError
from crawler.demo.library import DEFAULT_MOMENT
from crawler.demo.portals import DEFAULT_PORT, DemoPortals


def main(portals: type[DemoPortals] = DemoPortals, arguments: list[str] | None = None) -> int:
    """Runs the command for all sites of `portals`; the exit code is 2 where the port is taken."""
    parser = argparse.ArgumentParser(prog="python -m crawler.demo", description="Serve the demo portals on loopback.")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="0: any free port (default: %(default)s)")
    parser.add_argument("--now", action="store_true", help="newest articles date from today, not from a fixed day")
    options = parser.parse_args(arguments)
    done = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: done.set())
    try:
        served = tuple(portals.sites)
        with portals(options.port, clock.now() if options.now else DEFAULT_MOMENT, served) as demo:
            print(json.dumps({portal: demo.base_url(portal) for portal in served}), flush=True)
            if stat.S_ISFIFO(os.fstat(0).st_mode):
                threading.Thread(target=_wait_for_end, args=(done,), daemon=True).start()
            done.wait()
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _wait_for_end(done: threading.Event) -> None:
    """Sets `done` when the pipe on stdin is closed: the portals never outlive the process that started them.

    Reads past Python's buffered stdin, whose lock a thread must not hold while the interpreter shuts down.
    """
    while os.read(0, 4096):
        pass
    done.set()


if __name__ == "__main__":
    sys.exit(main())

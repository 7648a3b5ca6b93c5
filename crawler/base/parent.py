"""A child process ends with its parent, however the parent ends (kill -9, too)."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

# Set for a child: its parent's process id.
PARENT = "TINTINH_PARENT"
_PR_SET_PDEATHSIG = 1  # prctl(2)
_LOOK_SECONDS = 1.0


def die_with_parent() -> None:
    """Called by a child as it starts; does nothing in a process that nobody started as one.

    On Linux the kernel kills the child at the moment in which the thread that started it ends; elsewhere the child
    looks once a second whether its parent is still there.
    """
    parent = os.environ.pop(PARENT, "")
    if not parent.isdigit():
        return
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
            _watch(int(parent))
    else:
        _watch(int(parent))
    if os.getppid() != int(parent):  # it ended before it could be watched
        os._exit(1)


def _watch(parent: int) -> None:
    def look() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=look, name="parent", daemon=True).start()

"""A piece of work that is killed (SIGKILL) at its n-th step, for every n until it gets through."""

import os
import signal
import sys
from collections.abc import Callable, Iterator

from sqlalchemy import event
from sqlalchemy.engine import Engine

# Steps that change what is on the disk, by Python's audit events, and each transaction's end.
STEPS = frozenset({"os.rename", "os.remove", "os.truncate", "sqlite3.connect", "subprocess.Popen"})


def killed_at_each_step(work: Callable[[], object], most: int = 200, every: int = 1) -> Iterator[int]:
    """Run `work` in a process of its own, killed at step 1, 2, …; yields after each kill, ends when one run got through."""
    for step in range(1, most, every):
        child = os.fork()
        if child == 0:
            _work(work, step)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0, "the work failed instead of being killed"
            return
        assert os.WTERMSIG(status) == signal.SIGKILL
        yield step
    raise AssertionError(f"the work has more than {most} steps")


def _work(work: Callable[[], object], step: int) -> None:
    left = step

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(name: str, arguments: tuple[object, ...]) -> None:
        if name in STEPS:
            count()

    code = 1
    try:
        sys.addaudithook(audit)
        event.listen(Engine, "commit", lambda _connection: count())
        work()
        code = 0
    except Exception as error:  # noqa: BLE001 - told, and a failed test in the parent
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        os._exit(code)

"""Why a request is not answered: each kind with its status code; the text is shown to who asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from crawler.base.errors import UserError
from crawler.web.asking import Asked
from crawler.web.languages import Translator

# Pages mend what programs are only told of.
_REFUSED: Final = {"fault.order": "fault.order_refused"}


class RefusalError(UserError):
    """A request that is not answered as it stands."""

    status = 400


class NoSuchError(RefusalError):
    """What was asked for by its id is not there."""

    status = 404


class UnclearError(RefusalError):
    """Parameters that could not be understood; the text says which and why."""

    status = 422


def refuse_faults(asked: Asked) -> None:
    """Raise `UnclearError` where any parameter could not be understood. A page says so and shows the rest; a program
    must not take that for the answer to its question."""
    if asked.faults:
        raise UnclearError(told(asked.faults))


def told(faults: Sequence[tuple[str, str]]) -> str:
    """The faults in words, in English: they are for programs and who writes them."""
    translate = Translator("en")
    return " ".join(translate(_REFUSED.get(key, key), what=what) for key, what in faults)

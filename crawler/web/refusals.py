"""Why a request is not answered: each kind with its status code. The client sees the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from crawler.base.errors import UserError
from crawler.web.asking import Asked
from crawler.web.languages import Translator

# Pages correct such parameters; programs only get an error.
_REFUSED: Final = {"fault.order": "fault.order_refused"}


class RefusalError(UserError):
    """A request that is not answered in this form."""

    status = 400


class NoSuchError(RefusalError):
    """There is nothing with the id asked for."""

    status = 404


class UnclearError(RefusalError):
    """Parameters that could not be understood; the text says which and why."""

    status = 422


def refuse_faults(asked: Asked) -> None:
    """Raise `UnclearError` where any parameter could not be understood. A page says so and shows the rest; a program
    might take that for the answer to its question."""
    if asked.faults:
        raise UnclearError(in_words(asked.faults))


def in_words(faults: Sequence[tuple[str, str]]) -> str:
    """The faults in English words, for programs and their authors."""
    translate = Translator("en")
    return " ".join(translate(_REFUSED.get(key, key), what=what) for key, what in faults)

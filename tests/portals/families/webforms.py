"""What ASP.NET Web Forms portals share: a view state that the server knows or has forgotten."""

from __future__ import annotations

import base64
from abc import abstractmethod
from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qs

from crawler.demo.response import HTML, Response, make
from crawler.demo.site import Answers
from tests.portals.families.base import FamilySite

_REFUSED = (
    "<html><head><title>Validation of viewstate MAC failed.</title></head><body><h1>Server Error</h1></body></html>"
)


class WebFormsSite(FamilySite):
    """Sections are posted back to; a view state names the page that it was given with, and the server's start."""

    _starts = 0

    @abstractmethod
    def listing(self, section: str, number: int) -> str:
        """Page `number` of a section."""

    @abstractmethod
    def page_asked(self, fields: Mapping[str, str], shown: int) -> int | None:
        """The page that the posted fields ask for while page `shown` was shown; None where they ask for none."""

    def restart(self) -> None:
        """Every view state given so far is refused from now on."""
        self._starts += 1

    def listings(self, answers: Answers) -> None:
        for section in self.sections:
            answers.by_target[self.section_path(section)] = self.unstamped(self.listing(section, 1))

    def unstamped(self, text: str) -> Response:
        """A page as ASP.NET serves it: not to be kept, without validators."""
        return make(200, text.encode("utf-8"), HTML, extra={"Cache-Control": "private"})

    def answer(self, target: str, headers: Mapping[str, str]) -> Response:
        section = self.section_at(target)
        if section is not None:
            return self.unstamped(self.listing(section, 1))
        return super().answer(target, headers)

    def section_at(self, target: str) -> str | None:
        """The section whose listing is at `target`."""
        return next((one for one in self.sections if self.section_path(one).lower() == target.lower()), None)

    def post(self, target: str, headers: Mapping[str, str], body: bytes) -> Response:
        """A post-back: another page of the listing, an error for a view state of before the last restart."""
        del headers
        section = self.section_at(target)
        fields = {name: values[0] for name, values in parse_qs(body.decode("utf-8"), keep_blank_values=True).items()}
        state = base64.b64decode(fields.get("__VIEWSTATE", "")).decode("utf-8").split("|")
        if section is None or len(state) != 3 or state[0] != section or state[2] != str(self._starts):
            return make(500, _REFUSED.encode(), HTML)
        number = self.page_asked(fields, int(state[1]))
        count = len(self.in_pages(section))
        return self.unstamped(self.listing(section, min(number or 1, count)))

    def state(self, section: str, number: int) -> str:
        """The hidden fields of a page."""
        value = base64.b64encode(f"{section}|{number}|{self._starts}".encode()).decode()
        names = {"__EVENTTARGET": "", "__EVENTARGUMENT": "", "__VIEWSTATE": value, "__VIEWSTATEGENERATOR": "CA0B0334"}
        return "".join(
            f'<input type="hidden" name="{name}" id="{name}" value="{escape(text)}">' for name, text in names.items()
        )

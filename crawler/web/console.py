"""What every page needs: the store's reader, the registry, and rendering in the reader's language."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from importlib.resources import files
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from crawler import registry
from crawler.discovery.entry_file import kept_entries
from crawler.registry import Portal, provinces
from crawler.watch.plain import web_address
from crawler.web import shown
from crawler.web.languages import COOKIE, LANGUAGES, Translator, choose
from crawler.web.reader import Reader
from crawler.web.settings import ConsoleSettings

T = TypeVar("T")
KEPT_SECONDS = 60.0  # how old the registry and the portals' figures may be
YEAR = 365 * 24 * 3600


class Kept(Generic[T]):
    """A value that is made anew when it is older than `seconds`; one thread at a time makes it."""

    def __init__(self, make: Callable[[], T], seconds: float = KEPT_SECONDS) -> None:
        self._make = make
        self._seconds = seconds
        self._lock = threading.Lock()
        self._made: tuple[float, T] | None = None

    def get(self) -> T:
        """The value, at most so old."""
        made = self._made
        if made is None or time.monotonic() - made[0] > self._seconds:
            with self._lock:
                if self._made is made:
                    self._made = (time.monotonic(), self._make())
                assert self._made is not None
                made = self._made
        return made[1]


class Console:
    """One console: shared by all of its pages."""

    def __init__(self, settings: ConsoleSettings) -> None:
        self.settings = settings
        self.reader = Reader(settings.database_url, settings.query_seconds)
        self.portals: Kept[Mapping[str, Portal]] = Kept(self._load_portals)
        self._templates = _environment()

    @cached_property
    def style_address(self) -> str:
        """The style sheet's address, which changes with it."""
        digest = hashlib.sha256((files("crawler.web") / "static" / "style.css").read_bytes()).hexdigest()
        return f"/static/style.css?v={digest[:12]}"

    def now(self) -> datetime:
        """This moment, in Vietnam."""
        return self.settings.now()

    def today(self) -> date:
        """This day, in Vietnam."""
        return self.now().date()

    def portal_name(self, portal: str) -> str:
        """What people call a portal; its id where the registry does not know it."""
        known = self.portals.get().get(portal)
        return known.name if known else portal

    def translator(self, request: Request) -> Translator:
        """Messages in the language of who asks."""
        asked, cookie = request.query_params.get("lang"), request.cookies.get(COOKIE)
        return Translator(choose(asked, cookie, request.headers.get("accept-language", "")))

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The template's page for this request; a language asked for in the address is kept in a cookie."""
        translate = self.translator(request)
        language = translate.language
        text = self._templates.get_template(template).render(
            t=translate,
            language=language,
            other_languages=[(one, _again(request, lang=one)) for one in LANGUAGES if one != language],
            path=request.url.path,
            style=self.style_address,
            show=shown.Shown(translate),
            portal_name=self.portal_name,
            province_name=_province_name,
            kind_name=lambda kind: translate(f"kind.{kind}"),
            today=self.today(),
            **values,
        )
        headers = {"Content-Language": language, "Vary": "Accept-Language, Cookie"}
        answer = HTMLResponse(text, status, headers)
        if request.query_params.get("lang") == language:
            answer.set_cookie(COOKIE, language, max_age=YEAR, httponly=True, samesite="lax")
        return answer

    def close(self) -> None:
        """Give back the store's connections."""
        self.reader.close()

    def _load_portals(self) -> Mapping[str, Portal]:
        kept = kept_entries(self.settings.output) if self.settings.output else {}
        return kept | registry.load_all()


def address(path: str, **parameters: Any) -> str:
    """A path of the console with those parameters that are set."""
    given = [(name, shown.parameter(value)) for name, value in parameters.items() if value not in (None, "", False)]
    return f"{path}?{urlencode(given)}" if given else path


def _again(request: Request, **parameters: str) -> str:
    """The address asked for, with other parameters."""
    given = {name: value for name, value in request.query_params.items() if name not in parameters}
    return address(request.url.path, **given, **parameters)


def _province_name(code: str | None) -> str:
    found = provinces.all_provinces().get(code or "")
    return found.name if found else (code or "")


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("crawler.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    made.globals |= {"address": address, "web_address": web_address, "provinces": _provinces}
    return made


def _finalize(value: Any) -> Any:
    """All text that is printed, without characters that turn its direction or control a terminal."""
    return shown.harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _provinces() -> Iterable[provinces.Province]:
    return provinces.all_provinces().values()

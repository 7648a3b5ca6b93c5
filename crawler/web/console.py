"""What every page needs: the store's reader, the registry, and rendering in the reader's language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
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
from crawler.web.kept import Kept
from crawler.web.languages import COOKIE, LANGUAGES, Translator, choose
from crawler.web.reader import Reader
from crawler.web.settings import ConsoleSettings

YEAR = 365 * 24 * 3600


class Console:
    """One console: shared by all of its pages."""

    def __init__(self, settings: ConsoleSettings) -> None:
        self.settings = settings
        self.reader = Reader(settings.database_url, settings.query_seconds)
        self.portals: Kept[Mapping[str, Portal]] = Kept(self._load_portals)
        self._templates = environment()

    def static_address(self, name: str) -> str:
        """The address of a style sheet or script, which changes with it."""
        return _static_address(name)

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

    def section_name(self, portal: str, section: str) -> str:
        """What the portal calls a section; its path where the registry does not know the name."""
        known = self.portals.get().get(portal)
        return known.section_name(section) if known else section

    def translator(self, request: Request) -> Translator:
        """Messages in the language of the reader."""
        asked, cookie = request.query_params.get("lang"), request.cookies.get(COOKIE)
        return Translator(choose(asked, cookie, request.headers.get("accept-language", "")))

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The template's page for this request; a language asked for in the address is kept in a cookie."""
        translate = self.translator(request)
        language = translate.language
        text = self.fragment(
            translate,
            template,
            other_languages=[(one, _again(request, lang=one)) for one in LANGUAGES if one != language],
            path=request.url.path,
            static=self.static_address,
            kind_name=lambda kind: translate.known(f"kind.{kind}", kind),
            today=self.today(),
            **values,
        )
        headers = {"Content-Language": language, "Vary": "Accept-Language, Cookie"}
        answer = HTMLResponse(text, status, headers)
        if request.query_params.get("lang") == language:
            answer.set_cookie(COOKIE, language, max_age=YEAR, httponly=True, samesite="lax")
        return answer

    def fragment(self, translate: Translator, template: str, **values: Any) -> Markup:
        """The template in one language: a page, or a part of one."""
        text = self._templates.get_template(template).render(
            t=translate,
            language=translate.language,
            show=shown.Shown(translate),
            portal_name=self.portal_name,
            province_name=_province_name,
            **values,
        )
        return Markup(text)

    def close(self) -> None:
        """Give back the store's connections."""
        self.reader.close()

    def _load_portals(self) -> Mapping[str, Portal]:
        kept = kept_entries(self.settings.output) if self.settings.output else {}
        return kept | registry.load_all()


@cache
def _static_address(name: str) -> str:
    digest = hashlib.sha256((files("crawler.web") / "static" / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:12]}"


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


def environment() -> Environment:
    """The templates, with what they all use."""
    made = Environment(
        loader=PackageLoader("crawler.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        auto_reload=False,
    )
    made.globals |= {"address": address, "web_address": web_address, "provinces": _provinces}
    return made


def _finalize(value: Any) -> Any:
    """Text to print, without control characters and without those that change the writing direction."""
    return shown.harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _provinces() -> Iterable[provinces.Province]:
    return provinces.all_provinces().values()

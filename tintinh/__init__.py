"""tintinh as a library: read pages and meeting reports, normalise Vietnamese text, look into a store of articles.

What `__all__` names is public, see docs/library.md; everything else may change without notice. Names are imported when
they are first used, so `import tintinh` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler import __version__
    from crawler.base.errors import UserError
    from crawler.model.items import Article, Meeting
    from crawler.registry.portal import Portal
    from crawler.vietnamese.normalizing import Normalized
    from tintinh.reading import NotAnArticleError, read_article, read_meeting
    from tintinh.store import Hit, OpenedStore, open_store
    from tintinh.text import StatedDate, fold, normalize, parse_date

# Public name → the module that has it.
_HOMES = {
    "Article": "crawler.model.items",
    "Hit": "tintinh.store",
    "Meeting": "crawler.model.items",
    "Normalized": "crawler.vietnamese.normalizing",
    "NotAnArticleError": "tintinh.reading",
    "OpenedStore": "tintinh.store",
    "Portal": "crawler.registry.portal",
    "StatedDate": "tintinh.text",
    "UserError": "crawler.base.errors",
    "__version__": "crawler",
    "fold": "tintinh.text",
    "normalize": "tintinh.text",
    "open_store": "tintinh.store",
    "parse_date": "tintinh.text",
    "read_article": "tintinh.reading",
    "read_meeting": "tintinh.reading",
}

__all__ = [
    "Article",
    "Hit",
    "Meeting",
    "Normalized",
    "NotAnArticleError",
    "OpenedStore",
    "Portal",
    "StatedDate",
    "UserError",
    "__version__",
    "fold",
    "normalize",
    "open_store",
    "parse_date",
    "read_article",
    "read_meeting",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"tintinh has no {name!r}; public are {', '.join(__all__)}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)

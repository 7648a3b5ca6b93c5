"""Which CMS made a page, from the marks that each leaves in its markup."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extraction.page import Page
from crawler.registry.portal import Portal

GENERIC = "generic"
_HEAD = 300_000  # characters of markup looked at
# What each CMS leaves in its markup, in lower case; most telling first. Each mark is plain text, which is found some
# fifty times faster than an expression without case, and a mark's expression, where it has one, is asked after that.
# Sources: each CMS's own output; for vnPortal, Tandan and ePi what public crawlers show of it.
_MARKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("nukeviet", ('content="nukeviet', "nukeviet", "news-bodyhtml", "nv_base_siteurl")),
    ("wordpress", ('content="wordpress', "/wp-content/", "/wp-includes/", "wp-json")),
    (
        "joomla",
        ('content="joomla', "/media/jui", "/media/system", "/media/vendor/joomla", "com_content", "joomla-script-options"),
    ),
    (
        "drupal",
        (
            'content="drupal', "drupal-settings-json", "drupal.settings", "/sites/default/files/", "/sites/all/files/",
            "/sites/default/modules/", "/sites/all/modules/", "/sites/default/themes/", "/sites/all/themes/",
        ),
    ),
    (
        "liferay",
        (
            "liferay.themedisplay", "liferay.portlet", "liferay.currenturl", "portlet-boundary",
            "portlet-asset-publisher", "portlet-dropzone", "/o/frontend-js",
        ),
    ),
    (
        "sharepoint",
        ('content="microsoft sharepoint', "_sppagecontextinfo", 'id="s4-workspace"', "ms-rtestate-field", "tandan-"),
    ),
    ("vnportal", ("articledetailcontrol", "/desktopmodule/ui", "uiarticle_", "uiarticleinmenu_", "uilistnews_")),
    ("dotnetnuke", ("dotnetnuke", "/desktopmodules/", "dnn_ctr", 'id="dnn_')),
    ("kentico", ("/cmspages/getresource.ashx", "cmslistmenu", "/getattachment/", 'content="kentico')),
    ("epi", ("zce-content-body", "cms-body", "cms-link")),
    ("domino", (".nsf/", "?opendocument", "?openview")),
)  # fmt: skip
# Marks that plain text does not tell from what others write.
_PATTERNS = {
    "dnn_ctr": re.compile(r"dnn_ctr\d+"),
    "/getattachment/": re.compile(r"/getattachment/[^\"']{1,200}\.aspx"),
    "cms-link": re.compile(r"class=\"[^\"]{0,80}cms-link"),
}


def detect(page: Page) -> str:
    """The family whose marks the page carries; 'generic' where it carries none."""
    head = page.html[:_HEAD].lower()
    return next((family for family, marks in _MARKS if any(_has(head, mark) for mark in marks)), GENERIC)


def _has(head: str, mark: str) -> bool:
    if mark not in head:
        return False
    pattern = _PATTERNS.get(mark)
    return pattern is None or pattern.search(head) is not None


def portal_for(page: Page, family: str | None = None) -> Portal:
    """A portal for a page whose site has no registry entry: named for its host, of `family` or the one detected.

    A page whose address is none gets a portal called 'unknown'.
    """
    scheme, host, port = _origin(page.url)
    name = re.sub(r"[^a-z0-9]+", "-", host.removeprefix("www.")).strip("-") or "unknown"
    netloc = f"[{host}]" if ":" in host else host
    return Portal(
        id=name,
        name=host,
        kind="portal",
        family=family or detect(page),
        start=f"{scheme}://{netloc}{f':{port}' if port else ''}/",
        evidence="unverified: no registry entry, the CMS detected from the page",
    )


def _origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of an address; https and 'unknown' where it has none, no port where it is no number."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "unknown").lower()
    except ValueError:
        return "https", "unknown", None
    try:
        port = parts.port
    except ValueError:
        port = None
    return (parts.scheme if parts.scheme in ("http", "https") else "https"), host, port

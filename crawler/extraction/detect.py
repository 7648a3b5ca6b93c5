"""Which CMS made a page, from the marks that each leaves in its markup."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extraction.page import Page
from crawler.registry.portal import Portal

GENERIC = "generic"
_HEAD = 300_000  # characters of markup looked at
# Most telling first. Sources: each CMS's own output; for vnPortal, Tandan and ePi what public crawlers show of it.
_MARKS = (
    ("nukeviet", r'content="NukeViet|nukeviet|news-bodyhtml|nv_base_siteurl'),
    ("wordpress", r'content="WordPress|/wp-content/|/wp-includes/|wp-json'),
    ("joomla", r'content="Joomla|/media/(?:jui|system|vendor/joomla)|com_content|joomla-script-options'),
    (
        "drupal",
        r'content="Drupal|/sites/(?:default|all)/(?:files|modules|themes)/|drupal-settings-json|Drupal\.settings',
    ),
    (
        "liferay",
        r"Liferay\.(?:ThemeDisplay|Portlet|currentURL)|portlet-(?:boundary|asset-publisher|dropzone)|/o/frontend-js",
    ),
    ("sharepoint", r'content="Microsoft SharePoint|_spPageContextInfo|id="s4-workspace"|ms-rtestate-field|tandan-'),
    ("vnportal", r"ArticleDetailControl|/DesktopModule/UI|UIArticle(?:InMenu)?_|UIListNews_"),
    ("dotnetnuke", r"DotNetNuke|/DesktopModules/|dnn_ctr\d+|id=\"dnn_"),
    ("kentico", r"/CMSPages/GetResource\.ashx|CMSListMenu|/getattachment/[^\"']{1,200}\.aspx|content=\"Kentico"),
    ("epi", r"zce-content-body|cms-body|class=\"[^\"]{0,80}cms-link"),
    ("domino", r"\.nsf/|\?OpenDocument|\?OpenView"),
)
_COMPILED = tuple((family, re.compile(pattern, re.I)) for family, pattern in _MARKS)


def detect(page: Page) -> str:
    """The family whose marks the page carries; 'generic' where it carries none."""
    head = page.html[:_HEAD]
    return next((family for family, pattern in _COMPILED if pattern.search(head)), GENERIC)


def portal_for(page: Page) -> Portal:
    """A portal for a page whose site has no registry entry: named for its host, of the family that its markup shows."""
    parts = urlsplit(page.url)
    host = (parts.hostname or "unknown").lower()
    name = re.sub(r"[^a-z0-9]+", "-", host.removeprefix("www.")).strip("-") or "unknown"
    scheme = parts.scheme if parts.scheme in ("http", "https") else "https"
    return Portal(
        id=name,
        name=host,
        kind="portal",
        family=detect(page),
        start=f"{scheme}://{parts.netloc.rpartition('@')[2] or 'unknown'}/",
        evidence="unverified: no registry entry, the CMS told from the page",
    )

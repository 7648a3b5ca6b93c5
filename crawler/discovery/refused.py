"""Addresses that are never worth a look, whatever the portal: logins, searches, print views, files, other languages."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote, urlsplit

# Whole folders of a path. Sources: the paths of the CMSs under extraction/families and of their Vietnamese skins;
# `@@` before the name of a view is Zope's (Plone).
_NAMES = (
    "login|logout|log-?in|sign-?in|sign-?up|register|registration|dang-?nhap|dang-?xuat|dang-?ky|quen-mat-khau|password|"
    "account|user|users|member|members|thanh-vien|profile|admin|administrator|wp-admin|wp-login|wp-json|xmlrpc|cgi-bin|"
    "search|seek|tim-?kiem|ket-qua-tim-kiem|advanced-search|print|printer|in-trang|ban-in|in-bai|in-tin|pop_up|popup|share|"
    "send-?mail|gui-?mail|gui-email|sendtofriend|gui-ban-be|feed|rss|atom|tag|tags|tu-khoa|hashtag|keyword|keywords|"
    "author|authors|tac-gia|comment|comments|binh-luan|reply|captcha|cart|checkout|gio-hang|cdn-cgi|api|ajax|"
    "feeds|siteterms|two-step-verification|embed|amp|savefile|download|downloads|tai-ve|thumbnail|calendar|lich|voting|poll|polls|tham-do|wp-content|wp-includes|"
    "uploads|documents-download|static|assets|_layouts|_vti_bin"
)
_FOLDER = re.compile(rf"/(?:{_NAMES}|@@(?!images)[\w-]+)(?:\.(?:html?|aspx?|php|jsp))?(?=/|$)", re.I)
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|txt|csv|zip|rar|7z|gz|tar|exe|apk|jpe?g|png|gif|webp|bmp|svg|ico|tiff?|mp[34]|"
    r"m4[av]|wav|wma|wmv|avi|mov|flv|webm|ogg|css|js|json|xml|rss|woff2?|ttf|eot|swf|ics|kml|axd|ashx|asmx)$",
    re.I,
)
# Document libraries put a version after the file's name.
_FILE_WITHIN = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png|gif|mp[34])/", re.I)
_QUERY = re.compile(
    r"(?:^|&)(?:print|share|replytocom|viewmode=print|[\w]*viewmode=print|pop|popup|keyword|keywords|key|q|s|search|searchtext|"
    r"tukhoa|tu-khoa|_3_keywords|returnurl|return_to|redirect|redirect_to|backurl|back_url|ctl|sort|sortby|order|orderby|"
    r"dir|sort_on|sort_order|view_mode|filter|tag|tags|format|font|fontsize|theme|skin|download|destination)(?:=|&|$)"
    r"|(?:^|&)(?:lang|language|languageid|setlang|switchlang|hl)=(?!vi|vn|1066|&|$)",
    re.I,
)
_LANGUAGE = re.compile(
    r"^/(?:[\w-]+/)?(en|eng|english|en-us|en-gb|zh|cn|zh-cn|lo|la|km|kh|fr|ru|ja|jp|ko|kr)(?=/|$)", re.I
)
_OTHER_TEXT = re.compile(r"^\W*(?:english|en|eng|中文|français|русский|日本語|한국어|ລາວ|ភាសាខ្មែរ)\W*$", re.I)
_VIETNAMESE = re.compile(r"/(?:vi|vn|vi-vn|vie)(?=/|$)", re.I)
_LANGUAGES = frozenset({"vi", "vn", "vi-vn", "en", "en-us", "zh", "lo", "km", "fr", "ru", "ja", "ko"})
LONGEST = 600  # characters of an address
DEEPEST = 14  # folders of a path


def refused(url: str, text: str = "") -> str | None:
    """Why the page at `url`, linked as `text`, is not worth a look; None where it may be."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if len(url) > LONGEST or path.count("/") > DEEPEST:
        return "an address of unusual length"
    if _FILE.search(path) or _FILE_WITHIN.search(path):
        return "a file"
    if _FOLDER.search(path):
        return "a function of the site, no page"
    if parts.query and _QUERY.search(unquote(parts.query)):
        return "a function of the site, no page"
    if _loops(path):
        return "an address that repeats itself"
    if _OTHER_TEXT.match(text):
        return "another language"
    return None


def other_language(url: str, home: str) -> bool:
    """Whether the address is that of a foreign-language edition, where the portal's start is not."""
    found = _LANGUAGE.match(urlsplit(url).path)
    own = _LANGUAGE.match(urlsplit(home).path)
    return found is not None and (own is None or own[1].lower() != found[1].lower())


def without_language(path: str) -> str:
    """The path without the folders that say 'Vietnamese', which portals add and leave out at will."""
    return _VIETNAMESE.sub("", path) or "/"


def _loops(path: str) -> bool:
    """Whether folders come again and again: relative links and language switches gone wrong, without end.

    A folder twice in a row is a section of the same name; three times, a pair twice, or two languages are a loop.
    """
    folders = [folder.lower() for folder in path.split("/") if folder]
    if sum(folder in _LANGUAGES for folder in folders) > 1:
        return True
    if any(folders[n] == folders[n + 1] == folders[n + 2] for n in range(len(folders) - 2)):
        return True
    pairs = list(pairwise(folders))
    return any(pairs[n] == pairs[n + 2] for n in range(len(pairs) - 2))

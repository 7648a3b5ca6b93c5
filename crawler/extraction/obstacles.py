"""Pages that are no content at all: challenges, firewall notices, soft 404s, logins, shells that scripts would fill.

Each kind is recognised by what its makers print, and only on pages with little text of their own, so that an article
about captchas is an article.
"""

from __future__ import annotations

import re

from turbohtml import Document

from crawler.extraction.blocks import Blocks, collapse
from crawler.extraction.page import Page
from crawler.extraction.reading import Outcome

_LITTLE = 1500  # characters of visible text
_HEADLINE = 30  # characters of a link that is no menu's
_NEWS = 3  # links of that length that no page has whose purpose is a login
# Marks in the markup. Sources: the pages that Cloudflare, Imperva, DDoS-Guard, DataDome, PerimeterX, Akamai, AWS WAF,
# F5 ASM and Sucuri send, as their documentation and the projects that detect them describe.
_CHALLENGE_MARKS = (
    "cdn-cgi/challenge-platform", "cf-browser-verification", "cf_chl_", "_incapsula_resource", "ddos-guard",
    "geo.captcha-delivery.com", "captcha.px-cdn", "_pxcaptcha", "awswafcookiedomainlist", "gokuprops",
    "sucuri_cloudproxy", "/_sec/cp_challenge",
)  # fmt: skip
_BLOCK_TEXT = re.compile(
    r"just a moment\.\.\.|attention required! \| cloudflare|checking your browser before|verify(?:ing)? (?:that )?you are "
    r"(?:a )?human|are you a (?:robot|human)|unusual traffic|request unsuccessful\. incapsula|access denied|"
    r"the requested url was rejected|your support id is|web page blocked|web application firewall|attack id|"
    r"you have been blocked|sorry, you have been blocked|pardon our interruption|ddos protection by|"
    r"(?:yêu cầu|truy cập|kết nối|địa chỉ ip)(?: truy cập)? của (?:bạn|quý khách) (?:đã )?bị (?:chặn|từ chối|khóa)|"
    r"truy cập (?:đã )?bị (?:từ chối|chặn)|xác (?:minh|nhận|thực) (?:rằng )?(?:bạn|quý khách) (?:không phải )?là (?:người|con người|robot)|"
    r"bạn không phải là (?:người máy|robot)|đang kiểm tra trình duyệt|hệ thống phát hiện (?:truy cập|yêu cầu) bất thường|"
    r"quá nhiều (?:yêu cầu|truy cập)|too many requests|^\s*(?:403 )?forbidden\b",
    re.I | re.M,
)
_RELOAD = re.compile(r"document\.cookie\s*=|setCookie\(", re.I)
_RELOADS = re.compile(r"location\.(?:reload|replace|href\s*=)|window\.location\s*=|http-equiv=[\"']?refresh", re.I)
_NOT_FOUND = re.compile(
    r"\b404\b.{0,40}(?:not found|error|lỗi|không)|(?:lỗi|error)\s*:?\s*404|^\s*404\s*$|page (?:was )?not found|page (?:does not|doesn't) exist|"
    r"(?:không|chưa) (?:tìm thấy|tồn tại) (?:trang|nội dung|bài viết|dữ liệu|đường dẫn|tin|kết quả)|"
    r"(?:trang|nội dung|bài viết|đường dẫn|liên kết|địa chỉ|dữ liệu|tin bài|bản tin)(?: này| web)?(?: mà)?(?: bạn| quý khách| quý vị)?"
    r"(?: đang| đã| vừa| cần)?(?: yêu cầu| tìm kiếm| tìm| truy cập| xem| chọn)?(?: hiện)? "
    r"(?:không (?:còn )?(?:tồn tại|tìm thấy|có|hợp lệ)|đã bị (?:xóa|xoá|gỡ|hủy)|chưa được (?:xuất bản|duyệt))|"
    r"the page (?:you|that you) (?:are looking for|requested)|no longer available|cannot be found|could not be found",
    re.I | re.M,
)
_LOGIN = re.compile(r"đăng nhập|sign in|log ?in|đăng nhập hệ thống|xác thực tập trung", re.I)
_NEEDS_SCRIPT = re.compile(
    r"enable javascript|javascript (?:is )?(?:required|disabled)|turn on javascript|bật javascript|kích hoạt javascript|"
    r"(?:trình duyệt|browser).{0,60}(?:không hỗ trợ|does not support) javascript|requires javascript|without javascript",
    re.I,
)
_MOUNT = (
    "#root, #app, #__next, #__nuxt, #app-root, app-root, #svelte, #gatsby, [data-reactroot], [ng-app], [ng-view], "
    "[ui-view], #main-app, [data-server-rendered], #q-app, #___gatsby"
)


def without_text(page: Page) -> tuple[Outcome, str] | None:
    """What a page is that has (nearly) nothing to read: judged before its text is."""
    html = page.html
    if len(html) < 4096:
        if not html.strip("\x00 \t\r\n\ufeff"):
            return Outcome.OTHER, "an empty page"
        if _RELOAD.search(html) and _RELOADS.search(html):
            return Outcome.BLOCKED, "a script that sets a cookie and reloads"
    return None


def judge(page: Page, blocks: Blocks, running: int) -> tuple[Outcome, str] | None:
    """What a page is that is no article; `running`: characters of running text that the reader found on it."""
    if running > _LITTLE:
        return None
    tree = page.tree
    text = _visible(blocks)
    head = f"{_title(tree)}\n{text[:3000]}"
    if running < 600 and len(text) < _LITTLE and (mark := _challenge(page.html)):
        return Outcome.BLOCKED, f"challenge: {mark}"
    if len(text) < _LITTLE and (match := _BLOCK_TEXT.search(head)):
        return Outcome.BLOCKED, f"says: {collapse(match.group())[:80]}"
    heading = _headings(tree)
    if match := _NOT_FOUND.search(f"{_title(tree)}\n{heading}" if len(text) > _LITTLE else head):
        return Outcome.SOFT_404, f"says: {collapse(match.group())[:80]}"
    if _is_login(tree, text):
        return Outcome.LOGIN, "a form that asks for a password"
    if len(text) < 300 and running < 200:
        noscript = " ".join(element.text for element in tree.select("noscript")[:5])
        if _NEEDS_SCRIPT.search(noscript + text) or _is_unfilled(tree):
            return Outcome.NEEDS_BROWSER, "an empty shell that scripts would fill"
    return None


def _is_login(tree: Document, text: str) -> bool:
    """Whether a form that asks for a password is what the page is for, not a box beside its news.

    Joomla's and Drupal's own themes print such a box in the sidebar of every page, under a heading of its own.
    """
    if tree.select_one("input[type=password]") is None:
        return False
    if _LOGIN.search(_title(tree)):
        return True
    leading = sum(len(collapse(link.text)) >= _HEADLINE for link in tree.select("a[href]"))
    return leading < _NEWS and (len(text) < 800 or bool(_LOGIN.search(_headings(tree))))


def _headings(tree: Document) -> str:
    """The page's first headings, line by line."""
    return "\n".join(collapse(element.text) for element in tree.select("h1, h2, h3")[:8])


def _is_unfilled(tree: Document) -> bool:
    """Whether a script is to fill the page: the element that frameworks mount on is there, without a headline in it."""
    mount = tree.select_one(_MOUNT)
    if mount is None or tree.select_one("script") is None:
        return False
    return not any(len(collapse(link.text)) >= _HEADLINE for link in mount.select("a[href]"))


def _challenge(html: str) -> str | None:
    """The mark of a challenge in the markup, where it has one."""
    head = html[:200_000].lower()
    return next((mark for mark in _CHALLENGE_MARKS if mark in head), None)


def is_shell(page: Page, blocks: Blocks) -> bool:
    """Whether a page has scripts and next to no text: what is left when nothing else was recognised."""
    return len(_visible(blocks)) < 150 and len(page.tree.select("script")) >= 2


def _title(tree: Document) -> str:
    element = tree.select_one("title")
    return collapse(element.text)[:500] if element is not None else ""


def _visible(blocks: Blocks) -> str:
    """Some 4,000 characters of the text that a reader sees, line by line."""
    out: list[str] = []
    size = 0
    for line in blocks.lines:
        if line.text:
            out.append(line.text)
            size += len(line.text)
            if size > 4000:
                break
    return "\n".join(out)

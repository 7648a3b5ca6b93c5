"""The console in a real Chromium: both languages, a phone's width, the keyboard alone, and what axe has to say."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.web.conftest import Site
from tests.web.test_hostile import corpus, hostile_site  # noqa: F401 (fixtures)

PAGES = ("/", "/calendar", "/search?q=duong", "/portals", "/portal?id=son-la", "/article?id=son-la:1",
         "/article/changes?id=son-la:2", "/article/raw?id=son-la:1", "/api", "/khong-co",
         "/person?name=lo+thi+hanh", "/body?name=hdnd+tinh+son+la", "/document?number=45/nq-hdnd", "/province?id=14",
         "/provinces", "/provinces?by=health", "/people", "/bodies")  # fmt: skip
SEALED = "Blocked script execution"  # the archived page's, in its frame
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = os.environ.get("TINTINH_TEST_CHROMIUM")
    if not path:
        reason = "no Chromium: TINTINH_TEST_CHROMIUM is not set (make test looks for one)"
        if os.environ.get("TINTINH_REQUIRE_ALL"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@contextmanager
def opened(browser: Any, site: Site, *expected: str, **options: Any) -> Iterator[Any]:
    """A page of a visitor of one's own; what the browser complains of beside what is `expected` fails the test."""
    context = browser.new_context(base_url=site.address, **options)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
    page.on("request", lambda request: complaints.append(request.url) if not ours(request.url, site) else None)
    try:
        yield page
        assert not [one for one in complaints if not any(words in one for words in expected)]
        assert not [words for words in expected if not any(words in one for one in complaints)]
    finally:
        context.close()


def ours(url: str, site: Site) -> bool:
    return url.startswith(site.address + "/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_a_phone_needs_no_sideways_scrolling(browser: Any, site: Site, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    locale = {"light": "vi-VN", "dark": "en-GB"}[scheme]
    # The sealed frame answers no script, axe's neither.
    options: dict[str, object] = {"resultTypes": ["violations"], "iframes": False}
    if scheme == "dark":  # all else is as in light
        options["runOnly"] = ["color-contrast"]
    with opened(browser, site, SEALED, "status of 404", color_scheme=scheme, locale=locale, viewport=PHONE) as page:
        for path in PAGES:
            page.goto(path)
            assert page.evaluate("document.documentElement.lang") == locale[:2]
            for details in page.query_selector_all("details:not([open]) > summary"):
                details.evaluate("node => node.parentNode.open = true")
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
            report = Axe().run(page, options=options)
            found = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in report.response["violations"]]
            assert not found, path


def test_the_way_of_a_reader_without_a_mouse(browser: Any, site: Site) -> None:
    with opened(browser, site, locale="vi-VN", java_script_enabled=False) as page:
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Đến nội dung chính"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Lọc"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.locator(":focus").get_attribute("name") == "province"
        page.keyboard.type("Sơn La")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Tìm").press("Enter")
        page.wait_for_url("**/?province=14*")
        page.get_by_role("link", name="Khai mạc kỳ họp thứ 21 HĐND tỉnh Sơn La").press("Enter")
        assert page.get_by_role("heading", level=1).inner_text() == "Khai mạc kỳ họp thứ 21 HĐND tỉnh Sơn La"


def test_the_way_of_a_reader_who_searches(browser: Any, site: Site) -> None:
    with opened(browser, site, locale="vi-VN") as page:
        page.goto("/")
        page.get_by_role("link", name="English").click()
        page.get_by_role("link", name="Search", exact=True).click()
        page.get_by_label("Words").fill("duong")
        page.get_by_label("Words").press("Enter")
        assert page.locator(".hits mark").first.inner_text().lower() == "đường"
        page.get_by_role("link", name="Mở đường mới ở Mường La").first.click()
        page.get_by_role("link", name="see changes").click()
        assert page.locator("del").inner_text() == "12"
        page.get_by_role("link", name="Portals", exact=True).click()
        page.locator(".stack a").last.click()
        assert page.get_by_role("heading", name="Registry entry").is_visible()
        page.get_by_role("link", name="Calendar").click()
        page.get_by_role("link", name="1 Jan 2026, 1 meeting").click()
        assert page.locator("#day .meet").count() == 1


@pytest.mark.parametrize(
    ("locale", "scheme", "width", "script", "words"),
    [("vi-VN", "light", 390, True, ("Người", "Tên hoặc số hiệu", "Tìm")),
     ("en-GB", "dark", 1440, False, ("People", "Name or number", "Search"))],
)  # fmt: skip
def test_the_way_of_a_reader_who_follows_a_person_and_a_document(
    browser: Any, site: Site, locale: str, scheme: str, width: int, script: bool, words: tuple[str, str, str]
) -> None:
    people, name, find = words
    options = {"locale": locale, "color_scheme": scheme, "java_script_enabled": script}
    with opened(browser, site, viewport={"width": width, "height": 900}, **options) as page:
        page.goto("/")
        page.get_by_role("link", name=people, exact=True).click()
        page.wait_for_url("**/people")  # loaded, so the script sees what is typed
        page.get_by_label(name).fill("lo thi")
        if script:
            page.get_by_role("option", name="Lò Thị Hạnh").wait_for()
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
        else:
            page.get_by_role("button", name=find).click()
            page.get_by_role("link", name="Lò Thị Hạnh").click()
        page.wait_for_url("**/person?*")
        assert page.get_by_role("heading", level=1).inner_text() == "Lò Thị Hạnh"
        for form, inside in (("Atom", "<feed"), ("CSV", "son-la:1"), ("iCalendar", "BEGIN:VEVENT")):
            target = page.locator(".follow").get_by_role("link", name=form, exact=True).get_attribute("href")
            assert inside in site.get(target).text
        page.locator("a[href^='/article?']").first.click()
        page.get_by_role("link", name="45/NQ-HĐND").first.click()
        page.locator("a[href^='/document?'][href*='province=12']").first.click()
        page.locator(".meet a[href='/province?id=12']").first.click()
        assert page.get_by_role("heading", level=1).inner_text() == "Tỉnh Lai Châu"


def test_keys_go_to_the_words_and_through_the_rows(browser: Any, site: Site) -> None:
    with opened(browser, site, locale="vi-VN") as page:
        page.goto("/province?id=12")
        page.keyboard.press("j")
        first = page.locator(":focus").get_attribute("href")
        page.keyboard.press("j")
        assert page.locator(":focus").get_attribute("href") != first
        page.keyboard.press("k")
        assert page.locator(":focus").get_attribute("href") == first
        page.goto("/")
        page.keyboard.press("j")
        page.keyboard.press("o")
        assert page.locator("article.report:has(:focus) details").get_attribute("open") is not None
        page.goto("/people")
        page.keyboard.press("/")
        assert page.locator(":focus").get_attribute("name") == "q"


def test_the_raw_page_runs_nothing_and_loads_nothing(browser: Any, site: Site) -> None:
    with opened(browser, site, SEALED) as page:
        page.goto("/article/raw?id=son-la:1")
        frame = page.frame_locator("iframe")
        page.locator("iframe").scroll_into_view_if_needed()
        assert frame.locator("b").inner_text() == "nông thôn"
    with opened(browser, site, SEALED) as page:
        page.goto("/article/frame?id=son-la:1")
        assert page.evaluate("typeof window.bad") == "undefined"
        page.locator("b").wait_for()


def test_hostile_articles_do_nothing(browser: Any, hostile_site: Site) -> None:  # noqa: F811
    with opened(browser, hostile_site) as page:
        page.add_init_script("window.bad = () => { document.documentElement.dataset.bad = 1 }")
        page.goto("/search?lang=en")
        targets = page.eval_on_selector_all('a[href^="/article?"]', "all => all.map(one => one.getAttribute('href'))")
        assert len(targets) > 10
        for path in ("/", "/portals", "/portal?id=lai-chau", *targets[:6]):
            page.goto(path)
            assert page.evaluate("document.documentElement.dataset.bad") is None
            assert page.locator("header.top .brand").is_visible()


def test_a_token_is_asked_for_as_browsers_do(browser: Any, guarded: Site) -> None:
    credentials = {"username": "", "password": "mot-ma-bao-ve-dai"}
    with opened(browser, guarded, http_credentials=credentials, locale="en") as page:
        page.goto("/")
        assert page.get_by_role("heading", level=1).inner_text() == "New meetings"

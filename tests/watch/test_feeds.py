import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from crawler.crawl.store import Store
from crawler.model.items import Article, Meeting, MeetingKind
from crawler.watch import feeds
from crawler.watch.feeds import write_feeds
from crawler.watch.plain import inert, plain, web_address
from crawler.watch.rules import Rules
from crawler.watch.watcher import Watcher
from tests.records import NOON, article
from tests.watch.conftest import put, rules

ATOM = "{http://www.w3.org/2005/Atom}"
RULES = rules(feeds_url="https://tin.vn/feeds", rules={"hop": {"title": "Các cuộc họp"}, "khac": {"words": "không có"}})


def report(key: str, text: str = "Nội dung.", **more: object) -> Article:
    made = article(key, text)
    made.meeting = Meeting(kind=MeetingKind.CONFERENCE)
    made.province_code = "40"
    return made.model_copy(update=more)


def write(store: Store, output: Path, these: Rules = RULES) -> int:
    return write_feeds(store.engine, output, these, lambda: NOON, {"thu-nghiem": "Cổng thử nghiệm"})


def entries(output: Path, name: str) -> list[ElementTree.Element]:
    return ElementTree.parse(output / "feeds" / f"{name}.atom").findall(f"{ATOM}entry")


def items(output: Path, name: str) -> list[ElementTree.Element]:
    return ElementTree.parse(output / "feeds" / f"{name}.rss").findall("channel/item")


@pytest.fixture
def watched(store: Store) -> Store:
    store.notices = Watcher.of(store.engine, RULES, NOON)
    return store


def test_a_feed_of_each_rule_of_each_province_and_of_all(watched: Store, tmp_path: Path) -> None:
    put(watched, [report("1"), report("2", province_code="42"), article("3")])
    write(watched, tmp_path)
    names = {path.name for path in (tmp_path / "feeds").iterdir() if not path.name.startswith(".")}
    stems = ("hop", "khac", "meetings", "meetings-40", "meetings-42")
    assert names == {f"{stem}.{suffix}" for stem in stems for suffix in ("atom", "rss")}
    assert [len(entries(tmp_path, stem)) for stem in stems] == [2, 0, 2, 1, 1]
    assert [len(items(tmp_path, stem)) for stem in stems] == [2, 0, 2, 1, 1]
    (entry,) = entries(tmp_path, "meetings-40")
    assert entry.findtext(f"{ATOM}title") == "Bài 1"
    assert entry.find(f"{ATOM}link").get("href") == "https://x.vn/1"  # type: ignore[union-attr]
    assert entry.findtext(f"{ATOM}published") == "2026-01-02T12:00:00+07:00"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Cổng thử nghiệm"


def test_an_edit_updates_the_entry_and_makes_no_new_one(watched: Store, tmp_path: Path) -> None:
    put(watched, [report("1")])
    write(watched, tmp_path)
    before = entries(tmp_path, "hop")[0].findtext(f"{ATOM}id"), items(tmp_path, "hop")[0].findtext("guid")
    put(watched, [report("1", "Đã sửa.", title="Bài đã sửa")])
    write(watched, tmp_path)
    ((entry,), (item,)) = entries(tmp_path, "hop"), items(tmp_path, "hop")
    assert (entry.findtext(f"{ATOM}id"), item.findtext("guid")) == before
    assert entry.findtext(f"{ATOM}title") == "Bài đã sửa"


def test_files_are_left_alone_where_nothing_changed(watched: Store, tmp_path: Path) -> None:
    put(watched, [report("1")])
    assert write(watched, tmp_path) == 8
    stamps = {path: path.stat().st_ino for path in (tmp_path / "feeds").iterdir()}
    assert write(watched, tmp_path) == 0
    assert {path: path.stat().st_ino for path in (tmp_path / "feeds").iterdir()} == stamps


def test_a_feed_holds_the_newest(watched: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "ENTRIES", 3)
    put(watched, [report(str(number)) for number in range(5)])
    write(watched, tmp_path)
    assert [one.findtext(f"{ATOM}title") for one in entries(tmp_path, "hop")] == ["Bài 4", "Bài 3", "Bài 2"]


def test_hostile_text_is_inert(watched: Store, tmp_path: Path) -> None:
    title = "<script>alert(1)</script> & ]]> \x00\x08\u202eổ \ud800<b>"
    hostile = report("1", "<img src=x onerror=alert(1)>\x0b", title=title.encode("utf-8", "replace").decode())
    hostile.url, hostile.canonical_url = "javascript:alert(1)", "https://x.vn/1"
    put(watched, [hostile])
    write(watched, tmp_path)
    (entry,), (item,) = entries(tmp_path, "hop"), items(tmp_path, "hop")
    assert entry.findtext(f"{ATOM}title") == "<script>alert(1)</script> & ]]> ổ ?<b>"
    assert entry.find(f"{ATOM}title").get("type") in (None, "text")  # type: ignore[union-attr]
    assert entry.find(f"{ATOM}link").get("href") == "https://x.vn/1"  # type: ignore[union-attr]
    # Readers take RSS titles and descriptions for HTML: there the text must be escaped once more.
    assert item.findtext("title") == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; ]]&gt; ổ ?&lt;b&gt;"
    assert item.findtext("description") == "&lt;img src=x onerror=alert(1)&gt;"
    assert item.findtext("link") == "https://x.vn/1"
    assert b"javascript:" not in (tmp_path / "feeds" / "hop.rss").read_bytes()


def test_a_folder_that_cannot_be_written_is_one_clear_line(watched: Store, tmp_path: Path) -> None:
    from crawler.base.errors import StoreError

    (tmp_path / "feeds").write_text("")
    with pytest.raises(StoreError, match="cannot write the feeds"):
        write(watched, tmp_path)


def test_text_for_messages_calls_nobody() -> None:
    assert "@everyone" not in inert("Chào @everyone <!channel> <@U1>")
    assert "<!" not in inert("<!channel>")
    assert plain("a" * 10_000_000, 10) == "a" * 9 + "…"
    assert plain("Dòng\nhai\r\n\tba\x1b[31m\x00", 50) == "Dòng hai ba[31m"


@pytest.mark.parametrize(
    "title",
    [
        "Xem [tại đây](https://xau.vn/)",
        "![ảnh](https://xau.vn/a.gif)",
        "[tại đây][1] [1]: https://xau.vn/",
        "<https://xau.vn/>",
        "<https://xau.vn/|tỉnh nhà>",
        "<a href=https://xau.vn/>tỉnh nhà</a>",
        "https://xau.vn/ www.xau.vn HTTPS://xau.vn WWW.xau.vn",
        "[x] (https://xau.vn/)",
    ],
)
def test_a_title_in_a_message_links_nowhere(title: str) -> None:
    html = MarkdownIt("commonmark").render(inert(plain(title, 200)))
    assert re.findall("<[^>]+>", html.replace("\n", "")) == ["<p>", "</p>"]
    assert not re.search(r"\w://|www\.", html, re.IGNORECASE), "chats make links of bare addresses"
    assert inert(title).replace("\u2060", "") == title, "a reader sees another title"


def test_what_is_no_link_stays_as_it_is() -> None:
    title = "Họp lúc 14:30 [khẩn]; TCVN 5699-2:2014 (IEC), a_b * c"
    assert inert(title) == title


@pytest.mark.parametrize(
    ("urls", "wanted"),
    [
        (("javascript:alert(1)", "https://x.vn/"), "https://x.vn/"),
        (("http://[", None), None),
        (("https://x.vn/a b",), None),
        (("//x.vn/",), None),
        (("data:text/html,x", "ftp://x.vn/"), None),
    ],
)
def test_only_web_addresses_are_linked(urls: tuple[str | None, ...], wanted: str | None) -> None:
    assert web_address(*urls) == wanted


def test_a_feed_that_somebody_removed_is_written_again(watched: Store, tmp_path: Path) -> None:
    put(watched, [report("1")])
    write(watched, tmp_path)
    (tmp_path / "feeds" / "hop.atom").unlink()
    (tmp_path / "feeds" / ".written.json").write_text("{", "utf-8")
    assert write(watched, tmp_path) == 1
    assert len(entries(tmp_path, "hop")) == 1

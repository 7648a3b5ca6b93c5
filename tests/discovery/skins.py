"""Portals of unknown make, one class a skin: the same stories under other markup, addresses and traps."""

from __future__ import annotations

import json
import unicodedata
from html import escape
from urllib.parse import quote, unquote

from crawler.demo.story import Story
from tests.discovery.skin import ABOUT, SECTIONS, Answer, Skin, home_of


class Flat(Skin):
    """No CMS, no ids: articles and sections side by side at the root; an endless calendar, a tag cloud, print views."""

    def address(self, story: Story, section: str) -> str:
        return f"/{story.address_words}"

    def frame(self, content: str) -> str:
        menu = "".join(f'<li><a href="/{one}/">{name}</a></li>' for one, name in SECTIONS.items())
        days = "".join(f'<td><a href="/lich-su-kien/2026/03/{day:02d}">{day}</a></td>' for day in range(1, 29))
        tags = "".join(f'<a href="/tag/{one.address_words[:9]}">{escape(one.title[:9])}</a> ' for one in self.told[:20])
        latest = "".join(f'<li><a href="{self.address(s, "")}">{escape(s.title)}</a></li>' for s in self.told[:5])
        return (
            '<!DOCTYPE html><html lang="vi"><head><title>Trang tin Sông Lam</title></head><body>'
            f'<div class="top-menu"><ul><li><a href="/">Trang chủ</a></li>{menu}<li><a href="/gioi-thieu">Giới thiệu</a></li>'
            '<li><a href="/lien-he">Liên hệ</a></li><li><a href="/en/">English</a></li></ul></div>'
            f'<div id="content">{content}</div>'
            f"<aside><h3>Mới nhất</h3><ul>{latest}</ul><table><tr>{days}</tr></table><div>{tags}</div></aside>"
            "<footer><p>Cơ quan chủ quản: UBND tỉnh Sông Lam. Giấy phép số 12/GP ngày 01/02/2019.</p></footer></body></html>"
        )

    def listing(self, section: str | None, number: int, folder: str) -> str:
        items = "".join(
            f'<div class="o-tin"><h3><a href="{self.address(s, folder)}">{escape(s.title)}</a></h3>'
            f'<span class="gio">{s.published_at:%d/%m/%Y}</span><p>{escape(s.paragraphs[0][:120])}</p></div>'
            for s in self.shown(section, number)
        )
        links = "".join(f'<a href="/{folder}/?page={n}">{n}</a> ' for n in range(1, self.pages(section) + 1))
        return self.frame(f'<h1>{SECTIONS.get(folder, "Tin mới")}</h1>{items}<div class="so-trang">{links}</div>')

    def article(self, story: Story) -> str:
        others = "".join(
            f'<li><a href="{self.address(s, "")}">{escape(s.title)}</a></li>' for s in self.of(home_of(story))[:4]
        )
        return self.frame(
            f'<h1>{escape(story.title)}</h1><div class="ngay-gio">{story.published_at:%d/%m/%Y %H:%M}</div>'
            f'<div class="chi-tiet">{self.body(story)}</div><a href="{self.address(story, "")}?print=1">In trang</a>'
            f"<h4>Tin khác</h4><ul>{others}</ul>"
        )

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        folder = path.strip("/")
        if path == "/":
            top = "".join(
                f'<p><a href="{self.address(s, "")}">{escape(s.title)}</a> ({s.published_at:%d/%m/%Y})</p>'
                for s in self.told[:8]
            )
            return Answer(self.frame(top))
        if folder in SECTIONS:
            number = int(query.get("page", "1"))
            if number > self.pages(folder):  # past the end: the last page once more
                number = self.pages(folder)
            return Answer(self.listing(folder, number, folder))
        if folder.startswith("lich-su-kien/"):
            year, month, *_ = [int(one) for one in folder.split("/")[1:]]
            after = f"/lich-su-kien/{year + month // 12}/{month % 12 + 1:02d}/01"
            return Answer(
                self.frame(f'<h1>Lịch tháng {month}/{year}</h1><p>Không có sự kiện.</p><a href="{after}">Tháng sau</a>')
            )
        if folder.startswith("tag/"):
            return Answer(self.frame("<h1>Từ khóa</h1><p>Không có bài.</p>"))
        if folder == "gioi-thieu":
            return Answer(self.frame(f"<h1>Giới thiệu chung về tỉnh Sông Lam</h1><p>{ABOUT * 6}</p>"))
        if folder == "lien-he":
            return Answer(self.frame("<h1>Liên hệ</h1><p>Số 8 đường Bến Lá, thành phố Nguyệt Hồ.</p>"))
        if folder.startswith("en"):
            return Answer(self.frame(f'<h1>Welcome</h1><p>News of the province.</p><a href="/en/{folder}">English</a>'))
        story = next((one for one in self.told if f"/{folder}" == self.address(one, "")), None)
        return Answer(self.article(story)) if story else Answer(self.frame("<h1>Không tìm thấy trang</h1>"), 404)


class Queries(Skin):
    """ASP.NET of one page: all in the query; session ids in the path, :80, mixed letter case, tracking, relative links."""

    start = "/Default.aspx"

    def address(self, story: Story, section: str) -> str:
        return f"/chi-tiet.aspx?id={story.id}&cat={list(SECTIONS).index(section or home_of(story)) + 1}"

    def frame(self, content: str) -> str:
        menu = "".join(
            f"""<td><a href="{self.base}:80/Danh-Sach.aspx?cat={n}" onclick="x()">{name}</a></td>"""
            if False
            else f'<td><a href="/(S(abcdefghij0123456789abcd))/Danh-Sach.aspx?cat={n}&amp;utm_source=menu">{name}</a></td>'
            for n, name in enumerate(SECTIONS.values(), 1)
        )
        return (
            '<html><head><title>Cổng thông tin</title></head><body><form id="aspnetForm"><input type="hidden" name="__VIEWSTATE">'
            f'<table><tr><td><a href="/default.aspx">Trang chủ</a></td>{menu}<td><a href="/Login.aspx?returnurl=/">Đăng nhập</a></td>'
            f'<td><a href="/DANH-SACH.aspx?cat=1&sort=asc">Sắp xếp</a></td></tr><tr><td colspan="9">{content}</td></tr></table>'
            "</form></body></html>"
        )

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        name = path.rpartition("/")[2].lower()
        if name in ("", "default.aspx"):
            blocks = "".join(
                f"<div><b>{title}</b>"
                + "".join(f'<a href="chi-tiet.aspx?id={s.id}">{escape(s.title)}</a><br>' for s in self.of(one)[:3])
                + "</div>"
                for one, title in SECTIONS.items()
            )
            return Answer(self.frame(blocks))
        if name == "danh-sach.aspx" and query.get("cat", "").isdigit():
            number, category = int(query.get("p", "1")), int(query["cat"])
            section = list(SECTIONS)[category - 1]
            rows = "".join(
                f'<tr><td><a href="chi-tiet.aspx?cat={category}&id={s.id}" class="t">{escape(s.title)}</a>'
                f"<i>({s.published_at:%d/%m/%Y %H:%M})</i></td></tr>"
                for s in self.shown(section, number)
            )
            more = "".join(
                f'<a href="Danh-Sach.aspx?cat={category}&p={n}">[{n}]</a>' for n in range(1, self.pages(section) + 1)
            )
            return Answer(self.frame(f"<table>{rows}</table>{more}"))
        if name == "chi-tiet.aspx":
            story = next((one for one in self.told if one.id == query.get("id")), None)
            if story is not None:
                return Answer(
                    self.frame(
                        f'<span class="tieude">{escape(story.title)}</span><br><span>Cập nhật ngày {story.published_at:%d/%m/%Y %H:%M}'
                        f"</span><div>{self.body(story)}</div>"
                    )
                )
        return Answer(self.frame("Trang không tồn tại"), 200)


class Dated(Skin):
    """WordPress-like but of no known make: /2026/03/14/slug/, archives by month, /page/N/, latest posts on each page."""

    def address(self, story: Story, section: str) -> str:
        return f"/{story.published_at:%Y/%m/%d}/{story.address_words}/"

    def frame(self, content: str) -> str:
        months = sorted({s.published_at.strftime("%Y/%m") for s in self.told}, reverse=True)
        archive = "".join(f'<li><a href="/{one}/">Tháng {one[5:]}/{one[:4]}</a></li>' for one in months)
        menu = "".join(f'<li><a href="/muc/{one}/">{name}</a></li>' for one, name in SECTIONS.items())
        recent = "".join(f'<li><a href="{self.address(s, "")}">{escape(s.title)}</a></li>' for s in self.told[:5])
        return (
            '<!doctype html><html lang="vi"><head><title>Sông Lam</title>'
            '<link rel="alternate" type="application/rss+xml" href="/tin.xml"><link rel="alternate" type="application/rss+xml" '
            f'href="/comments.xml"></head><body><header><nav><ul>{menu}<li><a href="/gioi-thieu/">Giới thiệu</a></li></ul></nav></header>'
            f"<main>{content}</main><aside><h2>Bài mới</h2><ul>{recent}</ul><h2>Lưu trữ</h2><ul>{archive}</ul></aside></body></html>"
        )

    def listing(self, told: list[Story], here: str, number: int) -> str:
        items = "".join(
            f'<article><header><h2><a href="{self.address(s, "")}">{escape(s.title)}</a></h2></header>'
            f'<time datetime="{s.published_at.isoformat()}">{s.published_at:%d/%m/%Y}</time></article>'
            for s in told[(number - 1) * self.size : number * self.size]
        )
        more = (
            f'<a class="next" rel="next" href="{here}page/{number + 1}/">Bài cũ hơn</a>'
            if number * self.size < len(told)
            else ""
        )
        return self.frame(f"{items}<nav>{more}</nav>")

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        parts = path.strip("/").split("/")
        number = 1
        if len(parts) >= 2 and parts[-2] == "page":
            number, parts = int(parts[-1]), parts[:-2]
        if parts in ([""], []):
            return Answer(self.listing(self.told, "/", number))
        if parts[0] == "muc" and parts[1] in SECTIONS:
            return Answer(self.listing(self.of(parts[1]), f"/muc/{parts[1]}/", number))
        if parts == ["tin.xml"]:
            items = "".join(
                f"<item><title>{escape(s.title)}</title><link>{self.base}{self.address(s, '')}</link>"
                f"<pubDate>{s.published_at:%a, %d %b %Y %H:%M:%S +0700}</pubDate></item>"
                for s in self.told[:10]
            )
            return Answer(
                f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>', type="application/rss+xml"
            )
        if parts == ["gioi-thieu"]:
            return Answer(self.frame(f"<article><h1>Giới thiệu</h1><p>{ABOUT * 5}</p></article>"))
        if len(parts) == 2 and parts[0].isdigit():
            month = "-".join(parts)
            return Answer(
                self.listing([s for s in self.told if s.published_at.strftime("%Y-%m") == month], path, number)
            )
        story = next((one for one in self.told if self.address(one, "").strip("/") == "/".join(parts)), None)
        if story is None:
            return Answer("Not found", 404)
        return Answer(
            self.frame(
                f'<article><h1>{escape(story.title)}</h1><time datetime="{story.published_at.isoformat()}">'
                f"{story.published_at:%d/%m/%Y}</time><div>{self.body(story)}</div></article>"
            )
        )


class Folders(Skin):
    """The same article under every section, listings drawn by script from JSON, pages as /trang-2.html, twins by case and
    closing slash, onclick-only links, a front page that refreshes to another."""

    def address(self, story: Story, section: str) -> str:
        return f"/{section or home_of(story)}/{story.address_words}-a{story.id}.html"

    def sections_of(self, story: Story) -> list[str]:
        return list(SECTIONS) if int(story.id) % 3 == 0 else [home_of(story)]

    def of(self, section: str | None) -> list[Story]:
        return [story for story in self.told if section is None or section in self.sections_of(story)]

    def frame(self, content: str) -> str:
        menu = "".join(
            f"""<li onclick="location.href='/{one}.html'"><span>{name}</span></li>""" for one, name in SECTIONS.items()
        )
        return (
            f'<html><head><base href="{self.base}/"><title>Sông Lam</title></head><body><ul>{menu}</ul>'
            '<a href="trang-chu.html/">Trang chủ</a> <a href="Kinh-Te.html">KINH TẾ</a> <a href="kinh-te.html/">Kinh tế</a>'
            f"<div>{content}</div></body></html>"
        )

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        if path == "/":
            return Answer(
                '<html><head><meta http-equiv="refresh" content="0; url=/trang-chu.html"></head><body></body></html>'
            )
        name = path.strip("/").lower()
        if name == "trang-chu.html":
            rows = "".join(
                f'<div><a href="{self.address(s, "")[1:]}"><img src="/a.jpg"></a><a href="{self.address(s, "")[1:]}">{escape(s.title)}</a></div>'
                for s in self.told[:6]
            )
            return Answer(self.frame(rows))
        folder, _, rest = name.removesuffix(".html").partition("/")
        if folder in SECTIONS and not rest.partition("-")[0].replace("trang", ""):
            number = int(rest.removeprefix("trang-") or "1")
            data = json.dumps([{"title": s.title, "url": self.address(s, folder)} for s in self.shown(folder, number)])
            more = "".join(f'<a href="{folder}/trang-{n}.html">{n}</a>' for n in range(1, self.pages(folder) + 1))
            return Answer(
                self.frame(
                    f'<h1>{SECTIONS[folder]}</h1><div id="ds"></div><script>var ds = {data.replace("/", chr(92) + "/")};</script>{more}'
                )
            )
        story = next((one for one in self.told if name.endswith(f"-a{one.id}.html")), None)
        if story is None or folder not in self.sections_of(story):
            return Answer(self.frame("<h1>404</h1><p>Không tìm thấy nội dung.</p>"))
        return Answer(
            self.frame(
                f'<h1>{escape(story.title)}</h1><p class="d">{story.published_at:%H:%M} | {story.published_at:%d/%m/%Y}</p>{self.body(story)}'
            )
        )


class Accents(Skin):
    """Vietnamese in the addresses, percent-encoded or not, composed or not; 'Trang sau' alone; a month after each month."""

    def slug(self, story: Story) -> str:
        return "-".join(story.title.replace("/", " ").replace("%", " ").replace("?", " ").replace("#", " ").split())

    def address(self, story: Story, section: str) -> str:
        return f"/bài-viết/{self.slug(story)}.html"

    def linked(self, story: Story, way: int) -> str:
        plain = self.address(story, "")
        return [quote(plain), quote(unicodedata.normalize("NFD", plain)), plain][way % 3]

    def frame(self, content: str) -> str:
        menu = "".join(f'<a href="/{quote("chuyên-mục")}/{one}">{name}</a> | ' for one, name in SECTIONS.items())
        return (
            f"<html><head><title>Tin</title></head><body><div id=menu>{menu}<a href='?lang=en'>EN</a></div>{content}"
            '<div class="lich"><a href="/?thang=4&nam=2026">Tháng sau</a></div></body></html>'
        )

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        if path == "/" and "thang" in query:
            month, year = int(query["thang"]), int(query["nam"])
            after = f"/?thang={month % 12 + 1}&nam={year + month // 12}"
            return Answer(self.frame(f'<p>Tháng {month} năm {year}</p><a href="{after}">Tháng sau</a>'))
        if path == "/":
            return Answer(
                self.frame(
                    "".join(
                        f'<p><a href="{self.linked(s, n)}">{escape(s.title)}</a></p>'
                        for n, s in enumerate(self.told[:5])
                    )
                )
            )
        path = unicodedata.normalize("NFC", unquote(path))
        if path.startswith("/chuyên-mục/") and path.rpartition("/")[2] in SECTIONS:
            section, number = path.rpartition("/")[2], int(query.get("trang", "1"))
            rows = "".join(
                f'<li><a href="{self.linked(s, n)}">{escape(s.title)}</a> - {s.published_at:%d/%m/%Y}</li>'
                for n, s in enumerate(self.shown(section, number), number)
            )
            more = f'<a href="?trang={number + 1}">Trang sau</a>' if number < self.pages(section) else ""
            return Answer(self.frame(f"<ul>{rows}</ul>{more}"))
        story = next((one for one in self.told if self.address(one, "") == path), None)
        if story is None:
            return Answer(self.frame("Không tìm thấy trang"), 404)
        return Answer(
            self.frame(
                f"<h2>{escape(story.title)}</h2><i>Đăng ngày {story.published_at:%d/%m/%Y}</i>{self.body(story)}"
            )
        )


SKINS: list[type[Skin]] = [Flat, Queries, Dated, Folders, Accents]

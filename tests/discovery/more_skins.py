"""Further portals of unknown make, with other habits of markup, addresses and paging than those of `skins`."""

from __future__ import annotations

import json
from html import escape
from typing import ClassVar

from crawler.demo.story import Story
from tests.discovery.skin import ABOUT, SECTIONS, Answer, Skin, home_of


class Cards(Skin):
    """Cards that are one link each, sections within sections that redirect to a closing slash, documents and their
    files beside the news, a dozen related links below each article, error pages with status 200."""

    parents: ClassVar = {
        "tin-tuc-su-kien": "tin-tuc",
        "chi-dao-dieu-hanh": "tin-tuc",
        "kinh-te": "xa-hoi",
        "van-hoa": "xa-hoi",
    }

    def address(self, story: Story, section: str) -> str:
        home = home_of(story)
        return f"/{self.parents[home]}/{home}/{story.address_words}.{story.id}.html"

    def frame(self, title: str, content: str) -> str:
        menu = "".join(
            f'<li class="dropdown"><a href="#" data-toggle="dropdown">{parent}</a><ul>'
            + "".join(
                f'<li><a class="dropdown-item" href="/{parent}/{one}">{SECTIONS[one]}</a></li>'
                for one, its in self.parents.items()
                if its == parent
            )
            + "</ul></li>"
            for parent in ("tin-tuc", "xa-hoi")
        )
        return (
            f'<!doctype html><html lang="vi"><head><title>{escape(title)} - UBND tỉnh Sông Lam</title></head><body>'
            f'<div class="topbar"><span>Thứ Năm, 12/03/2026</span><a href="tel:0123">Đường dây nóng</a></div>'
            f'<div class="main-nav"><ul>{menu}<li><a href="/van-ban">Văn bản</a></li><li><a href="/so-do">Sơ đồ cổng</a></li>'
            '<li><a href="/dich-vu-cong/nop-ho-so-truc-tuyen-muc-do-4">Nộp hồ sơ trực tuyến mức độ 4</a></li></ul></div>'
            f'<div class="container">{content}</div><div class="foot"><p>Chịu trách nhiệm: ông Trần Văn Bình, Chánh Văn phòng '
            "Ủy ban nhân dân tỉnh. Ghi rõ nguồn khi phát hành lại thông tin từ website này.</p></div></body></html>"
        )

    def card(self, story: Story) -> str:
        return (
            f'<div class="col-md-4"><a class="card" href="{self.address(story, "")}"><img src="/anh.jpg" alt="">'
            f'<div class="card-body"><h5 class="card-title">{escape(story.title)}</h5><small>{story.published_at:%d-%m-%Y}</small>'
            f'<p class="card-text">{escape(story.paragraphs[0][:140])}...</p></div></a></div>'
        )

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        parts = path.strip("/").split("/")
        if path == "/":
            return Answer(self.frame("Trang chủ", "".join(self.card(one) for one in self.told[:6])))
        if parts == ["so-do"]:
            links = "".join(
                f'<li><a href="/{its}/{one}/">{SECTIONS[one]}</a></li>' for one, its in self.parents.items()
            )
            return Answer(
                self.frame("Sơ đồ cổng", f"<h1>Sơ đồ cổng thông tin điện tử tỉnh Sông Lam</h1><ul>{links}</ul>")
            )
        if parts[0] == "van-ban":
            return self.documents(parts, int(query.get("page", "1")))
        if len(parts) == 2 and self.parents.get(parts[1]) == parts[0]:
            if not path.endswith("/"):
                return Answer("", 301, {"Location": f"{path}/"})
            number = int(query.get("page", "1"))
            cards = "".join(self.card(one) for one in self.shown(parts[1], number))
            links = "".join(
                f'<li class="page-item"><a class="page-link" href="?page={n}">{n}</a></li>'
                for n in range(1, self.pages(parts[1]) + 1)
                if abs(n - number) < 2 or n in (1, self.pages(parts[1]))
            )
            return Answer(
                self.frame(
                    SECTIONS[parts[1]],
                    f'<h2>{SECTIONS[parts[1]]}</h2><div class="row">{cards}</div><ul class="pagination">{links}</ul>',
                )
            )
        story = next((one for one in self.told if path == self.address(one, "")), None)
        if story is None:
            return Answer(self.frame("Lỗi", "<h3>Nội dung bạn tìm kiếm không tồn tại hoặc đã bị gỡ bỏ.</h3>"))
        others = "".join(
            f'<li><a href="{self.address(one, "")}">{escape(one.title)}</a> <i>{one.published_at:%d/%m}</i></li>'
            for one in self.of(home_of(story))[:12]
        )
        return Answer(
            self.frame(
                story.title,
                f'<h1 class="detail-title">{escape(story.title)}</h1><div class="detail-date">{story.published_at:%d-%m-%Y %H:%M}'
                f'</div><div class="detail-body">{self.body(story)}</div><h4>Các tin đã đưa</h4><ul class="others">{others}</ul>',
            )
        )

    def documents(self, parts: list[str], number: int) -> Answer:
        if len(parts) == 1:
            rows = "".join(
                f'<tr><td>{n}/QĐ-UBND</td><td>{n % 27 + 1:02d}/02/2026</td><td><a href="/van-ban/{n}">Quyết định về việc phê duyệt '
                f'kế hoạch số {n} của tỉnh</a></td><td><a href="/tep/qd-{n}.pdf">Tải về</a></td></tr>'
                for n in range(number * 10, number * 10 + 10)
            )
            more = f'<a href="/van-ban?page={number + 1}">Trang sau</a>' if number < 4 else ""
            return Answer(self.frame("Văn bản", f"<table>{rows}</table>{more}"))
        number = int(parts[1]) if parts[1].isdigit() else 0
        return Answer(
            self.frame(
                "Văn bản",
                f"<table><tr><th>Số ký hiệu</th><td>{number}/QĐ-UBND</td></tr><tr><th>Ngày ban hành</th><td>{number % 27 + 1:02d}/02/2026"
                f"</td></tr><tr><th>Trích yếu</th><td>Quyết định về việc phê duyệt kế hoạch số {number} của tỉnh</td></tr><tr><th>Tệp</th>"
                f'<td><a href="/tep/qd-{number}.pdf">qd-{number}.pdf</a></td></tr></table>',
            )
        )


class Bare(Skin):
    """Numbers for addresses, headlines that are no links beside a 'Chi tiết' that is one, pages as /c/2/p/3, no heading
    elements at all."""

    def address(self, story: Story, section: str) -> str:
        return f"/a/{story.id}"

    def frame(self, content: str) -> str:
        menu = " | ".join(f'<a href="/c/{n}">{name}</a>' for n, name in enumerate(SECTIONS.values(), 1))
        return (
            f"<html><head><title>Sở Nội vụ Sông Lam</title></head><body><div><a href='/'>Trang chủ</a> | {menu} | "
            f"<a href='/g'>Giới thiệu</a> | <a href='/l'>Liên hệ</a></div><div>{content}</div>"
            "<div>Đang xem: 12. Tổng lượt truy cập: 3.120.553</div></body></html>"
        )

    def item(self, story: Story) -> str:
        return (
            f"<div><b>{escape(story.title)}</b> <span>({story.published_at:%d/%m/%Y})</span><br>"
            f'{escape(story.paragraphs[0][:100])} <a href="/a/{story.id}">Chi tiết</a></div>'
        )

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        parts = path.strip("/").split("/")
        if path == "/":
            return Answer(self.frame("".join(self.item(one) for one in self.told[:5])))
        if parts[0] == "g":
            return Answer(self.frame(f"<b>Chức năng, nhiệm vụ</b><p>{ABOUT * 6}</p>"))
        if parts[0] == "l":
            return Answer(self.frame("<b>Liên hệ</b><p>Số 8 đường Bến Lá, thành phố Nguyệt Hồ.</p>"))
        if parts[0] == "c" and len(parts) in (2, 4) and 1 <= int(parts[1]) <= len(SECTIONS):
            section, number = list(SECTIONS)[int(parts[1]) - 1], int(parts[3]) if len(parts) == 4 else 1
            items = "".join(self.item(one) for one in self.shown(section, number))
            links = " ".join(f'<a href="/c/{parts[1]}/p/{n}">{n}</a>' for n in range(1, self.pages(section) + 1))
            return Answer(self.frame(f"<b>{SECTIONS[section]}</b>{items}<div>Trang: {links}</div>"))
        story = next((one for one in self.told if path == f"/a/{one.id}"), None)
        if story is None:
            return Answer(self.frame("Không có dữ liệu"), 404)
        return Answer(
            self.frame(
                f"<div><b>{escape(story.title)}</b></div><div>Ngày đăng: {story.published_at:%d/%m/%Y}</div>"
                f"<div>{self.body(story)}</div><div><a href='javascript:history.back()'>Quay lại</a></div>"
            )
        )


class Frames(Skin):
    """A frameset of menu and content, upper-case tags left open, everything by /index.asp?module=…, `&amp;` spelt out,
    pop-ups by script, 'Trang: 1 2 3 >' without a word."""

    def address(self, story: Story, section: str) -> str:
        return f"/index.asp?module=news&act=view&nid={story.id}"

    def page(self, content: str) -> Answer:
        return Answer(
            f"<HTML><HEAD><TITLE>Cong thong tin</TITLE></HEAD><BODY><TABLE WIDTH=100%><TR><TD>{content}</TABLE></BODY></HTML>"
        )

    def item(self, story: Story) -> str:
        link = self.address(story, "").replace("&", "&amp;")
        return f'<TR><TD><IMG SRC=bullet.gif> <A HREF="{link}">{escape(story.title)}</A> <FONT SIZE=1>[{story.published_at:%d/%m/%Y}]</FONT>'

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        if path == "/":
            return Answer(
                '<HTML><FRAMESET COLS="200,*"><FRAME SRC="menu.asp"><FRAME SRC="main.asp" NAME="main"></FRAMESET>'
                "<NOFRAMES>Trình duyệt không hỗ trợ khung.</NOFRAMES></HTML>"
            )
        if path == "/menu.asp":
            rows = "".join(
                f"<TR><TD><A HREF='index.asp?module=news&amp;cat={n}' TARGET=main>{name}</A>"
                for n, name in enumerate(SECTIONS.values(), 1)
            )
            return self.page(
                f"<TABLE>{rows}<TR><TD><A HREF='index.asp?module=guestbook' TARGET=main>Sổ lưu bút</A></TABLE>"
            )
        if path == "/main.asp":
            return self.page(f"<TABLE>{''.join(self.item(one) for one in self.told[:6])}</TABLE>")
        if path != "/index.asp":
            return Answer("<H1>404</H1>", 404)
        if query.get("module") == "guestbook":
            return self.page("<H2>Sổ lưu bút</H2><FORM><INPUT NAME=ten></FORM>")
        if query.get("act") == "view":
            story = next((one for one in self.told if one.id == query.get("nid")), None)
            if story is None:
                return self.page("Không tìm thấy bản ghi.")
            text = "".join(f"<P ALIGN=justify>{escape(one)}" for one in story.paragraphs)
            pop = f"window.open('print.asp?nid={story.id}','','width=600')"
            return self.page(
                f"<FONT SIZE=4 COLOR=red><B>{escape(story.title)}</B></FONT><BR><I>Cập nhật: {story.published_at:%d/%m/%Y}</I>"
                f'{text}<P><A HREF="#" ONCLICK="{pop}">Bản in</A>'
            )
        section, number = list(SECTIONS)[int(query.get("cat", "1")) - 1], int(query.get("trang", "1"))
        links = "".join(
            f" <A HREF='index.asp?module=news&amp;cat={query.get('cat')}&amp;trang={n}'>{'&gt;' if n == number + 1 else n}</A>"
            for n in range(1, self.pages(section) + 1)
            if n in (1, number + 1)
        )
        return self.page(
            f"<TABLE>{''.join(self.item(one) for one in self.shown(section, number))}</TABLE>Trang:{links}"
        )


class Modern(Skin):
    """A site that a script framework drew: hashed class names, relative dates, pages told by `rel=next` in the head
    alone, JSON-LD on articles, all data once more in a script, `www.`-less absolute links."""

    def address(self, story: Story, section: str) -> str:
        return f"/bai-viet/{story.address_words}-{int(story.id) * 7919:x}"

    def frame(self, title: str, content: str, head: str = "", data: object = None) -> str:
        menu = "".join(f'<a class="css-1k2j" href="/chuyen-muc/{one}">{name}</a>' for one, name in SECTIONS.items())
        state = json.dumps({"props": {"pageProps": data or {}}}, ensure_ascii=False)
        return (
            f'<!DOCTYPE html><html lang="vi"><head><title>{escape(title)}</title>{head}</head><body><div id="__next"><div class="css-9x">'
            f'<div class="css-77 sticky">{menu}<a class="css-1k2j" href="/gioi-thieu">Giới thiệu</a></div><main class="css-0">{content}'
            f'</main></div></div><script id="__NEXT_DATA__" type="application/json">{state}</script></body></html>'
        )

    def item(self, story: Story, n: int) -> str:
        when = f"{n + 1} giờ trước" if n < 3 else f"{story.published_at:%d/%m/%Y}"
        return (
            f'<div class="css-4f"><a class="css-im" href="{self.base}{self.address(story, "")}"><picture></picture></a><div>'
            f'<a class="css-ti" href="{self.base}{self.address(story, "")}"><h3 class="css-h">{escape(story.title)}</h3></a>'
            f'<span class="css-d">{when}</span></div></div>'
        )

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        parts = path.strip("/").split("/")
        if path == "/":
            return Answer(self.frame("Báo Sông Lam", "".join(self.item(one, n) for n, one in enumerate(self.told[:9]))))
        if parts[0] == "gioi-thieu":
            return Answer(self.frame("Giới thiệu", f"<h1>Giới thiệu</h1><p>{ABOUT * 4}</p>"))
        if parts[0] == "chuyen-muc" and parts[-1] in SECTIONS:
            number = int(query.get("trang", "1"))
            items = "".join(self.item(one, n) for n, one in enumerate(self.shown(parts[-1], number)))
            head = f'<link rel="next" href="?trang={number + 1}">' if number < self.pages(parts[-1]) else ""
            return Answer(self.frame(SECTIONS[parts[-1]], f"<h1>{SECTIONS[parts[-1]]}</h1>{items}", head))
        story = next((one for one in self.told if path == self.address(one, "")), None)
        if story is None:
            return Answer(self.frame("404", "<h1>Không tìm thấy trang</h1>"), 404)
        told = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "datePublished": story.published_at.isoformat(),
        }
        paragraphs = "".join(f'<div class="css-p">{escape(one)}</div>' for one in story.paragraphs)
        return Answer(
            self.frame(
                story.title,
                f'<h1 class="css-h1">{escape(story.title)}</h1>{paragraphs}',
                f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script>',
                {"post": {"title": story.title, "slug": story.address_words}},
            )
        )


MORE_SKINS: list[type[Skin]] = [Cards, Bare, Frames, Modern]

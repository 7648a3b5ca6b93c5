"""Further portals of unknown make, with other habits of markup, addresses and paging than those of `skins`."""

from __future__ import annotations

import json
from html import escape
from typing import ClassVar

from crawler.demo.story import Story
from tests.discovery.skins import ABOUT, SECTIONS, Answer, Skin, home_of


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


class ByMonth(Skin):
    """No pager anywhere: sections show their newest, all else is had by month from an archive; dates in words."""

    def address(self, story: Story, section: str) -> str:
        return f"/tin/{story.address_words}"

    def frame(self, content: str) -> str:
        menu = "".join(f'<li><a href="/{one}">{name}</a></li>' for one, name in SECTIONS.items())
        return (
            f'<html><head><title>Huyện Đông Vân</title></head><body><ul id="menu">{menu}<li><a href="/luu-tru">Lưu trữ</a></li></ul>'
            f'<div id="noi-dung">{content}</div></body></html>'
        )

    def items(self, stories: list[Story]) -> str:
        return "".join(
            f'<dl><dt><a href="{self.address(one, "")}">{escape(one.title)}</a></dt><dd>Ngày {one.published_at.day} tháng '
            f"{one.published_at.month} năm {one.published_at.year}</dd></dl>"
            for one in stories
        )

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        name = path.strip("/")
        months = sorted({one.published_at.strftime("%Y/%m") for one in self.told}, reverse=True)
        if path == "/" or name in SECTIONS:
            return Answer(self.frame(self.items(self.shown(name or None, 1))))
        if name == "luu-tru":
            links = "".join(f'<li><a href="/luu-tru/{one}">Tháng {one[5:]} năm {one[:4]}</a></li>' for one in months)
            return Answer(self.frame(f"<h1>Lưu trữ</h1><ul>{links}</ul>"))
        if name.startswith("luu-tru/"):
            wanted = [one for one in self.told if one.published_at.strftime("%Y/%m") == name[8:]]
            return Answer(self.frame(f"<h1>Lưu trữ</h1>{self.items(wanted)}"))
        story = next((one for one in self.told if path == self.address(one, "")), None)
        if story is None:
            return Answer(self.frame("<h1>Không tìm thấy</h1>"), 404)
        day = story.published_at
        return Answer(
            self.frame(
                f"<h1>{escape(story.title)}</h1><p><em>Ngày {day.day} tháng {day.month} năm {day.year}</em></p>{self.body(story)}"
            )
        )


class LoadMore(Skin):
    """Sections that go on by a button whose `data-url` answers with items alone; query-only addresses of articles;
    headlines in `<p>`, dates before them."""

    def address(self, story: Story, section: str) -> str:
        return f"/?mod=doc&baiviet={story.id}"

    def frame(self, content: str) -> str:
        menu = "".join(f'<a href="/?mod=list&chuyenmuc={n}">{name}</a> ' for n, name in enumerate(SECTIONS.values(), 1))
        return (
            f"<html><head><title>Đài Sông Lam</title></head><body><div class=thucdon>{menu}<a href='/?mod=lienhe'>Liên hệ</a></div>"
            f"<section>{content}</section></body></html>"
        )

    def items(self, section: str | None, number: int) -> str:
        made = "".join(
            f'<div class=tin><span>{one.published_at:%d.%m.%Y}</span><p><a href="{escape(self.address(one, ""))}">{escape(one.title)}'
            "</a></p></div>"
            for one in self.shown(section, number)
        )
        more = ""
        if section is not None and number < self.pages(section):
            category = list(SECTIONS).index(section) + 1
            more = f'<button class="xem-them" data-url="/ajax/danhsach?chuyenmuc={category}&amp;trang={number + 1}">Xem thêm</button>'
        return made + more

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        category = query.get("chuyenmuc", "")
        section = list(SECTIONS)[int(category) - 1] if category.isdigit() and 0 < int(category) <= 4 else None
        if path == "/ajax/danhsach":
            return Answer(self.items(section, int(query.get("trang", "1"))))
        if path != "/":
            return Answer("Not found", 404)
        if query.get("mod") == "list" and section:
            return Answer(self.frame(self.items(section, 1)))
        if query.get("mod") == "lienhe":
            return Answer(self.frame("<h1>Liên hệ</h1><p>Điện thoại 0123.</p>"))
        if query.get("mod") == "doc":
            story = next((one for one in self.told if one.id == query.get("baiviet")), None)
            if story is None:
                return Answer(self.frame("Bài viết không tồn tại."))
            return Answer(
                self.frame(
                    f"<p class=tieude>{escape(story.title)}</p><p class=ngay>{story.published_at:%d.%m.%Y %H:%M}</p>{self.body(story)}"
                )
            )
        return Answer(self.frame(self.items(None, 1)))


class Editions(Skin):
    """Each article in a desktop, a mobile and an AMP edition, each linking to the others, under two sections and with
    tracking; upper-case twins; a listing past whose end the first page comes again; topics and events beside sections."""

    def address(self, story: Story, section: str) -> str:
        return f"/{home_of(story)}/{story.published_at:%Y%m%d}/{story.address_words}-{story.id}.htm"

    def frame(self, content: str, head: str = "") -> str:
        menu = "".join(f'<li><a href="/{one.upper()}.htm">{name}</a></li>' for one, name in SECTIONS.items())
        topics = "".join(
            f'<a href="/chu-de/{one.address_words[:30]}-{n}.htm">{escape(one.title[:30])}</a>'
            for n, one in enumerate(self.told[:4], 900)
        )
        return (
            f'<html lang="vi"><head><title>Báo</title>{head}</head><body><ul class="menu-chinh">{menu}</ul><a href="/m/">Bản di động</a>'
            f"{content}<div class='chu-de'>{topics}</div></body></html>"
        )

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        name = path.strip("/").lower().removesuffix(".htm")
        edition = name.partition("/")[0] if name.partition("/")[0] in ("m", "amp") else ""
        name = name.removeprefix(edition).strip("/")
        section, _, rest = name.partition("/")
        if name == "":
            items = "".join(
                f'<h2><a href="{self.address(one, "")}?utm_source=trangchu&amp;vitri={n}">{escape(one.title)}</a></h2>'
                for n, one in enumerate(self.told[:8])
            )
            return Answer(self.frame(items))
        if section == "chu-de":
            return Answer(self.frame("<h1>Chủ đề</h1>" + "".join(self.item(one, "") for one in self.told[3:6])))
        if section in SECTIONS and (not rest or rest.startswith("trang-")):
            number = int(rest.removeprefix("trang-") or "1")
            number = number if number <= self.pages(section) else 1
            items = "".join(self.item(one, edition) for one in self.shown(section, number))
            before = f"/{edition}" if edition else ""
            more = f'<a class="next" href="{before}/{section}/trang-{number + 1}.htm">Trang tiếp</a>'
            return Answer(self.frame(f"<h1>{SECTIONS[section]}</h1>{items}{more}"))
        story = next((one for one in self.told if name.endswith(f"-{one.id}")), None)
        if story is None:
            return Answer(self.frame("<p>Trang bạn tìm không tồn tại.</p>"))
        own = self.address(story, "")
        head = f'<link rel="canonical" href="{self.base}{own}"><link rel="amphtml" href="{self.base}/amp{own}">'
        links = f'<a href="/m{own}">Xem bản di động</a> <a href="/amp{own}">AMP</a> <a href="{own.upper()}">Bản gốc</a>'
        return Answer(
            self.frame(
                f"<h1>{escape(story.title)}</h1><span class=time>{story.published_at:%d/%m/%Y %H:%M}</span>{self.body(story)}{links}",
                head,
            )
        )

    def item(self, story: Story, edition: str) -> str:
        before = f"/{edition}" if edition else ""
        return f'<h3><a href="{before}{self.address(story, "")}">{escape(story.title)}</a></h3><p>{escape(story.paragraphs[0][:90])}</p>'


MORE_SKINS: list[type[Skin]] = [Cards, Bare, Frames, Modern, ByMonth, LoadMore, Editions]

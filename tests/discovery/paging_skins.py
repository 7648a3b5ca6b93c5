"""Further portals of unknown make, whose older articles are had in ways of their own: by month, by button, by edition."""

from __future__ import annotations

from html import escape

from crawler.demo.story import Story
from tests.discovery.skin import SECTIONS, Answer, Skin, home_of


class ByMonth(Skin):
    """No pager anywhere: sections show their newest, an archive by month shows all else; dates in words."""

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


PAGING_SKINS: list[type[Skin]] = [ByMonth, LoadMore, Editions]

"""NukeViet 4.5: `/page-N/`, a numbered pager that counts one page too many, 301 to the section past the end.

Its module of standing pages calls them articles and gives them addresses that end in numbers, which are those of news.
"""

from __future__ import annotations

from html import escape

from crawler.demo import markup
from crawler.demo.frames import weekday
from crawler.demo.response import Response, redirect
from crawler.demo.site import Answers
from crawler.demo.story import Story
from tests.portals.families.base import FamilySite

ABOUT = {
    "Gioi-thieu-bo-may-cua-xa": ("Giới thiệu bộ máy của xã", "Bộ máy của xã có bốn phòng và một trung tâm."),
    "Yeu-cau-khi-gui-don-thu": ("Yêu cầu khi gửi đơn thư", "Đơn thư ghi rõ họ tên, nơi ở và nội dung đề nghị."),
    "Quy-che-tiep-cong-dan": ("Quy chế tiếp công dân", "Lịch tiếp công dân được niêm yết tại trụ sở xã."),
}


class NukeViet(FamilySite):
    """A commune's portal."""

    family = "nukeviet"
    style = "department"

    def path(self, story: Story, section: str) -> str:
        return f"/{section}/{story.address_words}-{story.id}.html"

    def section_path(self, section: str) -> str:
        return f"/{section}/"

    def listings(self, answers: Answers) -> None:
        for section in self.sections:
            pages = self.in_pages(section)
            for number, stories in enumerate(pages, 1):
                made = self.html(self._listing(section, stories, number, len(pages) + 1))
                answers.by_target[f"/{section}/" if number == 1 else f"/{section}/page-{number}/"] = made
        for target, (title, text) in self._about().items():
            answers.by_target[target] = self.html(self._standing(title, text))
        answers.by_target["/users/login/"] = self.html(self._frame("Đăng nhập", _LOGIN))
        answers.by_target["/feeds/"] = self.html(self._frame("RSS-feeds", self._feeds()))

    def _about(self) -> dict[str, tuple[str, str]]:
        """The standing pages; their numbers are those of news."""
        ids = sorted(story.id for section in self.sections for page in self.in_pages(section) for story in page)
        return {
            f"/about/{alias}-{number}.html": page for (alias, page), number in zip(ABOUT.items(), ids, strict=False)
        }

    def _standing(self, title: str, text: str) -> str:
        paragraphs = "".join(f"<p>{text} Điều {number} được niêm yết để nhân dân biết.</p>" for number in range(1, 9))
        return self._frame(
            title,
            f'<div class="page panel panel-default" itemtype="http://schema.org/Article" itemscope>'
            f'<div class="panel-body"><h1 class="title margin-bottom-lg" itemprop="headline">{title}</h1>'
            f'<span class="hidden hide d-none" itemprop="datePublished">2025-01-06T08:00:00+07:00</span>'
            f'<div id="page-bodyhtml" class="bodytext margin-bottom-lg">{paragraphs}</div></div></div>',
        )

    def _feeds(self) -> str:
        links = "".join(f'<li><a href="/{one}/rss/">{name}</a></li>' for one, name in self.names.items())
        return f'<ul class="rss-tree">{links}</ul>'

    def missing(self, target: str) -> Response:
        """Twins without the closing slash, page 1 and pages past the end lead to the section by 301."""
        section = target.strip("/").partition("/")[0]
        if section in self.sections and (target.count("/") == 1 or "/page-" in target):
            return redirect(f"{self.base}/{section}/")
        return super().missing(target)

    def _listing(self, section: str, stories: list[Story], number: int, last: int) -> str:
        items = "".join(
            f'<div class="panel-body"><h3><a href="{self.path(one, section)}" title="">{markup.text(one, one.title)}'
            f"</a>"
            f'</h3><p class="text-muted">{one.published_at:%d/%m/%Y}</p>'
            f"<p>{markup.text(one, (one.summary or '')[:120])}"
            "</p></div>"
            for one in stories
        )
        numbers = "".join(
            f'<li class="active"><a href="#">{n}</a></li>'
            if n == number
            else f'<li><a href="/{section}/{"" if n == 1 else f"page-{n}/"}">{n}</a></li>'
            for n in range(1, last + 1)
        )
        onward = f'<li><a rel="next" title="Trang kế" href="/{section}/page-{number + 1}/">&raquo;</a></li>'
        return self._frame(
            self.names[section],
            f'<div class="news_column"><div class="alert alert-info clearfix"><h1>{self.names[section]}</h1><p>Tin và '
            f"bài của chuyên mục {self.names[section]}, do ban biên tập của xã chọn và đăng hằng ngày.</p></div></div>"
            f'<div class="news_column">{items}</div><ul class="pagination">{numbers}{onward if number < last else ""}'
            f"</ul>",
        )

    def article(self, story: Story) -> str:
        when = story.published_at
        clock = "" if story.precision == "day" else f" {when:%H:%M}"
        author = (
            f'<p class="h5 text-right"><strong>Tác giả bài viết: </strong>{escape(story.author)}</p>'
            if story.author
            else ""
        )
        return self._frame(
            markup.text(story, story.title),
            f'<div class="news_column panel panel-default"><div class="panel-body">'
            f'<h1 class="title margin-bottom-lg" itemprop="headline">{markup.text(story, story.title)}</h1>'
            f'<span class="h5">{weekday(when)} - {when:%d/%m/%Y}{clock}</span>'
            f'<ul class="list-inline"><li><a href="/print/{story.id}">In ra</a></li></ul>'
            f'<div class="hometext m-bottom" itemprop="description">{markup.text(story, story.summary or "")}</div>'
            f'<div class="bodytext" id="news-bodyhtml">{markup.body(story, lambda n: self._picture(story, n))}</div>'
            f'{author}{self.files(story)}<div class="rating"><p>Click để đánh giá bài viết</p></div>'
            f'<div class="others"><h3>Những tin cũ hơn</h3><ul>{self.related(story)}</ul></div></div></div>',
        )

    def _picture(self, story: Story, number: int) -> str:
        caption = markup.text(story, story.pictures[number].caption)
        below = f"<figcaption>{caption}</figcaption>" if caption else ""
        return f'<figure class="image"><img alt="" src="{self.source(story, number)}">{below}</figure>'

    def framed(self, title: str, content: str) -> str:
        return self._frame(title, content)

    def _frame(self, title: str, content: str) -> str:
        menu = "".join(f'<li><a href="/{one}">{name}</a></li>' for one, name in self.names.items())
        about = "".join(f'<li><a href="{target}">{page[0]}</a></li>' for target, page in self._about().items())
        return (
            f'<!DOCTYPE html><html lang="vi"><head><title>{title}</title></head><body><header>'
            f'<a href="/en/">English</a><ul class="nav">{menu}</ul></header><div class="container">{content}</div>'
            f'<footer><ul class="menu">{about}<li><a href="/feeds/">RSS-feeds</a></li><li><a href="/users/login/">Đăng '
            f'nhập</a></li><li><a href="http://127.0.0.1:9/">Cổng cũ</a></li></ul>'
            "Phát triển bởi NukeViet CMS</footer></body></html>"
        )


_LOGIN = (
    '<form action="/users/login/" method="post"><label>Tên đăng nhập <input name="nv_login"></label>'
    '<label>Mật khẩu <input type="password" name="nv_password"></label><button>Đăng nhập</button></form>'
)

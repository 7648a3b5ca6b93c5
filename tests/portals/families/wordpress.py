"""WordPress: `/page/N/`, 404 past the end, and a home page that shows the same posts once more."""

from __future__ import annotations

from html import escape

from crawler.demo import markup
from crawler.demo.response import Response, make, redirect
from crawler.demo.site import Answers
from crawler.demo.story import Story
from tests.portals.families.base import FamilySite


class WordPress(FamilySite):
    """A police department's portal. Posts have no number in their address."""

    family = "wordpress"
    style = "newspaper"

    def key(self, story: Story) -> str:
        return self.addresses(story)[0].rstrip("/")

    def path(self, story: Story, section: str) -> str:
        return f"/{story.published_at:%Y/%m/%d}/{story.address_words}/"

    def section_path(self, section: str) -> str:
        return f"/category/{section}/"

    def listings(self, answers: Answers) -> None:
        for section in self.sections:
            pages = self.in_pages(section)
            for number, stories in enumerate(pages, 1):
                tail = "" if number == 1 else f"page/{number}/"
                made = self.html(self._listing(section, stories, number, len(pages)))
                answers.by_target[f"/category/{section}/{tail}"] = made

    def missing(self, target: str) -> Response:
        """Addresses without their closing slash are sent to the one with it; a page of its own says 404."""
        if not target.endswith("/") and f"{target}/" in self._answers.by_target:
            return redirect(f"{self.base}{target}/")
        if target.startswith("/anh/"):
            return super().missing(target)
        return make(
            404, self._frame("Không tìm thấy trang", "<p>Không tìm thấy.</p>", "error404").encode(), "text/html"
        )

    def _listing(self, section: str, stories: list[Story], number: int, last: int) -> str:
        posts = "".join(
            f'<article id="post-{one.id}" class="post type-post"><h2 class="entry-title"><a rel="bookmark" '
            f'href="{self.base}{self.path(one, section)}">{markup.text(one, one.title)}</a></h2>'
            f'<time class="entry-date published" datetime="{one.published_at.isoformat()}">'
            f"{one.published_at:%d/%m/%Y}</time><p>{markup.text(one, one.paragraphs[0][:120])}</p></article>"
            for one in stories
        )
        here = f"{self.base}/category/{section}/page"
        numbers = "".join(
            f'<span aria-current="page" class="page-numbers current">{n}</span>'
            if n == number
            else f'<a class="page-numbers" href="{here}/{n}/">{n}</a>'
            for n in range(1, last + 1)
        )
        onward = f'<a class="next page-numbers" href="{here}/{number + 1}/">Trang sau</a>' if number < last else ""
        nav = f'<nav class="pagination"><div class="nav-links">{numbers}{onward}</div></nav>'
        return self._frame(self.names[section], posts + nav, f"archive category category-{section}")

    def article(self, story: Story) -> str:
        author = (
            f'<span class="author vcard"><a href="/author/1">{escape(story.author)}</a></span>' if story.author else ""
        )
        when = story.published_at
        moment = f"{when:%Y-%m-%d}" if story.precision == "day" else when.isoformat()
        return self._frame(
            markup.text(story, story.title),
            f'<article id="post-{story.id}" class="post type-post"><header class="entry-header">'
            f'<h1 class="entry-title">{markup.text(story, story.title)}</h1><span class="posted-on">'
            f'<time class="entry-date published" datetime="{moment}">{when:%d/%m/%Y}</time></span>'
            f'<span class="byline"> bởi {author}</span></header><div class="entry-content">'
            f"{markup.body(story, lambda n: self._picture(story, n))}{self.files(story)}"
            f'<div class="jp-relatedposts"><h3>Có liên quan</h3><ul>{self.related(story)}</ul></div></div>'
            '<footer class="entry-footer">Chuyên mục</footer></article>',
            "post-template-default single single-post",
        )

    def _picture(self, story: Story, number: int) -> str:
        caption = markup.text(story, story.pictures[number].caption)
        below = f'<figcaption class="wp-caption-text">{caption}</figcaption>' if caption else ""
        return (
            '<figure class="wp-caption aligncenter">'
            '<img class="lazyload" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" '
            f'data-src="{self.picture_url(story, number)}" alt="">{below}</figure>'
        )

    def framed(self, title: str, content: str) -> str:
        return self._frame(title, content, "home blog")

    def _frame(self, title: str, content: str, css: str) -> str:
        menu = "".join(f'<li><a href="{self.base}/category/{one}/">{name}</a></li>' for one, name in self.names.items())
        return (
            f'<!DOCTYPE html><html lang="vi"><head><meta charset="UTF-8"><title>{title} &#8211; Công an tỉnh</title>'
            f"</head>"
            f'<body class="{css}"><header><nav><ul>{menu}</ul></nav></header><main id="primary">{content}</main>'
            "</body></html>"
        )

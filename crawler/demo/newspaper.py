"""The newspaper's site: hand-made pages of no CMS, relative links, a date line in words, a feed and a sitemap."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from crawler.demo import feeds, media
from crawler.demo import newspaper_pages as pages
from crawler.demo.attached import served
from crawler.demo.newspaper_addresses import NewspaperAddresses
from crawler.demo.response import HTML, Response, document, make, page, plain, redirect
from crawler.demo.site import Answers
from crawler.demo.story import Story

_ARTICLE = re.compile(r"^/[\w-]+/[\w-]+-(\d+)\.html$")


class Newspaper(NewspaperAddresses):
    """Site of an invented provincial newspaper."""

    style = "newspaper"

    def build(self) -> Answers:
        answers = Answers()
        stamp, table = self.newsroom.changed_at, answers.by_target
        for section in (*self.sections, "tin-tuc"):
            for number in range(1, pages.page_count(self, section) + 1):
                table[f"/{section}?trang={number}"] = page(pages.listing(self, section, number), stamp)
            table[f"/{section}"] = table[f"/{section}?trang=1"]
        table["/"] = page(pages.home(self), stamp)
        table["/rss/tin-moi.rss"] = page(feeds.rss(self), stamp, "application/rss+xml; charset=utf-8")
        table["/sitemap.xml"] = page(feeds.sitemap(self), stamp, "application/xml; charset=utf-8")
        table["/robots.txt"] = self.robots(
            "User-agent: *", "Disallow: /ban-in/", "Disallow: /tim-kiem", "", f"Sitemap: {self.base}/sitemap.xml"
        )
        for story in self.newsroom.shown():
            self._add_story(answers, story)
        return answers

    def missing(self, target: str) -> Response:
        """Old addresses, tracking parameters, forms; a story taken down is 410, one never there 404."""
        table = self._answers.by_target
        path, _, arguments = target.partition("?")
        query = parse_qs(arguments)
        if path == "/tin-tuc/chi-tiet":
            key = query.get("id", [""])[0]
            if self.newsroom.is_shown(key):
                return redirect(self.addresses(self.newsroom.story(key))[0])
            return plain(404, "Khong tim thay trang")
        if path in ("/tim-kiem", "/dang-nhap"):
            return page(pages.form(self), self.newsroom.moment)
        if path.strip("/") in (*self.sections, "tin-tuc") and "trang" in query:
            return page(pages.empty_listing(self), self.newsroom.moment)
        if found := table.get(path):
            return found
        if path.startswith("/anh/"):
            return document(media.PICTURE, self.newsroom.moment, media.PICTURE_TYPE)
        gone = _ARTICLE.match(path)
        if gone and self.newsroom.has(gone[1]):
            return plain(410, "Bai viet da bi go")
        return plain(404, "Khong tim thay trang")

    def _add_story(self, answers: Answers, story: Story) -> None:
        table, stamp = answers.by_target, self.newsroom.modified(story)
        for section in (*story.sections, "tin-tuc"):
            target = self.path(story, section)
            if story.page == "to_canary":
                table[target] = redirect(f"{self.canary}/bai-viet-{story.id}.html", 302)
            elif story.page == "to_link_local":
                table[target] = redirect("http://169.254.169.254/latest/meta-data/", 302)
            elif story.page == "soft_404":
                table[target] = make(200, pages.soft_404(self).encode("utf-8"), HTML)
            else:
                declared = pages.content_type("utf-8" if story.charset is None else story.charset)
                table[target] = page(pages.article(self, story, section), stamp, declared)
                answers.story_of[target] = story.id
        if story.page != "article":
            return
        table[f"/ban-in/{story.id}"] = page(pages.print_page(self, story), stamp)
        for number in range(len(story.pictures)):
            target = self.picture_url(story, number).removeprefix(self.base)
            table[target] = document(media.PICTURE, stamp, media.PICTURE_TYPE)
        for number, one in enumerate(story.attachments):
            target = self.attachment_url(story, number).removeprefix(self.base)
            file = served(one)
            table[target] = document(file.body, stamp, file.claimed)

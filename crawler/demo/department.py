"""The department's portal: addresses and answers as Liferay 6.2 has them.

Address shapes and class names are those of saved pages of sotttt.hanoi.gov.vn (Liferay 6.2, 2022-08-27): the
asset publisher (portlet 101) pages with `_101_cur`, articles lie at `/-/view_content/<id>-<slug>.html` under each
of their sections, with and without a language prefix, and every page links to itself with one more `/vi` or `/en`.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from crawler.demo import department_pages as pages
from crawler.demo import media
from crawler.demo.attached import served
from crawler.demo.department_addresses import DepartmentAddresses
from crawler.demo.response import HTML, Response, document, make, page, plain, redirect
from crawler.demo.site import Answers
from crawler.demo.story import Story

_SUFFIX = re.compile(r"(/(vi|en)){1,40}/?$")
_ARTICLE = re.compile(r"^(?:/(?:vi|en))?/[\w-]+/-/view_content/(\d+)-")


class Department(DepartmentAddresses):
    """Portal of an invented Department of Information and Communications."""

    style = "department"

    def build(self) -> Answers:
        answers = Answers()
        stamp = self.newsroom.changed_at
        table = answers.by_target
        for section in self.sections:
            for language in ("", "vi", "en"):
                self._add_listing(answers, section, language)
        table["/"] = table["/trang-chu"] = page(pages.home(self), stamp)
        for path in ("/gioi-thieu", "/lien-he", "/so-do-website"):
            table[path] = page(pages.static(self, path), stamp)
        for section in self.public:
            table[f"/{section}.html"] = redirect(f"{self.base}/{section}")
        table["/robots.txt"] = self.robots("User-agent: *", "Disallow: /noi-bo", "Disallow: /c/portal/")
        for story in self.newsroom.shown():
            self._add_story(answers, story)
        return answers

    def missing(self, target: str) -> Response:
        """Liferay's ways: pager queries in any order, endless language suffixes, and 'not found' said with 200."""
        table = self._answers.by_target
        path, _, arguments = target.partition("?")
        query = parse_qs(arguments)
        if path.startswith(("/c/portal/", "/dang-nhap")) or path == "/tim-kiem" or "p_p_id" in query:
            number = query.get("_101_cur", ["1"])[0]
            if query.get("p_p_id") != ["101"] or not number.isascii() or not number.isdecimal():
                return page(pages.form(self, path), self.newsroom.moment)
            found = table.get(path + pages.pager_query(int(number[:6])))
            return found or page(pages.empty_listing(self, path), self.newsroom.moment)
        if suffixed := self._suffixed(path):
            return suffixed
        if found := table.get(path):
            return found
        if path.startswith(("/image/", "/song-lam-theme/images/")):
            return document(media.PICTURE, self.newsroom.moment, media.PICTURE_TYPE)
        if _ARTICLE.match(path):
            return make(200, pages.soft_404(self).encode("utf-8"), HTML)
        return plain(404, "Not Found")

    def _suffixed(self, path: str) -> Response | None:
        """The page that `path` shows without its trail of /vi and /en, linking to itself with one more of them."""
        bare = _SUFFIX.sub("", path)
        if bare == path:
            return None
        section = bare.strip("/") or self.public[0]
        if section in self.sections:
            return page(pages.listing(self, section, "", 1, here=path), self.newsroom.changed_at)
        key = self._answers.story_of.get(bare)
        if key is None:
            return None
        story = self.newsroom.story(key)
        return page(pages.article(self, story, story.sections[0], "", here=path), self.newsroom.modified(story))

    def _add_listing(self, answers: Answers, section: str, language: str) -> None:
        path = f"/{language}/{section}" if language else f"/{section}"
        for number in range(1, pages.page_count(self, section) + 1):
            made = page(pages.listing(self, section, language, number), self.newsroom.changed_at)
            answers.by_target[path + pages.pager_query(number)] = made
            if number == 1:
                answers.by_target[path] = made

    def _add_story(self, answers: Answers, story: Story) -> None:
        table, stamp = answers.by_target, self.newsroom.modified(story)
        for section in story.sections:
            for language in ("", "vi"):
                target = self.path(story, section, language)
                if story.page == "to_canary":
                    table[target] = redirect(f"{self.canary}/tin/-/view_content/{story.id}-may-chu-moi.html", 302)
                elif story.page == "to_link_local":
                    table[target] = redirect("http://169.254.169.254/latest/meta-data/", 302)
                elif story.page == "soft_404":
                    table[target] = make(200, pages.soft_404(self).encode("utf-8"), HTML)
                else:
                    table[target] = page(pages.article(self, story, section, language), stamp)
                    answers.story_of[target] = story.id
        if story.page != "article":
            return
        table[self.print_target(story)] = page(pages.print_page(self, story), stamp)
        for number in range(len(story.pictures)):
            target = self.picture_url(story, number).removeprefix(self.base)
            table[target] = document(media.PICTURE, stamp, media.PICTURE_TYPE)
        for number, one in enumerate(story.attachments):
            target = self.attachment_url(story, number).removeprefix(self.base)
            file = served(one)
            table[target] = document(file.body, stamp, file.claimed)

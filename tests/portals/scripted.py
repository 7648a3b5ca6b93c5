"""A portal that is empty until its script has run: shells, and data of a service behind them.

Its script also tries what a browser must not be led to: the canary, directly, by a redirect and by a socket; pictures
and a download.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from crawler.demo import markup
from crawler.demo.response import Response, make, page, plain, redirect
from crawler.demo.site import Answers
from crawler.demo.story import Story
from tests.portals.families.base import FamilySite, stamp

_SHELL = (
    '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Cổng thông tin</title></head><body>'
    '<div id="app"></div>'
    '<noscript>Vui lòng bật JavaScript để xem trang.</noscript><script src="/app.js"></script></body></html>'
)
_SCRIPT = """
const app = document.getElementById("app"), parts = location.pathname.split("/").filter(Boolean);
const menu = MENU.map(([path, name]) => `<li><a href="/${path}">${name}</a></li>`).join("");
const show = (content) => { app.innerHTML = `<ul class="menu">${menu}</ul><main>${content}</main>`; };
const get = (path) => fetch(path).then((answer) => answer.json());
for (const bad of ["CANARY/fetched", "/chuyen-huong"]) fetch(bad, {mode: "no-cors"}).catch(() => {});
try { new WebSocket("CANARY/socket".replace("http", "ws")); } catch (error) { console.log(error); }
new Image().src = "/anh/nen.jpg";
const number = new URLSearchParams(location.search).get("trang") || "1";
if (parts[0] === "bai") {
  get(`/api/bai/${parts[1].split("-").pop()}`).then((one) => show(
    `<h1>${one.title}</h1><time>${one.date}</time>` +
    (one.summary ? `<p class="tom-tat">${one.summary}</p>` : "") + `<div class="noi-dung">${one.body}</div>` +
    (one.author ? `<p class="tac-gia">${one.author}</p>` : "")));
} else if (parts[0] === "tai-ve") {
  location.href = "/tep/lon.zip";
} else {
  get(`/api/danh-sach/${parts[0] || "tin-tuc"}/${number}`).then((list) => show(
    list.items.map((one) =>
      `<div class="tin"><a href="${one.path}">${one.title}</a> <span class="ngay">${one.date}</span></div>`).join("") +
    (list.more ? `<a class="sau" href="?trang=${Number(number) + 1}">Trang sau</a>` : "")));
}
"""


class Scripted(FamilySite):
    """A small portal of our own, drawn by a script."""

    family = "scripted"
    style = "department"

    def path(self, story: Story, section: str) -> str:
        return f"/bai/{story.address_words}-{story.id}"

    def listings(self, answers: Answers) -> None:
        script = _SCRIPT.replace("MENU", json.dumps(list(self.names.items()))).replace("CANARY", self.canary)
        answers.by_target["/app.js"] = page(script, self.newsroom.changed_at, "text/javascript; charset=utf-8")
        for section in self.sections:
            for number, stories in enumerate(pages := self.in_pages(section), 1):
                target = f"/{section}" if number == 1 else f"/{section}?trang={number}"
                answers.by_target[target] = self.html(_SHELL)
                items = [{"path": self.path(one, ""), "title": one.title, "date": stamp(one)} for one in stories]
                data = {"items": items, "more": number < len(pages)}
                answers.by_target[f"/api/danh-sach/{section}/{number}"] = self._data(data)
        for story in self.newsroom.shown():
            data = {"title": story.title, "date": stamp(story), "author": story.author, "summary": story.summary}
            body = markup.body(story, lambda n, story=story: f'<img src="{self.source(story, n)}">')  # type: ignore[misc]
            answers.by_target[f"/api/bai/{story.id}"] = self._data({**data, "body": body})

    def _data(self, value: object) -> Response:
        return page(json.dumps(value, ensure_ascii=False), self.newsroom.changed_at, "application/json")

    def article(self, story: Story) -> str:
        del story
        return _SHELL

    def front(self) -> str:
        return _SHELL

    def answer(self, target: str, headers: Mapping[str, str]) -> Response:
        if target == "/chuyen-huong":
            return redirect(f"{self.canary}/redirected", 302)
        if target == "/tep/lon.zip":
            return make(200, b"PK" + bytes(100_000), "application/zip", extra={"Content-Disposition": "attachment"})
        if target == "/tai-ve":
            return self.html(_SHELL)
        return super().answer(target, headers)

    def missing(self, target: str) -> Response:
        del target
        return plain(404, "Not Found")

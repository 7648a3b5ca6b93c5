"""`match`: does an article fit a rule? A pure function of the two, linear in the article's length.

Words are matched as whole syllables, whatever stands between them. A value without diacritics matches text with any
diacritics; a value with them matches only the same ones. `diacritics` in the rule changes this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from crawler.meetings.documents import find_documents
from crawler.meetings.keys import BodyKey, body_key, document_key, person_key
from crawler.meetings.text import Text
from crawler.model.items import Article
from crawler.vietnamese import fold
from crawler.watch.rules import Rule

_TOKEN = re.compile(r"[^\W_]+")


def match(rule: Rule, article: Article, found_at: datetime | None = None) -> bool:
    """Whether `article` is one that `rule` waits for; `found_at` is the moment that `max_age_days` counts back from."""
    return bool(fitting([rule], article, found_at))


def fitting(rules: Iterable[Rule], article: Article, found_at: datetime | None = None) -> list[Rule]:
    """The rules that the article fits; its text is split once for all of them."""
    text = _Words(article)
    return [
        rule
        for rule in rules
        if _fits_source(rule, article, found_at) and _fits_meeting(rule, article) and _fits_text(rule, article, text)
    ]


def _fits_source(rule: Rule, article: Article, found_at: datetime | None) -> bool:
    if rule.portal and article.portal not in rule.portal:
        return False
    if rule.province and article.province_code not in rule.province:
        return False
    if rule.max_age_days is not None and found_at is not None and article.published_at is not None:
        return found_at - article.published_at <= timedelta(days=rule.max_age_days + 1)
    return True


def _fits_meeting(rule: Rule, article: Article) -> bool:
    meeting = article.meeting
    if meeting is None:
        return not rule.meetings_only
    if rule.kind and meeting.kind not in rule.kind:
        return False
    if rule.status and meeting.status not in rule.status:
        return False
    chairs = [person_key(person.name) for person in meeting.chairs]
    present = chairs + [person_key(person.name) for person in meeting.attendees]
    if rule.chairs and not _named(rule, rule.chairs, chairs):
        return False
    if rule.people and not _named(rule, rule.people, present):
        return False
    return not rule.bodies or (meeting.body_name is not None and _met(rule, meeting.body_name))


def _named(rule: Rule, wanted: Iterable[str], names: Iterable[str]) -> bool:
    return any(_same(rule, person_key(one), name) for one in wanted for name in names)


def _met(rule: Rule, printed: str) -> bool:
    """Whether a body that the rule names is the printed one, or begins its name; never that of another province."""
    body = body_key(printed)
    return any(_is_body(rule, body_key(one), body) for one in rule.bodies)


def _is_body(rule: Rule, wanted: BodyKey, body: BodyKey) -> bool:
    if wanted.place and body.place and not _same(rule, wanted.place, body.place):
        return False
    length = len(wanted.name.split())
    return _same(rule, wanted.name, " ".join(body.name.split()[:length]))


def _same(rule: Rule, wanted: str, found: str) -> bool:
    return fold(wanted, False) == fold(found, False) if _without(rule, wanted) else wanted == found


def _without(rule: Rule, wanted: str) -> bool:
    """Whether diacritics do not matter for this value of the rule."""
    return not rule.diacritics if rule.diacritics is not None else wanted.isascii()


def _fits_text(rule: Rule, article: Article, text: _Words) -> bool:
    if rule.words and not any(text.has(rule, one) for one in rule.words):
        return False
    if not all(text.has(rule, one) for one in rule.all_words) or any(text.has(rule, one) for one in rule.without):
        return False
    return not rule.documents or _cites(rule, article)


class _Words:
    """An article's text as syllables, with and without diacritics, each made when first needed."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.made: dict[bool, str] = {}

    def has(self, rule: Rule, wanted: str) -> bool:
        bare = _without(rule, wanted)
        if bare not in self.made:
            article = self.article
            text = "\n".join([article.title, article.summary or "", article.body])
            self.made[bare] = _tokens(fold(text, not bare))
        return _phrase(wanted, bare) in self.made[bare]


@lru_cache(maxsize=4096)
def _phrase(wanted: str, bare: bool) -> str:
    return _tokens(fold(wanted, not bare))


def _tokens(text: str) -> str:
    return f" {' '.join(_TOKEN.findall(text))} "


def _cites(rule: Rule, article: Article) -> bool:
    if article.meeting is not None:
        numbers = [document.number for document in article.meeting.documents_cited]
    else:
        numbers = [document.number for document in find_documents(Text(article.body))]
    found = [document_key(number) for number in numbers]
    return any(_same(rule, document_key(wanted), number) for wanted in rule.documents for number in found)

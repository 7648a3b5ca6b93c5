"""Lists of people as reports print them: 'Bí thư Tỉnh ủy Nguyễn Văn A; Trần B, Phó Chủ tịch UBND tỉnh'.

Posts stand before the name or after it; commas stand between posts, between people and inside posts; people are
set apart by semicolons, commas or 'và'. A reader walks the pieces between commas and dashes: a piece holds a
name, a post, both, or the rest of a post.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawler.meetings.names import find_name
from crawler.meetings.people_words import (
    AND,
    CUT,
    DO,
    GROUP,
    HOLDS,
    HONORIFIC,
    OPENING,
    ORGANISATION,
    PIECE,
    PLACED,
    POST,
    TITLE_AT_END,
)
from crawler.meetings.scan import matches
from crawler.meetings.text import Text

Spot = tuple[int, int]


@dataclass(slots=True)
class Mention:
    """A person in the text: where the name stands and where each of the posts does."""

    name: Spot
    posts: list[Spot] = field(default_factory=list)


def read_people(text: Text, start: int, end: int, *, strict: bool = True) -> list[Mention]:
    """The people listed between `start` and `end`, in order.

    With `strict`, the list ends at the first group that names nobody, once somebody was found.
    """
    people: list[Mention] = []
    for first, last in _groups(text, start, end):
        found = _Group(text).read(first, last)
        if not found and people and strict:
            break
        people.extend(found)
    return people


def last_person(text: Text, start: int, end: int) -> Mention | None:
    """The last of the people listed between `start` and `end`, found from the end."""
    for first, last in reversed(_groups(text, start, end)):
        if found := _Group(text).read(first, last):
            return found[-1]
    return None


def starts_with_person(text: Text, start: int, end: int) -> bool:
    """Whether the words at `start` are a person's: an honorific, a post or a name."""
    honorific = HONORIFIC.match(text.low, start, end)
    if honorific and honorific["polite"]:
        return True
    return POST.match(text.low, start, end) is not None or _name_at(text, start, end)


def subject_start(text: Text, start: int, verb: int) -> int:
    """Where the subject of the verb at `verb` begins: behind the last other verb that has a name after it."""
    for do in matches(DO, text.low, ("do ",), start, verb):
        start = do.end()
    for cut in reversed(list(CUT.finditer(text.flat, start, verb))):
        if cut[0] != " cùng" and find_name(text.flat[cut.end() : verb]):
            start = cut.end()
            break
    while (opening := OPENING.match(text.low, start, verb)) and not find_name(text.flat[start : opening.end()]):
        start = opening.end()
    return start


class _Group:
    """Reads one stretch between semicolons, piece by piece."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.people: list[Mention] = []
        self.waiting: list[Spot] = []
        """Posts read whose person is still to come."""
        self.shared: list[Spot] = []
        """A post printed once for several people: 'các Phó Chủ tịch UBND tỉnh: A, B, C'."""
        self.name_first = False
        """Whether posts follow their person here, so that the next post is the last person's."""

    def read(self, start: int, end: int) -> list[Mention]:
        for first, last in _split(PIECE, self.text.flat, start, end):
            if not self._piece(first, last):
                break
        if self.waiting and self.people:
            self.people[-1].posts.extend(self.waiting)
        return self.people

    def _piece(self, start: int, end: int) -> bool:
        """Take in one piece; False where the list ends with it."""
        text = self.text
        honorific = HONORIFIC.match(text.low, start, end)
        polite = bool(honorific and honorific["polite"])
        first = honorific.end() if honorific else start
        cut = CUT.search(text.flat, first, end)
        stop = _trimmed(text, first, cut.start() if cut else end)
        if first >= stop:
            return cut is None
        if name := find_name(text.flat[first:stop], anchored=True, trusted=polite):
            self._name_then_post(first + name[0], first + name[1], stop)
        elif post := POST.match(text.low, first, stop):
            plural = "các " in text.low[start : post.end()]
            if not self._post(first, stop, plural=plural, holds=bool(cut and cut[0].strip() in HOLDS)):
                return False
        elif ORGANISATION.match(text.low, first, stop):
            if self.people:
                return False
            self.waiting = []
        else:
            self._rest_of_post(stop)
        return cut is None

    def _name_then_post(self, start: int, end: int, stop: int) -> None:
        """'Nguyễn Văn A', or 'Nguyễn Văn A Phó Chủ tịch' where the comma was left out."""
        mention = Mention((start, end), self.waiting or list(self.shared))
        self.name_first = not self.waiting
        self.waiting = []
        self.people.append(mention)
        while end < stop and self.text.flat[end] in " ,-":
            end += 1
        if POST.match(self.text.low, end, stop):
            mention.posts.append((end, stop))
            self.name_first = True

    def _post(self, start: int, stop: int, *, plural: bool, holds: bool) -> bool:
        """'Bí thư Tỉnh ủy Nguyễn Văn A' or 'Bí thư Tỉnh ủy' alone; False where the words hold the meeting instead."""
        text = self.text
        name = find_name(text.flat[start:stop])
        if name and self._is_place(start, start + name[0], start + name[1]):
            name = None
        if name and name[1] >= stop - start - 1:
            printed = (start, _trimmed(text, start, start + name[0]))
            posts = [*self.waiting, printed]
            if plural:
                bare = start + len("các ") if text.low.startswith("các ", start) else start
                self.shared = posts = [(bare, printed[1])]
            self.people.append(Mention((start + name[0], start + name[1]), posts))
            self.waiting = []
            self.name_first = False
        elif plural and text.flat.startswith(":", stop):
            self.shared = [(start, stop)]
        elif holds:
            return False
        elif self.people and self.name_first:
            self.people[-1].posts.append((start, stop))
        else:
            self.waiting.append((start, stop))
        return True

    def _is_place(self, start: int, name: int, end: int) -> bool:
        """Whether the seeming name ends the post instead: 'Lò Văn A, Bí thư Huyện ủy Mai Sơn'."""
        before = self.text.low[start:name]
        short = self.text.flat.count(" ", name, end) == 1
        if self.people and self.name_first:
            return short or PLACED.search(before) is not None
        return short and before.endswith(("huyện ủy ", "quận ủy ", "thị ủy "))

    def _rest_of_post(self, stop: int) -> None:
        """A piece that is the rest of the post before it: 'Giám đốc Sở Văn hóa, Thể thao và Du lịch'."""
        if self.waiting:
            self.waiting[-1] = (self.waiting[-1][0], stop)
        elif self.people and self.name_first and self.people[-1].posts:
            self.people[-1].posts[-1] = (self.people[-1].posts[-1][0], stop)


def _groups(text: Text, start: int, end: int) -> list[Spot]:
    """Stretches between semicolons, line breaks and those 'và' that begin another person."""
    groups: list[Spot] = []
    for first, last in _split(GROUP, text.flat, start, end):
        at = first
        for match in AND.finditer(text.flat, first, last):
            if _begins_person(text, match.end(), last):
                groups.append((at, match.start()))
                at = match.end()
        groups.append((at, last))
    return groups


def _begins_person(text: Text, start: int, end: int) -> bool:
    """Whether another person begins at `start`, and not the second half of 'Sở Văn hóa và Thể thao'."""
    honorific = HONORIFIC.match(text.low, start, end)
    if (honorific and honorific["polite"]) or _name_at(text, start, end):
        return True
    if not text.flat[start].isupper() or not POST.match(text.low, start, end):
        return False
    first, last = next(iter(_split(PIECE, text.flat, start, end)), (start, end))
    return find_name(text.flat[first:last]) is not None


def _name_at(text: Text, start: int, end: int) -> bool:
    return find_name(text.flat[start : min(end, start + 60)], anchored=True) is not None


def _trimmed(text: Text, start: int, end: int) -> int:
    """`end` before punctuation and before a title that belongs to the name behind it."""
    while end > start and text.flat[end - 1] in ' ,:-."':
        end -= 1
    if text.flat.startswith(".", end) and text.flat[max(start, end - 2) : end] in {"TP", "tp", "TX"}:
        end += 1
    title = TITLE_AT_END.search(text.low[start:end])
    return start + title.start() if title else end


_ACRONYM = re.compile(r"\([A-ZĐ][A-ZĐ&\- ]{1,12}\)")
"""Brackets inside a post: 'Mặt trận Tổ quốc (MTTQ) Việt Nam'."""


def _split(pattern: re.Pattern[str], flat: str, start: int, end: int) -> list[Spot]:
    pieces: list[Spot] = []
    at = start
    bracketed = flat.find("(", start, end) >= 0
    closed = [match.span() for match in _ACRONYM.finditer(flat, start, end)] if bracketed else []
    for match in pattern.finditer(flat, start, end):
        if any(first - 1 <= match.start() < last for first, last in closed):
            continue
        if match.start() > at:
            pieces.append((at, match.start()))
        at = match.end()
    if at < end:
        pieces.append((at, end))
    return pieces

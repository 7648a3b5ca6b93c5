"""Reasons for a verdict on a portal's health: English text that keeps its key and values, so it can be translated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

# By key; for a `count` of one, the text of the key with '_1' behind it. Braces stand for values, some of them reasons.
ENGLISH: Final[Mapping[str, str]] = {
    "healthy": "newest item of {newest}, as usual",
    "never_crawled": "never crawled",
    "not_known": "not in the registry",
    "ended": "the body that it spoke for ended on {day}: no news is expected",
    "two": "{first}{between}{second}",
    "and_more": "{reasons}; and {count} more",
    "never_had": "no run has fetched any source of it yet",
    "never_found": "nothing was ever found on it",
    "no_rhythm": "its rhythm is not known yet: articles of {count} days so far",
    "no_rhythm_1": "its rhythm is not known yet: articles of 1 day so far",
    "no_source": "none of its {count} runs fetched any source of it",
    "no_source_1": "its one run fetched no source of it",
    "no_answer": "no answer since {day}: nothing was fetched from it for {days} days",
    "silent_by_entry": "nothing new since {newest}, for {days} days (its entry allows {allowed})",
    "silent_by_rhythm": "nothing new since {newest}, for {days} days ({missed} of its publishing days)",
    "quiet": "nothing new since {newest}, for {days} days",
    "quiet_longer": "nothing new since {newest}, for {days} days, longer than usual",
    "quiet_holidays": "nothing new since {newest}, for {days} days: {holidays}",
    "trickle": "{found} articles of the last {days} ordinary days, where {usual} and more are usual",
    "fell": "{what}: {now:.0%} of the last {pages} pages, {past:.0%} before",
    "what_read": "articles read",
    "what_date": "a date",
    "what_selectors": "a text that the selectors know",
    "what_schema": "records that keep the schema",
    "what_image": "an image",
    "what_attachment": "an attachment",
    "what_own_text": "a text of their own",
    "shrank": "texts of {now:.0f} characters on the last {pages} pages, of {past:.0f} before",
    "dates_ahead": "{ahead} of the last {pages} pages are dated in the future",
    "cms": "its pages are made by {new} now, by {old} before",
    "no_cms": "no CMS that is known",
    "clock_ahead": "its server's clock is {span} ahead",
    "clock_behind": "its server's clock is {span} behind",
    "days": "{number:.0f} days",
    "hours": "{number:.1f} hours",
    "source": "{kind} {source}: {trouble}",
    "source_failed": "failed {count} times in a row: {why}",
    "source_no_articles": "shows no articles",
    "source_empty": "is empty",
    "source_stale": "its newest entry is of {entry}, the portal's newest article of {article}",
    "refused": "it refused the last {count} runs{detail}",
    "refused_1": "it refused the last run{detail}",
    "led_away": "it leads to another host{detail}, in the last {count} runs",
    "led_away_1": "it leads to another host{detail}, in the last run",
    "server_failed": "its server failed the last {count} runs{detail}",
    "server_failed_1": "its server failed the last run{detail}",
    "server_failed_often": "its server failed {bad} of the last {runs} runs{detail}",
    "robots_unreachable": "its robots.txt is unreachable, so that the last {count} runs fetched nothing",
    "robots_unreachable_1": "its robots.txt is unreachable, so that the last run fetched nothing",
    "healed": "walked by a healed entry since {day}, `tintinh heal {portal}` shows it: {detail}",
    "merged": "it leads to {successor} since {day}, `tintinh heal {portal}` tells more: {detail}",
    "not_healed": "its entry finds nothing since {day}, and a probe found nothing to walk by: {detail}",
    "unended": "a run has been going on, or was killed, {hours} h ago",
    "not_crawled": "not crawled for {days} d, {runs} runs were due",
    "not_crawled_long": "not crawled for {days} d, more than {runs} runs were due",
    "interrupted": "its last {runs} runs were killed before their end",
    "holiday_tet": "Tết",
    "holiday_new_year": "New Year",
    "holiday_hung_kings": "the Hùng Kings' day",
    "holiday_may": "30 April and 1 May",
    "holiday_national": "National Day",
    "holiday_culture": "Vietnam's Culture Day",
    "holiday_day_off": "a day off in lieu",
}


class Reason(str):
    """The English text; `translated` gives it in another language, with the reasons among its values."""

    __slots__ = ("_values", "key")
    key: str
    _values: Mapping[str, object]

    @classmethod
    def of(cls, key: str, **values: object) -> Reason:
        """The text of `key`. Raises `KeyError` for an unknown key or a missing value."""
        made = cls(_text(ENGLISH, key, values).format(**values))
        made.key, made._values = key, values
        return made

    @classmethod
    def all_of(cls, reasons: Sequence[Reason], most: int) -> Reason:
        """The first `most` reasons as one, with the number of the others."""
        shown = joined(reasons[:most], "; ")
        return cls.of("and_more", reasons=shown, count=len(reasons) - most) if len(reasons) > most else shown

    def translated(self, texts: Mapping[str, str], write: Callable[[object], object]) -> str:
        """The reason in the words of `texts`, which has the keys of `ENGLISH`; `write` formats other values."""
        values = {
            name: value.translated(texts, write) if isinstance(value, Reason) else write(value)
            for name, value in self._values.items()
        }
        return _text(texts, self.key, self._values).format(**values)


def joined(reasons: Sequence[Reason], between: str) -> Reason:
    """The reasons, one after the other."""
    first, *others = reasons
    for second in others:
        first = Reason.of("two", first=first, between=between, second=second)
    return first


def _text(texts: Mapping[str, str], key: str, values: Mapping[str, object]) -> str:
    return texts.get(f"{key}_1", texts[key]) if values.get("count") == 1 else texts[key]

"""Sending notices through Apprise: e-mail, Telegram, Slack, webhooks and whatever else it knows."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import apprise
from apprise.plugins.custom_json import NotifyJSON

from crawler.watch.outbox import Notice
from crawler.watch.rules import Rule, Rules, RulesError
from crawler.watch.webhook import structured
from crawler.watch.wording import REPORT_CHARS, WORDS, notice_text, notice_title

logger = logging.getLogger(__name__)

EXTRA = "tintinh"  # the key of the structured part in a webhook's JSON
MOST = 25  # reports in one notice

_ASSET = apprise.AppriseAsset(
    app_id="tintinh",
    app_desc="tintinh",
    app_url="",
    image_url_mask="",
    image_url_logo="",
    async_mode=False,
    interpret_emojis=False,  # a title is a title, whatever colons it holds
    interpret_escapes=False,
    allow_templates=False,
    storage_mode="memory",
)


class Sender:
    """Sends to the targets of a rule file."""

    def __init__(self, rules: Rules, portal_names: Mapping[str, str]) -> None:
        self.rules = rules
        self.portal_names = portal_names
        self.plugin = cache(self._plugin)

    def most(self, target: str) -> int:
        """How many reports fit into one message to the target. Raises `RulesError` for an invalid address."""
        longest = self._longest(target)
        return max(1, min(MOST, longest * 9 // 10 // REPORT_CHARS)) if longest else MOST

    def send(self, notice: Notice) -> str | None:
        """Send a notice; returns why it did not arrive, or None where the far end took it."""
        language = self.rules.language_of(name for report in notice.reports for name in report.rules)
        text = notice_text(notice, self.portal_names, language)
        values = structured(notice, self.portal_names, self.rules.console_url)
        return self._notify(notice.target, notice_title(notice, language), text, values)

    def test(self, rule: Rule) -> dict[str, str | None]:
        """Send a test message to each of the rule's targets: why it did not arrive, or None, by target."""
        words = WORDS[self.rules.language_of([rule.name])]
        title, text = (words[part].format(rule=rule.name) for part in ("test_title", "test_text"))
        return {target: self._notify(target, title, text) for target in dict.fromkeys(rule.targets)}

    def _notify(self, target: str, title: str, text: str, values: dict[str, Any] | None = None) -> str | None:
        """`values` go to webhooks that take JSON, beside the text."""
        longest = self._longest(target)
        service = apprise.Apprise(asset=_ASSET)
        plugin = self.plugin(target)
        if isinstance(plugin, NotifyJSON):
            kept = {name: value for name, value in plugin.payload_extras.items() if name != EXTRA}
            plugin.payload_extras = kept | ({EXTRA: values} if values else {})
        service.add(plugin)
        with _complaints(self.rules.address(target), target) as complaints:
            try:
                arrived = bool(
                    service.notify(
                        title=title, body=text[:longest] if longest else text, body_format=apprise.NotifyFormat.TEXT
                    )
                )
            except Exception as error:
                logger.warning("the notice to %s failed", target, exc_info=True)
                return f"{target}: {type(error).__name__}"
        if arrived:
            return None
        return f"{target}: {complaints[-1] if complaints else 'the notice was not accepted'}"

    def _longest(self, target: str) -> int:
        return int(self.plugin(target).body_maxlen or 0)

    def _plugin(self, target: str) -> apprise.NotifyBase:
        address = self.rules.address(target)
        with _complaints(address, target) as complaints:
            made = apprise.Apprise.instantiate(address, asset=_ASSET)
        if not isinstance(made, apprise.NotifyBase):
            why = f" ({complaints[-1]})" if complaints else ""
            raise RulesError(f"target {target}: not an address that Apprise knows{why}")
        return made


@contextmanager
def _complaints(address: str, target: str) -> Iterator[list[str]]:
    """Collect what Apprise logs meanwhile, without the address, which is secret; nothing goes to the terminal."""
    source = logging.getLogger("apprise")
    found: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(" ".join(record.getMessage().replace(address, target).split())[:300])

    handler, propagate = Collect(logging.WARNING), source.propagate
    source.addHandler(handler)
    source.propagate = False
    try:
        yield found
    finally:
        source.removeHandler(handler)
        source.propagate = propagate

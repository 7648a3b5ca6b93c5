"""A filter of the console as a rule of `watch.toml`."""

from __future__ import annotations

import hashlib
import json
import re

from crawler.vietnamese import fold
from crawler.watch.rules import Rule, Rules
from crawler.web.queries.meetings import MeetingFilter

# Key of the filter → key of the rule file. A rule has no days: it waits for future reports.
_KEYS = {
    "province": "province",
    "kind": "kind",
    "portal": "portal",
    "body": "bodies",
    "person": "people",
    "document": "documents",
}
NAME_CHARS = 40


def rule_toml(wanted: MeetingFilter) -> str:
    """The TOML text of a rule for new reports that fit the filter."""
    given = {_KEYS[name]: str(value) for name, value in wanted.given.items() if name in _KEYS}
    rule = Rule.model_validate({"name": _name(list(given.values())), **given})
    Rules.model_validate({"rules": {rule.name: given}})
    width = max(map(len, given), default=0)
    lines = [f"[rules.{rule.name}]", *(f"{key:{width}} = {_string(value)}" for key, value in given.items())]
    return "\n".join(lines) + "\n"


def _name(values: list[str]) -> str:
    words = re.findall(r"[a-z0-9]+", fold(" ".join(values), False))
    name = "-".join(words)
    if len(name) > NAME_CHARS:
        digest = hashlib.sha256(name.encode()).hexdigest()[:6]
        name = f"{name[:NAME_CHARS].rstrip('-')}-{digest}"
    return f"theo-doi-{name}" if name else "moi-cuoc-hop"


def _string(text: str) -> str:
    """A basic string: TOML's escapes are JSON's, except DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")

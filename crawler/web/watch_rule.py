"""A filter of the console as a rule of `watch.toml`."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from crawler.search.candidates import SearchFilter
from crawler.search.wanted import printed_terms
from crawler.vietnamese import fold
from crawler.watch.rules import Rules
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
    return _toml(_name(list(given.values())), given)


def search_rule_toml(query: str, diacritics: bool | None, within: SearchFilter) -> str:
    """The TOML text of a rule for new articles that a search would find."""
    meetings_only = within.meetings_only or within.kind is not None
    given: dict[str, Any] = {"all_words": printed_terms(query), "meetings_only": meetings_only}
    places = {"province": within.province, "portal": within.portal, "kind": within.kind}
    given |= {name: str(value) for name, value in places.items() if value is not None}
    if diacritics is not None:
        given["diacritics"] = diacritics
    return _toml(_name([query, *(given[name] for name in places if name in given)]), given)


def _toml(name: str, given: Mapping[str, Any]) -> str:
    Rules.model_validate({"rules": {name: given}})
    width = max(map(len, given), default=0)
    lines = [f"[rules.{name}]", *(f"{key:{width}} = {_value(value)}" for key, value in given.items())]
    return "\n".join(lines) + "\n"


def _name(values: list[str]) -> str:
    words = re.findall(r"[a-z0-9]+", fold(" ".join(values), False))
    name = "-".join(words)
    if len(name) > NAME_CHARS:
        digest = hashlib.sha256(name.encode()).hexdigest()[:6]
        name = f"{name[:NAME_CHARS].rstrip('-')}-{digest}"
    return f"theo-doi-{name}" if name else "moi-cuoc-hop"


def _value(value: Any) -> str:
    """A string, a list of strings or a boolean: TOML's escapes are JSON's, except DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")

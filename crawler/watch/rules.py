"""The rule file: which reports go to which targets. One TOML file, described in docs/watching.md."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from crawler.base.errors import UserError
from crawler.model.items import MeetingKind, MeetingStatus

FILE_NAME = "watch.toml"
FEED = "feed"  # the target that every rule has: its Atom and RSS feed
HEALTH = "@health"  # the outbox's name for the rule [health]; no rule of a person can have it
_NAME = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"
_RESERVED = re.compile(r"meetings(?:-\d\d)?$")
_VARIABLE = re.compile(r"\$\{(\w+)\}")


Language = Literal["en", "vi"]


class RulesError(UserError):
    """A rule file that cannot be used; the message names the file and the key."""


def _listed(value: object) -> object:
    """One value may stand without brackets."""
    return [value] if isinstance(value, str) else value


Words = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(_listed), Field(default=())]


class Rule(BaseModel):
    """Which articles cause a notice: those that fit every given key, and any one of a key's values."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=_NAME, max_length=60)
    title: str | None = Field(None, description="The feed's title; the rule's name where there is none.")
    language: Language | None = Field(None, description="Of its notices; not given: the file's.")
    targets: Words = Field(default=(), description="Names of [targets]; the feed is always written.")
    portal: Words = Field(default=(), description="Ids of portals.")
    province: Words = Field(default=(), description="Codes of the statistics office, two digits.")
    meetings_only: bool = Field(True, description="False: other news too.")
    kind: tuple[MeetingKind, ...] = Field(default=(), description="Kinds of meetings.")
    status: tuple[MeetingStatus, ...] = Field(default=(), description="Whether the meeting was held or is to come.")
    words: Words = Field(default=(), description="Words or phrases, one of which is in title, summary or body.")
    all_words: Words = Field(default=(), description="Words or phrases that are all there.")
    without: Words = Field(default=(), description="Words or phrases of which none is there.")
    people: Words = Field(default=(), description="Names; one chairs or attends.")
    chairs: Words = Field(default=(), description="Names; one chairs.")
    documents: Words = Field(default=(), description="Numbers of documents, one of which is cited.")
    bodies: Words = Field(default=(), description="Bodies, one of which met.")
    diacritics: bool | None = Field(
        None, description="true: always heeded; false: never; not given: by what is typed with them."
    )
    max_age_days: int | None = Field(None, ge=0, description="Older reports, when they are found, are not noticed.")

    @model_validator(mode="before")
    @classmethod
    def _one_of_each(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        return {**data, **{key: _listed(data[key]) for key in ("kind", "status") if key in data}}

    @model_validator(mode="after")
    def _sensible(self) -> Rule:
        if _RESERVED.match(self.name):
            raise ValueError(f"the name {self.name} is that of a feed that is always written")
        needing = [key for key in ("kind", "status", "people", "chairs", "bodies") if getattr(self, key)]
        if needing and not self.meetings_only:
            raise ValueError(f"{needing[0]} fits meeting reports alone: leave out meetings_only = false")
        for key in ("words", "all_words", "without", "people", "chairs", "documents", "bodies"):
            if empty := [value for value in getattr(self, key) if not any(map(str.isalnum, value))]:
                raise ValueError(f"{key}: {empty[0]!r} has no letter or digit to look for")
        return self

    @property
    def all_targets(self) -> tuple[str, ...]:
        """Where its reports go: the feed, then the targets named."""
        return (FEED, *dict.fromkeys(self.targets))


class HealthRule(BaseModel):
    """Which targets get a notice when the verdict on a portal changes to or from an unwell one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    targets: Words = Field(description="Names of [targets].")
    portal: Words = Field(default=(), description="Ids of portals; none given: all.")
    province: Words = Field(default=(), description="Codes of the statistics office, two digits.")


class Rules(BaseModel):
    """A rule file: rules, targets, the rule for portals' health, where the feeds and the console are served, and the
    language of notices."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    feeds_url: str | None = Field(None, pattern=r"^https?://\S+$")
    console_url: str | None = Field(None, pattern=r"^https?://\S+$")
    language: Language = "en"
    targets: Mapping[str, str] = Field(default_factory=dict)
    rules: Mapping[str, Rule] = Field(default_factory=dict)
    health: HealthRule | None = None

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("rules"), dict):
            rules = {k: {"name": k, **v} if isinstance(v, dict) else v for k, v in data["rules"].items()}
            return {**data, "rules": rules}
        return data

    @model_validator(mode="after")
    def _targets_known(self) -> Rules:
        for name in self.targets:
            if name == FEED or not re.match(_NAME, name) or len(name) > 60:
                raise ValueError(f"a target cannot be called {name}")
        for rule in self.rules.values():
            if unknown := [name for name in rule.targets if name not in self.targets]:
                raise ValueError(f"rules.{rule.name}: no target called {unknown[0]}")
        if self.health is not None:
            if not self.health.targets:
                raise ValueError("health: names no target")
            if unknown := [name for name in self.health.targets if name not in self.targets]:
                raise ValueError(f"health: no target called {unknown[0]}")
        return self

    def language_of(self, names: Iterable[str]) -> Language:
        """The language of a notice of these rules: theirs if they agree, else the file's."""
        asked = {self.rules[name].language or self.language for name in names if name in self.rules}
        return asked.pop() if len(asked) == 1 else self.language

    def address(self, target: str) -> str:
        """The target's apprise address, ${NAME} filled in from the environment. Raises `RulesError`."""

        def value(match: re.Match[str]) -> str:
            if match[1] not in os.environ:
                raise RulesError(f"target {target}: the environment variable {match[1]} is not set")
            return os.environ[match[1]]

        return _VARIABLE.sub(value, self.targets[target])


def read_rules(path: Path) -> Rules:
    """The rules in a file. Raises `RulesError`, naming the file and the key."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise RulesError(f"cannot read the rules {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulesError(f"{path}: not valid TOML: {error}") from error
    try:
        return Rules.model_validate(data)
    except ValidationError as error:
        faults = "; ".join(
            ": ".join(filter(None, [".".join(str(part) for part in fault["loc"]), fault["msg"]]))
            for fault in error.errors(include_input=False, include_url=False)
        )
        raise RulesError(f"{path}: {faults}") from error


def find_rules(output: Path, given: Path | None = None) -> Rules | None:
    """The rules given, else those in the output folder's watch.toml; None where there are none. Raises `RulesError`."""
    if given is not None:
        return read_rules(given)
    path = output / FILE_NAME
    return read_rules(path) if path.exists() else None

"""The environment variables of tintinh: each one's type, default, bounds and reason. Nothing else reads them."""

from __future__ import annotations

import os
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, DirectoryPath, Field, SecretStr, ValidationError

from crawler.base.errors import UserError

PREFIX = "TINTINH_"
MAX_FILE = 32 * 1024 * 1024  # bytes: the largest body that `crawler.archive.reading` returns


def _seconds(value: Any) -> Any:
    """`3600,86400` as a list; a list stays as it is."""
    return [part for part in value.replace(",", " ").split() if part] if isinstance(value, str) else value


class Environment(BaseModel):
    """What the environment says. A variable that is not set, or empty, has its default."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    output: Path = Field(Path("output"), description="The folder of the JSONL log, the store and the raw archive.")
    database: SecretStr = Field(
        SecretStr(""),
        description="The store: `sqlite:///FILE` or `postgresql://…`. Without it: SQLite in the output folder.",
    )
    rules: str = Field("", description="The file of watch rules. Without it: `watch.toml` in the output folder.")
    portals: DirectoryPath | None = Field(
        None, description="A folder with registry entries of your own. They win over the built-in ones."
    )
    contact: str = Field(
        "", description="How a portal's staff reaches you: an address or a page. It goes into the user agent."
    )
    location: str = Field(
        "", description="The run location that `tintinh runs` shows. Without it: the machine's host name."
    )
    archive: bool = Field(True, description="Whether every answer is kept in the raw archive.")
    archive_segment: int = Field(
        1024**3, ge=10_000, description="Bytes at which a file of the raw archive is closed and the next one begins."
    )
    attachments: bool = Field(
        True, description="Whether the files that articles link to are fetched and read. An entry can opt out."
    )
    attachment_bytes: int = Field(
        MAX_FILE,
        ge=1,
        le=MAX_FILE,
        description="A larger file is flagged, not fetched. Most scanned decrees are under 30 MiB.",
    )
    attachment_timeout: float = Field(
        240, gt=0, le=3600, description="Seconds for one file: enough for 32 MiB at the 150 KB/s of a slow portal."
    )
    readers: int | None = Field(
        None,
        ge=0,
        le=256,
        description="Processes that read articles' pages for each process that crawls; they start with the first page. "
        "`0`: pages are read where they are fetched. Without it: a core less than there are, at least one for each of "
        "several crawling processes, and none on one core.",
    )
    reader_seconds: float = Field(
        20,
        gt=0,
        le=3600,
        description="Seconds for one page, after which its reader is ended and the page set aside. Real pages take "
        "less than one.",
    )
    reader_megabytes: int = Field(
        1024,
        ge=256,
        description="MiB of memory that a reader may take; a page that needs more is set aside. Pages of 16 MiB, the "
        "largest that are fetched, took up to 460.",
    )
    revisit_after: Annotated[list[Annotated[int, Field(gt=0)]], BeforeValidator(_seconds)] = Field(
        [],
        description="Seconds after publication at which an article is fetched again, separated by commas. Without it: "
        "1 h, 6 h, 1 d, 3 d, 7 d and 30 d.",
    )
    failures: int = Field(
        5, ge=1, description="Failures in a row after which a host rests (5xx, 429, no answer, block pages)."
    )
    rest_first: float = Field(30, ge=0, description="Seconds of a host's first rest. Each next rest is twice as long.")
    rest_most: float = Field(300, ge=0, description="Seconds of a host's longest rest.")
    rest_total: float = Field(900, ge=0, description="Seconds of rest after which the run ends. What is due stays due.")
    handover: float = Field(
        5,
        ge=0,
        description="Seconds that a crawl on PostgreSQL waits after a run of the same portal without an end: a process "
        "that only lost its locks stops within that time.",
    )
    heartbeat: int = Field(
        10,
        ge=1,
        le=59,
        description="Seconds between a worker's heartbeats. After three missing ones it is dead.",
    )
    publish_seconds: float = Field(
        30, gt=0, description="Seconds between two publications of the JSONL log during a crawl."
    )
    busy_seconds: float = Field(
        30, gt=0, le=3600, description="Seconds that a writer waits for another writer of the store."
    )
    browser: str = Field(
        "", description='The Chromium for portals with `render = "browser"`. Without it: the usual names on the PATH.'
    )
    token: SecretStr = Field(
        SecretStr(""), description="The token that clients of the console must show. At least 16 characters."
    )
    client_connections: int = Field(
        32, ge=1, description="Connections that one address may have to the console at once; more are refused with 429."
    )
    client_rate: float = Field(
        20,
        ge=0,
        description="Requests a second that one address may send on average to a console that other machines reach; "
        "more are answered with 429. 0: no limit.",
    )


def environment() -> Environment:
    """What the environment says now. Raises `UserError`, naming the variable, where a value is wrong."""
    return _read(
        tuple(sorted((name, value) for name, value in os.environ.items() if value and name.upper().startswith(PREFIX)))
    )


@lru_cache(maxsize=8)
def _read(given: tuple[tuple[str, str], ...]) -> Environment:
    if not given:
        return Environment.model_construct()
    try:
        return _reader()()
    except ValidationError as error:
        raise UserError("; ".join(_fault(dict(fault)) for fault in error.errors(include_url=False))) from None


@cache
def _reader() -> type[Environment]:
    """The model that reads variables. It takes a while to load, and most runs are given none."""
    from pydantic_settings import BaseSettings, SettingsConfigDict

    class Given(Environment, BaseSettings):
        model_config = SettingsConfigDict(
            env_prefix=PREFIX,
            env_ignore_empty=True,
            enable_decoding=False,
            frozen=True,
            extra="ignore",
            str_strip_whitespace=True,
            allow_inf_nan=False,
        )

    return Given


def _fault(fault: dict[str, Any]) -> str:
    """One line on a wrong value; what may be a secret is not shown."""
    field = str(fault["loc"][0])
    value, said = fault.get("input"), str(fault["msg"])
    secret = Environment.model_fields[field].annotation is SecretStr
    if fault["type"] == "path_not_directory":
        said = "is not a folder"
    shown = "" if secret or value is None else f"={value}"
    return f"{PREFIX}{field.upper()}{shown}: {said[0].lower()}{said[1:]}"

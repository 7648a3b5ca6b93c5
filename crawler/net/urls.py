"""Addresses: one canonical form for each, and which of them a crawler must never reach."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

# Parameters that say where a visitor came from or who they are, never what the page is. Sources: the campaign
# parameters of Google Analytics, Meta and Microsoft Ads; the session names of PHP, Java, ASP and ColdFusion.
_NOISE = re.compile(
    r"^(utm_\w+|fbclid|gclid|gclsrc|dclid|msclkid|yclid|mc_[ce]id|_ga|_gl|zarsrc|igshid"
    r"|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|session_?id)$",
    re.I,
)
# Numbers that only keep caches from answering (jQuery's `_`), and session ids by their look under short names.
_NOISE_VALUE = re.compile(r"^(?:_|rnd|rand|random|nocache|cachebuster)=[\d.]+$|^s(?:id|ess)?=[0-9a-f]{20,}$", re.I)
_PATH_SESSION = re.compile(r";jsessionid=[^/?#]*|\((?:X\(\d\))?S\([a-z0-9]{20,}\)\)/?", re.I)
_INDEX = re.compile(r"(?<=/)(?:index|default|home)\.(?:html?|php|aspx?|jsp)$", re.I)
_SAFE_PATH = "/%:;=@&+,!$'()*~-._"
_DEFAULT_PORTS = {"http": 80, "https": 443}


class BadAddressError(ValueError):
    """Text that is no http or https address."""


def origin(url: str) -> str:
    """Scheme, host and port of an address (RFC 6454), the port only where it is not the scheme's own.

    Raises `BadAddressError`.

    >>> origin("https://Tinh.vn:443/tin?id=1"), origin("http://tinh.vn:8080/")
    ('https://tinh.vn', 'http://tinh.vn:8080')
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddressError(f"not an address: {url[:200]!r}") from error
    if not host:
        raise BadAddressError(f"not an address: {url[:200]!r}")
    host = f"[{host}]" if ":" in host else host
    is_own = port is None or port == _DEFAULT_PORTS.get(parts.scheme)
    return f"{parts.scheme}://{host}" if is_own else f"{parts.scheme}://{host}:{port}"


@lru_cache(maxsize=4096)
def canonical_url(url: str) -> str:
    """The one form of `url` that stands for its page.

    Lower-case scheme and host, no default port, fragment, session id or campaign parameter, percent-encoding
    of UTF-8 (RFC 3986, section 6.2), query parameters in order of name. Raises `BadAddressError`.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddressError(f"not an address: {url[:200]!r}") from error
    if parts.scheme not in _DEFAULT_PORTS or not host:
        raise BadAddressError(f"not an http or https address: {url[:200]!r}")
    if ":" in host:
        host = f"[{host}]"
    if port and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    path = _PATH_SESSION.sub("", parts.path) or "/"
    if "%" in path or not path.isascii() or " " in path:
        path = _quoted(unquote(path, errors="surrogateescape"))
    query = parts.query
    if query:
        pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if not _is_noise(*pair)]
        query = urlencode(sorted(pairs, key=lambda pair: pair[0]))
    return urlunsplit((parts.scheme, host, path, query, ""))


def _quoted(path: str) -> str:
    """Percent-encoded; bytes that are no UTF-8 stay the bytes that they were."""
    return quote(path, safe=_SAFE_PATH, errors="surrogateescape")


def _is_noise(name: str, value: str) -> bool:
    return bool(_NOISE.match(name) or _NOISE_VALUE.match(f"{name}={value}"))


def cleaned_url(url: str) -> str:
    """`url` as it is spelled, but without fragment, session id and tracking parameters: what is asked for.

    Text that is no address comes back as it is.
    """
    bare = url.partition("#")[0]
    head, mark, query = bare.partition("?")
    head = _PATH_SESSION.sub("", head)
    if not mark:
        return head
    kept = [one for one in query.split("&") if not _is_noise(*map(unquote, one.partition("=")[::2]))]
    return f"{head}?{'&'.join(kept)}" if any(kept) else head


@lru_cache(maxsize=8192)
def page_key(url: str, ignore_case: bool = True) -> str:
    """What two spellings of one page's address have in common: the canonical form, folded further.

    A closing slash, an index document's name, the Unicode form (NFC or NFD) and, with `ignore_case`, the letters' case
    do not count. Only to compare, never to fetch: servers may know one spelling alone. Raises `BadAddressError`.
    """
    parts = urlsplit(canonical_url(url))
    path = parts.path
    if "%" in path:
        plain = unicodedata.normalize("NFC", unquote(path, errors="surrogateescape"))
        path = _quoted(plain.lower() if ignore_case else plain)
    elif ignore_case:
        path = path.lower()
    path = _INDEX.sub("", path).rstrip("/") or "/"
    query = parts.query
    if "%" in query:
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode([(name, unicodedata.normalize("NFC", value)) for name, value in pairs])
    return urlunsplit((parts.scheme, parts.netloc, path, query.lower() if ignore_case else query, ""))


def is_private_address(address: str) -> bool:
    """Whether an IP address (literal, brackets allowed) lies outside the public internet.

    True for private, loopback, link-local, multicast, reserved and unspecified ranges, for carrier-grade NAT
    (RFC 6598) and for IPv4 addresses wrapped in IPv6. False for anything that is no IP literal.
    """
    try:
        ip = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or ip
    return not ip.is_global or ip.is_multicast


def is_private_host(host: str) -> bool:
    """Whether a host, by its spelling alone, is a private address: IP literals in any notation, local names."""
    host = host.lower().rstrip(".")
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".home.arpa")):
        return True
    return is_private_address(_loose_ipv4(host) or host)


def _loose_ipv4(host: str) -> str | None:
    """The dotted form of an IPv4 address written as browsers accept it: 127.1, 0x7f000001, 2130706433, 0177.0.0.1.

    Source: the IPv4 parser of the WHATWG URL standard.
    """
    parts = host.split(".")
    if len(parts) > 4 or not all(re.fullmatch(r"0x[0-9a-f]*|[0-9]+", part) for part in parts):
        return None
    try:
        numbers = [
            int(part[2:] or "0", 16) if part.startswith("0x") else int(part, 8 if part.startswith("0") else 10)
            for part in parts
        ]
    except ValueError:
        return None
    value = numbers[-1]
    if value >= 256 ** (5 - len(numbers)) or any(number > 255 for number in numbers[:-1]):
        return None
    for index, number in enumerate(numbers[:-1]):
        value += number * 256 ** (3 - index)
    return str(ipaddress.IPv4Address(value))

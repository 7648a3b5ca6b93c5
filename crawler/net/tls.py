"""TLS as portals speak it: strict by default; old ciphers or any certificate where an entry says so.

Level 0 of OpenSSL's security levels is the one that still speaks TLS 1.0 and 1.1: from 3.0 on their handshake, signed
with MD5 and SHA-1, is refused at level 1. It also takes keys of 1024 bits and SHA-1 certificates. What has no
encryption or no authentication at all stays excluded by DEFAULT. Source: OpenSSL's manual pages of
SSL_CTX_set_security_level and ciphers.
"""

from __future__ import annotations

import re
import ssl
from typing import Literal

LEGACY_CIPHERS = "DEFAULT:@SECLEVEL=0"
# Renegotiation without RFC 5746; named in Python's ssl since 3.12.
OP_LEGACY_SERVER_CONNECT = 0x4

Remedy = Literal["legacy_tls = true", "verify_tls = false"]

# Words of OpenSSL's reasons, in Python's spelling and in pyOpenSSL's.
_CERTIFICATE = re.compile(r"certificate[ _]verify[ _]failed|VerificationError|service_identity|hostname mismatch", re.I)
_WEAK = re.compile(r"(?:key|ca|ee key|dh key)[ _]too[ _](?:small|weak)|md[ _]too[ _]weak", re.I)
_OLD = re.compile(
    r"unsupported[ _]protocol|wrong[ _]version|version[ _]too[ _]low|protocol[ _]version|no[ _]protocols[ _]available|"
    r"handshake[ _]failure|no[ _]shared[ _]cipher|no[ _]cipher|insufficient[ _]security|legacy[ _]sigalg|"
    r"wrong[ _]signature[ _]type|internal[ _]error|unsafe[ _]legacy[ _]renegotiation|bad[ _]ecpoint",
    re.I,
)


def context(verify: bool = True, legacy: bool = False) -> ssl.SSLContext:
    """What a client connects with. `legacy`: also by what today's defaults refuse; `verify` False: to anybody."""
    made = ssl.create_default_context()
    if not verify:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    if legacy:
        made.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        made.set_ciphers(LEGACY_CIPHERS)
        made.options |= OP_LEGACY_SERVER_CONNECT
    return made


def remedy(error: str) -> Remedy | None:
    """The line of an entry that lets a connection succeed which failed with this error of OpenSSL; None: not TLS's."""
    if _WEAK.search(error):
        return "legacy_tls = true"
    if _CERTIFICATE.search(error):
        return "verify_tls = false"
    return "legacy_tls = true" if _OLD.search(error) else None

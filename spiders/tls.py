"""The download handler for https: Scrapy's, but it says why a certificate is refused, and speaks old TLS where it must.

Scrapy's own setting for ciphers cannot lower the security level: Twisted expands the cipher string to a list of names,
and the level in it is lost.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from OpenSSL import SSL
from OpenSSL._util import ffi, lib
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Request, Response
from twisted.internet._sslverify import ClientTLSOptions, _verifyCB
from twisted.internet.ssl import CertificateOptions, TLSVersion, platformTrust

from crawler.net.tls import LEGACY_CIPHERS, OP_LEGACY_SERVER_CONNECT
from spiders.http import HttpHandler

_REASON = re.compile(r"\('[^']*', '[^']*', '([^']+)'\)")  # an entry of OpenSSL's error queue as pyOpenSSL prints it


class _LegacyOptions(CertificateOptions):
    """Twisted's options for connections, with the security level and the oldest version lowered."""

    def __init__(self, **options: Any) -> None:
        super().__init__(insecurelyLowerMinimumTo=TLSVersion.TLSv1_0, **options)

    def _makeContext(self, skipCiphers: bool = False) -> SSL.Context:  # noqa: ARG002, N802, N803 - Twisted's names
        context: SSL.Context = super()._makeContext(skipCiphers=True)
        context.set_options(OP_LEGACY_SERVER_CONNECT)
        context.set_cipher_list(LEGACY_CIPHERS.encode("ascii"))
        return context


class _Checked(ClientTLSOptions):
    """Twisted's creator of connections, noting in `faults` what is wrong with a host's certificate."""

    faults: dict[str, str]

    def clientConnectionForTLS(self, tlsProtocol: Any) -> SSL.Connection:  # noqa: N802, N803 - Twisted's names
        connection = super().clientConnectionForTLS(tlsProtocol)
        judge = _verifyCB(tlsProtocol, self._hostnameIsDnsName, self._hostnameASCII)

        def noting(conn: SSL.Connection, certificate: Any, error: int, depth: int, fine: int) -> bool:
            accepted = bool(judge(conn, certificate, error, depth, bool(fine)))
            if not accepted:
                words = ffi.string(lib.X509_verify_cert_error_string(error)).decode("ascii")
                self.faults[self._hostnameASCII] = "hostname mismatch" if fine else words
            return accepted

        connection.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, noting)
        return connection


class _ContextFactory(_ScrapyClientContextFactory):
    """Scrapy's; Scrapy's own setting says whether certificates are checked."""

    legacy = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.faults: dict[str, str] = {}  # host → what was wrong with its certificate

    def _get_cert_options(self) -> CertificateOptions:
        return _LegacyOptions() if self.legacy else super()._get_cert_options()

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - Twisted's interface
        if not self._verify_certificates:
            return super().creatorForNetloc(hostname, port)
        trust = platformTrust()  # type: ignore[no-untyped-call]
        kind, more = (_LegacyOptions, {}) if self.legacy else (CertificateOptions, self._get_cert_options_kwargs())
        checked = _Checked(kind(trustRoot=trust, **more)._makeTLSConnection, hostname.decode("ascii"))
        checked.faults = self.faults
        return checked


class TlsHandler(HttpHandler):
    """Download handler for https (setting DOWNLOAD_HANDLERS); TINTINH_LEGACY_TLS is the entry's `legacy_tls`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        factory: Any = _ContextFactory.from_crawler(crawler)
        factory.legacy = crawler.settings.getbool("TINTINH_LEGACY_TLS")
        self._contextFactory = self._factory = factory

    async def download_request(self, request: Request) -> Response:
        """The answer. An error that a certificate's fault explains names it."""
        host = urlsplit(request.url).hostname or ""
        self._factory.faults.pop(host, None)
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            if fault := self._factory.faults.get(host):
                raise DownloadFailedError(f"certificate verify failed: {fault}") from error
            if reasons := _REASON.findall(str(error)):
                raise DownloadFailedError(f"TLS failed: {', '.join(reasons)}") from error
            raise

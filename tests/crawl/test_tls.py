"""Old TLS and broken chains: refused by default in one clear line, taken where the entry says so, shown in the record."""

from __future__ import annotations

import functools
import json
import ssl
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from crawler.base import clock
from crawler.discovery.probing import Prober
from tests.crawl.conftest import tintinh
from tests.discovery.served import Served
from tests.discovery.skins import Dated

pytestmark = pytest.mark.timeout(90)

NOW = clock.now()
TOLD = 2  # articles a portal


@dataclass(frozen=True)
class Server:
    """A portal's server: its id, what its entry needs, its RSA key's size, whom its certificate names, how it speaks."""

    id: str
    needs: tuple[str, ...]
    bits: int = 2048
    name: str = "127.0.0.1"
    trusted: bool = True
    newest: ssl.TLSVersion = ssl.TLSVersion.MAXIMUM_SUPPORTED


TLS_1_1 = ssl.TLSVersion(0x0302)
LEGACY, UNVERIFIED = "legacy_tls = true", "verify_tls = false"
SERVERS = [
    Server("short-key", (LEGACY,), bits=1024),
    Server("old-protocol", (LEGACY,), newest=TLS_1_1),
    Server("unknown-signer", (UNVERIFIED,), trusted=False),
    Server("other-host", (UNVERIFIED,), name="127.0.0.9"),
    Server("other-host-and-old", (LEGACY, UNVERIFIED), name="127.0.0.9", newest=TLS_1_1),
    Server("modern", ()),
]


@functools.cache
def pem(server: Server) -> bytes:
    """A key and a certificate for an IP address, signed by itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=server.bits)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, server.id)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(server.name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return secret + made.public_bytes(serialization.Encoding.PEM)


@contextmanager
def serve(server: Server) -> Iterator[Served]:
    """The portal, over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = server.newest
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with NamedTemporaryFile() as file:
        file.write(pem(server))
        file.flush()
        context.load_cert_chain(file.name)
    skin = Dated()
    skin.told = skin.told[:TOLD]
    with Served(skin, context) as served:
        yield served


@pytest.fixture(scope="module")
def portals() -> Iterator[dict[str, Served]]:
    with ExitStack() as stack:
        yield {server.id: stack.enter_context(serve(server)) for server in SERVERS}


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificates that a crawl trusts."""
    path = tmp_path_factory.mktemp("tls") / "trusted.pem"
    path.write_bytes(b"".join(pem(server) for server in SERVERS if server.trusted))
    return path


def crawl(
    folder: Path, portals: dict[str, Served], trusted: Path, needs: bool
) -> tuple[subprocess.CompletedProcess[str], dict[str, list[dict[str, Any]]]]:
    """Crawl all, by entries with what each `needs` or without; what the command said, and each portal's provenance."""
    for server in SERVERS:
        lines = [
            f'name = "{server.id}"',
            'kind = "portal"',
            f'start = "{portals[server.id].skin.base}/"',
            'evidence = "a test"',
            *(server.needs if needs else ()),
        ]
        (folder / f"{server.id}.toml").write_text("\n".join(lines) + "\n", "utf-8")
    output = folder / "out"
    ids = [server.id for server in SERVERS]
    env = {"TINTINH_PORTALS": str(folder), "SSL_CERT_FILE": str(trusted)}
    done = tintinh("crawl", *ids, "--delay", 0, "--no-archive", "--output", output, **env)
    found: dict[str, list[dict[str, Any]]] = {one: [] for one in ids}
    for path in output.rglob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            found[record["portal"]].append(record["provenance"])
    return done, found


def test_what_is_no_modern_tls_is_refused_in_a_line_that_says_what_would_take_it(
    portals: dict[str, Served], trusted: Path, tmp_path: Path
) -> None:
    done, found = crawl(tmp_path, portals, trusted, needs=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    for server in SERVERS:
        said = [line for line in errors if line.startswith(f"error: {server.id}: nothing could be fetched")]
        if server.needs:
            assert not found[server.id]
            assert f"({server.needs[0]} in the portal's entry would accept it)" in said[0]
            assert len(said[0]) < 280
        else:
            assert not said
            assert [(one["tls_verified"], one["tls_legacy"]) for one in found[server.id]] == [(True, False)] * TOLD


def test_what_the_entry_takes_is_had_and_shown_in_the_record(
    portals: dict[str, Served], trusted: Path, tmp_path: Path
) -> None:
    done, found = crawl(tmp_path, portals, trusted, needs=True)
    assert done.returncode == 0, done.stderr
    for server in SERVERS:
        shown = (UNVERIFIED not in server.needs, LEGACY in server.needs)
        assert [(one["tls_verified"], one["tls_legacy"]) for one in found[server.id]] == [shown] * TOLD, server.id


def test_probe_finds_out_what_a_server_needs(
    portals: dict[str, Served], trusted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    entries = {
        server.id: Prober(portals[server.id].skin.base, NOW, 0, None).run().portal
        for server in SERVERS
        if server.id in ("short-key", "unknown-signer", "other-host-and-old", "modern")
    }
    needs = {one: (portal.legacy_tls, portal.verify_tls) for one, portal in entries.items()}
    assert needs == {
        "short-key": (True, True),
        "unknown-signer": (False, False),
        "other-host-and-old": (True, False),
        "modern": (False, True),
    }

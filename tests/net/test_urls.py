import pytest

from crawler.net.urls import BadAddressError, canonical_url, is_private_address, is_private_host


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("HTTPS://SonLa.gov.vn:443", "https://sonla.gov.vn/"),
        ("http://x.vn:80/a#top", "http://x.vn/a"),
        ("http://x.vn:8080/a", "http://x.vn:8080/a"),
        ("https://x.vn/a;jsessionid=AB12?b=2&a=1", "https://x.vn/a?a=1&b=2"),
        ("https://x.vn/?utm_source=zalo&id=5&fbclid=z", "https://x.vn/?id=5"),
        ("https://x.vn/tin tức", "https://x.vn/tin%20t%E1%BB%A9c"),
        ("https://x.vn/tin%20t%e1%bb%a9c", "https://x.vn/tin%20t%E1%BB%A9c"),
        ("http://[2001:db8::1]/a", "http://[2001:db8::1]/a"),
        ("  https://x.vn/a ", "https://x.vn/a"),
    ],
)
def test_canonical_url(address: str, canonical: str) -> None:
    assert canonical_url(address) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "address", ["", "javascript:alert(1)", "mailto:a@b.vn", "http://", "http://[::1", "/a", "http://x:y/"]
)
def test_what_is_no_page_address_is_refused(address: str) -> None:
    with pytest.raises(BadAddressError):
        canonical_url(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "[::1]", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1",
        "2002:0a00:0001::", "224.0.0.1", "localhost", "LOCALHOST.", "db.internal", "printer.local", "a.localhost",
    ],
)  # fmt: skip
def test_private_hosts_are_known_by_their_spelling(host: str) -> None:
    assert is_private_host(host)


@pytest.mark.parametrize(
    "host", ["sonla.gov.vn", "8.8.8.8", "2001:4860:4860::8888", "1.vn", "10.vn", "256.1.1.1", "1.2.3.4.5"]
)
def test_public_hosts_are_not_private(host: str) -> None:
    assert not is_private_host(host)


def test_a_name_is_no_private_address() -> None:
    assert not is_private_address("localhost.vn")

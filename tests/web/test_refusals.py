"""Parameters that there are not are refused with the nearest one; answers are compressed, and sent once."""

import gzip
import http.client
import json

import pytest

from tests.web.conftest import Site

EN = {"Accept-Language": "en"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/api/articles?portal=son-l", "No portal is called “son-l”. Did you mean “son-la”?"),
        ("/api/meetings?portal=son-l", "No portal is called “son-l”. Did you mean “son-la”?"),
        ("/api/search?q=duong&portal=zzzzzz", "No portal is called “zzzzzz”."),
        ("/feeds/articles.atom?portal=son-l", "No portal is called “son-l”. Did you mean “son-la”?"),
        ("/api/articles?province=Son+Ls", "No province or city is called “Son Ls”. Did you mean “Sơn La”?"),
        ("/api/articles?provnce=14", "There is no parameter 'provnce' here; did you mean 'province'?"),
        ("/api/article?id=a&zzzzzz=1", "There is no parameter 'zzzzzz' here; there are id, seq."),
    ],
)
def test_programs_are_told_what_was_meant(site: Site, path: str, words: str) -> None:
    answer = site.get(path)
    assert answer.status == 422
    assert json.loads(answer.text)["detail"] == words


@pytest.mark.parametrize("path", ["/", "/search", "/calendar"])
def test_pages_say_so_in_the_readers_language(site: Site, path: str) -> None:
    answer = site.get(path, EN, portal="son-l")
    assert answer.status == 400
    assert "No portal is called “son-l”." in answer.text
    assert "Có phải “son-la” không?" in site.get(path, {"Accept-Language": "vi"}, portal="son-l").text
    assert site.get(path, EN, portal="son-la").status == 200


def test_hatay_is_found_by_the_province_that_took_it_in(site: Site) -> None:
    assert site.get("/api/articles", province="Hà Tây").status == 200


def raw(site: Site, path: str, headers: dict[str, str]) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def test_long_answers_are_compressed_for_who_asks(site: Site) -> None:
    path = "/api/articles"
    plain, content = raw(site, path, {})
    packed, smaller = raw(site, path, {"Accept-Encoding": "gzip"})
    assert plain.getheader("Content-Encoding") is None
    assert packed.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(smaller) == content
    assert len(smaller) < len(content)
    assert "Accept-Encoding" in (packed.getheader("Vary") or "")
    assert packed.getheader("ETag") == f"W/{plain.getheader('ETag')}"
    again, nothing = raw(site, path, {"Accept-Encoding": "gzip", "If-None-Match": packed.getheader("ETag") or ""})
    assert (again.status, nothing) == (304, b"")


def test_an_answer_that_is_no_newer_is_not_sent_again(site: Site) -> None:
    path = "/api/article?id=son-la:1"
    modified = site.get(path).headers["last-modified"]
    assert site.get(path, {"If-Modified-Since": modified}).status == 304
    assert site.get(path, {"If-Modified-Since": "Thu, 01 Jan 1998 00:00:00 GMT"}).status == 200
    assert site.get(path, {"If-Modified-Since": "yesterday"}).status == 200
    # An entity tag says more than a date, and decides where both are sent.
    assert site.get(path, {"If-Modified-Since": modified, "If-None-Match": '"other"'}).status == 200

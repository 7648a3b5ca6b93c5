"""The CMS of a page, from the marks in its markup."""

import pytest

from crawler.extraction.detect import detect, portal_for
from crawler.extraction.page import Page

URL = "https://www.xa-ban-ma.gov.vn/tin"


@pytest.mark.parametrize(
    ("html", "family"),
    [
        ('<meta name="generator" content="NukeViet v4.5">', "nukeviet"),
        ('<script>var nv_base_siteurl="/"</script>', "nukeviet"),
        ('<link href="/wp-content/themes/x.css">', "wordpress"),
        ('<META NAME="generator" CONTENT="WordPress 6.1">', "wordpress"),
        ('<meta name="generator" content="Joomla! - Open Source">', "joomla"),
        ('<script src="/media/vendor/joomla-x/a.js"></script>', "joomla"),
        ("<script>jQuery.extend(Drupal.settings, {})</script>", "drupal"),
        ('<img src="/sites/default/files/anh.jpg">', "drupal"),
        ("<script>Liferay.ThemeDisplay = {}</script>", "liferay"),
        ('<div id="s4-workspace">', "sharepoint"),
        ('<div class="ArticleDetailControl">', "vnportal"),
        ('<div id="dnn_ContentPane">', "dotnetnuke"),
        ('<div class="x dnn_ctr412_ModuleContent">', "dotnetnuke"),
        ('<div class="x dnn_ctrMain">', "generic"),
        ('<a href="/getattachment/12/anh.jpg.aspx">', "kentico"),
        ('<a href="/getattachment/12/anh.jpg">', "generic"),
        ('<a class="big cms-link" href="/a">', "epi"),
        ('<a data-x="cms-link" href="/a">', "generic"),
        ('<a href="/vb.nsf/x?OpenDocument">', "domino"),
        ("<p>trang tự làm</p>", "generic"),
        (f"{'x' * 300_000}<div id='dnn_a' class=nukeviet>", "generic"),
        ('<link href="/wp-content/x.css"><script src="/nukeviet.js">', "nukeviet"),
    ],
)
def test_the_cms_is_detected_by_its_marks(html: str, family: str) -> None:
    assert detect(Page(html, URL)) == family


@pytest.mark.parametrize(
    ("url", "portal_id", "start"),
    [
        (URL, "xa-ban-ma-gov-vn", "https://www.xa-ban-ma.gov.vn/"),
        ("http://xa.vn:8080/a", "xa-vn", "http://xa.vn:8080/"),
        ("https://user:x@xa.vn/a", "xa-vn", "https://xa.vn/"),
        ("trang.html", "unknown", "https://unknown/"),
        ("https://hard::x", "hard", "https://hard/"),
        ("https://xa.vn:99999/a", "xa-vn", "https://xa.vn/"),
        ("https://[x/a", "unknown", "https://unknown/"),
        ("hard::x.html", "unknown", "https://unknown/"),
        ("", "unknown", "https://unknown/"),
    ],
)
def test_a_portal_for_any_address(url: str, portal_id: str, start: str) -> None:
    made = portal_for(Page("<p>x</p>", url))
    assert (made.id, made.start, made.family) == (portal_id, start, "generic")

"""Lines, captions, furniture and files: the rules that every reader shares."""

import pytest
import turbohtml
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction import authors, body, boilerplate, captions, files, language
from crawler.extraction.blocks import Block
from crawler.extraction.detect import detect, portal_for
from crawler.extraction.flatten import collect
from crawler.extraction.page import Page


def lines(html: str, title: str = "") -> list[Block]:
    found = collect(turbohtml.parse(html)).lines
    captions.mark(found, title)
    return found


def caption(html: str, title: str = "") -> str | None:
    return next((line.caption for line in lines(html, title) if line.is_picture), None)


PARAGRAPH = "Bà con các bản góp hơn ba nghìn ngày công làm con đường mới trong hai tháng đầu năm nay."


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b", "a\nb"),
        ("a<br><br>b", "a\n\nb"),
        (f"{PARAGRAPH}<br>{PARAGRAPH}", f"{PARAGRAPH}\n\n{PARAGRAPH}"),
        ("<p>a <b>b</b>\n  <i>c</i>\u00a0d</p>", "a b c d"),
        ("<ul><li>một<li>hai</ul>", "một\nhai"),
        ("<table><tr><td>1<td>2<tr><td>3<td>4</table>", "1 | 2\n3 | 4"),
        ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"),
        ("<p>trước <img src=a.jpg width=600> sau</p>", "trước sau"),
        ("<div>a<p>b</p>c</div>", "a\n\nb\n\nc"),
        ("<p>a<script>x()</script><style>p{}</style></p><p style='display:none'>b</p>", "a"),
        ("<span style='display:block'>a</span><span style='display: block'>b</span>", "a\n\nb"),
        ("<time>1/2/2026</time><time>2/2/2026</time>", "1/2/2026 2/2/2026"),
    ],
)
def test_lines_of_text(html: str, expected: str) -> None:
    assert body.render(lines(f"<div>{html}</div>")) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<p align=center><img src=a></p><p align=center>Cầu mới</p>{p}",
        "<p style='text-align: center'><img src=a><br><em>Cầu mới</em></p>{p}",
        "<center><img src=a><br>Cầu mới</center>{p}",
        "<figure><img src=a><figcaption>Cầu mới</figcaption></figure>{p}",
        "<table><tr><td><img src=a></td></tr><tr><td>Cầu mới</td></tr></table>{p}",
        "<div class='wp-caption'><img src=a><p class='wp-caption-text'>Cầu mới</p></div>{p}",
        "<p><img src=a></p><p><em>Cầu mới</em></p>{p}",
        "<div><img data-src=a src='data:image/gif;base64,AA'></div><div class='chu-thich'>Cầu mới</div>{p}",
    ],
)
def test_a_caption_is_told_from_the_text(html: str) -> None:
    found = lines(html.format(p=f"<p>{PARAGRAPH}</p><p>{PARAGRAPH}</p>"))
    assert next(line.caption for line in found if line.is_picture) == "Cầu mới"
    assert body.render(found) == f"{PARAGRAPH}\n\n{PARAGRAPH}"


@pytest.mark.parametrize(
    "html",
    [
        f"<p><img src=a></p><p>{PARAGRAPH}</p>",
        f"<p align=center><img src=a></p><p align=center>{PARAGRAPH * 6}</p><p>{PARAGRAPH * 9}</p>",
        f"<p align=center><img src=a></p><h2 align=center>Kết quả</h2><p>{PARAGRAPH}</p>",
        f"<img src=a align=left><p><strong><em>{PARAGRAPH}</em></strong></p><p>{PARAGRAPH}</p>",
        f"<p align=center><img src=a></p><p align=center><b>CHƯƠNG MỘT</b></p><p>{PARAGRAPH}</p>",
    ],
    ids=["paragraph", "long", "heading", "lead beside a floated picture", "bold capitals"],
)
def test_text_under_a_picture_is_no_caption(html: str) -> None:
    assert caption(html) is None


def test_a_caption_that_repeats_the_title() -> None:
    html = f"<p><img src=a></p><p>Khánh thành cầu mới.</p><p>{PARAGRAPH}</p>"
    assert caption(html, "Khánh thành cầu mới") == "Khánh thành cầu mới."


@pytest.mark.parametrize(
    "text",
    [
        "Lượt xem: 1.204", "In bài viết", "Gửi mail", "View count: 758", "Tin liên quan", "Các tin khác:", "Chia sẻ",
        "Tìm kiếm theo ngày", "Xem cỡ chữ", "Từ khóa: chè, mật ong", "Giấy phép số 12/GP-TTĐT cấp ngày 5/3/2019",
        "® Ghi rõ nguồn: “Cổng thông tin” khi phát hành lại", "Về đầu trang", "Advertisement", "Read more",
        "- Advertisement -", "Article continues below this ad", "Werbung", "Publicité", "View this post on Instagram",
        "Embedded content", "Empfohlener externer Inhalt", "To view this content you need to accept cookies.",
        "We need your consent to load this video", "Vui lòng bật cookie để xem nội dung", "Was this article helpful?",
        "War der Artikel hilfreich?", "Bài viết này có hữu ích với bạn không?", "Kết quả bình chọn", "128 lượt bình chọn",
        "Subscribe now to our evening newsletter", "Get the latest news straight to your phone", "Lesen Sie auch:",
        "Follow us on Facebook and YouTube", "Mời bạn đọc theo dõi Cổng thông tin trên Zalo", "Read also", "Related stories",
        "Có thể bạn quan tâm:", "Mời bạn xem tiếp", "Thăm dò ý kiến",
    ],
)  # fmt: skip
def test_furniture(text: str) -> None:
    assert boilerplate.is_boilerplate(text)


@pytest.mark.parametrize(
    "text",
    [
        "In bài viết lên báo tường của trường là việc các em tự làm.",
        "Lượt xem của chương trình tăng gấp đôi so với năm ngoái.",
        "Chia sẻ tại hội nghị, ông Sùng A Dế nói về cách giữ rừng.",
        "Tin khác với dự đoán ban đầu, theo lời trưởng bản.",
        "Từ khóa học này, nhà trường dạy thêm nghề mộc.",
        "Giấy phép của doanh nghiệp bị thu hồi từ tháng trước.",
        "Related costs rose by a tenth, the department said.",
        "Advertising brought the paper less than a year before.",
        "Register to vote at the commune's office by Friday.",
        "Kết quả bình chọn được công bố vào sáng thứ hai tại hội trường xã.",
        "Theo dõi sát diễn biến mưa lũ để sơ tán dân kịp thời.",
        "Bạn quan tâm đến nghề dệt có thể đến học tại nhà văn hóa bản.",
        "Was this the year when the road would come?",
    ],
)
def test_sentences_that_speak_of_furniture_stay(text: str) -> None:
    assert not boilerplate.is_boilerplate(text)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Tác giả: Lò Thị Phương", "Lò Thị Phương"),
        ("Tác giả bài viết: Quàng Hải", "Quàng Hải"),
        ("Tin, ảnh: Minh Thư", "Minh Thư"),
        ("Bài và ảnh: Hà Linh", "Hà Linh"),
        ("By Jane Roe", "Jane Roe"),
        ("(Lò Thị Phương)", "Lò Thị Phương"),
        ("Tác giả: ((Hà Linh))", "Hà Linh"),
        ("Hà Linh (tổng hợp)", "Hà Linh (tổng hợp)"),
        ("(TTXVN) và (VOV)", "(TTXVN) và (VOV)"),
        ("Hà Linh)", "Hà Linh"),
        ("[(Hà Linh", "Hà Linh"),
        (")(", None),
        ("admin admin", None),
        ("Administrator", None),
        ("Quản trị viên", None),
        ("https://facebook.com/x", None),
        ("", None),
    ],
)
def test_author_as_printed(printed: str, name: str | None) -> None:
    assert authors.clean(printed) == name


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/tep/ke-hoach.pdf", "https://a.vn/tep/ke-hoach.pdf"),
        ("/documents/1/2/QD.docx/uuid-1?t=2", "https://a.vn/documents/1/2/QD.docx/uuid-1?t=2"),
        ("/tai.aspx?f=bang.XLSX", "https://a.vn/tai.aspx?f=bang.XLSX"),
        ("/xem?file=/u/a.pdf", "https://a.vn/u/a.pdf"),
        ("tin-ve-pdf.html", None),
        ("javascript:void('a.pdf')", None),
        ("mailto:a@b.vn?subject=x.pdf", None),
        ("//[bad/x.pdf", None),
    ],
)
def test_links_to_files(href: str, expected: str | None) -> None:
    page = Page(f'<body><a href="{href}">Tải về</a></body>', "https://a.vn/tin/1")
    assert [file.url for file in files.attachments(page, [page.tree])] == ([expected] if expected else [])


def test_embedded_viewers_are_files() -> None:
    page = Page('<iframe src="/viewer.html?file=%2Fu%2Fcong-van.pdf"></iframe>', "https://a.vn/")
    assert [(file.url, file.name) for file in files.attachments(page, [page.tree])] == [
        ("https://a.vn/u/cong-van.pdf", "cong-van.pdf")
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (PARAGRAPH, "vi"),
        ("The committee met on Tuesday to talk about the new road and the school.", "en"),
        ("Der Ausschuss tagte am Dienstag und sprach über die neue Straße im Dorf.", "de"),
        ("12.345", None),
        ("", None),
    ],
)
def test_language(text: str, code: str | None) -> None:
    assert language.of_text(text) == code


@pytest.mark.parametrize(
    ("html", "family"),
    [
        ('<meta name="generator" content="NukeViet v4.5">', "nukeviet"),
        ('<link href="/wp-content/themes/x.css">', "wordpress"),
        ("<script>Liferay.ThemeDisplay = {}</script>", "liferay"),
        ('<div class="ArticleDetailControl">', "vnportal"),
        ('<div id="s4-workspace">', "sharepoint"),
        ("<p>trang tự làm</p>", "generic"),
    ],
)
def test_the_cms_is_told_from_its_marks(html: str, family: str) -> None:
    page = Page(html, "https://www.xa-ban-ma.gov.vn/tin")
    assert detect(page) == family
    assert portal_for(page).id == "xa-ban-ma-gov-vn"


@given(st.text(alphabet="<>/ab=\"' \n\x00đ&;!-pdivtableim", max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_markup_breaks_the_walk(html: str) -> None:
    found = collect(turbohtml.parse(html))
    captions.mark(found.lines)
    assert "\x00" not in html or body.render(found.lines) is not None
    assert all(0 <= box.start <= box.end <= len(found.lines) for box in found.boxes)


@pytest.mark.parametrize(
    ("html", "cut"),
    [
        ("<p>Xem thêm: <a href=/b>Chợ phiên Mường Khoa nay đông trở lại</a></p>", True),
        ("<p>Tin liên quan: <a href=/b>Chợ phiên Mường Khoa nay đông trở lại</a></p>", True),
        ("<p>Read more: <a href=/b>The market of Muong Khoa is busy again</a></p>", True),
        ("<p>Xem thêm: chợ phiên Mường Khoa nay đông trở lại</p>", False),
        ("<p>Theo trưởng bản, <a href=/b>chợ phiên Mường Khoa nay đông trở lại</a></p>", False),
    ],
)
def test_a_line_that_points_on_to_another_article_is_furniture(html: str, cut: bool) -> None:
    found = lines(html)
    boilerplate.mark(found)
    assert (found[0].role == "boilerplate") is cut

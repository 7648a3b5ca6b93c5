"""Lines that portals print round an article: counters, share bars, links to other news, licence lines.

Each rule is one line of text, anchored at its start, so that a sentence that merely speaks of such a thing stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extraction.blocks import Block

# A line that is nothing else but this is cut, wherever it stands.
_WHOLE = re.compile(
    r"(?:"
    r"(?:lượt|số lần|số lượt|lần) (?:xem|đọc|truy cập|xem tin|xem bài)\s*:?\s*[\d.,]*|[\d.,]+ lượt (?:xem|đọc)|"
    r"view count\s*:?\s*[\d.,]*|(?:post )?views?\s*:?\s*[\d.,]+|đã xem\s*:?\s*[\d.,]+|"
    r"xem cỡ chữ.*|cỡ chữ.*|phông chữ.*|tương phản|đọc bài viết|nghe bài viết|đọc bài|nghe đọc bài|"
    r"(?:in|lưu|gửi|chia sẻ|phản hồi|góp ý)(?: trang| bài| bài viết| tin| email| mail| qua email| phản hồi| ý kiến)?|"
    r"(?:in bài viết|in trang|gửi mail|gửi email|gửi bình luận|gửi cho bạn bè|print|send email|email|share|tweet|"
    r"chia sẻ (?:bài viết|facebook|zalo|lên .{1,20}|qua .{1,20}|với .{1,20})|facebook|twitter|zalo|google\+?|"
    r"copy link|sao chép liên kết|like|thích|pinterest|linkedin|messenger|whatsapp|telegram|share this(?: article| story)?:?|"
    r"share on .{1,20}|save|comments?|\d+ comments?|advertisement|quảng cáo|đọc thêm|xem thêm|read more|close|đóng)\s*:?|"
    r"quay lại|trở về|trở lại|về đầu trang|lên đầu trang|trang trước|trang sau|back to top|"
    r"tin (?:liên quan|khác|cùng chuyên mục|mới hơn|cũ hơn|mới nhất|đọc nhiều|đã đưa)\s*:?|"
    r"(?:các )?(?:tin|bài|bài viết|tin bài|tin tức)(?: đã đưa| khác| liên quan| cùng chuyên mục| mới| cũ hơn| mới hơn)\s*:?|"
    r"tìm kiếm theo ngày.*|tìm theo ngày.*|xem theo ngày.*|xem tin theo ngày.*|"
    r"(?:đánh giá|bình chọn) bài viết.*|tổng số điểm của bài viết.*|click để đánh giá bài viết.*|"
    r"(?:bình luận|ý kiến bạn đọc|ý kiến của bạn|gửi ý kiến)(?: \(?\d+\)?)?|"
    r"(?:từ khóa|từ khoá|tags?|thẻ)\s*:.{0,200}|(?:other|related) (?:news|articles|stories)\s*:?"
    r")\.?",
    re.I,
)

# Lines of embeds, consent, adverts, polls, newsletters, and headings of other articles: whole lines too, in the languages
# of the public article benchmarks and in Vietnamese. Each group is one kind.
_INSERTS = re.compile(
    r"[-–—\s>»*•]*(?:"
    # adverts
    r"advertis(?:e)?ment|advertising|sponsored(?: content)?|anzeige|werbung|publicit[éè]|publicidad|pubblicità|reklam[ae]?|"
    r"annonse?|mainos|tài trợ|nội dung tài trợ|(?:article|story|content|post) continues below(?: (?:this )?ad(?:vertisement)?)?|"
    r"continue reading(?: the main story| below)?|scroll to continue.{0,40}|remove ads?|skip ad(?:vertisement)?|"
    # embeds and consent
    r"embedded content|external content|extern(?:er|e|al) inhalt(?:e)?|empfohlener (?:redaktioneller|externer) inhalt|contenu externe|"
    r"(?:view|see) (?:this|more on|post on|the post on|full post on) .{0,40}|a post shared by .{0,80}|watch on youtube|"
    r"(?:to (?:view|see|display|show) this (?:content|video|post|embed)|this (?:content|video|embed|post) is (?:hosted|provided|blocked)).{0,200}|"
    r"(?:please |bitte )?(?:accept|allow|akzeptieren sie|enable)\b.{0,60}\bcookies?.{0,120}|we need your consent.{0,160}|"
    r"(?:ich bin damit einverstanden, dass|damit (?:werden|können) personenbezogene daten|an dieser stelle (?:finden|befindet|steht)).{0,200}|"
    r"(?:mehr dazu in unserer|weitere informationen in unserer|details in (?:der|unserer)) datenschutzerklärung.{0,40}|"
    r"nous avons besoin de votre (?:accord|consentement).{0,160}|(?:vui lòng )?(?:chấp nhận|bật|cho phép) cookies?.{0,80}|"
    # polls, ratings and feedback
    r"was this (?:article|page|story|post|content) (?:helpful|useful|interesting)|(?:war|fanden sie|wie hilfreich war|wie gefällt ihnen) (?:der|den|dieser|diesen|dieses) (?:artikel|beitrag|text)\b.{0,40}|"
    r"(?:cast your |take our )(?:vote|poll)|(?:view|see|poll) results|(?:thăm dò|khảo sát) ý kiến|kết quả (?:bình chọn|khảo sát|thăm dò)|[\d.,]+ (?:lượt bình chọn|votes?|phiếu)|"
    r"(?:bài viết|thông tin|nội dung)(?: này)? (?:có )?hữu ích (?:với bạn )?(?:không|chứ)?|bạn (?:thấy|đánh giá) bài viết(?: này)? .{0,30}|\(?noch keine bewertungen\)?|"
    # newsletters, apps and accounts
    r"(?:sign up|subscribe|register)\b.{0,60}\b(?:newsletters?|alerts|updates|e-?mails?|edition|channel|account|podcast|briefing)\b.{0,60}|(?:zum|unseren?|jetzt) newsletter\b.{0,60}|newsletter(?: abonnieren| anmelden)?|"
    r"(?:get|never miss|for) the latest .{0,40}(?:news|stories|updates).{0,100}|(?:follow|find|like|join) us on .{0,80}|download (?:the|our) .{0,40}app.{0,60}|"
    r"(?:mời )?(?:bạn đọc|độc giả|quý (?:vị|độc giả|bạn đọc))? ?(?:theo dõi|quan tâm) .{1,60} (?:trên|tại) (?:google|zalo|facebook|youtube|tiktok|fanpage).{0,60}|"
    # headings of other articles
    r"(?:auch|das könnte (?:sie|dich|dir)(?: auch)?) (?:interessant|interessieren|gefallen)|lesen sie (?:auch|mehr|dazu|hier)|mehr (?:zum thema|themen|dazu|artikel)|"
    r"(?:schon gelesen|weitere (?:artikel|beiträge|meldungen|nachrichten|themen))|(?:read|see) (?:also|next|this next)|also read|related|(?:related|more|other|latest|recommended) (?:stories|articles|news|posts|content|reading|topics)|"
    r"recommended(?: for you)?|(?:you may|you might|you'll) also (?:like|enjoy)|more (?:on this (?:story|topic)|like this)|(?:à )?lire (?:aussi|également)|voir aussi|sur le même (?:sujet|thème)|"
    r"leggi anche|potrebbe(?:ro)? interessarti(?: anche)?|(?:lee|lea|leer|ver|mira) (?:también|además|más)|te puede interesar|le puede interesar|notas? relacionadas?|leia (?:também|mais)|czytaj także|zobacz także|"
    r"(?:có thể )?bạn (?:có thể )?(?:quan tâm|muốn xem)|tin nên đọc|bài nên đọc|tin cùng chủ đề|chủ đề liên quan|mời (?:bạn|quý vị|độc giả) (?:xem|đọc) (?:thêm|tiếp)|xem nhiều nhất|đọc nhiều nhất"
    r")\s*[-–—:.!?…»>*]*",
    re.I,
)
# What stands before the link of another article: a line so begun is cut where a link is most of it.
_POINTS_ON = re.compile(
    r"^[-–—\s>»*•]*(?:(?:read|see|watch|also|more|related|lesen|mehr|lire|voir|leggi|lee|lea|leia|czytaj|xem|đọc)(?: (?:also|more|auch|dazu|aussi|anche|también|além|thêm|tiếp|read|on|sie auch|sie mehr))?|"
    r"(?:tin|bài)(?: viết)? liên quan|>>+)\s*[:»>–-]",
    re.I,
)

# A line that begins so is cut too, if it is short.
_LICENCE = re.compile(
    r"^(?:®|©|\(c\)|copyright\b|bản quyền (?:thuộc|©|của)|giấy phép (?:số|thiết lập|xuất bản|hoạt động)|"
    r"(?:®\s*|\*\s*)?ghi rõ nguồn\b|(?:đề nghị|vui lòng|xin) ghi rõ nguồn|"
    r"mọi (?:hành vi|hình thức) sao chép|cơ quan chủ quản\s*:|chịu trách nhiệm (?:chính|nội dung)\s*:|"
    r"all rights reserved)",
    re.I,
)

_LONGEST = 300  # characters of a line that may be furniture
_LINKED = 0.4  # link density of a line that points on to another article


def mark(lines: Sequence[Block]) -> None:
    """Give the boilerplate among `lines` the role 'boilerplate'."""
    for line in lines:
        text = line.text
        if not text or line.role != "body" or len(text) > _LONGEST:
            continue
        if is_boilerplate(text) or (line.link_density > _LINKED and _POINTS_ON.match(text)):
            line.role = "boilerplate"


def is_boilerplate(text: str) -> bool:
    """Whether one line of text is portal furniture and no part of any article."""
    if len(text) <= 120 and _WHOLE.fullmatch(text):
        return True
    if len(text) <= 240 and _INSERTS.fullmatch(text):
        return True
    return bool(_LICENCE.match(text))

"""The words of lists of people: honorifics, posts, and where a piece of a list ends."""

from __future__ import annotations

import re

HONORIFIC = re.compile(
    r"(?:(?:các|cùng|với|có|gồm có|gồm|là|và|do|như|cả|bao gồm)\s*:?\s+|[-+*•:\"]\s*)*"
    r"(?P<polite>(?:(?:các |hai |ba |cả hai )?(?:đồng chí|ông bà|ông, bà|đ/c|đ\.c|đc|ông|bà|quý ông"
    r"|quý bà|nhà báo|luật sư|kỹ sư|bác sĩ|kiến trúc sư)"
    r"|gs|pgs|ts|ths|bs|ks|cn|cki|ckii|ncs"
    r"|(?:đại|thượng|trung|thiếu) (?:tướng|tá)|đại tá|đại úy|đô đốc|(?:phó |chuẩn )?đô đốc|giáo sư|phó giáo sư"
    r"|tiến sĩ|tiến sỹ"
    r"|thạc sĩ|thạc sỹ|hòa thượng|thượng tọa|đại đức|linh mục|mục sư|ni sư|nsnd|nsưt)(?:[.:](?=\S)"
    r"|[.:]?(?=[\s.]))[\s.,:-]*)*"
)
"""What stands before a name and is no post; the group `polite` is empty where only list words stand there."""
POST = re.compile(
    r"(?:nguyên |quyền |q\.|các |thứ trưởng thường trực )*"
    r"(?:tổng bí thư|bí thư|phó|chủ tịch|ủy viên|uv(?:tv|bch|t\.?ư|tw|đk)?|ut?v?tw|tuv|huv|đuv|quv|giám đốc|tổng"
    r"|trưởng|chánh"
    r"|thứ trưởng"
    r"|bộ trưởng"
    r"|thường trực(?! (?:hđnd|hội đồng|(?:tỉnh|thành|huyện|quận|thị|đảng) ủy|ubnd|ủy ban|đoàn|chính phủ|thành đoàn"
    r"|tỉnh đoàn))"
    r"|đại biểu|viện trưởng|cục trưởng|vụ trưởng|vụ phó|tư lệnh|chính ủy|chỉ huy|hiệu trưởng|hiệu phó|thành viên"
    r"|quyền|gđ|pgđ"
    r"|đảng ủy viên|thành ủy viên|tỉnh ủy viên|huyện ủy viên|quận ủy viên|thị ủy viên|đảng viên|chuyên viên|trợ lý"
    r"|thư ký|thủ tướng|chủ nhiệm"
    r"|phụ trách|kế toán trưởng|hội trưởng|đại sứ|tham tán|ct|pct|đội trưởng|trạm trưởng|chi cục trưởng|tổng cục trưởng"
    r"|anh hùng|nhà văn|chủ tọa|kiểm toán|tham mưu trưởng|phái viên|cố vấn|đội phó|điều phối)(?!\w)"
)
"""First words of a post."""
CUT = re.compile(
    r" (?:cùng(?! với đồng chí)|dự(?! khuyết| bị| án)|đồng chủ trì|chủ trì|chủ tọa|đồng chủ tọa|phát biểu|đã|đang"
    r"|tham dự|tham gia|làm trưởng đoàn|dẫn đầu|làm|nhấn mạnh|cho biết"
    r"|báo cáo|trình bày|kết luận|khai mạc|bế mạc|trao|tặng|tại|đến|tới|thay mặt|(?<!ban )(?<!Ban )chỉ đạo|điều hành"
    r"|được|sẽ|vừa"
    r"|yêu cầu|đề nghị"
    r"|(?:và|cùng|cùng với)(?= (?:đại diện|lãnh đạo|các (?!đồng chí|ông|bà|phó|ủy viên)|đông đảo"
    r"|toàn thể|đại biểu|một số|hơn|gần|\d))"
    r"|khẳng định|để|nhằm|thông tin|đánh giá|ghi nhận|chúc mừng|tiếp|thống nhất|họp|tổ chức|đại diện lãnh đạo)(?!\w)"
)
"""Words that end a piece of a list: verbs, and what joins a list to the rest."""
GROUP = re.compile(r"[;\n]\s*")
"""What always sets people apart."""
PIECE = re.compile(r"[,()\s:-](?:(?<=[,()])\s*|(?<=\s)-+\s*|(?<=-)-*\s+|(?<=:)\s+)")
"""What sets apart names, posts and people alike: a comma, a bracket, a dash or colon beside a space.

Its first characters come first, so that the search skips all others."""
AND = re.compile(r"[,\s](?:(?<=,)\s+|(?<=\s)\s*)(?:và|cùng với|cùng|với)\s+(?=[^\s,;]+)")
"""An 'and' that may begin another person."""
ORGANISATION = re.compile(
    r"(?:thường trực|ban|sở|ubnd|hđnd|hội|tỉnh ủy|thành ủy|huyện ủy|đảng ủy|văn phòng|bộ|đoàn|hội nghị|kỳ họp"
    r"|phiên họp|cuộc họp|lãnh đạo|đại diện"
    r"|các (?!đồng chí|ông|bà|phó|ủy viên)|đông đảo|toàn thể|đại biểu các|gần|hơn|khoảng|\d)(?!\w)"
)
"""First words of somebody listed who is no single person."""


HOLDS = frozenset({"tổ chức", "họp", "khai mạc", "bế mạc", "đã", "vừa"})
"""Verbs that make the words before them the holder of a meeting, and no post of the person before."""
TITLE_AT_END = re.compile(r" (?:đồng chí|đ/c|ông|bà|(?:đại|thượng|trung|thiếu) (?:tướng|tá)|ts|ths|gs|pgs|bs)\.?$")
"""A title between a post and the name: 'Tổng Tham mưu trưởng Thượng tướng …'."""
OPENING = re.compile(
    r"[\s\"(-]*(?:(?:vào )?(?:rạng sáng|sáng|trưa|chiều|tối|đêm|ngày|hôm nay|hôm qua|trong|từ|lúc|vừa qua|mới đây"
    r"|thực hiện|nhằm|để|tại|tham dự|cùng|ảnh|thừa ủy quyền|được sự ủy quyền|được ủy quyền"
    r"|theo ủy quyền|thay mặt)(?!\w)[^;]*?,\s+|(?:sáng|chiều|tối"
    r"|ngày)[^,;]{0,25}?\d\d?[-/.]\d\d?(?:[-/.]\d{4})?,?\s+)"
)
"""Words of time, place and purpose that open a sentence."""
DO = re.compile(r"(?<!\w)do ")
"""'Hội nghị do đồng chí … chủ trì'."""
PLACED = re.compile(r"(?:ủy|huyện|quận|thị xã|thành phố|tỉnh|xã|phường|đặc khu|trường|công ty) $")
"""Words whose next capitals are the name of a place or a firm, and no person's, where posts follow their person."""

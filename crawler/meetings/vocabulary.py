"""Words that the readers share: what a meeting is called, what a body is called, where a name begins.

The lists are facts of the language and of Vietnam's institutions: the kinds of body follow the Law on
Organisation of Local Government (72/2025/QH15) and the Charter of the Communist Party of Vietnam; the surnames
are those in common use, with those of the ethnic groups that the provinces' leaders bear.
"""

from __future__ import annotations

import re

UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(chr(c) for c in range(0x1EA0, 0x1EFA, 2))
LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơư" + "".join(chr(c) for c in range(0x1EA1, 0x1EFA, 2))

EVENT = (
    r"(?:hội nghị|(?<!quốc )hội thảo(?! luận)|tọa đàm|đại hội|giao ban|kỳ họp|kì họp"
    r"|(?:buổi |cuộc |phiên )(?:họp|làm việc|giao ban|tiếp xúc (?:với )?cử tri|giám sát|giải trình|chất vấn|đối thoại"
    r"|tọa đàm|sơ kết|tổng kết|thảo luận(?: tại| ở)? tổ|tiếp xúc(?= (?:của|giữa) (?:tổ |các )?(?:đoàn )?(?:đbqh|đại"
    r" biểu)))"
    r"|phiên thường kỳ|phiên (?:khai mạc|bế mạc|trọng thể|thảo luận|toàn thể|trù bị)|tiếp xúc (?:với )?cử tri)"
)
"""What a meeting is called, lower case."""

ROMAN = r"(?:x{0,3}(?:ix|iv|v?i{0,3}))"

COMMITTEES = r"(?:tỉnh|thành|huyện|quận|thị|đảng|xã|phường|đặc khu)[ -]?ủy"
"""Party committees as one word."""

BODY = (
    rf"(?:{COMMITTEES}|bch|btv|ban chấp hành|ban thường vụ|thường trực|hđnd|hội đồng|ubnd|ubmttq|ub"
    rf"|ủy ban|mttq|mặt trận"
    r"|ban chỉ đạo|bcđ|ban|đoàn|đảng đoàn|đảng bộ|chi bộ|chi ủy|sở|bộ|cục|tổng cục|vụ|chi cục|phòng|trung tâm|viện"
    r"|trường"
    r"|văn phòng|công an|quân khu|bộ chỉ huy|bộ tư lệnh|hội|hiệp hội|liên đoàn|liên hiệp|liên minh|công đoàn|tòa án"
    r"|viện kiểm sát|kho bạc|ngân hàng|bảo hiểm|công ty|tổng công ty|tập đoàn|tổ|tiểu ban|quốc hội|chính phủ"
    r"|bộ chính trị"
    r"|thanh tra|báo|đài|nhà xuất bản|đại học|học viện|bệnh viện|quỹ|câu lạc bộ|khối|cụm|cơ quan|huyện|tỉnh|thành phố"
    r"|thị xã|xã|phường"
    r"|quận|tp|tỉnh đoàn|thành đoàn|huyện đoàn|quận đoàn|bưu điện|viễn thông|chi nhánh|hợp tác xã|khu)"
)
"""First words of a body's name, lower case."""


def names_in(block: str) -> tuple[str, ...]:
    """The names in a block of text, set apart by semicolons."""
    return tuple(" ".join(name.split()) for name in block.split(";"))


SURNAMES = frozenset(
    """
    A Alăng Ama An Arất Ating Avô Ayun Bdap Bhling Bhnướch Biện Blúp Briu Bríu Bàn Bàng Bành Bá Báo Bùi Bạc Bạch Bế
    Bồ Bờ Cam Cao Chu Chung Chá Cháng Châu Chìu Chảo Chẩu Chế Clâu Coor Cung Cà Cát Cù Cấn Cầm Cồ Cổ Cứ Cự Danh Diêm
    Diệp Doãn Dư Dương Dềnh Giang Giàng Giáp Giảng Giản Hmok Hoa Hoàng Huỳnh Hwing Hà Hàm Hàn Hàng Hán Hôi Hôih Hùng
    Hạ Hạng Hảng Hầu Hồ Hồng Hờ Hứa Kbuôr Kha Khang Khoàng Khuất Khà Khúc Khưu Khương Khấu Khiếu Khổng Kim Kinh Kiên
    Kiều Knul Kpuih Kpă Kring Krông Ksor Ksơr La Lai Liêu Liễu Luân Lâm Lâu Lã Lèng Lê Lìm Lò Lô Lù Lý Lư Lưu Lương
    Lường Lãnh Lạc Lại Lầu Lềnh Lỗ Lồ Lộ Lộc Lục Lừu Lữ Lỳ Ma Mai Mlô Mào Mã Mè Mông Mùa Mùi Mạc Mạch Mạnh Mầu Nay
    Nghiêm Nghê Ngưu Nguyên Nguyễn Ngân Ngô Ngọ Ngụy Nhan Nhâm Nhữ Ninh Niê Não Nông Phan Phàn Phí Phù Phùn Phùng
    Phương Phạm Phủng Pling Puih Pơ Pơloong Pả Pờ Quang Quàng Quách Quản Quảng Rah Rahlan Rcom Rmah Ríah Rơ Rơchâm
    Seo Siu Sái Sình Sử Sùng Sơn Sầm Sằm Sền Sộng Tao Thang Thiên Thiều Thiệu Thào Thái Thân Thò Thôi Thượng Thạch
    Thẩm Thập Tiêu Trang Triệu Trà Tráng Trưng Trương Trượng Trảng Trần Trầm Trình Trịnh Tưởng Tào Tòng Tô Tôn Tăng
    Tơ Tạ Tần Tẩn Tếch Tếnh Tống Tờ Từ Ung Uông Vi Viên Vàng Vày Vòng Võ Vũ Vưu Vương Vạng Vừ Xa Xồng Y Yên Zơ Zơrâm
    Âu Êban Đan Đinh Điêu Điền Điểu Đoàn Đàm Đàng Đào Đèo Đường Đầu Đậu Đặng Đồng Đổng Đỗ Đới Ứng
    """.split()
)
"""First syllables of a person's name."""

COMMON_SURNAMES = frozenset(
    """
    Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Trịnh Trương Lâm Mai Phùng Cao
    Tạ Đào Lương Lưu Tô Triệu Quách Thái Tống Vương Nông Hà Chu Tăng Thào Giàng Lò Quàng Cầm Vừ Sùng Kiều Trà Châu
    Từ Bế Hứa Khuất Khổng Doãn Đàm Đậu Lục Mạc Nghiêm Ninh Phí Thân Tòng Vi
    """.split()
)

PLACES = names_in(
    """
    An Giang; Bà Rịa; Bắc Giang; Bắc Kạn; Bạc Liêu; Bắc Ninh; Bến Tre; Bình Định; Bình Dương; Bình Phước;
    Bình Thuận; Cà Mau; Cần Thơ; Cao Bằng; Đà Nẵng; Đắk Lắk; Đắk Nông; Điện Biên; Đồng Nai; Đồng Tháp; Gia Lai;
    Hà Giang; Hà Nam; Hà Nội; Hà Tĩnh; Hải Dương; Hải Phòng; Hậu Giang; Hòa Bình; Hưng Yên; Khánh Hòa; Kiên Giang;
    Kon Tum; Lai Châu; Lâm Đồng; Lạng Sơn; Lào Cai; Long An; Nam Định; Nghệ An; Ninh Bình; Ninh Thuận; Phú Thọ;
    Phú Yên; Quảng Bình; Quảng Nam; Quảng Ngãi; Quảng Ninh; Quảng Trị; Sóc Trăng; Sơn La; Tây Ninh; Thái Bình;
    Thái Nguyên; Thanh Hóa; Thừa Thiên Huế; Huế; Tiền Giang; Hồ Chí Minh; Trà Vinh; Tuyên Quang; Vĩnh Long;
    Vĩnh Phúc; Vũng Tàu; Yên Bái; Việt Nam; Trung ương; Đông Anh; Long Biên; Tây Hồ
    """
)
"""Provinces before and after 2025-07-01, whose names can stand between a post and a person's name."""

PLACE_AT_START = re.compile(rf"(?:{'|'.join(sorted(PLACES, key=len, reverse=True))})(?= |$)")

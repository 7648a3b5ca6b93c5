"""Text to measure with: sentences of our own in the manner of a portal's news, shuffled into a few megabytes."""

from __future__ import annotations

import random

_SENTENCES = """
Sáng nay, Ủy ban nhân dân tỉnh tổ chức phiên họp thường kỳ để đánh giá tình hình kinh tế - xã hội trong quý vừa qua.
Chủ trì phiên họp là đồng chí Chủ tịch Ủy ban nhân dân tỉnh, cùng dự có các Phó Chủ tịch và thủ trưởng các sở, ngành.
Theo báo cáo, tổng thu ngân sách nhà nước trên địa bàn ước đạt 11.250 tỷ đồng, bằng 56,3% dự toán được giao.
Sản xuất nông nghiệp cơ bản ổn định, diện tích gieo trồng đạt 98% kế hoạch, dịch bệnh trên đàn vật nuôi được khống chế.
Các đại biểu thẳng thắn chỉ ra nhiều khó khăn trong giải phóng mặt bằng, thủ tục đầu tư và nguồn vật liệu xây dựng.
Phát biểu kết luận, đồng chí yêu cầu các địa phương rà soát từng dự án, làm rõ trách nhiệm của người đứng đầu.
Trường mầm non xã vùng cao vừa khánh thành nhà bếp mới, bảo đảm bữa ăn bán trú cho hơn hai trăm cháu nhỏ.
Bà con trong bản góp ngày công, hiến đất mở đường, nhờ vậy con đường dài ba cây số đã hoàn thành trước mùa mưa.
Đoàn công tác đã đến thăm hỏi, tặng quà các gia đình chính sách nhân dịp kỷ niệm ngày Thương binh - Liệt sĩ.
Quyết định số 12/2024/QĐ-UBND quy định mức hỗ trợ học phí cho học sinh thuộc hộ nghèo, hộ cận nghèo trên địa bàn.
Tại hội nghị, nhiều ý kiến cho rằng cần sớm ban hành quy chế phối hợp giữa ngành văn hóa và ngành thông tin.
Mực nước trên các sông đang xuống dần, tuy nhiên nguy cơ sạt lở đất vẫn còn cao, người dân không được chủ quan.
Trung tâm phục vụ hành chính công tiếp nhận hồ sơ từ 7 giờ 30 đến 17 giờ các ngày làm việc, kể cả sáng thứ bảy.
Chi tiết xem tại https://example.gov.vn/tin-tuc/phien-hop-thang-6 hoặc gọi số điện thoại đường dây nóng của tỉnh.
Lực lượng chức năng đã tuyên truyền, vận động nhân dân chấp hành nghiêm các quy định về phòng cháy và chữa cháy rừng.
Kết quả bình chọn sản phẩm tiêu biểu cho thấy chè, mật ong và thổ cẩm của các hợp tác xã được đánh giá rất cao.
""".strip().split("\n")


def clean_text(megabytes: float = 2.0) -> list[str]:
    """Documents of some thirty sentences each, NFC, old tone style, `megabytes` of UTF-8 in all."""
    shuffled = random.Random(20240601)
    documents: list[str] = []
    size = 0
    while size < megabytes * 1e6:
        paragraphs = [" ".join(shuffled.sample(_SENTENCES, 4)) for _ in range(8)]
        documents.append("\n\n".join(paragraphs))
        size += len(documents[-1].encode())
    return documents


DATES = [
    "29/06/2020",
    "Thứ hai, 29/06/2020 | 10:15 (GMT+7)",
    "Cập nhật lúc 10:15, 29/06/2020",
    "Ngày 29 tháng 6 năm 2020",
    "10 giờ 15 phút ngày 29/6/2020",
    "29-06-2020 10:15 PM",
    "2020-06-29T10:15:00+07:00",
    "29 Tháng Sáu 2020",
    "2 giờ trước",
    "hôm qua, 08:30",
]

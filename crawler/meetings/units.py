"""What reports count and measure in: currencies, measures and the nouns of public life, longest first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection

_MEASURES = """
đồng/người/tháng|đồng/người/năm|đồng/người|đồng/ha|đồng/kg|đồng/tháng|đồng/năm|đồng|usd|đô la mỹ|đô la|euro|vnđ|vnd|đ
yên
km2|km²|m2|m²|m3|m³|km|mét vuông|mét khối|mét|m|cm|mm|hécta|héc ta|ha|tấn/ha|tạ/ha|tấn|tạ|kg|gam|lít|kwh|mwh|mw|gw|kw
kv|mva|gb|tb|mb|mbps|gbps|mhz|ghz
điểm phần trăm|điểm %|phần trăm|điểm cầu|điểm trường|điểm|lần|bậc|giờ đồng hồ|giờ|phút|ngày công|ngày|tuần lễ|tuần
tháng|năm|tuổi
"""
_PEOPLE = """
người dân|người lao động|người có công|người|đảng viên|đoàn viên|hội viên|đại biểu|cử tri|học viên|học sinh|sinh viên
giáo viên|cán bộ|công chức|viên chức
công nhân|lao động|nhân khẩu|nhân viên|chuyên gia|thí sinh|vận động viên|diễn viên|nghệ nhân|nghệ sĩ|bệnh nhân|ca mắc
ca bệnh|ca|trẻ em|trẻ|cháu|em|thanh niên|tân binh|chiến sĩ|chiến sỹ
liệt sĩ|liệt sỹ|thương binh|mẹ|đối tượng|bị can|bị cáo|cá nhân|tập thể|hộ nghèo|hộ cận nghèo|hộ gia đình|hộ dân
hộ kinh doanh|hộ|gia đình|nhân sự|đồng chí|thành viên|ủy viên|ứng cử viên|quần chúng
phóng viên|nhà báo|nhà đầu tư|du khách|khách du lịch|khách quốc tế|khách hàng|khách|lượt khách|lượt người
lượt công dân|lượt truy cập|lượt hồ sơ|lượt|tổ viên|tình nguyện viên|hướng dẫn viên|bác sĩ|y sĩ|quân nhân|nữ|nam
thuê bao|công dân|chức danh|phó chủ tịch|phó bí thư
"""
_BODIES = """
doanh nghiệp|hợp tác xã|tổ hợp tác|công ty|tổ chức cơ sở đảng|tổ chức đảng|tổ chức|đảng bộ cơ sở|đảng bộ|chi bộ cơ sở
chi bộ|chi đảng bộ|cơ quan|đơn vị hành chính|đơn vị bầu cử|đơn vị|sở, ban, ngành|sở, ngành|sở|bộ, ngành|bộ|ngành|ban
phòng|trung tâm|trường học|trường|bệnh viện
trạm y tế|trạm|chi nhánh|xã, phường|phường, xã|xã|phường|huyện|quận|thị xã|thị trấn|tỉnh, thành phố|tỉnh, thành
tỉnh thành|tỉnh|thành phố|thôn|bản|ấp|khu dân cư|khu công nghiệp|khu phố|khu|tổ dân phố|tổ bầu cử|tổ công tác|tổ|đội
đoàn kiểm tra|đoàn công tác|đoàn|nhóm|cụm công nghiệp|cụm
câu lạc bộ|quốc gia|nước|nền kinh tế|địa phương|ngân hàng|báo|tờ báo|nhà máy|cơ sở|đại lý|điểm|tập đoàn|khối|lực lượng
ban chỉ đạo|tiểu ban|hội|chi hội|liên đoàn|viện
"""
_PAPERS = """
văn bản quy phạm pháp luật|văn bản|nghị quyết|quyết định|chỉ thị|kết luận|kế hoạch|báo cáo|tờ trình|thông báo|luật
bộ luật|nghị định|thông tư|dự thảo nghị quyết|dự thảo|hồ sơ|thủ tục hành chính|thủ tục|tthc|đơn thư|đơn
ý kiến, kiến nghị
lượt ý kiến|ý kiến|kiến nghị|câu hỏi|phiếu|vấn đề|nội dung|nhiệm vụ|nhóm nhiệm vụ|chỉ tiêu|mục tiêu|tiêu chí|giải pháp
chương trình|đề án|dự án|dịch vụ công|dịch vụ|chuyên đề|tham luận|bài tham luận|bài viết|bài|tin, bài|tin bài|tin
ấn phẩm|cuốn|quyển|bản|giấy phép|giấy chứng nhận|giấy khen|bằng khen|huân chương|huy chương
huy hiệu|sáng kiến|đề tài|lĩnh vực|khâu đột phá|đột phá|trụ cột|nguyên tắc|quan điểm|bước|giai đoạn|đề xuất|biên bản
hợp đồng|chứng chỉ|quy hoạch|quy trình|chính sách|điều|chương|khoản|tin nhắn
giải thưởng|giải nhất|giải nhì|giải ba|giải khuyến khích|giải đặc biệt|giải|danh hiệu|nhóm vấn đề
nhóm|phần
"""
_THINGS = """
cuộc thanh tra|cuộc kiểm tra|cuộc giám sát|cuộc họp|cuộc|hội nghị|hội thảo|buổi|kỳ họp|phiên họp|phiên|lớp tập huấn
lớp đào tạo|lớp|khóa|đợt|chuyến|vụ việc|vụ án|vụ tai nạn|vụ|trường hợp|sự cố|hành vi|lỗi|công trình|hạng mục|gói thầu
căn nhà|căn hộ|căn|ngôi nhà|nhà ở|nhà tạm|nhà văn hóa|nhà|phòng học
tuyến đường|tuyến|cầu|đường|con|cây|cây xanh|chiếc|xe|phương tiện|tàu cá|tàu|máy tính|máy|thiết bị|hệ thống|phần mềm
cơ sở dữ liệu|trang thông tin|website|tài khoản|chữ ký số|điểm đến|sản phẩm ocop|sản phẩm|mô hình|lô đất|lô|thửa đất
thửa|phần quà|suất quà|suất học bổng|suất|món quà|quà|giải pháp|hoạt động
sự kiện|tiết mục|môn thi|môn|trận đấu|trận|đội|bàn|giường bệnh|giường|liều|mẫu|hộ chiếu|loại|thùng|bộ hồ sơ|bộ
gian hàng|gian|kênh|nhãn hiệu|di tích|lễ hội|làng nghề|vị trí|điểm nghẽn|yếu tố|kết quả|lượt ra quân|kịch bản|nút giao
ô|trang|thành phần|cửa|chặng|tầng|chợ|hồ|đập
"""


def _alternation(*blocks: str) -> str:
    words = {word.strip() for block in blocks for line in block.split("\n") for word in line.split("|")}
    return _tree(words - {""})


def _tree(words: Collection[str]) -> str:
    """An expression for `words`, the longest first, in which those that begin alike share their beginnings."""
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        if word:
            by_letter[word[0]].append(word[1:])
    branches = [re.escape(letter) + _tree(rests) for letter, rests in sorted(by_letter.items())]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if '' in words else ''}"


UNIT = rf"(?:{_alternation(_MEASURES, _PEOPLE, _BODIES, _PAPERS, _THINGS)})"
"""A unit, lower case, longest first."""
COUNTED = rf"(?:{_alternation(_PEOPLE, _BODIES, _PAPERS, _THINGS)})"
"""A noun that is counted, and so is what the figure is of."""

"""Abbreviations in the names of posts and bodies, as documents and portals print them, with their long forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LONG_FORMS: Final[Mapping[str, str]] = {
    "hđnd": "hội đồng nhân dân",
    "ubnd": "ủy ban nhân dân",
    "ubmttq": "ủy ban mặt trận tổ quốc",
    "mttq": "mặt trận tổ quốc",
    "bch": "ban chấp hành",
    "btv": "ban thường vụ",
    "bcđ": "ban chỉ đạo",
    "đbqh": "đại biểu quốc hội",
    "qh": "quốc hội",
    "tp": "thành phố",
    "tphcm": "thành phố hồ chí minh",
    "hcm": "hồ chí minh",
    "tx": "thị xã",
    "tw": "trung ương",
    "ct": "chủ tịch",
    "pct": "phó chủ tịch",
    "gđ": "giám đốc",
    "pgđ": "phó giám đốc",
    "uv": "ủy viên",
    "uvtv": "ủy viên ban thường vụ",
    "uvbch": "ủy viên ban chấp hành",
    "uvtw": "ủy viên trung ương",
    "tuv": "tỉnh ủy viên",
    "ubkt": "ủy ban kiểm tra",
    "tt&tt": "thông tin và truyền thông",
    "tttt": "thông tin và truyền thông",
    "gtvt": "giao thông vận tải",
    "gd&đt": "giáo dục và đào tạo",
    "gdđt": "giáo dục và đào tạo",
    "kh&đt": "kế hoạch và đầu tư",
    "kh&cn": "khoa học và công nghệ",
    "cntt": "công nghệ thông tin",
    "lđtb&xh": "lao động thương binh và xã hội",
    "tn&mt": "tài nguyên và môi trường",
    "vhtt": "văn hóa thông tin",
    "vh&tt": "văn hóa và thể thao",
    "tnxp": "thanh niên xung phong",
    "tncs": "thanh niên cộng sản",
    "ccb": "cựu chiến binh",
    "lhpn": "liên hiệp phụ nữ",
    "qlda": "quản lý dự án",
}
"""Folded short form → folded long form."""

"""The files that demo articles link to, good ones and bad ones, and what a reader is to make of each."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.demo import media, office
from crawler.demo.slug import slug
from crawler.demo.story import AttachedFile

PDF = "application/pdf"
DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# How a sentence lies in an old DOC file in the font .VnTime, and what it says.
TCVN3 = "Héi nghÞ bµn vÒ ®­êng liªn x· vµ kÕ ho¹ch mïa vô n¨m tíi cña bµ con n«ng d©n."
IN_UNICODE = "Hội nghị bàn về đường liên xã và kế hoạch mùa vụ năm tới của bà con nông dân."
BOMB = 16 * 1024 * 1024  # bytes of zeros, in 16 KB


@dataclass(frozen=True, slots=True)
class Served:
    """A file as it is served: its bytes and the type that the server claims; then what is true of it.

    `text` is None where it cannot be read, and `flag` is a word of the reason.
    """

    body: bytes
    claimed: str
    media_type: str
    text: str | None
    flag: str | None = None


def served(file: AttachedFile) -> Served:
    """The file behind a link of that name and form."""
    stem = file.name.rpartition(".")[0]
    if file.form == "docx":
        return Served(office.docx(_says(stem)), DOCX, DOCX, _says(stem))
    if file.form == "misnamed":
        return Served(office.docx(_says(stem)), PDF, DOCX, _says(stem))
    if file.form == "tcvn3":
        return Served(office.doc(TCVN3), DOC, DOC, IN_UNICODE, "tcvn3")
    if file.form == "bomb":
        return Served(office.docx(_says(stem), BOMB), DOCX, DOCX, None, "unpack")
    if file.form == "locked":
        return Served(media.pdf(file.name, locked=True), PDF, PDF, None, "encrypted")
    return Served(media.pdf(file.name), PDF, PDF, "\n".join(media.lines(file.name)))


def file_name(file: AttachedFile) -> str:
    """The file's name in its address."""
    stem, _, suffix = file.name.rpartition(".")
    return f"{slug(stem)}.{suffix}"


def _says(stem: str) -> str:
    return f"{stem}: các đơn vị thuộc Sở triển khai và báo cáo kết quả trước ngày 15 hằng tháng."

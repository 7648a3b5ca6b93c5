"""Files that articles link to, from bytes to text: type by magic bytes, limits first, a flag instead of a failure.

The text is kreuzberg's (extra `attachments`); scans are read by tesseract where it is installed with Vietnamese.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib

from crawler.extraction import media_types
from crawler.model.file_text import FileText
from crawler.vietnamese import normalize

MAX_BYTES = 32 * 1024 * 1024  # of a file; larger ones are noted, not read
MAX_UNPACKED = 256 * 1024 * 1024  # of all that a ZIP-based file holds
MAX_MEMBERS = 10_000
MAX_RATIO = 200  # unpacked to packed, of members over a mebibyte: office files stay under 50
MAX_TEXT = 4_000_000  # characters
TIMEOUT = 60  # seconds for one file …
OCR_TIMEOUT = 240  # … and more where its pages have to be looked at
LEAST = 100  # characters a page that a PDF holds, on average: with fewer it is taken for a scan
LANGUAGE = "vie"
NOT_INSTALLED = "file not read: the extra 'attachments' is not installed"

READABLE = frozenset(
    (
        media_types.PDF, media_types.DOC, media_types.DOCX, media_types.XLS, media_types.XLSX, media_types.PPT,
        media_types.PPTX, media_types.ODT, media_types.ODS, media_types.RTF, "text/plain", *media_types.IMAGES,
    )
)  # fmt: skip
_ZIPPED = frozenset(
    (media_types.DOCX, media_types.XLSX, media_types.PPTX, media_types.ODT, media_types.ODS, media_types.ZIP)
)
_ENCRYPTED = re.compile(r"password|encrypt", re.I)


def read_file(data: bytes, ocr: bool = False) -> FileText:
    """Type, fingerprint and text of a file as fetched. Never raises: what cannot be read is flagged.

    `ocr`: whether tesseract with Vietnamese is installed, so that scans can be read.
    """
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > MAX_BYTES:
        return FileText(None, digest, None, [f"file larger than {MAX_BYTES // 1024 // 1024} MiB: not read"])
    kind = media_types.media_type(data)
    flags = _obstacles(data, kind)
    if flags:
        return FileText(kind, digest, None, flags)
    if kind in media_types.IMAGES and not ocr:
        return FileText(kind, digest, None, ["file is a picture: not read without tesseract"])
    text, flags = _text(data, kind or "", ocr)
    if text is not None:
        clean = normalize(text[:MAX_TEXT], level="repair")
        flags += [f"file {flag}" for flag in clean.flags]
        if len(text) > MAX_TEXT:
            flags.append(f"file text cut after {MAX_TEXT} characters")
        text = clean.text.strip() or None
    if text is None and not flags:
        flags = ["file without text: a scan, or empty"]
    return FileText(kind, digest, text, flags)


def _obstacles(data: bytes, kind: str | None) -> list[str]:
    """Why a file is not even opened: of no readable kind, locked, damaged, or packed to explode."""
    if kind is None:
        return ["file of unknown type" if data else "file is empty"]
    if kind == media_types.ENCRYPTED_OFFICE or (kind == media_types.PDF and _locked_pdf(data)):
        return ["file is encrypted"]
    if kind in _ZIPPED and (flag := _packed(data)):
        return [flag]
    return [] if kind in READABLE else [f"file type not read: {kind}"]


def _locked_pdf(data: bytes) -> bool:
    """Whether a PDF's trailer names an encryption dictionary (ISO 32000-1, 7.6)."""
    return re.search(rb"/Encrypt\s+\d+\s+\d+\s+R", data[-65536:] + data[:65536]) is not None


def _packed(data: bytes) -> str | None:
    """The flag of a ZIP-based file that is damaged, encrypted or would unpack to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, ValueError, EOFError):
        return "file is damaged"
    if any(member.flag_bits & 0x1 for member in members):
        return "file is encrypted"
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        return "file would unpack to too much: not read"
    if any(m.file_size > 1024 * 1024 and m.file_size > MAX_RATIO * max(m.compress_size, 1) for m in members):
        return "file would unpack to too much: not read"
    return None


def _text(data: bytes, kind: str, ocr: bool) -> tuple[str | None, list[str]]:
    """The text that a file holds; of pictures, and of PDFs that hold next to none, what tesseract sees."""
    try:
        import kreuzberg
        from kreuzberg.exceptions import KreuzbergError
    except ImportError:
        return None, [NOT_INSTALLED]
    failures = (KreuzbergError, ValueError, RuntimeError, OSError)
    held = ""
    if kind not in media_types.IMAGES:
        plain = kreuzberg.ExtractionConfig(
            use_cache=False,
            extraction_timeout_secs=TIMEOUT,
            disable_ocr=True,  # type: ignore[call-arg]  # the stub lacks it
        )
        try:
            found = kreuzberg.extract_bytes_sync(data, kind, plain)
        except failures as error:
            return None, ["file is encrypted" if _ENCRYPTED.search(str(error)) else "file is damaged"]
        held = found.content
        pages = dict(found.metadata).get("page_count")
        if not ocr or kind != media_types.PDF or len(held.strip()) >= LEAST * (pages if isinstance(pages, int) else 1):
            return held, []
    tesseract = kreuzberg.TesseractConfig(language=LANGUAGE, use_cache=False)
    looking = kreuzberg.ExtractionConfig(
        use_cache=False,
        extraction_timeout_secs=OCR_TIMEOUT,
        ocr=kreuzberg.OcrConfig(backend="tesseract", language=LANGUAGE, tesseract_config=tesseract),
    )
    try:
        seen = kreuzberg.extract_bytes_sync(data, kind, looking).content
    except failures:
        return (held, []) if held.strip() else (None, ["file could not be read by text recognition"])
    return (seen, ["file read by text recognition"]) if len(seen.strip()) > len(held.strip()) else (held, [])

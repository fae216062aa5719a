"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

from desktop_app.core.file_examinations import FileKind

HEAD_BYTES = 4096
PICTURES = (
    FileKind.JPEG,
    FileKind.PNG,
    FileKind.TIFF,
    FileKind.GIF,
    FileKind.BMP,
    FileKind.WEBP,
)
_BEGINNINGS = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"II*\x00", FileKind.TIFF),
    (b"MM\x00*", FileKind.TIFF),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"BM", FileKind.BMP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OLD_OFFICE),
    (b"{\\rtf", FileKind.RTF),
    (b"MZ", FileKind.PROGRAM),
    (b"\x7fELF", FileKind.PROGRAM),
    (b"#!", FileKind.PROGRAM),
)
_OFFICE_MARKS = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis", b"word/", b"xl/")
_HTML_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body")


def kind_of(head: bytes) -> FileKind:
    """Return what the first ``HEAD_BYTES`` of a file say that it is."""
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    if head.startswith(b"PK\x03\x04"):
        return FileKind.OFFICE if any(mark in head for mark in _OFFICE_MARKS) else FileKind.ZIP
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(b"<?xml"):
        return FileKind.HTML if b"<html" in text else FileKind.XML
    return FileKind.HTML if text.startswith(_HTML_MARKS) else FileKind.OTHER

"""Documents on their way to the portal: small enough, readable, without what nobody asked for."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from desktop_app.core.errors.confirmations import PaperUnfitError
from desktop_app.services.paper_photos import prepare_paper

LIMIT = 300_000


def photo(
    path: Path, side: int = 900, *, kind: str = "JPEG", exif: Image.Exif | None = None
) -> Path:
    noise = Image.effect_noise((side, side // 2), 60).convert("RGB")
    noise.save(path, kind, quality=95, **({"exif": exif} if exif is not None else {}))
    return path


def chunk(kind: bytes, content: bytes) -> bytes:
    crc = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + crc


def claims_to_be_huge(path: Path) -> Path:
    """Write a PNG of some bytes whose header says 60,000 by 60,000 pixels."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"")), chunk(b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
    return path


def test_a_photograph_is_made_smaller_and_stays_a_photograph(tmp_path: Path) -> None:
    path = photo(tmp_path / "диплом.png", kind="PNG")
    prepared = prepare_paper(path, LIMIT)
    assert len(prepared.content) <= LIMIT < path.stat().st_size
    assert (prepared.file_name, prepared.reduced_from) == ("диплом.jpg", path.stat().st_size)
    with Image.open(io.BytesIO(prepared.content)) as seen:
        assert (seen.format, seen.width) == ("JPEG", 900)


def test_a_photograph_is_turned_upright_and_says_nothing_of_its_place(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "camera of somebody"
    prepared = prepare_paper(photo(tmp_path / "a.jpg", exif=exif), LIMIT)
    with Image.open(io.BytesIO(prepared.content)) as seen:
        assert seen.height > seen.width
        assert not dict(seen.getexif())
    assert b"camera of somebody" not in prepared.content


def test_a_pdf_goes_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.7 content")
    prepared = prepare_paper(path)
    assert (prepared.content, prepared.file_name) == (path.read_bytes(), "scan.pdf")
    assert prepared.reduced_from == 0


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        ("a.pdf", b"%PDF-1.7" + bytes(LIMIT), "large"),
        ("a.exe", b"MZ not a picture", "kind"),
        ("a.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "kind"),
        ("empty.jpg", b"", "empty"),
        ("cut.png", b"\x89PNG\r\n\x1a\n\x00\x00", "kind"),
        ("cut.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "broken"),
    ],
)
def test_a_file_that_will_not_do_is_named(
    tmp_path: Path, name: str, content: bytes, cause: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(PaperUnfitError) as caught:
        prepare_paper(path, LIMIT)
    assert (caught.value.cause, caught.value.path) == (cause, str(path))


def test_a_file_that_claims_to_be_huge_is_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(PaperUnfitError) as caught:
        prepare_paper(claims_to_be_huge(tmp_path / "bomb.png"), LIMIT)
    assert caught.value.cause in ("large", "broken")


def test_a_photograph_cut_in_the_middle_is_broken(tmp_path: Path) -> None:
    path = photo(tmp_path / "a.jpg")
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(PaperUnfitError) as caught:
        prepare_paper(path, LIMIT)
    assert caught.value.cause == "broken"


def test_a_file_that_is_gone_is_broken(tmp_path: Path) -> None:
    with pytest.raises(PaperUnfitError):
        prepare_paper(tmp_path / "gone.jpg", LIMIT)

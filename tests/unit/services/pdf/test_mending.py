"""Is a copy mended without looking otherwise, and refused where mending would harm?"""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from fpdf import FPDF
from PIL import Image

from desktop_app.core.errors.papers import (
    MendRefusedError,
    PdfPasswordError,
    PdfUnreadableError,
)
from desktop_app.services.pdf.facts import Opens, PdfFacts
from desktop_app.services.pdf.messages import MendFile, PdfSource
from desktop_app.services.pdf.worker.looking import look_at
from desktop_app.services.pdf.worker.mending import mend_file
from tests.unit.services.pdf import made_pdfs as made

TEXT = made.text_pdf(2)


def mended(content: bytes, folder: Path, **wanted: object) -> bytes:
    target = folder / "copy.pdf"
    target.touch()
    mend_file(MendFile(PdfSource(content=content), str(target), **wanted))  # type: ignore[arg-type]
    return target.read_bytes()


def seen(content: bytes) -> PdfFacts:
    return look_at(PdfSource(content=content))


def text_of(content: bytes) -> str:
    return "\n".join(p.get_textpage().get_text_bounded() for p in pdfium.PdfDocument(content))


@pytest.mark.parametrize(
    "content",
    [
        made.with_javascript(TEXT),
        made.with_launch(TEXT),
        made.with_attachment(TEXT),
        made.with_javascript(TEXT).replace(b"/OpenAction", b"/UpenAction"),
    ],
    ids=["javascript", "launch", "attachment", "javascript-under-another-name"],
)
def test_what_acts_is_taken_out_and_the_text_stays(content: bytes, tmp_path: Path) -> None:
    copy = mended(content, tmp_path, strip=True)
    assert seen(copy).active == ()
    assert text_of(copy) == text_of(TEXT)
    assert b"app.alert" not in copy
    assert b"calc.exe" not in copy


def test_names_that_no_reader_of_today_takes_are_spelled_anew(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(TEXT)) as pdf:
        pdf.Root["/Private"] = pikepdf.Dictionary(
            {"/Akey": [pikepdf.Name.Aitem, pikepdf.Name.Avalue]}
        )
        pdf.Root["/Private"]["/Aitself"] = pikepdf.Name.Avalue
        written = io.BytesIO()
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    content = written.getvalue()
    for name in (b"/Akey", b"/Aitem", b"/Avalue"):
        content = content.replace(name, name.replace(b"A", b"#"))
    assert seen(content).opens is Opens.MENDED
    copy = mended(content, tmp_path)
    assert seen(copy).opens is Opens.WELL
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert pdf.Root["/Private"]["/#key"] == [pikepdf.Name("/#item"), pikepdf.Name("/#value")]
        assert pdf.Root["/Private"]["/Aitself"] == pikepdf.Name("/#value")


def test_a_form_becomes_part_of_the_page_with_its_value(tmp_path: Path) -> None:
    content = made.with_form(TEXT)
    assert "PAID 100" not in text_of(content)
    copy = mended(content, tmp_path, flatten=True)
    assert seen(copy).active == ()
    assert "PAID 100" in text_of(copy)


def test_layers_that_are_all_shown_become_no_layers(tmp_path: Path) -> None:
    copy = mended(made.with_layers(TEXT, hidden=False), tmp_path, flatten=True)
    assert seen(copy).active == ()


def test_hidden_layers_are_not_brought_to_light(tmp_path: Path) -> None:
    with pytest.raises(MendRefusedError) as raised:
        mended(made.with_layers(TEXT, hidden=True), tmp_path, flatten=True)
    assert raised.value.reason == "look"


def test_a_form_that_makes_its_own_pages_is_left_alone(tmp_path: Path) -> None:
    def needs_rendering(pdf: pikepdf.Pdf) -> None:
        pdf.Root.NeedsRendering = True

    content = made.changed(made.with_form(TEXT, xfa=True), needs_rendering)
    with pytest.raises(MendRefusedError) as raised:
        mended(content, tmp_path, flatten=True)
    assert raised.value.reason == "dynamic"


@pytest.mark.parametrize("wanted", [{}, {"strip": True}, {"flatten": True}, {"turns": {1: 90}}])
def test_a_signed_file_is_never_changed(wanted: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(MendRefusedError) as raised:
        mended(made.with_signature_field(made.with_javascript(TEXT)), tmp_path, **wanted)
    assert raised.value.reason == "signed"
    assert (tmp_path / "copy.pdf").read_bytes() == b""


def test_a_restriction_is_never_taken_off(tmp_path: Path) -> None:
    with pytest.raises(MendRefusedError) as raised:
        mended(made.encrypted(TEXT), tmp_path)
    assert raised.value.reason == "restricted"


def test_a_password_is_never_asked_for(tmp_path: Path) -> None:
    with pytest.raises(PdfPasswordError):
        mended(made.encrypted(TEXT, user="user"), tmp_path)


@pytest.mark.parametrize("content", [b"", b"nothing", b"%PDF-1.4 half"])
def test_what_is_no_pdf_is_not_made_one(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(PdfUnreadableError):
        mended(content, tmp_path)


def test_a_broken_table_and_rubbish_before_the_header_are_written_anew(tmp_path: Path) -> None:
    copy = mended(b"rubbish\n" + made.with_broken_table(TEXT), tmp_path)
    facts = seen(copy)
    assert (facts.opens, facts.header_at, facts.pages) == (Opens.WELL, 0, 2)
    assert text_of(copy) == text_of(TEXT)


def test_a_page_is_turned(tmp_path: Path) -> None:
    content = made.changed(TEXT, lambda pdf: pdf.pages[1].rotate(90, relative=True))
    copy = mended(content, tmp_path, turns={2: 270})
    assert [look.turn for look in seen(copy).looks] == [0, 0]


def test_a_sideways_scan_is_turned(tmp_path: Path) -> None:
    content = made.scan_pdf(made.scan_image(100).rotate(90, expand=True), 100)
    (look,) = seen(mended(content, tmp_path, turns={1: 90})).looks
    assert not look.is_sideways


def test_a_heavy_scan_is_made_to_fit_and_stays_readable(tmp_path: Path) -> None:
    content = made.scan_pdf(made.scan_image(300), 300, quality=98)
    limit = len(content) // 4
    copy = mended(content, tmp_path, largest=limit)
    assert len(copy) <= limit
    (look,) = seen(copy).looks
    assert look.dots_per_inch >= 99
    assert look.ink == pytest.approx(seen(content).looks[0].ink, rel=0.2)


def test_what_cannot_be_made_small_enough_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MendRefusedError) as raised:
        mended(made.scan_pdf(made.scan_image(200), 200), tmp_path, largest=3_000)
    assert raised.value.reason == "size"


def test_a_picture_keeps_its_transparent_mask(tmp_path: Path) -> None:
    picture = made.scan_image(100).convert("RGB")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    sheet = FPDF(format="A4")
    sheet.add_page()
    sheet.image(picture, 0, 0, 100)
    content = bytes(sheet.output())
    copy = mended(content, tmp_path, largest=len(content) // 2)
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert any("/SMask" in image for image in pdf.pages[0].resources.XObject.values())


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "BMP", "WEBP"])
def test_a_picture_becomes_a_page(form: str, tmp_path: Path) -> None:
    written = io.BytesIO()
    made.scan_image(100).convert("RGB").save(written, form)
    copy = mended(written.getvalue(), tmp_path, from_picture=True)
    facts = seen(copy)
    assert (facts.opens, facts.pages) == (Opens.WELL, 1)
    assert facts.looks[0].ink > 0.01


def test_a_photograph_is_set_upright_as_the_camera_noted(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    written = io.BytesIO()
    made.scan_image(100).rotate(90, expand=True).convert("RGB").save(written, "JPEG", exif=exif)
    (look,) = seen(mended(written.getvalue(), tmp_path, from_picture=True)).looks
    assert not look.is_sideways


def test_frames_become_pages(tmp_path: Path) -> None:
    written = io.BytesIO()
    frames = [made.scan_image(50) for _number in range(3)]
    frames[0].save(written, "TIFF", save_all=True, append_images=frames[1:])
    assert seen(mended(written.getvalue(), tmp_path, from_picture=True)).pages == 3


def test_a_picture_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PdfUnreadableError):
        mended(b"\xff\xd8\xff\xe0" + bytes(50), tmp_path, from_picture=True)

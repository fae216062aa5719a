"""PDF files of every kind that people bring, made at run time."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from fpdf import FPDF
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageDraw, ImageFont

from desktop_app.core.resources import resource_path

FONT = resource_path("fonts", "DejaVuSans.ttf")
TEXT = "Удостоверение о повышении квалификации, академических часов: 36. " * 30
A4_AT_100 = (827, 1169)
"""Pixels of A4 at 100 dots per inch."""


def text_pdf(pages: int = 1, blank: tuple[int, ...] = ()) -> bytes:
    """Return pages of text; those of ``blank`` are empty."""
    sheet = FPDF(format="A4")
    sheet.add_font("D", "", FONT)
    sheet.set_font("D", "", 11)
    for number in range(1, pages + 1):
        sheet.add_page()
        if number not in blank:
            sheet.multi_cell(0, 6, f"{number}. {TEXT}")
    return bytes(sheet.output())


def scan_image(dots_per_inch: int = 200, *, faint: bool = False) -> Image.Image:
    """Return a page of text as a scanner sees it."""
    size = (round(8.27 * dots_per_inch), round(11.69 * dots_per_inch))
    image = Image.effect_noise(size, 12).point(lambda level: min(level + 110, 255))
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), dots_per_inch // 6)
    for line in range(30):
        y = dots_per_inch + line * dots_per_inch // 3
        draw.text((dots_per_inch, y), TEXT[line : line + 60], 215 if faint else 20, font)
    return image


def scan_pdf(image: Image.Image, dots_per_inch: float, quality: int = 90) -> bytes:
    """Return a PDF with one picture on each page."""
    written = io.BytesIO()
    image.save(written, "PDF", resolution=dots_per_inch, quality=quality)
    return written.getvalue()


def changed(content: bytes, change: Callable[[pikepdf.Pdf], object], **saving: object) -> bytes:
    """Return the PDF after ``change``."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        written = io.BytesIO()
        pdf.save(written, **saving)  # type: ignore[arg-type]  # passed on as given
        return written.getvalue()


def with_javascript(content: bytes) -> bytes:
    """Return the PDF with a script that runs when it opens."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))

    return changed(content, change)


def with_launch(content: bytes) -> bytes:
    """Return the PDF with a place on page 1 that starts a program, within the annotation."""

    def change(pdf: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.Launch, F=String("calc.exe"))
        place = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 50, 50], A=action)
        pdf.pages[0].obj.Annots = Array([place])

    return changed(content, change)


def with_web_link(content: bytes) -> bytes:
    """Return the PDF with a link to a page of the web."""

    def change(pdf: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.URI, URI=String("https://example.org"))
        place = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 50, 50], A=action)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(place)])

    return changed(content, change)


def with_attachment(content: bytes) -> bytes:
    """Return the PDF with a file inside."""
    return changed(content, lambda pdf: pdf.attachments.__setitem__("a.txt", b"inside"))


def with_form(content: bytes, *, xfa: bool = False) -> bytes:
    """Return the PDF with a filled text field."""

    def change(pdf: pikepdf.Pdf) -> None:
        look = Stream(pdf, b"q BT /Helv 14 Tf 5 5 Td (PAID 100) Tj ET Q")
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        look.Type, look.Subtype = Name.XObject, Name.Form
        look.BBox = Array([0, 0, 200, 30])
        look.Resources = Dictionary(Font=Dictionary(Helv=font))
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T=String("sum"),
                V=String("PAID 100"),
                DA=String("/Helv 14 Tf 0 g"),
                Rect=[100, 100, 300, 130],
                F=4,
                AP=Dictionary(N=look),
                P=pdf.pages[0].obj,
            )
        )
        pdf.pages[0].obj.Annots = Array([field])
        form = Dictionary(Fields=[field], DR=Dictionary(Font=Dictionary(Helv=font)))
        if xfa:
            form.XFA = Stream(pdf, b"<xdp/>")
        pdf.Root.AcroForm = pdf.make_indirect(form)

    return changed(content, change)


def with_layers(content: bytes, *, hidden: bool) -> bytes:
    """Return the PDF with a layer over page 1, shown or hidden."""

    def change(pdf: pikepdf.Pdf) -> None:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("layer")))
        off = Array([group]) if hidden else Array([])
        pdf.Root.OCProperties = Dictionary(OCGs=[group], D=Dictionary(OFF=off, Order=[group]))
        page = pdf.pages[0]
        page.obj.Resources.Properties = Dictionary(L1=group)
        drawn = b"/OC /L1 BDC 0 0 0 rg 100 100 300 300 re f EMC"
        page.contents_add(Stream(pdf, drawn))

    return changed(content, change)


def with_signature_field(content: bytes, *, whole: bool = True) -> bytes:
    """Return the PDF with a signature field that holds something like a signature."""

    def change(pdf: pikepdf.Pdf) -> None:
        value = Dictionary(
            Type=Name.Sig,
            Filter=Name("/Adobe.PPKLite"),
            Name=String("Петров Сергей"),
            ByteRange=Array([0, 10_000_000, 20_000_000, 30_000_000]),
            Contents=String(b"\0" * 16),
        )
        field = pdf.make_indirect(
            Dictionary(FT=Name.Sig, T=String("Signature1"), V=value, Rect=[0, 0, 0, 0])
        )
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=[field], SigFlags=3))

    made = changed(content, change, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    end = len(made) - (0 if whole else 100)
    numbers = f"00000100 {end - 200:08d} 00000200"
    return made.replace(b"10000000 20000000 30000000", numbers.encode())


def encrypted(content: bytes, *, user: str = "", owner: str = "owner") -> bytes:
    """Return the PDF under a password, or only restricted by its owner's."""
    encryption = pikepdf.Encryption(
        owner=owner, user=user, allow=pikepdf.Permissions(modify_other=False, extract=False)
    )
    return changed(content, lambda pdf: None, encryption=encryption)


def with_broken_table(content: bytes) -> bytes:
    """Return the PDF with a cross-reference table that points nowhere."""
    at = content.rindex(b"startxref")
    return content[:at] + b"startxref\n7\n%%EOF\n"


def picture(image: Image.Image, form: str) -> bytes:
    """Return the picture as a file of its own."""
    written = io.BytesIO()
    image.convert("RGB").save(written, form)
    return written.getvalue()

"""The PDF of a paper: PDF/A-2u with an embedded font; the same paper gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html import escape
from typing import Final, Literal

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont

from desktop_app.core.papers import BlockForm, PrintedBlock
from desktop_app.core.resources import resource_path

_FAMILY: Final = "DejaVu"
_FACES: Final = (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf"))
_LEFT, _TOP, _RIGHT, _BOTTOM = 25.0, 20.0, 15.0, 22.0
"""Margins in millimetres."""
_ADDRESS_LEFT = 95.0
_LINE = 0.47
"""Height of a line in millimetres for each point of the font's size."""
_TEXT, _SMALL = 10.5, 8.0
_SIGN_HEIGHT = 36.0
_XMP: Final = """\
<x:xmpmeta xmlns:x="adobe:ns:meta/">
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
    <rdf:Description rdf:about="" xmp:CreatorTool="{creator}" pdf:Producer="{producer}"
      xmp:CreateDate="{moment}" xmp:ModifyDate="{moment}" xmp:MetadataDate="{moment}">
      <pdfaid:part>2</pdfaid:part>
      <pdfaid:conformance>U</pdfaid:conformance>
      <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
      <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
    </rdf:Description>
  </rdf:RDF>
</x:xmpmeta>"""
_CREATOR, _PRODUCER = "Кабинет НМО", "fpdf2"


@cache
def printable_signs() -> frozenset[int]:
    """Return the code points that both faces of the document's font have."""
    sheet = FPDF()
    _add_font(sheet)
    faces = [face for face in sheet.fonts.values() if isinstance(face, TTFFont)]
    signs = frozenset.intersection(*(frozenset(face.cmap) for face in faces))
    for face in faces:
        face.close()
    return signs


class _Sheet(FPDF):
    """A page with a foot: title, edition and page number."""

    def __init__(self, foot: str) -> None:
        super().__init__(format="A4", enforce_compliance="PDF/A-2U")
        self._foot = foot

    def footer(self) -> None:
        """Write the foot of a page; fpdf2 calls this."""
        self.set_y(-_BOTTOM + 8)
        self.set_font(_FAMILY, "", _SMALL)
        width = self.epw / 4
        self.cell(self.epw - width, 4, self._foot, align=Align.L)
        self.cell(width, 4, f"Страница {self.page_no()} из {{nb}}", align=Align.R)


def paper_pdf(
    title: str, author: str, edition: str, blocks: Iterable[PrintedBlock], written_at: datetime
) -> tuple[bytes, int]:
    """Return the PDF and its number of pages.

    ``edition`` is the template's; ``written_at`` is aware and becomes the file's date.
    """
    sheet = _Sheet(f"{title}. Редакция {edition}")
    _add_font(sheet)
    _describe(sheet, title, author, written_at)
    sheet.set_margins(_LEFT, _TOP, _RIGHT)
    sheet.set_auto_page_break(auto=True, margin=_BOTTOM)
    sheet.add_page()
    parts = tuple(blocks)
    forms = [part.form for part in parts]
    for at, part in enumerate(parts):
        place = _Place(
            number=forms[: at + 1].count(BlockForm.CLAUSE),
            is_first=at == 0,
            is_before_sign=forms[at + 1 : at + 2] == [BlockForm.SIGN],
            author=author,
            written_at=written_at,
        )
        _FORMS[part.form](sheet, part, place)
    return bytes(sheet.output()), sheet.pages_count


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block stands, and what the whole paper is."""

    number: int
    """Of the clause."""
    is_first: bool
    is_before_sign: bool
    author: str
    written_at: datetime


def _add_font(sheet: FPDF) -> None:
    for style, file in _FACES:
        sheet.add_font(_FAMILY, style, resource_path("fonts", file))


def _describe(sheet: FPDF, title: str, author: str, written_at: datetime) -> None:
    moment = written_at.astimezone(UTC)
    sheet.set_creation_date(moment)
    sheet.set_title(title)
    sheet.set_author(author)
    sheet.set_creator(_CREATOR)
    sheet.set_producer(_PRODUCER)
    sheet.set_lang("ru-RU")
    values = {
        "creator": _CREATOR,
        "producer": _PRODUCER,
        "moment": moment.isoformat(timespec="seconds"),
        "title": title,
        "author": author,
    }
    escaped = {name: escape(value) for name, value in values.items()}
    sheet.set_xmp_metadata(_XMP.format_map(escaped))


def _paragraph(sheet: FPDF, block: PrintedBlock, place: _Place) -> None:
    if place.is_before_sign and sheet.will_page_break(_SIGN_HEIGHT + 12):
        sheet.add_page()
    sheet.ln(2)
    _write(sheet, block.text)


def _heading(sheet: FPDF, block: PrintedBlock, place: _Place) -> None:
    first, _, rest = block.text.partition("\n")
    sheet.ln(0 if place.is_first else 10)
    _write(sheet, first, size=14, style="B", align=Align.C)
    if rest:
        _write(sheet, rest, size=11.5, style="B", align=Align.C)
    sheet.ln(3)


def _to(sheet: FPDF, block: PrintedBlock, _place: _Place) -> None:
    _write(sheet, block.text, left=_ADDRESS_LEFT)


def _clause(sheet: FPDF, block: PrintedBlock, place: _Place) -> None:
    sheet.ln(2)
    _write(sheet, f"{place.number}. {block.label}", style="B", keep=2)
    if block.text:
        _write(sheet, block.text)
    for item in block.items:
        _write(sheet, "–", left=_LEFT + 2, advance=False)
        _write(sheet, item, left=_LEFT + 7)


def _sign(sheet: FPDF, block: PrintedBlock, place: _Place) -> None:
    if sheet.will_page_break(_SIGN_HEIGHT):
        sheet.add_page()
    sheet.ln(8)
    moment = place.written_at
    zone = f"{moment:%z}"
    written = f"{moment:%d.%m.%Y %H:%M} (UTC{zone[:3]}:{zone[3:5]})"
    _write(sheet, f"Дата и время составления: {written}")
    _write(sheet, f"Подписывает: {place.author}")
    if block.text:
        _write(sheet, block.text)
    _write(
        sheet,
        "Документ составлен в электронной форме и подписывается электронной подписью: "
        "она хранится в самом файле или рядом с ним.",
        size=_SMALL,
    )


def _write(
    sheet: FPDF,
    text: str,
    *,
    size: float = _TEXT,
    style: Literal["", "B"] = "",
    align: Align = Align.L,
    left: float = _LEFT,
    keep: int = 0,
    advance: bool = True,
) -> None:
    """Write text from ``left`` to the right margin; ``keep`` lines after it on the same page."""
    sheet.set_font(_FAMILY, style, size)
    height = size * _LINE
    if keep and sheet.will_page_break(height * (keep + 1)):
        sheet.add_page()
    sheet.set_x(left)
    sheet.multi_cell(
        sheet.w - _RIGHT - left,
        height,
        text,
        align=align,
        new_x=XPos.LMARGIN,
        new_y=YPos.NEXT if advance else YPos.TOP,
    )


_FORMS: Final[dict[BlockForm, Callable[[FPDF, PrintedBlock, _Place], None]]] = {
    BlockForm.PARAGRAPH: _paragraph,
    BlockForm.HEADING: _heading,
    BlockForm.TO: _to,
    BlockForm.CLAUSE: _clause,
    BlockForm.SIGN: _sign,
}

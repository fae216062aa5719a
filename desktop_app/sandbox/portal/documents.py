"""Draws the PDF document of a credential."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, time
from typing import Final, Literal

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from desktop_app.core.resources import resource_path
from desktop_app.sandbox.tables import CredentialRow

_FAMILY: Final = "DejaVu"


def repr_digest(content: bytes) -> str:
    """Return the value of a ``Repr-Digest`` header (RFC 9530)."""
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode("ascii")
    return f"sha-256=:{digest}:"


def credential_pdf(row: CredentialRow, full_name: str) -> bytes:
    """Return the document; the same row gives the same bytes."""
    sheet = FPDF(format="A4")
    for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        sheet.add_font(_FAMILY, style, resource_path("fonts", name))
    sheet.set_creation_date(datetime.combine(row.issued_on, time(), UTC))
    sheet.set_title(f"{row.name}, {row.number}")
    sheet.set_lang("ru-RU")
    sheet.set_margin(25)
    sheet.add_page()
    _write(sheet, "Учебный документ, юридической силы не имеет", size=9)
    _write(sheet, row.organisation.name, size=12, before=12)
    _write(sheet, f"{row.organisation.city}, лицензия {row.organisation.licence}", size=9)
    _write(sheet, row.kind.capitalize(), size=18, style="B", before=22)
    _write(sheet, f"№ {row.number}", size=12)
    _write(sheet, full_name, size=15, style="B", before=16)
    _write(sheet, row.name, size=12, before=4)
    for number, line in enumerate(_lines(row)):
        _write(sheet, line, size=11, align=Align.L, before=0 if number else 14)
    return bytes(sheet.output())


def _write(
    sheet: FPDF,
    text: str,
    *,
    size: int,
    style: Literal["", "B"] = "",
    align: Align = Align.C,
    before: int = 0,
) -> None:
    """Write one paragraph; ``before`` is the space above it in millimetres."""
    sheet.ln(before)
    sheet.set_font(_FAMILY, style, size)
    sheet.multi_cell(0, size * 0.6, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _lines(row: CredentialRow) -> tuple[str, ...]:
    until = f" по {row.valid_until:%d.%m.%Y}" if row.valid_until else ", без срока"
    lines = [
        f"Специальность: {row.speciality}",
        f"Дата выдачи: {row.issued_on:%d.%m.%Y}",
        f"Срок действия: с {row.valid_from:%d.%m.%Y}{until}",
    ]
    if row.hours:
        lines.append(f"Объём, академических часов: {row.hours}")
    return tuple(lines)

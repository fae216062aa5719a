"""The report on signatures as a PDF with an embedded font."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from desktop_app.core.catalogue import Catalogue
from desktop_app.core.resources import resource_path
from desktop_app.core.verdicts import Verdict
from desktop_app.services.papers.sheet import printable_signs
from desktop_app.services.verification_form import FileForm, SignatureForm, VerificationForm
from desktop_app.services.verification_rows import VerificationRows

_FAMILY: Final = "DejaVu"
_FACES: Final = (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf"))
_LEFT, _TOP, _RIGHT, _BOTTOM = 20.0, 18.0, 15.0, 18.0
_LINE: Final = 0.47
_TEXT, _SMALL, _HEAD = 10.0, 8.0, 14.0
_INDENT = 5.0
_COLOURS: Final = {
    Verdict.GOOD: (18, 96, 42),
    Verdict.BAD: (140, 29, 18),
    Verdict.UNKNOWN: (107, 64, 0),
}
_SIGNS: Final = {Verdict.GOOD: "✓", Verdict.BAD: "✕", Verdict.UNKNOWN: "?"}
_BLACK: Final = (0, 0, 0)
_SOFT: Final = (90, 90, 90)


def verification_pdf(catalogue: Catalogue, form: VerificationForm) -> bytes:
    """Return the report; signs that the font lacks become question marks."""
    rows = VerificationRows(catalogue, form)
    sheet = _Sheet(rows)
    sheet.write_out(rows.say("title"), size=_TEXT, colour=_SOFT, style="B")
    sheet.write_out(form.sentence, size=_HEAD, colour=_COLOURS[form.verdict], style="B")
    if form.offline:
        sheet.write_out(rows.say("network"), colour=_SOFT)
    for file in form.files:
        _file(sheet, rows, file)
    sheet.ln(4)
    sheet.write_out(rows.say("foot", program=form.program), size=_SMALL, colour=_SOFT)
    return bytes(sheet.output())


class _Sheet(FPDF):
    """Pages with a number at the foot."""

    def __init__(self, rows: VerificationRows) -> None:
        super().__init__(format="A4")
        self._page_word = rows.say("page")
        for style, file in _FACES:
            self.add_font(_FAMILY, style, resource_path("fonts", file))
        self.set_title(rows.say("title"))
        self.set_lang("ru-RU" if rows.form.language == "ru" else "en")
        self.set_margins(_LEFT, _TOP, _RIGHT)
        self.set_auto_page_break(auto=True, margin=_BOTTOM)
        self.add_page()

    def footer(self) -> None:
        """Write the page's number; fpdf2 calls this."""
        self.set_y(-_BOTTOM + 6)
        self.set_font(_FAMILY, "", _SMALL)
        self.set_text_color(*_SOFT)
        self.cell(self.epw, 4, f"{self._page_word} {self.page_no()} / {{nb}}", align=Align.R)

    def write_out(
        self,
        text: str,
        *,
        size: float = _TEXT,
        colour: tuple[int, int, int] = _BLACK,
        style: Literal["", "B"] = "",
        indent: float = 0.0,
    ) -> None:
        """Write a paragraph of plain text."""
        signs = printable_signs()
        plain = "".join(c if c == "\n" or ord(c) in signs else "?" for c in text)
        self.set_font(_FAMILY, style, size)
        self.set_text_color(*colour)
        self.set_x(_LEFT + indent)
        width = self.w - _RIGHT - _LEFT - indent
        self.multi_cell(
            width, size * _LINE, plain, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        self.ln(0.8)


def _file(sheet: _Sheet, rows: VerificationRows, file: FileForm) -> None:
    sheet.ln(3)
    sheet.write_out(Path(file.file).name, size=12, style="B")
    if file.error is not None:
        sheet.write_out(file.error.message)
        sheet.write_out(f"{rows.say('remedy')} {file.error.remedy}")
    for name, value in rows.file_rows(file):
        sheet.write_out(f"{name}: {value}", size=_SMALL, colour=_SOFT)
    for signature in file.signatures:
        _signature(sheet, rows, signature)


def _signature(sheet: _Sheet, rows: VerificationRows, signature: SignatureForm) -> None:
    sheet.ln(2)
    colour = _COLOURS[signature.verdict]
    words = f"{_SIGNS[signature.verdict]} {rows.verdict(signature.verdict)}"
    sheet.write_out(f"{words}. {rows.heading(signature)}", size=11, colour=colour, style="B")
    for verdict, (question, answer) in rows.answers(signature):
        sheet.write_out(f"{_SIGNS[verdict]} {question}: {answer}", indent=_INDENT)
    for name, value in rows.facts(signature):
        if value:
            sheet.write_out(f"{name}: {value}", size=_SMALL, colour=_SOFT, indent=_INDENT)
    _lines(sheet, rows.say("ladder"), rows.ladder(signature.path))
    stamps = [f"{_SIGNS[verdict]} {words}" for verdict, words in rows.stamps(signature)]
    _lines(sheet, rows.say("stamps"), stamps)
    found = [*signature.reasons, *(each for stamp in signature.stamps for each in stamp.reasons)]
    _lines(
        sheet,
        rows.say("reasons"),
        [f"{_SIGNS[each.verdict]} {each.message} {each.remedy} [{each.code}]" for each in found],
    )


def _lines(sheet: _Sheet, title: str, lines: list[str]) -> None:
    if not lines:
        return
    sheet.write_out(title, size=_SMALL, style="B", indent=_INDENT)
    for line in lines:
        sheet.write_out(line, size=_SMALL, indent=2 * _INDENT)

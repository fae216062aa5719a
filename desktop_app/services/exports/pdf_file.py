"""The table as a PDF for reading and printing: A4 across, the header on each page."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont

from desktop_app.core.data_table import DataTable
from desktop_app.core.errors.inputs import ExportTooLongError
from desktop_app.core.resources import resource_path
from desktop_app.services.exports.cell_text import cell_text
from desktop_app.services.exports.steps import Steps
from desktop_app.services.papers.sheet import printable_signs

_FAMILY: Final = "DejaVu"
_FACES: Final = (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf"))
_SIDE, _TOP, _BOTTOM = 12.0, 12.0, 14.0
"""Margins in millimetres."""
_TITLE, _TEXT, _SMALL = 14.0, 7.5, 7.0
_LINE = 3.3
"""Height of a line of a row in millimetres."""
_GAP = 1.0
"""Between a cell's edge and its text."""
_MOST_LINES = 6
_SPACES: Final = frozenset(map(ord, " \t\r\n\v\f\u00a0\u2028\u2029"))
_BLACK, _SOFT, _RULE = (0, 0, 0), (90, 90, 90), (170, 170, 170)
_PAGE: Final = {"ru": "Страница {page} из {total}", "en": "Page {page} of {total}"}
MOST_ROWS: Final = 200_000
"""About 15,000 pages: whoever wants more wants a spreadsheet, and memory grows with every page."""
_MANY_ROWS: Final = 5_000
"""From here on the number of pages may have more digits than the short sign for it has room."""


def write_pdf(table: DataTable, target: Path, steps: Steps) -> None:
    """Write the columns that belong on paper.

    Letters that the font lacks become question marks. Raises ``ExportTooLongError``, ``OSError``,
    ``Cancelled``.
    """
    if len(table.rows) > MOST_ROWS:
        raise ExportTooLongError(rows=len(table.rows), most=MOST_ROWS)
    sheet = _Sheet(table)
    try:
        for row in steps.over(table.rows):
            sheet.write_row([cell_text(row[place], table.language) for place in sheet.places])
        sheet.output(str(target))
    finally:
        sheet.close_faces()


class _Sheet(FPDF):
    """Pages of a table."""

    def __init__(self, table: DataTable) -> None:
        super().__init__(orientation="landscape", format="A4")
        for style, file in _FACES:
            self.add_font(_FAMILY, style, resource_path("fonts", file))
        self._table = table
        if len(table.rows) > _MANY_ROWS:
            self.alias_nb_pages("{pages}")
        self._signs = _KnownSigns()
        columns = table.columns
        self.places = [place for place, column in enumerate(columns) if column.on_paper]
        self.set_margins(_SIDE, _TOP, _SIDE)
        self.set_auto_page_break(auto=False)
        self.set_title(table.title)
        self.set_lang("ru-RU" if table.language == "ru" else "en")
        self.set_creation_date(datetime.now(UTC))
        letters = sum(columns[place].width for place in self.places)
        self._widths = [columns[place].width * self.epw / letters for place in self.places]
        self._cell = lru_cache(maxsize=20_000)(self._lines)
        self.add_page()

    def header(self) -> None:
        """Write title and header of a page; fpdf2 calls this."""
        if self.page_no() == 1:
            self._write_head()
        self.set_font(_FAMILY, "B", _TEXT)
        titles = [self._table.columns[place].title for place in self.places]
        self._draw([self._lines(t, w) for t, w in zip(titles, self._widths, strict=True)])
        self.set_font(_FAMILY, "", _TEXT)

    def footer(self) -> None:
        """Write the foot of a page; fpdf2 calls this."""
        self.set_y(-_BOTTOM + 4)
        self.set_font(_FAMILY, "", _SMALL)
        self.set_text_color(*_SOFT)
        self.cell(self.epw / 2, 4, self._known(self._table.title), align=Align.L)
        words, total = _PAGE[self._table.language], self.str_alias_nb_pages
        page = words.format(page=self.page_no(), total=total)
        self.cell(self.epw / 2, 4, page, align=Align.R)
        self.set_text_color(*_BLACK)

    def close_faces(self) -> None:
        """Close the files of the fonts."""
        for face in self.fonts.values():
            if isinstance(face, TTFFont):
                face.close()

    def write_row(self, cells: list[str]) -> None:
        """Write a row, on a new page when it does not fit on this one."""
        lines = [self._cell(text, width) for text, width in zip(cells, self._widths, strict=True)]
        height = max(map(len, lines)) * _LINE + 2 * _GAP
        if self.y + height > self.h - _BOTTOM:
            self.add_page()
        self._draw(lines)

    def _write_head(self) -> None:
        self.set_font(_FAMILY, "B", _TITLE)
        self._write(self._table.title, 7)
        self.set_font(_FAMILY, "", _TEXT)
        self.set_text_color(*_SOFT)
        for line in self._table.about:
            self._write(line, 4)
        self.set_text_color(*_BLACK)
        self.ln(2)

    def _write(self, text: str, height: float) -> None:
        self.multi_cell(
            0, height, self._known(text), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )

    def _draw(self, cells: list[list[str]]) -> None:
        top, left = self.y + _GAP, _SIDE
        for lines, width in zip(cells, self._widths, strict=True):
            for number, line in enumerate(lines):
                if line:
                    self.text(left + _GAP, top + _LINE * (number + 0.78), line)
            left += width
        bottom = top + max(map(len, cells)) * _LINE + _GAP
        self.set_draw_color(*_RULE)
        self.line(_SIDE, bottom, self.w - _SIDE, bottom)
        self.set_y(bottom)

    def _width_of(self, text: str) -> float:
        """Return the width of ``text`` in the font that is set, in millimetres.

        fpdf2's own answer takes ten times as long, and a table asks it for every word.
        """
        face = self.current_font
        if not isinstance(face, TTFFont):
            return self.get_string_width(text)
        units = sum(map(face.cw.__getitem__, map(ord, text)))
        return units * self.font_size_pt * 0.001 / self.k

    def _lines(self, text: str, width: float) -> list[str]:
        """Break text at spaces, a longer word anywhere; what is too long ends in «…»."""
        room = width - 2 * _GAP
        plain = " ".join(self._known(text).split())
        if self._width_of(plain) <= room:
            return [plain]
        lines, now = [], ""
        for word in plain.split(" "):
            wider = f"{now} {word}" if now else word
            if self._width_of(wider) <= room:
                now = wider
                continue
            if now:
                lines.append(now)
            now = word
            while self._width_of(now) > room:
                fits = self._fitting(now, room)
                lines.append(now[:fits])
                now = now[fits:]
        lines.append(now)
        if len(lines) > _MOST_LINES:
            lines[_MOST_LINES - 1 :] = [f"{lines[_MOST_LINES - 1][:-1]}…"]
        return lines

    def _fitting(self, word: str, room: float) -> int:
        fits = len(word) - 1
        while fits > 1 and self._width_of(word[:fits]) > room:
            fits -= 1
        return max(fits, 1)

    def _known(self, text: str) -> str:
        return text.translate(self._signs)


class _KnownSigns(dict[int, int]):
    """What each sign becomes: itself, or a question mark where the font lacks it."""

    def __missing__(self, sign: int) -> int:
        """Look the sign up once; ``str.translate`` asks."""
        self[sign] = sign if sign in printable_signs() or sign in _SPACES else ord("?")
        return self[sign]

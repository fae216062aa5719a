"""A picture of the program's own window, with what is personal covered on request."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desktop_app.services.diagnostics.redaction import Known, Redactor

_COVER = QColor("#5b6470")


def picture_of(window: QWidget, *, person: str = "", hide_personal: bool = True) -> bytes:
    """Return the window as PNG.

    Covered are lists and tables, fields with something in them, and every other text in which
    the redaction of the diagnosis finds something personal; ``person`` is who is signed in.
    """
    picture = window.grab()
    if hide_personal:
        _cover(picture, window, person)
    return _encoded(picture)


def personal_places(window: QWidget, person: str) -> list[QRect]:
    """Return what is covered, in the window's own coordinates."""
    names = [Known("name", part) for part in (person, *person.split()) if part]
    redactor = Redactor(names)
    return list(_places(window, redactor))


def _places(window: QWidget, redactor: Redactor) -> Iterator[QRect]:
    for widget in window.findChildren(QWidget):
        if not widget.isVisibleTo(window) or not _is_personal(widget, redactor):
            continue
        shown = widget.viewport() if isinstance(widget, QAbstractItemView) else widget
        yield QRect(shown.mapTo(window, shown.rect().topLeft()), shown.size())


def _is_personal(widget: QWidget, redactor: Redactor) -> bool:
    if isinstance(widget, QAbstractItemView):
        return True
    if isinstance(widget, QLineEdit):
        return bool(widget.text())
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return bool(widget.toPlainText())
    if isinstance(widget, QLabel | QAbstractButton):
        return redactor.text(widget.text()) != widget.text()
    return False


def _cover(picture: QPixmap, window: QWidget, person: str) -> None:
    painter = QPainter(picture)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_COVER)
    for place in personal_places(window, person):
        painter.drawRect(place)
    painter.end()


def _encoded(picture: QPixmap) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(content.data())

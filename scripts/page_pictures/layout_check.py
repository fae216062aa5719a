"""Finds text that is cut off, overlaps another text or stayed untranslated in shown widgets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from desktop_app.ui.status_part import StatusPart

_TOLERANCE = 1
_CYRILLIC = re.compile("[А-Яа-яЁё]")


@dataclass(frozen=True, slots=True)
class Fault:
    """One text that a person cannot read as it was meant."""

    problem: str
    widget: str
    text: str

    def __str__(self) -> str:
        return f"{self.problem}: {self.widget} «{self.text}»"


def faults_of(window: QWidget, *, language: str = "ru", data: Collection[str] = ()) -> list[Fault]:
    """Return every fault of the visible widgets of ``window``.

    ``data`` are names that stay as they are in every language.
    Cells of tables and lists may be elided and are not looked at; titles of columns may not.
    """
    own = [each for each in window.findChildren(QWidget) if each.window() is window.window()]
    shown = [each for each in (window, *own) if _is_seen(each)]
    found = [fault for widget in shown for fault in _cut_off(widget)]
    found.extend(_overlaps([each for each in shown if _text_of(each)]))
    if language != "ru":
        found.extend(_untranslated(shown, data))
    return found


def _is_seen(widget: QWidget) -> bool:
    return widget.isVisible() and not _seen_place(widget).isEmpty()


def _seen_place(widget: QWidget) -> QRect:
    """Return where a widget shows on the screen, as its parents cut it."""
    place = QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
    parent = None if widget.isWindow() else widget.parentWidget()
    while parent is not None:
        place &= QRect(parent.mapToGlobal(QPoint(0, 0)), parent.size())
        parent = None if parent.isWindow() else parent.parentWidget()
    return place


def _text_of(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return "" if widget.pixmap() and not widget.pixmap().isNull() else widget.text()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def _fault(problem: str, widget: QWidget, text: str) -> Fault:
    name = widget.objectName() or widget.accessibleName()
    return Fault(problem, f"{type(widget).__name__}{f' {name}' if name else ''}", text[:80])


def _cut_off(widget: QWidget) -> Iterator[Fault]:
    text = _text_of(widget)
    if text and not _fits(widget, _wanted(widget)):
        yield _fault("cut off", widget, text)
    elif text and not _inside_parents(widget):
        yield _fault("outside its parent", widget, text)
    if isinstance(widget, QLineEdit) and not widget.text():
        yield from _cut_placeholder(widget)
    if isinstance(widget, QComboBox) and not _fits(widget, _box_of(widget)):
        yield _fault("cut off", widget, widget.currentText())
    if isinstance(widget, QHeaderView):
        yield from _cut_titles(widget)


def _wanted(widget: QWidget) -> QSize:
    if isinstance(widget, QLabel) and widget.wordWrap():
        height = widget.heightForWidth(widget.width())
        return QSize(_longest_word(widget), max(height, 0))
    return _box_of(widget) if isinstance(widget, QPushButton) else widget.sizeHint()


def _box_of(control: QWidget) -> QSize:
    """Return what a control needs; one that ends its words in «…» itself may be narrower.

    Style sheets draw a focused or checked control in the same box: its own height says no more.
    """
    may_shrink = isinstance(control, QComboBox | StatusPart)
    hint = control.minimumSizeHint() if may_shrink else control.sizeHint()
    return QSize(hint.width(), control.fontMetrics().height())


def _longest_word(label: QLabel) -> int:
    plain = re.sub("<[^>]*>", " ", label.text())
    words = re.split(r"[\s\-/]+", plain)
    return max((label.fontMetrics().horizontalAdvance(word) for word in words), default=0)


def _fits(widget: QWidget, wanted: QSize) -> bool:
    size = widget.size()
    return (
        wanted.width() <= size.width() + _TOLERANCE
        and wanted.height() <= size.height() + _TOLERANCE
    )


def _inside_parents(widget: QWidget) -> bool:
    """Return True unless a parent cuts the widget; the viewport of a scroll area may."""
    place = widget.rect()
    child, parent = widget, widget.parentWidget()
    while parent is not None and not child.isWindow():
        place = QRect(child.mapToParent(place.topLeft()), place.size())
        if parent.objectName() == "qt_scrollarea_viewport":
            return True
        if not parent.rect().adjusted(-1, -1, 1, 1).contains(place):
            return False
        child, parent = parent, parent.parentWidget()
    return True


def _cut_placeholder(field: QLineEdit) -> Iterator[Fault]:
    text = field.placeholderText()
    room = field.width() - field.textMargins().left() - field.textMargins().right() - 16
    if field.fontMetrics().horizontalAdvance(text) > room:
        yield _fault("cut off", field, text)


def _cut_titles(header: QHeaderView) -> Iterator[Fault]:
    if header.orientation() != Qt.Orientation.Horizontal or header.model() is None:
        return
    for section in range(header.count()):
        title = header.model().headerData(section, Qt.Orientation.Horizontal)
        hidden = header.isSectionHidden(section)
        if not hidden and header.sectionSizeHint(section) > header.sectionSize(section):
            yield _fault("cut off", header, str(title))


def _overlaps(widgets: list[QWidget]) -> Iterator[Fault]:
    places = [(widget, _seen_place(widget)) for widget in widgets]
    for at, (widget, place) in enumerate(places):
        for other, other_place in places[at + 1 :]:
            related = widget.isAncestorOf(other) or other.isAncestorOf(widget)
            if not related and place.intersects(other_place):
                yield _fault("overlaps", widget, f"{_text_of(widget)}» and «{_text_of(other)}")


def _untranslated(widgets: list[QWidget], data: Collection[str]) -> Iterator[Fault]:
    """Buttons and titles of columns are the program's words, whatever the data is."""
    for widget in widgets:
        if isinstance(widget, QAbstractButton) and _is_russian(widget.text(), data):
            yield _fault("not translated", widget, widget.text())
        if isinstance(widget, QHeaderView) and widget.model() is not None:
            for section in range(widget.count()):
                title = str(widget.model().headerData(section, widget.orientation()) or "")
                if not widget.isSectionHidden(section) and _CYRILLIC.search(title):
                    yield _fault("not translated", widget, title)


def _is_russian(text: str, data: Collection[str]) -> bool:
    for name in data:
        text = text.replace(name, "")
    return bool(_CYRILLIC.search(text))
